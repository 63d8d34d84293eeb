import { maskOf, prefixXor, QUOTE } from './masks.as';

/**
 * Which records of delimited text do not have so many cells, or have a quote that stands where it should not: 64 bytes at a time. Of
 * `count` records two u32 each stand at `places`: the offset from `from`, and the size. Writes the number of each such record as u32 to `to`,
 * and returns how many. Reads up to 63 bytes past the end. The same as `regularWidth` of csv-width.ts.
 */
export function csvWidths(from: usize, places: usize, count: i32, delimiter: u32, cells: i32, to: usize): i32 {
  const separator = i8x16.splat(<i8>delimiter);
  let out = to;
  for (let i = 0; i < count; i++) {
    const place = places + ((<usize>i) << 3);
    if (width(from + <usize>load<u32>(place), <usize>load<u32>(place, 4), separator) == cells) continue;
    store<u32>(out, i);
    out += 4;
  }
  return <i32>((out - to) >>> 2);
}

/** Cells of a record; -1: a quote stands oddly. */
function width(at: usize, size: usize, separator: v128): i32 {
  let cells: i32 = 1;
  /** All ones while the next byte stands in quotes; 1 where it may open a cell, or the byte before closed one. */
  let inside: u64 = 0;
  let mayOpen: u64 = 1;
  let closed: u64 = 0;
  for (let done: usize = 0; done < size; done += 64) {
    const here = at + done;
    const left = size - done;
    const known = left < 64 ? ((<u64>1) << left) - 1 : ~(<u64>0);
    const quotes = maskOf(here, QUOTE) & known;
    const ends = maskOf(here, separator) & known;
    if ((quotes | inside | closed) == 0) {
      cells += <i32>popcnt(ends);
      mayOpen = ends >> 63;
      continue;
    }
    const quoted = prefixXor(quotes) ^ inside;
    const beginnings = ((ends | quotes) << 1) | mayOpen;
    const closing = quotes & ~quoted;
    const behind = ((closing << 1) | closed) & known;
    if (((quotes & quoted & ~beginnings) | (behind & ~(ends | quotes))) != 0) return -1;
    cells += <i32>popcnt(ends & ~quoted);
    mayOpen = (ends | quotes) >> 63;
    closed = closing >> 63;
    inside = <u64>((<i64>(quoted << (left < 64 ? 64 - left : 0))) >> 63);
  }
  return inside != 0 ? -1 : cells;
}
