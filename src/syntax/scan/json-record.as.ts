/**
 * Whether the bytes of a record are one JSON object of which there is nothing to tell, by the whole grammar: nesting, strings and their
 * escapes, UTF-8, numbers that a number can hold. Whatever is unusual without being wrong (control characters in strings, `NaN`, deep
 * nesting, escapes in the object's keys) counts as doubtful: `parseJson` of json-value.ts looks at that. On the way the value of one key of
 * the object is found.
 */
const MOST_DEEP: i32 = 512;
/** For each open bracket 1 where it is a brace. */
const BRACES: usize = memory.data(512);

let p: usize = 0;
let stop: usize = 0;

/**
 * 0: doubtful · 1: clean, without the key · 2: clean, and the value of the key (of the last one, where it comes twice) stands from the first to
 * the second u32 at `to`, offsets from `from`. `keyLength` 0: no key is looked for. Reads up to 31 bytes past the end.
 */
export function jsonRecord(from: usize, length: usize, key: usize, keyLength: usize, to: usize): i32 {
  p = from;
  stop = from + length;
  let depth: i32 = 0;
  let result: i32 = 1;
  let isWanted = false;
  space();
  if (p >= stop || load<u8>(p) != 0x7b) return 0;
  while (true) {
    // A value begins at p.
    const c = load<u8>(p);
    if (isWanted && depth == 1) store<u32>(to, <u32>(p - from));
    let isOpen = false;
    if (c == 0x22) {
      if (!string()) return 0;
    } else if (c == 0x7b || c == 0x5b) {
      if (depth == MOST_DEEP) return 0;
      const isBrace = c == 0x7b;
      store<u8>(BRACES + <usize>depth, isBrace ? 1 : 0);
      depth += 1;
      p += 1;
      space();
      if (p >= stop) return 0;
      if (load<u8>(p) == (isBrace ? 0x7d : 0x5d)) {
        p += 1;
        depth -= 1;
      } else isOpen = true;
    } else if (!scalar(c)) return 0;
    // Behind a value, or at the first element of what was opened.
    while (true) {
      if (!isOpen) {
        if (depth == 0) {
          space();
          return p == stop ? result : 0;
        }
        if (isWanted && depth == 1) {
          store<u32>(to, <u32>(p - from), 4);
          result = 2;
          isWanted = false;
        }
        space();
        if (p >= stop) return 0;
        const sign = load<u8>(p);
        p += 1;
        if (sign == (load<u8>(BRACES + <usize>(depth - 1)) == 1 ? 0x7d : 0x5d)) {
          depth -= 1;
          continue;
        }
        if (sign != 0x2c) return 0;
        space();
        if (p >= stop) return 0;
      }
      isOpen = false;
      if (load<u8>(BRACES + <usize>(depth - 1)) == 1) {
        const begin = p + 1;
        if (load<u8>(p) != 0x22 || !string()) return 0;
        if (depth == 1) {
          const size = p - 1 - begin;
          // A key may be written with escapes: which one it is is for others to say.
          if (hasBackslash(begin, size)) return 0;
          isWanted = keyLength > 0 && size == keyLength && isSame(begin, key, size);
        }
        space();
        if (p >= stop || load<u8>(p) != 0x3a) return 0;
        p += 1;
        space();
        if (p >= stop) return 0;
      }
      break;
    }
  }
  return 0;
}

/**
 * Which of `count` records are doubtful: of each two u32 stand at `places`, the offset from `from` and the size. Writes the numbers of
 * those that are as u32 to `to`, and returns how many.
 */
export function jsonDoubtful(from: usize, places: usize, count: i32, to: usize): i32 {
  let out = to;
  for (let i = 0; i < count; i++) {
    const place = places + ((<usize>i) << 3);
    if (jsonRecord(from + <usize>load<u32>(place), <usize>load<u32>(place, 4), 0, 0, 0) != 0) continue;
    store<u32>(out, i);
    out += 4;
  }
  return <i32>((out - to) >>> 2);
}

function space(): void {
  while (p < stop) {
    const c = load<u8>(p);
    if (c != 0x20 && c != 0x0a && c != 0x0d && c != 0x09) return;
    p += 1;
  }
}

function isSame(a: usize, b: usize, size: usize): bool {
  for (let i: usize = 0; i < size; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}

function hasBackslash(at: usize, size: usize): bool {
  for (let i: usize = 0; i < size; i++) if (load<u8>(at + i) == 0x5c) return true;
  return false;
}

/** From the opening quote to behind the closing one. */
function string(): bool {
  p += 1;
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  const first = i8x16.splat(0x20);
  while (p < stop) {
    const v = v128.load(p);
    const w = v128.load(p, 16);
    // As signed numbers, control characters and all that is not ASCII are the small ones.
    const near = v128.or(v128.or(i8x16.eq(v, quote), i8x16.eq(v, backslash)), i8x16.lt_s(v, first));
    const far = v128.or(v128.or(i8x16.eq(w, quote), i8x16.eq(w, backslash)), i8x16.lt_s(w, first));
    if (!v128.any_true(v128.or(near, far))) {
      p += 32;
      continue;
    }
    p += <usize>ctz(<u32>i8x16.bitmask(near) | ((<u32>i8x16.bitmask(far)) << 16));
    if (p >= stop) return false;
    const c = load<u8>(p);
    if (c == 0x22) {
      p += 1;
      return true;
    }
    if (c == 0x5c) {
      if (!escape()) return false;
    } else if (c < 0x20) return false;
    else {
      // Texts in other scripts come in runs.
      do {
        const size = character(p);
        if (size == 0) return false;
        p += size;
      } while (p < stop && load<u8>(p) >= 0x80);
    }
  }
  return false;
}

function escape(): bool {
  if (p + 1 >= stop) return false;
  const c = load<u8>(p + 1);
  if (c == 0x75) {
    if (p + 6 > stop) return false;
    for (let i: usize = 2; i < 6; i++) if (!isHex(load<u8>(p + i))) return false;
    p += 6;
    return true;
  }
  p += 2;
  return c == 0x22 || c == 0x5c || c == 0x2f || c == 0x62 || c == 0x66 || c == 0x6e || c == 0x72 || c == 0x74;
}

function isHex(c: u8): bool {
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 6;
}

/** Bytes of the UTF-8 character at a place; 0: it is none. https://encoding.spec.whatwg.org/#utf-8-decoder */
function character(at: usize): usize {
  const a = load<u8>(at);
  const b = load<u8>(at + 1);
  if (a < 0xc2) return 0;
  if (a < 0xe0) return isNext(b) && at + 2 <= stop ? 2 : 0;
  if (a < 0xf0) {
    if (!isNext(b) || !isNext(load<u8>(at + 2)) || at + 3 > stop) return 0;
    if (a == 0xe0 && b < 0xa0) return 0;
    return a == 0xed && b > 0x9f ? 0 : 3;
  }
  if (a > 0xf4 || !isNext(b) || !isNext(load<u8>(at + 2)) || !isNext(load<u8>(at + 3)) || at + 4 > stop) return 0;
  if (a == 0xf0 && b < 0x90) return 0;
  return a == 0xf4 && b > 0x8f ? 0 : 4;
}

// @ts-ignore: decorator
@inline
function isNext(byte: u8): bool {
  return (byte & 0xc0) == 0x80;
}

const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;
const NULL: u32 = 0x6c6c756e;

function scalar(c: u8): bool {
  if (c == 0x74 || c == 0x6e) {
    if (load<u32>(p) != (c == 0x74 ? TRUE : NULL)) return false;
    p += 4;
    return p <= stop;
  }
  if (c == 0x66) {
    if (load<u32>(p, 1) != ALSE) return false;
    p += 5;
    return p <= stop;
  }
  return number();
}

/** Digits from p on. */
function digits(): usize {
  const from = p;
  while (p < stop && load<u8>(p) - 0x30 < 10) p += 1;
  return p - from;
}

function number(): bool {
  if (load<u8>(p) == 0x2d) p += 1;
  if (p >= stop) return false;
  if (load<u8>(p) == 0x30) p += 1;
  else {
    const size = digits();
    // More may be past what a number holds.
    if (size == 0 || size > 300) return false;
  }
  if (p < stop && load<u8>(p) == 0x2e) {
    p += 1;
    if (digits() == 0) return false;
  }
  if (p < stop && (load<u8>(p) | 0x20) == 0x65) {
    p += 1;
    if (p < stop && (load<u8>(p) == 0x2b || load<u8>(p) == 0x2d)) p += 1;
    const size = digits();
    if (size == 0 || size > 2) return false;
  }
  return true;
}
