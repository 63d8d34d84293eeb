/** What the scanners of delimited text share: 64 bytes as a mask, a bit each. */
export const QUOTE: v128 = i8x16.splat(0x22);

/** Ones from every second bit on up to the next: what stands in quotes. */
export function prefixXor(bits: u64): u64 {
  let x = bits;
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  x ^= x << 32;
  return x;
}

/** Which of the 64 bytes at a place are this one. */
// @ts-ignore: decorator
@inline
export function maskOf(at: usize, byte: v128): u64 {
  return (
    <u64>i8x16.bitmask(i8x16.eq(v128.load(at), byte)) |
    ((<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 16), byte))) << 16) |
    ((<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 32), byte))) << 32) |
    ((<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 48), byte))) << 48)
  );
}
