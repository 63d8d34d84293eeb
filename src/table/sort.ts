import type { DatasetTable } from './dataset-table.ts';
import { encodeShared } from './column.ts';
import { Breath, makeReady } from './evaluate.ts';
import type { QueryContext } from './evaluate.ts';
import { compareNatural, naturalKey, sharedStart } from './natural-order.ts';
import type { Sort } from './query.ts';
import { categoryField, extraColumn, numberField } from './sample-field.ts';
import type { VisibleCounts } from './sample-field.ts';

/**
 * Rows in the order of a column; stable both ways, rows without a value last both ways. Numbers by radix sort, text in natural order
 * (`natural-order.ts`; of long texts the first 64 bytes), categories by their names. An unknown column changes nothing.
 */
export async function sortRows(
  table: DatasetTable,
  rows: Uint32Array<ArrayBuffer>,
  { column, descending }: Sort,
  counts: VisibleCounts,
  context: QueryContext = {},
): Promise<Uint32Array<ArrayBuffer>> {
  const breath = new Breath(context);
  await breath.take();
  await makeReady(table, [column], context);
  const numbers = column === 'problem' ? problemCounts(context) : numberField(table, column, counts)?.at;
  if (numbers !== undefined) return byNumber(rows, numbers, descending, breath);
  const extra = extraColumn(table, column);
  const categories = categoryField(table, column) ?? (extra && extra.textColumn() === undefined ? extra.categories() : undefined);
  if (categories !== undefined) {
    const ranks = ranksOf(categories.values);
    return byNumber(rows, (row) => ranks[categories.codes(row)] ?? Number.NaN, descending, breath);
  }
  if (column === 'name') {
    const { name } = table.samples;
    return byText(rows, (row) => (name.has(row) ? name.bytesAt(row) : table.keys.bytesAt(row)), descending, breath);
  }
  const texts = extra?.textColumn();
  return texts === undefined ? rows : byText(rows, (row) => texts.bytesAt(row), descending, breath);
}

function problemCounts({ sets }: QueryContext): (row: number) => number {
  const problems = Array.from(sets ?? [], ([key, set]) => (key.startsWith('problem:') ? set : undefined)).filter(
    (set) => set !== undefined,
  );
  return (row) => problems.reduce((sum, set) => sum + (set.has(row) ? 1 : 0), 0);
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

async function byNumber(
  rows: Uint32Array<ArrayBuffer>,
  at: (row: number) => number,
  descending: boolean,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer>> {
  const { keyed, rest } = split(rows, (row) => !Number.isNaN(at(row)));
  const values = new Float64Array(keyed.length);
  // + 0: both zeros are one value.
  for (let i = 0; i < keyed.length; i++) values[i] = at(keyed[i] ?? 0) + 0;
  const words = new Uint32Array(values.buffer);
  const high = new Uint32Array(keyed.length);
  const low = new Uint32Array(keyed.length);
  for (let i = 0; i < keyed.length; i++) {
    // Bits of a float64 that order as unsigned integers: negative ones inverted, the others above them.
    const sign = (words[i * 2 + HIGH_WORD] ?? 0) >>> 31;
    const flip = sign === 1 ? 0xffffffff : 0;
    high[i] = (words[i * 2 + HIGH_WORD] ?? 0) ^ (flip | 0x80000000);
    low[i] = (words[i * 2 + 1 - HIGH_WORD] ?? 0) ^ flip;
  }
  const order = await radixOrder(high, low, descending, breath);
  return joined(order, keyed, rest);
}

/** Where the upper half of a float64 stands in memory. */
const HIGH_WORD = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

async function byText(
  rows: Uint32Array<ArrayBuffer>,
  bytesAt: (row: number) => Uint8Array,
  descending: boolean,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer>> {
  const { keyed, rest } = split(rows, (row) => bytesAt(row).length > 0);
  const first = bytesAt(keyed[0] ?? 0);
  let shared = keyed.length > 1 ? first.length : 0;
  for (let i = 1; i < keyed.length && shared > 0; i++) shared = sharedStart(first, bytesAt(keyed[i] ?? 0), shared);
  const high = new Uint32Array(keyed.length);
  const low = new Uint32Array(keyed.length);
  for (let i = 0; i < keyed.length; i++) naturalKey(bytesAt(keyed[i] ?? 0), shared, high, low, i);
  const order = await radixOrder(high, low, descending, breath);
  // What the keys could not tell apart is told apart by the whole texts.
  for (let from = 0; from < order.length;) {
    const key = order[from] ?? 0;
    let to = from + 1;
    while (to < order.length && high[order[to] ?? 0] === high[key] && low[order[to] ?? 0] === low[key]) to++;
    if (to - from > 1) {
      const sign = descending ? -1 : 1;
      order.subarray(from, to).sort((a, b) => sign * compareNatural(bytesAt(keyed[a] ?? 0), bytesAt(keyed[b] ?? 0)) || a - b);
      await breath.take();
    }
    from = to;
  }
  return joined(order, keyed, rest);
}

function split(
  rows: Uint32Array<ArrayBuffer>,
  hasValue: (row: number) => boolean,
): { readonly keyed: Uint32Array; readonly rest: Uint32Array } {
  const keyed = new Uint32Array(rows.length);
  const rest = new Uint32Array(rows.length);
  let values = 0;
  let others = 0;
  for (const row of rows) {
    if (hasValue(row)) keyed[values++] = row;
    else rest[others++] = row;
  }
  return { keyed: keyed.subarray(0, values), rest: rest.subarray(0, others) };
}

function joined(order: Uint32Array, keyed: Uint32Array, rest: Uint32Array): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(order.length + rest.length);
  for (let i = 0; i < order.length; i++) rows[i] = keyed[order[i] ?? 0] ?? 0;
  rows.set(rest, order.length);
  return rows;
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/** Indices in the order of 64-bit keys; stable. Radix sort, least digit first; digits that are the same everywhere cost one look. */
async function radixOrder(high: Uint32Array, low: Uint32Array, descending: boolean, breath: Breath): Promise<Uint32Array> {
  const length = high.length;
  let from = new Uint32Array(length);
  let to = new Uint32Array(length);
  for (let i = 0; i < length; i++) from[i] = i;
  const starts = new Uint32Array(DIGITS + 1);
  for (const [words, shifts] of [
    [low, [0, 11, 22]],
    [high, [0, 11, 22]],
  ] as const) {
    for (const shift of shifts) {
      starts.fill(0);
      // Descending: digits inverted, so that equal keys keep their order.
      const flip = descending ? DIGITS - 1 : 0;
      for (let i = 0; i < length; i++) {
        const digit = (((words[i] ?? 0) >>> shift) & (DIGITS - 1)) ^ flip;
        starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
      }
      if (length === 0 || starts.includes(length)) continue;
      for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
      for (let i = 0; i < length; i++) {
        const index = from[i] ?? 0;
        const digit = (((words[index] ?? 0) >>> shift) & (DIGITS - 1)) ^ flip;
        const place = starts[digit] ?? 0;
        starts[digit] = place + 1;
        to[place] = index;
      }
      [from, to] = [to, from];
      await breath.take();
    }
  }
  return from;
}
