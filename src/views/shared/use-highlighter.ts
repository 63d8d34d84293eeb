import { useMemo } from 'react';
import type { Column } from '../../model/dataset.ts';
import type { Query } from '../../table/query.ts';
import { highlighterOf, type Highlighter } from '../../table/query-highlight.ts';
import { withSpeakers } from '../../table/query-speaker.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';

type Speakers = readonly string[] | undefined;
type Columns = readonly Column[] | undefined;

/** The query with speakers by their own names. */
export function useSpokenQuery(): Query {
  const query = useAppState((state) => state.query);
  const columns = useAppState((state) => currentDataset(state)?.columns);
  const speakers = useAppState((state) => currentDataset(state)?.record?.speakers);
  return useMemo(() => spoken(query, columns, speakers), [query, columns, speakers]);
}

function spoken(query: Query, columns: Columns, speakers: Speakers): Query {
  return withSpeakers(query, (name) => columns?.some((column) => column.name === name) === true, speakers);
}

const known = new WeakMap<
  Query,
  { readonly columns: Columns; readonly speakers: Speakers; readonly highlighter: Highlighter | undefined }
>();

/** Marks what the query looks for in texts; made once a query, however many cells ask. */
export function useHighlighter(): Highlighter | undefined {
  const query = useAppState((state) => state.query);
  const columns = useAppState((state) => currentDataset(state)?.columns);
  const speakers = useAppState((state) => currentDataset(state)?.record?.speakers);
  let made = known.get(query);
  if (made?.columns !== columns || made?.speakers !== speakers || !made) {
    made = { columns, speakers, highlighter: highlighterOf(spoken(query, columns, speakers)) };
    known.set(query, made);
  }
  return made.highlighter;
}
