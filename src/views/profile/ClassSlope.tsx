import { useMemo, type MouseEvent, type ReactNode } from 'react';
import type { FacetValue } from '../../engine/protocol.ts';
import { classClauseOf, toggleClass } from '../../table/query-edit.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { Swatch } from '../shared/Swatch.tsx';
import { useT } from '../shared/use-t.ts';
import { BarRow } from './BarRow.tsx';
import styles from './Profile.module.css';

const WIDTH = 600;
const HEIGHT = 96;
/** Classes of each list: the most frequent, and the rarest that have labels. */
const ENDS = 6;

/** The classes by their number of labels: the whole slope in one picture, its two ends as lists. */
export function ClassSlope({ values }: { readonly values: readonly FacetValue[] }): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const used = useMemo(
    () => values.filter(({ allAnnotations }) => allAnnotations > 0).toSorted((a, b) => b.allAnnotations - a.allAnnotations),
    [values],
  );
  const most = used[0]?.allAnnotations ?? 0;
  if (most === 0) return null;
  const middle = used[Math.floor(used.length / 2)]?.allAnnotations ?? most;
  const onClick = (event: MouseEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const hit = used[Math.floor(((event.clientX - box.left) / box.width) * used.length)];
    if (hit) app.setQuery(toggleClass(query, hit.value));
  };
  const tops = used.slice(0, ENDS);
  const rarest = used.slice(Math.max(ENDS, used.length - ENDS)).toReversed();
  return (
    <section className={styles.wide} aria-label={t('profile.classes')}>
      <h3 className={styles.title}>
        {t('profile.classes')}
        <span>{t('profile.slope', { most: t.number(most), middle: t.number(middle) })}</span>
      </h3>
      {/* For the mouse; the lists below and the filter of classes are for the keyboard. They show all there is of few classes. */}
      {used.length > 2 * ENDS && (
        <svg className={styles.slope} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" onClick={onClick}>
          <path className={styles.slopeAll} d={bars(used, most, ({ allAnnotations }) => allAnnotations)} />
          <path className={styles.slopeIn} d={bars(used, most, ({ annotations }) => annotations)} />
        </svg>
      )}
      <div className={styles.pair}>
        <Ends title={t('profile.mostFrequent')} values={tops} most={most} />
        {rarest.length > 0 && <Ends title={t('profile.rarest')} values={rarest} most={rarest.at(-1)?.allAnnotations ?? 1} />}
      </div>
    </section>
  );
}

function Ends({
  title,
  values,
  most,
}: {
  readonly title: string;
  readonly values: readonly FacetValue[];
  readonly most: number;
}): ReactNode {
  const app = useApp();
  const query = useAppState((state) => state.query);
  const categories = useAppState((state) => currentDataset(state)?.categories);
  const chosen = classClauseOf(query)?.names ?? [];
  return (
    <div>
      <h4>{title}</h4>
      <div className={styles.rows}>
        {values.map(({ value, annotations, allAnnotations }) => (
          <BarRow
            key={value}
            label={value}
            mark={<Swatch category={categories?.findIndex(({ name }) => name === value) ?? -1} />}
            words="profile.valueLabels"
            n={annotations}
            share={annotations / most}
            all={allAnnotations / most}
            isOn={chosen.includes(value)}
            onClick={() => app.setQuery(toggleClass(query, value))}
          />
        ))}
      </div>
    </div>
  );
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
