/** Rows in the order of numbers: 32 bits of key wherever the numbers fit, 64 where they must. */
import type { Breath } from './breath.ts';
import { radixSort } from './radix.ts';

/** Rows looked at between two breaths. */
const CHUNK = 16_384;
const MOST = 0xffff_ffff;

/**
 * Rows in the order of their numbers; stable both ways, those without a number last both ways.
 * @param rows ascending
 * @param fill writes the numbers of rows `from` to `to` (exclusive) to the start of `out`; NaN: none
 */
export async function sortByNumber(
  rows: Uint32Array<ArrayBuffer>,
  fill: (from: number, to: number, out: Float64Array) => void,
  descending: boolean,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer>> {
  const stats = { keyed: 0, min: Infinity, max: -Infinity, whole: true, single: true };
  await eachChunk(rows, fill, breath, (at, end, base, values) => {
    let { keyed, min, max, whole, single } = stats;
    for (let i = at; i < end; i++) {
      const value = values[(rows[i] ?? 0) - base] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      keyed++;
      if (value < min) min = value;
      if (value > max) max = value;
      whole &&= Number.isInteger(value);
      single &&= Math.fround(value) === value;
    }
    Object.assign(stats, { keyed, min, max, whole, single });
  });
  const { keyed, min, max, whole, single } = stats;
  const count = { keyed, rows: rows.length };
  if (whole && max - min <= MOST) return byKey(rows, fill, count, (value) => (descending ? max - value : value - min), breath);
  if (single) return byKey(rows, fill, count, (value) => singleKey(value) ^ (descending ? -1 : 0), breath);
  return byDouble(rows, fill, count, descending, breath);
}

interface Count {
  /** Rows that have a number. */
  readonly keyed: number;
  readonly rows: number;
}

type Fill = Parameters<typeof sortByNumber>[1];

async function byKey(
  rows: Uint32Array<ArrayBuffer>,
  fill: Fill,
  count: Count,
  keyOf: (value: number) => number,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer>> {
  const keys = new Uint32Array(count.keyed);
  const keyed = new Uint32Array(count.keyed);
  const rest = new Uint32Array(count.rows - count.keyed);
  let next = 0;
  let other = 0;
  await eachChunk(rows, fill, breath, (at, end, base, values) => {
    for (let i = at; i < end; i++) {
      const row = rows[i] ?? 0;
      const value = values[row - base] ?? Number.NaN;
      if (Number.isNaN(value)) rest[other++] = row;
      else {
        keys[next] = keyOf(value);
        keyed[next++] = row;
      }
    }
  });
  const order = await radixSort({ keys, rows: keyed }, breath);
  return joined(order.rows, rest);
}

const one = new Float32Array(1);
const oneBits = new Int32Array(one.buffer);

/** Bits of a float32 that order as unsigned integers: negative ones inverted, the others above them. */
function singleKey(value: number): number {
  // + 0: both zeros are one value.
  one[0] = value + 0;
  const bits = oneBits[0] ?? 0;
  return bits ^ ((bits >> 31) | 0x80000000);
}

/** Numbers of 64 bits: by their lower halves, then (stable) by their upper ones. */
async function byDouble(
  rows: Uint32Array<ArrayBuffer>,
  fill: Fill,
  count: Count,
  descending: boolean,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer>> {
  const high = new Uint32Array(count.keyed);
  const low = new Uint32Array(count.keyed);
  const keyed = new Uint32Array(count.keyed);
  const rest = new Uint32Array(count.rows - count.keyed);
  let next = 0;
  let other = 0;
  const invert = descending ? -1 : 0;
  await eachChunk(rows, fill, breath, (at, end, base, values) => {
    for (let i = at; i < end; i++) {
      const row = rows[i] ?? 0;
      const value = values[row - base] ?? Number.NaN;
      if (Number.isNaN(value)) {
        rest[other++] = row;
        continue;
      }
      double[0] = value + 0;
      const upper = doubleBits[HIGH_WORD] ?? 0;
      const sign = upper >> 31;
      high[next] = upper ^ (sign | 0x80000000) ^ invert;
      low[next] = (doubleBits[1 - HIGH_WORD] ?? 0) ^ sign ^ invert;
      keyed[next++] = row;
    }
  });
  const order = await sortByHalves(high, low, breath);
  for (let i = 0; i < order.length; i++) order[i] = keyed[order[i] ?? 0] ?? 0;
  return joined(order, rest);
}

const double = new Float64Array(1);
const doubleBits = new Int32Array(double.buffer);
/** Where the upper half of a float64 stands in memory. */
const HIGH_WORD = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Places in the order of 64-bit keys; stable. */
export async function sortByHalves(high: Uint32Array, low: Uint32Array<ArrayBuffer>, breath: Breath): Promise<Uint32Array<ArrayBuffer>> {
  const places = new Uint32Array(high.length);
  for (let i = 0; i < places.length; i++) places[i] = i;
  const byLow = await radixSort({ keys: low.slice(), rows: places }, breath);
  const { rows, keys } = byLow;
  for (let i = 0; i < rows.length; i++) keys[i] = high[rows[i] ?? 0] ?? 0;
  return (await radixSort({ keys, rows }, breath)).rows;
}

function joined(order: Uint32Array<ArrayBuffer>, rest: Uint32Array): Uint32Array<ArrayBuffer> {
  if (rest.length === 0) return order;
  const rows = new Uint32Array(order.length + rest.length);
  rows.set(order);
  rows.set(rest, order.length);
  return rows;
}

/** Walks ascending rows together with their numbers: those of places `at` to `end` stand at `values[row - base]`. */
async function eachChunk(
  rows: Uint32Array,
  fill: Fill,
  breath: Breath,
  visit: (at: number, end: number, base: number, values: Float64Array) => void,
): Promise<void> {
  const values = new Float64Array(CHUNK);
  for (let at = 0; at < rows.length;) {
    const base = (rows[at] ?? 0) & ~(CHUNK - 1);
    let end = at;
    while (end < rows.length && (rows[end] ?? 0) - base < CHUNK) end++;
    fill(base, (rows[end - 1] ?? 0) + 1, values);
    visit(at, end, base, values);
    at = end;
    await breath.take();
  }
}
