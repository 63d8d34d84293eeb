import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expectSame } from '../formats/coco/both-ways.ts';
import { MANY, mutantOf, randomOf, SMALL } from '../formats/coco/mutants.ts';
import { tryLong } from './try-long.ts';

const [small, many] = [SMALL, MANY].map((text) => new TextEncoder().encode(text)) as [Uint8Array, Uint8Array];

it('reads a COCO file that somebody broke the same way fast and plain', async () => {
  const agrees = (): fc.IAsyncProperty<unknown> =>
    fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, isLong) => {
      const random = randomOf(seed);
      const bytes = isLong ? many : small;
      await expectSame(mutantOf(bytes, random), { first: 1 + random(bytes.length), size: 1 + random(4000) });
    });
  expect(await tryLong(agrees)).toBeGreaterThan(0);
});
