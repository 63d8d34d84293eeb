/** Files that the system does not let us read: as root, no test can make one on the disk. */
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { blobSource } from '../../src/files/blob-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { png } from './drop.ts';

const refused = blobSource(() => Promise.reject(new DOMException('Permission denied', 'NotAllowedError')));

describe('a file that may not be read', () => {
  it('is a problem of its sample, and the others are shown', async () => {
    const engine = createEngine();
    engine.addEntries([
      { path: 'd/data.yaml', source: memorySource('train: images\nnames: [a]\n') },
      ...['x', 'y', 'z'].flatMap((name) => [
        { path: `d/images/${name}.png`, source: name === 'z' ? refused : memorySource(png(100, 50)) },
        { path: `d/labels/${name}.txt`, source: name === 'y' ? refused : memorySource('0 .5 .5 .2 .2\n') },
      ]),
    ]);
    const { datasets } = await engine.open({});
    expect(datasets).toMatchObject([{ format: 'yolo', complete: true, samples: 3, annotations: 2 }]);
    const told = async (code: 'file-unreadable' | 'image-unreadable'): Promise<unknown> =>
      (await engine.problems({ dataset: 1, code, from: 0, to: 9 })).problems;
    expect(await told('file-unreadable')).toMatchObject([{ file: 'd/labels/y.txt', sample: 1, values: { reason: 'Permission denied' } }]);
    expect(await told('image-unreadable')).toMatchObject([{ file: 'd/images/z.png', sample: 2, values: { reason: 'Permission denied' } }]);
    const rows = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(0, 1, 2), columns: [] });
    expect(rows).toMatchObject([
      { annotations: 1, width: 100 },
      { annotations: 0, width: 100 },
      { annotations: 1, width: 0 },
    ]);
  });

  it('is said where it is all there is', async () => {
    const engine = createEngine();
    engine.addEntries([{ path: 'instances.json', source: refused }]);
    const { datasets, problems } = await engine.open({});
    expect(datasets).toEqual([]);
    expect(problems).toMatchObject([{ code: 'file-unreadable', file: 'instances.json', values: { reason: 'Permission denied' } }]);
  });
});

it.each([
  ['t.avro', 'records'],
  ['t.tfrecord', 'records'],
  ['t.h5', 'arrays'],
  ['t.npy', 'arrays'],
  ['t.sqlite', 'database'],
  ['t.xlsx', 'spreadsheet'],
  ['t.jsonl.bz2', 'packed'],
  ['t.jsonl.xz', 'packed'],
])('what a file is that nothing reads, and what to do, is said: %s', async (path, kind) => {
  const engine = createEngine();
  engine.addEntries([{ path, source: memorySource(Uint8Array.of(0xfd, 0, 1, 2, 3)) }]);
  const { problems } = await engine.open({});
  expect(problems).toMatchObject([{ code: 'file-unsupported', file: path, values: { kind } }]);
});
