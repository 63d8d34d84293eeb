/** Which samples pass, as rows and as a number. */
import type { Evaluation } from './evaluate.ts';

/** Rows of the samples that pass, ascending. */
export function passingRows({ pass, sampleCount }: Pick<Evaluation, 'pass' | 'sampleCount'>): Uint32Array<ArrayBuffer> {
  if (pass === undefined) return everyRow(sampleCount);
  const rows = new Uint32Array(passingCount({ pass, sampleCount }));
  let next = 0;
  for (let row = 0; row < sampleCount; row++) {
    // Without a branch: which way it went could not be foretold. What is written past the end goes nowhere.
    rows[next] = row;
    next += pass[row] ?? 0;
  }
  return rows;
}

/** How many samples pass. */
export function passingCount({ pass, sampleCount }: Pick<Evaluation, 'pass' | 'sampleCount'>): number {
  if (pass === undefined) return sampleCount;
  let count = 0;
  for (let row = 0; row < sampleCount; row++) count += pass[row] ?? 0;
  return count;
}

function everyRow(count: number): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}
