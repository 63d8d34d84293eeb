// What the shapes of a COCO annotation are written as: a box, polygons, a mask by counts. Each returns the place behind it; 0: not usual.
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  EXACT_DIGITS,
  key,
  keyLength,
  keyWord,
  list,
  num,
  number,
  numbers,
  OPEN_ARRAY,
  othersAt,
  power,
  QUOTE,
  SPACE,
  space,
  tens,
  valueAt,
  whole,
} from './json.as';

/** Keys of a mask, as in coco-keys.as.ts. */
const COUNTS: u64 = 0x73746e756f63;
const SIZE: u64 = 0x657a6973;

/** Of the last mask: what its size says, in pixels, and how many its counts make. */
export let maskPixels: f64 = 0;
export let maskHeight: f64 = 0;
export let maskWidth: f64 = 0;

/** Four numbers, to `to` as f32. */
@inline
export function boxAt(at: usize, to: usize): usize {
  const next = usualBox(at, to);
  return next != 0 ? next : anyBox(at, to);
}

/**
 * Four short numbers with a comma and at most one space between them, of at most 64 bytes; else 0. Where each ends is known from one look at all
 * of them: read one by one, each would have to wait for the last one. The values are the same as those of `number`.
 */
@inline
function usualBox(at: usize, to: usize): usize {
  if (load<u8>(at) != OPEN_ARRAY) return 0;
  const p = at + 1;
  let others = othersAt(p);
  let from: i32 = 0;
  for (let side: usize = 0; side < 4; side += 1) {
    const negative = load<u8>(p + <usize>from) == 0x2d;
    if (negative) {
      from += 1;
      others &= others - 1;
    }
    let next = <i32>ctz(others);
    others &= others - 1;
    const before = next - from;
    if (<u32>before - 1 > 7) return 0;
    let digits = valueAt(p + <usize>from, before);
    let scale: i32 = 0;
    if (load<u8>(p + <usize>next) == 0x2e) {
      from = next + 1;
      next = <i32>ctz(others);
      others &= others - 1;
      scale = next - from;
      if (<u32>scale - 1 > 7 || before + scale > EXACT_DIGITS) return 0;
      digits = digits * tens(scale) + valueAt(p + <usize>from, scale);
    }
    const size = <f64><i64>digits / power(scale);
    store<f32>(to + (side << 2), <f32>(negative ? -size : size));
    // Behind the last of the bytes looked at nothing is known.
    if (next > 63 || <u32>load<u8>(p + <usize>next) != (side == 3 ? CLOSE_ARRAY : COMMA)) return 0;
    from = next + 1;
    if (side < 3 && load<u8>(p + <usize>from) == SPACE) {
      from += 1;
      others &= others - 1;
    }
  }
  return p + <usize>from;
}

function anyBox(at: usize, to: usize): usize {
  if (load<u8>(at) != OPEN_ARRAY) return 0;
  let p = at + 1;
  for (let side: usize = 0; side < 4; side += 1) {
    p = number(space(p));
    if (p == 0) return 0;
    store<f32>(to + (side << 2), <f32>num);
    p = space(p);
    if (load<u8>(p) != (side == 3 ? CLOSE_ARRAY : COMMA)) return 0;
    p += 1;
  }
  return p;
}

/** Whether the last list of polygons had any. */
export let hasPolygons: bool = false;

/** Polygons of at least three points each, or none. */
export function polygons(at: usize): usize {
  hasPolygons = false;
  if (load<u8>(at) != OPEN_ARRAY) return 0;
  let p = space(at + 1);
  if (load<u8>(p) == CLOSE_ARRAY) return p + 1;
  for (;;) {
    if (load<u8>(p) != OPEN_ARRAY) return 0;
    p = list(p + 1);
    if (p == 0 || numbers < 6 || (numbers & 1) != 0) return 0;
    p = space(p);
    const byte = <u32>load<u8>(p);
    if (byte == CLOSE_ARRAY) break;
    if (byte != COMMA) return 0;
    p = space(p + 1);
  }
  hasPolygons = true;
  return p + 1;
}

/** What the last list of whole numbers comes to. */
let sum: u64 = 0;

/** From behind the opening bracket of a list of whole numbers to the closing one. Short ones are found many at a time, as in `usualBox`. */
function sumOf(at: usize): usize {
  let p = at;
  let byte = COMMA;
  sum = 0;
  while (byte == COMMA) {
    let others = othersAt(p);
    let from: i32 = 0;
    while (others != 0) {
      const next = <i32>ctz(others);
      others &= others - 1;
      const digits = next - from;
      byte = load<u8>(p + <usize>next);
      if (<u32>digits - 1 > 7 || (digits > 1 && load<u8>(p + <usize>from) == 0x30) || (byte != COMMA && byte != CLOSE_ARRAY)) break;
      sum += valueAt(p + <usize>from, digits);
      if (byte == CLOSE_ARRAY) return p + <usize>next;
      from = next + 1;
      if (load<u8>(p + <usize>from) == SPACE) {
        from += 1;
        others &= others - 1;
      }
    }
    // One that is cut by the end of these bytes, or not usual.
    p = whole(space(p + <usize>from));
    if (p == 0 || num > 4294967295) return 0;
    sum += <u64>num;
    p = space(p);
    byte = load<u8>(p);
    if (byte == COMMA) p += 1;
  }
  return byte == CLOSE_ARRAY ? p : 0;
}

/** A mask by counts that are numbers: `{"counts": […], "size": [height, width]}`. */
export function mask(at: usize): usize {
  let p = at;
  let hasCounts = false;
  let hasSize = false;
  for (let field = 0; field < 2; field += 1) {
    p = space(p + 1);
    if (load<u8>(p) != QUOTE) return 0;
    p = key(p);
    if (p == 0 || load<u8>(p) != OPEN_ARRAY) return 0;
    if (keyLength == 6 && keyWord == COUNTS && !hasCounts) {
      hasCounts = true;
      p = sumOf(p + 1);
      if (p == 0) return 0;
    } else if (keyLength == 4 && keyWord == SIZE && !hasSize) {
      hasSize = true;
      p = whole(space(p + 1));
      if (p == 0 || !(num > 0) || num > 1048576) return 0;
      maskHeight = num;
      p = space(p);
      if (load<u8>(p) != COMMA) return 0;
      p = whole(space(p + 1));
      if (p == 0 || !(num > 0) || num > 1048576) return 0;
      maskWidth = num;
      p = space(p);
    } else return 0;
    if (load<u8>(p) != CLOSE_ARRAY) return 0;
    p = space(p + 1);
    if (load<u8>(p) != (field == 0 ? COMMA : CLOSE_OBJECT)) return 0;
  }
  maskPixels = <f64>sum;
  return p + 1;
}

/** Whether a nested object may say `true`, or a number but 0, of something: then it is worth parsing. */
export function mayBeTrue(from: usize, to: usize): bool {
  for (let p = from; p < to; p += 1) {
    const byte = <u32>load<u8>(p);
    if (byte > 0x30 && byte <= 0x39) return true;
    if (byte == 0x74 && load<u8>(p, 1) == 0x72 && load<u8>(p, 2) == 0x75) return true;
  }
  return false;
}
