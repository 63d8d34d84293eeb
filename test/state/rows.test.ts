import { describe, expect, it } from 'vitest';
import { fileOrder, orderOf } from '../../src/state/row-order.ts';
import { addRows, ALL_ROWS, countRows, hasRow, NO_ROWS, toggleRow } from '../../src/state/selected-rows.ts';

describe('the order of an answer', () => {
  it('gives rows by place and places by row', () => {
    const order = orderOf(Uint32Array.of(7, 3, 9), true);
    expect([order.at(-1), order.at(0), order.at(2), order.at(3)]).toEqual([undefined, 7, 9, undefined]);
    expect([order.indexOf(3), order.indexOf(4)]).toEqual([1, -1]);
    expect([...order.slice(1, 9)]).toEqual([3, 9]);
    expect([...order.slice(-4, 1)]).toEqual([7]);
  });

  it('keeps nothing of ten million rows in file order', () => {
    const order = fileOrder(10_000_000);
    expect([order.at(9_999_999), order.at(10_000_000), order.indexOf(9_999_999), order.indexOf(10_000_000)]).toEqual([
      9_999_999,
      undefined,
      9_999_999,
      -1,
    ]);
    expect([...order.slice(9_999_998, 20_000_000)]).toEqual([9_999_998, 9_999_999]);
    expect([...order.slice(-2, 1)]).toEqual([0]);
  });

  it('tells all rows from some, and file order from another', () => {
    const same = (rows: number[], sorted: boolean): void => {
      const order = orderOf(Uint32Array.from(rows), sorted);
      expect([...order.slice(0, order.length)]).toEqual(rows);
      expect(rows.map((row) => order.indexOf(row))).toEqual(rows.map((_, place) => place));
    };
    same([], false);
    same([0, 1, 2, 3], false);
    same([0, 2, 3], false);
    same([1, 2, 3], false);
    same([2, 1, 0, 3], true);
  });
});

describe('a set of selected rows', () => {
  it('is changed in a copy', () => {
    const some = addRows(NO_ROWS, [3, 70, 4]);
    const fewer = toggleRow(some, 70);
    expect([3, 4, 70, 5].map((row) => hasRow(some, row))).toEqual([true, true, true, false]);
    expect([3, 4, 70, 5].map((row) => hasRow(fewer, row))).toEqual([true, true, false, false]);
    expect([countRows(NO_ROWS, 100), countRows(some, 100), countRows(fewer, 100)]).toEqual([0, 3, 2]);
  });

  it('is all but a few', () => {
    const most = toggleRow(ALL_ROWS, 5);
    expect([hasRow(most, 5), hasRow(most, 6), countRows(most, 10)]).toEqual([false, true, 9]);
    expect(countRows(addRows(most, [5, 6]), 10)).toBe(10);
  });
});
