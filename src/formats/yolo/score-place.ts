/**
 * Where the score of a row of six numbers stands: behind the box, as Ultralytics writes it, or before it, as
 * https://github.com/rafaelpadilla/Object-Detection-Metrics and some others do. One row does not tell; many do.
 */
import { isFraction } from './row.ts';

export interface SixDecision {
  readonly as: 'score' | 'track' | 'score-first';
  /** False where the rows speak for either order. */
  readonly sure: boolean;
  /** Whether the other order of box and score is worth offering. */
  readonly offer: boolean;
}

/** Of the rows, so many must be boxes inside the image when the score stands first. */
const INSIDE = 0.95;
/** And so many fewer when it stands last. */
const FEWER = 0.3;
/** Fewer rows than this prove nothing. */
const ROWS = 3;
/** As Ultralytics checks it. */
const OUTSIDE = 0.01;

/** @param rows tokens of rows of six */
export function decideSix(rows: readonly (readonly string[])[]): SixDecision {
  const as = rows.length === 0 || rows.some((row) => isFraction(row[5] ?? '')) ? 'score' : 'track';
  const usual: SixDecision = { as, sure: true, offer: false };
  const numbers = rows.map((row) => row.slice(1).map(Number));
  if (numbers.length === 0 || !numbers.every(([score = 0]) => score > 0 && score <= 1)) return usual;
  const share = (from: number): number => numbers.filter((row) => isInside(row.slice(from, from + 4))).length / numbers.length;
  const first = share(1);
  const last = share(0);
  if (first < INSIDE || first < last) return usual;
  if (first - last >= FEWER && numbers.length >= ROWS) return { as: 'score-first', sure: true, offer: true };
  return { as, sure: first === last, offer: true };
}

/** Whether centre and size make a box in the image. */
function isInside([x = 0, y = 0, width = 0, height = 0]: readonly number[]): boolean {
  const half = [x - width / 2, y - height / 2, 1 - x - width / 2, 1 - y - height / 2];
  return width > 0 && height > 0 && half.every((room) => room >= -OUTSIDE);
}
