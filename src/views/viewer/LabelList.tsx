import { Contrast, MessageSquareText, Pentagon, RectangleHorizontal, Tag, Waypoints, type LucideIcon } from 'lucide-react';
import { useEffect, useMemo, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import type { SampleDetail } from '../../engine/protocol.ts';
import { ownValue } from '../../base/own-value.ts';
import type { Annotation, FieldValue, ShapeKind } from '../../model/annotation.ts';
import type { Box } from '../../model/box.ts';
import type { DatasetSummary } from '../../model/dataset.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { PathText } from '../shared/PathText.tsx';
import { NameText, PlainText } from '../shared/PlainText.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { useScaledScroll } from '../shared/use-scaled-scroll.ts';
import { useT, type T } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { visibleText } from '../shared/visible-text.ts';
import { nameInWords } from '../shared/words.ts';
import { visibleAnnotations } from './visible-annotations.ts';
import styles from './Inspector.module.css';

const ROW = 24;
const KIND_ICONS: Readonly<Record<ShapeKind, LucideIcon>> = {
  classification: Tag,
  box: RectangleHorizontal,
  polygon: Pentagon,
  mask: Contrast,
  keypoints: Waypoints,
  caption: MessageSquareText,
};

type Entry =
  | { readonly kind: 'label'; readonly annotation: Annotation; readonly number: number; readonly dim: boolean }
  | { readonly kind: 'others'; readonly n: number };

/** Labels are still being read, or that was cancelled. Plain images have none. */
function hasLabelsToCome(dataset: DatasetSummary | undefined): boolean {
  return dataset?.complete === false && dataset.format !== 'images';
}

/** Every label of the sample: those that pass first, the others dimmed below. Hover and selection are shared with the picture. */
export function LabelList({ detail }: { readonly detail: SampleDetail }): ReactNode {
  const app = useApp();
  const t = useT();
  const selected = useAppState((state) => state.selectedAnnotation);
  const hovered = useAppState((state) => state.hoveredAnnotation);
  const entries = useMemo(() => entriesOf(detail), [detail]);
  const columns = useColumns(detail);
  const nominal = useMemo(() => nominalFrame(detail), [detail]);
  const mayCome = useAppState((state) => hasLabelsToCome(currentDataset(state)));
  const passing = entries.findIndex(({ kind }) => kind === 'others');
  const matches = passing < 0 ? entries.length : passing;
  const { first, height: fullHeight, last, offset, reveal, setScroller } = useScaledScroll(entries.length, ROW, 0, { isAside: true });
  const place = entries.findIndex((entry) => entry.kind === 'label' && entry.annotation.row === selected);
  useEffect(() => {
    if (place >= 0) reveal(place);
  }, [place, reveal]);

  if (entries.length === 0) {
    const reason = mayCome
      ? 'inspector.labelsUnread'
      : detail.labels === 'missing'
        ? 'inspector.noLabelFile'
        : detail.labels === 'empty'
          ? 'inspector.emptyLabelFile'
          : 'inspector.noLabels';
    return <p className={styles.empty}>{t(reason)}</p>;
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = neighbour(entries, place, step);
    if (next !== undefined) app.selectAnnotation(next);
  };
  return (
    <div
      className={styles.labels}
      style={{ '--label-columns': columns.template, '--narrow-columns': columns.narrow ?? columns.template } as CSSProperties}
      {...(columns.narrow === undefined ? {} : { 'data-crowded': '' })}
    >
      <div className={styles.columns} aria-hidden="true">
        <span />
        <span>{t('inspector.match', { n: matches })}</span>
        <span>{t('inspector.kinds')}</span>
        {columns.score && <span className={ui.number}>{t('inspector.score')}</span>}
        {columns.flags && <span className={styles.notes}>{t('inspector.note')}</span>}
        {columns.set && <span>{t('inspector.set')}</span>}
        <span className={ui.number}>{t('inspector.size')}</span>
      </div>
      <div
        ref={setScroller}
        className={styles.list}
        role="listbox"
        aria-label={t('inspector.annotations')}
        tabIndex={0}
        {...(selected === undefined ? {} : { 'aria-activedescendant': `label-${selected}` })}
        onKeyDown={onKeyDown}
        onPointerLeave={() => app.hoverAnnotation(undefined)}
      >
        <div role="presentation" style={{ height: fullHeight, position: 'relative' }}>
          <div role="presentation" style={{ position: 'absolute', insetInline: 0, top: offset }}>
            {entries.slice(first, last).map((entry) =>
              entry.kind === 'others' ? (
                <div key="others" className={styles.separator} role="presentation">
                  {t('inspector.others', { n: entry.n })}
                </div>
              ) : (
                <LabelRow
                  key={entry.annotation.row}
                  annotation={entry.annotation}
                  number={entry.number}
                  of={detail.annotations.length - detail.hidden.length}
                  dim={entry.dim}
                  columns={columns}
                  nominal={nominal}
                  selected={entry.annotation.row === selected}
                  hovered={entry.annotation.row === hovered}
                />
              ),
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

/** Columns that are there only where some label has something to say in them. */
interface Columns {
  readonly score: boolean;
  readonly flags: boolean;
  readonly set: boolean;
  /** CSS: the tracks of the grid. */
  readonly template: string;
  /** Where the pane is narrow and there are too many: without the notes. */
  readonly narrow: string | undefined;
}

function useColumns({ annotations }: SampleDetail): Columns {
  const labelSets = useAppState((state) => currentDataset(state)?.labelSets);
  return useMemo(() => {
    const score = annotations.some((annotation) => annotation.score !== undefined);
    const flags = annotations.some((annotation) => annotation.flags.length > 0);
    // Solid and hollow marks tell truth from prediction; names are for more than one of either.
    const roles = [...new Set(annotations.map(({ labelSet }) => labelSet))].map((at) => labelSets?.[at]?.role);
    const set = new Set(roles).size < roles.length;
    const name = 'minmax(64px, 1.4fr)';
    const end = [set && 'minmax(48px, 1.5fr)', '84px'];
    const template = joined(['9px', name, '46px', score && '32px', flags && 'minmax(44px, 0.5fr)', ...end]);
    // In a narrow pane not all of them leave room for the name: notes are told by the hint of the row.
    const isCrowded = score && flags && set;
    return { score, flags, set, template, narrow: isCrowded ? joined(['9px', name, '46px', '32px', ...end]) : undefined };
  }, [annotations, labelSets]);
}

function joined(tracks: readonly (string | false)[]): string {
  return tracks.filter((track) => track !== false).join(' ');
}

interface LabelRowProps {
  readonly annotation: Annotation;
  readonly number: number;
  /** How many there are: the list draws only those in view. */
  readonly of: number;
  readonly dim: boolean;
  readonly columns: Columns;
  /** Width and height that stand for those of an image whose size is unknown. */
  readonly nominal: readonly number[] | undefined;
  readonly selected: boolean;
  readonly hovered: boolean;
}

function LabelRow({ annotation, number, of, dim, columns, nominal, selected, hovered }: LabelRowProps): ReactNode {
  const app = useApp();
  const t = useT();
  const category = useAppState((state) => currentDataset(state)?.categories[annotation.category]);
  const set = useAppState((state) => currentDataset(state)?.labelSets[annotation.labelSet]);
  const name = category?.name ?? t('inspector.noClass');
  const visible = nameInWords(t, name);
  const caption = annotation.shapes.find((shape) => shape.kind === 'caption');
  const box = annotation.shapes.find((shape) => shape.kind === 'box')?.box ?? annotation.bounds;
  const size = box ? sizeText(t, box, nominal) : '';
  const predicted = set?.role === 'prediction';
  const flags = annotation.flags.map((flag) => t(`flag.${flag}`)).join(' · ');
  return (
    <div
      id={`label-${annotation.row}`}
      role="option"
      aria-selected={selected}
      aria-setsize={of}
      aria-posinset={number}
      className={styles.row}
      {...(dim ? { 'data-dim': '' } : {})}
      {...(hovered ? { 'data-hover': '' } : {})}
      title={visibleText(tooltip(annotation, [predicted ? `${visible} · ${set?.name ?? ''}` : visible, flags]))}
      onPointerEnter={() => app.hoverAnnotation(annotation.row)}
      onClick={() => app.selectAnnotation(selected ? undefined : annotation.row)}
    >
      <Swatch category={annotation.category} predicted={predicted} />
      {caption ? (
        <span className={`${ui.ellipsis} ${styles.caption}`}>
          <PlainText text={caption.text} />
        </span>
      ) : (
        <span className={ui.ellipsis}>
          {/* Apart: beside a name that reads from the right, the number would change sides. */}
          <bdi>
            <NameText name={name} />
          </bdi>{' '}
          <span className={styles.n}>#{number}</span>
        </span>
      )}
      <span className={styles.kinds}>
        {[...new Set(annotation.shapes.map(({ kind }) => kind))].map((kind) => {
          const Icon = KIND_ICONS[kind];
          return (
            <span key={kind} title={kindText(t, kind)}>
              <Icon size={12} strokeWidth={1.6} aria-hidden="true" />
              <span className="visually-hidden">{kindText(t, kind)} </span>
            </span>
          );
        })}
      </span>
      {columns.score && (
        <span className={`${ui.number} ${styles.numbers}`}>
          {annotation.score === undefined ? '' : t.number(annotation.score, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}
        </span>
      )}
      {columns.flags && <span className={`${ui.ellipsis} ${styles.notes}`}>{flags}</span>}
      {columns.set && <PathText path={set?.name ?? ''} className={styles.set ?? ''} />}
      <span className={`${ui.number} ${styles.numbers}`}>{size}</span>
    </div>
  );
}

function kindText(t: T, kind: ShapeKind): string {
  return t(`kind.${kind}`);
}

/** What the row says, and the record's other fields, one a line. */
function tooltip(annotation: Annotation, said: readonly string[]): string {
  const fields = Object.entries(annotation.fields).map(
    ([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return [...said, ...fields]
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, 1000);
}

/** Where the size of the image is unknown, boxes that are parts of it are told in a frame of this size. */
function nominalFrame({ width, fields }: SampleDetail): readonly number[] | undefined {
  const frame = width === 0 ? ownValue<FieldValue>(fields, 'nominalFrame') : undefined;
  return Array.isArray(frame) && frame.every((side) => typeof side === 'number') ? frame : undefined;
}

/** Larger sides are no pixels of any image. */
const LARGE = 1e6;

/** Pixels; where nobody knows how large the image is, parts of it. @param nominal the frame that stands for an unknown one */
function sizeText(t: T, [, , width, height]: Box, nominal: readonly number[] | undefined): string {
  const side = (value: number, of: number | undefined): string => {
    if (of !== undefined) return t.number(value / of, { style: 'percent', maximumFractionDigits: 1 });
    if (Math.abs(value) >= LARGE) return t.number(value, { notation: 'compact', maximumSignificantDigits: 3 });
    return String(Math.round(value * 10) / 10);
  };
  return `${side(width, nominal?.[0])} × ${side(height, nominal?.[1])}`;
}

function entriesOf(detail: SampleDetail): readonly Entry[] {
  const passing = new Set(detail.passing);
  const all = visibleAnnotations(detail).map((annotation, at) => ({ annotation, number: at + 1 }));
  const matching = all.filter(({ annotation }) => passing.has(annotation.row));
  const others = all.filter(({ annotation }) => !passing.has(annotation.row));
  return [
    ...matching.map((entry): Entry => ({ kind: 'label', ...entry, dim: false })),
    ...(others.length > 0 ? [{ kind: 'others', n: others.length } as const] : []),
    ...others.map((entry): Entry => ({ kind: 'label', ...entry, dim: true })),
  ];
}

function neighbour(entries: readonly Entry[], from: number, step: number): number | undefined {
  for (let at = from + step; at >= 0 && at < entries.length; at += step) {
    const entry = entries[at];
    if (entry?.kind === 'label') return entry.annotation.row;
  }
  return undefined;
}
