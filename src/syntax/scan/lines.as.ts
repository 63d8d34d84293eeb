const LF: v128 = i8x16.splat(0x0a);

/**
 * Where lines begin: writes, for every line feed in `length` bytes at `from`, the offset behind it from `from` as u32 to `to`, and
 * returns how many. Reads up to 63 bytes past the end, whose values do not matter. The same as `plainLines` of lines.ts.
 */
export function lines(from: usize, length: usize, to: usize): i32 {
  let out = to;
  for (let at: usize = 0; at < length; at += 64) {
    const a = i8x16.eq(v128.load(from + at), LF);
    const b = i8x16.eq(v128.load(from + at, 16), LF);
    const c = i8x16.eq(v128.load(from + at, 32), LF);
    const d = i8x16.eq(v128.load(from + at, 48), LF);
    if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) continue;
    let found = <u64>i8x16.bitmask(a) | ((<u64>i8x16.bitmask(b)) << 16) | ((<u64>i8x16.bitmask(c)) << 32) | ((<u64>i8x16.bitmask(d)) << 48);
    if (length - at < 64) found &= ((<u64>1) << (length - at)) - 1;
    while (found != 0) {
      store<u32>(out, <u32>(at + <usize>ctz(found) + 1));
      out += 4;
      found &= found - 1;
    }
  }
  return <i32>((out - to) >>> 2);
}
