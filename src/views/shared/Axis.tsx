import type { ReactNode } from 'react';
import { axisWords } from './axis-words.ts';
import styles from './Axis.module.css';

interface AxisProps {
  /** Of the bins, which are equally wide on the screen. */
  readonly edges: readonly number[];
  /** Words are long: fewer of them. */
  readonly long?: boolean;
  /** Width in parts of the plot: few bins do not fill it. */
  readonly share?: number;
  /** What an edge is called. */
  word(edge: number, isLast: boolean): string;
}

/** What stands below a histogram: some of its edges, each where it is. */
export function Axis({ edges, long = false, share = 1, word }: AxisProps): ReactNode {
  const bins = edges.length - 1;
  const most = bins < 4 ? 2 : bins < 8 || long ? 3 : 5;
  const named = axisWords(bins, most, share, (at) => word(edges[at] ?? 0, at === bins));
  return (
    <div className={`${styles.axis} ${share < 1 ? styles.short : ''}`} aria-hidden="true" style={{ width: `${100 * share}%` }}>
      {named.map(({ at, word: text }) => (
        <span key={at} style={{ left: `${(100 * at) / Math.max(1, bins)}%` }}>
          {text}
        </span>
      ))}
    </div>
  );
}
