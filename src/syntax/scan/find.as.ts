/**
 * Where a pattern of bytes stands, in one of two spellings at every place (small and large letters): writes the offset from `from` of
 * every match as u32 to `to`, at most `most` of them, and returns how many. The pattern is `size` bytes at `low`, then as many at
 * `high`. Most places are ruled out by two of its bytes, `first` and `second`, which are chosen to be rare; where the first is so rare
 * that few blocks have it (`alone`), the second is looked at in those only. Reads up to 63 bytes past the end. The same as `plainFinder`
 * of find.ts.
 */
export function find(
  from: usize,
  length: usize,
  low: usize,
  size: usize,
  first: usize,
  second: usize,
  alone: bool,
  to: usize,
  most: i32,
): i32 {
  if (length < size) return 0;
  const high = low + size;
  // A byte that is one of two is the one of them with all bits of both, once the bits that differ are set: that lets a few others pass.
  const a = load<u8>(low + first);
  const b = load<u8>(low + second);
  const c = load<u8>(high + first);
  const d = load<u8>(high + second);
  const firstBits = i8x16.splat(<i8>(a ^ c));
  const secondBits = i8x16.splat(<i8>(b ^ d));
  const firstByte = i8x16.splat(<i8>(a | c));
  const secondByte = i8x16.splat(<i8>(b | d));
  const folds = a != c || b != d;
  const places = length - size + 1;
  let found: i32 = 0;
  for (let at: usize = 0; at < places; at += 64) {
    const here = from + at;
    let near = v128.load(here + first);
    let next = v128.load(here + first, 16);
    let third = v128.load(here + first, 32);
    let far = v128.load(here + first, 48);
    if (folds) {
      near = v128.or(near, firstBits);
      next = v128.or(next, firstBits);
      third = v128.or(third, firstBits);
      far = v128.or(far, firstBits);
    }
    near = i8x16.eq(near, firstByte);
    next = i8x16.eq(next, firstByte);
    third = i8x16.eq(third, firstByte);
    far = i8x16.eq(far, firstByte);
    if (alone && !v128.any_true(v128.or(v128.or(near, next), v128.or(third, far)))) continue;
    let near2 = v128.load(here + second);
    let next2 = v128.load(here + second, 16);
    let third2 = v128.load(here + second, 32);
    let far2 = v128.load(here + second, 48);
    if (folds) {
      near2 = v128.or(near2, secondBits);
      next2 = v128.or(next2, secondBits);
      third2 = v128.or(third2, secondBits);
      far2 = v128.or(far2, secondBits);
    }
    near = v128.and(near, i8x16.eq(near2, secondByte));
    next = v128.and(next, i8x16.eq(next2, secondByte));
    third = v128.and(third, i8x16.eq(third2, secondByte));
    far = v128.and(far, i8x16.eq(far2, secondByte));
    if (!v128.any_true(v128.or(v128.or(near, next), v128.or(third, far)))) continue;
    let hits =
      <u64>i8x16.bitmask(near) |
      ((<u64>i8x16.bitmask(next)) << 16) |
      ((<u64>i8x16.bitmask(third)) << 32) |
      ((<u64>i8x16.bitmask(far)) << 48);
    while (hits != 0) {
      const place = at + <usize>ctz(hits);
      hits &= hits - 1;
      if (place >= places) break;
      if (!matches(from + place, low, size)) continue;
      if (found == most) return found;
      store<u32>(to + ((<usize>found) << 2), <u32>place);
      found += 1;
    }
  }
  return found;
}

function matches(at: usize, low: usize, size: usize): bool {
  const high = low + size;
  for (let i: usize = 0; i < size; i++) {
    const byte = load<u8>(at + i);
    if (byte != load<u8>(low + i) && byte != load<u8>(high + i)) return false;
  }
  return true;
}
