/** AVIF and HEIC: boxes of ISO 14496-12 and 23008-12 (HEIF). https://aomediacodec.github.io/av1-avif/ */
import { ascii, u16, u32, u64 } from './bytes.ts';
import type { HeaderParser, ImageHeader } from './image-header.ts';

/** The `meta` box of a picture; one with thousands of tiles has some tens of kilobytes. */
const LARGEST_META = 4 * 1024 * 1024;
const MOST_BOXES = 64;

/** A box within bytes: its type and the bounds of its contents. */
interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export function* parseHeif(): HeaderParser {
  const first = yield [0, 8];
  const brandsEnd = Math.min(u32(first, 0, false), 256);
  const format = formatOf(ascii(yield [8, Math.max(12, brandsEnd)], 0, 256));
  if (!format) return undefined;
  let at = u32(first, 0, false);
  for (let count = 0; count < MOST_BOXES && at >= 8; count += 1) {
    const head = yield [at, at + 8];
    if (head.length < 8) return undefined;
    let size = u32(head, 0, false);
    let headBytes = 8;
    if (size === 1) {
      size = u64(yield [at + 8, at + 16], 0, false);
      headBytes = 16;
    }
    if (size < headBytes) return undefined;
    if (ascii(head, 4, 8) === 'meta') {
      if (size > LARGEST_META) return undefined;
      return headerOf(yield [at + headBytes, at + size], format);
    }
    at += size;
  }
  return undefined;
}

/** By brand; `mif1` alone is either, and was HEVC where it was seen first. */
function formatOf(brands: string): 'avif' | 'heic' | undefined {
  if (/avif|avis/.test(brands)) return 'avif';
  return /heic|heix|heim|heis|hevc|hevx|mif1|msf1/.test(brands) ? 'heic' : undefined;
}

/** Size and turn of the primary item: the properties that `ipma` gives it. Where that cannot be followed, the largest size there is. */
function headerOf(meta: Uint8Array, format: 'avif' | 'heic'): ImageHeader | undefined {
  // A full box: four bytes of version and flags first.
  const boxes = boxesIn(meta, 4, meta.length);
  const iprp = boxes.find(({ type }) => type === 'iprp');
  if (!iprp) return undefined;
  const inside = boxesIn(meta, iprp.start, iprp.end);
  const ipco = inside.find(({ type }) => type === 'ipco');
  if (!ipco) return undefined;
  const properties = boxesIn(meta, ipco.start, ipco.end);
  const associations = inside.find(({ type }) => type === 'ipma');
  const primary = primaryItem(meta, boxes);
  const ofPrimary = associations && primary !== undefined ? propertiesOf(meta, associations, primary, properties) : [];
  const sizes = (ofPrimary.some(({ type }) => type === 'ispe') ? ofPrimary : properties).filter(
    ({ type, start, end }) => type === 'ispe' && end - start >= 12,
  );
  let largest: ImageHeader | undefined;
  for (const { start } of sizes) {
    const width = u32(meta, start + 4, false);
    const height = u32(meta, start + 8, false);
    if (!largest || width * height > largest.width * largest.height)
      largest = { format, width, height, orientation: turnOf(meta, ofPrimary) };
  }
  return largest;
}

/** `irot` turns anticlockwise by quarters, then `imir` mirrors (in this order in every file); as an EXIF orientation. */
function turnOf(meta: Uint8Array, properties: readonly Box[]): number {
  const rotation = properties.find(({ type }) => type === 'irot');
  const mirror = properties.find(({ type }) => type === 'imir');
  const quarters = rotation ? (meta[rotation.start] ?? 0) & 3 : 0;
  if (!mirror) return [1, 8, 3, 6][quarters] ?? 1;
  // Axis 0 swaps top and bottom, 1 left and right.
  const swapsSides = ((meta[mirror.start] ?? 0) & 1) === 1;
  return (swapsSides ? [2, 7, 4, 5] : [4, 5, 2, 7])[quarters] ?? 1;
}

function primaryItem(meta: Uint8Array, boxes: readonly Box[]): number | undefined {
  const pitm = boxes.find(({ type }) => type === 'pitm');
  if (!pitm || pitm.end - pitm.start < 6) return undefined;
  return meta[pitm.start] === 0 ? u16(meta, pitm.start + 4, false) : u32(meta, pitm.start + 4, false);
}

/** Properties of one item, by the `ipma` table of 1-based places. */
function propertiesOf(meta: Uint8Array, ipma: Box, item: number, properties: readonly Box[]): Box[] {
  const wideItems = (meta[ipma.start] ?? 0) >= 1;
  const widePlaces = ((meta[ipma.start + 3] ?? 0) & 1) === 1;
  const count = u32(meta, ipma.start + 4, false);
  let at = ipma.start + 8;
  for (let entry = 0; entry < count && at < ipma.end; entry += 1) {
    const id = wideItems ? u32(meta, at, false) : u16(meta, at, false);
    at += wideItems ? 4 : 2;
    const places = meta[at] ?? 0;
    at += 1;
    const found: Box[] = [];
    for (let place = 0; place < places && at < ipma.end; place += 1) {
      // The top bit says that the property is essential.
      const index = widePlaces ? u16(meta, at, false) & 0x7fff : (meta[at] ?? 0) & 0x7f;
      at += widePlaces ? 2 : 1;
      const property = properties[index - 1];
      if (property) found.push(property);
    }
    if (id === item) return found;
  }
  return [];
}

function boxesIn(bytes: Uint8Array, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end;) {
    const size = u32(bytes, at, false) || end - at;
    if (size < 8 || at + size > Math.min(end, bytes.length)) return boxes;
    boxes.push({ type: ascii(bytes, at + 4, at + 8), start: at + 8, end: at + size });
    at += size;
  }
  return boxes;
}
