/** A baseline JPEG with an EXIF segment that says how to turn it. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const segment = Buffer.alloc(26);
  segment.write('II', 0, 'latin1');
  segment.writeUInt16LE(42, 2);
  segment.writeUInt32LE(8, 4);
  segment.writeUInt16LE(1, 8);
  segment.writeUInt16LE(0x0112, 10);
  segment.writeUInt16LE(3, 12);
  segment.writeUInt32LE(1, 14);
  segment.writeUInt16LE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), segment]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** TIFF 6.0, one strip of RGB, uncompressed. */
export function tiff(rgba: Buffer, width: number, height: number): Buffer {
  const rgb = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) rgba.copy(rgb, i * 3, i * 4, i * 4 + 3);
  const SHORT = 3;
  const LONG = 4;
  const strip = 8 + 2 + 11 * 12 + 4 + 6;
  const tags: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, 3, strip - 6],
    [259, SHORT, 1, 1],
    [262, SHORT, 1, 2],
    [273, LONG, 1, strip],
    [274, SHORT, 1, 1],
    [277, SHORT, 1, 3],
    [278, LONG, 1, height],
    [279, LONG, 1, rgb.length],
    [284, SHORT, 1, 1],
  ];
  const head = Buffer.alloc(strip);
  head.write('II', 0, 'latin1');
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(tags.length, 8);
  for (const [i, [tag, type, count, value]] of tags.entries()) {
    const at = 10 + i * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    if (type === SHORT && count === 1) head.writeUInt16LE(value, at + 8);
    else head.writeUInt32LE(value, at + 8);
  }
  for (let i = 0; i < 3; i++) head.writeUInt16LE(8, strip - 6 + i * 2);
  return Buffer.concat([head, rgb]);
}

/** GIF 89a with the 256 commonest colours; the others take the nearest of these. */
export function gif(rgba: Buffer, width: number, height: number): Buffer {
  const counts = new Map<number, number>();
  const colourAt = (i: number): number =>
    (((rgba[i * 4] ?? 0) & 0xf8) << 16) | (((rgba[i * 4 + 1] ?? 0) & 0xf8) << 8) | ((rgba[i * 4 + 2] ?? 0) & 0xf8);
  for (let i = 0; i < width * height; i++) counts.set(colourAt(i), (counts.get(colourAt(i)) ?? 0) + 1);
  const palette = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, 256)
    .map(([colour]) => colour);
  const index = new Map(palette.map((colour, i) => [colour, i]));
  const nearest = (colour: number): number => {
    const known = index.get(colour);
    if (known !== undefined) return known;
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, other] of palette.entries()) {
      const d = [16, 8, 0].reduce((sum, s) => sum + (((colour >> s) & 255) - ((other >> s) & 255)) ** 2, 0);
      if (d < least) [least, best] = [d, i];
    }
    index.set(colour, best);
    return best;
  };
  const pixels = Array.from({ length: width * height }, (_, i) => nearest(colourAt(i)));
  const head = Buffer.alloc(13);
  head.write('GIF89a', 0, 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  head[10] = 0xf7;
  const table = Buffer.alloc(768);
  for (const [i, colour] of palette.entries()) table.writeUIntBE(colour | ((colour >> 5) & 0x070707), i * 3, 3);
  const frame = Buffer.alloc(11);
  frame[0] = 0x2c;
  frame.writeUInt16LE(width, 5);
  frame.writeUInt16LE(height, 7);
  frame[10] = 8;
  const data = lzw(pixels);
  const blocks: Buffer[] = [];
  for (let i = 0; i < data.length; i += 255) {
    const part = data.subarray(i, i + 255);
    blocks.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat([head, table, frame.subarray(0, 10), frame.subarray(10), ...blocks, Buffer.from([0, 0x3b])]);
}

/** GIF's LZW with 8-bit symbols: 256 clears the table, 257 ends. */
function lzw(pixels: readonly number[]): Buffer {
  const out: number[] = [];
  let bits = 0;
  let held = 0;
  let size = 9;
  const put = (code: number): void => {
    held |= code << bits;
    bits += size;
    while (bits >= 8) {
      out.push(held & 255);
      held >>>= 8;
      bits -= 8;
    }
  };
  let table = new Map<number, number>();
  let next = 258;
  put(256);
  let prefix = pixels[0] ?? 0;
  for (const pixel of pixels.slice(1)) {
    const key = prefix * 256 + pixel;
    const known = table.get(key);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    put(prefix);
    table.set(key, next++);
    if (next > 1 << size && size < 12) size++;
    else if (next > 4095) {
      put(256);
      table = new Map();
      next = 258;
      size = 9;
    }
    prefix = pixel;
  }
  put(prefix);
  put(257);
  if (bits > 0) out.push(held & 255);
  return Buffer.from(out);
}
