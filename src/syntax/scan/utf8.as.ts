// Whether a stream of bytes is UTF-8: the same as Utf8Check of files/text.ts, which says what is counted.

/** Sequences that are not valid so far, and where the first began; -1: none. */
let count: f64 = 0;
let first: f64 = -1;
/** Of the character at hand: bytes that are missing, what the next one must lie between, and where it began. */
let missing: i32 = 0;
let lowest: u32 = 0;
let highest: u32 = 0;
let began: f64 = 0;

export function clearUtf8(): void {
  count = 0;
  first = -1;
  missing = 0;
}

export function utf8Count(): f64 {
  return count;
}

export function utf8First(): f64 {
  return first;
}

@inline
function wrong(at: f64): void {
  if (first < 0) first = at;
  count += 1;
}

/** The next bytes; `base`: the offset of address 0 in the stream. Reads up to 63 bytes past the end, whose values do not matter. */
export function utf8(at: usize, length: usize, base: f64): void {
  const to = at + length;
  let p = at;
  while (p < to) {
    if (missing == 0) {
      // Nearly all text is ASCII.
      while (p < to) {
        const all = v128.or(v128.or(v128.load(p), v128.load(p, 16)), v128.or(v128.load(p, 32), v128.load(p, 48)));
        if (i8x16.bitmask(all) != 0) break;
        p += 64;
      }
      while (p < to && load<u8>(p) < 0x80) p += 1;
      if (p >= to) return;
      began = base + <f64>p;
      const lead = <u32>load<u8>(p);
      p += 1;
      if (lead < 0xc2 || lead > 0xf4) {
        wrong(began);
        continue;
      }
      missing = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      continue;
    }
    const byte = <u32>load<u8>(p);
    if (byte < lowest || byte > highest) {
      // This byte may begin a character of its own.
      wrong(began);
      missing = 0;
      continue;
    }
    p += 1;
    missing -= 1;
    lowest = 0x80;
    highest = 0xbf;
  }
}

/** After the last piece: a character that is cut there is not valid. */
export function endUtf8(): void {
  if (missing > 0) wrong(began);
  missing = 0;
}
