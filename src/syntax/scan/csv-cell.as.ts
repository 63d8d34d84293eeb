import { digitsAt, power, tens, valueOfDigits } from './json.as';
import { maskOf, prefixXor, QUOTE } from './masks.as';

/**
 * One cell of many records of delimited text, read as the number that it is. Of the `count` records that `places` tells (offset from `from` and
 * size, u32 each), the numbers are written to `numbers`, an f64 each; NaN: it is none. Of those that are neither numbers nor missing nor empty, three
 * u32 each are written to `to`: the record, and where its cell begins and ends, without its quotes; 0 and 0: only a parser can tell. Returns how
 * many those are. Reads up to 63 bytes past the end. Other cells of a record are walked over by their delimiters.
 */
export function csvCells(from: usize, places: usize, count: i32, delimiter: u32, cell: i32, numbers: usize, to: usize): i32 {
  const separator = i8x16.splat(<i8>delimiter);
  let out = to;
  for (let i = 0; i < count; i++) {
    const place = places + ((<usize>i) << 3);
    const at = from + <usize>load<u32>(place);
    const into = numbers + ((<usize>i) << 3);
    store<f64>(into, NaN);
    const isClear = find(at, <usize>load<u32>(place, 4), separator, cell);
    if (isClear && begin == end) continue;
    if (isClear) {
      if (isSpelled(begin, end)) {
        store<f64>(into, num);
        continue;
      }
      if (!wasQuoted || !hasQuote(begin, end)) {
        store<u32>(out, i);
        store<u32>(out, <u32>(begin - from), 4);
        store<u32>(out, <u32>(end - from), 8);
        out += 12;
        continue;
      }
    }
    store<u32>(out, i);
    store<u32>(out, 0, 4);
    store<u32>(out, 0, 8);
    out += 12;
  }
  return <i32>((out - to) / 12);
}

/** Where the cell was found, without its quotes; the same place twice where it is missing or empty. */
let begin: usize = 0;
let end: usize = 0;
let wasQuoted: bool = false;

/** False: a quote stands where it should not, so that all cells may be others than it seems. */
function find(at: usize, size: usize, separator: v128, cell: i32): bool {
  /** Delimiters before the cell that were not met yet; -1: the end of the cell is known. */
  let before = cell;
  begin = at;
  end = at + size;
  wasQuoted = false;
  // As in csv-width.as.ts.
  let inside: u64 = 0;
  let mayOpen: u64 = 1;
  let closed: u64 = 0;
  let hasQuotes = false;
  for (let done: usize = 0; done < size; done += 64) {
    const here = at + done;
    const left = size - done;
    const known = left < 64 ? ((<u64>1) << left) - 1 : ~(<u64>0);
    const quotes = maskOf(here, QUOTE) & known;
    let ends = maskOf(here, separator) & known;
    if ((quotes | inside | closed) == 0) mayOpen = ends >> 63;
    else {
      hasQuotes = true;
      const quoted = prefixXor(quotes) ^ inside;
      const beginnings = ((ends | quotes) << 1) | mayOpen;
      const closing = quotes & ~quoted;
      const behind = ((closing << 1) | closed) & known;
      if (((quotes & quoted & ~beginnings) | (behind & ~(ends | quotes))) != 0) return false;
      mayOpen = (ends | quotes) >> 63;
      closed = closing >> 63;
      inside = <u64>((<i64>(quoted << (left < 64 ? 64 - left : 0))) >> 63);
      ends &= ~quoted;
    }
    while (ends != 0 && before >= 0) {
      const place = here + <usize>ctz(ends);
      if (before == 0) end = place;
      else begin = place + 1;
      before -= 1;
      ends &= ends - 1;
    }
    // A quote that is never closed makes texts of all before it, too: where there is one, the rest has to be seen.
    if (before < 0 && !hasQuotes) break;
  }
  if (inside != 0) return false;
  if (before > 0) begin = end;
  else if (hasQuotes && begin < end && load<u8>(begin) == 0x22) {
    begin += 1;
    end -= 1;
    wasQuoted = true;
  }
  return true;
}

function hasQuote(from: usize, to: usize): bool {
  for (let p = from; p < to; p += 1) if (load<u8>(p) == 0x22) return true;
  return false;
}

/** What `isSpelled` read. */
let num: f64 = 0;

const ZERO: u8 = 0x30;
/** As many digits are exact: the nearest number to them is spelled by them, and by no fewer. */
const EXACT_DIGITS: i32 = 15;

/**
 * Whether the bytes are a number as JavaScript would write it (no zeros that say nothing, no plus, no exponent), of few digits: both the
 * digits as a whole and the power of ten are exact then, so that what one division makes of them is the nearest number.
 */
function isSpelled(from: usize, to: usize): bool {
  const negative = load<u8>(from) == 0x2d;
  const first = from + <usize>negative;
  const before = digitsAt(first);
  if (before == 0 || before > EXACT_DIGITS) return false;
  const isZero = load<u8>(first) == ZERO;
  if (isZero && before > 1) return false;
  const point = first + <usize>before;
  let digits = valueOfDigits(first, before);
  if (point == to) {
    // Minus zero would not be written so.
    if (negative && isZero) return false;
    num = negative ? -(<f64>digits) : <f64>digits;
    return true;
  }
  if (point > to || load<u8>(point) != 0x2e || load<u8>(to - 1) == ZERO) return false;
  const behind = digitsAt(point + 1);
  if (behind == 0 || point + 1 + <usize>behind != to || behind + (isZero ? 0 : before) > EXACT_DIGITS) return false;
  digits = digits * tens(behind) + valueOfDigits(point + 1, behind);
  const size = <f64>digits / power(behind);
  // Below, there would be an exponent.
  if (size < 1e-6) return false;
  num = negative ? -size : size;
  return true;
}
