import { FLAG, kindBit } from '../../model/annotation.ts';
import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, isSpace, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../../syntax/json-bytes.ts';
import type { JsonItem } from '../../syntax/json-visitor.ts';
import type { Id } from './ids.ts';

/** What the columns hold of one annotation. One object, filled again and again. */
export interface Row {
  id: Id | undefined;
  image: Id | undefined;
  /** Whether the image id was written as text. */
  imageIsText: boolean;
  category: Id | undefined;
  x: number;
  y: number;
  width: number;
  height: number;
  /** NaN: none written. */
  area: number;
  /** NaN: none. */
  score: number;
  kinds: number;
  flags: number;
  /** Keypoints; 0: none. */
  points: number;
  /** Of a mask by numbers; the height is 0 where there is none. */
  maskHeight: number;
  maskWidth: number;
  /** Pixels that its counts make. */
  maskPixels: number;
}

export function emptyRow(): Row {
  return {
    id: undefined,
    image: undefined,
    imageIsText: false,
    category: undefined,
    x: NaN,
    y: NaN,
    width: NaN,
    height: NaN,
    area: NaN,
    score: NaN,
    kinds: 0,
    flags: 0,
    points: 0,
    maskHeight: 0,
    maskWidth: 0,
    maskPixels: 0,
  };
}

const BOX = kindBit('box');
const POLYGON = kindBit('polygon');
const MASK = kindBit('mask');
const KEYPOINTS = kindBit('keypoints');
const CAPTION = kindBit('caption');

/** Keypoints of an annotation that a column of 16 bits holds. */
const MOST_POINTS = 0xffff;
/** Categories whose number a column of 32 bits holds, with a sign. */
const MOST_CATEGORIES = 0x7fffffff;

/** Fields that matter, by the length of their key: few bytes to compare. */
const KEYS = [
  'id',
  'bbox',
  'area',
  'score',
  'ignore',
  'iscrowd',
  'caption',
  'image_id',
  'occluded',
  'keypoints',
  'truncated',
  'difficult',
  'attributes',
  'category_id',
  'segmentation',
] as const;
type Key = (typeof KEYS)[number];
const BY_LENGTH: (readonly (readonly [key: Key, bytes: Uint8Array])[])[] = Array.from({ length: 16 }, (_, length) =>
  KEYS.filter((key) => key.length === length).map((key) => [key, new TextEncoder().encode(key)]),
);

/**
 * Reads an annotation straight from its bytes, making no object. Only what is usual is read here; false means that something is
 * not, and the item must be parsed: this function then decides nothing. Of a key that comes twice the last one counts, as in `parseJson`.
 */
export function readRow(item: JsonItem, row: Row): boolean {
  if (!item.plain) return false;
  row.id = row.image = row.category = undefined;
  row.imageIsText = false;
  row.x = row.y = row.width = row.height = row.area = row.score = NaN;
  row.kinds = row.flags = row.points = row.maskHeight = 0;
  const { bytes, fields } = item;
  for (let at = 0; at < item.fieldCount * 4; at += 4) {
    const key = keyAt(bytes, fields[at] as number, fields[at + 1] as number);
    if (key !== undefined && !readField(row, key, bytes, fields[at + 2] as number, fields[at + 3] as number)) return false;
  }
  // A box to be derived, an area to be worked out, a class for the whole image: not here.
  if ((row.kinds & BOX) === 0) return (row.kinds & CAPTION) !== 0 && (row.kinds & ~CAPTION) === 0;
  return !Number.isNaN(row.area) || (row.kinds & (POLYGON | MASK)) === 0;
}

function keyAt(bytes: Uint8Array, start: number, end: number): Key | undefined {
  const candidates = BY_LENGTH[end - start];
  if (candidates === undefined) return undefined;
  for (let c = 0; c < candidates.length; c += 1) {
    const [key, expected] = candidates[c] as readonly [Key, Uint8Array];
    let i = 0;
    while (i < expected.length && bytes[start + i] === expected[i]) i += 1;
    if (i === expected.length) return key;
  }
  return undefined;
}

function readField(row: Row, key: Key, bytes: Uint8Array, start: number, end: number): boolean {
  switch (key) {
    case 'image_id':
      row.imageIsText = bytes[start] === QUOTE;
      row.image = idAt(bytes, start, end);
      return row.image !== undefined;
    case 'category_id':
      row.category = idAt(bytes, start, end);
      return row.category !== undefined && row.category <= MOST_CATEGORIES;
    case 'id':
      row.id = idAt(bytes, start, end);
      return row.id !== undefined;
    case 'bbox':
      return readBox(row, bytes, start, end);
    case 'area':
      row.area = readNumber(bytes, start, end);
      // 0 stands for a missing one, as NaN does: both are worked out.
      return numberEnd === end && row.area > 0;
    case 'score':
      row.score = readNumber(bytes, start, end);
      return numberEnd === end;
    case 'iscrowd':
      return readFlag(row, FLAG.crowd, bytes, start, end);
    case 'ignore':
      return readFlag(row, FLAG.ignore, bytes, start, end);
    case 'occluded':
      return readFlag(row, FLAG.occluded, bytes, start, end);
    case 'truncated':
      return readFlag(row, FLAG.truncated, bytes, start, end);
    case 'difficult':
      return readFlag(row, FLAG.difficult, bytes, start, end);
    case 'segmentation':
      return readSegmentation(row, bytes, start, end);
    case 'keypoints': {
      if (bytes[start] !== OPEN_ARRAY) return false;
      const numbers = end - start === 2 ? 0 : countNumbers(bytes, start + 1);
      if (numbers < 0 || numbers % 3 !== 0 || numbers > MOST_POINTS * 3 || (numbers > 0 && listEnd !== end)) return false;
      row.points = numbers / 3;
      row.kinds = numbers > 0 ? row.kinds | KEYPOINTS : row.kinds & ~KEYPOINTS;
      return true;
    }
    case 'caption':
      if (bytes[start] !== QUOTE) return false;
      row.kinds |= CAPTION;
      return true;
    case 'attributes':
      return !mayBeTrue(bytes, start, end);
  }
}

/** `0`, `1`, `true`, `false`; else not usual. */
function readFlag(row: Row, bit: number, bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  row.flags = first === 0x31 ? row.flags | bit : row.flags & ~bit;
  return end - start === 1 && (first === 0x30 || first === 0x31);
}

/** Whether a nested object may say `true`, or a number but 0, of something: then it is worth parsing. */
function mayBeTrue(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p += 1) {
    const byte = bytes[p] as number;
    if (byte > 0x30 && byte <= 0x39) return true;
    if (byte === 0x74 && bytes[p + 1] === 0x72 && bytes[p + 2] === 0x75) return true;
  }
  return false;
}

/** Digits that a number holds exactly, whatever they are. */
const EXACT_DIGITS = 15;

/** A whole number of few digits, or plain text; undefined where it is unusual. */
function idAt(bytes: Uint8Array, start: number, end: number): number | undefined {
  let p = start;
  let last = end;
  const isText = bytes[p] === QUOTE;
  if (isText) {
    p += 1;
    last -= 1;
  }
  const digits = last - p;
  // "007" is not 7: only text that a number would be written as is one.
  if (digits < 1 || digits > EXACT_DIGITS || (digits > 1 && bytes[p] === 0x30)) return undefined;
  let value = 0;
  for (; p < last; p += 1) {
    const digit = (bytes[p] as number) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** As the text says: `10 ** n` is another number for some. */
const POWERS = Array.from({ length: 46 }, (_, power) => Number(`1e${power}`));

/** Where `readNumber` stopped; -1: it is no plain number. */
let numberEnd = -1;

/**
 * A number at `start`, with or without fraction and exponent. Of its digits the first 15 count: columns hold seven. The same as `number` of
 * syntax/scan/json.as.ts, bit for bit.
 */
function readNumber(bytes: Uint8Array, start: number, end: number): number {
  let p = start;
  const negative = bytes[p] === 0x2d;
  if (negative) p += 1;
  let value = 0;
  let digits = 0;
  let scale = 0;
  for (;;) {
    const digit = (bytes[p] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    digits += 1;
    p += 1;
  }
  const isTooLong = digits > EXACT_DIGITS;
  if (bytes[p] === 0x2e) {
    p += 1;
    for (;;) {
      const digit = (bytes[p] as number) - 0x30;
      if (digit < 0 || digit > 9) break;
      if (digits < EXACT_DIGITS) {
        value = value * 10 + digit;
        scale += 1;
        digits += 1;
      }
      p += 1;
    }
  }
  if (digits === 0 || isTooLong || p > end) {
    numberEnd = -1;
    return NaN;
  }
  if ((bytes[p] as number) === 0x65 || (bytes[p] as number) === 0x45) p = exponentAt(bytes, p + 1);
  else exponent = 0;
  numberEnd = p;
  if (p < 0) return NaN;
  const power = exponent - scale;
  const scaled = power < 0 ? value / (POWERS[-power] as number) : power > 0 ? value * (POWERS[power] as number) : value;
  return negative ? -scaled : scaled;
}

let exponent = 0;

function exponentAt(bytes: Uint8Array, at: number): number {
  let p = at;
  const negative = bytes[p] === 0x2d;
  if (negative || bytes[p] === 0x2b) p += 1;
  let value = 0;
  const first = p;
  while ((bytes[p] as number) >= 0x30 && (bytes[p] as number) <= 0x39 && p - first < 4) {
    value = value * 10 + (bytes[p] as number) - 0x30;
    p += 1;
  }
  exponent = negative ? -value : value;
  // Far out of the ordinary, or no digits at all: the parser decides.
  return p === first || value > 30 ? -1 : p;
}

function readBox(row: Row, bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== OPEN_ARRAY) return false;
  let p = start + 1;
  for (let i = 0; i < 4; i += 1) {
    while (isSpace(bytes[p])) p += 1;
    const value = readNumber(bytes, p, end);
    if (numberEnd < 0) return false;
    if (i === 0) row.x = value;
    else if (i === 1) row.y = value;
    else if (i === 2) row.width = value;
    else row.height = value;
    p = numberEnd;
    while (isSpace(bytes[p])) p += 1;
    if (bytes[p] !== (i === 3 ? CLOSE_ARRAY : COMMA)) return false;
    p += 1;
  }
  row.kinds |= BOX;
  return p === end;
}

/** Polygons of at least three points each, a mask by numbers, or nothing; oddities are not usual. */
function readSegmentation(row: Row, bytes: Uint8Array, start: number, end: number): boolean {
  row.kinds &= ~(POLYGON | MASK);
  row.maskHeight = 0;
  if (bytes[start] === OPEN_OBJECT) return readMask(row, bytes, start, end);
  if (bytes[start] !== OPEN_ARRAY) return false;
  let p = start + 1;
  while (isSpace(bytes[p])) p += 1;
  if (bytes[p] === CLOSE_ARRAY) return true;
  for (;;) {
    if (bytes[p] !== OPEN_ARRAY) return false;
    const numbers = countNumbers(bytes, p + 1);
    if (numbers < 6 || numbers % 2 === 1) return false;
    p = listEnd;
    while (isSpace(bytes[p])) p += 1;
    if (bytes[p] === CLOSE_ARRAY) break;
    if (bytes[p] !== COMMA) return false;
    p += 1;
    while (isSpace(bytes[p])) p += 1;
  }
  row.kinds |= POLYGON;
  return p + 1 === end;
}

const COUNTS = new TextEncoder().encode('"counts"');
const SIZE = new TextEncoder().encode('"size"');
const MOST_COUNT = 0xffff_ffff;
const MOST_SIDE = 1 << 20;

/** `{"counts": […], "size": [height, width]}`, in either order. */
function readMask(row: Row, bytes: Uint8Array, start: number, end: number): boolean {
  let p = start;
  let hasCounts = false;
  let hasSize = false;
  for (let field = 0; field < 2; field += 1) {
    p = space(bytes, p + 1);
    const isCounts = startsWith(bytes, p, COUNTS);
    if (isCounts ? hasCounts : hasSize || !startsWith(bytes, p, SIZE)) return false;
    p = space(bytes, p + (isCounts ? COUNTS : SIZE).length);
    if (bytes[p] !== COLON) return false;
    p = space(bytes, p + 1);
    if (bytes[p] !== OPEN_ARRAY) return false;
    if (isCounts) row.maskPixels = 0;
    hasCounts ||= isCounts;
    hasSize ||= !isCounts;
    let numbers = 0;
    do {
      p = space(bytes, p + 1);
      const first = p;
      while ((bytes[p] as number) >= 0x30 && (bytes[p] as number) <= 0x39) p += 1;
      const number = idAt(bytes, first, p);
      if (number === undefined || number > (isCounts ? MOST_COUNT : MOST_SIDE)) return false;
      if (isCounts) row.maskPixels += number;
      else if (number === 0) return false;
      else if (numbers === 0) row.maskHeight = number;
      else row.maskWidth = number;
      numbers += 1;
      p = space(bytes, p);
    } while (bytes[p] === COMMA && (isCounts || numbers < 2));
    if (bytes[p] !== CLOSE_ARRAY || (!isCounts && numbers !== 2)) return false;
    p = space(bytes, p + 1);
    if (bytes[p] !== (field === 0 ? COMMA : CLOSE_OBJECT)) return false;
  }
  row.kinds |= MASK;
  return p + 1 === end;
}

function space(bytes: Uint8Array, at: number): number {
  let p = at;
  while (isSpace(bytes[p])) p += 1;
  return p;
}

function startsWith(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text[i]) return false;
  return true;
}

/** Where `countNumbers` stopped, behind the bracket. */
let listEnd = 0;

const PART_OF_NUMBER = 0;
const BETWEEN = 1;
const OTHER = 2;
const NUMBER_CLASS = new Uint8Array(256).fill(OTHER);
for (const character of '0123456789+-.eE \n\r\t') NUMBER_CLASS[character.charCodeAt(0)] = PART_OF_NUMBER;
NUMBER_CLASS[COMMA] = BETWEEN;

/** Numbers from behind a bracket to the one that closes it; -1 where there is anything but numbers. */
function countNumbers(bytes: Uint8Array, start: number): number {
  let p = start;
  let numbers = 1;
  for (;;) {
    const kind = NUMBER_CLASS[bytes[p] as number];
    if (kind === BETWEEN) numbers += 1;
    else if (kind === OTHER) break;
    p += 1;
  }
  listEnd = p + 1;
  return bytes[p] === CLOSE_ARRAY ? numbers : -1;
}
