import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pause } from '../../src/base/pause.ts';
import { Answers } from '../../src/table/answers.ts';
import { Breath, Lazy } from '../../src/table/breath.ts';
import { Builder } from '../../src/table/builder.ts';
import type { QueryContext } from '../../src/table/context.ts';
import type { DatasetTable } from '../../src/table/dataset-table.ts';
import { facets } from '../../src/table/facet.ts';
import { select } from '../../src/table/filter.ts';
import { histogram } from '../../src/table/histogram.ts';
import { compareNatural } from '../../src/table/natural-order.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import type { Query } from '../../src/table/query.ts';
import { answer, anyQuestion, anySamples, contextOf, growingTable, tableOf } from './oracle.ts';

const FIELDS = ['split', 'class', 'kind', 'set', 'flag', 'labels', 'image', 'problem', 'weather', 'folder'];

/** Everything that the page asks about one query. */
async function all(table: DatasetTable, query: Query, context: QueryContext): Promise<unknown> {
  const spreads = [];
  for (const field of ['side', 'score', 'labels', 'classes', 'speed']) spreads.push(await histogram(table, query, field, context));
  const { rows, annotations } = await select(table, query, { column: 'smallest', descending: true }, context);
  return { rows: [...rows], annotations, spreads, facets: await facets(table, query, context, FIELDS) };
}

describe('what was found out for one question', { timeout: 60_000 }, () => {
  it('changes no answer to the next ones, while the table grows and after it was indexed', async () => {
    await fc.assert(
      fc.asyncProperty(anySamples, fc.array(anyQuestion, { minLength: 1, maxLength: 3 }), fc.nat(), async (samples, queries, cut) => {
        const { table, add } = growingTable();
        const answers = new Answers(table);
        const middle = samples.length === 0 ? 0 : cut % samples.length;
        let first = 0;
        for (const end of [middle, samples.length]) {
          add(samples.slice(first, end), first);
          first = end;
          const now = samples.slice(0, end);
          const context = { ...contextOf(now), answers, version: end };
          for (const isIndexed of [false, true]) {
            if (isIndexed) await table.makeIndex(new Breath());
            for (const query of [...queries, ...queries]) {
              const { rows, annotations } = await select(table, query, undefined, context);
              expect({ rows: [...rows], annotations }).toEqual(answer(now, query));
              expect(await all(table, query, context)).toEqual(await all(tableOf(now), query, contextOf(now)));
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('holds for brushes that cut the bins of a histogram as for those along its edges', async () => {
    const { table, of } = boxes(70_000, 500);
    for (const field of ['side', 'boxwidth']) {
      const answers = new Answers(table);
      const context = { answers, version: 0 };
      const edges = (await histogram(table, { clauses: [] }, field, context))?.edges ?? [];
      const [low = 0, high = 0] = [edges[2], edges[5]];
      expect(edges.length).toBeGreaterThan(6);
      for (const [min, max] of [
        [low, high],
        [low + 0.25, high],
        [low, high - 0.25],
        [low + 0.5, low + 0.75],
        [-1, 1e9],
      ] as const) {
        const query: Query = { clauses: [{ kind: 'range', field, min, max, maxOpen: true }] };
        const fresh = await select(table, query, undefined, { answers: new Answers(table), version: 0 });
        const again = await select(table, query, undefined, context);
        expect(again).toEqual(fresh);
        // The boxes are squares.
        expect(again.annotations).toBe(of.filter(({ side }) => side >= min && side < max).length);
      }
    }
  });

  it('says of any brush on any numbers what a look at each value says', async () => {
    const single = fc.float({ noNaN: true, noDefaultInfinity: true, min: 0, max: 4096 });
    const anySide = fc.oneof(single, fc.nat(300), fc.constantFrom(0, 2 ** -149, 1e-30, 64, 65, 3e18), fc.constant(Number.NaN));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anySide, anySide), { minLength: 1, maxLength: 200 }),
        fc.array(fc.record({ min: fc.option(anySide), max: fc.option(anySide), minOpen: fc.boolean(), maxOpen: fc.boolean() }), {
          minLength: 5,
        }),
        fc.boolean(),
        async (sides, ranges, isGrouped) => {
          const builder = new Builder();
          builder.labelSet({ name: 'truth', role: 'truth' });
          builder.category('0', { name: 'a' });
          for (let i = 0; i < 7; i++) builder.sample(String(i));
          for (const [i, [width, height]] of sides.entries()) {
            const image = isGrouped ? Math.floor((i * 6) / sides.length) : i % 6;
            builder.annotation(image, 0, { labelSet: 0, box: [0, 0, width, height], kinds: 2 }, { file: 0, start: i, end: i + 1 });
          }
          const { table } = builder;
          await table.makeIndex(new Breath());
          for (const field of ['side', 'boxwidth', 'area']) {
            const context = { answers: new Answers(table), version: 0 };
            await histogram(table, { clauses: [] }, field, context);
            for (const { min, max, minOpen, maxOpen } of ranges) {
              const ends = { ...(min === null ? {} : { min, minOpen }), ...(max === null ? {} : { max, maxOpen }) };
              const query: Query = { clauses: [{ kind: 'range', field, ...ends }] };
              const fresh = await select(table, query, undefined, { answers: new Answers(table), version: 0 });
              expect(await select(table, query, undefined, context)).toEqual(fresh);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is shared by those who ask at the same time, and made again where the first of them was stopped', async () => {
    let made = 0;
    const value = new Lazy(async (breath) => {
      made++;
      for (let i = 0; i < 5; i++) {
        await pause();
        breath.check();
      }
      return made;
    });
    let isStopped = false;
    const stopped = value.get(new Breath({ shouldStop: () => isStopped }));
    const others = [value.get(new Breath()), value.get(new Breath())];
    isStopped = true;
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(await Promise.all(others)).toEqual([2, 2]);
    expect(await value.get(new Breath())).toBe(2);
    await expect(value.get(new Breath({ shouldStop: () => true }))).rejects.toMatchObject({ name: 'AbortError' });
  });
});

/** Boxes of several segments, in any order of images. */
function boxes(
  count: number,
  images: number,
): { readonly table: DatasetTable; readonly of: { image: number; name: string; side: number }[] } {
  const builder = new Builder();
  builder.labelSet({ name: 'truth', role: 'truth' });
  const names = ['a', 'b', 'c', 'a'];
  for (const [i, name] of names.entries()) builder.category(String(i), { name });
  for (let i = 0; i < images; i++) builder.sample(String(i), { name: `${i % 7}` });
  const of: { image: number; name: string; side: number }[] = [];
  for (let i = 0; i < count; i++) {
    const mixed = Math.imul(i + 1, 2654435761) >>> 0;
    const [image, category, side] = [mixed % images, (mixed >>> 8) % 4, (mixed >>> 12) % 100];
    builder.annotation(image, category, { labelSet: 0, box: [0, 0, side, side], kinds: 2 }, { file: 0, start: i, end: i + 1 });
    of.push({ image, name: names[category] ?? '', side });
  }
  return { table: builder.table, of };
}

describe('boxes that are fractions', () => {
  it('are sorted by their size as it is now, whatever an index knew before', async () => {
    const builder = new Builder();
    const labelSet = builder.labelSet({ name: 'labels', role: 'truth' });
    const at = { file: 0, start: 0, end: 1 };
    const values = { labelSet, fraction: [0, 0, 0.5, 0.5, 0.25] as const, kinds: 2 };
    for (const key of ['a', 'b', 'c']) builder.annotation(builder.sample(key), undefined, values, at);
    const { table } = builder;
    const answers = new Answers(table);
    const order = async (): Promise<number[]> => [
      ...(await select(table, { clauses: [] }, { column: 'smallest', descending: false }, { answers })).rows,
    ];
    builder.setSize(0, 300, 300);
    await table.makeIndex(new Breath());
    expect(table.index?.smallest.sides).toEqual(Float32Array.of(150, Number.NaN, Number.NaN));
    expect(await order()).toEqual([0, 1, 2]);
    builder.setSize(1, 200, 200);
    builder.setSize(2, 100, 100);
    expect(await order()).toEqual([2, 1, 0]);
  });

  it('are found by their size as soon as their images have one', async () => {
    const builder = new Builder();
    const labelSet = builder.labelSet({ name: 'labels', role: 'truth' });
    const at = { file: 0, start: 0, end: 1 };
    const values = { labelSet, fraction: [0, 0, 0.5, 0.5, 0.25] as const, kinds: 2 };
    for (const key of ['a', 'b']) builder.annotation(builder.sample(key), undefined, values, at);
    const { table } = builder;
    const answers = new Answers(table);
    const ask = async (text: string): Promise<number[]> => [...(await select(table, parseQuery(text).query, undefined, { answers })).rows];
    const spread = async (): Promise<unknown> => (await histogram(table, parseQuery('').query, 'side', { answers }))?.max;
    expect([await ask('side>10'), await spread()]).toEqual([[], undefined]);
    builder.setSize(1, 100, 100);
    expect([await ask('side>10'), await spread()]).toEqual([[1], 50]);
    builder.setSize(0, 200, 200);
    expect([await ask('side>10'), await spread()]).toEqual([[0, 1], 100]);
  });
});

describe('more rows than a segment has', { timeout: 60_000 }, () => {
  it('are found by class and by size, with lists of classes and without', async () => {
    const { table, of } = boxes(150_000, 40_000);
    const answers = new Answers(table);
    const expectAnswer = async (text: string, passes: (box: (typeof of)[number]) => boolean): Promise<void> => {
      const passing = of.filter(passes);
      const rows = [...new Set(passing.map(({ image }) => image))].sort((a, b) => a - b);
      const found = await select(table, parseQuery(text).query, undefined, { answers, pause });
      expect(found.annotations).toBe(passing.length);
      expect(found.rows).toEqual(Uint32Array.from(rows));
    };
    for (const isIndexed of [false, true]) {
      if (isIndexed) await table.makeIndex(new Breath({ pause }));
      await expectAnswer('class:a', ({ name }) => name === 'a');
      await expectAnswer('class:b,c side>=20 side<30', ({ name, side }) => name !== 'a' && side >= 20 && side < 30);
      await expectAnswer('side>50', ({ side }) => side > 50);
    }
    const [classes] = await facets(table, parseQuery('side>50').query, { answers }, ['class']);
    const large = of.filter(({ side }) => side > 50);
    expect(classes?.values.map(({ value, samples, annotations }) => [value, samples, annotations])).toEqual(
      ['a', 'b', 'c'].map((name) => {
        const own = large.filter((box) => box.name === name);
        return [name, new Set(own.map(({ image }) => image)).size, own.length];
      }),
    );
  });

  it('stop within a few milliseconds', async () => {
    const { table } = boxes(150_000, 40_000);
    let looks = 0;
    const shouldStop = (): boolean => ++looks > 2;
    await expect(select(table, parseQuery('side>50').query, undefined, { shouldStop })).rejects.toMatchObject({ name: 'AbortError' });
    await expect(select(table, { clauses: [] }, { column: 'name', descending: false }, { shouldStop })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('many names', { timeout: 60_000 }, () => {
  const encoder = new TextEncoder();
  it.each([
    ['alike but for case and zeros', (i: number) => ['a1', 'A01', 'a01', 'A1', 'a001'][i % 5] ?? ''],
    [
      'in folders, long and alike at the start',
      (i: number) => `${i % 3 === 0 ? 'train' : 'val'}/camera-front/0000${(i * 7919) % 10_000}.jpg`,
    ],
    ['of long numbers', (i: number) => `n${'9'.repeat(i % 12)}${(i * 31) % 97}x${i % 5}`],
    ['the same', () => 'all of one name, and a long one'],
  ])('%s are sorted as by comparing each with each', async (_, nameOf) => {
    const builder = new Builder();
    const names = Array.from({ length: 9000 }, (__, i) => nameOf(i));
    names.forEach((name, i) => builder.sample(String(i), { name }));
    const bytes = names.map((name) => encoder.encode(name));
    for (const descending of [false, true]) {
      const sign = descending ? -1 : 1;
      const expected = names.map((__, row) => row);
      expected.sort((a, b) => sign * compareNatural(bytes[a] ?? encoder.encode(), bytes[b] ?? encoder.encode()) || a - b);
      const { rows } = await select(builder.table, { clauses: [] }, { column: 'name', descending }, { pause });
      expect([...rows]).toEqual(expected);
    }
  });
});
