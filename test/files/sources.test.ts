import { mkdtemp, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobSource, reopenedSource } from '../../src/files/blob-source.ts';
import { PIECE_BYTES, ReadError, type ByteSource } from '../../src/files/byte-source.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';
import { listNodeFiles, nodeSource } from '../../src/files/node-source.ts';

const content = Uint8Array.from({ length: 3 * PIECE_BYTES + 1234 }, (_, at) => (at * 31 + (at >> 8)) & 0xff);

/** A Blob whose stream has no BYOB reader, as in Safari. */
class PlainStreamBlob extends Blob {
  override slice(start?: number, end?: number): Blob {
    return new PlainStreamBlob([super.slice(start, end)]);
  }
  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream();
  }
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  await writeFile(join(folder, 'content.bin'), content);
});
afterAll(() => rm(folder, { recursive: true }));

async function joined(source: ByteSource, start?: number, end?: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  // A piece is valid only until the next: hence the copy.
  for await (const piece of source.stream(start, end)) pieces.push(piece.slice());
  return new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

const sources: [string, () => ByteSource][] = [
  ['memory', () => memorySource(content)],
  ['a Blob', () => blobSource(new Blob([content]))],
  ['a Blob without BYOB streams', () => blobSource(new PlainStreamBlob([content]))],
  ['a File that comes later', () => blobSource(async () => new File([content], 'content.bin'))],
  ['a file of the disk', () => nodeSource(join(folder, 'content.bin'))],
];

describe.each(sources)('%s', (_, make) => {
  it('has the size of its content', async () => {
    expect(await make().size()).toBe(content.length);
  });

  it('reads and streams the same bytes for any range', async () => {
    const source = make();
    const range = fc
      .tuple(fc.nat(content.length + 10), fc.nat(content.length + 10))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    await fc.assert(
      fc.asyncProperty(range, async ([start, end]) => {
        const expected = Buffer.from(content.subarray(start, end));
        expect(expected.equals(await source.read(start, end))).toBe(true);
        expect(expected.equals(await joined(source, start, end))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('streams all without arguments', async () => {
    expect(Buffer.from(content).equals(await joined(make()))).toBe(true);
  });

  it('yields pieces no larger than promised', async () => {
    for await (const piece of make().stream()) expect(piece.length).toBeLessThanOrEqual(PIECE_BYTES);
  });

  it('can be left in the middle and read again', async () => {
    const source = make();
    for await (const piece of source.stream()) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(await source.read(5, 8)).toEqual(content.slice(5, 8));
  });

  it('gives the whole as a Blob', async () => {
    const blob = await make().wholeBlob();
    expect(Buffer.from(content).equals(new Uint8Array(await blob.arrayBuffer()))).toBe(true);
  });
});

describe('blobSource', () => {
  it('asks for the File once, and only when it is needed', async () => {
    let asked = 0;
    const source = blobSource(() => {
      asked += 1;
      return new Blob(['abc']);
    });
    expect(asked).toBe(0);
    await Promise.all([source.size(), source.read(0, 2), source.size()]);
    expect(asked).toBe(1);
  });

  it('reports a file that was deleted as changed, and asks again the next time', async () => {
    let there = false;
    const source = blobSource(() => {
      if (!there) throw new DOMException('A requested file or directory could not be found', 'NotFoundError');
      return new Blob(['abc']);
    });
    await expect(source.read(0, 1)).rejects.toMatchObject({ name: 'ReadError', code: 'file-changed' });
    await expect(source.size()).rejects.toBeInstanceOf(ReadError);
    there = true;
    expect(await source.size()).toBe(3);
  });

  it('reports a refusal as unreadable', async () => {
    const source = blobSource(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    await expect(joined(source)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('refuses a File that is another one than before, where it does not keep it', async () => {
    let file = new File(['abc'], 'a', { lastModified: 1 });
    const source = reopenedSource(async () => file);
    expect(await source.size()).toBe(3);
    file = new File(['abd'], 'a', { lastModified: 2 });
    await expect(source.read(0, 1)).rejects.toMatchObject({ code: 'file-changed' });
  });
});

describe('nodeSource', () => {
  it('reports a file that is not there as changed', async () => {
    await expect(nodeSource(join(folder, 'none')).read(0, 1)).rejects.toMatchObject({ code: 'file-changed' });
  });

  it('reports a file that was written to after it was first read', async () => {
    const path = join(folder, 'growing.txt');
    await writeFile(path, 'one');
    const source = nodeSource(path);
    expect(await source.size()).toBe(3);
    await writeFile(path, 'one two');
    await utimes(path, 1, 1);
    await expect(source.read(0, 7)).rejects.toMatchObject({ code: 'file-changed' });
  });
});

describe('countingSource', () => {
  it('records each range that was handed out, streams piece by piece', async () => {
    const source = countingSource(memorySource(content));
    await source.read(10, 20);
    for await (const piece of source.stream(5)) {
      expect(piece.length).toBe(PIECE_BYTES);
      break;
    }
    expect(source.ranges).toEqual([
      [10, 20],
      [5, 5 + PIECE_BYTES],
    ]);
    expect(source.bytesRead).toBe(10 + PIECE_BYTES);
    source.forget();
    expect(source.bytesRead).toBe(0);
  });
});

describe('listNodeFiles', () => {
  it('lists folders breadth first under their own name, files by their name, and nothing that systems leave behind', async () => {
    const set = join(folder, 'set');
    await mkdir(join(set, 'b', 'deep'), { recursive: true });
    await mkdir(join(set, '.git'));
    await Promise.all(['z.txt', 'b/1.txt', 'b/deep/2.txt', '.DS_Store', '.git/HEAD'].map((name) => writeFile(join(set, name), name)));
    await symlink(set, join(set, 'b', 'loop'));
    await symlink(join(set, 'gone'), join(set, 'b', 'dangling'));
    await symlink(join(set, 'z.txt'), join(set, 'b', 'link.txt'));
    const listed = await listNodeFiles([set, join(folder, 'content.bin')]);
    expect(listed.map(({ path }) => path)).toEqual(['content.bin', 'set/z.txt', 'set/b/1.txt', 'set/b/link.txt', 'set/b/deep/2.txt']);
    expect(new TextDecoder().decode(await listed[3]?.source.read(0, 99))).toBe('z.txt');
  });

  it('keeps two folders of one name apart', async () => {
    await mkdir(join(folder, 'x', 'train'), { recursive: true });
    await mkdir(join(folder, 'y', 'train'), { recursive: true });
    await writeFile(join(folder, 'x', 'train', 'a'), '1');
    await writeFile(join(folder, 'y', 'train', 'a'), '2');
    const listed = await listNodeFiles([join(folder, 'x', 'train'), join(folder, 'y', 'train')]);
    expect(listed.map(({ path }) => path)).toEqual(['train/a', 'train (2)/a']);
  });

  it('rejects where a given path is not there', async () => {
    await expect(listNodeFiles([join(folder, 'nothing')])).rejects.toBeInstanceOf(ReadError);
  });
});
