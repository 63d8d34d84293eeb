/** Tables of deflate. https://www.rfc-editor.org/rfc/rfc1951#section-3.2 */
import { ReadError } from './byte-source.ts';

/** Length symbols from 257: the shortest length, and the number of extra bits. */
export const LENGTH_BASE = Uint16Array.of(
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  11,
  13,
  15,
  17,
  19,
  23,
  27,
  31,
  35,
  43,
  51,
  59,
  67,
  83,
  99,
  115,
  131,
  163,
  195,
  227,
  258,
);
export const LENGTH_BITS = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
/** Distance symbols: the shortest distance, and the number of extra bits. */
export const DISTANCE_BASE = Uint16Array.from({ length: 30 }, (_, symbol) =>
  symbol < 4 ? symbol + 1 : ((2 + (symbol & 1)) << ((symbol >> 1) - 1)) + 1,
);
export const DISTANCE_BITS = Uint8Array.from({ length: 30 }, (_, symbol) => (symbol < 4 ? 0 : (symbol >> 1) - 1));
/** In which order a block gives the lengths of the codes that its code lengths are written in. */
export const LENGTH_ORDER = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

const LONGEST_CODE = 15;

/** A prefix code for decoding: the next `bits` bits of the input are the index; 0 for no code. */
export interface CodeTable {
  readonly bits: number;
  /** Symbol times 16, plus the length of its code. */
  readonly entries: Uint16Array;
}

/** The table of a code given by the length of each symbol's code. Throws `zip-broken` for lengths that are no code. */
export function codeTable(lengths: Uint8Array): CodeTable {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  let bits = LONGEST_CODE;
  while (bits > 1 && counts[bits] === 0) bits -= 1;
  const nextCode = new Uint32Array(LONGEST_CODE + 2);
  for (let length = 1; length <= LONGEST_CODE; length += 1) {
    const used = (nextCode[length] ?? 0) + (counts[length] ?? 0);
    if (used > 1 << length) throw new ReadError('zip-broken', 'A block has more codes than there can be');
    nextCode[length + 1] = used << 1;
  }
  const entries = new Uint16Array(1 << bits);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const code = nextCode[length] ?? 0;
    nextCode[length] = code + 1;
    // Codes are packed from their highest bit, the input is read from the lowest.
    for (let at = reversed(code, length); at < entries.length; at += 1 << length) entries[at] = (symbol << 4) | length;
  }
  return { bits, entries };
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit += 1) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}

export const FIXED_LITERALS = codeTable(
  Uint8Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
);
export const FIXED_DISTANCES = codeTable(new Uint8Array(32).fill(5));
