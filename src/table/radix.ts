/** Radix sort of rows by keys of 32 bits, least digit first: stable, and gives way to others while it runs. */
import type { Breath } from './breath.ts';

// Four short digits are faster than three long ones: 256 places to write to stay within reach of the processor's caches, 2,048 do not.
const DIGIT_BITS = 8;
const DIGITS = 1 << DIGIT_BITS;
/** Entries moved between two breaths: about a millisecond. */
const CHUNK = 1 << 17;

export interface Keyed {
  readonly keys: Uint32Array<ArrayBuffer>;
  readonly rows: Uint32Array<ArrayBuffer>;
}

/**
 * Rows in the order of their keys; the arrays given are used up. Keys and rows move together, so that nothing is looked up at random;
 * digits that are the same everywhere cost nothing.
 * @param makeKeys makes the keys of places `from` to `to` (exclusive) of what stands there, right before they are looked at
 */
export async function radixSort(
  { keys, rows }: Keyed,
  breath: Breath,
  makeKeys?: (from: number, to: number) => void,
): Promise<Uint32Array<ArrayBuffer>> {
  if (keys.length === 0) return rows;
  const counts = await countDigits(keys, breath, makeKeys);
  // Those in which keys differ.
  const digits = counts.flatMap((starts, digit) => (starts.includes(keys.length) ? [] : [{ starts, shift: digit * DIGIT_BITS }]));
  let from: Keyed = { keys, rows };
  let to: Keyed | undefined;
  for (const [turn, { starts, shift }] of digits.entries()) {
    let sum = 0;
    for (let value = 0; value < DIGITS; value++) {
      const count = starts[value] ?? 0;
      starts[value] = sum;
      sum += count;
    }
    to ??= { keys: new Uint32Array(keys.length), rows: new Uint32Array(keys.length) };
    // Nobody looks at the keys after the last digit.
    const move = turn === digits.length - 1 ? scatterRows : scatter;
    for (let start = 0; start < keys.length; start += CHUNK) {
      move(from, to, starts, shift, start, Math.min(keys.length, start + CHUNK));
      await breath.take();
    }
    [from, to] = [to, from];
  }
  return from.rows;
}

/** How often each value of each of the four digits occurs. */
async function countDigits(
  keys: Uint32Array,
  breath: Breath,
  makeKeys: ((from: number, to: number) => void) | undefined,
): Promise<Uint32Array[]> {
  const low = new Uint32Array(DIGITS);
  const lower = new Uint32Array(DIGITS);
  const higher = new Uint32Array(DIGITS);
  const high = new Uint32Array(DIGITS);
  for (let start = 0; start < keys.length; start += CHUNK) {
    const end = Math.min(keys.length, start + CHUNK);
    makeKeys?.(start, end);
    for (let i = start; i < end; i++) {
      const key = keys[i] ?? 0;
      const a = key & (DIGITS - 1);
      const b = (key >>> DIGIT_BITS) & (DIGITS - 1);
      const c = (key >>> (2 * DIGIT_BITS)) & (DIGITS - 1);
      const d = key >>> (3 * DIGIT_BITS);
      low[a] = (low[a] ?? 0) + 1;
      lower[b] = (lower[b] ?? 0) + 1;
      higher[c] = (higher[c] ?? 0) + 1;
      high[d] = (high[d] ?? 0) + 1;
    }
    await breath.take();
  }
  return [low, lower, higher, high];
}

function scatter(from: Keyed, to: Keyed, starts: Uint32Array, shift: number, start: number, end: number): void {
  const { keys, rows } = from;
  const { keys: toKeys, rows: toRows } = to;
  for (let i = start; i < end; i++) {
    const key = keys[i] ?? 0;
    const digit = (key >>> shift) & (DIGITS - 1);
    const place = starts[digit] ?? 0;
    starts[digit] = place + 1;
    toKeys[place] = key;
    toRows[place] = rows[i] ?? 0;
  }
}

function scatterRows({ keys, rows }: Keyed, { rows: toRows }: Keyed, starts: Uint32Array, shift: number, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const digit = ((keys[i] ?? 0) >>> shift) & (DIGITS - 1);
    const place = starts[digit] ?? 0;
    starts[digit] = place + 1;
    toRows[place] = rows[i] ?? 0;
  }
}
