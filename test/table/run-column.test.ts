import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunColumn } from '../../src/table/run-column.ts';

const AROUND = fc.oneof(fc.nat(300), fc.integer({ min: 65_300, max: 65_800 }));
const WRITE = fc.oneof(
  fc.record({ row: AROUND, value: fc.nat(3), rows: fc.constant(1) }),
  fc.record({ row: AROUND, value: fc.nat(3), rows: fc.integer({ min: 1, max: 500 }) }),
);

describe('numbers that are the same for many rows, or one more with each', () => {
  it.each([
    { step: 0, make: Int32Array, fill: -1 },
    { step: 1, make: Uint32Array, fill: 0 },
  ] as const)('are what was written, in any order and over segments ($step)', ({ step, make, fill }) => {
    fc.assert(
      fc.property(fc.array(WRITE, { maxLength: 12 }), fc.boolean(), (writes, isKept) => {
        const column = new RunColumn(make, fill, step);
        const expected: number[] = [];
        for (const { row, value, rows } of writes) {
          const values = Array.from({ length: rows }, (_, i) => 1 + value + step * i);
          if (rows === 1) column.set(row, 1 + value);
          else if (step === 0) column.setRun(row, 1 + value, rows);
          else column.setMany(row, values);
          for (const [i, written] of values.entries()) expected[row + i] = written;
        }
        const read = isKept ? new RunColumn(make, fill, step) : column;
        if (isKept) read.restore(structuredClone(column.state));
        const all = Int32Array.from(expected, (value: number | undefined) => value ?? fill);
        expect(read.length).toBe(all.length);
        expect(all.findIndex((value, row) => read.at(row) !== value)).toBe(-1);
        expect(read.at(all.length)).toBe(fill);
        const ends: number[] = [];
        for (let row = 0; row < all.length; row = ends.at(-1) ?? Infinity) ends.push(read.sameUntil(row));
        expect(ends).toEqual([...all.keys()].flatMap((row) => (all[row] === all[row + 1] ? [] : row + 1)));
        read.map((value) => value + 7);
        expect(all.findIndex((value, row) => read.at(row) !== (value === fill ? fill : value + 7))).toBe(-1);
      }),
      { numRuns: 40 },
    );
  });

  it('cost nothing where lines follow one another, and four bytes where they do not', () => {
    const lines = new RunColumn(Uint32Array, 0, 1);
    for (let row = 0; row < 200_000; row += 1000)
      lines.setMany(
        row,
        Uint32Array.from({ length: 1000 }, (_, i) => row + i + 1),
      );
    expect([lines.at(0), lines.at(65_536), lines.at(199_999)]).toEqual([1, 65_537, 200_000]);
    expect(lines.bytes).toBe(0);
    lines.set(200_000, 300_000);
    expect([lines.at(199_999), lines.at(200_000), lines.bytes]).toEqual([200_000, 300_000, 6784 * 4]);
  });
});
