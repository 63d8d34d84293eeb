// Annotations of a COCO file into columns: whatever is usual, the rest is left to the careful path. What "usual" is, and what the columns hold
// of it, is the same as in readRow of formats/coco/row.ts. Images: coco-images.as.ts.
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  end,
  key,
  list,
  num,
  number,
  numbers,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  setEnd,
  space,
  string,
  value,
  whole,
} from './json.as';
import {
  F_AREA,
  F_ATTRIBUTES,
  F_BOX,
  F_CAPTION,
  F_CATEGORY,
  F_CROWD,
  F_DIFFICULT,
  F_ID,
  F_IGNORE,
  F_IMAGE,
  F_KEYPOINTS,
  F_OCCLUDED,
  F_SCORE,
  F_SEGMENTATION,
  F_TRUNCATED,
  fieldOf,
} from './coco-keys.as';
import { boxAt, hasPolygons, mask, maskHeight, maskPixels, maskWidth, mayBeTrue, polygons } from './coco-shapes.as';
import { guess, guessed, learn } from './shape.as';

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
        kind &= ~(IS_POLYGON | IS_MASK);
        if (load<u8>(p) == OPEN_OBJECT) {
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
        flag = withFlag(flag, FLAG_CROWD, p);
        p = flagAt(p);
        break;
      case F_IGNORE:
        flag = withFlag(flag, FLAG_IGNORE, p);
        p = flagAt(p);
        break;
      case F_OCCLUDED:
        flag = withFlag(flag, FLAG_OCCLUDED, p);
        p = flagAt(p);
        break;
      case F_TRUNCATED:
        flag = withFlag(flag, FLAG_TRUNCATED, p);
        p = flagAt(p);
        break;
      case F_DIFFICULT:
        flag = withFlag(flag, FLAG_DIFFICULT, p);
        p = flagAt(p);
        break;
      case F_CAPTION:
        if (load<u8>(p) != QUOTE) return 0;
        p = string(p);
        kind |= IS_CAPTION;
        break;
      case F_KEYPOINTS:
        if (load<u8>(p) != OPEN_ARRAY) return 0;
        if (load<u8>(p + 1) == CLOSE_ARRAY) {
          p += 2;
          count = 0;
          kind &= ~HAS_KEYPOINTS;
        } else {
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

/** Of a key that comes twice the last one counts, as in `parseJson`. */
@inline
function withFlag(flags: u32, bit: u32, at: usize): u32 {
  return load<u8>(at) == 0x31 ? flags | bit : flags & ~bit;
}

/** 0 or 1; anything else (true, "1") is not usual. */
@inline
function flagAt(at: usize): usize {
  return (load<u8>(at) & 0xfe) == 0x30 ? at + 1 : 0;
}

