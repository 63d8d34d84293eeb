// Items of `images` of a COCO file into columns: those with a number for an id and a name in ASCII, the rest is left to the careful path. That
// one parses images in full, so nothing is skipped here unseen: every value is strict JSON, or the image is not usual.
import {
  BACKSLASH,
  CLOSE_OBJECT,
  COMMA,
  end,
  key,
  keyLength,
  keyRest,
  keyWord,
  num,
  OPEN_OBJECT,
  QUOTE,
  setEnd,
  space,
  whole,
} from './json.as';

/** The first eight bytes of the keys that matter, the first letter lowest. */
const ID: u64 = 0x6469;
const URL: u64 = 0x6c7275;
const WIDTH: u64 = 0x6874646977;
const HEIGHT: u64 = 0x746867696568;
const LICENSE: u64 = 0x65736e6563696c;
const COCO_URL: u64 = 0x6c72755f6f636f63;
const FILE_NAM: u64 = 0x6d616e5f656c6966;
const FLICKR_U: u64 = 0x755f726b63696c66;

/** Images that a block holds, fields of theirs that are no column yet, and bytes of the text of either. */
const ROWS: i32 = 8192;
const EXTRAS: i32 = 32768;
const TEXT: usize = 1048576;
let ids: usize = 0;
let starts: usize = 0;
let sizes: usize = 0;
let widths: usize = 0;
let heights: usize = 0;
let nameEnds: usize = 0;
let names: usize = 0;
/** For each further field five f64: row, where its key ends in the texts, where its value does, whether it is text, else the number. */
let extras: usize = 0;
let texts: usize = 0;
let rows: i32 = 0;
let nameBytes: usize = 0;
let extraCount: i32 = 0;
let textBytes: usize = 0;
/** Whether an image was left because the block has no room for it. */
let isFull: bool = false;

/** Where the columns of images shall lie; returns where they end. */
export function placeImages(at: usize): usize {
  const n = <usize>ROWS;
  ids = at;
  starts = ids + n * 8;
  sizes = starts + n * 8;
  widths = sizes + n * 4;
  heights = widths + n * 4;
  nameEnds = heights + n * 4;
  extras = nameEnds + n * 4;
  names = extras + <usize>EXTRAS * 40;
  texts = names + TEXT;
  clearImages();
  return texts + TEXT;
}

export function imageRows(): i32 {
  return rows;
}

export function extraRows(): i32 {
  return extraCount;
}

/** The block was taken. */
export function clearImages(): void {
  rows = 0;
  nameBytes = 0;
  extraCount = 0;
  textBytes = 0;
  isFull = false;
}

/** As `annotations` of coco.as.ts. */
export function images(at: usize, to: usize, base: f64): usize {
  setEnd(to);
  // What has no room in an empty block has none in any: it was left to the careful path.
  if (rows == 0) clearImages();
  let done = at;
  let p = at;
  while (rows < ROWS && !isFull) {
    const extrasBefore = extraCount;
    const textBefore = textBytes;
    const next = image(p, base);
    if (next == 0) {
      extraCount = extrasBefore;
      textBytes = textBefore;
      break;
    }
    done = next;
    p = space(next);
    if (load<u8>(p) != COMMA) break;
    p = space(p + 1);
    if (load<u8>(p) != OPEN_OBJECT || p >= to) break;
  }
  return done;
}

function image(at: usize, base: f64): usize {
  let p = space(at + 1);
  let id: f64 = NaN;
  let width: f64 = 0;
  let height: f64 = 0;
  let name: usize = 0;
  let nameEnd: usize = 0;
  let more = true;
  while (more) {
    if (load<u8>(p) != QUOTE) return 0;
    const keyAt = p + 1;
    p = key(p);
    if (p == 0) return 0;
    const word = keyWord;
    if (keyLength == 2 && word == ID) {
      p = whole(p);
      id = num;
    } else if (keyLength == 5 && word == WIDTH) {
      p = whole(p);
      width = num;
    } else if (keyLength == 6 && word == HEIGHT) {
      p = whole(p);
      height = num;
    } else if (keyLength == 9 && word == FILE_NAM && keyRest == 0x65) {
      if (load<u8>(p) != QUOTE || <u32>load<u8>(p, 1) <= 0x20) return 0;
      name = p + 1;
      p = plainString(p, true);
      nameEnd = p - 1;
    } else if (
      (keyLength == 7 && word == LICENSE) ||
      (keyLength == 8 && word == COCO_URL) ||
      (keyLength == 10 && word == FLICKR_U && keyRest == 0x6c72) ||
      (keyLength == 3 && word == URL)
    ) {
      // No column: it only has to be JSON.
      p = load<u8>(p) == QUOTE ? plainString(p, false) : whole(p);
    } else p = extra(keyAt, p);
    if (p == 0) return 0;
    p = space(p);
    const byte = <u32>load<u8>(p);
    p += 1;
    more = byte == COMMA;
    if (more) p = space(p);
    else if (byte != CLOSE_OBJECT) return 0;
  }
  if (p > end || isNaN(id) || name == 0 || nameEnd <= name || width > 4294967295 || height > 4294967295) return 0;
  const length = nameEnd - name;
  if (length > TEXT - nameBytes) {
    isFull = true;
    return 0;
  }
  const row = <usize>rows;
  memory.copy(names + nameBytes, name, length);
  nameBytes += length;
  store<f64>(ids + (row << 3), id);
  store<f64>(starts + (row << 3), base + <f64>at);
  store<u32>(sizes + (row << 2), <u32>(p - at));
  store<u32>(widths + (row << 2), <u32>width);
  store<u32>(heights + (row << 2), <u32>height);
  store<u32>(nameEnds + (row << 2), <u32>nameBytes);
  rows += 1;
  return p;
}

/** A field that is text or a whole number. */
function extra(keyAt: usize, at: usize): usize {
  // Long keys, and those that are not ASCII, are not usual.
  if (keyLength > 15) return 0;
  let p = at;
  const isText = load<u8>(p) == QUOTE;
  p = isText ? plainString(p, true) : whole(p);
  const keyBytes = plainString(keyAt - 1, true) - keyAt - 1;
  if (p == 0 || keyBytes != <usize>keyLength) return 0;
  const bytes: usize = isText ? p - at - 2 : 0;
  if (extraCount == EXTRAS || keyBytes + bytes > TEXT - textBytes) {
    isFull = true;
    return 0;
  }
  memory.copy(texts + textBytes, keyAt, keyBytes);
  textBytes += keyBytes;
  const to = extras + <usize>extraCount * 40;
  store<f64>(to, <f64>rows);
  store<f64>(to, <f64>textBytes, 8);
  memory.copy(texts + textBytes, at + 1, bytes);
  textBytes += bytes;
  store<f64>(to, <f64>textBytes, 16);
  store<f64>(to, <f64>isText, 24);
  store<f64>(to, num, 32);
  extraCount += 1;
  return p;
}

/** A string without escapes and control characters, perhaps in ASCII only. */
function plainString(at: usize, ascii: bool): usize {
  let p = at + 1;
  while (p < end) {
    const bytes = v128.load(p);
    const quotes = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x22)));
    let others = i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH)), i8x16.lt_u(bytes, i8x16.splat(0x20))));
    if (ascii) others |= i8x16.bitmask(bytes);
    if (quotes != 0) {
      if ((others & ((1 << ctz(quotes)) - 1)) != 0) return 0;
      p += <usize>ctz(quotes);
      return p < end ? p + 1 : 0;
    }
    if (others != 0) return 0;
    p += 16;
  }
  return 0;
}
