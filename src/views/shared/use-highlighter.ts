import type { Query } from '../../table/query.ts';
import { highlighterOf, type Highlighter } from '../../table/query-highlight.ts';
import { useAppState } from '../../state/use-app.ts';

const known = new WeakMap<Query, { readonly highlighter: Highlighter | undefined }>();

/** Marks what the query looks for in texts; made once a query, however many cells ask. */
export function useHighlighter(): Highlighter | undefined {
  const query = useAppState((state) => state.query);
  let made = known.get(query);
  if (!made) known.set(query, (made = { highlighter: highlighterOf(query) }));
  return made.highlighter;
}
