import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import type { FieldValue } from '../../model/annotation.ts';
import { highlighterOf } from '../../table/query-highlight.ts';
import { parseQuery, printQuery } from '../../table/query-text.ts';
import { useApp } from '../../state/use-app.ts';
import { currentRow } from '../../state/store.ts';
import { useSpokenQuery } from '../shared/use-highlighter.ts';
import { MATCH_EVENT, type MatchCommand } from '../app/commands.ts';
import { findMatches, isSameMatch, type Match, type Undrawn } from './find-matches.ts';
import { MatchScopeContext, type MatchScope } from './match-scope.ts';
import { paintMatches, paintNothing } from './paint-matches.ts';
import { recordQuery } from './record-query.ts';
import { REVEAL_EVENT, reveal } from './reveal.ts';

/** Where a person stands among the matches of what is shown. */
export interface MatchPlace {
  /** From 0; -1: at none. */
  readonly at: number;
  readonly of: number;
}

const MatchPlaceContext = createContext<MatchPlace | undefined>(undefined);

/** `undefined`: the query looks for no text. */
export const useMatchPlace = (): MatchPlace | undefined => useContext(MatchPlaceContext);

/** Parts that open one in another, to the match within. */
const MOST_OPENED = 64;
/** What is scrolled to is laid out, then has its place, then its neighbours have theirs. */
const LOOKS = 3;

interface MatchesProps {
  readonly row: number;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Another way to show the record starts anew. */
  readonly tab: string;
  readonly children: ReactNode;
}

/** Marks what the query finds in what is shown below it, and goes from match to match, and on to the next record. */
export function Matches({ row, fields, tab, children }: MatchesProps): ReactNode {
  const app = useApp();
  const query = useSpokenQuery();
  // By its text: a record that is read again while its dataset grows is no other record.
  const asked = printQuery(recordQuery(query, fields));
  const highlight = useMemo(() => highlighterOf(parseQuery(asked).query, true), [asked]);
  const [place, setPlace] = useState<MatchPlace>({ at: -1, of: 0 });
  const [root, setRoot] = useState<Element | null>(null);
  const parts = useRef(new Map<Element, Undrawn>());
  const matches = useRef<readonly Match[]>([]);
  const at = useRef(-1);
  /** Where to go once the matches of a record are known: in one that is merely looked at, to the first that is drawn. */
  const wanted = useRef<{ readonly row: number; readonly go: 'look' | 'first' | 'last' }>(undefined);
  const soon = useRef(0);

  const schedule = useRef(() => undefined as void);
  const scope = useMemo(
    (): MatchScope => ({
      highlight,
      setRoot,
      register(element, part) {
        parts.current.set(element, part);
        schedule.current();
        return () => {
          if (parts.current.get(element) === part) parts.current.delete(element);
          schedule.current();
        };
      },
    }),
    [highlight],
  );

  const find = useCallback(
    (): readonly Match[] => (root && highlight ? findMatches(root, highlight, parts.current) : []),
    [root, highlight],
  );
  const show = useCallback((next: number): void => {
    at.current = next;
    paintMatches(matches.current, next);
    setPlace((before) => (before.at === next && before.of === matches.current.length ? before : { at: next, of: matches.current.length }));
  }, []);
  const go = useCallback(
    (to: number): void => {
      for (let opened = 0; opened < MOST_OPENED; opened++) {
        const match = matches.current[to];
        if (match?.kind !== 'undrawn') break;
        flushSync(() => match.part.show(match.nth));
        matches.current = find();
        to = Math.min(to, matches.current.length - 1);
      }
      show(to);
      const match = matches.current[to];
      if (match?.kind !== 'drawn' || !root) return;
      flushSync(() => match.range.startContainer.dispatchEvent(new CustomEvent(REVEAL_EVENT, { bubbles: true })));
      const look = (left: number): void => {
        reveal(match.range, root);
        if (left > 1) requestAnimationFrame(() => look(left - 1));
      };
      look(LOOKS);
    },
    [find, show, root],
  );
  const refresh = useCallback((): void => {
    const before = matches.current[at.current];
    matches.current = find();
    const of = matches.current.length;
    if (of > 0 && wanted.current?.row === row) {
      const how = wanted.current.go;
      const to = how === 'last' ? of - 1 : how === 'first' ? 0 : matches.current.findIndex(({ kind }) => kind === 'drawn');
      wanted.current = undefined;
      if (to >= 0) go(to);
      else show(-1);
      return;
    }
    const same = before ? matches.current.findIndex((match) => isSameMatch(match, before)) : -1;
    show(same >= 0 ? same : Math.min(at.current, of - 1));
  }, [find, go, show, row]);

  useEffect(() => {
    if (wanted.current?.row !== row) wanted.current = { row, go: 'look' };
    at.current = -1;
  }, [row, tab, highlight]);
  useEffect(() => {
    if (!root || !highlight) return undefined;
    schedule.current = () => {
      cancelAnimationFrame(soon.current);
      soon.current = requestAnimationFrame(refresh);
    };
    schedule.current();
    const observer = new MutationObserver(() => schedule.current());
    observer.observe(root, { childList: true, characterData: true, subtree: true });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(soon.current);
      schedule.current = () => undefined;
      matches.current = [];
      paintNothing();
    };
  }, [root, highlight, refresh, row, tab]);

  useEffect(() => {
    const onCommand = (event: Event): void => {
      if (!highlight || !(event instanceof CustomEvent)) return;
      const state = app.store.getState();
      // The next record is being read: its matches are not known yet.
      if (currentRow(state) !== row) return;
      const step = (event.detail as MatchCommand) === 'next' ? 1 : -1;
      const next = at.current < 0 && step < 0 ? matches.current.length - 1 : at.current + step;
      if (next >= 0 && next < matches.current.length) {
        go(next);
        return;
      }
      const to = state.rows.at(state.at + step);
      if (to === undefined) return;
      wanted.current = { row: to, go: step > 0 ? 'first' : 'last' };
      app.move(step);
    };
    addEventListener(MATCH_EVENT, onCommand);
    return () => removeEventListener(MATCH_EVENT, onCommand);
  }, [app, go, highlight, row]);

  return (
    <MatchScopeContext value={scope}>
      <MatchPlaceContext value={highlight && place}>{children}</MatchPlaceContext>
    </MatchScopeContext>
  );
}
