import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { ReadError, type ByteSource } from '../../src/files/byte-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';

/** A file that is deleted after its first bytes were looked at, or before. */
function vanishing(text: string, afterHead: boolean): ByteSource {
  const source = memorySource(text);
  let reads = 0;
  const gone = (): ReadError => new ReadError('file-changed', 'The file is gone');
  return {
    size: () => Promise.reject(gone()),
    read: (start, end) => (afterHead && reads++ < 2 ? source.read(start, end) : Promise.reject(gone())),
    stream: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(gone()) }) }),
    wholeBlob: () => Promise.reject(gone()),
  };
}

describe('files of records', () => {
  it.each([
    ['jsonl', '{"a":1}\n{"a":2}\n'],
    ['csv', 'a,b\n1,2\n'],
  ])('that vanish while they are read are a problem, and the others of the dataset are shown (%s)', async (extension, text) => {
    const engine = createEngine();
    engine.addEntries([
      { path: `d/test.${extension}`, source: vanishing(text, true) },
      { path: `d/train.${extension}`, source: memorySource(text) },
    ]);
    const [dataset] = (await engine.open({})).datasets;
    expect(dataset).toMatchObject({ format: extension, rejected: 0, problems: [{ code: 'file-changed', count: 1 }] });
    expect(Object.keys(dataset?.splits ?? {})).toEqual(['train']);
  });

  it.each(['jsonl', 'csv'])('that cannot be read at all make no dataset (%s)', async (extension) => {
    const engine = createEngine();
    engine.addEntries([{ path: `d/x.${extension}`, source: vanishing('', false) }]);
    const { datasets, problems } = await engine.open({});
    expect(datasets).toEqual([]);
    expect(problems.map(({ file }) => file)).toContain(`d/x.${extension}`);
  });

  it('stop when the opening is cancelled', async () => {
    const engine = createEngine();
    engine.addEntries([{ path: 'x.jsonl', source: memorySource('{"a":1}\n{"a":2}\n') }]);
    await expect(engine.open({}, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});
