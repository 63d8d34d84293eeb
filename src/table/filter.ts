import { askingOf } from './context.ts';
import type { QueryContext } from './context.ts';
import type { DatasetTable } from './dataset-table.ts';
import { evaluate } from './evaluate.ts';
import { passingRows } from './passing.ts';
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
  const asking = askingOf(table, context);
  const evaluation = await evaluate(asking, query);
  const rows = sort === undefined ? passingRows(evaluation) : await sortRows(asking, evaluation, sort);
  return { rows, annotations: await evaluation.brightCount(asking.breath) };
}
