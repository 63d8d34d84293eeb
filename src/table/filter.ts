import type { DatasetTable } from './dataset-table.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation, QueryContext } from './evaluate.ts';
import type { Query, Sort } from './query.ts';
import { sortRows } from './sort.ts';

/** The answer to a question. */
export interface Selection {
  /** Sample rows that pass, in order; a buffer of their own. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** Annotations of these samples that themselves pass the annotation clauses. */
  readonly annotations: number;
}

/** The samples that pass a query, in the order of `sort` (absent: of the files). */
export async function select(table: DatasetTable, query: Query, sort?: Sort, context: QueryContext = {}): Promise<Selection> {
  const evaluation = await evaluate(table, query, context);
  const rows = passingRows(evaluation);
  const annotations = passingAnnotations(evaluation);
  return { rows: sort === undefined ? rows : await sortRows(table, rows, sort, evaluation.counts, context), annotations };
}

/** Rows of the samples that pass, ascending. */
export function passingRows({ pass, sampleCount }: Evaluation): Uint32Array<ArrayBuffer> {
  let count = 0;
  for (let row = 0; row < sampleCount; row++) count += pass[row] ?? 0;
  const rows = new Uint32Array(count);
  let next = 0;
  for (let row = 0; row < sampleCount; row++) if (pass[row] === 1) rows[next++] = row;
  return rows;
}

/** Annotations that pass, of the samples that pass. */
export function passingAnnotations({ pass, sampleCount, matches }: Evaluation): number {
  const counts = matches();
  let sum = 0;
  for (let row = 0; row < sampleCount; row++) if (pass[row] === 1) sum += counts[row] ?? 0;
  return sum;
}
