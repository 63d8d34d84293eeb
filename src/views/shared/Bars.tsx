import type { ReactNode } from 'react';
import type { Histogram } from '../../engine/protocol.ts';
import styles from './Bars.module.css';

interface BarsProps {
  readonly histogram: Histogram;
  /** CSS pixels. */
  readonly height: number;
  /** The brushed range: bars outside are pale. */
  readonly range?: { readonly min?: number; readonly max?: number };
  /** Few bars stand at the right, below a number that does. */
  readonly atEnd?: boolean;
  /** However few, they fill the width: who draws them has left room beside. */
  readonly whole?: boolean;
}

const UNIT = 10;
/** Few values make slim bars at one side, not one block. */
export const LEAST_BARS = 8;

/** Bars that say two things: grey is all, accent is passing. Heights go by the square root, so that the tail stays visible. */
export function Bars({ histogram, height, range, atEnd = false, whole = false }: BarsProps): ReactNode {
  const { all, passing, edges } = histogram;
  const most = Math.sqrt(Math.max(1, ...all));
  const outside = (bin: number): boolean =>
    (range?.min !== undefined && (edges[bin + 1] ?? 0) <= range.min) || (range?.max !== undefined && (edges[bin] ?? 0) > range.max);
  const bar = (bin: number, count: number, className: string | undefined): ReactNode => {
    if (count === 0) return null;
    const tall = Math.max(1, (Math.sqrt(count) / most) * height);
    return <rect key={`${className}${bin}`} className={className} x={bin * UNIT} y={height - tall} width={UNIT - 1} height={tall} />;
  };
  const wide = whole ? all.length : Math.max(LEAST_BARS, all.length);
  return (
    <svg
      className={styles.bars}
      viewBox={`${atEnd ? (all.length - wide) * UNIT : 0} 0 ${wide * UNIT - 1} ${height}`}
      preserveAspectRatio="none"
      style={{ height }}
      aria-hidden="true"
    >
      {Array.from(all, (count, bin) => bar(bin, count, outside(bin) ? styles.out : styles.all))}
      {Array.from(passing, (count, bin) => (outside(bin) ? null : bar(bin, count, styles.in)))}
    </svg>
  );
}
