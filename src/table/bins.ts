/** Edges of histogram bins at numbers that people write. */

/** About how many bins a linear histogram has; up to twice as many. */
export const BINS = 24;

/** Edges of equal bins over `min` to `max` (finite, `min <= max`): multiples of 1, 2 or 5 × 10ⁿ, each the number as it prints. */
export function linearEdges(min: number, max: number, whole: boolean, bins = BINS): Float64Array {
  const span = max - min;
  if (!Number.isFinite(span)) return Float64Array.of(min, max);
  let { digit, exponent } = niceStep(span > 0 ? span / bins : Math.abs(max) / bins);
  if (whole && exponent < 0) {
    digit = 1;
    exponent = 0;
  }
  // Dividing by a power of ten rounds once: 3 / 10 is 0.3, 3 × 0.1 is not.
  const edge = (index: number): number => (exponent < 0 ? (index * digit) / 10 ** -exponent : index * digit * 10 ** exponent);
  const step = edge(1);
  let first = Math.floor(min / step);
  let last = Math.max(first + 1, Math.ceil(max / step));
  // A step that is lost in the numbers, or under what a number can be.
  const isLost = !(step > 0) || Math.max(Math.abs(first), Math.abs(last)) > 1e12 || !Number.isFinite(edge(last));
  if (isLost) return oneBin(min, max);
  if (edge(first) > min) first--;
  if (edge(last) < max) last++;
  // Whole numbers one by one: the largest has a bin of its own.
  if (whole && step === 1 && edge(last) === max) last++;
  return Float64Array.from({ length: last - first + 1 }, (_, i) => edge(first + i) + 0);
}

/** Edges for sizes: powers of two, with `halves` also the steps halfway (… 32 48 64 96 128 …); below 1 one bin from 0. */
export function doublingEdges(min: number, max: number, halves: boolean): Float64Array {
  const edges: number[] = [];
  if (min < 0) edges.push(Math.floor(min));
  if (min < 1) edges.push(0);
  for (let power = 1; ; power *= 2) {
    for (const edge of halves && power > 1 ? [power, power * 1.5] : [power]) {
      edges.push(edge);
      if (edge > max) return Float64Array.from(edges.slice(firstUseful(edges, min)));
    }
  }
}

/**
 * Finds the bin of a value: `edges[bin] <= value < edges[bin + 1]`; the last bin has its upper edge too. -1: outside, or NaN.
 * A table of even cells tells where to begin; from there it is a step or two.
 */
export function binFinder(edges: Float64Array): (value: number) => number {
  const bins = edges.length - 1;
  const low = edges[0] ?? 0;
  const high = edges[bins] ?? 0;
  const scale = CELLS / (high - low);
  const begin = new Uint16Array(CELLS + 1);
  for (let cell = 0, bin = 0; cell <= CELLS; cell++) {
    while (bin < bins - 1 && (edges[bin + 1] ?? 0) <= low + cell / scale) bin++;
    begin[cell] = bin;
  }
  return (value) => {
    if (!(value >= low && value <= high)) return -1;
    let bin = begin[Math.trunc((value - low) * scale)] ?? 0;
    while (bin > 0 && value < (edges[bin] ?? 0)) bin--;
    while (bin < bins - 1 && value >= (edges[bin + 1] ?? 0)) bin++;
    return bin;
  };
}

const CELLS = 4096;

function oneBin(min: number, max: number): Float64Array {
  if (max > min) return Float64Array.of(min, max);
  const above = min + Math.max(1, Math.abs(min));
  return Number.isFinite(above) ? Float64Array.of(min, above) : Float64Array.of(min / 2, min);
}

function firstUseful(edges: readonly number[], min: number): number {
  const after = edges.findIndex((edge) => edge > min);
  return Math.max(0, after - 1);
}

function niceStep(atLeast: number): { digit: number; exponent: number } {
  if (!(atLeast > 0)) return { digit: 1, exponent: 0 };
  const exponent = Math.floor(Math.log10(atLeast));
  const digit = [1, 2, 5].find((candidate) => candidate * 10 ** exponent >= atLeast);
  return digit === undefined ? { digit: 1, exponent: exponent + 1 } : { digit, exponent };
}
