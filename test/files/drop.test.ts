import { describe, expect, it } from 'vitest';
import { entriesOf, type DropBatch } from '../../src/files/drop-batch.ts';
import { fromPaste, listDrop, listHandles, listInput, takeDrop, type DropRoots } from '../../src/files/drop.ts';

/** A tree of files as the browser would offer it: a folder is an object, a file its text. */
interface Tree {
  readonly [name: string]: string | Tree;
}

interface Browser {
  /** Entries refuse to be listed, as on pages from file://. */
  entriesFail?: boolean;
  /** Calls that would be expensive with 100,000 files. */
  readonly calls: string[];
}

const refusal = (): DOMException => new DOMException('refused', 'EncodingError');

function fakeEntry(name: string, node: string | Tree, browser: Browser): FileSystemEntry {
  const isFile = typeof node === 'string';
  const entry = {
    name,
    isFile,
    isDirectory: !isFile,
    file(done: (file: File) => void) {
      browser.calls.push(`entry.file ${name}`);
      done(new File([node as string], name));
    },
    createReader() {
      const rest = Object.entries(node as Tree);
      return {
        readEntries(done: (entries: FileSystemEntry[]) => void, fail: (error: DOMException) => void) {
          if (browser.entriesFail) fail(refusal());
          // As Chromium: at most 100 at a time, and none at the end.
          else done(rest.splice(0, 100).map(([inner, child]) => fakeEntry(inner, child, browser)));
        },
      };
    },
  };
  return entry as unknown as FileSystemEntry;
}

function fakeHandle(name: string, node: string | Tree, browser: Browser): FileSystemHandle {
  if (typeof node === 'string') {
    const getFile = async (): Promise<File> => {
      browser.calls.push(`getFile ${name}`);
      return new File([node], name);
    };
    return { kind: 'file', name, getFile } as unknown as FileSystemHandle;
  }
  const child = (inner: string, kind: string): FileSystemHandle => {
    browser.calls.push(`${kind} ${inner}`);
    const found = node[inner];
    if (found === undefined || (kind === 'file') !== (typeof found === 'string')) throw new DOMException(inner, 'NotFoundError');
    return fakeHandle(inner, found, browser);
  };
  return {
    kind: 'directory',
    name,
    async *values() {
      for (const [inner, found] of Object.entries(node)) yield fakeHandle(inner, found, browser);
    },
    getFileHandle: async (inner: string) => child(inner, 'file'),
    getDirectoryHandle: async (inner: string) => child(inner, 'folder'),
  } as unknown as FileSystemHandle;
}

function dropped(
  roots: [name: string, node: string | Tree][],
  browser: Browser,
  offers: { handles: boolean; entries: boolean },
): DropRoots {
  const items = roots.map(([name, node]) => ({
    kind: 'file',
    webkitGetAsEntry: () => (offers.entries ? fakeEntry(name, node, browser) : null),
    getAsFile: () => new File([typeof node === 'string' ? node : ''], name),
    ...(offers.handles ? { getAsFileSystemHandle: async () => fakeHandle(name, node, browser) } : {}),
  }));
  return takeDrop({ items: [...items, { kind: 'string' }] } as unknown as DataTransfer);
}

async function all(batches: AsyncIterable<DropBatch>): Promise<DropBatch[]> {
  const list: DropBatch[] = [];
  for await (const batch of batches) list.push(batch);
  return list;
}
const pathsOf = (batches: readonly DropBatch[]): string[] => batches.flatMap(({ paths }) => paths);

async function contents(batches: readonly DropBatch[]): Promise<Record<string, string>> {
  const read: Record<string, string> = {};
  for (const { path, source } of batches.flatMap(entriesOf)) read[path] = await (await source.wholeBlob()).text();
  return read;
}

const tree: Tree = {
  'a.txt': 'A',
  '.DS_Store': 'x',
  sub: { 'b.txt': 'B', deep: { 'cafe\u0301.txt': 'C' } },
  '.git': { HEAD: 'x' },
  empty: {},
};
const expected = { 'ds/a.txt': 'A', 'ds/sub/b.txt': 'B', 'ds/sub/deep/cafe\u0301.txt': 'C' };

describe('listDrop', () => {
  it('lists by entries, opens no file, and lets the other side open them through the handle', async () => {
    const browser: Browser = { calls: [] };
    const batches = await all(listDrop(dropped([['ds', tree]], browser, { handles: true, entries: true })));
    expect(browser.calls).toEqual([]);
    expect(batches.flatMap(({ files }) => files)).toEqual([]);
    expect(await contents(batches)).toEqual(expected);
  });

  it('counts what it leaves out: a file or a folder is one', async () => {
    const batches = await all(listDrop(dropped([['ds', tree]], { calls: [] }, { handles: true, entries: true })));
    expect(batches.reduce((sum, { ignored }) => sum + ignored, 0)).toBe(2);
  });

  it('gives Files where the browser has no handles', async () => {
    const browser: Browser = { calls: [] };
    const batches = await all(listDrop(dropped([['ds', tree]], browser, { handles: false, entries: true })));
    expect(batches.flatMap(({ roots }) => roots)).toEqual([]);
    expect(await contents(batches)).toEqual(expected);
  });

  it('lists by handles where entries cannot be listed', async () => {
    const browser: Browser = { calls: [], entriesFail: true };
    const batches = await all(listDrop(dropped([['ds', tree]], browser, { handles: true, entries: true })));
    expect(await contents(batches)).toEqual(expected);
    expect(batches.flatMap(({ failed }) => failed)).toEqual([]);
  });

  it('lists by handles where there are no entries', async () => {
    const batches = await all(listDrop(dropped([['ds', tree]], { calls: [] }, { handles: true, entries: false })));
    expect(await contents(batches)).toEqual(expected);
  });

  it('says which folder it could not list, and goes on', async () => {
    const browser: Browser = { calls: [], entriesFail: true };
    const batches = await all(
      listDrop(
        dropped(
          [
            ['ds', tree],
            ['x.txt', 'X'],
          ],
          browser,
          { handles: false, entries: true },
        ),
      ),
    );
    expect(batches.flatMap(({ failed }) => failed)).toEqual([{ path: 'ds', reason: 'EncodingError: refused' }]);
    expect(await contents(batches)).toEqual({ 'x.txt': 'X' });
  });

  it('takes files and folders mixed, two folders of one name included', async () => {
    const roots: [string, string | Tree][] = [
      ['train', { 'a.txt': '1' }],
      ['notes.json', '{}'],
      ['train', { 'a.txt': '2' }],
    ];
    const batches = await all(listDrop(dropped(roots, { calls: [] }, { handles: true, entries: true })));
    expect(await contents(batches)).toEqual({ 'train/a.txt': '1', 'notes.json': '{}', 'train (2)/a.txt': '2' });
  });

  it('lists what there is something to see in before thousands of label files', async () => {
    const files = (extension: string): Tree => Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`${at}.${extension}`, '']));
    const folder = { labels: { train: files('txt') }, images: { train: files('jpg') }, 'data.yaml': '' };
    const batches = await all(listDrop(dropped([['ds', folder]], { calls: [] }, { handles: true, entries: true })));
    expect(batches[0]?.paths.filter((path) => path.endsWith('.jpg')).length).toBeGreaterThan(400);
    expect(pathsOf(batches)).toHaveLength(4_001);
    const only = await all(listDrop(dropped([['labels', files('txt')]], { calls: [] }, { handles: true, entries: true })));
    expect(pathsOf(only)).toHaveLength(2_000);
  });

  it('lists more than 100 entries of a folder, and thousands in batches with progress, the first ones smaller', async () => {
    const many = Object.fromEntries(Array.from({ length: 12_345 }, (_, at) => [`${at}.txt`, '']));
    const progress: number[] = [];
    const batches = await all(
      listDrop(dropped([['ds', many]], { calls: [] }, { handles: true, entries: true }), { onProgress: (files) => progress.push(files) }),
    );
    expect(new Set(pathsOf(batches)).size).toBe(12_345);
    expect(batches.map(({ paths }) => paths.length)).toEqual([500, 500, 1500, 5000, 4845]);
    expect(progress.at(-1)).toBe(12_345);
  });

  it('lists breadth first', async () => {
    const deep: Tree = { z: { '3.txt': '' }, '1.txt': '', y: { x: { '4.txt': '' }, '2.txt': '' } };
    const paths = pathsOf(await all(listDrop(dropped([['d', deep]], { calls: [] }, { handles: true, entries: true }))));
    expect(paths).toEqual(['d/1.txt', 'd/z/3.txt', 'd/y/2.txt', 'd/y/x/4.txt']);
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const roots = dropped([['ds', tree]], { calls: [] }, { handles: true, entries: true });
    await expect(all(listDrop(roots, { signal: controller.signal }))).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('takes nothing from dropped text', async () => {
    expect(fromPaste({ items: [{ kind: 'string' }] } as unknown as DataTransfer)).toEqual([]);
    expect(pathsOf(await all(listDrop([])))).toEqual([]);
  });

  it('takes a pasted picture, which has neither entry nor handle', async () => {
    const item = {
      kind: 'file',
      webkitGetAsEntry: () => null,
      getAsFile: () => new File(['P'], 'image.png'),
      getAsFileSystemHandle: () => Promise.reject(refusal()),
    };
    expect(await contents(await all(listDrop(fromPaste({ items: [item] } as unknown as DataTransfer))))).toEqual({ 'image.png': 'P' });
  });
});

describe('listHandles', () => {
  it('lists picked folders and files', async () => {
    const browser: Browser = { calls: [] };
    const batches = await all(listHandles([fakeHandle('ds', tree, browser), fakeHandle('x.txt', 'X', browser)]));
    expect(browser.calls).toEqual([]);
    expect(await contents(batches)).toEqual({ ...expected, 'x.txt': 'X' });
  });
});

describe('listInput', () => {
  it('takes the path within the picked folder, or the name', async () => {
    const inFolder = Object.defineProperty(new File(['A'], 'a.txt'), 'webkitRelativePath', { value: 'ds/sub/a.txt' });
    const batches = await all(listInput([inFolder, new File(['B'], 'b.txt'), new File([''], 'Thumbs.db')]));
    expect(await contents(batches)).toEqual({ 'ds/sub/a.txt': 'A', 'b.txt': 'B' });
    expect(batches[0]?.ignored).toBe(1);
  });
});

describe('entriesOf', () => {
  it('asks for each folder once, and for a file again only when it was not kept', async () => {
    const browser: Browser = { calls: [] };
    const files = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`${at}.txt`, `${at}`]));
    const [batch] = await all(listHandles([fakeHandle('ds', { a: { b: files } }, browser)]));
    if (!batch) throw new Error('no batch');
    const entries = entriesOf(batch);
    await Promise.all(entries.map(({ source }) => source.size()));
    await Promise.all(entries.map(({ source }) => source.read(0, 1)));
    expect(browser.calls.filter((call) => call.startsWith('folder'))).toEqual(['folder a', 'folder b']);
    expect(browser.calls.filter((call) => call.startsWith('getFile')).length).toBe(10);
  });

  it('reports a file that was deleted since', async () => {
    const files: Record<string, string> = { 'a.txt': 'A' };
    const [batch] = await all(listHandles([fakeHandle('ds', files, { calls: [] })]));
    if (!batch) throw new Error('no batch');
    delete files['a.txt'];
    await expect(entriesOf(batch)[0]?.source.read(0, 1)).rejects.toMatchObject({ name: 'ReadError', code: 'file-changed' });
  });
});
