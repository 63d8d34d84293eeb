/** How the numbers of a column are spread over the samples that pass: sum, extremes, and what half and nineteen in twenty stay below. */
import type { Breath } from './breath.ts';

export interface MeasureStats {
  /** Samples that have a number. */
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly median: number;
  /** 95 of 100 are not above it. */
  readonly p95: number;
  readonly max: number;
}

const CHUNK = 65_536;

/**
 * `undefined`: none has a number.
 * @param rows ascending
 * @param numberOf NaN: none
 */
export async function measureStats(
  rows: Uint32Array,
  numberOf: (row: number) => number,
  breath: Breath,
): Promise<MeasureStats | undefined> {
  const values = new Float64Array(rows.length);
  let count = 0;
  let sum = 0;
  for (let from = 0; from < rows.length; from += CHUNK) {
    for (let i = from; i < Math.min(rows.length, from + CHUNK); i++) {
      const value = numberOf(rows[i] ?? 0);
      if (Number.isNaN(value)) continue;
      values[count++] = value;
      sum += value;
    }
    await breath.take();
  }
  if (count === 0) return undefined;
  const sorted = values.subarray(0, count).sort();
  const at = (share: number): number => sorted[Math.min(count - 1, Math.ceil(share * count) - 1)] ?? 0;
  return { count, sum, min: sorted[0] ?? 0, median: at(0.5), p95: at(0.95), max: sorted[count - 1] ?? 0 };
}
