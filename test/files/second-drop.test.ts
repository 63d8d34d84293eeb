import { describe, expect, it } from 'vitest';
import { blobSource } from '../../src/files/blob-source.ts';
import { Files, type FileEntry } from '../../src/files/file-set-of.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { namesBeside, renamedPath } from '../../src/files/second-drop.ts';

const { signal } = new AbortController();
const file = (path: string, text: string, lastModified: number): FileEntry => ({
  path,
  source: blobSource(new File([text], 'x', { lastModified })),
});

async function names(known: readonly FileEntry[], added: readonly FileEntry[]): Promise<Record<string, string>> {
  const files = new Files();
  files.append(known);
  return Object.fromEntries(await namesBeside(files, added, signal));
}

describe('the names of a second drop', () => {
  it('stay where the files are the same by size and time', async () => {
    expect(await names([file('d/a', 'x', 1)], [file('d/a', 'y', 1)])).toEqual({});
  });

  it.each([
    ['time', file('d/a', 'x', 2)],
    ['size', file('d/a', 'xy', 1)],
  ])('get a number where a file has another %s', async (_, other) => {
    expect(await names([file('d/a', 'x', 1)], [file('d/b', 'x', 1), other])).toEqual({ d: 'd (2)' });
  });

  it('stay where no path is taken', async () => {
    expect(await names([file('d/a', 'x', 1)], [file('d/b', 'x', 1), file('e/a', 'y', 2)])).toEqual({});
  });

  it('are new ones: neither a folder there nor one that is dropped beside it', async () => {
    const known = [file('d/a', 'x', 1), file('d (2)/b', 'x', 1)];
    expect(await names(known, [file('d/a', 'y', 2), file('d (3)/a', 'z', 3)])).toEqual({ d: 'd (4)' });
  });

  it('are those of an earlier drop of the same files', async () => {
    expect(await names([file('d/a', 'x', 1), file('d (2)/a', 'y', 2)], [file('d/a', 'y', 2)])).toEqual({ d: 'd (2)' });
  });

  it('get a number where a file cannot be opened any more', async () => {
    const gone: FileEntry = { path: 'd/a', source: blobSource(() => Promise.reject(new DOMException('gone', 'NotFoundError'))) };
    expect(await names([gone], [file('d/a', 'x', 1)])).toEqual({ d: 'd (2)' });
  });

  it('keep the extension of a single file, and its place among the paths', async () => {
    const renamed = new Map([['a.csv', 'a (2).csv']]);
    expect(await names([file('a.csv', 'x', 1)], [file('./a.csv', 'y', 2)])).toEqual({ 'a.csv': 'a (2).csv' });
    expect(renamedPath('./a.csv', renamed)).toBe('a (2).csv');
    expect(renamedPath('b/a.csv', renamed)).toBe('b/a.csv');
  });

  it('ask a folder of handles once, and its files never', async () => {
    let asked = 0;
    const handle = { isSameEntry: async () => (asked += 1) > 0 };
    const untold = { ...memorySource(''), identity: () => Promise.reject(new Error('asked')) };
    const entries = Array.from({ length: 50 }, (_, at) => ({ path: `d/${at}`, source: untold, handle }));
    expect(await names(entries, entries)).toEqual({});
    expect(asked).toBe(1);
  });
});
