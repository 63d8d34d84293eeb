import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Texts } from '../../src/model/block.ts';
import { ExtraColumn } from '../../src/table/extra-column.ts';
import { KeyIndex } from '../../src/table/key-index.ts';

function textsOf(values: readonly string[]): Texts {
  const parts = values.map((value) => new TextEncoder().encode(value));
  const ends = Uint32Array.from(parts, (_, i) => parts.slice(0, i + 1).reduce((sum, { length }) => sum + length, 0));
  return { bytes: Uint8Array.from(parts.flatMap((part) => [...part])), ends };
}

const text = fc.oneof(
  fc.constantFrom('', 'a', '2013-11-14 17:02:52', '2013-13-14 17:02:52', '7', 'true', 'ü', 'x'.repeat(70)),
  fc.nat(5000).map((n) => `2013-11-${String(10 + (n % 19))} 11:${String(10 + (n % 50))}:${String(10 + (n % 47))}`),
  fc.nat(5000).map((n) => `${n}.jpg`),
);

describe('values of a column that come many at once', () => {
  it('are those that come one by one', () => {
    const block = fc.oneof(fc.array(text, { maxLength: 30 }), fc.array(fc.constantFrom(1, 2.5, 0, Number.NaN), { maxLength: 30 }));
    const rows = fc.option(fc.nat(3), { nil: undefined });
    fc.assert(
      fc.property(fc.boolean(), fc.array(fc.tuple(block, rows), { maxLength: 8 }), (isLong, blocks) => {
        const [one, many] = [new ExtraColumn('x'), new ExtraColumn('x')];
        let row = 0;
        // So many that no dictionary holds them.
        const first = isLong ? Array.from({ length: 1200 }, (_, i) => `v${i}`) : [];
        for (const [values, gap] of [[first, undefined] as const, ...blocks]) {
          const at = gap === undefined ? row : Uint32Array.from({ length: values.length }, (_, i) => row + gap + 2 * i);
          const isText = values.every((value): value is string => typeof value === 'string');
          many.addMany(at, isText ? textsOf(values) : Float64Array.from(values, Number));
          values.forEach((value, i) => one.add(typeof at === 'number' ? at + i : (at[i] ?? 0), value));
          row += values.length + (gap ?? 0);
        }
        const cells = (column: ExtraColumn): unknown[] => Array.from({ length: row + 90 }, (_, i) => [column.has(i), column.text(i)]);
        expect(cells(many)).toEqual(cells(one));
        expect([many.kind, many.filled]).toEqual([one.kind, one.filled]);
      }),
    );
  });
});

describe('keys that are added at once', () => {
  it('are found among all others', () => {
    const step = fc.oneof(
      fc.nat(300).map((more) => ({ more })),
      fc.nat(400).map((key) => ({ key: String(key) })),
      fc.string({ maxLength: 2 }).map((key) => ({ key: `k${key}` })),
      fc.constant({ release: true }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const index = new KeyIndex();
        const rows = new Map<string, number>();
        const [answered, expected]: [number[], number[]] = [[], []];
        let next = 1000;
        for (const taken of steps) {
          if ('release' in taken) index.release();
          else if ('key' in taken) {
            const row = rows.get(taken.key) ?? rows.size;
            rows.set(taken.key, row);
            answered.push(index.rowOf(taken.key));
            expected.push(row);
          } else {
            const keys = Float64Array.from({ length: taken.more }, (_, i) => next + i * 3);
            answered.push(index.addNumbers(keys));
            expected.push(rows.size);
            for (const key of keys) rows.set(String(key), rows.size);
            next += taken.more * 3;
          }
        }
        expect(answered).toEqual(expected);
        for (const [key, row] of rows) expect([index.find(key), index.text(row)]).toEqual([row, key]);
        expect(index.find('5')).toBe(rows.get('5'));
      }),
    );
  });
});
