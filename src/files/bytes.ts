/** Numbers in bytes; callers have checked the bounds (past the end everything is 0). */

export function u16(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const [first, second] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
  return littleEndian ? first | (second << 8) : (first << 8) | second;
}

export function u24le(bytes: Uint8Array, at: number): number {
  return u16(bytes, at, true) | ((bytes[at + 2] ?? 0) << 16);
}

export function u32(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const [first, second] = [u16(bytes, at, littleEndian), u16(bytes, at + 2, littleEndian)];
  return littleEndian ? first + second * 0x10000 : first * 0x10000 + second;
}

/** Not exact above 2^53, where no file is. */
export function u64(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const [first, second] = [u32(bytes, at, littleEndian), u32(bytes, at + 4, littleEndian)];
  return littleEndian ? first + second * 2 ** 32 : first * 2 ** 32 + second;
}

/** Bytes as characters of the same number. */
export function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
