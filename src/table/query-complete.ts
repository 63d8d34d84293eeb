/** What the query bar may offer at the caret, given the dataset's fields and values. */
import { foldCase } from '../base/text-pattern.ts';
import { mayCompare } from './query-normal.ts';
import { scanQuery } from './query-scan.ts';
import type { QueryPart } from './query-scan.ts';
import { quoteIfNeeded } from './query-text.ts';

export interface CompletionField {
  readonly name: string;
  readonly comparable?: boolean;
  /** What it is, in the words of the page: who types these is offered it too. */
  readonly hint?: string;
}

/** What the query bar may offer. */
export interface CompletionSource {
  /** Fields by the names that the query bar uses (`fieldOfColumn`), in the order to offer them. */
  readonly fields: readonly CompletionField[];
  /** Values of a field in the order to offer them; empty: any may be typed. */
  values(field: string): readonly string[];
}

export interface Completion {
  /** As shown. */
  readonly label: string;
  /** The text that takes the place of `start` to `end`. */
  readonly insert: string;
  readonly kind: 'field' | 'value';
  /** What a field is, where its name does not say so. */
  readonly hint?: string;
}

export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly options: readonly Completion[];
}

/** The piece of text that the caret stands in or directly behind; an empty word where there is none. */
export function clauseAt(text: string, caret: number): QueryPart {
  const at = Math.max(0, Math.min(caret, text.length));
  // The last that fits: behind `class:` the empty value, not the word before it.
  const part = scanQuery(text).parts.findLast(({ start, end }) => start <= at && at <= end);
  return part ?? { role: 'word', start: at, end: at, text: '', negated: false, inCount: isInCount(text, at) };
}

/** Fields and values that begin with, then those that contain, what is typed up to the caret. */
export function completions(text: string, caret: number, source: CompletionSource, limit = 50): Completions {
  const part = clauseAt(text, caret);
  const { start, end } = part;
  if (part.role === 'number') return { start, end, options: [] };
  const typed = foldCase(text.slice(start, Math.min(caret, end)).replace(/^"/, ''));
  if (part.role === 'value') {
    const values = ranked(source.values(part.field ?? ''), typed, (value) => value, limit);
    return { start, end, options: values.map((value) => ({ label: value, insert: quoteIfNeeded(value), kind: 'value' })) };
  }
  const fields = ranked(source.fields, typed, ({ name, hint = '' }) => `${name} ${hint}`, limit);
  return {
    start,
    end,
    options: fields.map(({ name, comparable = false, hint }) => ({
      label: name,
      insert: quoteIfNeeded(name) + (comparable && mayCompare(name) ? '>=' : ':'),
      kind: 'field',
      ...(hint === undefined ? {} : { hint }),
    })),
  };
}

function ranked<T>(list: readonly T[], typed: string, nameOf: (entry: T) => string, limit: number): T[] {
  const first: T[] = [];
  const second: T[] = [];
  for (const entry of list) {
    const place = foldCase(nameOf(entry)).indexOf(typed);
    if (place === 0) first.push(entry);
    else if (place > 0) second.push(entry);
    if (first.length >= limit) break;
  }
  return [...first, ...second].slice(0, limit);
}

function isInCount(text: string, at: number): boolean {
  const open = text.lastIndexOf('count(', at - 1);
  return open >= 0 && open + 'count('.length <= at && !text.slice(open, at).includes(')');
}
