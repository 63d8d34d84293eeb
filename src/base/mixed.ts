/** 32 bits whose every bit depends on every bit of the number; no two numbers of 32 bits have the same. The last steps of MurmurHash3. */
export function mixed(bits: number): number {
  let h = bits;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
