/** Where each image format keeps its size. Parsers ask for ranges (`HeaderParser`) and check every bound; garbage ends in undefined. */
import { ascii, u16, u24le, u32 } from './bytes.ts';
import { exifOrientation, parseTiff } from './tiff-header.ts';
import { parseHeif } from './heif-header.ts';
import type { HeaderParser, ImageHeader } from './image-header.ts';
import { parseSvg } from './svg-header.ts';

/** The parser for a file that begins so; undefined for none. */
export function parserOf(head: Uint8Array): HeaderParser | undefined {
  const start = ascii(head, 0, 12);
  if (head[0] === 0xff && head[1] === 0xd8) return parseJpeg();
  if (head[0] === 0x89 && start.startsWith('PNG\r\n', 1)) return parsePng();
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return parseGif();
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return parseWebp();
  if (start.startsWith('BM')) return parseBmp();
  if (/^(II[*+]\0|MM\0[*+])/.test(start)) return parseTiff();
  if (start.startsWith('ftyp', 4)) return parseHeif();
  if (start.startsWith('\0\0\u0001\0')) return parseIco();
  return parseSvg(head);
}

/** https://www.w3.org/TR/png-3/#11IHDR. Its eXIf chunk turns nothing in browsers. */
function* parsePng(): HeaderParser {
  const bytes = yield [0, 24];
  if (bytes.length < 24 || ascii(bytes, 12, 16) !== 'IHDR') return undefined;
  return { format: 'png', width: u32(bytes, 16, false), height: u32(bytes, 20, false), orientation: 1 };
}

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt, 18 */
function* parseGif(): HeaderParser {
  const bytes = yield [0, 10];
  if (bytes.length < 10) return undefined;
  return { format: 'gif', width: u16(bytes, 6, true), height: u16(bytes, 8, true), orientation: 1 };
}

/** https://learn.microsoft.com/windows/win32/gdi/bitmap-storage; a negative height says that the rows run from the top. */
function* parseBmp(): HeaderParser {
  const bytes = yield [0, 26];
  if (bytes.length < 26) return undefined;
  const headerBytes = u32(bytes, 14, true);
  if (headerBytes === 12) return { format: 'bmp', width: u16(bytes, 18, true), height: u16(bytes, 20, true), orientation: 1 };
  if (headerBytes < 16 || headerBytes > 512) return undefined;
  return { format: 'bmp', width: u32(bytes, 18, true) | 0, height: Math.abs(u32(bytes, 22, true) | 0), orientation: 1 };
}

/** The largest of the pictures in an icon; a side of 0 means 256. */
function* parseIco(): HeaderParser {
  const head = yield [0, 6];
  const count = head.length < 6 ? 0 : u16(head, 4, true);
  const entries = yield [6, 6 + 16 * count];
  let largest: ImageHeader | undefined;
  for (let at = 0; at + 16 <= entries.length; at += 16) {
    const width = entries[at] || 256;
    const height = entries[at + 1] || 256;
    if (!largest || width * height > largest.width * largest.height) largest = { format: 'ico', width, height, orientation: 1 };
  }
  return largest;
}

/** https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B: segments up to the frame header; EXIF stands in one before it. */
function* parseJpeg(): HeaderParser {
  let orientation: number | undefined;
  let at = 2;
  for (;;) {
    const marker = yield [at, at + 4];
    if (marker.length < 4 || marker[0] !== 0xff) return undefined;
    const code = marker[1] ?? 0;
    // Any number of 0xff may stand before a marker; markers without contents are stepped over.
    if (code === 0xff) at += 1;
    if (code === 0xff) continue;
    if (code === 0x01 || (code >= 0xd0 && code <= 0xd7)) at += 2;
    if (code === 0x01 || (code >= 0xd0 && code <= 0xd7)) continue;
    // The end, or the picture itself, before any frame.
    if (code === 0xd9 || code === 0xda) return undefined;
    const length = u16(marker, 2, false);
    if (length < 2) return undefined;
    if (isFrame(code)) {
      const frame = yield [at + 4, at + 9];
      if (frame.length < 5) return undefined;
      return { format: 'jpeg', width: u16(frame, 3, false), height: u16(frame, 1, false), orientation: orientation ?? 1 };
    }
    if (code === 0xe1 && orientation === undefined && length >= 16) {
      const name = yield [at + 4, at + 10];
      // The orientation is in the first directory, near the start: a large thumbnail after it need not be read.
      if (ascii(name, 0, 4) === 'Exif') orientation = exifOrientation(yield [at + 10, at + 2 + Math.min(length, 16 * 1024)]);
    }
    at += 2 + length;
  }
}

/** SOF0 to SOF15, without the three markers of that row that are something else: DHT, JPG, DAC. */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function* parseWebp(): HeaderParser {
  const bytes = yield [0, 30];
  if (bytes.length < 30) return undefined;
  const kind = ascii(bytes, 12, 16);
  if (kind === 'VP8 ') {
    if (bytes[23] !== 0x9d || bytes[24] !== 0x01 || bytes[25] !== 0x2a) return undefined;
    return { format: 'webp', width: u16(bytes, 26, true) & 0x3fff, height: u16(bytes, 28, true) & 0x3fff, orientation: 1 };
  }
  if (kind === 'VP8L') {
    if (bytes[20] !== 0x2f) return undefined;
    const bits = u32(bytes, 21, true);
    return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, orientation: 1 };
  }
  if (kind !== 'VP8X') return undefined;
  const hasExif = ((bytes[20] ?? 0) & 0x08) !== 0;
  const orientation = hasExif ? yield* webpOrientation() : 1;
  return { format: 'webp', width: u24le(bytes, 24) + 1, height: u24le(bytes, 27) + 1, orientation };
}

/** An animation has a chunk for each picture; after so many, EXIF is not looked for. */
const MOST_CHUNKS = 100;

/** The EXIF chunk stands after the picture: chunk headers are stepped through, pictures are not read. */
function* webpOrientation(): Generator<readonly [number, number], number, Uint8Array> {
  let at = 12;
  for (let chunks = 0; chunks < MOST_CHUNKS; chunks += 1) {
    const chunk = yield [at, at + 8];
    if (chunk.length < 8) return 1;
    const length = u32(chunk, 4, true);
    if (ascii(chunk, 0, 4) !== 'EXIF') {
      at += 8 + length + (length % 2);
      continue;
    }
    const bytes = yield [at + 8, at + 8 + Math.min(length, 16 * 1024)];
    return exifOrientation(ascii(bytes, 0, 4) === 'Exif' ? bytes.subarray(6) : bytes) ?? 1;
  }
  return 1;
}
