import { describe, expect, it } from 'vitest';
import { blobSource } from '../../src/files/blob-source.ts';
import type { ByteSource } from '../../src/files/byte-source.ts';
import { Files, HEAD_BYTES } from '../../src/files/file-set-of.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';

const empty = memorySource('');
const signal = new AbortController().signal;

function filesAt(...paths: string[]): Files {
  const files = new Files();
  files.append(paths.map((path) => ({ path, source: empty })));
  return files;
}

/** The path found, the candidates, or undefined. */
function resolved(files: Files, reference: string, folder = '', among: 'images' | 'all' = 'images'): string | string[] | undefined {
  const found = files.resolve(reference, folder, among);
  switch (found.kind) {
    case 'found':
      return files.paths[found.file];
    case 'ambiguous':
      return found.candidates.map((file) => files.paths[file] ?? '');
    case 'missing':
      return undefined;
  }
}

describe('append', () => {
  it('normalises paths: NFC, slashes, nothing before the first folder', () => {
    expect(filesAt('cafe\u0301\\a.jpg', './b/c.jpg', '/d.jpg').paths).toEqual(['café/a.jpg', 'b/c.jpg', 'd.jpg']);
  });

  it('finds a path however it is normalised', () => {
    const files = filesAt('café/a.jpg');
    expect(files.indexOf('cafe\u0301/a.jpg')).toBe(0);
    expect(files.indexOf('café\\a.jpg')).toBe(0);
    expect(files.indexOf('cafe/a.jpg')).toBeUndefined();
  });

  it('keeps the index of a path that is dropped again and reads the newer file', async () => {
    const files = new Files();
    files.append([
      { path: 'd/a.txt', source: memorySource('old') },
      { path: 'd/b.txt', source: empty },
    ]);
    await files.head(0);
    expect(
      files.append([
        { path: 'd/c.txt', source: empty },
        { path: 'd/a.txt', source: memorySource('new') },
      ]),
    ).toEqual([2, 0]);
    expect(new TextDecoder().decode(await files.head(0))).toBe('new');
    expect(files.paths).toEqual(['d/a.txt', 'd/b.txt', 'd/c.txt']);
  });

  it('resolves to files that were added after the first question', () => {
    const files = filesAt('d/a.jpg');
    expect(resolved(files, 'b.jpg')).toBeUndefined();
    files.append([{ path: 'e/b.jpg', source: empty }]);
    expect(resolved(files, 'b.jpg')).toBe('e/b.jpg');
    expect(files.under('e')).toEqual([1]);
  });
});

describe('head', () => {
  it('reads the first 64 KiB once', async () => {
    const source = countingSource(memorySource(new Uint8Array(HEAD_BYTES * 2).fill(7)));
    const files = new Files();
    files.append([{ path: 'a', source }]);
    const [one, two] = await Promise.all([files.head(0), files.head(0)]);
    await files.head(0);
    expect(one).toBe(two);
    expect(source.ranges).toEqual([[0, HEAD_BYTES]]);
  });
});

describe('firstBytes', () => {
  const texts = Array.from({ length: 450 }, (_, at) => `file ${at} `.repeat(at % 7));
  const gone = blobSource(() => Promise.reject(new DOMException('gone', 'NotFoundError')));
  /** Its Blob is there, but reading it fails. */
  class BrokenBlob extends Blob {
    override slice(): Blob {
      return new BrokenBlob(['x']);
    }
    override get size(): number {
      return 99;
    }
  }

  async function texted(files: Files, order: number[], bytes: number): Promise<string[]> {
    const out: string[] = [];
    for await (const { bytes: got } of files.firstBytes(order, bytes, signal))
      out.push(got instanceof Error ? got.name : new TextDecoder().decode(got));
    return out;
  }

  it.each<[string, (text: string) => ByteSource]>([
    ['Blobs, in batches', (text) => blobSource(new Blob([text]))],
    ['other sources', memorySource],
  ])('yields the beginnings of %s in the order asked', async (_, make) => {
    const files = new Files();
    files.append(texts.map((text, at) => ({ path: `${at}`, source: make(text) })));
    const order = [...texts.keys()].reverse();
    expect(await texted(files, order, 20)).toEqual(texts.map((text) => text.slice(0, 20)).reverse());
  });

  it('yields an error for a file that is gone, and all others', async () => {
    const files = new Files();
    files.append(texts.map((text, at) => ({ path: `${at}`, source: at === 217 ? gone : blobSource(new Blob([text])) })));
    const out = await texted(files, [...texts.keys()], 1000);
    expect(out[217]).toBe('ReadError');
    expect(out.toSpliced(217, 1)).toEqual(texts.toSpliced(217, 1));
  });

  it('reads one by one where a batch does not add up', async () => {
    const files = new Files();
    files.append(texts.map((text, at) => ({ path: `${at}`, source: blobSource(at === 3 ? new BrokenBlob(['x']) : new Blob([text])) })));
    const out = await texted(files, [...texts.keys()], 1000);
    expect(out.toSpliced(3, 1)).toEqual(texts.toSpliced(3, 1));
  });

  it('stops when it is aborted', async () => {
    const files = new Files();
    files.append(texts.map((text, at) => ({ path: `${at}`, source: memorySource(text) })));
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const { file } of files.firstBytes([...texts.keys()], 10, controller.signal)) if (file === 5) controller.abort();
    };
    await expect(read()).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('under', () => {
  it('lists a folder in the order of paths, without neighbours of a similar name', () => {
    const files = filesAt('a/z.jpg', 'a-b/x.jpg', 'a/b/y.jpg', 'a0/x.jpg', 'a.jpg', 'A/x.jpg');
    expect(files.under('a').map((file) => files.paths[file])).toEqual(['a/b/y.jpg', 'a/z.jpg']);
    expect(files.under('').length).toBe(6);
    expect(files.under('none')).toEqual([]);
  });
});

describe('resolve', () => {
  it('takes the exact path relative to the referring folder first', () => {
    const files = filesAt('ds/train/images/a.jpg', 'ds/images/a.jpg', 'images/a.jpg');
    expect(resolved(files, 'images/a.jpg', 'ds/train')).toBe('ds/train/images/a.jpg');
    expect(resolved(files, 'images/a.jpg', 'ds')).toBe('ds/images/a.jpg');
    expect(resolved(files, 'images/a.jpg')).toBe('images/a.jpg');
  });

  it('then relative to each folder above', () => {
    expect(resolved(filesAt('ds/images/a.jpg', 'x/images/a.jpg'), 'images/a.jpg', 'ds/annotations/v1')).toBe('ds/images/a.jpg');
  });

  it('follows ../ and ./', () => {
    const files = filesAt('ds/images/a.jpg', 'ds/labels/images/a.jpg');
    expect(resolved(files, '../images/a.jpg', 'ds/labels')).toBe('ds/images/a.jpg');
    expect(resolved(files, './images/a.jpg', 'ds/labels')).toBe('ds/labels/images/a.jpg');
    expect(resolved(files, 'images/x/../a.jpg', 'ds/labels')).toBe('ds/labels/images/a.jpg');
  });

  it('drops ../ that leads nowhere, as Roboflow means it', () => {
    const files = filesAt('ds/train/images/a.jpg', 'ds/valid/images/a.jpg');
    expect(resolved(files, '../train/images/a.jpg', 'ds')).toBe('ds/train/images/a.jpg');
    expect(resolved(files, '../../train/images/a.jpg', '')).toBe('ds/train/images/a.jpg');
  });

  it('takes the longest common end of a path from another machine', () => {
    const files = filesAt('ds/train/a.jpg', 'ds/val/a.jpg', 'ds/test/a.jpg');
    expect(resolved(files, '/content/drive/My Drive/val/a.jpg', 'ds')).toBe('ds/val/a.jpg');
  });

  it('understands backslashes and drive letters', () => {
    const files = filesAt('ds/train/a.jpg', 'ds/val/a.jpg');
    expect(resolved(files, 'C:\\Users\\me\\val\\a.jpg', 'ds')).toBe('ds/val/a.jpg');
    expect(resolved(files, 'train\\a.jpg', 'ds')).toBe('ds/train/a.jpg');
  });

  it('understands file:// and web addresses', () => {
    const files = filesAt('ds/val/a b.jpg', 'ds/train/a b.jpg');
    expect(resolved(files, 'file:///home/me/val/a%20b.jpg')).toBe('ds/val/a b.jpg');
    expect(resolved(files, 'file:///C:/data/train/a%20b.jpg')).toBe('ds/train/a b.jpg');
    expect(resolved(files, 'https://example.org/val/a%20b.jpg?size=full#top')).toBe('ds/val/a b.jpg');
  });

  it('decodes %-escapes, and prefers a file whose name really has them', () => {
    expect(resolved(filesAt('d/a b.jpg'), 'a%20b.jpg')).toBe('d/a b.jpg');
    expect(resolved(filesAt('d/a b.jpg', 'd/a%20b.jpg'), 'a%20b.jpg')).toBe('d/a%20b.jpg');
    expect(resolved(filesAt('d/100%.jpg'), '100%.jpg')).toBe('d/100%.jpg');
    expect(resolved(filesAt('d/100% é.jpg'), '100%%20%C3%A9.jpg')).toBe('d/100% é.jpg');
    expect(resolved(filesAt('d/x%ff.jpg'), 'x%ff.jpg')).toBe('d/x%ff.jpg');
  });

  it('compares NFC', () => {
    expect(resolved(filesAt('d/cafe\u0301.jpg'), 'café.jpg')).toBe('d/café.jpg');
    expect(resolved(filesAt('d/café.jpg'), 'cafe\u0301.jpg')).toBe('d/café.jpg');
  });

  it('finds a base name that only one file has, whatever its folder', () => {
    expect(resolved(filesAt('d/other/a.jpg', 'd/b.jpg'), 'somewhere/a.jpg', 'd')).toBe('d/other/a.jpg');
  });

  it('finds a stem that only one file has', () => {
    const files = filesAt('d/a.b.jpg', 'd/000123.png');
    expect(resolved(files, '000123', 'd')).toBe('d/000123.png');
    expect(resolved(files, '000123.jpg', 'd')).toBe('d/000123.png');
    expect(resolved(files, 'a.b', 'd')).toBe('d/a.b.jpg');
  });

  it('tells files of one stem apart by their folders', () => {
    expect(resolved(filesAt('d/train/1.jpg', 'd/val/1.jpg'), 'val/1')).toBe('d/val/1.jpg');
  });

  it('lists the candidates and chooses none where several are equally good', () => {
    const files = filesAt('d/train/a.jpg', 'd/val/a.jpg', 'd/b.jpg');
    expect(resolved(files, 'a.jpg', 'd')).toEqual(['d/train/a.jpg', 'd/val/a.jpg']);
    expect(resolved(files, 'test/a.jpg', 'd')).toEqual(['d/train/a.jpg', 'd/val/a.jpg']);
    expect(resolved(filesAt('x/a.jpg', 'x/a.png'), 'a', 'd')).toEqual(['x/a.jpg', 'x/a.png']);
  });

  it('compares with case first, then without', () => {
    const files = filesAt('d/A.jpg', 'e/a.jpg');
    expect(resolved(files, 'a.jpg')).toBe('e/a.jpg');
    expect(resolved(files, 'A.jpg')).toBe('d/A.jpg');
    expect(resolved(files, 'A.JPG')).toEqual(['d/A.jpg', 'e/a.jpg']);
    expect(resolved(filesAt('train/Images/x.JPG', 'val/Images/x.JPG'), 'images/x.jpg', 'train')).toBe('train/Images/x.JPG');
    expect(resolved(filesAt('d/Ä.jpg'), 'ä.jpg')).toBe('d/Ä.jpg');
  });

  it('uses folders without case where the base name alone is not enough', () => {
    expect(resolved(filesAt('d/train/x.jpg', 'd/val/x.jpg'), 'Train/x.jpg')).toBe('d/train/x.jpg');
  });

  it('finds images only, or any file', () => {
    const files = filesAt('d/a.txt', 'd/img/a.jpg', 'd/classes.json');
    expect(resolved(files, 'a.txt', 'd')).toBe('d/img/a.jpg');
    expect(resolved(files, 'a.txt', 'd', 'all')).toBe('d/a.txt');
    expect(resolved(files, 'classes.txt', 'd', 'all')).toBeUndefined();
    expect(resolved(files, 'classes', 'd', 'all')).toBe('d/classes.json');
  });

  it('finds nothing for an empty reference or a folder', () => {
    const files = filesAt('d/a.jpg');
    for (const reference of ['', ' ', '.', './', '..', '/', 'C:\\', 'file://']) expect(resolved(files, reference, 'd')).toBeUndefined();
  });

  it('is not confused by names of object properties', () => {
    expect(resolved(filesAt('d/a.jpg'), '__proto__')).toBeUndefined();
    expect(resolved(filesAt('d/constructor.jpg'), 'constructor')).toBe('d/constructor.jpg');
  });
});

describe('resolve at scale', { timeout: 60_000 }, () => {
  /** Microseconds of processor time: a second is usual, anything quadratic takes minutes. Wall time would measure the other tests. */
  const LIMIT = 6_000_000;

  it.each<[string, (at: number) => string, (at: number) => string]>([
    ['by base name', (at) => `ds/images/train/${at}.jpg`, (at) => `${at}.jpg`],
    ['by stem', (at) => `ds/images/train/${at}.jpg`, (at) => `x/${at}`],
    ['of files that are all named alike', (at) => `ds/scene_${at}/rgb.png`, (at) => `C:\\data\\scene_${at}\\rgb.png`],
    ['of files that are all named alike in deep folders', (at) => `ds/${at}/left/rgb.png`, (at) => `/mnt/${at}/left/rgb.png`],
  ])('finds 100,000 references among 100,000 files %s within seconds', (_, pathOf, referenceOf) => {
    const files = filesAt(...Array.from({ length: 100_000 }, (__, at) => pathOf(at)));
    const started = process.cpuUsage().user;
    let found = 0;
    for (let at = 0; at < 100_000; at += 1) {
      const result = files.resolve(referenceOf(at), 'ds/annotations', 'images');
      if (result.kind === 'found' && result.file === at) found += 1;
    }
    expect(found).toBe(100_000);
    expect(process.cpuUsage().user - started).toBeLessThan(LIMIT);
  });

  it('answers 100,000 ambiguous references without listing anew each time', () => {
    const files = filesAt(...Array.from({ length: 100_000 }, (_, at) => `ds/${at}/rgb.png`));
    const started = process.cpuUsage().user;
    let ambiguous = 0;
    for (let at = 0; at < 100_000; at += 1) if (files.resolve('none/rgb.png', '', 'images').kind === 'ambiguous') ambiguous += 1;
    expect(ambiguous).toBe(100_000);
    expect(process.cpuUsage().user - started).toBeLessThan(LIMIT);
  });
});
