import { describe, expect, it } from 'vitest';
import { scanCoco } from '../../../src/formats/coco/scan.ts';
import { cocoScanner } from '../../../src/syntax/scan/coco.ts';
import { allSamples } from '../conformance.ts';
import { expectSame, readBytes } from './both-ways.ts';
import { MANY, mutantOf, numbersFile, randomOf, SMALL, usualFile } from './mutants.ts';

const small = new TextEncoder().encode(SMALL);
const many = new TextEncoder().encode(MANY);

describe('the fast path reads what the plain path reads', { timeout: 60_000 }, () => {
  it('and is taken', async () => {
    let rows = 0;
    const scanner = cocoScanner({ annotations: (_, { length }) => (rows += length), images: ({ length }) => (rows += length) });
    const text = '{"image_id":1,"bbox":[1,2,3,4],"area":1},'.repeat(100);
    const window = scanner?.room(text.length + 1) ?? new Uint8Array(0);
    new TextEncoder().encodeInto(text, window);
    expect(scanner?.read('annotations', 0, text.length, 0, false)).toBe(text.length - 1);
    scanner?.flush();
    expect(rows).toBe(100);
    const read = (await readBytes(small, scanCoco, { size: 1 << 20 })) as { samples: unknown[]; annotations: unknown[] };
    expect([read.samples.length, read.annotations.length]).toEqual([4, 8]);
  });

  it('and goes on behind an image whose name no block has room for', () => {
    const read: number[] = [];
    const scanner = cocoScanner({ annotations: () => undefined, images: ({ length }) => read.push(length) });
    const image = (name: string): string => `{"id":1,"file_name":"${name}","width":1,"height":1},`;
    const [long, short] = [image('x'.repeat((1 << 20) + 1)), image('a').repeat(3)];
    const window = scanner?.room(long.length + short.length + 1) ?? new Uint8Array(0);
    new TextEncoder().encodeInto(long + short, window);
    const limit = long.length + short.length;
    // The careful path reads the long one.
    expect(scanner?.read('images', 0, limit, 0, false)).toBe(0);
    expect(scanner?.read('images', long.length, limit, 0, false)).toBe(limit - 1);
    scanner?.flush();
    expect(read).toEqual([3]);
  });

  it.each(
    allSamples().flatMap(({ format, name, contents }) =>
      format === 'coco'
        ? [...contents].filter(([path]) => path.endsWith('.json')).map(([path, bytes]) => [`${name} ${path}`, bytes] as const)
        : [],
    ),
  )('in %s', async (_, bytes) => {
    await expectSame(bytes);
  });

  it('wherever pieces end', async () => {
    const whole = await expectSame(small);
    for (let first = 1; first < small.length; first += 1) {
      expect(await readBytes(small, scanCoco, { first, size: small.length })).toEqual(whole);
    }
    for (const size of [1, 2, 3, 7, 16, 63, 64, 65]) expect(await expectSame(small, { size })).toEqual(whole);
  });

  it('up to where a file was cut, at any byte', async () => {
    for (let end = 0; end < small.length; end += 1) await expectSame(small.subarray(0, end));
  });

  it('with columns in the order in which images name their fields', async () => {
    const named = async (first: string, second = ''): Promise<unknown> => {
      // The first item of a file is always read plainly.
      const text = `{"images":[{"file_name":"none.jpg"},${first},{"id":10,"file_name":"c.jpg"}${second}],"annotations":[]}`;
      const { columns } = (await expectSame(new TextEncoder().encode(text))) as { columns: { name: string }[] };
      return columns.map(({ name }) => name);
    };
    expect(await named('{"n":1,"file_name":"a.jpg","id":9,"m":"x"}')).toEqual(['n', 'id', 'm']);
    expect(await named('{"id":9,"n":1,"file_name":"a.jpg","id":9}')).toEqual(['id', 'n']);
    // This one is found, or comes again.
    expect(await named('{"id":9,"n":1,"file_name":"b.jpg"}')).toEqual(['id', 'n']);
    expect(await named('{"n":1,"file_name":"a.jpg","id":9}', ',{"m":2,"file_name":"d.jpg","id":9}')).toEqual(['n', 'id', 'm']);
    // Of an image that is left after all nothing stays.
    expect(await named('{"n":1,"id":9,"file_name":"é.jpg"},{"m":1,"file_name":"a.jpg","id":8}')).toEqual(['n', 'id', 'm']);
    // Names that are numbers come first, wherever they stand.
    expect(await named('{"id":9,"n":1,"7":2,"file_name":"a.jpg"}')).toEqual(['7', 'id', 'n']);
    await expectSame(mutantOf(small, randomOf(150_063_629)));
  });

  it('where rows are results, or annotations come before images', async () => {
    const list = SMALL.slice(SMALL.indexOf('"annotations": ') + 15, SMALL.indexOf(',\n"categories"'));
    await expectSame(new TextEncoder().encode(list), { size: 50 }, 'results');
    const images = SMALL.slice(SMALL.indexOf('"images"'), SMALL.indexOf('"annotations"'));
    const turned = SMALL.replace(images, '').replace('"categories"', `${images}"categories"`);
    const read = (await expectSame(new TextEncoder().encode(turned), { size: 50 })) as { annotations: unknown[] };
    expect(read.annotations).toHaveLength(8);
  });

  it('by the block, with all that there is to tell', async () => {
    const read = (await expectSame(many)) as { annotations: unknown[]; problems: Record<string, unknown[]> };
    expect(read.annotations).toHaveLength(98);
    const codes = ['area-missing', 'box-degenerate', 'box-negative', 'box-out-of-bounds', 'id-duplicate', 'id-missing', 'id-zero'];
    expect(Object.keys(read.problems)).toEqual(expect.arrayContaining([...codes, 'mask-invalid', 'mask-size-differs', 'keypoints-count']));
    for (let size = 1; size < 3000; size += 97) expect(await expectSame(many, { size })).toEqual(read);
  });

  it('where all rows are usual, whatever they say', async () => {
    const told = new Set<string>();
    for (let seed = 1; seed <= 8; seed += 1) {
      const random = randomOf(seed);
      // Own ids in more pages than are kept apart.
      const bytes = usualFile(random, seed === 1 ? 14_000 : 1500);
      const { problems } = (await expectSame(bytes, { size: 1000 + random(40_000) })) as { problems: Record<string, unknown[]> };
      for (const code of Object.keys(problems)) told.add(code);
    }
    const boxes = ['box-corners', 'box-degenerate', 'box-negative', 'box-out-of-bounds'];
    expect([...told].sort()).toEqual(
      expect.arrayContaining([...boxes, 'area-missing', 'category-unknown', 'id-duplicate', 'id-missing', 'id-zero', 'image-unknown']),
    );
  });

  it('however numbers are written', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = randomOf(seed);
      await expectSame(numbersFile(random, 1 + random(60)), { size: 1 + random(3000) }).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error });
      });
    }
  });

  it('in files that somebody broke', async () => {
    for (let seed = 1; seed <= 600; seed += 1) {
      const random = randomOf(seed);
      const pieces = { first: 1 + random(small.length), size: 1 + random(4000) };
      const mutant = mutantOf(seed % 3 === 0 ? many : small, random);
      await expectSame(mutant, pieces).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error });
      });
    }
  });
});
