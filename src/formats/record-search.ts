/** Search in the values of a parsed record: the meaning that every faster search must agree with. */
import { ownValue } from '../base/own-value.ts';
import { textMatcher, type TextPattern } from '../base/text-pattern.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { SampleRow } from '../model/dataset.ts';
import type { RecordFields, ValueSearch } from './record-container.ts';

/**
 * Counts the matches of a pattern in the values of a record: each text, number and word (`true`) by itself at any depth, so that no match
 * reaches from one value into another, and none is found in names of fields.
 * @param field only in this one's value
 */
export function searchFields(pattern: TextPattern, field: string | undefined): (fields: RecordFields) => number {
  const { count } = textMatcher(pattern);
  return (fields) => {
    let matches = 0;
    eachText(fields, field, (text) => {
      matches += count(text);
    });
    return matches;
  };
}

/** Every value at any depth as a text. */
export function eachText(fields: RecordFields, field: string | undefined, visit: (text: string) => void): void {
  const inValue = (value: FieldValue): void => {
    if (value === undefined) return;
    if (typeof value === 'string') visit(value);
    else if (typeof value !== 'object') visit(String(value));
    else for (const inner of Array.isArray(value) ? (value as readonly FieldValue[]) : Object.values(value)) inValue(inner);
  };
  if (field !== undefined) inValue(ownValue(fields, field));
  else for (const value of Object.values(fields)) inValue(value);
}

/** A search whose values are looked at in this thread, at once. */
export function valueSearch(
  pattern: TextPattern,
  field: string | undefined,
  found: (row: SampleRow, matches: number) => void,
): ValueSearch {
  const count = searchFields(pattern, field);
  return {
    pattern,
    field,
    judge(row, fields) {
      const matches = count(fields);
      if (matches > 0) found(row, matches);
    },
  };
}
