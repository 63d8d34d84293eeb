/** Search in the values of a parsed record: the meaning that every faster search must agree with. */
import { ownValue } from '../base/own-value.ts';
import { textMatcher, type TextPattern } from '../base/text-pattern.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { RecordFields } from './record-container.ts';

/**
 * Counts the matches of a pattern in the values of a record: each text, number and word (`true`) by itself at any depth, so that no match
 * reaches from one value into another, and none is found in names of fields.
 * @param field only in this one's value
 */
export function searchFields(pattern: TextPattern, field: string | undefined): (fields: RecordFields) => number {
  const { count } = textMatcher(pattern);
  const inValue = (value: FieldValue): number => {
    if (value === undefined) return 0;
    if (typeof value === 'string') return count(value);
    if (typeof value !== 'object') return count(String(value));
    let matches = 0;
    for (const inner of Array.isArray(value) ? (value as readonly FieldValue[]) : Object.values(value)) matches += inValue(inner);
    return matches;
  };
  if (field !== undefined) return (fields) => inValue(ownValue(fields, field));
  return (fields) => {
    let matches = 0;
    for (const value of Object.values(fields)) matches += inValue(value);
    return matches;
  };
}
