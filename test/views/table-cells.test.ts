import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/views/table/columns.tsx';
import { cellsOf, type Place } from '../../src/views/table/layout.ts';

const COLUMNS = columnsOf(
  {
    format: 'csv',
    visual: false,
    columns: ['a', 'b', 'c', 'd'].map((name) => ({ name, kind: 'number' as const })),
    measures: [],
    split: false,
    digits: 3,
    schema: false,
    loose: false,
  },
  100,
);

/** The number of the row and the name, pinned, and four columns of numbers, all 100 pixels wide. */
const PLACES = COLUMNS.map((column, k): Place => {
  const style = { width: 100 };
  const { pinned } = column;
  return {
    column,
    pinned,
    resizing: false,
    size: 100,
    inner: 84,
    style,
    headStyle: style,
    grows: k === 5,
    index: k + 1,
    cellClass: '',
    headClass: '',
  };
});

const drawn = (left: number, right: number): string[] =>
  cellsOf(PLACES, true, { left, right }).loose.map(({ index, style }) => `${index}+${String(style.marginInlineStart ?? 0)}`);

describe('the cells of a row', () => {
  it('are those of all columns at rest, pinned ones apart', () => {
    const { pins, loose } = cellsOf(PLACES, true, undefined);
    expect(pins.map(({ column }) => column.id)).toEqual(['index', 'name']);
    expect(loose).toEqual(PLACES.slice(2));
  });

  it('are those in sight while somebody goes far, each where it stands', () => {
    expect(drawn(0, 400)).toEqual(['3+0', '4+0']);
    expect(drawn(0, 401)).toEqual(['3+0', '4+0', '5+0']);
    // What lies below the pinned ones is out of sight.
    expect(drawn(99, 450)).toEqual(['3+0', '4+0', '5+0']);
    expect(drawn(100, 450)).toEqual(['4+100', '5+0']);
    expect(drawn(350, 800)).toEqual(['6+300']);
    expect(drawn(0, 200)).toEqual([]);
  });

  it('stick at the left only where something scrolls below them', () => {
    expect(cellsOf(PLACES, true, undefined).pinsClass).not.toBe(cellsOf(PLACES, false, undefined).pinsClass);
  });
});
