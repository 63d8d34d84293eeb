import { constants, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../../src/files/byte-source.ts';
import { GzipSource } from '../../src/files/gzip.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';

const lines = Buffer.from(Array.from({ length: 260_000 }, (_, at) => `{"n":${at},"text":"${(at * 7919) % 5003} words"}\n`).join(''));
const small = lines.subarray(0, 250);

async function whole(source: GzipSource): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.stream()) pieces.push(piece.slice());
  return Buffer.concat(pieces);
}

describe('GzipSource', () => {
  it('streams what was packed, and knows its size before and after', async () => {
    const source = new GzipSource(memorySource(gzipSync(lines)));
    expect(await source.size()).toBe(lines.length);
    expect(lines.equals(await whole(source))).toBe(true);
    expect(await source.size()).toBe(lines.length);
  });

  it('reads any range, before and after everything was passed over', async () => {
    const source = new GzipSource(memorySource(gzipSync(lines)));
    const range = fc.tuple(fc.nat(lines.length - 1), fc.nat(100_000));
    const check = fc.asyncProperty(range, async ([start, length]) => {
      expect(lines.subarray(start, start + length).equals(await source.read(start, start + length))).toBe(true);
    });
    await fc.assert(check, { numRuns: 4 });
    await whole(source);
    await fc.assert(check, { numRuns: 20 });
    expect(await source.read(lines.length, lines.length + 10)).toHaveLength(0);
    expect(await source.read(lines.length - 5, lines.length + 10)).toHaveLength(5);
  });

  it('reads a far range without beginning again', async () => {
    const packed = countingSource(memorySource(gzipSync(lines)));
    const source = new GzipSource(packed);
    await whole(source);
    const all = packed.bytesRead;
    packed.forget();
    await source.read(lines.length - 3_000_000, lines.length - 2_999_000);
    expect(packed.bytesRead).toBeLessThan(all * 0.9);
  });

  it('reads several members as one file', async () => {
    const parts = [lines.subarray(0, 5_000_000), Buffer.alloc(0), lines.subarray(5_000_000)];
    const source = new GzipSource(memorySource(Buffer.concat([...parts.map((part) => gzipSync(part)), Buffer.alloc(700)])));
    expect(lines.equals(await whole(source))).toBe(true);
    expect(lines.subarray(4_999_990, 5_000_010).equals(await source.read(4_999_990, 5_000_010))).toBe(true);
  });

  it('passes over the optional fields of a header', async () => {
    const plain = gzipSync(small);
    const fields = Buffer.concat([
      Buffer.from([3, 0, 1, 2, 3]),
      Buffer.from('name.jsonl\0'),
      Buffer.from('a comment\0'),
      Buffer.from([0, 0]),
    ]);
    const head = Buffer.from(plain.subarray(0, 10));
    head[3] = 2 | 4 | 8 | 16;
    const source = new GzipSource(memorySource(Buffer.concat([head, fields, plain.subarray(10)])));
    expect(small.equals(await whole(source))).toBe(true);
  });

  it('tells of a file that is cut anywhere, after what can be read of it', async () => {
    const packed = gzipSync(small, { strategy: constants.Z_HUFFMAN_ONLY });
    for (let end = 0; end < packed.length; end += 1) {
      const cut = packed.subarray(0, end);
      const source = new GzipSource(memorySource(cut));
      // All that a well-known inflater makes of it, which wants a whole header.
      const wanted = end < 10 ? Buffer.alloc(0) : gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
      expect(wanted.equals(await whole(source)), `cut at ${end}`).toBe(true);
      expect(source.damage).toEqual({ how: 'cut', packed: end, unpacked: wanted.length });
      expect(await source.size()).toBe(wanted.length);
      await expect(source.wholeBlob()).rejects.toThrow(ReadError);
    }
  });

  it('tells of a wrong checksum, a wrong length, and what follows that is no gzip data', async () => {
    const packed = gzipSync(small);
    const changed = (at: number): Buffer => Buffer.from(packed.map((byte, index) => (index === at ? byte ^ 1 : byte)));
    const damageOf = async (bytes: Uint8Array): Promise<unknown> => {
      const source = new GzipSource(memorySource(bytes));
      expect(source.damage).toBeUndefined();
      expect(small.equals(await whole(source))).toBe(true);
      return source.damage;
    };
    const end = packed.length - 8;
    expect(await damageOf(packed)).toBeUndefined();
    expect(await damageOf(changed(end))).toEqual({ how: 'checksum', packed: end, unpacked: 250 });
    expect(await damageOf(changed(end + 4))).toEqual({ how: 'length', packed: end, unpacked: 250 });
    const more = { how: 'data', packed: packed.length + 1, unpacked: 250, reason: 'There is something that is no gzip data' };
    expect(await damageOf(Buffer.concat([packed, Buffer.from('more than that')]))).toMatchObject(more);
  });
});
