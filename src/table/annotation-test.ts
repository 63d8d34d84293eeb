/** Clauses about one annotation, compiled to loops over columns. */
import { FLAG, SHAPE_KINDS, kindBit } from '../model/annotation.ts';
import type { Flag, ShapeKind } from '../model/annotation.ts';
import { below, boundsOf } from './bounds.ts';
import type { Bounds } from './bounds.ts';
import type { DatasetTable } from './dataset-table.ts';
import type { ClassClause, RangeClause, ValueClause } from './query.ts';
import { areasAt, boxesAt, categoriesAt, flagsAt, kindsAt, labelSetsAt, scoresAt } from './segments.ts';

/** Sets `mask[i]` to 0 for the annotations `segment × 65536 + i`, `from <= i < to`, that do not pass; others stay as they are. */
type Mark = (segment: number, from: number, to: number, mask: Uint8Array) => void;

export interface AnnotationTest {
  /** Tests with equal keys give equal answers for every row that they were asked about. */
  readonly key: string;
  readonly mark: Mark;
  /** Where it is just a range of a field. */
  readonly range?: RangeTest;
}

export interface RangeTest {
  readonly field: string;
  readonly bounds: Bounds;
  /**
   * Moves those of the first `count` places of a segment that pass to the start of `places`.
   * @returns how many these are
   */
  keep(segment: number, places: Uint16Array, count: number): number;
}

/** Writes the numbers of entries `from` to `to` of a segment into `out` (as float32; NaN: none). */
export type AnnotationNumbers = (segment: number, from: number, to: number, out: Float32Array) => void;

/** Passes where one annotation satisfies the clause. In a class clause `any` and `all` are the same here. */
export function annotationTest(table: DatasetTable, clause: ClassClause | ValueClause | RangeClause): AnnotationTest {
  if (clause.kind === 'class') return classTest(table, clause);
  if (clause.kind === 'range') return clause.field === 'threshold' ? thresholdTest(table, clause) : rangeTest(table, clause);
  return valueTest(table, clause);
}

/** For each category row + 1: whether it has one of the names. Entry 0 is for annotations without category. */
export function classCodes(table: DatasetTable, names: readonly string[]): boolean[] {
  const wanted = new Set(names);
  return [false, ...table.categories.map(({ name }) => wanted.has(name))];
}

function valueTest(table: DatasetTable, { field, negated, values }: ValueClause): AnnotationTest {
  switch (field) {
    case 'kind':
      return bitTest(
        'kind',
        (segment) => kindsAt(table, segment),
        bitsOf(values, (name) => SHAPE_KINDS.includes(name as ShapeKind) && kindBit(name as ShapeKind)),
        negated,
      );
    case 'flag':
      return bitTest(
        'flag',
        (segment) => flagsAt(table, segment),
        bitsOf(values, (name) => Object.hasOwn(FLAG, name) && FLAG[name as Flag]),
        negated,
      );
    case 'set':
      return setTest(table, values, negated);
    default:
      return equalTest(table, field, values, negated);
  }
}

function bitsOf(names: readonly string[], bitOf: (name: string) => number | false): number {
  return names.reduce((bits, name) => bits | (bitOf(name) || 0), 0);
}

/** Codes that pass, as bytes: 1 passes. Codes that came after the compilation stay out. */
function lookup(passing: readonly boolean[], negated: boolean): Uint8Array {
  return Uint8Array.from(passing, (passes) => (passes === negated ? 0 : 1));
}

/** The codes themselves tell tests apart, not their names: a category may be declared, or get its name, later. */
function codesKey(passing: readonly boolean[], negated: boolean): string {
  return `${negated ? 'not ' : ''}${passing.flatMap((passes, code) => (passes ? [code] : [])).join(',')}`;
}

// The loops below are alike, but each sees one type of array only: shared, they would be several times slower.

function classTest(table: DatasetTable, { names, mode }: ClassClause): AnnotationTest {
  const codes = classCodes(table, names);
  const passing = lookup(codes, mode === 'none');
  return {
    key: `class ${codesKey(codes, mode === 'none')}`,
    mark(segment, from, to, mask) {
      const categories = categoriesAt(table, segment);
      for (let i = from; i < to; i++) mask[i] = (mask[i] ?? 0) & (passing[(categories[i] ?? -1) + 1] ?? 0);
    },
  };
}

function setTest(table: DatasetTable, names: readonly string[], negated: boolean): AnnotationTest {
  const codes = table.labelSets.map(({ name }) => names.includes(name));
  const passing = lookup(codes, negated);
  return {
    key: `set ${codesKey(codes, negated)}`,
    mark(segment, from, to, mask) {
      const sets = labelSetsAt(table, segment);
      for (let i = from; i < to; i++) mask[i] = (mask[i] ?? 0) & (passing[sets[i] ?? 0] ?? 0);
    },
  };
}

/** Passes with one of the bits. */
function bitTest(name: string, bytesAt: (segment: number) => Uint8Array, bits: number, negated: boolean): AnnotationTest {
  const passing = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) passing[byte] = ((byte & bits) !== 0) === negated ? 0 : 1;
  return {
    key: `${name} ${negated ? 'not ' : ''}${bits}`,
    mark(segment, from, to, mask) {
      const bytes = bytesAt(segment);
      for (let i = from; i < to; i++) mask[i] = (mask[i] ?? 0) & (passing[bytes[i] ?? 0] ?? 0);
    },
  };
}

function rangeTest(table: DatasetTable, clause: RangeClause): AnnotationTest {
  const { field } = clause;
  const bounds = boundsOf(clause, true);
  const key = `range ${field} ${bounds.least} ${bounds.most}`;
  if (field === 'side') return { key, ...sideTest(table, bounds) };
  const { least, most } = bounds;
  const numbers = annotationNumbers(table, field);
  const read: Read = (segment, places, out) => {
    numbers(segment, places[0] ?? 0, (places.at(-1) ?? -1) + 1, scratch);
    for (let k = 0; k < places.length; k++) out[k] = scratch[places[k] ?? 0] ?? Number.NaN;
  };
  return {
    key,
    range: { field, bounds, keep: keeper(read, bounds) },
    mark(segment, from, to, mask) {
      numbers(segment, from, to, scratch);
      // Without a branch, here and below: which way it went could not be foretold.
      for (let i = from; i < to; i++) mask[i] = (mask[i] ?? 0) & isWithin(scratch[i] ?? Number.NaN, least, most);
    },
  };
}

/** The side of a box is within bounds where its area is within others: no root for each of ten million. */
function sideTest(table: DatasetTable, bounds: Bounds): Omit<AnnotationTest, 'key'> {
  const beyond = firstArea((side) => side > bounds.most);
  const least = firstArea((side) => side >= bounds.least);
  const most = Number.isNaN(beyond) ? Infinity : below(beyond);
  const read: Read = (segment, places, out) => {
    const boxes = boxesAt(table, segment);
    for (let k = 0; k < places.length; k++) out[k] = areaOf(boxes, places[k] ?? 0);
  };
  return {
    range: { field: 'side', bounds, keep: keeper(read, { least, most }) },
    mark(segment, from, to, mask) {
      const boxes = boxesAt(table, segment);
      // Not by way of `read`: writing ten million areas down takes a quarter more time.
      for (let i = from; i < to; i++) mask[i] = (mask[i] ?? 0) & isWithin(areaOf(boxes, i), least, most);
    },
  };
}

/** NaN is in no range. */
function isWithin(value: number, least: number, most: number): number {
  return Number(value >= least) & Number(value <= most);
}

/** Writes what stands at some places (ascending) of a segment to the start of `out`; NaN: nothing does. */
type Read = (segment: number, places: Uint16Array, out: Float64Array) => void;

function keeper(read: Read, { least, most }: Bounds): RangeTest['keep'] {
  return (segment, places, count) => {
    read(segment, places.subarray(0, count), wide);
    let kept = 0;
    for (let k = 0; k < count; k++) {
      places[kept] = places[k] ?? 0;
      kept += isWithin(wide[k] ?? Number.NaN, least, most);
    }
    return kept;
  };
}

/** Exact: two float32 have a product in float64. NaN: no box. */
function areaOf(boxes: Float32Array, at: number): number {
  const width = boxes[at * 4 + 2] ?? Number.NaN;
  const height = boxes[at * 4 + 3] ?? Number.NaN;
  return (width < 0 ? 0 : width) * (height < 0 ? 0 : height);
}

/** The smallest area whose side (a float32, as it is compared) reaches something that all larger ones reach, too; NaN: none does. */
function firstArea(reached: (side: number) => boolean): number {
  const area = new Float64Array(1);
  const bits = new BigInt64Array(area.buffer);
  // Positive float64 are ordered as their bits are.
  let low = 0n;
  area[0] = Infinity;
  let high = (bits[0] ?? 0n) + 1n;
  while (low < high) {
    const middle = (low + high) / 2n;
    bits[0] = middle;
    if (reached(Math.fround(Math.sqrt(area[0] ?? 0)))) high = middle;
    else low = middle + 1n;
  }
  bits[0] = low;
  // One past infinity is NaN, which no area reaches.
  return area[0] ?? Number.NaN;
}

/** Predictions whose score is outside are taken out; truth, and predictions without a score, stay. */
function thresholdTest(table: DatasetTable, clause: RangeClause): AnnotationTest {
  const { least, most } = boundsOf(clause, true);
  const codes = table.labelSets.map(({ role }) => role === 'prediction');
  const predicted = Uint8Array.from(codes, Number);
  return {
    key: `threshold ${least} ${most} ${codesKey(codes, false)}`,
    mark(segment, from, to, mask) {
      const scores = scoresAt(table, segment);
      const sets = labelSetsAt(table, segment);
      for (let i = from; i < to; i++) {
        const value = scores[i] ?? Number.NaN;
        if (!(value >= least && value <= most) && !Number.isNaN(value) && predicted[sets[i] ?? 0] === 1) mask[i] = 0;
      }
    },
  };
}

function equalTest(table: DatasetTable, field: string, values: readonly string[], negated: boolean): AnnotationTest {
  const numbers = annotationNumbers(table, field);
  const wanted = new Set(values.filter((value) => value.trim() !== '').map((value) => Math.fround(Number(value))));
  // NaN is in no file and equals nothing.
  wanted.delete(Number.NaN);
  return {
    key: `equal ${field} ${negated ? 'not ' : ''}${[...wanted].join(' ')}`,
    mark(segment, from, to, mask) {
      numbers(segment, from, to, scratch);
      for (let i = from; i < to; i++) if (wanted.has(scratch[i] ?? Number.NaN) === negated) mask[i] = 0;
    },
  };
}

const scratch = new Float32Array(65536);
const wide = new Float64Array(65536);

/** The numbers of an annotation field. Everything is float32, as the columns are. */
export function annotationNumbers(table: DatasetTable, field: string): AnnotationNumbers {
  switch (field) {
    case 'score':
      return (segment, from, to, out) => out.set(scoresAt(table, segment).subarray(from, to), from);
    case 'area':
      return (segment, from, to, out) => out.set(areasAt(table, segment).subarray(from, to), from);
    case 'boxwidth':
      return (segment, from, to, out) => copyPart(boxesAt(table, segment), 2, from, to, out);
    case 'boxheight':
      return (segment, from, to, out) => copyPart(boxesAt(table, segment), 3, from, to, out);
    case 'side':
      return (segment, from, to, out) => {
        const boxes = boxesAt(table, segment);
        for (let i = from; i < to; i++) {
          const width = boxes[i * 4 + 2] ?? Number.NaN;
          const height = boxes[i * 4 + 3] ?? Number.NaN;
          // boxSide without the call; NaN (no box) stays NaN.
          out[i] = Math.sqrt((width < 0 ? 0 : width) * (height < 0 ? 0 : height));
        }
      };
    default:
      return (_, from, to, out) => {
        out.fill(Number.NaN, from, to);
      };
  }
}

function copyPart(boxes: Float32Array, part: number, start: number, end: number, out: Float32Array): void {
  for (let i = start; i < end; i++) out[i] = boxes[i * 4 + part] ?? Number.NaN;
}
