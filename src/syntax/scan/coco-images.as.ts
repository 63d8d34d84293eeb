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

/** Images that a block holds, and bytes of their names. */
const ROWS: i32 = 8192;
const TEXT: usize = 1048576;
/** Fields that are no column yet, and bytes of the texts of each. */
const FIELDS: i32 = 16;
const FIELD_TEXT: usize = 262144;
let ids: usize = 0;
let starts: usize = 0;
let sizes: usize = 0;
let widths: usize = 0;
let heights: usize = 0;
let nameEnds: usize = 0;
let hashes: usize = 0;
let names: usize = 0;
/** Of each further field: its key (16 bytes, zeros behind it), its length, whether its values are text, how many there are, and their bytes. */
let heads: usize = 0;
const HEAD: usize = 32;
const KEY_LENGTH: usize = 16;
const IS_TEXT: usize = 20;
const COUNT: usize = 24;
const BYTES: usize = 28;
/** … the rows that have one, then the numbers, or where each text ends, then the texts. */
let fields: usize = 0;
const FIELD: usize = <usize>ROWS * 12 + FIELD_TEXT;
let rows: i32 = 0;
let nameBytes: usize = 0;
let fieldCount: i32 = 0;
/** How many of the fields came before the id in the first image. */
let idAt: i32 = 0;
/** The field that most likely comes next: they mostly come in the same order. */
let likely: i32 = 0;
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
  hashes = nameEnds + n * 4;
  names = hashes + n * 4;
  heads = names + TEXT;
  fields = heads + <usize>FIELDS * HEAD;
  clearImages();
  return fields + <usize>FIELDS * FIELD;
}

export function imageRows(): i32 {
  return rows;
}

/** Whether there is no room for the next one. */
export function imagesFull(): bool {
  return rows == ROWS || (isFull && rows > 0);
}

export function imageFields(): i32 {
  return fieldCount;
}

export function imageIdAt(): i32 {
  return idAt;
}

/** The block was taken. */
export function clearImages(): void {
  rows = 0;
  nameBytes = 0;
  fieldCount = 0;
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
    const before = fieldCount;
    likely = 0;
    const next = image(p, base);
    if (next == 0) {
      takeBack(before);
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
      if (rows == 0 && isNaN(id)) idAt = fieldCount;
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
  const to = names + nameBytes;
  memory.copy(to, name, length);
  nameBytes += length;
  store<f64>(ids + (row << 3), id);
  store<f64>(starts + (row << 3), base + <f64>at);
  store<u32>(sizes + (row << 2), <u32>(p - at));
  store<u32>(widths + (row << 2), <u32>width);
  store<u32>(heights + (row << 2), <u32>height);
  store<u32>(nameEnds + (row << 2), <u32>nameBytes);
  store<u32>(hashes + (row << 2), hashOf(to, length));
  rows += 1;
  return p;
}

/** FNV-1a, as in formats/coco/images.ts. */
function hashOf(at: usize, length: usize): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let i: usize = 0; i < length; i += 1) hash = (hash ^ <u32>load<u8>(at + i)) * 0x01000193;
  return hash;
}

/** Forgets the fields of an image that is left after all. @param count fields before it */
function takeBack(count: i32): void {
  fieldCount = count;
  for (let field: i32 = 0; field < count; field += 1) {
    const head = heads + <usize>field * HEAD;
    const column = fields + <usize>field * FIELD;
    const values = load<u32>(head, COUNT);
    if (values == 0 || load<u32>(column + ((<usize>values - 1) << 2)) != <u32>rows) continue;
    store<u32>(head, values - 1, COUNT);
    if (load<u32>(head, IS_TEXT) == 0) continue;
    const ends = column + (<usize>ROWS << 2);
    store<u32>(head, values == 1 ? 0 : load<u32>(ends + ((<usize>values - 2) << 2)), BYTES);
  }
}

/** A field that is text or a whole number. In a block the values of a field are of one kind: others are left, as are keys that come twice. */
function extra(keyAt: usize, at: usize): usize {
  // Long keys, and those that are not ASCII, are not usual.
  if (keyLength > 15) return 0;
  const word = keyWord;
  const rest = keyLength > 8 ? keyRest : 0;
  const isText: u32 = load<u8>(at) == QUOTE ? 1 : 0;
  let field = likely;
  if (field >= fieldCount || !isField(field, word, rest)) {
    field = 0;
    while (field < fieldCount && !isField(field, word, rest)) field += 1;
    if (field == fieldCount && !addField(keyAt, word, rest, isText)) return 0;
  }
  likely = field + 1;
  const head = heads + <usize>field * HEAD;
  const column = fields + <usize>field * FIELD;
  if (load<u32>(head, IS_TEXT) != isText) return 0;
  const p = isText != 0 ? plainString(at, true) : whole(at);
  if (p == 0) return 0;
  const count = <usize>load<u32>(head, COUNT);
  if (count > 0 && load<u32>(column + ((count - 1) << 2)) == <u32>rows) return 0;
  const values = column + (<usize>ROWS << 2);
  if (isText != 0) {
    const bytes = p - at - 2;
    const used = <usize>load<u32>(head, BYTES);
    if (bytes > FIELD_TEXT - used) {
      isFull = true;
      return 0;
    }
    memory.copy(column + <usize>ROWS * 12 + used, at + 1, bytes);
    store<u32>(head, <u32>(used + bytes), BYTES);
    store<u32>(values + (count << 2), <u32>(used + bytes));
  } else store<f64>(values + (count << 3), num);
  store<u32>(column + (count << 2), rows);
  store<u32>(head, <u32>count + 1, COUNT);
  return p;
}

@inline
function isField(field: i32, word: u64, rest: u64): bool {
  const head = heads + <usize>field * HEAD;
  return load<u64>(head) == word && load<u64>(head, 8) == rest && load<u32>(head, KEY_LENGTH) == <u32>keyLength;
}

/** False where its key is not usual, or there are too many. Keys that are numbers come before others in an object, wherever they are written. */
function addField(keyAt: usize, word: u64, rest: u64, isText: u32): bool {
  if (fieldCount == FIELDS) {
    isFull = true;
    return false;
  }
  if (<u32>load<u8>(keyAt) - 0x30 < 10) return false;
  if (plainString(keyAt - 1, true) != keyAt + <usize>keyLength + 1) return false;
  const head = heads + <usize>fieldCount * HEAD;
  store<u64>(head, word);
  store<u64>(head, rest, 8);
  store<u32>(head, keyLength, KEY_LENGTH);
  store<u32>(head, isText, IS_TEXT);
  store<u32>(head, 0, COUNT);
  store<u32>(head, 0, BYTES);
  fieldCount += 1;
  return true;
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
