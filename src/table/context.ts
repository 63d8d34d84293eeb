/** What questions take along beside the query. */
import type { TextPattern } from '../base/text-pattern.ts';
import { Answers } from './answers.ts';
import { Breath } from './breath.ts';
import type { Turn } from './breath.ts';
import type { DatasetTable } from './dataset-table.ts';
import { columnOfField } from './query-normal.ts';
import { extraColumn } from './sample-field.ts';

/** A set of sample rows; `Bitset` is one. */
export interface SampleSet {
  has(row: number): boolean;
}

/** Samples that others know: by `field:value`, e.g. `problem:box-invalid`, `tag:bad`. */
export type SampleSets = ReadonlyMap<string, SampleSet>;

/** What a question needs beyond the table. */
export interface QueryContext extends Turn {
  /** Samples by `field:value`, e.g. `problem:box-invalid`. */
  readonly sets?: SampleSets;
  /** Samples whose record's text matches (in the column that the query calls `field`, where given). Names are searched here. */
  readonly textRows?: (pattern: TextPattern, field?: string) => SampleSet | undefined | Promise<SampleSet | undefined>;
  /** Speakers of the records by their own words, beyond those that every conversation may have. */
  readonly speakers?: readonly string[];
  /** Counts an expression where one that never ends hurts nobody: above 0, there are matches in a text. Absent: it is waited for. */
  readonly expression?: (pattern: TextPattern) => { count(texts: readonly string[]): Promise<readonly number[]>; end(): void };
  /** Makes the values of these extra columns be there, where they are lazy (`ExtraColumn.lazy`). Awaited before they are looked at. */
  readonly ready?: (columns: readonly string[]) => Promise<void>;
  /** What earlier questions about this table found out; absent: nothing is kept. */
  readonly answers?: Answers;
  /** Of `sets` and `textRows`: equal numbers mean equal answers. */
  readonly version?: number;
}

/** Everything that looking for an answer takes along. */
export interface Asking {
  readonly table: DatasetTable;
  readonly context: QueryContext;
  readonly answers: Answers;
  readonly breath: Breath;
}

export function askingOf(table: DatasetTable, context: QueryContext): Asking {
  return { table, context, answers: context.answers ?? new Answers(table), breath: new Breath(context) };
}

/** Awaits the values of the columns that these fields speak of. Whoever looks at a column of a question calls this first. */
export async function makeReady(table: DatasetTable, fields: readonly string[], { ready }: QueryContext): Promise<void> {
  const names = new Set(fields.flatMap((field) => (extraColumn(table, field)?.lazy === true ? (columnOfField(field) ?? []) : [])));
  if (names.size > 0) await ready?.([...names]);
}
