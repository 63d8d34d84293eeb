import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdMap, IdSet, idOf, idOfText, type Id } from '../../../src/formats/coco/ids.ts';

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
      { numRuns: before.length > 0 ? 8 : 300 },
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

describe('places by id', () => {
  const near = Array.from({ length: 70_000 }, (_, i) => i * 3 + 1);
  const far = Array.from({ length: 3000 }, (_, i) => ((i * 1_327_217_885) % 2 ** 31) + 1);

  it.each<[string, readonly Id[]]>([
    ['close together', near],
    ['far apart', far],
    // Pages come to be for ids that were there before them.
    ['far apart, then close together, then both again', [...far, ...near, ...far.map((id) => id + 1), ...far]],
    ['of all kinds', ['a', '', '007', -1, 0, HUGE, 2 ** 31, 2 ** 31 - 1, 'a', 0]],
  ])('are those of a plain map: %s', (_, ids) => {
    const [map, plain] = [new IdMap(), new Map<Id, number>()];
    for (const [place, id] of ids.entries()) {
      if (map.get(id) !== plain.get(id)) throw new Error(`${id} had the place ${map.get(id)}, not ${plain.get(id)}`);
      map.set(id, place);
      plain.set(id, place);
    }
    expect(ids.map((id) => map.get(id))).toEqual(ids.map((id) => plain.get(id)));
    expect([-2, 5e9, 'b', 2 ** 31 - 2].map((id) => map.has(id))).toEqual([false, false, false, false]);
  });

  it('are given to new ids up to the first that is not new, whether a page is there for it by now or not', () => {
    const map = new IdMap();
    expect(map.addNew(Float64Array.from(far), 0, 0)).toBe(far.length);
    // Many more ids pay for pages that those had none of.
    const others = near.filter((id) => map.get(id) === undefined);
    expect(map.addNew(Float64Array.from(others), 0, far.length)).toBe(others.length);
    const before = map.pages.filter((page) => page !== undefined).length;
    for (const [i, id] of far.entries()) map.set(id + 1, 8e5 + i);
    expect(map.pages.filter((page) => page !== undefined).length).toBeGreaterThan(before + 30);
    for (const [i, id] of far.entries()) {
      const unseen = 2 ** 31 + i;
      expect([id, map.addNew(Float64Array.of(unseen, id), 0, 9e5 + i), map.get(id)]).toEqual([id, 1, i]);
    }
  });

  it('cost memory by how many there are, not by how far apart they lie', () => {
    const map = new IdMap();
    for (const [place, id] of far.entries()) map.set(id, place);
    expect(map.pages.filter((page) => page !== undefined).length).toBeLessThan(140);
    const dense = new IdMap();
    for (let id = 0; id < 40 * PAGE; id += 16) dense.set(id, id);
    expect(dense.pages.filter((page) => page !== undefined)).toHaveLength(40);
  });
});
