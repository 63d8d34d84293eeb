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
  fill: Fill,
  descending: boolean,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer>> {
  const order = await bySingle(rows, fill, descending, breath);
  if (order !== undefined) return order;
  const stats = { keyed: 0, min: Infinity, max: -Infinity, whole: true };
  await eachChunk(rows, fill, breath, (at, end, base, values) => {
    let { keyed, min, max, whole } = stats;
    for (let i = at; i < end; i++) {
      const value = values[(rows[i] ?? 0) - base] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      keyed++;
      if (value < min) min = value;
      if (value > max) max = value;
      whole &&= Number.isInteger(value);
    }
    Object.assign(stats, { keyed, min, max, whole });
  });
  const { keyed, min, max, whole } = stats;
  const count = { keyed, rows: rows.length };
  if (whole && max - min <= MOST) return byKey(rows, fill, count, (value) => (descending ? max - value : value - min), breath);
  return byDouble(rows, fill, count, descending, breath);
}

/** Writes the numbers of rows `from` to `to` (exclusive) to the start of `out`; NaN: none. */
type Fill = (from: number, to: number, out: Float64Array) => void;

/** Where every number is a float32, as most columns have them: read once, sorted by their own bits. `undefined`: one is not. */
async function bySingle(
  rows: Uint32Array<ArrayBuffer>,
  fill: Fill,
  descending: boolean,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer> | undefined> {
  const singles = new Float32Array(rows.length);
  // Rows with a number from the start on, those without from the end back.
  const parted = new Uint32Array(rows.length);
  let next = 0;
  let last = rows.length;
  let integers: Integers | undefined = { min: Infinity, max: -Infinity };
  const isSingle = await eachChunk(rows, fill, breath, (at, end, base, values) => {
    let keyed = next;
    for (let i = at; i < end; i++) {
      const row = rows[i] ?? 0;
      const value = values[row - base] ?? Number.NaN;
      // + 0: both zeros are one value.
      singles[keyed] = value + 0;
      if (singles[keyed] === value) parted[keyed++] = row;
      else if (Number.isNaN(value)) parted[--last] = row;
      else return false;
    }
    integers &&= withIntegers(integers, singles, next, keyed);
    next = keyed;
    return true;
  });
  if (!isSingle) return undefined;
  const rest = parted.slice(next).reverse();
  const keys = new Uint32Array(singles.buffer, 0, next);
  // Integers have fewer digits than the bits of a float32, which uses all of its four.
  const short = integers && integers.max - integers.min < SHORT ? integers : undefined;
  const makeKeys = (from: number, to: number): void => {
    if (short) subtract(singles, keys, from, to, descending ? short.max : short.min);
    else invertSigns(keys, from, to, descending ? -1 : 0);
  };
  return joined(await radixSort({ keys, rows: parted.subarray(0, next) }, breath, makeKeys), rest);
}

/** The ends of numbers that are all integers. */
interface Integers {
  readonly min: number;
  readonly max: number;
}

/** Fewer than so many integers are three digits or less. */
const SHORT = 1 << 24;

/** With the numbers from `from` to `to`; undefined: one of them is no integer. */
function withIntegers({ min, max }: Integers, singles: Float32Array, from: number, to: number): Integers | undefined {
  let least = min;
  let most = max;
  for (let i = from; i < to; i++) {
    const value = singles[i] ?? 0;
    if (!Number.isInteger(value)) return undefined;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { min: least, max: most };
}

/** How far the numbers are from one of their ends, in place of them: `keys` is the same memory. */
function subtract(singles: Float32Array, keys: Uint32Array, from: number, to: number, end: number): void {
  for (let i = from; i < to; i++) keys[i] = Math.abs((singles[i] ?? 0) - end);
}

/** Bits of float32 become such as order as unsigned integers: negative ones inverted, the others above them; `invert`: the other way round. */
function invertSigns(keys: Uint32Array, from: number, to: number, invert: number): void {
  for (let i = from; i < to; i++) {
    const bits = keys[i] ?? 0;
    keys[i] = bits ^ ((bits >> 31) | 0x80000000) ^ invert;
  }
}

interface Count {
  /** Rows that have a number. */
  readonly keyed: number;
  readonly rows: number;
}

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
  return joined(await radixSort({ keys, rows: keyed }, breath), rest);
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
  const keys = low.slice();
  const rows = await radixSort({ keys, rows: places }, breath);
  for (let i = 0; i < rows.length; i++) keys[i] = high[rows[i] ?? 0] ?? 0;
  return radixSort({ keys, rows }, breath);
}

function joined(order: Uint32Array<ArrayBuffer>, rest: Uint32Array): Uint32Array<ArrayBuffer> {
  if (rest.length === 0) return order;
  const rows = new Uint32Array(order.length + rest.length);
  rows.set(order);
  rows.set(rest, order.length);
  return rows;
}

/**
 * Walks ascending rows together with their numbers: those of places `at` to `end` stand at `values[row - base]`.
 * @returns false: `visit` said so, which ends it
 */
async function eachChunk(
  rows: Uint32Array,
  fill: Fill,
  breath: Breath,
  visit: (at: number, end: number, base: number, values: Float64Array) => boolean | undefined | void,
): Promise<boolean> {
  const values = new Float64Array(CHUNK);
  for (let at = 0; at < rows.length;) {
    const base = (rows[at] ?? 0) & ~(CHUNK - 1);
    // As far as this goes where no row is left out.
    let end = Math.min(rows.length, at + CHUNK - ((rows[at] ?? 0) - base));
    while ((rows[end - 1] ?? 0) - base >= CHUNK) end--;
    fill(base, (rows[end - 1] ?? 0) + 1, values);
    if (visit(at, end, base, values) === false) return false;
    at = end;
    await breath.take();
  }
  return true;
}
