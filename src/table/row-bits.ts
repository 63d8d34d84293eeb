/** Sets of annotations, one bit each, in segments as the columns have them: a million rows in 128 KB, and they grow without copying. */
import { SEGMENT_ROWS, SEGMENT_SHIFT } from '../base/growable.ts';
import type { Breath } from './breath.ts';

const SEGMENT_WORDS = SEGMENT_ROWS / 32;

/** Bits of rows 0 to `rows`; beyond that they are 0. Where it may be `undefined`, that stands for every row. Never written once made. */
export interface RowBits {
  readonly rows: number;
  /** By segment, 2,048 words each. */
  readonly words: readonly Uint32Array[];
}

/** Segments that hold `rows` rows. */
export function segmentsOf(rows: number): number {
  return Math.ceil(rows / SEGMENT_ROWS);
}

/** Rows of a segment, of `rows` in all. */
export function rowsIn(segment: number, rows: number): number {
  return Math.min(SEGMENT_ROWS, rows - segment * SEGMENT_ROWS);
}

export function hasRow(bits: RowBits | undefined, row: number): boolean {
  if (bits === undefined) return true;
  const word = bits.words[row >>> SEGMENT_SHIFT]?.[(row & (SEGMENT_ROWS - 1)) >>> 5] ?? 0;
  return ((word >>> (row & 31)) & 1) === 1;
}

/** Bits of bytes that are 0 or 1, for the first `count` rows of a segment. `bytes` must reach to a multiple of 32. */
export function packed(bytes: Uint8Array, count: number): Uint32Array {
  const words = new Uint32Array(SEGMENT_WORDS);
  // Four bytes at a time: the product has their lowest bits side by side at its top. Browsers run on little-endian machines only.
  const fours = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  for (let w = 0, at = 0; w * 32 < count; w++) {
    let word = 0;
    for (let shift = 0; shift < 32; shift += 4) word |= (Math.imul(fours[at++] ?? 0, 0x10204080) >>> 28) << shift;
    words[w] = word;
  }
  const tail = count & 31;
  if (tail > 0) words[count >>> 5] = (words[count >>> 5] ?? 0) & (2 ** tail - 1);
  return words;
}

/** A bit for each of the first `count` codes of a segment: set where its entry in `passing` is 1. */
export function packedCodes(codes: Uint8Array, passing: Uint8Array, count: number): Uint32Array {
  const words = new Uint32Array(SEGMENT_WORDS);
  const whole = count & ~31;
  for (let at = 0; at < whole; at += 8) {
    // Eight at a time: several times as fast as one by one.
    const byte =
      (passing[codes[at] ?? 0] ?? 0) |
      ((passing[codes[at + 1] ?? 0] ?? 0) << 1) |
      ((passing[codes[at + 2] ?? 0] ?? 0) << 2) |
      ((passing[codes[at + 3] ?? 0] ?? 0) << 3) |
      ((passing[codes[at + 4] ?? 0] ?? 0) << 4) |
      ((passing[codes[at + 5] ?? 0] ?? 0) << 5) |
      ((passing[codes[at + 6] ?? 0] ?? 0) << 6) |
      ((passing[codes[at + 7] ?? 0] ?? 0) << 7);
    words[at >>> 5] = (words[at >>> 5] ?? 0) | (byte << (at & 31));
  }
  for (let at = whole; at < count; at++) words[at >>> 5] = (words[at >>> 5] ?? 0) | ((passing[codes[at] ?? 0] ?? 0) << (at & 31));
  return words;
}

/**
 * Writes the places of those of the first `count` codes whose entry in `wanted` is 1 to `places`, which must have room for one more than that.
 * @returns how many these are
 */
export function placesOfCodes(codes: Uint8Array, wanted: Uint8Array, count: number, places: Uint16Array): number {
  let found = 0;
  for (let at = 0; at < count; at++) {
    // Without a branch: which way it went could not be foretold. What is written behind the last one goes nowhere.
    places[found] = at;
    found += wanted[codes[at] ?? 0] ?? 0;
  }
  return found;
}

/** Sets the bits of the first `count` of these places of a segment. */
export function setBits(words: Uint32Array, places: Uint16Array, count: number): void {
  for (let k = 0; k < count; k++) {
    const place = places[k] ?? 0;
    words[place >>> 5] = (words[place >>> 5] ?? 0) | (1 << (place & 31));
  }
}

/** The rows that are in all of the sets. */
export async function inAll(sets: readonly RowBits[], rows: number, breath: Breath): Promise<RowBits | undefined> {
  const [first, second] = sets;
  if (first === undefined || second === undefined) return first;
  const words: Uint32Array[] = [];
  for (let s = 0; s < segmentsOf(rows); s++) {
    const own = new Uint32Array(SEGMENT_WORDS);
    own.set(first.words[s] ?? NO_WORDS);
    for (const set of sets.slice(1)) keepIn(own, set.words[s] ?? NO_WORDS);
    words.push(own);
    await breath.take();
  }
  return { rows, words };
}

function keepIn(own: Uint32Array, other: Uint32Array): void {
  for (let w = 0; w < SEGMENT_WORDS; w++) own[w] = (own[w] ?? 0) & (other[w] ?? 0);
}

const NO_WORDS = new Uint32Array(SEGMENT_WORDS);

export function countBits({ words }: RowBits): number {
  let count = 0;
  for (const segment of words) count += bitsSet(segment);
  return count;
}

function bitsSet(words: Uint32Array): number {
  let count = 0;
  for (let w = 0; w < words.length; w++) {
    let word = words[w] ?? 0;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** Places 0 to 65,535: those of a segment whose rows are all in. */
const EVERY = Uint16Array.from({ length: SEGMENT_ROWS }, (_, place) => place);
const some = new Uint16Array(SEGMENT_ROWS);

/** Places in a segment of the rows that are in the set, ascending; valid until the next call. `rows`: how many there are in all. */
export function placesIn(bits: RowBits | undefined, segment: number, rows: number): Uint16Array {
  const count = rowsIn(segment, rows);
  if (bits === undefined) return count === SEGMENT_ROWS ? EVERY : EVERY.subarray(0, count);
  const words = bits.words[segment] ?? NO_WORDS;
  return some.subarray(0, fillPlaces(words, count, some));
}

function fillPlaces(words: Uint32Array, count: number, places: Uint16Array): number {
  let found = 0;
  for (let w = 0; w * 32 < count; w++) {
    let word = words[w] ?? 0;
    const base = w << 5;
    if (word === 0xffffffff) {
      for (let i = 0; i < 32; i++) places[found + i] = base + i;
      found += 32;
      continue;
    }
    while (word !== 0) {
      const lowest = word & -word;
      places[found++] = base + 31 - Math.clz32(lowest);
      word ^= lowest;
    }
  }
  return found;
}

/** Of the places of a segment those whose sample is in `pass`. */
export function bitsOfPassing(places: Uint16Array, samples: Uint32Array, pass: Uint8Array): Uint32Array {
  const words = new Uint32Array(SEGMENT_WORDS);
  for (let k = 0; k < places.length; k++) {
    const place = places[k] ?? 0;
    const word = place >>> 5;
    words[word] = (words[word] ?? 0) | ((pass[samples[place] ?? 0] ?? 0) << (place & 31));
  }
  return words;
}
