import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../../src/files/byte-source.ts';
import { RangeInflater } from '../../src/files/inflate-by-range.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';

const records = Array.from(
  { length: 180_000 },
  (_, at) => `{"id":${at},"image_id":${(at * 7919) % 5000},"bbox":[${at % 640},${at % 480},12.5,7]},\n`,
);
const json = Buffer.from(records.join(''));
const noise = Buffer.from(Uint32Array.from({ length: 200_000 }, (_, at) => Math.imul(at + 1, 2_654_435_761) ^ Math.imul(at, at)).buffer);

const cases: [string, Buffer, Parameters<typeof deflateRawSync>[1]][] = [
  ['dynamic codes', json, { level: 6 }],
  ['weak compression', json, { level: 1 }],
  ['fixed codes', json.subarray(0, 3_000_000), { strategy: constants.Z_FIXED }],
  ['Huffman codes alone', json.subarray(0, 3_000_000), { strategy: constants.Z_HUFFMAN_ONLY }],
  ['stored blocks', json.subarray(0, 3_000_000), { level: 0 }],
  ['what cannot be compressed', noise, { level: 6 }],
  ['one repeated byte', Buffer.alloc(9_000_000, 65), { level: 9 }],
  ['nearly nothing', Buffer.from('a'), {}],
];

describe('RangeInflater', () => {
  it.each(cases)('reads any range as the platform inflates it: %s', async (_, content, options) => {
    const packed = deflateRawSync(content, options);
    const archive = Buffer.concat([Buffer.from('before'), packed, Buffer.from('after')]);
    const inflater = new RangeInflater(memorySource(archive), 6, packed.length, content.length);
    const range = fc.tuple(fc.nat(content.length - 1), fc.nat(100_000));
    await fc.assert(
      fc.asyncProperty(range, async ([start, length]) => {
        const end = Math.min(start + length, content.length);
        expect(content.subarray(start, end).equals(await inflater.read(start, end))).toBe(true);
      }),
      { numRuns: 6 },
    );
    expect(content.equals(await inflater.read(0, content.length))).toBe(true);
  });

  it('starts near a range that it has passed before', async () => {
    const packed = deflateRawSync(json);
    const archive = countingSource(memorySource(packed));
    const inflater = new RangeInflater(archive, 0, packed.length, json.length);
    await inflater.read(json.length - 10, json.length);
    archive.forget();
    const start = json.length - 1_500_000;
    expect(json.subarray(start, start + 100).equals(await inflater.read(start, start + 100))).toBe(true);
    expect(archive.bytesRead).toBeLessThan(packed.length / 2);
  });

  it('rejects a range past the end', async () => {
    const packed = deflateRawSync(Buffer.from('abc'));
    await expect(new RangeInflater(memorySource(packed), 0, packed.length, 4).read(2, 4)).rejects.toMatchObject({ code: 'zip-broken' });
  });

  it.each(cases)('rejects data that is cut short: %s', async (_, content, options) => {
    const packed = deflateRawSync(content.subarray(0, 100_000), options);
    const cut = packed.subarray(0, packed.length >> 1);
    const { length } = content.subarray(0, 100_000);
    await expect(new RangeInflater(memorySource(cut), 0, cut.length, length).read(0, length)).rejects.toMatchObject({ code: 'zip-broken' });
  });

  it('ends with bytes or a ReadError for any damage', async () => {
    const content = json.subarray(0, 20_000);
    const packed = deflateRawSync(content);
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), fc.nat(255), fc.nat(packed.length), async (at, value, length) => {
        const damaged = Uint8Array.from(packed).with(at, value).subarray(0, length);
        const result: unknown = await new RangeInflater(memorySource(damaged), 0, damaged.length, content.length)
          .read(10, content.length)
          .catch((error: unknown) => error);
        expect(result instanceof ReadError || result instanceof Uint8Array).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('ends with bytes or a ReadError for any data', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const result: unknown = await new RangeInflater(memorySource(bytes), 0, bytes.length, 1000)
          .read(0, 1000)
          .catch((error: unknown) => error);
        expect(result instanceof ReadError || result instanceof Uint8Array).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
