/** TIFF directories, in TIFF files and in EXIF. https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf, BigTIFF: http://bigtiff.org */
import { ascii, u16, u32, u64 } from './bytes.ts';
import type { HeaderParser } from './image-header.ts';

const WIDTH = 256;
const HEIGHT = 257;
const ORIENTATION = 274;
/** A first directory with more fields than this is garbage. */
const MOST_FIELDS = 4096;

/** How a file is laid out: classic TIFF or BigTIFF, in either byte order. */
interface Layout {
  readonly littleEndian: boolean;
  readonly big: boolean;
}

/** The first picture of a TIFF file; its directory may stand anywhere. */
export function* parseTiff(): HeaderParser {
  const head = yield [0, 8];
  const layout = layoutOf(head);
  if (!layout) return undefined;
  const { littleEndian, big } = layout;
  const at = big ? u64(yield [8, 16], 0, littleEndian) : u32(head, 4, littleEndian);
  const countBytes = yield [at, at + (big ? 8 : 2)];
  if (at < 8 || countBytes.length < (big ? 8 : 2)) return undefined;
  const count = big ? u64(countBytes, 0, littleEndian) : u16(countBytes, 0, littleEndian);
  if (count > MOST_FIELDS) return undefined;
  const start = at + countBytes.length;
  const fields = fieldsOf(yield [start, start + count * fieldBytes(layout)], layout);
  const width = fields.get(WIDTH) ?? 0;
  const height = fields.get(HEIGHT) ?? 0;
  return { format: 'tiff', width, height, orientation: validOrientation(fields.get(ORIENTATION)) ?? 1 };
}

/**
 * The orientation in EXIF data, which begins as a TIFF file does; undefined where there is none.
 * @param exif without the `Exif\0\0` before it
 */
export function exifOrientation(exif: Uint8Array): number | undefined {
  const layout = layoutOf(exif);
  if (!layout || layout.big) return undefined;
  const at = u32(exif, 4, layout.littleEndian);
  if (at + 2 > exif.length) return undefined;
  const count = Math.min(u16(exif, at, layout.littleEndian), MOST_FIELDS);
  const fields = fieldsOf(exif.subarray(at + 2, at + 2 + count * fieldBytes(layout)), layout);
  return validOrientation(fields.get(ORIENTATION));
}

function layoutOf(head: Uint8Array): Layout | undefined {
  const order = ascii(head, 0, 2);
  if (head.length < 8 || (order !== 'II' && order !== 'MM')) return undefined;
  const littleEndian = order === 'II';
  const version = u16(head, 2, littleEndian);
  if (version !== 42 && version !== 43) return undefined;
  return { littleEndian, big: version === 43 };
}

function fieldBytes({ big }: Layout): number {
  return big ? 20 : 12;
}

/** Tag to first value, of the fields that hold one integer in place. */
function fieldsOf(bytes: Uint8Array, layout: Layout): Map<number, number> {
  const { littleEndian, big } = layout;
  const fields = new Map<number, number>();
  for (let at = 0; at + fieldBytes(layout) <= bytes.length; at += fieldBytes(layout)) {
    const type = u16(bytes, at + 2, littleEndian);
    const value = at + (big ? 12 : 8);
    const number =
      type === 3
        ? u16(bytes, value, littleEndian)
        : type === 4
          ? u32(bytes, value, littleEndian)
          : type === 16
            ? u64(bytes, value, littleEndian)
            : undefined;
    const tag = u16(bytes, at, littleEndian);
    if (number !== undefined && !fields.has(tag)) fields.set(tag, number);
  }
  return fields;
}

function validOrientation(value: number | undefined): number | undefined {
  return value !== undefined && value >= 1 && value <= 8 ? value : undefined;
}
