import type { ReactNode } from 'react';
import type { TextProfile } from '../../engine/protocol.ts';
import { toggleValue, valueClauseOf } from '../../table/query-edit.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Profile.module.css';

/** The same numbers for each split: a test set that is longer, or empty, is seen at once. */
export function Splits({ profile: { splits, numbers } }: { readonly profile: TextProfile }): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const chosen = valueClauseOf(query, 'split')?.values ?? [];
  return (
    <section className={styles.wide} aria-label={t('profile.splits')}>
      <h3 className={styles.title}>{t('profile.splits')}</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('profile.split')}</th>
            <th scope="col">{t('profile.recordsHead')}</th>
            {numbers.map(({ measure }) => (
              <th key={measure} scope="col">
                {t('profile.medianOf', { measure: t(`measure.${measure}`) })}
              </th>
            ))}
            <th scope="col">{t('profile.empty')}</th>
            <th scope="col">{t('profile.duplicates')}</th>
          </tr>
        </thead>
        <tbody>
          {splits.map(({ split, records, empty, duplicates, medians }) => (
            <tr key={split}>
              <th scope="row">
                <button
                  type="button"
                  className={ui.link}
                  aria-pressed={chosen.includes(split)}
                  onClick={() => app.setQuery(toggleValue(query, 'split', split))}
                >
                  {split === '' ? t('profile.noSplit') : split}
                </button>
              </th>
              <td>{t.number(records)}</td>
              {numbers.map(({ measure }) => (
                <td key={measure}>{medians[measure] === undefined ? '–' : t.number(medians[measure])}</td>
              ))}
              <td>{t.number(empty)}</td>
              <td>{duplicates === undefined ? '…' : t.number(duplicates)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
