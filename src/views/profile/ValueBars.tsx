import { useState, type ReactNode } from 'react';
import type { FacetValue } from '../../engine/protocol.ts';
import { toggleValue, valueClauseOf } from '../../table/query-edit.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import { BarRow } from './BarRow.tsx';
import styles from './Profile.module.css';

interface ValueRow extends FacetValue {
  /** As the query calls it. */
  readonly field: string;
  readonly label?: string;
}

interface ValueBarsProps {
  readonly title: string;
  readonly rows: readonly ValueRow[];
  readonly mono?: boolean;
  /** What the title means. */
  readonly hint?: string;
}

const FIRST = 6;

/** Few values as bars: grey is all, accent is what passes. */
export function ValueBars({ title, rows, mono, hint }: ValueBarsProps): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const [all, setAll] = useState(false);
  const most = Math.max(1, ...rows.map(({ allSamples }) => allSamples));
  return (
    <section className={styles.cell} aria-label={title}>
      <h3 className={styles.title} title={hint}>
        {title}
      </h3>
      <div className={styles.rows}>
        {(all ? rows : rows.slice(0, FIRST)).map(({ field, value, label, samples, allSamples }) => (
          <BarRow
            key={`${field} ${value}`}
            label={label ?? (value === '' ? t('facet.noValue') : value)}
            n={samples}
            share={samples / most}
            all={allSamples / most}
            isOn={valueClauseOf(query, field)?.values.includes(value) ?? false}
            onClick={() => app.setQuery(toggleValue(query, field, value))}
            {...(mono ? { mono } : {})}
          />
        ))}
      </div>
      {rows.length > FIRST && (
        <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('facet.less') : t('facet.moreValues', { n: rows.length - FIRST })}
        </button>
      )}
    </section>
  );
}
