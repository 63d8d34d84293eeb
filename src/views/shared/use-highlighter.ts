import { useMemo } from 'react';
import type { Column } from '../../model/dataset.ts';
import type { Query } from '../../table/query.ts';
import { highlighterOf, type Highlighter } from '../../table/query-highlight.ts';
import { withSpeakers } from '../../table/query-speaker.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';

type Columns = readonly Column[] | undefined;

/** The query with speakers by their own names. */
export function useSpokenQuery(): Query {
  const query = useAppState((state) => state.query);
  const columns = useAppState((state) => currentDataset(state)?.columns);
  return useMemo(() => spoken(query, columns), [query, columns]);
}

function spoken(query: Query, columns: Columns): Query {
  return withSpeakers(query, (name) => columns?.some((column) => column.name === name) === true);
}

const known = new WeakMap<Query, { readonly columns: Columns; readonly highlighter: Highlighter | undefined }>();

/** Marks what the query looks for in texts; made once a query, however many cells ask. */
export function useHighlighter(): Highlighter | undefined {
  const query = useAppState((state) => state.query);
  const columns = useAppState((state) => currentDataset(state)?.columns);
  let made = known.get(query);
  if (made?.columns !== columns || !made) known.set(query, (made = { columns, highlighter: highlighterOf(spoken(query, columns)) }));
  return made.highlighter;
}
