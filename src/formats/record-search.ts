/** Search in the values of a parsed record: the meaning that every faster search must agree with. */
import { ownValue } from '../base/own-value.ts';
import { textMatcher, type TextPattern } from '../base/text-pattern.ts';
import type { SampleRow } from '../model/dataset.ts';
import { eachValue } from '../model/record-text.ts';
import { literalOf } from '../syntax/search-plan.ts';
import type { RecordFields, Sieve, ValueSearch } from './record-container.ts';

/** Takes out of a record the texts that a search is about. */
export type TextsOf = (fields: RecordFields, visit: (text: string) => void) => void;

/**
 * Counts the matches of a pattern in the values of a record: each text, number and word (`true`) by itself at any depth, so that no match
 * reaches from one value into another, and none is found in names of fields.
 * @param field only in this one's value
 * @param texts only in these
 */
export function searchFields(
  pattern: TextPattern,
  field: string | undefined,
  texts: TextsOf = (fields, visit) => eachText(fields, field, visit),
): (fields: RecordFields) => number {
  const { count } = textMatcher(pattern);
  return (fields) => {
    let matches = 0;
    texts(fields, (text) => {
      matches += count(text);
    });
    return matches;
  };
}

/** Every value at any depth as a text. */
export function eachText(fields: RecordFields, field: string | undefined, visit: (text: string) => void): void {
  if (field !== undefined) eachValue(ownValue(fields, field), visit);
  else for (const value of Object.values(fields)) eachValue(value, visit);
}

/** A search in some texts of each record: by one who speaks in it, say. */
export interface SearchAmong {
  readonly texts: TextsOf;
  readonly sieve: Sieve | 'all';
}

/** What a record must hold by its bytes where `TextsOf` takes matching texts out of it. */
export function sieveOf(pattern: TextPattern): Sieve | 'all' {
  const literal = pattern.how === 'regex' ? literalOf(pattern) : pattern;
  // A line break may be ours: texts of several pieces are joined by it.
  if (!literal || literal.text.includes('\n')) return 'all';
  // In JSON that stands in a text, and in lists as Python writes them, anything but these may have a backslash before it.
  const isPlain = !/["'\\/\p{Cc}]/u.test(literal.text);
  return { pattern: { how: 'part', text: literal.text }, escapes: isPlain ? ['u', 'x'] : [''] };
}

/** A search whose values are looked at in this thread, at once. */
export function valueSearch(
  pattern: TextPattern,
  field: string | undefined,
  found: (row: SampleRow, matches: number) => void,
  among?: SearchAmong,
): ValueSearch {
  const count = searchFields(pattern, field, among?.texts);
  return {
    pattern,
    field,
    ...(among ? { sieve: among.sieve } : {}),
    judge(row, fields) {
      const matches = count(fields);
      if (matches > 0) found(row, matches);
    },
  };
}
