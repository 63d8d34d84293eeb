/** Archives of samples whose files are named alike. The shards of `webdataset/` were written by WebDataset itself (`make.py`). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened, png } from '../engine/drop.ts';
import { tarOf } from '../files/packed.ts';
import { only } from './records.ts';

const FOLDER = join(import.meta.dirname, 'webdataset');
const shards = readdirSync(FOLDER).filter((name) => name.endsWith('.tar'));

describe('shards of WebDataset', () => {
  it('are one dataset of pictures with classes, captions and columns', async () => {
    const { engine, result } = await opened(Object.fromEntries(shards.map((name) => [`pets/${name}`, readFileSync(join(FOLDER, name))])));
    expect(result.datasets).toMatchObject([
      {
        format: 'webdataset',
        name: 'pets',
        samples: 9,
        splits: { train: 6, val: 3 },
        images: { present: 9, missing: 0 },
        byKind: { classification: 9, caption: 9 },
        rejected: 0,
        problems: [],
      },
    ]);
    expect(result.unclaimed.count).toBe(0);
    const [dataset] = result.datasets;
    expect(dataset?.categories.map(({ name, samples }) => [name, samples])).toEqual([
      ['0', 5],
      ['1', 4],
    ]);
    expect(dataset?.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['id', 'number'],
      ['size', 'number'],
    ]);
    const { rows } = await engine.select({ dataset: 1, query: parseQuery('split:train class:1 id>=3').query, sort: undefined });
    expect(rows).toHaveLength(2);
    const detail = await engine.detail({ dataset: 1, query: EMPTY_QUERY, row: rows[0] ?? 0 });
    expect(detail).toMatchObject({ name: '00003', fields: { id: 3, size: 4.5 } });
    expect(detail.annotations.map(({ shapes }) => shapes[0])).toEqual([{ kind: 'caption', text: 'pet 3' }, { kind: 'classification' }]);
  });

  it('are read by range: a sample costs its own files', async () => {
    const engine = createEngine();
    const sources = shards.map((name) => countingSource(memorySource(readFileSync(join(FOLDER, name)))));
    engine.addEntries(shards.map((name, i) => ({ path: name, source: sources[i] ?? memorySource('') })));
    await engine.open({});
    for (const source of sources) source.forget();
    await engine.detail({ dataset: 1, query: EMPTY_QUERY, row: 0 });
    expect(sources.reduce((sum, { bytesRead }) => sum + bytesRead, 0)).toBeLessThan(100);
  });
});

describe('samples of an archive', () => {
  it('whose record is none, whose class is empty or whose picture is gone are told', async () => {
    const { result, engine } = await opened({
      'set-0.tar/a.png': png(1, 1),
      'set-0.tar/a.json': '{"n": 1}',
      'set-0.tar/b.png': png(1, 1),
      'set-0.tar/b.json': '{"n": ',
      'set-0.tar/c.json': '{"n": 3}',
      'set-0.tar/d.png': png(1, 1),
      'set-0.tar/d.cls': ' ',
      'set-0.tar/e.long.png': png(1, 1),
      'set-0.tar/e.json': JSON.stringify({ n: 5, text: 'x'.repeat(100_000) }),
    });
    const [dataset] = result.datasets;
    expect(dataset).toMatchObject({ format: 'webdataset', samples: 5, read: 5, rejected: 2, images: { present: 4, missing: 1 } });
    expect(dataset?.problems.map(({ code, count }) => [code, count])).toEqual([
      ['json-syntax', 1],
      ['image-missing', 1],
      ['label-empty', 1],
    ]);
    const fields = async (row: number): Promise<number> =>
      JSON.stringify((await engine.detail({ dataset: 1, query: EMPTY_QUERY, row })).fields).length;
    expect([await fields(0), await fields(4)]).toEqual([7, 100_017]);
  });

  it('may be sounds, which are records', async () => {
    const { result, engine } = await opened({
      'talk.tar/a.wav': 'RIFF',
      'talk.tar/a.txt': 'hello',
      'talk.tar/a.json': '{"speaker": "x"}',
      'talk.tar/b.wav': 'RIFF',
      'talk.tar/b.txt': 'good bye',
      'talk.tar/b.json': '{"speaker": "y"}',
    });
    expect(result.datasets).toMatchObject([{ format: 'webdataset', visual: false, samples: 2 }]);
    expect((await engine.detail({ dataset: 1, query: EMPTY_QUERY, row: 1 })).fields).toMatchObject({ speaker: 'y', text: 'good bye' });
  });

  it('are left to others where a text beside each picture is its boxes, or nothing is beside them', async () => {
    const yolo = await opened({
      'set.tar/a.png': png(9, 9),
      'set.tar/a.txt': '0 0.5 0.5 0.2 0.2\n',
      'set.tar/b.png': png(9, 9),
      'set.tar/b.txt': '1 0.5 0.5 0.2 0.2\n',
    });
    expect(yolo.result.datasets.map(({ format }) => format)).toEqual(['yolo']);
    const images = await opened({ 'set.tar/a.png': png(9, 9), 'set.tar/b.png': png(9, 9) });
    expect(images.result.datasets.map(({ format }) => format)).toEqual(['images']);
  });
});

describe('conversations in an archive', () => {
  const turns = [
    { from: 'human', value: '<image>\nWhat is it?' },
    { from: 'gpt', value: '<ref>a cat</ref><box>(10,20),(30,40)</box>' },
  ];
  const ARCHIVES = {
    'x/chat-train-000000.tar': tarOf([
      { name: '0001.json', content: JSON.stringify({ id: 1, image: 'coco/train2017/a.jpg', conversations: turns }) },
      { name: '0001.png', content: png(20, 10) },
      { name: '0002.json', content: JSON.stringify({ id: 2, conversations: turns }) },
      { name: '0002.png', content: png(30, 10) },
    ]),
    'x/chat-train-000001.tar': tarOf([
      { name: '0003.png', content: png(40, 10) },
      { name: '0003.json', content: JSON.stringify({ id: 3, image: '0003.png', conversations: turns }) },
    ]),
  };

  it('are read as their schema, with the picture of the same key', async () => {
    const { summary, details, names, problems } = await only(ARCHIVES);
    expect(summary).toMatchObject({
      format: 'webdataset-records',
      name: 'chat',
      samples: 3,
      splits: { train: 3 },
      record: { schema: 'llava', fits: 1 },
      media: { files: 3, missing: 0 },
    });
    expect(problems).toEqual([]);
    expect(names).toEqual(['0001', '0002', '0003']);
    for (const [at, { record }] of details.entries()) {
      expect(record?.form).toMatchObject({
        kind: 'chat',
        media: [{ state: 'file', name: `000${at + 1}.png` }],
        regions: [{ label: 'a cat', media: 0 }],
      });
    }
    expect(details[0]?.fields).toMatchObject({ image: '0001.png', image_written: 'coco/train2017/a.jpg' });
  });

  it('may be read as pictures with fields, and back', async () => {
    const { engine, result } = await opened(ARCHIVES);
    const [dataset] = result.datasets;
    expect(dataset?.alternatives.map(({ format }) => format)).toContain('webdataset');
    const { datasets } = await engine.openAs({ dataset: dataset?.id ?? -1, format: 'webdataset' });
    expect(datasets).toMatchObject([{ format: 'webdataset', samples: 3, images: { present: 3 } }]);
  });

  it('are told from records of anything else', async () => {
    const { summary } = await only({
      'x.tar': tarOf([
        { name: 'a.json', content: '{"messages": 3}' },
        { name: 'a.png', content: png(1, 1) },
      ]),
    });
    expect(summary.format).toBe('webdataset');
  });
});
