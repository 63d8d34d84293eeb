import { describe, expect, it } from 'vitest';
import { readTogether } from '../../src/engine/read-together.ts';

async function all(blobs: readonly (Blob | undefined)[], limit: number, largest: number): Promise<(string | undefined)[][]> {
  const groups: (string | undefined)[][] = [];
  let next = 0;
  for await (const { from, bytes } of readTogether(blobs, limit, largest)) {
    expect(from).toBe(next);
    next += bytes.length;
    groups.push(bytes.map((read) => read && new TextDecoder().decode(read)));
  }
  expect(next).toBe(blobs.length);
  return groups;
}

/** A file that has gone: its size is known, and reading it fails. */
class GoneBlob extends Blob {
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.reject(new DOMException('gone', 'NotFoundError'));
  }
}

describe('readTogether', () => {
  it('reads files in order, as many at once as the limit allows', async () => {
    const blobs = ['one', 'two', '', 'three', 'four'].map((text) => new Blob([text]));
    expect(await all(blobs, 8, 100)).toEqual([['one', 'two', undefined], ['three'], ['four']]);
  });

  it('leaves out what is not wanted or too large', async () => {
    expect(await all([new Blob(['one']), undefined, new Blob(['too large']), new Blob(['two'])], 100, 5)).toEqual([
      ['one', undefined, undefined, 'two'],
    ]);
  });

  it('reads a single file that is larger than the limit', async () => {
    expect(await all([new Blob(['larger']), new Blob(['2'])], 3, 100)).toEqual([['larger'], ['2']]);
  });

  it('reads the others where one of them has gone', async () => {
    // Joined they come out too short, as they would if the file had changed.
    const changed = new GoneBlob(['gone']);
    Object.defineProperty(changed, 'size', { value: 9 });
    expect(await all([new Blob(['one']), changed, new Blob(['two'])], 100, 100)).toEqual([['one', undefined, 'two']]);
  });
});
