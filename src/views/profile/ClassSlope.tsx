import { useMemo, useState, type ReactNode } from 'react';
import type { FacetValue } from '../../engine/protocol.ts';
import { classClauseOf, toggleClass } from '../../table/query-edit.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { Swatch } from '../shared/Swatch.tsx';
import { useT } from '../shared/use-t.ts';
import { nameInWords } from '../shared/words.ts';
import { BarRow } from './BarRow.tsx';
import { SlopePlot } from './SlopePlot.tsx';
import styles from './Profile.module.css';

/** Classes of each list: the most frequent, and the rarest that have labels. */
const ENDS = 6;

/** The classes by their number of labels: the whole slope in one picture, its two ends as lists. */
export function ClassSlope({ values }: { readonly values: readonly FacetValue[] }): ReactNode {
  const t = useT();
  const [pointed, setPointed] = useState<FacetValue>();
  const used = useMemo(
    () => values.filter(({ allAnnotations }) => allAnnotations > 0).toSorted((a, b) => b.allAnnotations - a.allAnnotations),
    [values],
  );
  const most = used[0]?.allAnnotations ?? 0;
  if (most === 0) return null;
  const middle = used[Math.floor(used.length / 2)]?.allAnnotations ?? most;
  const tops = used.slice(0, ENDS);
  const rarest = used.slice(Math.max(ENDS, used.length - ENDS)).toReversed();
  return (
    <section className={styles.wide} aria-label={t('profile.classes')}>
      <h3 className={styles.title}>
        {t('profile.classes')}
        <span>
          {pointed
            ? t('profile.slopeAt', {
                name: nameInWords(t, pointed.value),
                n: pointed.annotations,
                at: used.indexOf(pointed) + 1,
                of: used.length,
              })
            : t('profile.slope', { most: t.number(most), middle: t.number(middle) })}
        </span>
      </h3>
      {/* Of few classes the lists show all there is. */}
      {used.length > 2 * ENDS && <SlopePlot values={used} most={most} onPoint={setPointed} />}
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
