/**
 * The bin of each annotation in the histogram of a field, a byte each: made when the histogram is counted. A brush along the edges of bins then
 * looks at these bytes alone, and so does the histogram under the next filter.
 */
import { below } from './bounds.ts';
import type { Bounds } from './bounds.ts';

/** In no bin. */
export const NO_BIN = 255;

export interface BinCodes {
  /** Annotations that have a code: the first so many. */
  readonly rows: number;
  /** As float32: bin `b` holds `edges[b] <= value < edges[b + 1]`, the last one its upper edge, too. */
  readonly edges: Float64Array;
  /** By segment. */
  readonly codes: readonly Uint8Array[];
  /** Whether all that is in no bin is no number. */
  readonly whole: boolean;
}

/** What decides the edges of a histogram, of the first `rows`. */
export interface Extent {
  readonly rows: number;
  /** Of finite values; infinity and minus infinity: there are none. */
  readonly min: number;
  readonly max: number;
  /** Whether they are all integers. */
  readonly integers: boolean;
}

export const NO_EXTENT: Extent = { rows: 0, min: Infinity, max: -Infinity, integers: true };

/** The extent with further values. */
export function extended({ min, max, integers }: Extent, numbers: Float32Array | Float64Array, count: number, rows: number): Extent {
  let least = min;
  let most = max;
  let areIntegers = integers;
  for (let i = 0; i < count; i++) {
    const value = numbers[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
    if (areIntegers) areIntegers = Number.isInteger(value);
  }
  return { rows, min: least, max: most, integers: areIntegers };
}

/** What codes say of their values under bounds: 1 in one of the two, or in none where all fail. */
export interface CodesUnderBounds {
  /** All values pass. */
  readonly pass: Uint8Array;
  /** The bounds cut the bin: each value has to be looked at. */
  readonly cut: Uint8Array;
  readonly isCut: boolean;
}

/** `undefined` where the codes do not tell. */
export function codesUnder({ edges, whole }: BinCodes, { least, most }: Bounds): CodesUnderBounds | undefined {
  if (!whole) return undefined;
  const pass = new Uint8Array(256);
  const cut = new Uint8Array(256);
  const bins = edges.length - 1;
  for (let bin = 0; bin < bins; bin++) {
    const lowest = edges[bin] ?? 0;
    const upper = edges[bin + 1] ?? 0;
    const highest = bin === bins - 1 ? upper : below(upper);
    if (lowest >= least && highest <= most) pass[bin] = 1;
    else if (highest >= least && lowest <= most) cut[bin] = 1;
  }
  return { pass, cut, isCut: cut.includes(1) };
}
