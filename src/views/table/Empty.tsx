import { useEffect, useState, type ReactNode } from 'react';
import { EMPTY_QUERY, type Clause } from '../../table/query.ts';
import { printQuery } from '../../table/query-text.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Empty.module.css';

/** No row passes: names the clause to blame and offers to remove it. */
export function Empty(): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const samples = useAppState((state) => currentDataset(state)?.samples ?? 0);
  const [blame, setBlame] = useState<{ readonly clause: Clause; readonly rows: number }>();
  useEffect(() => {
    let stopped = false;
    setBlame(undefined);
    const find = async (): Promise<void> => {
      const without = query.clauses.map(async (clause) => ({ clause, rows: await app.countWithout(exclude(query.clauses, clause)) }));
      const most = (await Promise.all(without)).toSorted((a, b) => b.rows - a.rows)[0];
      if (!stopped && most && most.rows > 0) setBlame(most);
    };
    void find();
    return () => {
      stopped = true;
    };
  }, [app, query]);
  if (samples === 0 || query.clauses.length === 0) return <p className={styles.empty}>{t('empty.dataset')}</p>;
  const text = blame && printQuery({ clauses: [blame.clause] });
  return (
    <div className={styles.empty} role="note">
      <p>{text === undefined ? t('empty.noRows') : t('empty.blame', { clause: text, n: blame?.rows ?? 0 })}</p>
      {text !== undefined && blame && (
        <button type="button" className={`${ui.button} ${ui.outline}`} onClick={() => app.setQuery(exclude(query.clauses, blame.clause))}>
          {t('empty.remove', { clause: text })}
        </button>
      )}
      <button type="button" className={ui.button} onClick={() => app.setQuery(EMPTY_QUERY)}>
        {t('empty.clear')}
      </button>
    </div>
  );
}

function exclude(clauses: readonly Clause[], clause: Clause): { clauses: readonly Clause[] } {
  return { clauses: clauses.filter((other) => other !== clause) };
}
