/**
 * How loops read the columns of annotations: segment by segment, a typed array each, valid until the next call for the same column.
 * What the columns look like inside is known here and in the columns alone.
 */
import type { Codes } from './code-column.ts';
import type { DatasetTable } from './dataset-table.ts';

/** Sample rows. */
export function samplesAt({ annotations }: DatasetTable, segment: number): Uint32Array {
  return annotations.sample.segments[segment] ?? NO_ROWS;
}

/** Category rows; -1: none. */
export function categoriesAt({ annotations }: DatasetTable, segment: number): Codes {
  return annotations.category.segments[segment] ?? NO_CODES;
}

/** Label set rows. */
export function labelSetsAt({ annotations }: DatasetTable, segment: number): Uint16Array {
  return annotations.labelSet.segments[segment] ?? NO_SETS;
}

/** Bits of `kindBit`. */
export function kindsAt({ annotations }: DatasetTable, segment: number): Uint8Array {
  return annotations.kinds.segments[segment] ?? NO_BYTES;
}

/** Bits of `FLAG`. */
export function flagsAt({ annotations }: DatasetTable, segment: number): Uint8Array {
  return annotations.flags.segments[segment] ?? NO_BYTES;
}

/** NaN: none. */
export function scoresAt({ annotations }: DatasetTable, segment: number): Float32Array {
  return annotations.score.segments[segment] ?? NO_NUMBERS;
}

/** Pixels squared; NaN: not known. */
export function areasAt({ annotations }: DatasetTable, segment: number): Float32Array {
  return annotations.area.segments[segment] ?? NO_NUMBERS;
}

/** x y width height of each row; NaN: no box. */
export function boxesAt({ annotations }: DatasetTable, segment: number): Float32Array {
  return annotations.box.segments[segment] ?? NO_NUMBERS;
}

const NO_ROWS = new Uint32Array(0);
const NO_CODES = new Int32Array(0);
const NO_SETS = new Uint16Array(0);
const NO_BYTES = new Uint8Array(0);
const NO_NUMBERS = new Float32Array(0);
