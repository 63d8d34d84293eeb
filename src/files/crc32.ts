/** CRC-32 as zip has it (polynomial 0xEDB88320), four bytes at a time. */

/** For each place of a byte among four, what each value of it adds: 4 x 256. */
const TABLE = tables();

function tables(): Uint32Array {
  const table = new Uint32Array(4 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    table[byte] = value;
  }
  for (let at = 256; at < table.length; at += 1) {
    const before = table[at - 256] ?? 0;
    table[at] = (before >>> 8) ^ (table[before & 0xff] ?? 0);
  }
  return table;
}

/** The checksum after `bytes`, given the checksum before them; 0 to begin. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const table = TABLE;
  let value = ~before;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fours = bytes.length - (bytes.length % 4);
  for (let at = 0; at < fours; at += 4) {
    value ^= view.getInt32(at, true);
    value =
      (table[768 + (value & 0xff)] ?? 0) ^
      (table[512 + ((value >>> 8) & 0xff)] ?? 0) ^
      (table[256 + ((value >>> 16) & 0xff)] ?? 0) ^
      (table[value >>> 24] ?? 0);
  }
  for (let at = fours; at < bytes.length; at += 1) value = (value >>> 8) ^ (table[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~value >>> 0;
}
