import { maskOf, prefixXor, QUOTE } from './masks.as';

/**
 * Where records of delimited text end, 64 bytes at a time, as long as quotes stand where they should: around whole cells, doubled inside of
 * them. At the first that does not, `csvOdd` says so, and nothing found in that call counts. The same as csv.ts finds, byte by byte.
 */
const LF: v128 = i8x16.splat(0x0a);
const CR: v128 = i8x16.splat(0x0d);

/** All ones while the next byte stands in quotes. */
let inside: u64 = 0;
/** 1 where the next byte may begin a quoted cell: behind a delimiter, a line break or a quote. */
let mayOpen: u64 = 1;
/** 1 where the byte before closed a cell, or followed one that did and was a carriage return. */
let closed: u64 = 0;
let returned: u64 = 0;
/** Line breaks in the record so far. */
let breaks: u32 = 0;
let odd: bool = false;

/** Before the first byte of a record. */
export function csvReset(): void {
  inside = 0;
  mayOpen = 1;
  closed = 0;
  returned = 0;
  breaks = 0;
  odd = false;
}

export function csvOdd(): bool {
  return odd;
}

/** Whether a cell is still open. */
export function csvOpen(): bool {
  return inside != 0;
}

/**
 * Writes two u32 for every record that ends in the bytes: the offset of its line break, and how many line breaks stand inside of it.
 * `length` is a multiple of 64, but for the last bytes of a file, behind which 63 bytes are readable.
 */
export function csvRecords(from: usize, length: usize, delimiter: u32, to: usize): i32 {
  const separator = i8x16.splat(<i8>delimiter);
  let out = to;
  for (let at: usize = 0; at < length; at += 64) {
    const here = from + at;
    let quotes = maskOf(here, QUOTE);
    let ends = maskOf(here, LF);
    let cells = maskOf(here, separator);
    const left = length - at;
    if (left < 64) {
      const keep = ((<u64>1) << left) - 1;
      quotes &= keep;
      ends &= keep;
      cells &= keep;
    }
    if ((quotes | inside | closed | returned) == 0) {
      mayOpen = (cells | ends) >> 63;
      while (ends != 0) {
        store<u32>(out, <u32>(at + <usize>ctz(ends)));
        store<u32>(out, breaks, 4);
        breaks = 0;
        out += 8;
        ends &= ends - 1;
      }
      continue;
    }
    const quoted = prefixXor(quotes) ^ inside;
    const opening = quotes & quoted;
    const closing = quotes & ~quoted;
    const returns = maskOf(here, CR);
    // A quote opens a cell at its beginning, or is the second of two; one that closes a cell stands at its end, or is the first of two.
    const beginnings = ((cells | ends | quotes) << 1) | mayOpen;
    const behind = (closing << 1) | closed;
    const behindReturn = ((behind & returns) << 1) | returned;
    const known = left < 64 ? ((<u64>1) << left) - 1 : ~(<u64>0);
    if (((opening & ~beginnings) | (behind & known & ~(cells | ends | quotes | returns)) | (behindReturn & known & ~ends)) != 0) {
      odd = true;
      return 0;
    }
    mayOpen = (cells | ends | quotes) >> 63;
    closed = closing >> 63;
    returned = (behind & returns) >> 63;
    inside = <u64>(<i64>quoted >> 63);
    // A partial block is the last one: whether a cell is open shows at its end.
    if (left < 64) inside = (quoted >> (left - 1)) & 1 ? ~(<u64>0) : 0;
    let all = ends;
    while (all != 0) {
      const bit = all & (0 - all);
      all &= all - 1;
      if ((bit & quoted) != 0) {
        breaks += 1;
        continue;
      }
      store<u32>(out, <u32>(at + <usize>ctz(bit)));
      store<u32>(out, breaks, 4);
      breaks = 0;
      out += 8;
    }
  }
  return <i32>((out - to) >>> 3);
}
