import { useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import type { SpansForm } from '../../model/record-form.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { Arcs } from './Arcs.tsx';
import { colourOfLabel, lanesOf, segmentsOf, type Segment } from './marks.ts';
import { placed } from './placed.ts';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Text.module.css';

/** UTF-16 units of the text that are drawn at first. */
const STEP = 12_000;
/** Pixels of a line below the text. */
const LANE = 4;
/** Arcs beyond these are a knot; the list has them all. */
const MOST_ARCS = 200;

/** A text with its spans underlined, one in another, each with its label; relations as arcs and as a list. */
export function SpansView({ form }: { readonly form: SpansForm }): ReactNode {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(STEP);
  const { text, spans, relations, classes, verdict } = form;
  const length = Math.min(text.length, shown);
  const segments = useMemo(() => segmentsOf(length, spans), [length, spans]);
  const lanes = useMemo(() => lanesOf(spans), [spans]);
  const counts = useMemo(() => countsOf(form), [form]);
  const wrong = spans.filter(({ misplaced }) => misplaced);
  const detailed = spans.flatMap(({ details }, at) => (details ? [{ at, details }] : []));
  const arcs = relations.length > 0 && relations.length <= MOST_ARCS;
  const depth = Math.max(0, ...lanes) + 1;
  return (
    <div className={styles.spansForm}>
      {(classes.length > 0 || verdict !== undefined) && (
        <p className={styles.classes}>
          {verdict !== undefined && (
            <span className={styles.label}>
              <PlainText text={verdict} />
            </span>
          )}
          {classes.map((name) => (
            <span key={name} className={styles.label} data-text="">
              <PlainText text={name} />
            </span>
          ))}
        </p>
      )}
      {counts.length > 0 && (
        <ul className={styles.legend} aria-label={t('text.labels')}>
          {counts.map(({ label, n }) => (
            <li key={label} style={colour(label)}>
              <span className={ui.swatch} aria-hidden="true" />
              <PlainText text={label} /> <span className={ui.count}>{t.number(n)}</span>
            </li>
          ))}
        </ul>
      )}
      <div
        ref={host}
        className={styles.spansText}
        data-arcs={arcs}
        // A sentence with many arcs stands in one line, which keys must be able to scroll.
        role={arcs ? 'group' : undefined}
        aria-label={arcs ? t('text.relations', { n: relations.length }) : undefined}
        tabIndex={arcs ? 0 : undefined}
        dir="auto"
        data-text=""
        style={{ '--lanes': `${depth * LANE}px` } as CSSProperties}
      >
        {arcs
          ? linesOf(segments, text).map((line) => (
              <div key={line[0]?.start} data-line="">
                {line.map((segment) => (
                  <SegmentText key={segment.start} segment={segment} form={form} lanes={lanes} />
                ))}
              </div>
            ))
          : segments.map((segment) => <SegmentText key={segment.start} segment={segment} form={form} lanes={lanes} />)}
        {arcs && <Arcs host={host} relations={relations} />}
      </div>
      {length < text.length && (
        <button type="button" className={ui.link} onClick={() => setShown(shown + STEP * 4)}>
          {t('text.more', { n: text.length - length })}
        </button>
      )}
      {relations.length > 0 && (
        <ul className={styles.relations} aria-label={t('text.relations', { n: relations.length })}>
          {placed(relations).map(({ key, item: { from, to, label } }) => (
            <li key={key}>
              <bdi>
                <PlainText text={textOf(form, from)} />
              </bdi>{' '}
              <span className={styles.label}>
                <PlainText text={label} />
              </span>{' '}
              →{' '}
              <bdi>
                <PlainText text={textOf(form, to)} />
              </bdi>
            </li>
          ))}
        </ul>
      )}
      {detailed.length > 0 && (
        <ul className={styles.relations} aria-label={t('text.spanDetails')}>
          {detailed.map(({ at, details }) => (
            <li key={at}>
              <bdi>{textOf(form, at)}</bdi> <span className={styles.label}>{spans[at]?.label}</span> <bdi>{details.join(' · ')}</bdi>
            </li>
          ))}
        </ul>
      )}
      {placed(wrong).map(({ key, item: { label, quoted, fragments } }) => (
        <p key={key} className={styles.flag}>
          <SeverityIcon severity="warning" />
          {quoted === undefined
            ? t('text.spanOutside', { label, start: fragments[0]?.[0] ?? 0, end: fragments.at(-1)?.[1] ?? 0 })
            : t('text.spanDiffers', {
                label,
                quoted,
                there: fragments.map(([start, end]) => text.slice(start, end)).join(' '),
              })}
        </p>
      ))}
    </div>
  );
}

/** Segments by line of the text, each with its end: only lines with arcs need room for them. */
function linesOf(segments: readonly Segment[], text: string): Segment[][] {
  const lines: Segment[][] = [[]];
  for (const segment of segments) {
    let { start, begins } = segment;
    for (let end = text.indexOf('\n', start) + 1; end > 0 && end <= segment.end; end = text.indexOf('\n', start) + 1) {
      lines.at(-1)?.push({ ...segment, start, end, begins, ends: end === segment.end ? segment.ends : [] });
      lines.push([]);
      [start, begins] = [end, []];
    }
    if (start < segment.end || segment.start === segment.end) lines.at(-1)?.push({ ...segment, start, begins });
  }
  return lines.filter((line) => line.length > 0);
}

interface SegmentTextProps {
  readonly segment: Segment;
  readonly form: SpansForm;
  readonly lanes: readonly number[];
}

function SegmentText({ segment, form, lanes }: SegmentTextProps): ReactNode {
  const { text, spans } = form;
  const { start, end, marks, begins, ends } = segment;
  const words = <PlainText text={text.slice(start, end)} />;
  const labels = ends.map((mark) => {
    const { label = '', misplaced = false } = spans[mark] ?? {};
    return (
      <span key={mark} data-aside="" className={styles.spanLabel} style={colour(label)} {...(misplaced ? { 'data-misplaced': '' } : {})}>
        <PlainText text={label} />
      </span>
    );
  });
  if (marks.length === 0) {
    return (
      <>
        {words}
        {labels}
      </>
    );
  }
  const lines = marks.map((mark) => ({ colour: `var(--cat-${colourOfLabel(spans[mark]?.label ?? '')})`, lane: lanes[mark] ?? 0 }));
  return (
    <>
      <span
        className={styles.span}
        data-begins={begins.join(' ')}
        title={marks.map((mark) => spans[mark]?.label ?? '').join(' · ')}
        style={{
          backgroundImage: lines.map((line) => `linear-gradient(${line.colour}, ${line.colour})`).join(', '),
          backgroundPosition: lines.map(({ lane }) => `0 calc(100% - var(--lanes) + ${(lane + 1) * LANE}px)`).join(', '),
          backgroundSize: lines.map(() => '100% 2px').join(', '),
        }}
      >
        {words}
      </span>
      {labels}
    </>
  );
}

function colour(label: string): CSSProperties {
  const at = colourOfLabel(label);
  return { '--c': `var(--cat-${at})`, '--on': `var(--cat-${at}-on)` } as CSSProperties;
}

function textOf({ text, spans }: SpansForm, at: number): string {
  return (spans[at]?.fragments ?? []).map(([start, end]) => text.slice(start, end)).join(' … ');
}

function countsOf({ spans }: SpansForm): { readonly label: string; readonly n: number }[] {
  const counts = new Map<string, number>();
  for (const { label } of spans) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, n]) => ({ label, n })).toSorted((a, b) => b.n - a.n);
}
