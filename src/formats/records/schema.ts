/** The seam between the keys of a record and what it is. To add a schema: one object like this, and its line in `index.ts`. */
import type { FieldValue } from '../../model/annotation.ts';
import type { RecordForm } from '../../model/record-form.ts';

export type Fields = Readonly<Record<string, FieldValue>>;

/** How sure it is that a record follows a schema, above 0 to 1; or what it lacks: a key, or a key and what is wrong with it. */
export type Fit = number | { readonly lacks: string };

/** Pure functions of one record: nothing is remembered from row to row, since files are mixed. */
export interface RecordSchema {
  /** Stable: what the summary, the query and `inspect` say. */
  readonly id: string;
  fits(record: Fields): Fit;
  /** The record in its normal form; only called where it fits. */
  read(record: Fields): RecordForm;
}

export function lacks(what: string): Fit {
  return { lacks: what };
}
