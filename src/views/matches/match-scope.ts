import { createContext, useContext, useEffect, useMemo, useRef, type RefObject } from 'react';
import { MOST_MATCHES, type Undrawn } from './find-matches.ts';
import type { Speaker, SpokenText } from '../../model/turn-texts.ts';
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

/** Who says what is inside (`SaidBy`). */
export const SpeakerContext = createContext<Speaker | undefined>(undefined);

/**
 * Makes matches count, and be stepped into, that are not drawn.
 * @param element stands where they would be
 * @param texts what is not drawn, said by whom all around it is said where nothing else is told; `undefined`: nothing is left out. One array,
 *   or function, as long as it stays the same.
 * @returns how many matches are in it
 */
export function useUndrawn(
  element: RefObject<Element | null>,
  texts: Texts | (() => Texts) | undefined,
  show: (match: number, highlight: Highlighter) => void,
): number {
  const { highlight: marks, register } = useContext(MatchScopeContext);
  const by = useContext(SpeakerContext);
  const highlight = useMemo((): Highlighter | undefined => marks && ((text, of, most) => marks(text, { by, ...of }, most)), [marks, by]);
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

type Texts = readonly (string | SpokenText)[];

function countIn(texts: Texts, highlight: Highlighter): number {
  return texts.reduce(
    (sum, text) =>
      sum + (typeof text === 'string' ? highlight(text, {}, MOST_MATCHES) : highlight(text.text, { by: text.by }, MOST_MATCHES)).length,
    0,
  );
}
