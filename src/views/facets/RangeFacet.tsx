import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { Histogram } from '../../engine/protocol.ts';
import { rangeClauseOf, setRange, type Range } from '../../table/query-edit.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { Axis } from '../shared/Axis.tsx';
import { fullTime, shortNumber, shortTime } from '../shared/axis.ts';
import { Bars, LEAST_BARS } from '../shared/Bars.tsx';
import { useHistogram } from '../shared/use-histogram.ts';
import { useT, type T } from '../shared/use-t.ts';
import { FacetSection } from './FacetSection.tsx';
import { useFolded } from './use-folded.ts';
import styles from './Facets.module.css';

interface RangeFacetProps {
  readonly id: string;
  /** Field of the query and of the histogram. */
  readonly field: string;
  readonly label: string;
  readonly unit?: 'px';
  /** Its numbers are instants, milliseconds since 1970. */
  readonly date?: boolean;
  /** What stands at the right of the head, behind the range. */
  readonly end?: ReactNode;
}

/** A histogram that can be brushed: drag for a range, drag its edges, or move them by arrow keys. */
export function RangeFacet({ id, field, label, unit, date = false, end }: RangeFacetProps): ReactNode {
  const t = useT();
  const query = useAppState((state) => state.query);
  const folded = useFolded(id);
  const clause = rangeClauseOf(query, field);
  return (
    <FacetSection
      id={id}
      label={label}
      end={
        <>
          {clause && <span>{rangeText(t, clause, unit, date)}</span>}
          {end}
        </>
      }
    >
      {!folded && <Plot field={field} label={label} unit={unit} date={date} />}
    </FacetSection>
  );
}

interface PlotProps {
  readonly field: string;
  readonly label: string;
  readonly unit: 'px' | undefined;
  readonly date: boolean;
}

function Plot({ field, label, unit, date }: PlotProps): ReactNode {
  const app = useApp();
  const t = useT();
  const histogram = useHistogram(field);
  const query = useAppState((state) => state.query);
  const isComplete = useAppState((state) => currentDataset(state)?.complete ?? false);
  const plot = useRef<HTMLDivElement>(null);
  // While dragging the range is ours; the query follows when the pointer is let go.
  const [dragged, setDragged] = useState<{ readonly from: number; readonly to: number }>();
  if (histogram && histogram.edges.length < 2 && isComplete) return <div className={styles.always}>{t('facet.noFinite')}</div>;
  if (!histogram || histogram.edges.length < 2)
    return (
      <div className={styles.hist}>
        <div className={styles.base}>
          <div className={styles.plot} />
        </div>
      </div>
    );

  const { edges } = histogram;
  const bins = edges.length - 1;
  const share = Math.min(1, bins / LEAST_BARS);
  const clause = rangeClauseOf(query, field);
  // There is nothing to choose among equal values.
  if (histogram.min === histogram.max && !clause)
    return (
      <div className={styles.always}>
        {t('facet.always', { value: date ? fullTime(histogram.min) : shortNumber(t, histogram.min) + (unit ? ` ${unit}` : '') })}
      </div>
    );
  const range = dragged ? rangeOf(histogram, dragged.from, dragged.to) : clause;
  const left = range?.min === undefined ? 0 : placeOf(edges, range.min);
  const right = range?.max === undefined ? 1 : placeOf(edges, range.max);
  const apply = (from: number, to: number): void => {
    const next = rangeOf(histogram, from, to);
    app.setQuery(
      setRange(query, field, next.min === undefined && next.max === undefined ? undefined : { ...next, ...(date ? { date } : {}) }),
    );
  };
  const edgeAt = (event: PointerEvent): number => {
    const box = plot.current?.getBoundingClientRect();
    return box ? Math.min(bins, Math.max(0, ((event.clientX - box.left) / box.width) * bins)) : 0;
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragged({ from: edgeAt(event), to: edgeAt(event) });
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (dragged) setDragged({ from: dragged.from, to: edgeAt(event) });
  };
  const onPointerUp = (event: PointerEvent): void => {
    if (!dragged) return;
    setDragged(undefined);
    const to = edgeAt(event);
    if (Math.abs(to - dragged.from) < 0.3) app.setQuery(setRange(query, field, undefined));
    else apply(Math.floor(Math.min(dragged.from, to)), Math.ceil(Math.max(dragged.from, to)));
  };
  const bins0 = Math.round(left * bins);
  const bins1 = Math.round(right * bins);
  const handle = (end: 'from' | 'to'): ReactNode => {
    const at = end === 'from' ? left : right;
    const move = (to: number): void => (end === 'from' ? apply(Math.min(to, bins1 - 1), bins1) : apply(bins0, Math.max(to, bins0 + 1)));
    const onKeyDown = (event: KeyboardEvent): void => {
      const step =
        event.key === 'ArrowRight' || event.key === 'ArrowUp' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowDown' ? -1 : 0;
      if (step === 0) return;
      event.preventDefault();
      event.stopPropagation();
      move(Math.min(bins, Math.max(0, (end === 'from' ? bins0 : bins1) + step)));
    };
    return (
      <div
        key={end}
        role="slider"
        tabIndex={0}
        className={styles.handle}
        style={{ left: `${at * 100}%` }}
        aria-label={`${label}: ${t(end === 'from' ? 'facet.from' : 'facet.to')}`}
        aria-valuemin={histogram.min}
        aria-valuemax={histogram.max}
        aria-valuenow={(end === 'from' ? range?.min : range?.max) ?? (end === 'from' ? histogram.min : histogram.max)}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.stopPropagation();
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragged({ from: end === 'from' ? bins1 : bins0, to: end === 'from' ? bins0 : bins1 });
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
      />
    );
  };
  return (
    <div className={styles.hist}>
      <div className={styles.base}>
        {/* As wide as its bars: what is pointed at is what is meant. */}
        <div
          ref={plot}
          className={styles.plot}
          style={{ width: `${share * 100}%` }}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
        >
          <Bars histogram={histogram} height={40} whole {...(range ? { range: pick(range) } : {})} />
          {range && <div className={styles.brush} style={{ left: `${left * 100}%`, right: `${(1 - right) * 100}%` }} />}
          {handle('from')}
          {handle('to')}
        </div>
      </div>
      <Axis
        edges={edges}
        long={date}
        share={share}
        word={(edge, isLast) =>
          date ? shortTime(t, edge, (edges[bins] ?? 0) - (edges[0] ?? 0)) : shortNumber(t, edge) + (isLast && unit ? ` ${unit}` : '')
        }
      />
    </div>
  );
}

function pick({ min, max }: Range): { min?: number; max?: number } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** Whole bins between two edges; an end at the border of the plot is open, so that it keeps what is added later. */
function rangeOf({ edges }: Histogram, from: number, to: number): Range {
  const first = Math.max(0, Math.min(edges.length - 1, Math.floor(Math.min(from, to))));
  const last = Math.max(0, Math.min(edges.length - 1, Math.ceil(Math.max(from, to))));
  const min = first > 0 ? edges[first] : undefined;
  const max = last < edges.length - 1 ? edges[last] : undefined;
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max, maxOpen: true }) };
}

/** Where a value lies in the plot, 0 to 1; bins are equally wide on the screen, whatever they span. */
function placeOf(edges: readonly number[], value: number): number {
  const bins = edges.length - 1;
  for (let bin = 0; bin < bins; bin++) {
    const low = edges[bin] ?? 0;
    const high = edges[bin + 1] ?? low;
    if (value <= low) return bin / bins;
    if (value < high) return (bin + (value - low) / (high - low)) / bins;
  }
  return 1;
}

function rangeText(t: T, { min, max }: Range, unit: 'px' | undefined, date: boolean): string {
  const bare = (value: number): string => (date ? fullTime(value) : t.number(value, { maximumSignificantDigits: 4 }));
  const word = (value: number): string => bare(value) + (unit ? ` ${unit}` : '');
  if (min !== undefined && max !== undefined) return t('facet.range', { min: bare(min), max: word(max) });
  return min === undefined ? t('facet.atMost', { value: word(max ?? 0) }) : t('facet.atLeast', { value: word(min) });
}
