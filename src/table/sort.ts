import { encodeShared } from './column.ts';
import { makeReady } from './context.ts';
import type { Asking, QueryContext } from './context.ts';
import type { Evaluation } from './evaluate.ts';
import { compareNatural } from './natural-order.ts';
import { passingCount, passingRows } from './passing.ts';
import type { Sort } from './query.ts';
import { categoryField, extraColumn, numberField } from './sample-field.ts';
import { sortByNumber } from './sort-numbers.ts';
import { sortByText } from './sort-texts.ts';

/** From this share of the samples on, all are sorted: then the next filter finds them in order. */
const SORT_ALL = 0.25;

/**
 * Rows of the samples that pass in the order of a column, a buffer of their own; stable both ways, rows without a value last both ways. Numbers
 * by radix sort, text in natural order (`natural-order.ts`; of long texts the first 64 bytes), categories by their names. An unknown column
 * changes nothing.
 */
export async function sortRows(asking: Asking, evaluation: Evaluation, sort: Sort): Promise<Uint32Array<ArrayBuffer>> {
  const { table, answers, context, breath } = asking;
  await makeReady(table, [sort.column], context);
  const { pass, sampleCount, visibility } = evaluation;
  const key = `order ${visibility} ${sort.descending ? '-' : ''}${sort.column}`;
  const whole = answers.evaluation(context.version ?? 0, key, (turn) =>
    sorted({ ...asking, breath: turn }, evaluation, passingRows({ pass: undefined, sampleCount }), sort),
  );
  if (pass === undefined) return (await whole.get(breath)).slice();
  if (whole.known === undefined && passingCount(evaluation) < sampleCount * SORT_ALL) {
    return sorted(asking, evaluation, passingRows(evaluation), sort);
  }
  return inOrder(await whole.get(breath), pass, passingCount(evaluation));
}

function inOrder(order: Uint32Array, pass: Uint8Array, count: number): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(count);
  let next = 0;
  for (let i = 0; i < order.length; i++) {
    const row = order[i] ?? 0;
    rows[next] = row;
    next += pass[row] ?? 0;
  }
  return rows;
}

async function sorted(
  { table, context, breath }: Asking,
  { counts }: Evaluation,
  rows: Uint32Array<ArrayBuffer>,
  { column, descending }: Sort,
): Promise<Uint32Array<ArrayBuffer>> {
  breath.check();
  if (column === 'problem') return sortByNumber(rows, problemCounts(context), descending, breath);
  const numbers = await numberField(table, column, counts, breath);
  if (numbers !== undefined) return sortByNumber(rows, numbers.fill, descending, breath);
  const extra = extraColumn(table, column);
  const categories = categoryField(table, column) ?? (extra && extra.textColumn() === undefined ? extra.categories() : undefined);
  if (categories !== undefined) {
    const ranks = ranksOf(categories.values);
    const fill = each((row) => ranks[categories.codes(row)] ?? Number.NaN);
    return sortByNumber(rows, fill, descending, breath);
  }
  if (column === 'name') {
    const { name } = table.samples;
    return sortByText(rows, (row) => (name.has(row) ? name.bytesAt(row) : table.keys.bytesAt(row)), descending, breath);
  }
  const texts = extra?.textColumn();
  return texts === undefined ? rows : sortByText(rows, (row) => texts.bytesAt(row), descending, breath);
}

function each(at: (row: number) => number): (from: number, to: number, out: Float64Array) => void {
  return (from, to, out) => {
    for (let row = from; row < to; row++) out[row - from] = at(row);
  };
}

function problemCounts({ sets }: QueryContext): (from: number, to: number, out: Float64Array) => void {
  const problems = Array.from(sets ?? [], ([key, set]) => (key.startsWith('problem:') ? set : undefined)).filter(
    (set) => set !== undefined,
  );
  return each((row) => problems.reduce((sum, set) => sum + (set.has(row) ? 1 : 0), 0));
}

/** Place of each value in natural order; NaN for none. */
function ranksOf(values: readonly string[]): Float64Array {
  const bytes = values.map((value) => encodeShared(value).slice());
  const order = values.map((_, code) => code).filter((code) => values[code] !== '');
  order.sort((a, b) => compareNatural(bytes[a] ?? NO_BYTES, bytes[b] ?? NO_BYTES));
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  order.forEach((code, rank) => (ranks[code] = rank));
  return ranks;
}

const NO_BYTES = new Uint8Array(0);
