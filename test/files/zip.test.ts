import { BlobWriter, Uint8ArrayReader, ZipWriter, type ZipWriterAddDataOptions } from '@zip.js/zip.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobSource } from '../../src/files/blob-source.ts';
import { ReadError, type ByteSource } from '../../src/files/byte-source.ts';
import { crc32 } from '../../src/files/crc32.ts';
import type { FileEntry } from '../../src/files/file-set-of.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';
import { expandArchives } from '../../src/files/archives.ts';
import { openZip } from '../../src/files/zip.ts';
import { zipOf } from './packed.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = async (source: ByteSource | undefined): Promise<string> => new TextDecoder().decode(await source?.read(0, 1e6));

/** Compressible, but not to nothing. */
const large = Uint8Array.from({ length: 700_000 }, (_, at) => (at % 97 < 60 ? 65 + (at % 7) : (at * at) & 0xff));
/** Too large to be kept when it is inflated. */
const huge = Uint8Array.from({ length: 9 * 1024 * 1024 }, (_, at) => (at >> 4) & 0xff);

async function streamed(source: ByteSource, start?: number, end?: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.stream(start, end)) pieces.push(piece.slice());
  return Buffer.concat(pieces);
}

async function onlyEntry(bytes: Uint8Array): Promise<FileEntry> {
  const { entries, problems } = await openZip(memorySource(bytes), 'a.zip');
  expect(problems).toEqual([]);
  const [entry] = entries;
  if (!entry || entries.length > 1) throw new Error(`${entries.length} entries`);
  return entry;
}

describe('openZip', () => {
  it('lists the files under the name of the archive, without what systems leave behind', async () => {
    const bytes = await zipOf({ 'top/a.txt': 'A', 'top/sub/b.txt': 'B', '__MACOSX/top/._a.txt': 'x', 'top/.DS_Store': 'x', 'c.txt': 'C' });
    const { entries, problems } = await openZip(memorySource(bytes), 'ds/data.zip');
    expect(problems).toEqual([]);
    expect(entries.map(({ path }) => path)).toEqual(['ds/data.zip/top/a.txt', 'ds/data.zip/top/sub/b.txt', 'ds/data.zip/c.txt']);
    expect(await textOf(entries[1]?.source)).toBe('B');
  });

  it('lists without reading any entry', async () => {
    const source = countingSource(memorySource(await zipOf({ 'a.bin': large, 'b.bin': large }, { level: 0 })));
    await openZip(source, 'a.zip');
    expect(source.bytesRead).toBeLessThan(300_000);
  });

  it('reads a stored entry by range', async () => {
    const source = countingSource(memorySource(await zipOf({ 'a.bin': large }, { level: 0 })));
    const { entries } = await openZip(source, 'a.zip');
    source.forget();
    expect(await entries[0]?.source.read(500_000, 500_010)).toEqual(large.slice(500_000, 500_010));
    expect(source.bytesRead).toBeLessThan(100);
  });

  it('reads a small stored entry with its header in one go', async () => {
    const source = countingSource(memorySource(await zipOf({ 'a.txt': 'abc', 'b.txt': 'def' }, { level: 0 })));
    const { entries } = await openZip(source, 'a.zip');
    source.forget();
    expect(await textOf(entries[1]?.source)).toBe('def');
    expect(source.ranges.length).toBe(1);
  });

  it('inflates only the beginning for the beginning', async () => {
    const source = countingSource(memorySource(await zipOf({ 'a.bin': large })));
    const { entries } = await openZip(source, 'a.zip');
    source.forget();
    expect(await entries[0]?.source.read(0, 10)).toEqual(large.slice(0, 10));
    expect(source.bytesRead).toBeLessThan(large.length / 3);
  });

  it('inflates an entry once for many ranges', async () => {
    const source = countingSource(memorySource(await zipOf({ 'a.bin': large })));
    const { entries } = await openZip(source, 'a.zip');
    source.forget();
    const entry = entries[0]?.source ?? memorySource('');
    await Promise.all(Array.from({ length: 20 }, (_, at) => entry.read(at * 1000 + 1, at * 1000 + 10)));
    expect(source.bytesRead).toBeLessThan(large.length);
  });

  it.each<[string, Uint8Array, ZipWriterAddDataOptions]>([
    ['stored', large, { level: 0 }],
    ['deflated', large, { level: 6 }],
    ['deflated and large', huge, { level: 1 }],
    ['Zip64', large, { level: 6, zip64: true }],
    ['with data descriptors', large, { level: 6, dataDescriptor: true }],
    ['empty', new Uint8Array(0), {}],
  ])('reads and streams the same bytes of an entry, %s, for any range', async (_, content, options) => {
    const { source } = await onlyEntry(await zipOf({ 'a.bin': content }, options));
    const expected = Buffer.from(content);
    expect(await source.size()).toBe(content.length);
    expect((await streamed(source)).equals(expected)).toBe(true);
    expect(expected.equals(new Uint8Array(await (await source.wholeBlob()).arrayBuffer()))).toBe(true);
    const range = fc.tuple(fc.nat(content.length + 3), fc.nat(300_000));
    await fc.assert(
      fc.asyncProperty(range, async ([start, length]) => {
        const wanted = expected.subarray(start, start + length);
        expect(wanted.equals(await source.read(start, start + length))).toBe(true);
        expect(wanted.equals(await streamed(source, start, start + length))).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  it('can be left in the middle of a stream', async () => {
    const { source } = await onlyEntry(await zipOf({ 'a.bin': huge }, { level: 1 }));
    for await (const piece of source.stream()) {
      expect(piece.length).toBeLessThanOrEqual(1024 * 1024);
      break;
    }
    expect(await source.read(0, 3)).toEqual(huge.slice(0, 3));
  });

  it('slices a stored entry of a File without copying it', async () => {
    const bytes = await zipOf({ 'a.bin': large }, { level: 0 });
    const { entries } = await openZip(blobSource(new Blob([bytes as Uint8Array<ArrayBuffer>])), 'a.zip');
    const blob = await entries[0]?.source.wholeBlob();
    expect(Buffer.from(large).equals(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)))).toBe(true);
  });
});

describe('names in a zip', () => {
  it.each([
    ['UTF-8 with its flag', '图片/é.jpg', '图片/é.jpg'],
    ['a way out of the archive', '../../etc/passwd', 'etc/passwd'],
    ['a root', '/abs/a.txt', 'abs/a.txt'],
    ['a drive and backslashes', 'C:\\data\\..\\a.txt', 'data/a.txt'],
    ['dots', './a/./b//c.txt', 'a/b/c.txt'],
  ])('cleans or keeps %s', async (_, name, expected) => {
    const { path } = await onlyEntry(archiveByHand([{ name: utf8(name), flags: 0x800 }]));
    expect(path).toBe(`a.zip/${expected}`);
  });

  it('reads names without the UTF-8 flag as UTF-8, GB18030 or cp437', async () => {
    const names: [Uint8Array, string][] = [
      [utf8('图片.jpg'), '图片.jpg'],
      [Uint8Array.of(0xb1, 0xea, 0xd7, 0xa2, 0x2e, 0x6a, 0x70, 0x67), '标注.jpg'],
      [Uint8Array.of(0x72, 0x82, 0x73, 0x75, 0x6d, 0x82, 0x2e, 0x74, 0x78, 0x74), 'résumé.txt'],
    ];
    for (const [name, expected] of names) expect((await onlyEntry(archiveByHand([{ name }]))).path).toBe(`a.zip/${expected}`);
  });
});

describe('what cannot be read', () => {
  it('reports an encrypted entry and keeps the others', async () => {
    const writer = new ZipWriter(new BlobWriter());
    await writer.add('secret.txt', new Uint8ArrayReader(utf8('s')), { password: 'p', zipCrypto: true });
    await writer.add('open.txt', new Uint8ArrayReader(utf8('o')));
    const bytes = new Uint8Array(await (await writer.close()).arrayBuffer());
    const { entries, problems } = await openZip(memorySource(bytes), 'a.zip');
    expect(entries.map(({ path }) => path)).toEqual(['a.zip/open.txt']);
    expect(problems).toEqual([{ code: 'zip-entry-unsupported', file: 'a.zip/secret.txt', values: { reason: 'encrypted' } }]);
  });

  it('reports a compression method that it does not know, a link, and sizes that cannot be', async () => {
    const bytes = archiveByHand([
      { name: utf8('lzma'), method: 14 },
      { name: utf8('link'), mode: 0o120777 },
      { name: utf8('bomb'), method: 8, size: 4_000_000_000 },
      { name: utf8('fine') },
    ]);
    const { entries, problems } = await openZip(memorySource(bytes), 'a.zip');
    expect(entries.map(({ path }) => path)).toEqual(['a.zip/fine']);
    expect(problems.map(({ values }) => values['reason'])).toEqual(['method', 'link', 'size']);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['no zip at all', () => utf8('this is no zip, whatever its name says')],
    ['empty', () => new Uint8Array(0)],
    ['cut at its end', (bytes) => bytes.subarray(0, -10)],
    ['cut in the middle', (bytes) => bytes.subarray(0, bytes.length >> 1)],
  ])('reports an archive that is %s as broken and keeps it as a file', async (_, harm) => {
    const bytes = harm(await zipOf({ 'a.txt': 'A', 'b.txt': 'B' }));
    const { entries, problems } = await expandArchives([{ path: 'd/x.ZIP', source: memorySource(bytes) }]);
    expect(entries.map(({ path }) => path)).toEqual(['d/x.ZIP']);
    expect(problems).toMatchObject([{ code: 'zip-broken', file: 'd/x.ZIP' }]);
  });

  it('reports an archive that is gone by the error of its source', async () => {
    const source = blobSource(() => Promise.reject(new DOMException('gone', 'NotFoundError')));
    expect((await openZip(source, 'a.zip')).problems).toMatchObject([{ code: 'file-changed', file: 'a.zip' }]);
  });

  it('keeps the entries before a break in the directory', async () => {
    const bytes = await zipOf({ 'a.txt': 'A', 'b.txt': 'B' });
    const second = Buffer.from(bytes).lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
    const { entries, problems } = await openZip(memorySource(bytes.with(second, 0)), 'a.zip');
    expect(entries.map(({ path }) => path)).toEqual(['a.zip/a.txt']);
    expect(problems).toMatchObject([{ code: 'zip-broken' }]);
  });

  it('gives no more than what an entry declares that inflates to more, and refuses it as a whole', async () => {
    const bytes = await zipOf({ 'a.bin': new Uint8Array(20_000_000) });
    const directory = Buffer.from(bytes).lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
    new DataView(bytes.buffer).setUint32(directory + 24, 1_000_000, true);
    const { source } = await onlyEntry(bytes);
    await expect(source.wholeBlob()).rejects.toMatchObject({ code: 'zip-broken' });
    expect(await streamed(source)).toHaveLength(1_000_000);
    expect([await source.size(), source.damage]).toMatchObject([1_000_000, { how: 'length', unpacked: 1_000_000 }]);
  });

  it('rejects a damaged picture by its checksum or by the inflater', async () => {
    const bytes = await zipOf({ 'a.png': large });
    for (let at = 100; at < bytes.length - 200; at += Math.ceil(bytes.length / 10)) {
      const { source } = await onlyEntry(bytes.with(at, (bytes[at] ?? 0) ^ 0x55));
      await expect(streamed(source)).rejects.toMatchObject({ code: 'zip-broken' });
    }
  });

  it.each([
    ['small', large.subarray(0, 50_000)],
    ['large', new Uint8Array(9_000_000).map((_, at) => (at * 7919) >> (at % 13))],
  ])('reads damaged data as far as it can be unpacked, and says where it ends: %s', async (_, content) => {
    const bytes = await zipOf({ 'a.bin': content });
    let shorter = 0;
    for (let at = 100; at < bytes.length - 200; at += Math.ceil(bytes.length / 6)) {
      const { source } = await onlyEntry(bytes.with(at, (bytes[at] ?? 0) ^ 0x55));
      // A byte behind the beginning first, as who looks for a record does: it may be asked for before anybody knows of the damage.
      const middle = await source.read(2000, 2100);
      const whole = await streamed(source);
      expect(source.damage?.unpacked).toBe(whole.length);
      expect(await source.size()).toBe(whole.length);
      expect(Buffer.from(middle).equals(whole.subarray(2000, 2100))).toBe(true);
      const end = await source.read(Math.max(0, whole.length - 10), whole.length + 10);
      expect(Buffer.from(end).equals(whole.subarray(-10))).toBe(true);
      expect(await source.read(whole.length, whole.length + 5)).toHaveLength(0);
      await expect(source.wholeBlob()).rejects.toMatchObject({ code: 'zip-broken' });
      if (whole.length < content.length) shorter += 1;
    }
    expect(shorter).toBeGreaterThan(0);
  });

  it('reads an entry of a wrong checksum to its end', async () => {
    const bytes = await zipOf({ 'a.bin': large });
    const directory = Buffer.from(bytes).lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
    const { source } = await onlyEntry(bytes.with(directory + 16, (bytes[directory + 16] ?? 0) ^ 0x55));
    expect(Buffer.from(await streamed(source)).equals(large)).toBe(true);
    expect(source.damage).toMatchObject({ how: 'checksum', unpacked: large.length });
  });

  it('never throws but a ReadError for any changed byte', async () => {
    const bytes = await zipOf({ 'a.txt': 'some text some text some text', 'd/b.bin': large.slice(0, 300) });
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
        const { entries } = await openZip(memorySource(bytes.with(at, value)), 'a.zip');
        for (const { source } of entries) {
          const error: unknown = await source.read(0, 50).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          expect(error === undefined || error instanceof ReadError).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('expandArchives', () => {
  it('replaces archives by what is in them, once', async () => {
    const inner = await zipOf({ 'x.txt': 'X' });
    const outer = await zipOf({ 'a.txt': 'A', 'inner.zip': inner });
    const files = [
      { path: 'd/before.txt', source: memorySource('b') },
      { path: 'd/o.zip', source: memorySource(outer) },
      { path: 'd/after.txt', source: memorySource('a') },
    ];
    const { entries, problems } = await expandArchives(files);
    expect(entries.map(({ path }) => path)).toEqual(['d/before.txt', 'd/o.zip/a.txt', 'd/o.zip/inner.zip', 'd/after.txt']);
    expect(problems).toEqual([{ code: 'zip-entry-unsupported', file: 'd/o.zip/inner.zip', values: { reason: 'nested' } }]);
  });
});

describe('crc32', () => {
  it('is the checksum of the specification', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32(utf8('56789'), crc32(utf8('1234')))).toBe(0xcbf43926);
  });
});

interface HandEntry {
  name: Uint8Array;
  flags?: number;
  method?: number;
  size?: number;
  mode?: number;
}

/** A zip of entries that hold the letter `x`, with any header. */
function archiveByHand(entries: HandEntry[]): Uint8Array {
  const le = (bytes: number, value: number): number[] => Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) & 0xff);
  const content = utf8('x');
  const locals: number[] = [];
  const directory: number[] = [];
  for (const { name, flags = 0, method = 0, size = 1, mode = 0o100644 } of entries) {
    const common = [
      ...le(2, flags),
      ...le(2, method),
      ...le(4, 0),
      ...le(4, crc32(content)),
      ...le(4, 1),
      ...le(4, size),
      ...le(2, name.length),
      ...le(2, 0),
    ];
    const external = le(4, mode * 0x10000);
    directory.push(
      ...utf8('PK\u0001\u0002'),
      ...le(2, 0x0314),
      ...le(2, 20),
      ...common,
      ...le(2, 0),
      ...le(2, 0),
      ...le(2, 0),
      ...external,
      ...le(4, locals.length),
      ...name,
    );
    locals.push(...utf8('PK\u0003\u0004'), ...le(2, 20), ...common, ...name, ...content);
  }
  const count = le(2, entries.length);
  const end = [
    ...utf8('PK\u0005\u0006'),
    ...le(4, 0),
    ...count,
    ...count,
    ...le(4, directory.length),
    ...le(4, locals.length),
    ...le(2, 0),
  ];
  return Uint8Array.from([...locals, ...directory, ...end]);
}
