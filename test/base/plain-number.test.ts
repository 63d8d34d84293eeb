import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainNumber } from '../../src/base/plain-number.ts';
import { isNumberText } from '../../src/table/cell-value.ts';

const of = (text: string): number | undefined => {
  const bytes = new TextEncoder().encode(`x${text}y`);
  return plainNumber(bytes, 1, bytes.length - 1);
};

it('reads what is written with few digits', () => {
  expect(['0', '-0', '7', '347.50', '-12.5', '0.709134'].map(of)).toEqual([0, -0, 7, 347.5, -12.5, 0.709134]);
});

it('leaves everything else', () => {
  const others = ['', '-', '.', '-.', '.5', '5.', '007', '-01', '1.2.3', '+5', '1e3', '12a', ' 1', '1 ', '1234567890123456'];
  expect(others.map(of)).toEqual(others.map(() => undefined));
});

it('is the nearest number, wherever it is one', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789.-'), maxLength: 16 });
  const written = fc.tuple(fc.integer(), fc.integer({ min: 0, max: 6 })).map(([whole, places]) => (whole / 1000).toFixed(places));
  fc.assert(
    fc.property(fc.oneof(digits, written), (text) => {
      const number = of(text);
      fc.pre(number !== undefined);
      expect(isNumberText(text)).toBe(true);
      expect(number).toBe(Number(text));
    }),
    { numRuns: 2_000 },
  );
});
