import type { RowOrder } from '../../state/row-order.ts';

/** So many screens are fetched before they are seen: a fast turn of the wheel goes over two. */
const SCREENS = 2;

/**
 * Rows that will be seen if whoever scrolls goes on in the same direction.
 * @param first place of the first row in sight; `last` exclusive
 * @param step places by which the window has moved; a jump says nothing of where the next one goes
 */
export function foreseen(rows: RowOrder, first: number, last: number, step: number): Uint32Array {
  const count = (last - first) * SCREENS;
  if (step === 0 || Math.abs(step) > count) return new Uint32Array(0);
  return step > 0 ? rows.slice(last, last + count) : rows.slice(Math.max(0, first - count), first);
}
