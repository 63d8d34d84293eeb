import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEGMENT_ROWS } from '../../src/base/growable.ts';
import { NumberColumn } from '../../src/table/number-column.ts';

/** All rows, one by one. */
function rowsOf(column: NumberColumn): number[] {
  return Array.from({ length: column.length }, (_, row) => column.at(row));
}

function copied(column: NumberColumn): number[] {
  const out = new Float64Array(column.length);
  column.copy(0, column.length, out);
  return [...out];
}

const number = fc.oneof(
  fc.integer({ min: -5, max: 1 << 24 }),
  fc.constantFrom(0.5, -0, Infinity, Number.NaN, 0.1, 2 ** 24 + 1, 5e-324, 1e300),
  fc.double(),
);

describe('numbers of a column', () => {
  it('are the same as in eight bytes each, however they come', () => {
    const step = fc.oneof(
      fc.tuple(fc.constant('set' as const), fc.integer({ min: 0, max: 40 }), number),
      fc.tuple(fc.constant('append' as const), fc.integer({ min: 0, max: 3 }), fc.array(number, { maxLength: 6 })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const column = new NumberColumn();
        const plain: number[] = [];
        for (const one of steps) {
          if (one[0] === 'set') {
            while (plain.length <= one[1]) plain.push(Number.NaN);
            plain[one[1]] = one[2];
            column.set(one[1], one[2]);
          } else {
            for (let i = 0; i < one[1]; i += 1) plain.push(Number.NaN);
            column.appendAt(plain.length, Float64Array.from(one[2]));
            plain.push(...one[2]);
          }
        }
        expect(rowsOf(column)).toEqual(plain);
        expect(copied(column)).toEqual(plain);
        const again = new NumberColumn();
        again.restore(structuredClone(column.state));
        expect(rowsOf(again)).toEqual(plain);
        again.set(plain.length, 0.1);
        expect(rowsOf(again)).toEqual([...plain, 0.1]);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('take four bytes while that loses nothing, and long stretches without one take none', () => {
    const column = new NumberColumn();
    const numbers = Float64Array.from({ length: SEGMENT_ROWS }, (_, i) => i * 3);
    column.appendAt(2 * SEGMENT_ROWS, numbers);
    const narrow = column.bytes;
    column.set(3 * SEGMENT_ROWS, 2 ** 24 + 1);
    expect([narrow / SEGMENT_ROWS, column.bytes / SEGMENT_ROWS]).toEqual([4, 16]);
    expect([column.at(5), column.at(2 * SEGMENT_ROWS + 7), column.at(3 * SEGMENT_ROWS)]).toEqual([Number.NaN, 21, 2 ** 24 + 1]);
  });
});
