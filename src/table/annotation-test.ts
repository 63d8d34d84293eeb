/** Clauses about one annotation, compiled to loops over columns. */
import type { Growable } from '../base/growable.ts';
import { FLAG, SHAPE_KINDS, kindBit } from '../model/annotation.ts';
import type { Flag, ShapeKind } from '../model/annotation.ts';
import { boundsOf } from './bounds.ts';
import type { DatasetTable } from './dataset-table.ts';
import type { ClassClause, RangeClause, ValueClause } from './query.ts';

/** Sets `mask[i]` to 0 for the annotations `segment × 65536 + i`, `from <= i < to`, that do not pass; others stay as they are. */
export type AnnotationTest = (segment: number, from: number, to: number, mask: Uint8Array) => void;

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
  const { kinds, flags } = table.annotations;
  switch (field) {
    case 'kind':
      return bitTest(
        kinds,
        bitsOf(values, (name) => SHAPE_KINDS.includes(name as ShapeKind) && kindBit(name as ShapeKind)),
        negated,
      );
    case 'flag':
      return bitTest(
        flags,
        bitsOf(values, (name) => Object.hasOwn(FLAG, name) && FLAG[name as Flag]),
        negated,
      );
    case 'set':
      return setTest(table, values, negated);
    default:
      return equalTest(annotationNumbers(table, field), values, negated);
  }
}

function bitsOf(names: readonly string[], bitOf: (name: string) => number | false): number {
  return names.reduce((bits, name) => bits | (bitOf(name) || 0), 0);
}

/** One byte per code: 1 passes. Codes that came after the compilation stay out. */
function lookup(passing: readonly boolean[], negated: boolean): Uint8Array {
  return Uint8Array.from(passing, (passes) => (passes === negated ? 0 : 1));
}

// The loops below are alike, but each sees one type of array only: shared, they would be several times slower.

function classTest(table: DatasetTable, { names, mode }: ClassClause): AnnotationTest {
  const column = table.annotations.category;
  const passing = lookup(classCodes(table, names), mode === 'none');
  return (segment, from, to, mask) => {
    const categories = column.segments[segment];
    if (categories === undefined) return;
    for (let i = from; i < to; i++) mask[i] = (mask[i] ?? 0) & (passing[(categories[i] ?? -1) + 1] ?? 0);
  };
}

function setTest(table: DatasetTable, names: readonly string[], negated: boolean): AnnotationTest {
  const column = table.annotations.labelSet;
  const passing = lookup(
    table.labelSets.map(({ name }) => names.includes(name)),
    negated,
  );
  return (segment, from, to, mask) => {
    const sets = column.segments[segment];
    if (sets === undefined) return;
    for (let i = from; i < to; i++) mask[i] = (mask[i] ?? 0) & (passing[sets[i] ?? 0] ?? 0);
  };
}

/** Passes with one of the bits. */
function bitTest(column: Growable<Uint8Array>, bits: number, negated: boolean): AnnotationTest {
  const passing = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) passing[byte] = ((byte & bits) !== 0) === negated ? 0 : 1;
  return (segment, from, to, mask) => {
    const bytes = column.segments[segment];
    if (bytes === undefined) return;
    for (let i = from; i < to; i++) mask[i] = (mask[i] ?? 0) & (passing[bytes[i] ?? 0] ?? 0);
  };
}

function rangeTest(table: DatasetTable, clause: RangeClause): AnnotationTest {
  const numbers = annotationNumbers(table, clause.field);
  const { least, most } = boundsOf(clause, true);
  return (segment, from, to, mask) => {
    numbers(segment, from, to, scratch);
    for (let i = from; i < to; i++) {
      const value = scratch[i] ?? Number.NaN;
      // Without a branch: which way it went could not be foretold.
      mask[i] = (mask[i] ?? 0) & Number(value >= least) & Number(value <= most);
    }
  };
}

/** Predictions whose score is outside are taken out; truth, and predictions without a score, stay. */
function thresholdTest(table: DatasetTable, clause: RangeClause): AnnotationTest {
  const { score, labelSet } = table.annotations;
  const { least, most } = boundsOf(clause, true);
  const predicted = Uint8Array.from(table.labelSets, ({ role }) => (role === 'prediction' ? 1 : 0));
  return (segment, from, to, mask) => {
    const scores = score.segments[segment];
    const sets = labelSet.segments[segment];
    if (scores === undefined || sets === undefined) return;
    for (let i = from; i < to; i++) {
      const value = scores[i] ?? Number.NaN;
      if (!(value >= least && value <= most) && !Number.isNaN(value) && predicted[sets[i] ?? 0] === 1) mask[i] = 0;
    }
  };
}

function equalTest(numbers: AnnotationNumbers, values: readonly string[], negated: boolean): AnnotationTest {
  const wanted = new Set(values.filter((value) => value.trim() !== '').map((value) => Math.fround(Number(value))));
  // NaN is in no file and equals nothing.
  wanted.delete(Number.NaN);
  return (segment, from, to, mask) => {
    numbers(segment, from, to, scratch);
    for (let i = from; i < to; i++) if (wanted.has(scratch[i] ?? Number.NaN) === negated) mask[i] = 0;
  };
}

const scratch = new Float32Array(65536);

/** The numbers of an annotation field. Everything is float32, as the columns are. */
export function annotationNumbers(table: DatasetTable, field: string): AnnotationNumbers {
  const { box, area, score } = table.annotations;
  switch (field) {
    case 'score':
      return (segment, from, to, out) => copy(score.segments[segment], from, to, out);
    case 'area':
      return (segment, from, to, out) => copy(area.segments[segment], from, to, out);
    case 'boxwidth':
      return (segment, from, to, out) => copyPart(box.segments[segment], 2, from, to, out);
    case 'boxheight':
      return (segment, from, to, out) => copyPart(box.segments[segment], 3, from, to, out);
    case 'side':
      return (segment, from, to, out) => {
        const boxes = box.segments[segment];
        if (boxes === undefined) return;
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

function copy(from: Float32Array | undefined, start: number, end: number, out: Float32Array): void {
  if (from !== undefined) out.set(from.subarray(start, end), start);
}

function copyPart(boxes: Float32Array | undefined, part: number, start: number, end: number, out: Float32Array): void {
  if (boxes === undefined) return;
  for (let i = start; i < end; i++) out[i] = boxes[i * 4 + part] ?? Number.NaN;
}
