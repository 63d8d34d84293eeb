/** A JSON value as the lines of a tree of which some are open, and what a search finds in those that are not. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Highlighter } from '../../table/query-highlight.ts';
import { jsonLine } from './json-text.ts';

/** Entries of a list or an object that are drawn at first. */
export const STEP = 100;

/** Which lines are open, by their path: how many of their entries are drawn. */
export type OpenLines = ReadonlyMap<string, number>;

export interface TreeLine {
  readonly path: string;
  readonly depth: number;
  readonly name: string | undefined;
  readonly value: FieldValue;
  /** Entries that are there; undefined for what has none. */
  readonly size: number | undefined;
  /** A line that stands for more entries of the one above: those from `value`'s entry `from` on. */
  readonly from?: number;
}

type Entries = readonly (readonly [string, FieldValue])[];

function entriesOf(value: FieldValue): Entries | undefined {
  return typeof value === 'object' ? Object.entries(value as Readonly<Record<string, FieldValue>>) : undefined;
}

const pathOf = (parent: string, key: string): string => `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

export function treeLines(value: FieldValue, open: OpenLines): TreeLine[] {
  const lines: TreeLine[] = [];
  /** Lists of lines to come, the next one last: a value may be deeper than the call stack. */
  const rest: TreeLine[] = [{ path: '', depth: 0, name: undefined, value, size: entriesOf(value)?.length }];
  for (let line = rest.pop(); line; line = rest.pop()) {
    lines.push(line);
    const shown = line.from === undefined ? open.get(line.path) : undefined;
    const entries = shown === undefined ? undefined : entriesOf(line.value);
    if (!entries || shown === undefined) continue;
    const depth = line.depth + 1;
    if (entries.length > shown) {
      rest.push({ path: `${line.path}/`, depth, name: undefined, value: line.value, size: undefined, from: shown });
    }
    for (const [name, inner] of entries.slice(0, shown).toReversed()) {
      rest.push({ path: pathOf(line.path, name), depth, name, value: inner, size: entriesOf(inner)?.length });
    }
  }
  return lines;
}

/** The text of a value that has no entries, as it is drawn. */
export function textOfLeaf(value: FieldValue): string {
  return typeof value === 'string' ? value : jsonLine(value);
}

/** What a line that is closed, or stands for more, leaves undrawn: the texts in order. */
export function undrawnTexts({ value, from = 0 }: TreeLine): string[] {
  const texts: string[] = [];
  const rest: FieldValue[] = (entriesOf(value) ?? [])
    .slice(from)
    .map(([, inner]) => inner)
    .toReversed();
  while (rest.length > 0) {
    const next = rest.pop();
    const entries = entriesOf(next);
    if (entries) for (const [, inner] of entries.toReversed()) rest.push(inner);
    else texts.push(textOfLeaf(next));
  }
  return texts;
}

/** The lines open that have to be for the match `nth` of what a line leaves undrawn. */
export function openedTo(line: TreeLine, nth: number, highlight: Highlighter, open: OpenLines): OpenLines {
  const path = line.from === undefined ? line.path : line.path.slice(0, -1);
  const next = new Map(open);
  let left = nth;
  let { value } = line;
  let at = path;
  let from = line.from ?? 0;
  for (;;) {
    const entries = entriesOf(value) ?? [];
    let found = from;
    for (; found < entries.length; found++) {
      const matches = matchesIn(entries[found]?.[1], highlight);
      if (left < matches) break;
      left -= matches;
    }
    const entry = entries[found];
    if (!entry) return next;
    next.set(at, Math.max(next.get(at) ?? STEP, found + 1));
    if (typeof entry[1] !== 'object') return next;
    at = pathOf(at, entry[0]);
    [value, from] = [entry[1], 0];
  }
}

function matchesIn(value: FieldValue, highlight: Highlighter): number {
  const texts = typeof value === 'object' ? undrawnTexts({ path: '', depth: 0, name: undefined, value, size: 0 }) : [textOfLeaf(value)];
  return texts.reduce((sum, text) => sum + highlight(text).length, 0);
}
