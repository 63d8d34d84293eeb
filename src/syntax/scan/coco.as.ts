// Items of the arrays of a COCO file into columns: whatever is usual, the rest is left to the careful path. What "usual" is, and what the
// columns hold of it, is the same as in readRow of formats/coco/row.ts and in the reader of images.
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  end,
  EXACT_DIGITS,
  key,
  keyLength,
  keyRest,
  keyWord,
  list,
  num,
  number,
  numbers,
  OPEN_ARRAY,
  OPEN_OBJECT,
  othersAt,
  power,
  QUOTE,
  setEnd,
  SPACE,
  space,
  string,
  tens,
  value,
  valueAt,
  whole,
} from './json.as';
import { guess, guessed, learn } from './shape.as';

/** The first eight bytes of the keys that matter, the first letter lowest. */
const BBOX: u64 = 0x786f6262;
const AREA: u64 = 0x61657261;
const ID: u64 = 0x6469;
const SCORE: u64 = 0x65726f6373;
const IGNORE: u64 = 0x65726f6e6769;
const ISCROWD: u64 = 0x64776f72637369;
const CAPTION: u64 = 0x6e6f6974706163;
const IMAGE_ID: u64 = 0x64695f6567616d69;
const OCCLUDED: u64 = 0x646564756c63636f;
const KEYPOINT: u64 = 0x746e696f7079656b;
const TRUNCATE: u64 = 0x657461636e757274;
const DIFFICUL: u64 = 0x6c75636966666964;
const ATTRIBUT: u64 = 0x7475626972747461;
const CATEGORY: u64 = 0x79726f6765746163;
const SEGMENTA: u64 = 0x61746e656d676573;
const COUNTS: u64 = 0x73746e756f63;
const SIZE: u64 = 0x657a6973;

/** Fields of an annotation that matter; 0: any other. */
const F_ID: i32 = 1;
const F_IMAGE: i32 = 2;
const F_CATEGORY: i32 = 3;
const F_BOX: i32 = 4;
const F_AREA: i32 = 5;
const F_SEGMENTATION: i32 = 6;
const F_SCORE: i32 = 7;
const F_CROWD: i32 = 8;
const F_IGNORE: i32 = 9;
const F_OCCLUDED: i32 = 10;
const F_TRUNCATED: i32 = 11;
const F_DIFFICULT: i32 = 12;
const F_CAPTION: i32 = 13;
const F_KEYPOINTS: i32 = 14;
const F_ATTRIBUTES: i32 = 15;

/** Bits of the kinds of shape and of the flags, as in model/annotation.ts. */
const IS_BOX: u32 = 2;
const IS_POLYGON: u32 = 4;
const IS_MASK: u32 = 8;
const HAS_KEYPOINTS: u32 = 16;
const IS_CAPTION: u32 = 32;
const FLAG_CROWD: u32 = 1;
const FLAG_DIFFICULT: u32 = 2;
const FLAG_OCCLUDED: u32 = 4;
const FLAG_TRUNCATED: u32 = 8;
const FLAG_IGNORE: u32 = 16;

/** Rows that a block of annotations holds. The columns lie one behind the other, as coco.ts reads them. */
const ROWS: i32 = 16384;
/** Bytes of the file that a block may reach over: starts are 32 bits each. */
const MOST_BYTES: f64 = 4294967295;
/** Columns that have a value in the block at hand, as coco.ts asks for them. */
const HAS_SCORES: u32 = 1;
const HAS_POINTS: u32 = 2;
const HAS_FLAGS: u32 = 4;
let ids: usize = 0;
let images: usize = 0;
let boxes: usize = 0;
let starts: usize = 0;
let categories: usize = 0;
let sizes: usize = 0;
let areas: usize = 0;
let scores: usize = 0;
let points: usize = 0;
let kinds: usize = 0;
let flags: usize = 0;
/** Of rows that have a mask: the row, height, width, and the pixels that its counts make; four f64 each. */
let masks: usize = 0;
let rows: i32 = 0;
let maskCount: i32 = 0;
/** Where the first row of the block stands in the file. */
let firstStart: f64 = 0;
let filled: u32 = 0;
/** Whether an annotation was left because it stands too far behind the first one. */
let isTooFar: bool = false;

/** Where the columns of annotations shall lie; returns where they end. */
export function placeAnnotations(at: usize): usize {
  const n = <usize>ROWS;
  ids = at;
  images = ids + n * 8;
  masks = images + n * 8;
  boxes = masks + n * 32;
  starts = boxes + n * 16;
  categories = starts + n * 4;
  sizes = categories + n * 4;
  areas = sizes + n * 4;
  scores = areas + n * 4;
  points = scores + n * 4;
  kinds = points + n * 2;
  flags = kinds + n;
  clearAnnotations();
  return flags + n;
}

export function annotationRows(): i32 {
  return rows;
}

/** Whether there is no room for the next one. */
export function annotationsFull(): bool {
  return rows == ROWS || isTooFar;
}

export function maskRows(): i32 {
  return maskCount;
}

/** Where the first of them stands in the file: starts count from there. */
export function annotationsFrom(): f64 {
  return firstStart;
}

/** Bits of `HAS_…`: other columns hold nothing. */
export function annotationsHave(): u32 {
  return filled;
}

/** The block was taken. */
export function clearAnnotations(): void {
  rows = 0;
  maskCount = 0;
  filled = 0;
  isTooFar = false;
}

/**
 * Reads annotations from the brace at `at` on, up to the first that is not usual or not whole, or until the block is full.
 * `base`: what the offset in the file is of the address 0. Returns the place behind the last one read (`at`: none).
 */
export function annotations(at: usize, to: usize, base: f64): usize {
  setEnd(to);
  let done = at;
  let p = at;
  while (rows < ROWS) {
    const next = annotation(p, base);
    if (next == 0) break;
    done = next;
    p = space(next);
    if (load<u8>(p) != COMMA) break;
    p = space(p + 1);
    if (load<u8>(p) != OPEN_OBJECT || p >= to) break;
  }
  return done;
}

/** Of the last mask: what its size says, in pixels, and how many its counts make. */
let maskPixels: f64 = 0;
let maskHeight: f64 = 0;
let maskWidth: f64 = 0;

function annotation(at: usize, base: f64): usize {
  let p = at;
  let field: i32 = 0;
  let id: f64 = NaN;
  let image: f64 = NaN;
  let category: i32 = -1;
  let area: f64 = NaN;
  let score: f64 = NaN;
  let kind: u32 = 0;
  let flag: u32 = 0;
  let count: u32 = 0;
  const row = <usize>rows;
  const box = boxes + (row << 4);
  for (let i = 0; ; i += 1) {
    if (load<u8>(p) <= <u8>0x20) p = space(p);
    if (load<u8>(p) == CLOSE_OBJECT && i > 0) break;
    const from = p;
    p = guess(i, from);
    if (p == 0) {
      if (<u32>load<u8>(from) != (i == 0 ? OPEN_OBJECT : COMMA)) return 0;
      p = space(from + 1);
      if (load<u8>(p) != QUOTE) return 0;
      p = key(p);
      if (p == 0) return 0;
      field = fieldOf();
      learn(i, from, p, field);
    } else field = guessed;
    switch (field) {
      case F_ID:
        p = whole(p);
        id = num;
        break;
      case F_IMAGE:
        p = whole(p);
        image = num;
        break;
      case F_CATEGORY:
        p = whole(p);
        if (num > 2147483647) return 0;
        category = <i32>num;
        break;
      case F_BOX:
        p = boxAt(p, box);
        kind |= IS_BOX;
        break;
      case F_AREA:
        p = number(p);
        area = num;
        // 0 stands for a missing one: it is worked out.
        if (!(area > 0)) return 0;
        break;
      case F_SEGMENTATION:
        if (load<u8>(p) == OPEN_OBJECT) {
          if ((kind & IS_MASK) != 0) return 0;
          p = mask(p);
          kind |= IS_MASK;
        } else {
          const from = p;
          p = polygons(p);
          if (p > from && hasPolygons) kind |= IS_POLYGON;
        }
        break;
      case F_SCORE:
        p = number(p);
        score = num;
        break;
      case F_CROWD:
        if (load<u8>(p) == 0x31) flag |= FLAG_CROWD;
        p = flagAt(p);
        break;
      case F_IGNORE:
        if (load<u8>(p) == 0x31) flag |= FLAG_IGNORE;
        p = flagAt(p);
        break;
      case F_OCCLUDED:
        if (load<u8>(p) == 0x31) flag |= FLAG_OCCLUDED;
        p = flagAt(p);
        break;
      case F_TRUNCATED:
        if (load<u8>(p) == 0x31) flag |= FLAG_TRUNCATED;
        p = flagAt(p);
        break;
      case F_DIFFICULT:
        if (load<u8>(p) == 0x31) flag |= FLAG_DIFFICULT;
        p = flagAt(p);
        break;
      case F_CAPTION:
        if (load<u8>(p) != QUOTE) return 0;
        p = string(p);
        kind |= IS_CAPTION;
        break;
      case F_KEYPOINTS:
        if (load<u8>(p) != OPEN_ARRAY) return 0;
        if (load<u8>(p + 1) == CLOSE_ARRAY) p += 2;
        else {
          p = list(p + 1);
          if (numbers % 3 != 0 || numbers > 3 * 65535) return 0;
          count = <u32>numbers / 3;
          kind |= HAS_KEYPOINTS;
        }
        break;
      case F_ATTRIBUTES: {
        const from = p;
        p = value(p);
        if (p == 0 || mayBeTrue(from, p)) return 0;
        break;
      }
      default:
        p = value(p);
    }
    if (p == 0) return 0;
  }
  p += 1;
  if (p > end) return 0;
  // A box to be derived, an area to be worked out, a class for the whole image: not here.
  if ((kind & IS_BOX) == 0) {
    if (kind != IS_CAPTION) return 0;
    v128.store(box, f32x4.splat(NaN));
  } else if (isNaN(area) && (kind & (IS_POLYGON | IS_MASK)) != 0) return 0;
  const start = base + <f64>at;
  if (row == 0) firstStart = start;
  if (start - firstStart > MOST_BYTES) {
    isTooFar = true;
    return 0;
  }
  if (!isNaN(score)) filled |= HAS_SCORES;
  if (count != 0) filled |= HAS_POINTS;
  if (flag != 0) filled |= HAS_FLAGS;
  store<f64>(ids + (row << 3), id);
  store<f64>(images + (row << 3), image);
  store<u32>(starts + (row << 2), <u32>(start - firstStart));
  store<i32>(categories + (row << 2), category);
  store<u32>(sizes + (row << 2), <u32>(p - at));
  store<f32>(areas + (row << 2), <f32>area);
  store<f32>(scores + (row << 2), <f32>score);
  store<u16>(points + (row << 1), <u16>count);
  store<u8>(kinds + row, <u8>kind);
  store<u8>(flags + row, <u8>flag);
  if ((kind & IS_MASK) != 0) {
    const to = masks + (<usize>maskCount << 5);
    store<f64>(to, <f64>row);
    store<f64>(to, maskHeight, 8);
    store<f64>(to, maskWidth, 16);
    store<f64>(to, maskPixels, 24);
    maskCount += 1;
  }
  rows += 1;
  return p;
}

/** Which field the key at hand is of. */
function fieldOf(): i32 {
  const word = keyWord;
  switch (keyLength) {
    case 2:
      return word == ID ? F_ID : 0;
    case 4:
      return word == BBOX ? F_BOX : word == AREA ? F_AREA : 0;
    case 5:
      return word == SCORE ? F_SCORE : 0;
    case 6:
      return word == IGNORE ? F_IGNORE : 0;
    case 7:
      return word == ISCROWD ? F_CROWD : word == CAPTION ? F_CAPTION : 0;
    case 8:
      return word == IMAGE_ID ? F_IMAGE : word == OCCLUDED ? F_OCCLUDED : 0;
    case 9:
      if (word == KEYPOINT && keyRest == 0x73) return F_KEYPOINTS;
      if (word == TRUNCATE && keyRest == 0x64) return F_TRUNCATED;
      return word == DIFFICUL && keyRest == 0x74 ? F_DIFFICULT : 0;
    case 10:
      return word == ATTRIBUT && keyRest == 0x7365 ? F_ATTRIBUTES : 0;
    case 11:
      return word == CATEGORY && keyRest == 0x64695f ? F_CATEGORY : 0;
    case 12:
      return word == SEGMENTA && keyRest == 0x6e6f6974 ? F_SEGMENTATION : 0;
    default:
      return 0;
  }
}

/** 0 or 1; anything else (true, "1") is not usual. */
@inline
function flagAt(at: usize): usize {
  return (load<u8>(at) & 0xfe) == 0x30 ? at + 1 : 0;
}

/** Four numbers, to `to` as f32. */
@inline
function boxAt(at: usize, to: usize): usize {
  const next = usualBox(at, to);
  return next != 0 ? next : anyBox(at, to);
}

/**
 * Four short numbers with a comma and at most one space between them, of at most 64 bytes; else 0. Where each ends is known from one look at all
 * of them: read one by one, each would have to wait for the last one. The values are the same as those of `number`.
 */
@inline
function usualBox(at: usize, to: usize): usize {
  if (load<u8>(at) != OPEN_ARRAY) return 0;
  const p = at + 1;
  let others = othersAt(p);
  let from: i32 = 0;
  for (let side: usize = 0; side < 4; side += 1) {
    const negative = load<u8>(p + <usize>from) == 0x2d;
    if (negative) {
      from += 1;
      others &= others - 1;
    }
    let next = <i32>ctz(others);
    others &= others - 1;
    const before = next - from;
    if (<u32>before - 1 > 7) return 0;
    let digits = valueAt(p + <usize>from, before);
    let scale: i32 = 0;
    if (load<u8>(p + <usize>next) == 0x2e) {
      from = next + 1;
      next = <i32>ctz(others);
      others &= others - 1;
      scale = next - from;
      if (<u32>scale - 1 > 7 || before + scale > EXACT_DIGITS) return 0;
      digits = digits * tens(scale) + valueAt(p + <usize>from, scale);
    }
    const size = <f64><i64>digits / power(scale);
    store<f32>(to + (side << 2), <f32>(negative ? -size : size));
    // Behind the last of the bytes looked at nothing is known.
    if (next > 63 || <u32>load<u8>(p + <usize>next) != (side == 3 ? CLOSE_ARRAY : COMMA)) return 0;
    from = next + 1;
    if (side < 3 && load<u8>(p + <usize>from) == SPACE) {
      from += 1;
      others &= others - 1;
    }
  }
  return p + <usize>from;
}

function anyBox(at: usize, to: usize): usize {
  if (load<u8>(at) != OPEN_ARRAY) return 0;
  let p = at + 1;
  for (let side: usize = 0; side < 4; side += 1) {
    p = number(space(p));
    if (p == 0) return 0;
    store<f32>(to + (side << 2), <f32>num);
    p = space(p);
    if (load<u8>(p) != (side == 3 ? CLOSE_ARRAY : COMMA)) return 0;
    p += 1;
  }
  return p;
}

/** Whether the last list of polygons had any. */
let hasPolygons: bool = false;

/** Polygons of at least three points each, or none. */
function polygons(at: usize): usize {
  hasPolygons = false;
  if (load<u8>(at) != OPEN_ARRAY) return 0;
  let p = space(at + 1);
  if (load<u8>(p) == CLOSE_ARRAY) return p + 1;
  for (;;) {
    if (load<u8>(p) != OPEN_ARRAY) return 0;
    p = list(p + 1);
    if (p == 0 || numbers < 6 || (numbers & 1) != 0) return 0;
    p = space(p);
    const byte = <u32>load<u8>(p);
    if (byte == CLOSE_ARRAY) break;
    if (byte != COMMA) return 0;
    p = space(p + 1);
  }
  hasPolygons = true;
  return p + 1;
}

/** What the last list of whole numbers comes to. */
let sum: u64 = 0;

/** From behind the opening bracket of a list of whole numbers to the closing one. Short ones are found many at a time, as in `usualBox`. */
function sumOf(at: usize): usize {
  let p = at;
  let byte = COMMA;
  sum = 0;
  while (byte == COMMA) {
    let others = othersAt(p);
    let from: i32 = 0;
    while (others != 0) {
      const next = <i32>ctz(others);
      others &= others - 1;
      const digits = next - from;
      byte = load<u8>(p + <usize>next);
      if (<u32>digits - 1 > 7 || (digits > 1 && load<u8>(p + <usize>from) == 0x30) || (byte != COMMA && byte != CLOSE_ARRAY)) break;
      sum += valueAt(p + <usize>from, digits);
      if (byte == CLOSE_ARRAY) return p + <usize>next;
      from = next + 1;
      if (load<u8>(p + <usize>from) == SPACE) {
        from += 1;
        others &= others - 1;
      }
    }
    // One that is cut by the end of these bytes, or not usual.
    p = whole(space(p + <usize>from));
    if (p == 0 || num > 4294967295) return 0;
    sum += <u64>num;
    p = space(p);
    byte = load<u8>(p);
    if (byte == COMMA) p += 1;
  }
  return byte == CLOSE_ARRAY ? p : 0;
}

/** A mask by counts that are numbers: `{"counts": […], "size": [height, width]}`. */
function mask(at: usize): usize {
  let p = at;
  let hasCounts = false;
  let hasSize = false;
  for (let field = 0; field < 2; field += 1) {
    p = space(p + 1);
    if (load<u8>(p) != QUOTE) return 0;
    p = key(p);
    if (p == 0 || load<u8>(p) != OPEN_ARRAY) return 0;
    if (keyLength == 6 && keyWord == COUNTS && !hasCounts) {
      hasCounts = true;
      p = sumOf(p + 1);
      if (p == 0) return 0;
    } else if (keyLength == 4 && keyWord == SIZE && !hasSize) {
      hasSize = true;
      p = whole(space(p + 1));
      if (p == 0 || !(num > 0) || num > 1048576) return 0;
      maskHeight = num;
      p = space(p);
      if (load<u8>(p) != COMMA) return 0;
      p = whole(space(p + 1));
      if (p == 0 || !(num > 0) || num > 1048576) return 0;
      maskWidth = num;
      p = space(p);
    } else return 0;
    if (load<u8>(p) != CLOSE_ARRAY) return 0;
    p = space(p + 1);
    if (load<u8>(p) != (field == 0 ? COMMA : CLOSE_OBJECT)) return 0;
  }
  maskPixels = <f64>sum;
  return p + 1;
}

/** Whether a nested object may say `true`, or a number but 0, of something: then it is worth parsing. */
function mayBeTrue(from: usize, to: usize): bool {
  for (let p = from; p < to; p += 1) {
    const byte = <u32>load<u8>(p);
    if (byte > 0x30 && byte <= 0x39) return true;
    if (byte == 0x74 && load<u8>(p, 1) == 0x72 && load<u8>(p, 2) == 0x75) return true;
  }
  return false;
}
