import { useMemo } from 'react';
import { useAppState } from '../../state/use-app.ts';

const NONE: ReadonlySet<string> = new Set();

/** Names of the classes that the query asks for (any or all). */
export function useChosenClasses(): ReadonlySet<string> {
  const query = useAppState((state) => state.query);
  return useMemo(() => {
    const names = query.clauses.flatMap((clause) => (clause.kind === 'class' && clause.mode !== 'none' ? clause.names : []));
    return names.length === 0 ? NONE : new Set(names);
  }, [query]);
}
