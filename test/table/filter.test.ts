import fc from 'fast-check';
import type { TextPattern } from '../../src/base/text-pattern.ts';
import { describe, expect, it } from 'vitest';
import { Bitset } from '../../src/base/bitset.ts';
import { Builder } from '../../src/table/builder.ts';
import { askingOf } from '../../src/table/context.ts';
import { evaluate } from '../../src/table/evaluate.ts';
import { select } from '../../src/table/filter.ts';
import { PASSES, VISIBLE, annotationBits } from '../../src/table/plan.ts';
import { parseQuery, printQuery } from '../../src/table/query-text.ts';
import { answer, anyQuestion, anySamples, brightOf, contextOf, tableOf, visibleOf } from './oracle.ts';
import type { PlainSample } from './oracle.ts';

const RUNS = { numRuns: 800 };

describe('which samples pass', { timeout: 60_000 }, () => {
  it('is what the product page says, for any samples and any question', async () => {
    await fc.assert(
      fc.asyncProperty(anySamples, anyQuestion, async (samples, query) => {
        const { rows, annotations } = await select(tableOf(samples), query, undefined, contextOf(samples));
        expect({ rows: [...rows], annotations }).toEqual(answer(samples, query));
      }),
      RUNS,
    );
  });

  it('is the same when the query is typed anew', async () => {
    await fc.assert(
      fc.asyncProperty(anySamples, anyQuestion, async (samples, query) => {
        const table = tableOf(samples);
        const retyped = parseQuery(printQuery(query)).query;
        expect(await select(table, retyped, undefined, contextOf(samples))).toEqual(
          await select(table, query, undefined, contextOf(samples)),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('agrees with what the canvas draws bright and dim', () => {
    fc.assert(
      fc.property(anySamples, anyQuestion, (samples, query) => {
        const table = tableOf(samples);
        samples.forEach((sample, row) => {
          const bits = [...annotationBits(table, query)(table.annotationsOf(row))];
          expect(bits.filter((bit) => (bit & VISIBLE) !== 0)).toHaveLength(visibleOf(sample, query).length);
          expect(bits.filter((bit) => (bit & PASSES) !== 0)).toHaveLength(brightOf(sample, query).length);
        });
      }),
      { numRuns: 150 },
    );
  });
});

const plain: PlainSample = {
  name: 'x',
  split: undefined,
  width: 0,
  height: 0,
  image: true,
  labels: undefined,
  problems: [],
  weather: undefined,
  speed: undefined,
  annotations: [],
};
const annotation = { set: 'truth', role: 'truth', box: [0, 0, 10, 10], score: undefined, kinds: ['box'], flags: [] } as const;
const prediction = { ...annotation, set: 'model a', role: 'prediction' } as const;

async function rowsOf(samples: readonly PlainSample[], text: string): Promise<number[]> {
  return [...(await select(tableOf(samples), parseQuery(text).query)).rows];
}

describe('annotation clauses', { timeout: 60_000 }, () => {
  const dogAndCat = {
    ...plain,
    annotations: [
      { ...prediction, name: 'dog', score: 0.9 },
      { ...prediction, name: 'cat', score: 0.1 },
    ],
  };
  const weakDog = { ...plain, annotations: [{ ...prediction, name: 'dog', score: 0.1 }] };
  const empty = plain;
  const samples = [dogAndCat, weakDog, empty];

  it.each([
    ['', [0, 1, 2]],
    ['class:dog score<0.5', [1]],
    ['class:dog,cat', [0, 1]],
    ['class:dog+cat', [0]],
    ['class:dog+cat score>=0.5', []],
    ['-class:cat', [1, 2]],
    ['labels:none', [2]],
    ['threshold>=0.5 labels:none', [1, 2]],
    ['threshold>=0.5 -class:cat', [0, 1, 2]],
    ['-set:"model a" labels:none', [0, 1, 2]],
    ['count(score<0.5)=1', [0, 1]],
    ['count(class:dog)=0', [2]],
    ['score>=0.9', [0]],
    ['score>0.9', []],
  ])('%s selects %j', async (text, rows) => {
    expect(await rowsOf(samples, text)).toEqual(rows);
  });

  it('finds all of more classes than a word has bits', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `class ${i}`);
    const builder = new Builder();
    builder.labelSet({ name: 'truth', role: 'truth' });
    for (const [row, count] of [40, 39].entries()) {
      const sample = builder.sample(String(row));
      for (const name of names.slice(0, count)) {
        builder.annotation(sample, builder.category(name), { labelSet: 0, kinds: 2 }, { file: 0, start: 0, end: 0 });
      }
    }
    const query = { clauses: [{ kind: 'class', mode: 'all', names }] } as const;
    expect([...(await select(builder.table, query)).rows]).toEqual([0]);
  });
});

describe('a long question', { timeout: 60_000 }, () => {
  it('stops when a newer one comes', async () => {
    const table = tableOf([plain, plain]);
    const asking = askingOf(table, { shouldStop: () => true });
    await expect(evaluate(asking, parseQuery('width>3').query)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a column of texts', () => {
  it('is searched for a part, without regard to case, and in the records where the column keeps a part only', async () => {
    const builder = new Builder();
    const notes = ['Ein Hund', 'eine Katze', undefined, `${'x'.repeat(500)} hund`];
    notes.forEach((note, i) => builder.sample(String(i), { extra: { note, score: note } }));
    const asked: (string | undefined)[][] = [];
    const textRows = ({ text }: TextPattern, field?: string): Promise<Bitset> => {
      asked.push([text, field]);
      return Promise.resolve(Bitset.of([3]));
    };
    const rows = async (query: string): Promise<number[]> => [
      ...(await select(builder.table, parseQuery(query).query, undefined, { textRows })).rows,
    ];
    expect(await rows('note:HUND')).toEqual([0, 3]);
    expect(await rows('-.score:hund')).toEqual([1, 2]);
    expect(await rows('note:""')).toEqual([2]);
    expect(asked).toEqual([
      ['HUND', 'note'],
      ['hund', '.score'],
    ]);
    const few = new Builder();
    notes.slice(0, 3).forEach((note, i) => few.sample(String(i), { extra: { note } }));
    expect([...(await select(few.table, parseQuery('note:katze').query)).rows]).toEqual([1]);
  });

  it('lets others run while it is long, and counts what was there when it was asked', async () => {
    const builder = new Builder();
    builder.labelSet({ name: 'truth', role: 'truth' });
    const sample = builder.sample('a');
    for (let i = 0; i < 140_000; i++) builder.annotation(sample, undefined, { labelSet: 0, kinds: 2 }, { file: 0, start: 0, end: 0 });
    let asked = 0;
    const shouldStop = (): boolean => {
      // Rows come in between, once the first of them were counted.
      if (++asked === 4 || asked === 5) {
        builder.annotation(builder.sample('b'), undefined, { labelSet: 0, kinds: 2 }, { file: 0, start: 0, end: 0 });
      }
      return false;
    };
    const { rows, annotations } = await select(builder.table, parseQuery('kind:box classes<3').query, undefined, { shouldStop });
    expect([[...rows], annotations]).toEqual([[0], 140_000]);
    expect(builder.table.annotationCount).toBe(140_002);
  });
});
