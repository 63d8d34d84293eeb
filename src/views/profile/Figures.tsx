import type { ReactNode } from 'react';
import type { TextProfile } from '../../engine/protocol.ts';
import { rangeClauseOf, setRange, type Range } from '../../table/query-edit.ts';
import { fieldOfColumn } from '../../table/query-normal.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import styles from './Profile.module.css';

/** Sums, and what is wrong with the texts. */
export function Figures({ profile }: { readonly profile: TextProfile }): ReactNode {
  const t = useT();
  return (
    <dl className={styles.figures}>
      {profile.numbers.map(({ measure, stats }) => (
        <div key={measure} className={styles.figure}>
          <dt>{t(`measure.${measure}`)}</dt>
          <dd>
            <strong>{t.number(stats?.sum ?? 0)}</strong>
            <span>{t('profile.median', { value: t.number(stats?.median ?? 0) })}</span>
          </dd>
        </div>
      ))}
      <Finding measure="characters" words="profile.empty" n={profile.empty} of={profile.records} range={{ min: 0, max: 0 }} />
      <Finding measure="copies" words="profile.duplicates" n={profile.duplicates} of={profile.records} range={{ min: 1, minOpen: true }} />
    </dl>
  );
}

interface FindingProps {
  readonly measure: 'characters' | 'copies';
  readonly words: 'profile.empty' | 'profile.duplicates';
  /** `undefined`: not known yet. */
  readonly n: number | undefined;
  readonly of: number;
  /** What finds them. */
  readonly range: Range;
}

/** A number that is also the question for its records. */
function Finding({ measure, words, n, of, range }: FindingProps): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const column = useAppState((state) => currentDataset(state)?.measures.find((each) => each.measure === measure)?.name);
  if (column === undefined) return null;
  const field = fieldOfColumn(column);
  const clause = rangeClauseOf(query, field);
  const isOn = clause !== undefined && clause.min === range.min && clause.max === range.max && clause.minOpen === range.minOpen;
  return (
    <div className={styles.figure}>
      <dt>{t(words)}</dt>
      <dd>
        {n === undefined || (n === 0 && !isOn) ? (
          <strong>{n === undefined ? '…' : t.number(n)}</strong>
        ) : (
          <button
            type="button"
            className={styles.finding}
            aria-pressed={isOn}
            aria-label={t('profile.value', { value: t(words), n })}
            onClick={() => app.setQuery(setRange(query, field, isOn ? undefined : range))}
          >
            {t.number(n)}
          </button>
        )}
        <span>{n === undefined ? '' : t.number(of === 0 ? 0 : n / of, { style: 'percent', maximumFractionDigits: 1 })}</span>
      </dd>
    </div>
  );
}
