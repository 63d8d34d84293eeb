/**
 * About where each annotation stands in the histogram of a field, a byte each: made when the histogram is counted. A brush then looks at these
 * bytes, and at the values of the few annotations whose byte its ends cut; so does the histogram under the next filter.
 */
import { above } from './bounds.ts';
import type { Bounds } from './bounds.ts';

/** In no bin. */
export const NO_BIN = 255;

export interface BinCodes {
  /** Annotations that have a code: the first so many. */
  readonly rows: number;
  /** As float32: bin `b` holds `edges[b] <= value < edges[b + 1]`, the last one its upper edge, too. */
  readonly edges: Float64Array;
  readonly coder: Coder;
  /** By segment, filled up with `NO_BIN` to a multiple of 32. */
  readonly codes: readonly Uint8Array[];
  /** Whether all that is in no bin is no number. */
  readonly whole: boolean;
}

/** Cuts each bin into equal parts, as many as there are bytes: the ends of a brush then cut few annotations. */
export interface Coder {
  /** Parts of a bin: those of bin `b` are the codes from `b × parts` on. */
  readonly parts: number;
  /** `NO_BIN`: outside, or NaN. Of two values the greater one never has the smaller code. */
  codeOf(value: number): number;
}

/** @param find the bin of a value, -1 where it is in none */
export function coderOf(edges: Float64Array, find: (value: number) => number): Coder {
  const bins = edges.length - 1;
  const parts = Math.max(1, Math.floor((NO_BIN - 1) / bins));
  // A bin may be empty where float32 cannot tell its edges apart.
  const scales = Float64Array.from(
    { length: bins },
    (_, bin) => parts / Math.max((edges[bin + 1] ?? 0) - (edges[bin] ?? 0), Number.MIN_VALUE),
  );
  return {
    parts,
    codeOf(value) {
      const bin = find(value);
      if (bin < 0) return NO_BIN;
      const part = (value - (edges[bin] ?? 0)) * (scales[bin] ?? 0);
      return bin * parts + (part < parts ? Math.trunc(part) : parts - 1);
    },
  };
}

/** Counts of bins from counts of codes. */
export function countsOfBins(
  counts: Uint32Array,
  { edges, coder: { parts } }: Pick<BinCodes, 'edges' | 'coder'>,
): Uint32Array<ArrayBuffer> {
  const bins = new Uint32Array(edges.length - 1);
  for (let code = 0; code < bins.length * parts; code++) {
    const bin = Math.trunc(code / parts);
    bins[bin] = (bins[bin] ?? 0) + (counts[code] ?? 0);
  }
  return bins;
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

/** What codes say of their values under bounds. */
export interface CodesUnderBounds {
  /** Of these codes, both included, every value passes; `first > last`: there are none. */
  readonly first: number;
  readonly last: number;
  /** Outside of these codes no value passes. One that is here and not above is cut by the bounds: its values have to be looked at. */
  readonly least: number;
  readonly most: number;
}

const NONE: CodesUnderBounds = { first: 1, last: 0, least: 1, most: 0 };

/** `undefined` where the codes do not tell. The bounds are float32, as the values are. */
export function codesUnder({ edges, coder, whole }: BinCodes, bounds: Bounds): CodesUnderBounds | undefined {
  if (!whole) return undefined;
  const { parts, codeOf } = coder;
  const bins = edges.length - 1;
  const lowest = edges[0] ?? 0;
  const highest = edges[bins] ?? 0;
  if (!(bounds.least <= bounds.most && bounds.least <= highest && bounds.most >= lowest)) return NONE;
  const least = bounds.least <= lowest ? 0 : codeOf(bounds.least);
  const most = bounds.most >= highest ? bins * parts - 1 : codeOf(bounds.most);
  // Codes are in the order of values, so the ends are all that can be cut. They are not where the bounds are edges of bins.
  const isLeastWhole = bounds.least <= lowest || bounds.least === edges[Math.trunc(least / parts)];
  const isMostWhole = bounds.most >= highest || isLast(above(bounds.most), edges, Math.trunc(most / parts));
  return { first: isLeastWhole ? least : least + 1, last: isMostWhole ? most : most - 1, least, most };
}

/** Whether no value of a bin reaches `next`. The last bin has its upper edge, too. */
function isLast(next: number, edges: Float64Array, bin: number): boolean {
  return bin < edges.length - 2 && next >= (edges[bin + 1] ?? Infinity);
}
