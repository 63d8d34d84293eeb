import { useEffect, useState, type ReactNode } from 'react';
import type { DatasetSummary } from '../../model/dataset.ts';
import { EMPTY_QUERY, type Clause, type Query } from '../../table/query.ts';
import { askedOfColumn } from '../../table/query-edit.ts';
import { printQuery } from '../../table/query-text.ts';
import { unknownNames, type UnknownName } from '../../table/query-unknown.ts';
import { SPEAKERS } from '../../model/turn-texts.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import { PlainText } from '../shared/PlainText.tsx';
import ui from '../shared/ui.module.css';
import styles from './Empty.module.css';

/** Another question, and how many samples would pass it. */
interface Way {
  readonly clause: Clause;
  readonly query: Query;
  readonly samples: number;
}

/** No row passes: names the clause to blame, and offers to remove it or to ask the column that was perhaps meant. */
export function Empty(): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const dataset = useAppState(currentDataset);
  const columns = dataset?.columns;
  const samples = useAppState((state) => currentDataset(state)?.samples ?? 0);
  const [blame, setBlame] = useState<Way>();
  const [meant, setMeant] = useState<Way>();
  useEffect(() => {
    const controller = new AbortController();
    setBlame(undefined);
    setMeant(undefined);
    const names = (columns ?? []).map(({ name }) => name);
    const best = async (ways: readonly Omit<Way, 'samples'>[]): Promise<Way | undefined> => {
      const counted = await Promise.all(
        ways.map(async (way) => ({ ...way, samples: (await app.count(way.query, controller.signal))?.samples ?? 0 })),
      );
      return counted.filter((way) => way.samples > 0).toSorted((a, b) => b.samples - a.samples)[0];
    };
    const find = async (): Promise<void> => {
      const without = query.clauses.map((clause) => ({ clause, query: replaced(query, clause, []) }));
      const ofColumns = query.clauses.flatMap((clause) => {
        const asked = askedOfColumn(clause, names);
        return asked ? [{ clause: asked, query: replaced(query, clause, [asked]) }] : [];
      });
      const [worst, likely] = await Promise.all([best(without), best(ofColumns)]);
      if (controller.signal.aborted) return;
      setBlame(worst);
      setMeant(likely);
    };
    void find();
    return () => controller.abort();
  }, [app, query, columns]);
  if (samples === 0 || query.clauses.length === 0) return <p className={styles.empty}>{t('empty.dataset')}</p>;
  const text = blame && printQuery({ clauses: [blame.clause] });
  // A field that has a column of that name is asked for below.
  const unknown = meant ? [] : unknownOf(query, dataset);
  const other = meant && printQuery({ clauses: [meant.clause] });
  return (
    <div className={styles.empty} role="note">
      <p>{text === undefined ? t('empty.noRows') : t('empty.blame', { clause: text, n: blame?.samples ?? 0 })}</p>
      {unknown.map(({ what, name }) => (
        <p key={`${what} ${name}`}>
          <PlainText text={t(`empty.unknown.${what}`, { name })} />
        </p>
      ))}
      {other !== undefined && meant && (
        <>
          <p>{t('empty.column', { clause: other, n: meant.samples })}</p>
          <button type="button" className={`${ui.button} ${ui.outline}`} onClick={() => app.setQuery(meant.query)}>
            {t('empty.ask', { clause: other })}
          </button>
        </>
      )}
      {text !== undefined && blame && (
        <button type="button" className={`${ui.button} ${ui.outline}`} onClick={() => app.setQuery(blame.query)}>
          {t('empty.remove', { clause: text })}
        </button>
      )}
      <button type="button" className={ui.button} onClick={() => app.setQuery(EMPTY_QUERY)}>
        {t('empty.clear')}
      </button>
    </div>
  );
}

function unknownOf(query: Query, dataset: DatasetSummary | undefined): readonly UnknownName[] {
  if (!dataset?.complete) return [];
  return unknownNames(query, {
    classes: dataset.categories.map(({ name }) => name),
    columns: [...dataset.columns, ...dataset.measures].map(({ name }) => name),
    speakers: dataset.visual ? [] : [...SPEAKERS, ...(dataset.record?.speakers ?? [])],
  });
}

function replaced({ clauses }: Query, clause: Clause, by: readonly Clause[]): Query {
  return { clauses: clauses.flatMap((other) => (other === clause ? by : [other])) };
}
