import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdSet, idOf, idOfText, type Id } from '../../../src/formats/coco/ids.ts';

const HUGE = Number.MAX_SAFE_INTEGER;
const PAGE = 65_536;

/** What a plain set says of each id, and whether it is the same. */
function expectAsSet(ids: readonly Id[]): IdSet {
  const [set, plain] = [new IdSet(), new Set<Id>()];
  for (const [i, id] of ids.entries()) {
    const isNew = !plain.has(id);
    plain.add(id);
    // Millions of assertions would take longer than what they are about.
    if (set.add(id) !== isNew) throw new Error(`${JSON.stringify(id)}, the ${i + 1}th, was told to be ${isNew ? 'there already' : 'new'}`);
  }
  const order = (a: number, b: number): number => a - b;
  expect([...set.numbers()].sort(order)).toEqual([...plain].filter((id) => typeof id === 'number').sort(order));
  return set;
}

/** Ids so far apart that no more pages are to be had for others. */
const SCATTERED = Array.from({ length: 1024 }, (_, i) => (i + 1) * PAGE);

const value = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -40, max: 40 }),
  fc.constantFrom(0, -0, -1, 1, HUGE, -HUGE, 2 ** 31, 2 ** 32, -(2 ** 32), 2 ** 53, 1e300, 1.5, -0.5, 0.5),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  fc.constantFrom('', '0', '-0', '00', '7', '007', '7.0', ' 7', '1e3', '-7', '9007199254740991', '9007199254740992', 'NaN', '\u0000', 'é'),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.uuid(),
);

describe('a set of ids', () => {
  it.each([
    ['', []],
    [' also when no page is left', SCATTERED],
  ])('tells doubles as a plain set does%s', (_, before) => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 120 }), (values) => {
        const ids = values.flatMap((one) => idOf(one) ?? []);
        expectAsSet([...before, ...ids, ...ids.toReversed()]);
      }),
      { numRuns: before.length > 0 ? 20 : 300 },
    );
  });

  it('takes 0 and -0 for the same, on a page or not', () => {
    expect(new Set([idOf(0), idOf(-0), idOf('0')])).toEqual(new Set([0]));
    for (const before of [[], SCATTERED]) {
      const set = expectAsSet([...before, 0, -0, 0]);
      expect([...set.numbers()].filter((id) => id === 0)).toEqual([0]);
    }
  });

  it('knows texts that look like numbers from numbers', () => {
    expectAsSet(['007', '7', '7.0', '', '-0', '1e3'].map(idOfText).concat([7, 0, 1000], ['', '007']));
  });

  it.each<[string, (i: number) => Id]>([
    [
      'texts',
      (i) => `${(Math.imul(i, 2_654_435_761) >>> 0).toString(16).padStart(8, '0')}-4aaa-bbbb-cccc-${i.toString(16).padStart(12, '0')}`,
    ],
    ['texts that are counted', (i) => `ann_${i}`],
    ['texts of digits', (i) => `0${i}`],
    ['numbers far apart', (i) => (i + 1) * 3 * PAGE + 7],
    ['negative numbers', (i) => -i * 1_000_003],
    ['large numbers', (i) => HUGE - i],
  ])('grows with %s', (_, idAt) => {
    const ids = Array.from({ length: 60_000 }, (__, i) => idAt(i));
    // Some come again at once, the others when the set has grown.
    expectAsSet([...ids.flatMap((id, i) => (i % 7 === 0 ? [id, id] : [id])), ...ids]);
  });
});
