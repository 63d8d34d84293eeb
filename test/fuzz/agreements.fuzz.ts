import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectSame } from '../formats/coco/both-ways.ts';
import { MANY, mutantOf, randomOf, SMALL, usualFile } from '../formats/coco/mutants.ts';
import { csvMutantsAgree, jsonMutantsAgree } from '../formats/record-ways.ts';
import { searchAgrees } from '../formats/search-agrees.ts';
import { csvAgrees } from '../syntax/csv-agrees.ts';
import { checkAgrees, knownValuesAgree, valuesAgree } from '../syntax/scan/json-agrees.ts';
import { tryLong } from './try-long.ts';

const [small, many] = [SMALL, MANY].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];
const ROWS = 400;

const brokenCocoAgrees = (): fc.IAsyncProperty<unknown> =>
  fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, isLong) => {
    const random = randomOf(seed);
    const bytes = isLong ? many : small;
    await expectSame(mutantOf(bytes, random), { first: 1 + random(bytes.length), size: 1 + random(4000) });
  });

const usualCocoAgrees = (): fc.IAsyncProperty<unknown> =>
  fc.asyncProperty(fc.nat(), async (seed) => {
    const random = randomOf(seed);
    await expectSame(usualFile(random, ROWS), { size: 1000 + random(40_000) });
  });

/** What must hold, whatever the input. */
const AGREEMENTS: readonly (readonly [string, () => fc.IRawProperty<unknown>])[] = [
  ['reads a COCO file that somebody broke the same way fast and plain', brokenCocoAgrees],
  ['reads a COCO file that is as usual the same way fast and plain', usualCocoAgrees],
  ['finds records of CSV where every byte by itself says', csvAgrees],
  ['finds in a JSON record the value that parsing finds', valuesAgree],
  ['finds in records that are well-formed the value of a key by its name alone', knownValuesAgree],
  ['calls no JSON record clean that has a problem', checkAgrees],
  ['finds by search what a plain look at all values finds', searchAgrees],
  ['reads changed JSONL by compiled code as the careful way does', jsonMutantsAgree],
  ['reads changed CSV by compiled code as the careful way does', csvMutantsAgree],
];

it.for(AGREEMENTS)('%s', async ([, property], { task }) => {
  const { inputs, difference } = await tryLong(property, AGREEMENTS.length);
  task.meta.inputs = inputs;
  expect(inputs).toBeGreaterThan(0);
  if (difference === undefined) return;
  task.meta.difference = difference.seed;
  throw difference.error;
});
