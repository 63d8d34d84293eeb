import { createContext, useContext, useEffect, useMemo, useRef, type RefObject } from 'react';
import { MOST_MATCHES, type Undrawn } from './find-matches.ts';
import type { Highlighter } from '../../table/query-highlight.ts';

/** What parts of an inspector tell and ask the search of what it shows. */
export interface MatchScope {
  readonly highlight: Highlighter | undefined;
  /** The element below which matches are marked. */
  setRoot(element: Element | null): void;
  /** Says that an element stands for more than it draws; the answer takes it back. */
  register(element: Element, part: Undrawn): () => void;
}

const NO_SCOPE: MatchScope = { highlight: undefined, setRoot: () => undefined, register: () => () => undefined };

export const MatchScopeContext = createContext(NO_SCOPE);

/**
 * Makes matches count, and be stepped into, that are not drawn.
 * @param element stands where they would be
 * @param texts what is not drawn; `undefined`: nothing is left out. One array, or function, as long as it stays the same.
 * @returns how many matches are in it
 */
export function useUndrawn(
  element: RefObject<Element | null>,
  texts: readonly string[] | (() => readonly string[]) | undefined,
  show: (match: number, highlight: Highlighter) => void,
): number {
  const { highlight, register } = useContext(MatchScopeContext);
  const matches = useMemo(
    () => (highlight && texts ? countIn(typeof texts === 'function' ? texts() : texts, highlight) : 0),
    [highlight, texts],
  );
  const newest = useRef(show);
  useEffect(() => {
    newest.current = show;
  });
  useEffect(() => {
    if (!element.current || !highlight || matches === 0) return undefined;
    return register(element.current, { matches, show: (match) => newest.current(match, highlight) });
  }, [element, highlight, register, matches]);
  return matches;
}

function countIn(texts: readonly string[], highlight: Highlighter): number {
  return texts.reduce((sum, text) => sum + highlight(text, undefined, MOST_MATCHES).length, 0);
}
