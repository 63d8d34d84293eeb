import type { RangeClause } from './query.ts';

/** Both ends belong; NaN is never inside. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * The bounds of a range clause for values kept as float64, or as float32 (`single`): there 0.9 is kept as 0.8999999762, so the
 * bound is rounded the same way, and `score>=0.9` finds what the file calls 0.9.
 */
export function boundsOf({ min, minOpen, max, maxOpen }: Omit<RangeClause, 'kind' | 'field'>, single: boolean): Bounds {
  const step = single ? nextSingle : nextDouble;
  const round = single ? Math.fround : (value: number) => value;
  const least = min === undefined ? -Infinity : round(min);
  const most = max === undefined ? Infinity : round(max);
  return { least: minOpen === true ? step(least, 1) : least, most: maxOpen === true ? step(most, -1) : most };
}

/** The smallest float32 above a float32. */
export function above(value: number): number {
  return nextSingle(value, 1);
}

/** The largest float64 under a number. */
export function below(value: number): number {
  return nextDouble(value, -1);
}

const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);
const double = new Float64Array(1);
const doubleBits = new BigInt64Array(double.buffer);

/** The neighbour of a float32, up (1) or down (-1). Past infinity: NaN, which nothing reaches. */
function nextSingle(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * 2 ** -149;
  single[0] = value;
  singleBits[0] = (singleBits[0] ?? 0) + (value > 0 === direction > 0 ? 1 : -1);
  return single[0];
}

function nextDouble(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  double[0] = value;
  doubleBits[0] = (doubleBits[0] ?? 0n) + (value > 0 === direction > 0 ? 1n : -1n);
  return double[0];
}
