/** What one annotation of COCO means: https://cocodataset.org/#format-data, and what real files make of it. */
import { FLAG, kindBit, type Flag, type Shape } from '../../model/annotation.ts';
import type { Box } from '../../model/box.ts';
import { keypointBounds } from '../../model/keypoints.ts';
import { polygonArea, polygonBounds } from '../../model/polygon.ts';
import type { ProblemCode } from '../../model/problem.ts';
import { rleArea, rleBounds, rleFromCounts, rleFromString, rleTotal, type Rle } from '../../model/rle.ts';
import type { JsonObject, JsonValue } from '../../syntax/json-value.ts';
import { idOf, type Id } from './ids.ts';

/** A value that could not be read, or not without doubt. */
export interface Finding {
  readonly code: ProblemCode;
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface AnnotationRecord {
  readonly id: Id | undefined;
  readonly image: Id | undefined;
  readonly category: Id | undefined;
  /** As written; undefined where it is missing or no box. */
  readonly box: Box | undefined;
  /** Radians clockwise: CVAT exports turned boxes so. */
  readonly angle: number;
  /** Rings of three points or more. */
  readonly rings: readonly (readonly number[])[];
  /** Rings of fewer points: no shape, but they tell where the object is. */
  readonly scraps: readonly (readonly number[])[];
  readonly masks: readonly Rle[];
  /** A multiple of three numbers. */
  readonly keypoints: readonly number[];
  readonly caption: string | undefined;
  readonly score: number | undefined;
  /** As written; undefined where it is missing, 0 or no number. */
  readonly area: number | undefined;
  /** Bits of `FLAG`. */
  readonly flags: number;
  readonly isClassification: boolean;
  readonly findings: readonly Finding[];
}

const FLAG_KEYS: readonly (readonly [key: string, flag: Flag])[] = [
  ['iscrowd', 'crowd'],
  ['ignore', 'ignore'],
  ['difficult', 'difficult'],
  ['occluded', 'occluded'],
  ['truncated', 'truncated'],
];

/** Keys that the shapes, the row and its columns already say. */
const KNOWN_KEYS = new Set(['image_id', 'category_id', 'bbox', 'segmentation', 'keypoints', 'caption', 'score', 'iscrowd']);

/** Reads whatever is readable; the rest is a finding. */
export function readAnnotation(record: JsonObject): AnnotationRecord {
  const findings: Finding[] = [];
  const box = readBox(record['bbox'], findings);
  const segmentation = readSegmentation(record['segmentation'], findings);
  const keypoints = readKeypoints(record['keypoints'], findings);
  const caption = record['caption'];
  const category = idOf(record['category_id']);
  const score = numberOf(record['score']);
  const area = numberOf(record['area']);
  const isWritten = [record['bbox'], record['segmentation'], record['keypoints']].some((value) => value !== undefined && !isEmpty(value));
  const attributes = objectOf(record['attributes']);
  const degrees = numberOf(attributes?.['rotation']);
  return {
    id: idOf(record['id']),
    image: idOf(record['image_id']),
    category,
    box,
    angle: degrees === undefined ? 0 : (degrees * Math.PI) / 180,
    ...segmentation,
    keypoints,
    caption: typeof caption === 'string' ? caption : undefined,
    score,
    area: area !== undefined && area > 0 ? area : undefined,
    flags: flagsOf(record) | (attributes ? flagsOf(attributes) : 0),
    isClassification: !isWritten && typeof caption !== 'string' && category !== undefined,
    findings,
  };
}

/** The shapes as written; none where nothing could be read. */
export function shapesOf(record: AnnotationRecord): Shape[] {
  const shapes: Shape[] = [];
  if (record.box) shapes.push({ kind: 'box', box: record.box, ...(record.angle === 0 ? {} : { angle: record.angle }) });
  if (record.rings.length > 0) shapes.push({ kind: 'polygon', rings: record.rings });
  for (const rle of record.masks) shapes.push({ kind: 'mask', rle });
  if (record.keypoints.length > 0) shapes.push({ kind: 'keypoints', points: record.keypoints });
  if (record.caption !== undefined) shapes.push({ kind: 'caption', text: record.caption });
  if (record.isClassification) shapes.push({ kind: 'classification' });
  // Two points are all there is of the polygon: better shown than lost.
  if (shapes.length === 0 && record.scraps.length > 0) shapes.push({ kind: 'polygon', rings: record.scraps });
  return shapes;
}

/** Bits of `kindBit` of the shapes as written. */
export function kindsOf(shapes: readonly Shape[]): number {
  return shapes.reduce((bits, { kind }) => bits | kindBit(kind), 0);
}

/** The box where none is written: around the mask or polygon, else around the labelled keypoints. */
export function derivedBounds(record: AnnotationRecord): Box | undefined {
  const boxes = record.masks.map((rle) => rleBounds(rle)).filter((box) => box !== undefined);
  const corners = boxes.map(([x, y, width, height]) => [x, y, x + width, y + height]);
  return polygonBounds([...record.rings, ...corners]) ?? keypointBounds(record.keypoints) ?? polygonBounds(record.scraps);
}

/** Area where none is written: of the mask or polygon; undefined: the box's. */
export function derivedArea(record: AnnotationRecord): number | undefined {
  if (record.masks.length > 0) return record.masks.reduce((sum, rle) => sum + rleArea(rle), 0);
  return record.rings.length > 0 ? polygonArea(record.rings) : undefined;
}

export function flagNames(bits: number): Flag[] {
  return (Object.keys(FLAG) as Flag[]).filter((flag) => (bits & FLAG[flag]) !== 0);
}

/** The fields that have no meaning for us, and those that could not be read. */
export function leftoverFields(record: JsonObject, read: AnnotationRecord): JsonObject {
  const isCaption = read.caption !== undefined && !read.box && read.rings.length + read.masks.length + read.keypoints.length === 0;
  const left: Record<string, JsonValue> = {};
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (KNOWN_KEYS.has(key) && !isLeft(key, value, read, isCaption)) continue;
    if (key !== '__proto__') left[key] = value;
    // Plain assignment would set the prototype.
    else Object.defineProperty(left, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return left;
}

function isLeft(key: string, value: JsonValue, read: AnnotationRecord, isCaption: boolean): boolean {
  if (key === 'category_id') return isCaption;
  if (key === 'bbox') return !read.box && !isEmpty(value);
  if (key === 'segmentation') return read.rings.length + read.masks.length === 0 && !isEmpty(value);
  if (key === 'keypoints') return read.keypoints.length === 0 && !isEmpty(value);
  return key === 'caption' && read.caption === undefined && value !== undefined;
}

function flagsOf(record: JsonObject): number {
  let bits = 0;
  for (const [key, flag] of FLAG_KEYS) {
    const value = record[key];
    if (value === true || (typeof value === 'number' && value > 0) || value === '1' || value === 'true') bits |= FLAG[flag];
  }
  return bits;
}

function readBox(value: JsonValue, findings: Finding[]): Box | undefined {
  if (value === undefined || isEmpty(value)) return undefined;
  if (isList(value) && value.length === 4) {
    const [x, y, width, height] = value.map((side) => numberOf(side));
    if (x !== undefined && y !== undefined && width !== undefined && height !== undefined) return [x, y, width, height];
  }
  findings.push({ code: 'box-invalid', values: { box: shorten(value) } });
  return undefined;
}

interface Segmentation {
  readonly rings: (readonly number[])[];
  readonly scraps: (readonly number[])[];
  readonly masks: Rle[];
}

function readSegmentation(value: JsonValue, findings: Finding[]): Segmentation {
  const segmentation: Segmentation = { rings: [], scraps: [], masks: [] };
  if (value === undefined || isEmpty(value)) return segmentation;
  const object = objectOf(value);
  if (object) {
    readMask(object, segmentation.masks, findings);
  } else if (!isList(value)) {
    findings.push({ code: 'polygon-invalid', values: { value: shorten(value) } });
  } else if (typeof value[0] === 'number') {
    // The brackets around the only ring are missing.
    findings.push({ code: 'polygon-invalid', values: { value: 'flat' } });
    readRing(value, segmentation, findings);
  } else {
    for (const part of value) {
      const mask = objectOf(part);
      if (mask) readMask(mask, segmentation.masks, findings);
      else if (isList(part)) readRing(part, segmentation, findings);
      else findings.push({ code: 'polygon-invalid', values: { value: shorten(part) } });
    }
  }
  return segmentation;
}

function readRing(value: readonly JsonValue[], { rings, scraps }: Segmentation, findings: Finding[]): void {
  if (value.length === 0) return;
  // The usual, which needs no copy.
  if (value.length >= 6 && value.length % 2 === 0 && isNumbers(value)) {
    rings.push(value);
    return;
  }
  // Some write [[x, y], …].
  const flat = value.every((point) => isList(point) && point.length === 2) ? value.flat() : value;
  const numbers = flat.map((number) => numberOf(number));
  if (!numbers.every((number) => number !== undefined)) {
    findings.push({ code: 'polygon-invalid', values: { value: shorten(value) } });
    return;
  }
  const isOdd = numbers.length % 2 === 1;
  if (isOdd) {
    findings.push({ code: 'polygon-odd', values: { numbers: numbers.length } });
    numbers.pop();
  }
  if (numbers.length >= 6) {
    rings.push(numbers);
    return;
  }
  // One sentence is enough, with the number as written.
  if (!isOdd) findings.push({ code: 'polygon-too-short', values: { numbers: numbers.length } });
  if (numbers.length > 0) scraps.push(numbers);
}

function isNumbers(value: readonly JsonValue[]): value is readonly number[] {
  for (const number of value) if (typeof number !== 'number' || !Number.isFinite(number)) return false;
  return true;
}

function readMask(value: JsonObject, masks: Rle[], findings: Finding[]): void {
  const size = value['size'];
  const [height, width] = isList(size) ? size : [];
  const { counts } = value;
  if (!isSide(height) || !isSide(width)) {
    findings.push({ code: 'mask-invalid', values: { found: shorten(size) } });
    return;
  }
  const rle =
    typeof counts === 'string' ? rleFromString(counts, height, width) : isList(counts) ? rleFromCounts(counts, height, width) : undefined;
  if (!rle) {
    findings.push({ code: 'mask-invalid', values: { size: `${height} × ${width}` } });
    return;
  }
  masks.push(rle);
  // Drawn as far as it goes.
  const pixels = rleTotal(rle);
  if (pixels !== height * width)
    findings.push({ code: 'mask-invalid', values: { size: `${height} × ${width}`, pixels, expected: height * width } });
}

/** The largest side that a canvas of any browser has, with room to spare: more is a mistake that would cost memory. */
const MAX_SIDE = 1 << 20;

function isSide(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MAX_SIDE;
}

function readKeypoints(value: JsonValue, findings: Finding[]): number[] {
  if (value === undefined || isEmpty(value)) return [];
  const flat = isList(value) ? value.flat() : undefined;
  const numbers = flat?.map((number) => numberOf(number));
  if (!numbers?.every((number) => number !== undefined)) {
    findings.push({ code: 'keypoints-invalid', values: { value: shorten(value) } });
    return [];
  }
  if (numbers.length % 3 !== 0) {
    findings.push({ code: 'keypoints-invalid', values: { numbers: numbers.length } });
    numbers.length -= numbers.length % 3;
  }
  return numbers;
}

/** A finite number, also as text. */
function numberOf(value: JsonValue): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function objectOf(value: JsonValue): JsonObject | undefined {
  return typeof value === 'object' && !isList(value) ? value : undefined;
}

/** `[]`, `[[]]`, `{}`, null: nothing is written there. */
function isEmpty(value: JsonValue): boolean {
  if (value === undefined) return true;
  if (isList(value)) return value.every((part) => isList(part) && part.length === 0);
  return typeof value === 'object' && Object.keys(value).length === 0;
}

const SHORT = 60;

function shorten(value: JsonValue): string {
  const plain = (_: string, part: unknown): unknown =>
    typeof part === 'bigint' || (typeof part === 'number' && !Number.isFinite(part)) ? String(part) : part;
  const text = JSON.stringify(isList(value) ? value.slice(0, 12) : value, plain) ?? 'null';
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}
