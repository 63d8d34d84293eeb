// What JSON is made of, for scanners of JSON: places are addresses in memory. Every function takes the place where something begins and
// returns the place behind it, or 0 where it is not what is expected, whatever the reason: who called leaves that piece to the careful path in
// TypeScript (json-bytes.ts), which then decides. What is accepted here is accepted there, with the same end.
//
// A 0 byte stands behind the bytes to scan, so that loops over single bytes need not compare with the end. Loops over 16 bytes at a time do,
// and may read 15 bytes past it.

export const QUOTE: u32 = 0x22;
export const COMMA: u32 = 0x2c;
export const COLON: u32 = 0x3a;
export const BACKSLASH: u32 = 0x5c;
export const OPEN_ARRAY: u32 = 0x5b;
export const CLOSE_ARRAY: u32 = 0x5d;
export const OPEN_OBJECT: u32 = 0x7b;
export const CLOSE_OBJECT: u32 = 0x7d;
export const SPACE: u32 = 0x20;
const ZERO: u32 = 0x30;

/** Behind the last byte; set by `setEnd`. */
export let end: usize = 0;

export function setEnd(to: usize): void {
  end = to;
}

@inline
function isSpace(byte: u32): bool {
  return byte == SPACE || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

/** Behind any white space. */
@inline
export function space(at: usize): usize {
  // None or one is what there is nearly always.
  let p = at;
  if (<u32>load<u8>(p) > SPACE) return p;
  p += 1;
  if (load<u8>(p - 1) == SPACE && <u32>load<u8>(p) > SPACE) return p;
  p -= 1;
  while (isSpace(load<u8>(p))) p += 1;
  return p;
}

/** From the opening quote. */
export function string(at: usize): usize {
  let p = at + 1;
  while (p < end) {
    const bytes = v128.load(p);
    const stops = i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))));
    if (stops == 0) {
      p += 16;
      continue;
    }
    p += ctz(stops);
    if (load<u8>(p) == QUOTE) return p < end ? p + 1 : 0;
    p += 2;
  }
  return 0;
}

@inline
function endsScalar(byte: u32): bool {
  return (
    byte == COMMA ||
    byte == CLOSE_OBJECT ||
    byte == CLOSE_ARRAY ||
    isSpace(byte) ||
    byte == COLON ||
    byte == QUOTE ||
    byte == OPEN_ARRAY ||
    byte == OPEN_OBJECT ||
    byte == 0
  );
}

/** A number or word, not looked at. */
export function scalar(at: usize): usize {
  let p = at;
  while (!endsScalar(load<u8>(p))) p += 1;
  return p == at || p >= end ? 0 : p;
}

/** From an opening bracket to behind the one that closes it; each must close one of its kind. At most 64 levels. */
export function nested(at: usize): usize {
  let p = at;
  let depth: u32 = 0;
  /** One bit for each open bracket: 1 is an object. The last is lowest. */
  let open: u64 = 0;
  while (p < end) {
    const bytes = v128.load(p);
    // Brackets and braces differ in one bit, which is 0x20 in both.
    const folded = v128.and(bytes, i8x16.splat(<i8>0xdf));
    const brackets = v128.or(i8x16.eq(folded, i8x16.splat(0x5b)), i8x16.eq(folded, i8x16.splat(0x5d)));
    const others = v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0)));
    let stops = i8x16.bitmask(v128.or(brackets, others));
    let next = p + 16;
    while (stops != 0) {
      const q = p + <usize>ctz(stops);
      stops &= stops - 1;
      const byte = <u32>load<u8>(q);
      if (byte == QUOTE) {
        next = string(q);
        // The quote that closes a string nobody closed is the one that opens the next.
        if (next == 0 || !isAfterString(load<u8>(next))) return 0;
        break;
      }
      if (byte == OPEN_ARRAY || byte == OPEN_OBJECT) {
        if (depth == 64) return 0;
        depth += 1;
        open = (open << 1) | <u64>(byte == OPEN_OBJECT);
        continue;
      }
      if (byte == 0 || <u64>(byte == CLOSE_OBJECT) != (open & 1)) return 0;
      open >>= 1;
      depth -= 1;
      if (depth == 0) return q < end ? q + 1 : 0;
    }
    p = next;
  }
  return 0;
}

@inline
function isAfterString(byte: u32): bool {
  return byte == COMMA || byte == COLON || byte == CLOSE_ARRAY || byte == CLOSE_OBJECT || isSpace(byte) || byte == 0;
}

/** Any value; numbers and words are not looked at. */
export function value(at: usize): usize {
  const byte = <u32>load<u8>(at);
  if (byte == QUOTE) return string(at);
  if (byte == OPEN_ARRAY || byte == OPEN_OBJECT) return nested(at);
  return scalar(at);
}

/** The key at hand: its length, or 16 for a longer one; its first eight bytes, and the next eight. */
export let keyLength: i32 = 0;
export let keyWord: u64 = 0;
export let keyRest: u64 = 0;

/** From the quote of a key to its value. A key with a backslash is not accepted. */
@inline
export function key(at: usize): usize {
  let p = at + 1;
  const bytes = v128.load(p);
  const stops = i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))));
  if (stops != 0) {
    const length = ctz(stops);
    p += length;
    if (load<u8>(p) != QUOTE) return 0;
    keyLength = length;
    const word = v128.extract_lane<u64>(bytes, 0);
    if (length < 8) keyWord = word & lowBytes(length);
    else {
      keyWord = word;
      keyRest = v128.extract_lane<u64>(bytes, 1) & lowBytes(length - 8);
    }
    p += 1;
  } else {
    p = string(at);
    if (p == 0 || hasBackslash(at, p)) return 0;
    keyLength = 16;
    keyWord = 0;
  }
  if (load<u8>(p) != COLON) {
    p = space(p);
    if (load<u8>(p) != COLON) return 0;
  }
  return space(p + 1);
}

@inline
function lowBytes(count: i32): u64 {
  return ((<u64>1) << (<u64>count << 3)) - 1;
}

export function hasBackslash(from: usize, to: usize): bool {
  for (let p = from; p < to; p += 1) if (load<u8>(p) == BACKSLASH) return true;
  return false;
}

/** What `id` and `number` read. */
export let num: f64 = 0;

/** Digits that a number holds exactly, whatever they are. */
export const EXACT_DIGITS: i32 = 15;

/** How many digits stand at `at`, up to 16. */
@inline
export function digitsAt(at: usize): i32 {
  const digits = i8x16.le_u(i8x16.sub(v128.load(at), i8x16.splat(0x30)), i8x16.splat(9));
  return ctz(i8x16.bitmask(digits) ^ 0x1ffff);
}

/** Which of the next 64 bytes are no digits, the first lowest. */
@inline
export function othersAt(at: usize): u64 {
  return otherBits(at) | (otherBits(at + 16) << 16) | (otherBits(at + 32) << 32) | (otherBits(at + 48) << 48);
}

@inline
function otherBits(at: usize): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.gt_u(i8x16.sub(v128.load(at), i8x16.splat(0x30)), i8x16.splat(9))));
}

/** The number that the first `count` bytes are, which are digits: 1 to 8. */
@inline
export function valueAt(at: usize, count: i32): u64 {
  return valueOf(load<u64>(at) << (<u64>(8 - count) << 3));
}

/** The number that the first `count` bytes are, which are digits: 1 to 15. */
@inline
export function valueOfDigits(at: usize, count: i32): u64 {
  return count <= 8 ? valueAt(at, count) : valueOf(load<u64>(at)) * tens(count - 8) + valueAt(at + 8, count - 8);
}

/** A whole number from 0 on, of at most 15 digits, without zeros in front. */
@inline
export function whole(at: usize): usize {
  const count = digitsAt(at);
  if (count <= 8) {
    if (count == 0 || (count > 1 && load<u8>(at) == ZERO)) return 0;
    num = <f64>valueAt(at, count);
    return at + <usize>count;
  }
  if (count > EXACT_DIGITS || load<u8>(at) == ZERO) return 0;
  num = <f64>(valueOf(load<u64>(at)) * tens(count - 8) + valueAt(at + 8, count - 8));
  return at + <usize>count;
}

const POWERS: StaticArray<f64> = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23,
  1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33, 1e34, 1e35, 1e36, 1e37, 1e38, 1e39, 1e40, 1e41, 1e42, 1e43, 1e44, 1e45,
];

/** 10 to the `exponent`: 0 to 45. */
@inline
export function power(exponent: i32): f64 {
  return load<f64>(changetype<usize>(POWERS) + (<usize>exponent << 3));
}

const TENS: StaticArray<u64> = [
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
  100000000000000, 1000000000000000,
];

/** The same as a whole number: 0 to 15. */
@inline
export function tens(exponent: i32): u64 {
  return load<u64>(changetype<usize>(TENS) + (<usize>exponent << 3));
}

/** A number; of its digits the first 15 count. What is usual is read without loops, whose ends nobody can predict. */
@inline
export function number(at: usize): usize {
  const negative = <usize>(load<u8>(at) == 0x2d);
  let p = at + negative;
  const before = digitsAt(p);
  if (before == 0 || before > 8) return anyNumber(at);
  let digits = valueAt(p, before);
  p += <usize>before;
  let scale = 0;
  if (load<u8>(p) == 0x2e) {
    p += 1;
    const behind = digitsAt(p);
    scale = min(behind, EXACT_DIGITS - before);
    if (behind == 0 || behind == 16) return anyNumber(at);
    if (scale <= 8) digits = digits * tens(scale) + valueAt(p, scale);
    else digits = (digits * 100000000 + valueOf(load<u64>(p))) * tens(scale - 8) + valueAt(p + 8, scale - 8);
    p += <usize>behind;
  }
  if ((load<u8>(p) | 0x20) == 0x65) return anyNumber(at);
  const size = <f64><i64>digits / power(scale);
  num = negative ? -size : size;
  return p;
}

/** Any number. The same as `readNumber` of formats/coco/row.ts, bit for bit. */
function anyNumber(at: usize): usize {
  let p = at;
  const negative = load<u8>(p) == 0x2d;
  if (negative) p += 1;
  let digits: u64 = 0;
  let first = p;
  let digit = <u32>load<u8>(p) - ZERO;
  while (digit <= 9) {
    digits = digits * 10 + digit;
    p += 1;
    digit = <u32>load<u8>(p) - ZERO;
  }
  let count = <i32>(p - first);
  if (count > EXACT_DIGITS) return 0;
  let scale: i32 = 0;
  if (load<u8>(p) == 0x2e) {
    p += 1;
    first = p;
    digit = <u32>load<u8>(p) - ZERO;
    while (digit <= 9 && count + <i32>(p - first) < EXACT_DIGITS) {
      digits = digits * 10 + digit;
      p += 1;
      digit = <u32>load<u8>(p) - ZERO;
    }
    scale = <i32>(p - first);
    count += scale;
    while (digit <= 9) {
      p += 1;
      digit = <u32>load<u8>(p) - ZERO;
    }
  }
  if (count == 0) return 0;
  let exponent: i32 = 0;
  if ((load<u8>(p) | 0x20) == 0x65) {
    p += 1;
    const down = load<u8>(p) == 0x2d;
    if (down || load<u8>(p) == 0x2b) p += 1;
    first = p;
    digit = <u32>load<u8>(p) - ZERO;
    while (digit <= 9 && p - first < 4) {
      exponent = exponent * 10 + digit;
      p += 1;
      digit = <u32>load<u8>(p) - ZERO;
    }
    if (p == first || exponent > 30) return 0;
    if (down) exponent = -exponent;
  }
  exponent -= scale;
  const exact = <f64>digits;
  const scaled = exponent < 0 ? exact / power(-exponent) : exponent > 0 ? exact * power(exponent) : exact;
  num = negative ? -scaled : scaled;
  return p;
}

/** The number that eight digits are, the first in the lowest byte. */
@inline
function valueOf(eight: u64): u64 {
  let pairs = eight & 0x0f0f0f0f0f0f0f0f;
  pairs = (pairs * 10 + (pairs >> 8)) & 0x00ff00ff00ff00ff;
  pairs = (pairs * 100 + (pairs >> 16)) & 0x0000ffff0000ffff;
  return (pairs * 10000 + (pairs >> 32)) & 0xffffffff;
}

/** How many numbers the last list had: one more than commas. */
export let numbers: i32 = 0;

/** Which characters numbers and commas are made of, by how far they lie behind `+`: + , - . 0 to 9. The highest bit says yes. */
const IN_LIST: v128 = i8x16(-1, -1, -1, -1, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0);

/** From behind the opening bracket of a list to behind the closing one. Nothing but characters of numbers, commas and white space. */
export function list(at: usize): usize {
  let p = at;
  let commas: i32 = 0;
  while (p < end) {
    const bytes = v128.load(p);
    const usual = i8x16.bitmask(i8x16.swizzle(IN_LIST, i8x16.sub(bytes, i8x16.splat(0x2b))));
    const found = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2c)));
    if (usual == 0xffff) {
      commas += popcnt(found);
      p += 16;
      continue;
    }
    const others = usual ^ 0xffff;
    const closing = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x5d)));
    if (closing != 0) {
      const before = (1 << ctz(closing)) - 1;
      if ((others & before) != 0 && !areOfNumbers(p, others & before)) return 0;
      numbers = commas + popcnt(found & before) + 1;
      p += <usize>ctz(closing);
      return p < end ? p + 1 : 0;
    }
    if (!areOfNumbers(p, others)) return 0;
    commas += popcnt(found);
    p += 16;
  }
  return 0;
}

/** Exponents and white space, which are rare in lists. */
function areOfNumbers(at: usize, these: i32): bool {
  let rest = these;
  while (rest != 0) {
    const byte = <u32>load<u8>(at + <usize>ctz(rest));
    if (!isSpace(byte) && (byte | 0x20) != 0x65) return false;
    rest &= rest - 1;
  }
  return true;
}
