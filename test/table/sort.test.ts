import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Builder } from '../../src/table/builder.ts';
import { select } from '../../src/table/filter.ts';
import { compareNatural, naturalKey } from '../../src/table/natural-order.ts';
import { anyQuestion, anySamples, answer, contextOf, numberOfSample, tableOf } from './oracle.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const anyName = fc.oneof(
  fc
    .array(fc.constantFrom('a', 'B', 'img', '1', '01', '2', '10', '007', '_', '.', '图', '99999999999', '\0', '/'), { maxLength: 7 })
    .map((parts) => parts.join('')),
  fc.string(),
);

async function sorted(values: readonly (string | number | undefined)[], descending = false, column = 'value'): Promise<number[]> {
  const builder = new Builder();
  values.forEach((value, i) => builder.sample(String(i), column === 'name' ? { name: String(value) } : { extra: { value } }));
  const { rows } = await select(builder.table, { clauses: [] }, { column, descending });
  return [...rows];
}

describe('sorting', { timeout: 60_000 }, () => {
  it('is stable both ways, with undefined last both ways', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySamples,
        anyQuestion,
        fc.constantFrom('width', 'height', 'labels', 'classes', 'smallest', 'speed'),
        fc.boolean(),
        async (samples, query, column, descending) => {
          const { rows } = await select(tableOf(samples), query, { column, descending }, contextOf(samples));
          const keyed = answer(samples, query).rows.map((row) => ({
            row,
            value: samples[row] && numberOfSample(samples[row], column, query),
          }));
          const sign = descending ? -1 : 1;
          const withValue = keyed.filter(({ value }) => value !== undefined).sort((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0)));
          const without = keyed.filter(({ value }) => value === undefined);
          expect([...rows]).toEqual([...withValue, ...without].map(({ row }) => row));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('orders any finite numbers', async () => {
    const wild = fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.constantFrom(0, -0));
    // Whole numbers, as far apart as three digits reach and a little further.
    const whole = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.constantFrom(0, -0, 2 ** 24 - 1, 2 ** 24, -(2 ** 23), 2 ** 23));
    const many = (number: fc.Arbitrary<number>) => fc.array(fc.option(number, { nil: undefined }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(many(wild), many(whole)), fc.boolean(), async (values, descending) => {
        const rows = values.map((_, row) => row);
        const sign = descending ? -1 : 1;
        const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -sign : sign);
        const expected = [
          ...rows.filter((row) => values[row] !== undefined).sort((a, b) => compare(values[a] ?? 0, values[b] ?? 0) || a - b),
          ...rows.filter((row) => values[row] === undefined),
        ];
        expect(await sorted(values, descending)).toEqual(expected);
      }),
    );
  });

  it('orders names as people count, the same by keys and by comparison', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyName, { maxLength: 20 }), fc.boolean(), async (names, descending) => {
        const rows = names.map((_, row) => row);
        const sign = descending ? -1 : 1;
        const named = rows.filter((row) => names[row] !== '');
        named.sort((a, b) => sign * compareNatural(bytes(names[a] ?? ''), bytes(names[b] ?? '')) || a - b);
        expect(await sorted(names, descending, 'name')).toEqual([...named, ...rows.filter((row) => names[row] === '')]);
      }),
      { numRuns: 1000 },
    );
  });

  it('orders a column of texts and of categories alike', async () => {
    expect(await sorted(['b10', 'b9', undefined, 'a', 'B1'])).toEqual([3, 4, 1, 0, 2]);
    expect(await sorted(['b10', 'b9', 'b10', 'b9', undefined, 'a', 'a'], true)).toEqual([0, 2, 1, 3, 5, 6, 4]);
  });

  it('orders by how many problems a sample has', async () => {
    const builder = new Builder();
    for (const key of ['a', 'b', 'c']) builder.sample(key);
    const sets = new Map([
      ['problem:x', new Set([1, 2])],
      ['problem:y', new Set([2])],
      ['tag:z', new Set([0])],
    ]);
    const { rows } = await select(builder.table, { clauses: [] }, { column: 'problem', descending: true }, { sets });
    expect([...rows]).toEqual([2, 1, 0]);
  });

  it('leaves the order alone for a column that is not there', async () => {
    expect(await sorted([3, 1, 2], true, 'nothing')).toEqual([0, 1, 2]);
  });
});

describe('natural order', { timeout: 60_000 }, () => {
  it('is an order', () => {
    fc.assert(
      fc.property(anyName, anyName, anyName, (a, b, c) => {
        const [x, y, z] = [bytes(a), bytes(b), bytes(c)];
        expect(Math.sign(compareNatural(x, y)) + Math.sign(compareNatural(y, x))).toBe(0);
        const [first = x, , last = x] = [x, y, z].sort(compareNatural);
        expect(compareNatural(first, last)).toBeLessThanOrEqual(0);
        expect(compareNatural(x, y) === 0).toBe(new TextDecoder().decode(x) === new TextDecoder().decode(y));
      }),
      { numRuns: 3000 },
    );
  });

  it('has keys that never contradict it', () => {
    const high = new Uint32Array(2);
    const low = new Uint32Array(2);
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        naturalKey(bytes(a), 0, high, low, 0);
        naturalKey(bytes(b), 0, high, low, 1);
        const keys = (high[0] ?? 0) - (high[1] ?? 0) || (low[0] ?? 0) - (low[1] ?? 0);
        return keys === 0 || Math.sign(compareNatural(bytes(a), bytes(b))) === Math.sign(keys);
      }),
      { numRuns: 3000 },
    );
  });

  it('puts 2 before 10 and ignores case', () => {
    const names = ['img10', 'IMG2', 'img1', 'img02', 'imG'];
    expect(names.toSorted((a, b) => compareNatural(bytes(a), bytes(b)))).toEqual(['imG', 'img1', 'IMG2', 'img02', 'img10']);
  });
});
