import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { FacetValue } from '../../engine/protocol.ts';
import { classClauseOf, toggleClass } from '../../table/query-edit.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import { nameInWords } from '../shared/words.ts';
import styles from './Profile.module.css';

const WIDTH = 600;
const HEIGHT = 96;
/** Classes that PageUp and PageDown pass. */
const PAGE = 10;

interface SlopePlotProps {
  /** Most labels first. */
  readonly values: readonly FacetValue[];
  /** Labels of the first. */
  readonly most: number;
  /** Calls what is pointed at, by mouse or arrow keys. */
  onPoint(value: FacetValue | undefined): void;
}

/** A bar a class, from the most labels to the fewest: the pointer or the arrow keys name a class, a click or Enter asks for it. */
export function SlopePlot({ values, most, onPoint }: SlopePlotProps): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const [at, setAt] = useState(0);
  const [pointed, setPointed] = useState(false);
  const last = values.length - 1;
  const current = Math.min(at, last);
  const value = values[current];
  const point = (next: number): void => {
    const place = Math.min(last, Math.max(0, next));
    setAt(place);
    setPointed(true);
    onPoint(values[place]);
  };
  const leave = (): void => {
    setPointed(false);
    onPoint(undefined);
  };
  const toggle = (): void => {
    if (value) app.setQuery(toggleClass(query, value.value));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    point(Math.floor(((event.clientX - box.left) / box.width) * values.length));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = placeAfter(event.key, current, last);
    const isToggle = event.key === 'Enter' || event.key === ' ';
    if (next === undefined && !isToggle) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === undefined) toggle();
    else point(next);
  };
  return (
    <div
      className={styles.slope}
      role="slider"
      tabIndex={0}
      aria-label={t('profile.slopeName')}
      aria-valuemin={1}
      aria-valuemax={values.length}
      aria-valuenow={current + 1}
      aria-valuetext={
        value && t('profile.slopeAt', { name: nameInWords(t, value.value), n: value.annotations, at: current + 1, of: values.length })
      }
      onKeyDown={onKeyDown}
      onFocus={() => onPoint(value)}
      onBlur={leave}
      onPointerMove={onPointerMove}
      onPointerLeave={leave}
      onClick={toggle}
    >
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className={styles.slopeAll} d={bars(values, most, ({ allAnnotations }) => allAnnotations)} />
        <path className={styles.slopeIn} d={bars(values, most, ({ annotations }) => annotations)} />
        {classClauseOf(query)?.names.map((name) => {
          const place = values.findIndex((each) => each.value === name);
          return place >= 0 && <Mark key={name} at={place} of={values.length} />;
        })}
      </svg>
      <i className={styles.cursor} {...(pointed ? { 'data-pointed': '' } : {})} style={place(current, values.length)} />
    </div>
  );
}

function placeAfter(key: string, at: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return at + 1;
    case 'ArrowLeft':
    case 'ArrowDown':
      return at - 1;
    case 'PageDown':
      return at + PAGE;
    case 'PageUp':
      return at - PAGE;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

const place = (at: number, of: number): { left: string; width: string } => ({
  left: `${(100 * at) / of}%`,
  width: `max(2px, ${100 / of}%)`,
});

/** Under a class that is asked for. */
function Mark({ at, of }: { readonly at: number; readonly of: number }): ReactNode {
  const wide = WIDTH / of;
  return <rect className={styles.slopeMark} x={at * wide} y={HEIGHT - 3} width={Math.max(2, wide)} height={3} />;
}

/** One bar a class, as one path however many there are; heights by the square root, so that the tail stays visible. */
function bars(sorted: readonly FacetValue[], most: number, count: (value: FacetValue) => number): string {
  const wide = WIDTH / sorted.length;
  const gap = sorted.length > 150 ? 1 : 0.86;
  return sorted
    .map((value, at) => {
      const n = count(value);
      if (n === 0) return '';
      const tall = Math.max(1, HEIGHT * Math.sqrt(n / most));
      return `M${(at * wide).toFixed(2)} ${HEIGHT}v${(-tall).toFixed(2)}h${(wide * gap).toFixed(2)}V${HEIGHT}z`;
    })
    .join('');
}
