import type { FieldValue } from '../../model/annotation.ts';
import type { Query } from '../../table/query.ts';
import { columnOfField } from '../../table/query-normal.ts';
import { speakerOf } from '../../table/query-speaker.ts';

/**
 * What of a query is worth marking in a record's texts: `label:no` chooses records whose label is "no", it does not look for that word
 * in what they say.
 */
export function recordQuery(query: Query, fields: Readonly<Record<string, FieldValue>>): Query {
  return {
    clauses: query.clauses.filter((clause) => {
      if (clause.kind !== 'value' || speakerOf(clause.field)) return true;
      const column = columnOfField(clause.field);
      const value = column === undefined ? undefined : valueAt(fields, column);
      if (typeof value !== 'string') return typeof value === 'object';
      const whole = value.trim().toLowerCase();
      return !clause.values.some((each) => each.trim().toLowerCase() === whole);
    }),
  };
}

/** A column is a field or, with dots, what lies in one. */
function valueAt(fields: Readonly<Record<string, FieldValue>>, column: string): FieldValue {
  if (Object.hasOwn(fields, column)) return fields[column];
  let value: FieldValue = fields;
  for (const key of column.split('.')) {
    if (typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, FieldValue>>)[key];
  }
  return value;
}
