import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expandArchives } from '../../src/files/archives.ts';
import { ReadError, type ByteSource } from '../../src/files/byte-source.ts';
import { extensionOf, stemOf } from '../../src/files/file-set.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { ZstdSource } from '../../src/files/zstd.ts';
import { tarOf } from './packed.ts';

const textOf = async (source: ByteSource | undefined): Promise<string> => new TextDecoder().decode(await source?.read(0, 1e6));

/** Forty lines `{"n":0,"text":"line 0"}`, packed with a checksum by the reference implementation. */
const ZSTD = Buffer.from(
  'KLUv/WT8Ag0EANIGExDAOzbEZf2bNyUlJWVOUuDcoIl/927mXdVMxDuSJP/du5l3VTMR7wgS/HfvZt5VzUS8u/t372beVc1EvANNkGDSQaIItYwSgxSRBAtOqBHQu/8b8KU1EBIhsyS0B8pTax7pV1bLsyov+bXKowZqGesJevLMzJvMZgrWsEBWAd2xvD0=',
  'base64',
);
const FORTY = Array.from({ length: 40 }, (_, at) => `{"n":${at},"text":"line ${at}"}\n`).join('');

describe('names of compressed files', () => {
  it('are those of what is in them', () => {
    expect(extensionOf('a/train.jsonl.gz')).toBe('jsonl');
    expect(stemOf('a/train-00000.jsonl.ZST')).toBe('train-00000');
    expect(extensionOf('a/notes.gz')).toBe('');
    expect(extensionOf('.gz')).toBe('');
  });
});

describe('expandArchives', () => {
  it('lists the files of a tar, with long names of both kinds, and reads them by range', async () => {
    const long = `${'folder/'.repeat(20)}图像.txt`;
    const pax = `path=${long}\n`;
    const length = Buffer.byteLength(pax) + 4;
    const tar = tarOf([
      { name: 'pax_global_header', type: 'g', content: '20 comment=whatever\n' },
      { name: 'd/', type: '5' },
      { name: 'd/a.txt', content: 'A'.repeat(600) },
      { name: './d/b.txt', content: 'B' },
      { name: '../../up.txt', content: 'U' },
      { name: 'long', type: 'L', content: `${long}.gnu\0` },
      { name: 'cut', content: 'G' },
      { name: 'x', type: 'x', content: `${length} ${pax}` },
      { name: 'cut', content: 'P' },
      { name: 'link', type: '2' },
      { name: '._d', content: 'x' },
    ]);
    const { entries, problems } = await expandArchives([{ path: 'x/data.tar', source: memorySource(tar) }]);
    expect(entries.map(({ path }) => path)).toEqual([
      'x/data.tar/d/a.txt',
      'x/data.tar/d/b.txt',
      'x/data.tar/up.txt',
      `x/data.tar/${long}.gnu`,
      `x/data.tar/${long}`,
    ]);
    expect(await Promise.all(entries.slice(1).map(({ source }) => textOf(source)))).toEqual(['B', 'U', 'G', 'P']);
    expect(new TextDecoder().decode(await entries[0]?.source.read(598, 900))).toBe('AA');
    expect(problems).toEqual([{ code: 'zip-entry-unsupported', file: 'x/data.tar/link', values: { reason: 'link' } }]);
  });

  it('reads through gzip, in a folder, in a tar and around a tar', async () => {
    const tar = tarOf(
      [
        { name: 'in.jsonl.gz', content: gzipSync('inner\n') },
        { name: 'plain.txt', content: 'plain' },
      ],
      0,
    );
    const { entries, problems } = await expandArchives([
      { path: 'a.jsonl.gz', source: memorySource(gzipSync('outer\n')) },
      { path: 'b.tar.gz', source: memorySource(gzipSync(tar)) },
      { path: 'c.tgz', source: memorySource(gzipSync(tar)) },
    ]);
    expect(problems).toEqual([]);
    expect(await Promise.all(entries.map(async ({ path, source }) => [path, await textOf(source)]))).toEqual([
      ['a.jsonl.gz', 'outer\n'],
      ['b.tar.gz/in.jsonl.gz', 'inner\n'],
      ['b.tar.gz/plain.txt', 'plain'],
      ['c.tgz/in.jsonl.gz', 'inner\n'],
      ['c.tgz/plain.txt', 'plain'],
    ]);
  });

  it('leaves what only has the name of a compressed file', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\n';
    const { entries } = await expandArchives([
      { path: 'a.jsonl.gz', source: memorySource(pointer) },
      { path: 'b.tar', source: memorySource(pointer) },
    ]);
    expect(await Promise.all(entries.map(({ source }) => textOf(source)))).toEqual([pointer, pointer]);
  });

  it('keeps what stands before a break in a tar', async () => {
    const tar = tarOf([
      { name: 'a.txt', content: 'A' },
      { name: 'b.txt', content: 'B' },
    ]);
    tar[1024] = 0x7a;
    const { entries, problems } = await expandArchives([{ path: 't.tar', source: memorySource(tar) }]);
    expect(entries.map(({ path }) => path)).toEqual(['t.tar/a.txt']);
    expect(problems).toMatchObject([{ code: 'zip-broken', file: 't.tar', values: { entries: 1 } }]);
  });
});

describe('ZstdSource', () => {
  it('streams, and reads ranges', async () => {
    const source = new ZstdSource(memorySource(ZSTD));
    expect(await textOf(source)).toBe(FORTY);
    expect(await source.size()).toBe(FORTY.length);
    expect(new TextDecoder().decode(await source.read(24, 48))).toBe(FORTY.slice(24, 48));
    const { entries } = await expandArchives([{ path: 'a.jsonl.zst', source: memorySource(ZSTD) }]);
    expect(await textOf(entries[0]?.source)).toBe(FORTY);
  });

  it('tells of a file that is cut or broken', async () => {
    const damageOf = async (bytes: Uint8Array): Promise<unknown> => {
      const source = new ZstdSource(memorySource(bytes));
      expect(await source.size()).toBe(0);
      await expect(source.wholeBlob()).rejects.toThrow(ReadError);
      return source.damage;
    };
    expect(await damageOf(ZSTD.subarray(0, 40))).toEqual({ how: 'cut', packed: 40, unpacked: 0 });
    expect(await damageOf(Buffer.from('no zstd at all, however long it is'))).toMatchObject({ how: 'data', unpacked: 0 });
  });
});
