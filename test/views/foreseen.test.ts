import { expect, it } from 'vitest';
import { fileOrder, orderOf } from '../../src/state/row-order.ts';
import { foreseen } from '../../src/views/table/foreseen.ts';

const order = orderOf(Uint32Array.from([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]), true);

it('foresees two screens where somebody scrolls, and no rows that there are not', () => {
  expect([...foreseen(order, 2, 4, 1)]).toEqual([5, 4, 3, 2]);
  expect([...foreseen(order, 6, 8, -2)]).toEqual([7, 6, 5, 4]);
  expect([...foreseen(order, 6, 9, 2)]).toEqual([0]);
  expect([...foreseen(order, 1, 3, -1)]).toEqual([9]);
  expect([...foreseen(fileOrder(5), 3, 5, 1)]).toEqual([]);
});

it('foresees nothing where nobody scrolls, nor behind a jump', () => {
  expect([...foreseen(order, 2, 4, 0)]).toEqual([]);
  expect([...foreseen(order, 7, 9, 5)]).toEqual([]);
  expect([...foreseen(order, 0, 2, -5)]).toEqual([]);
});
