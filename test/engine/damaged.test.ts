/** Packed files that are damaged, and files with nothing in them: what can be read is shown, and what is wrong is said once. */
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { LocalEngine } from '../../src/engine/engine.ts';
import type { OpenResult } from '../../src/engine/protocol.ts';
import { PROBLEM_SEVERITY, type Problem, type ProblemCode } from '../../src/model/problem.ts';
import { tarOf, zipOf, zstdOf } from '../files/packed.ts';
import { opened } from './drop.ts';

const LINES = Buffer.from(Array.from({ length: 9000 }, (_, at) => `{"text":"text ${(at * 7919) % 5003}","label":${at % 3}}\n`).join(''));
const FEW = LINES.subarray(0, LINES.indexOf('\n', 9000) + 1);
const PACKED = gzipSync(LINES);

const linesOf = (bytes: Uint8Array): number => Buffer.from(bytes).toString().split('\n').length;

function changed(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x55;
  return copy;
}

interface Opened {
  readonly engine: LocalEngine;
  readonly result: OpenResult;
}

const isCode = (code: string): code is ProblemCode => Object.hasOwn(PROBLEM_SEVERITY, code);

async function problemsOf({ engine, result }: Opened): Promise<Problem[]> {
  const all: Problem[] = [];
  for (const { id, problems } of result.datasets) {
    for (const { code } of problems) if (isCode(code)) all.push(...(await engine.problems({ dataset: id, code, from: 0, to: 9 })).problems);
  }
  return all;
}

const accounts = ({ result }: Opened): unknown =>
  result.datasets.map(({ files }) => files.map((file) => [file.read, file.shown, file.rejected]));

describe('a damaged entry of a zip archive', () => {
  it.each([
    ['large', LINES],
    ['small', FEW],
  ])('of a wrong checksum is read to its end: %s', async (_, bytes) => {
    const zip = await zipOf({ 'a.jsonl': bytes });
    const directory = Buffer.from(zip).lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
    const drop = await opened({ 'x.zip': changed(zip, directory + 16) });
    const rows = linesOf(bytes) - 1;
    expect(accounts(drop)).toEqual([[[rows, rows, 0]]]);
    const values = { how: 'checksum', unpacked: bytes.length };
    expect(await problemsOf(drop)).toMatchObject([{ code: 'packed-broken', file: 'x.zip/a.jsonl', values }]);
  });
});

describe('a damaged gzip file', () => {
  it.each([
    ['large', LINES],
    ['small', FEW],
  ])('of a wrong checksum is read to its end: %s', async (_, bytes) => {
    const packed = gzipSync(bytes);
    const drop = await opened({ 'a.jsonl.gz': changed(packed, packed.length - 8) });
    const rows = linesOf(bytes) - 1;
    expect(accounts(drop)).toEqual([[[rows, rows, 0]]]);
    const values = { how: 'checksum', packed: packed.length - 8, unpacked: bytes.length };
    expect(await problemsOf(drop)).toMatchObject([{ code: 'packed-broken', file: 'a.jsonl.gz', values }]);
  });

  it.each([
    ['large', LINES, 0.9],
    ['small', FEW, 0.5],
  ])('that is cut off is read as far as it goes, its last record rejected: %s', async (_, bytes, share) => {
    const whole = gzipSync(bytes);
    const packed = whole.subarray(0, Math.floor(whole.length * share));
    const unpacked = gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
    expect(unpacked.at(-1)).not.toBe(10);
    const drop = await opened({ 'a.jsonl.gz': packed });
    expect(accounts(drop)).toEqual([[[linesOf(unpacked), linesOf(unpacked) - 1, 1]]]);
    const values = { how: 'cut', packed: packed.length, unpacked: unpacked.length };
    expect(await problemsOf(drop)).toMatchObject(
      expect.arrayContaining([{ code: 'packed-broken', file: 'a.jsonl.gz', values }, expect.objectContaining({ code: 'json-truncated' })]),
    );
  });

  it('of which the first member is wrong is read with the second', async () => {
    const drop = await opened({ 'a.jsonl.gz': Buffer.concat([changed(PACKED, PACKED.length - 8), PACKED]) });
    expect(accounts(drop)).toEqual([[[18_000, 18_000, 0]]]);
    expect(await problemsOf(drop)).toMatchObject([{ code: 'packed-broken', values: { how: 'checksum', unpacked: LINES.length } }]);
  });

  it('of which nothing can be inflated says so, and is not called empty', async () => {
    const { result } = await opened({ 'a.jsonl.gz': PACKED.subarray(0, 14) });
    expect(result.problems).toMatchObject([{ code: 'packed-broken', values: { how: 'cut', packed: 14, unpacked: 0 } }]);
  });

  it('that is a tar gives the files before the break', async () => {
    const tar = tarOf([
      { name: 'a.jsonl', content: FEW },
      { name: 'b.jsonl', content: LINES },
    ]);
    const packed = gzipSync(tar);
    const { result } = await opened({ 't.tar.gz': packed.subarray(0, packed.length - 4000) });
    expect(result.datasets.find(({ name }) => name === 'a.jsonl')?.samples).toBe(linesOf(FEW) - 1);
    expect(result.problems).toMatchObject([{ code: 'packed-broken', file: 't.tar.gz', values: { how: 'cut' } }]);
  });
});

describe('a damaged Zstandard file', () => {
  it('that is cut off is read to the last whole block', async () => {
    const whole = zstdOf(LINES);
    const drop = await opened({ 'a.jsonl.zst': whole.subarray(0, 150_000) });
    const unpacked = LINES.subarray(0, 100_000);
    expect([10, '}'.charCodeAt(0)]).not.toContain(unpacked.at(-1));
    expect(accounts(drop)).toEqual([[[linesOf(unpacked), linesOf(unpacked) - 1, 1]]]);
    const values = { how: 'cut', packed: 150_000, unpacked: unpacked.length };
    expect((await problemsOf(drop)).find(({ code }) => code === 'packed-broken')).toMatchObject({ file: 'a.jsonl.zst', values });
  });
});

describe('a file with nothing in it', () => {
  it.each([
    ['blank.jsonl', ' \n\n'],
    ['mark.jsonl', '\ufeff'],
    ['blank.csv', '  \n\n'],
    ['mark16.jsonl', Buffer.from([0xff, 0xfe, 0x20, 0x00, 0x0a, 0x00])],
    ['spaces.jsonl.gz', gzipSync(Buffer.alloc(5_000_000, ' '))],
  ])('is said to be empty: %s', async (path, content) => {
    const { result } = await opened({ [path]: content });
    expect(result.problems).toMatchObject([{ code: 'file-empty', file: path }]);
    expect(result.problems[0]?.values).toEqual({ blank: Math.min(65_536, path.endsWith('.gz') ? 65_536 : Buffer.from(content).length) });
  });
});

describe('Parquet whose beginning is destroyed', () => {
  it('is said to be damaged, and read by its footer', async () => {
    const bytes = Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'n', data: [1, 2, 3], type: 'INT32' }] }));
    const drop = await opened({ 'a.parquet': Buffer.concat([Buffer.alloc(4), bytes.subarray(4)]) });
    expect(accounts(drop)).toEqual([[[3, 3, 0]]]);
    expect(await problemsOf(drop)).toMatchObject([{ code: 'parquet-broken', file: 'a.parquet', at: { byte: 0 } }]);
  });
});
