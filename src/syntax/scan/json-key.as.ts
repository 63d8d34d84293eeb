/**
 * The value of one key of many JSON objects that are known to be well-formed, without looking at most of their bytes: `find` told where the key
 * stands, in quotes, and what remains is to tell a key of the object itself from one of an object inside, and from texts.
 *
 * Of the `count` records that `places` tells (offset from `from` and size, u32 each, ascending), those that hold one of the `hits` (offsets
 * from `from + skipped`, u32, ascending) at the depth of their own keys are written to `to`, three u32 each: the number of the record, and where its value
 * begins and ends. A key that stands there twice has its last value. Returns how many. Reads up to 31 bytes past the end. The same as
 * `jsonRecord` finds.
 */
export function jsonKey(from: usize, skipped: usize, hits: usize, found: i32, size: usize, places: usize, count: i32, to: usize): i32 {
  let out = to;
  let row: i32 = -1;
  let begin: usize = 0;
  stop = from;
  for (let i = 0; i < found; i++) {
    const hit = from + skipped + <usize>load<u32>(hits + ((<usize>i) << 2));
    if (hit >= stop) {
      while (hit >= stop) {
        row += 1;
        if (row >= count) return <i32>((out - to) / 12);
        begin = from + <usize>load<u32>(places + ((<usize>row) << 3));
        stop = begin + <usize>load<u32>(places + ((<usize>row) << 3), 4);
      }
      at = begin;
      depth = 0;
    }
    // In a text, a quote has a backslash before it; outside of them there is none.
    if (hit <= begin || hit + size > stop || load<u8>(hit - 1) == 0x5c) continue;
    let value = spaceFrom(hit + size);
    if (value >= stop || load<u8>(value) != 0x3a) continue;
    value = spaceFrom(value + 1);
    let end: usize = 0;
    if (stop - value <= NEAR && hit - at > stop - value) {
      // The end of the record is nearer: what closes there and was not opened is what the key stands in.
      end = valueEnd(value);
      if (depthBetween(end, stop) != -1) continue;
    } else {
      depth += depthBetween(at, hit);
      at = hit;
      if (depth != 1) continue;
      end = valueEnd(value);
    }
    if (out > to && load<u32>(out - 12) == row) out -= 12;
    store<u32>(out, row);
    store<u32>(out, <u32>(value - from), 4);
    store<u32>(out, <u32>(end - from), 8);
    out += 12;
  }
  return <i32>((out - to) / 12);
}

/** A look from the end is at most so long, so that many keys cost no more than one. */
const NEAR: usize = 256;

/** End of the record; a place in it outside of texts, and how many brackets are open there. */
let stop: usize = 0;
let at: usize = 0;
let depth: i32 = 0;

function spaceFrom(place: usize): usize {
  let p = place;
  while (p < stop && load<u8>(p) <= 0x20) p += 1;
  return p;
}

/** Brackets opened less those closed. Neither place is in a text. */
function depthBetween(start: usize, end: usize): i32 {
  let open: i32 = 0;
  let p = start;
  while (p < end) {
    const c = load<u8>(p);
    if (c == 0x22) {
      p = textEnd(p);
      continue;
    }
    const folded = c & 0xdf;
    if (folded == 0x5b) open += 1;
    else if (folded == 0x5d) open -= 1;
    p += 1;
  }
  return open;
}

/** Behind the value that begins at a place. */
function valueEnd(place: usize): usize {
  const c = load<u8>(place);
  if (c == 0x22) return textEnd(place);
  let p = place;
  if ((c & 0xdf) != 0x5b) {
    while (p < stop) {
      const sign = load<u8>(p);
      if (sign <= 0x20 || sign == 0x2c || (sign & 0xdf) == 0x5d) return p;
      p += 1;
    }
    return p;
  }
  let open: i32 = 0;
  while (p < stop) {
    const sign = load<u8>(p);
    if (sign == 0x22) {
      p = textEnd(p);
      continue;
    }
    p += 1;
    const folded = sign & 0xdf;
    if (folded == 0x5b) open += 1;
    else if (folded == 0x5d) {
      open -= 1;
      if (open == 0) return p;
    }
  }
  return p;
}

/** Behind the text that begins with the quote at a place. */
function textEnd(place: usize): usize {
  const quote = i8x16.splat(0x22);
  const backslash = i8x16.splat(0x5c);
  let p = place + 1;
  while (p < stop) {
    const v = v128.load(p);
    const w = v128.load(p, 16);
    const near = v128.or(i8x16.eq(v, quote), i8x16.eq(v, backslash));
    const far = v128.or(i8x16.eq(w, quote), i8x16.eq(w, backslash));
    if (!v128.any_true(v128.or(near, far))) {
      p += 32;
      continue;
    }
    p += <usize>ctz(<u32>i8x16.bitmask(near) | ((<u32>i8x16.bitmask(far)) << 16));
    if (p >= stop || load<u8>(p) == 0x22) return p + 1;
    p += 2;
  }
  return p;
}
