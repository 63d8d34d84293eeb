import { useMemo, type ReactNode } from 'react';
import type { FacetValue } from '../../engine/protocol.ts';
import { useT } from '../shared/use-t.ts';
import styles from './Facets.module.css';

const WIDTH = 72;
const HEIGHT = 14;
const BARS = 36;
/** A class with fewer labels than this is hardly learned. */
const FEW = 10;

/** How steeply the classes fall from the most frequent to the rarest, in one small picture; its title says how many are rare. */
export function Tail({ values }: { readonly values: readonly FacetValue[] }): ReactNode {
  const t = useT();
  const path = useMemo(() => outline(values), [values]);
  const rare = values.filter(({ allAnnotations }) => allAnnotations > 0 && allAnnotations < FEW).length;
  const unused = values.filter(({ allAnnotations }) => allAnnotations === 0).length;
  return (
    <svg className={styles.tail} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <title>{t('facet.tail', { rare, few: FEW, unused })}</title>
      <path d={path} fill="currentColor" />
    </svg>
  );
}

/** Bars by count; where there are more classes than bars, each stands for the largest of its share. Square roots, as in other plots. */
function outline(values: readonly FacetValue[]): string {
  const counts = values.map(({ allAnnotations }) => allAnnotations).toSorted((a, b) => b - a);
  const bars = Math.min(BARS, counts.length);
  const most = Math.sqrt(Math.max(1, counts[0] ?? 1));
  const wide = WIDTH / bars;
  return Array.from({ length: bars }, (_, bar) => {
    const count = counts[Math.floor((bar * counts.length) / bars)] ?? 0;
    const tall = count === 0 ? 0.5 : Math.max(1, (HEIGHT * Math.sqrt(count)) / most);
    return `M${(bar * wide).toFixed(2)} ${HEIGHT}v${(-tall).toFixed(2)}h${(wide * 0.8).toFixed(2)}V${HEIGHT}z`;
  }).join('');
}
