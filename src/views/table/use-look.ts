import { useMemo } from 'react';
import type { Highlighter } from '../../table/query-highlight.ts';
import { useHighlighter } from '../shared/use-highlighter.ts';
import { useT, type T } from '../shared/use-t.ts';

/** What all cells are drawn by: read once for the table, not by each of hundreds of cells. */
export interface Look {
  readonly t: T;
  /** Marks what the query looks for. */
  readonly highlight: Highlighter | undefined;
}

/** The same as long as nothing of it changes. */
export function useLook(): Look {
  const t = useT();
  const highlight = useHighlighter();
  return useMemo(() => ({ t, highlight }), [t, highlight]);
}
