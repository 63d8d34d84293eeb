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
  clearTail(words, count);
  return words;
}

/** What the last word has beyond `count`. */
function clearTail(words: Uint32Array, count: number): void {
  const tail = count & 31;
  if (tail > 0) words[count >>> 5] = (words[count >>> 5] ?? 0) & (2 ** tail - 1);
}

/**
 * A bit for each of the first `count` codes of a segment that is from `first` to `last` (under 255; `first` at most `last + 2`). `codes` must
 * reach to a multiple of 32.
 */
export function packedBetween(
  codes: Uint8Array,
  first: number,
  last: number,
  count: number,
  words = new Uint32Array(SEGMENT_WORDS),
): Uint32Array {
  const fours = new Uint32Array(codes.buffer, codes.byteOffset, codes.length >>> 2);
  // Four codes at a time, each compared in its own byte: their top bits first, then the other seven, from which nothing can be borrowed.
  const low = Math.imul(first, 0x01010101);
  const high = Math.imul(last + 1, 0x01010101);
  const low7 = low & 0x7f7f7f7f;
  const high7 = high & 0x7f7f7f7f;
  for (let w = 0, at = 0; w * 32 < count; w++) {
    let word = 0;
    for (let shift = 0; shift < 32; shift += 4) {
      const four = (fours[at++] ?? 0) | 0;
      const topped = four | TOPS;
      const reaches = (four & ~low) | (~(four ^ low) & ((topped - low7) | 0));
      const exceeds = (four & ~high) | (~(four ^ high) & ((topped - high7) | 0));
      word |= (Math.imul(((reaches & ~exceeds) >>> 7) & 0x01010101, 0x10204080) >>> 28) << shift;
    }
    words[w] = word;
  }
  clearTail(words, count);
  return words;
}

const TOPS = 0x80808080 | 0;

/** Sets the bits of the first `count` of these places of a segment. */
export function setBits(words: Uint32Array, places: Uint16Array, count: number): void {
  for (let k = 0; k < count; k++) {
    const place = places[k] ?? 0;
    words[place >>> 5] = (words[place >>> 5] ?? 0) | (1 << (place & 31));
  }
}

/** Writes the places that are in `more` and not in `words` to `places`, for the first `count` of a segment. Returns how many these are. */
export function placesBeyond(words: Uint32Array, more: Uint32Array, count: number, places: Uint16Array): number {
  for (let w = 0; w * 32 < count; w++) beyond[w] = (more[w] ?? 0) & ~(words[w] ?? 0);
  return fillPlaces(beyond, count, places);
}

const beyond = new Uint32Array(SEGMENT_WORDS);

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
  for (let w = 0; w < words.length; w++) count += bitsOfWord(words[w] ?? 0);
  return count;
}

/** How many of 32 bits are set. */
export function bitsOfWord(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
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
