import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bitset } from '../../src/base/bitset.ts';

describe('Bitset', () => {
  it('is a set of numbers', () => {
    const step = fc.record({ add: fc.boolean(), row: fc.nat({ max: 300 }) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const [bits, set] = [new Bitset(20), new Set<number>()];
        for (const { add, row } of steps) {
          expect(add ? bits.add(row) : bits.delete(row)).toBe(add ? !set.has(row) : set.has(row));
          if (add) set.add(row);
          else set.delete(row);
        }
        expect(bits.size).toBe(set.size);
        expect([...bits.rows()]).toEqual([...set].sort((a, b) => a - b));
        for (let row = 0; row < 310; row++) expect(bits.has(row)).toBe(set.has(row));
      }),
    );
  });

  it('is made of rows and says what it costs', () => {
    const bits = Bitset.of([31, 0, 64]);
    expect([...bits.rows()]).toEqual([0, 31, 64]);
    expect(bits.bytes).toBe(32);
  });
});
