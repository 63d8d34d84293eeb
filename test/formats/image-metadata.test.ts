/** Pictures with a table of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { opened, png, type Contents } from '../engine/drop.ts';

const lines = (...records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

async function first(contents: Contents) {
  const { engine, result } = await opened(contents);
  const [dataset] = result.datasets;
  if (!dataset) throw new Error('no dataset');
  const detail = (row: number) => engine.detail({ dataset: dataset.id, query: EMPTY_QUERY, row });
  return { engine, dataset, result, detail };
}

describe('a table of pictures', () => {
  it('gives captions, boxes in any of the usual shapes, and columns', async () => {
    const { dataset, detail } = await first({
      'set/metadata.jsonl': lines(
        {
          file_name: 'a.png',
          captions: ['one', 'two'],
          objects: {
            bbox: [
              [1, 2, 3, 4],
              [5, 6, 7, 8],
            ],
            categories: [0, 3],
          },
          size: 4,
        },
        { file_name: 'sub/b.png', text: 'three', objects: [{ bbox: [1, 1, 2, 2], category: 'cat' }], size: 5 },
        { file_name: 'a.png', bbox: [0, 0, 9, 9], label: 'dog', size: 6 },
      ),
      'set/a.png': png(20, 10),
      'set/sub/b.png': png(20, 10),
    });
    expect(dataset).toMatchObject({
      format: 'image-metadata',
      name: 'set',
      samples: 3,
      truthAnnotations: 7,
      byKind: { box: 4, caption: 3 },
    });
    expect(dataset.categories.map(({ name, annotations }) => [name, annotations])).toEqual([
      ['0', 1],
      ['3', 1],
      ['cat', 1],
      ['dog', 1],
    ]);
    const record = await detail(0);
    expect(record.annotations.map(({ shapes }) => shapes[0])).toEqual([
      { kind: 'box', box: [1, 2, 3, 4] },
      { kind: 'box', box: [5, 6, 7, 8] },
      { kind: 'caption', text: 'one' },
      { kind: 'caption', text: 'two' },
    ]);
    expect(record.fields).toMatchObject({ size: 4 });
    // Two records of one picture are two samples of it.
    expect([(await detail(2)).name, (await detail(2)).image === record.image]).toEqual(['a.png', true]);
    expect(dataset.columns.find(({ name }) => name === 'size')).toMatchObject({ kind: 'number' });
  });

  it('tells what it names and is not there, what it does not name, and records that are none', async () => {
    const { dataset, engine } = await first({
      'set/train/metadata.jsonl': `${lines({ file_name: 'a.png' }, { file_name: 'gone.png' })}{"file_name": \n`,
      'set/test/metadata.jsonl': lines({ file_name: 'c.png' }, { file_name: 'd.png' }),
      'set/train/a.png': png(1, 1),
      'set/train/b.png': png(1, 1),
      'set/test/c.png': png(1, 1),
      'set/test/d.png': png(1, 1),
    });
    expect(dataset).toMatchObject({ name: 'set', samples: 4, splits: { train: 2, test: 2 }, read: 5, rejected: 1 });
    expect(dataset.images).toEqual({ present: 3, missing: 1, unreferenced: 1 });
    expect(dataset.problems.map(({ code, count }) => [code, count])).toEqual([
      ['json-syntax', 1],
      ['image-missing', 1],
    ]);
    const { problems } = await engine.problems({ dataset: dataset.id, code: 'image-missing', from: 0, to: 1 });
    expect(problems).toMatchObject([{ file: 'set/train/metadata.jsonl', sample: 3, values: { name: 'gone.png' } }]);
  });

  it('takes splits from the folders that it names', async () => {
    const { dataset } = await first({
      'set/metadata.csv': 'file_name,label\ntrain/a.png,x\ntest/b.png,y\n',
      'set/train/a.png': png(1, 1),
      'set/test/b.png': png(1, 1),
    });
    expect(dataset).toMatchObject({ format: 'image-metadata', splits: { train: 1, test: 1 } });
  });

  it('may be Parquet, whose raw record is its row', async () => {
    const { dataset, engine, detail } = await first({
      'set/metadata.parquet': readFileSync(join(import.meta.dirname, 'hugging-face/metadata.parquet')),
      'set/a.png': png(1, 1),
      'set/b.png': png(1, 1),
    });
    expect(dataset).toMatchObject({ format: 'image-metadata', samples: 2, images: { present: 2 } });
    expect((await detail(1)).fields).toEqual({ file_name: 'b.png', caption: 'second', score: 2 });
    expect((await engine.raw({ dataset: dataset.id, row: 1 }))[0]?.text).toContain('second');
  });

  it('is a table like any other where it names no file or there are no pictures', async () => {
    const alone = await first({ 'set/metadata.csv': 'file_name,label\na.png,x\nb.png,y\n' });
    expect(alone.dataset.format).toBe('csv');
    const other = await first({ 'set/metadata.csv': 'name,label\none,x\ntwo,y\n', 'set/a.png': png(1, 1) });
    expect(other.result.datasets.map(({ format }) => format)).toEqual(['csv', 'images']);
  });
});
