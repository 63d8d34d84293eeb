/** Edges of histogram bins over time, at instants that people write: full minutes, hours, days, months, years. UTC, as dates without a zone count. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 5, 15, 30].flatMap((n) => [n * SECOND, n * MINUTE]);
const LONGER = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY];
const EVEN: readonly number[] = [...STEPS, ...LONGER].sort((a, b) => a - b);
const MONTHS: readonly number[] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
/** A month at least: milliseconds. */
const MONTH = 28 * DAY;
/** The first Monday: weeks begin on it. */
const MONDAY = 4 * DAY;

/** At most about so many bins. */
const BINS = 24;

/** @param min milliseconds since 1970, as `max`, which is not below it */
export function timeEdges(min: number, max: number): Float64Array {
  const even = EVEN.find((step) => (max - min) / step <= BINS);
  return even === undefined ? monthEdges(min, max) : evenEdges(min, max, even);
}

function evenEdges(min: number, max: number, step: number): Float64Array {
  const origin = step === 7 * DAY ? MONDAY : 0;
  const first = Math.floor((min - origin) / step);
  const last = Math.max(first + 1, Math.floor((max - origin) / step) + 1);
  return Float64Array.from({ length: last - first + 1 }, (_, i) => origin + (first + i) * step);
}

function monthEdges(min: number, max: number): Float64Array {
  const step = MONTHS.find((months) => (max - min) / (months * MONTH) <= BINS) ?? 12_000;
  const date = new Date(min);
  const first = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / step);
  const edges: number[] = [];
  for (let at = first; ; at++) {
    // Date.UTC takes years before 100 for those of the last century.
    const edge = new Date(0).setUTCFullYear(Math.floor((at * step) / 12), (at * step) % 12, 1);
    edges.push(edge);
    if (!(edge <= max)) return Float64Array.from(edges);
  }
}
