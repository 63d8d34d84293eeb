import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { ReadError } from '../../src/files/byte-source.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';
import { namedClasses } from '../../src/formats/hugging-face-features.ts';
import { reasonInChinese } from '../../src/i18n/reasons-zh.ts';
import { isArrow, openArrow } from '../../src/syntax/arrow.ts';
import { parquetDecoder } from '../../src/syntax/parquet-decoder.ts';
import { isParquet, openParquet } from '../../src/syntax/parquet.ts';
import { plainValue } from '../../src/syntax/plain-value.ts';
import type { TableDecoder } from '../../src/syntax/table-file.ts';

const n = Array.from({ length: 100 }, (_, at) => at);
const words = n.map((at) => (at % 9 === 0 ? null : `词 ${at}`));
const PARQUET = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'n', data: n, type: 'INT32' },
      { name: 'word', data: words, type: 'STRING' },
      { name: '__proto__', data: n.map((at) => at % 2 === 0), type: 'BOOLEAN' },
      { name: 'label', data: n.map((at) => (at % 4) - 1), type: 'INT32' },
    ],
    rowGroupSize: 30,
    kvMetadata: [
      {
        key: 'huggingface',
        value: '{"info":{"features":{"label":{"names":["cat","dog","Hund"],"_type":"ClassLabel"},"n":{"dtype":"int32"}}}}',
      },
    ],
  }),
);
const arrow = (format: 'file' | 'stream'): Uint8Array => {
  const columns = { n, word: words, big: n.map((at) => BigInt(at) * 10n ** 15n) };
  return tableToIPC(tableFromArrays(columns, { maxBatchRows: 30 }), { format }) ?? new Uint8Array(0);
};

describe('Parquet', () => {
  it('reads rows across groups, and single columns', async () => {
    expect(isParquet(PARQUET)).toBe(true);
    const file = await openParquet(memorySource(PARQUET));
    expect([file.rows, file.groups.map(({ rows }) => rows), file.columns]).toEqual([
      100,
      [30, 30, 30, 10],
      ['n', 'word', '__proto__', 'label'],
    ]);
    const { rows, broken } = await file.read(28, 32);
    expect(broken).toEqual([]);
    expect(rows.map((row) => [row['n'], row['word'], Object.entries(row)[2]])).toEqual([
      [28, '词 28', ['__proto__', true]],
      [29, '词 29', ['__proto__', false]],
      [30, '词 30', ['__proto__', true]],
      [31, '词 31', ['__proto__', false]],
    ]);
    expect((await file.read(0, 2, ['word'])).rows).toEqual([{}, { word: '词 1' }]);
  });

  it('reads the same rows in windows of any order, with and without an index of pages', async () => {
    const rows = Array.from({ length: 900 }, (_, at) => at);
    const columnData = [
      { name: 'plain', data: rows, type: 'INT32' as const, offsetIndex: false },
      { name: 'indexed', data: rows.map((at) => `text ${at}`), type: 'STRING' as const, offsetIndex: true },
      { name: 'list', data: rows.map((at) => (at % 7 === 0 ? [] : [at, at + 1])), type: 'JSON' as const },
    ];
    const source = memorySource(new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 400, pageSize: 200 })));
    const whole = (await (await openParquet(source)).read(0, 900)).rows;
    expect(whole.map(({ plain }) => plain)).toEqual(rows);
    const windows = [
      [0, 50],
      [390, 410],
      [300, 320],
      [310, 330],
      [0, 400],
      [880, 900],
      [799, 801],
      [20, 21],
    ] as const;
    const file = await openParquet(memorySource(await source.read(0, await source.size())));
    for (const [start, end] of windows) expect((await file.read(start, end)).rows).toEqual(whole.slice(start, end));
  });

  it('reads no group but those of the rows', async () => {
    const source = countingSource(memorySource(PARQUET));
    const file = await openParquet(source);
    source.forget();
    await file.read(95, 96);
    expect(source.bytesRead).toBeLessThan(PARQUET.length / 4);
  });

  it('names classes as the features say, and leaves what has no name', async () => {
    const file = await openParquet(memorySource(PARQUET));
    const { rows } = await namedClasses(file)(0, 4, ['label', 'n']);
    expect(rows).toEqual([
      { n: 0, label: -1 },
      { n: 1, label: 'cat' },
      { n: 2, label: 'dog' },
      { n: 3, label: 'Hund' },
    ]);
  });

  it.each([
    [new TypeError("Cannot read properties of undefined (reading 'push')"), 'The data does not decode: its parts contradict one another'],
    [new RangeError('Offset is outside the bounds of the DataView'), 'The data does not decode: its parts contradict one another'],
    [new RangeError('Invalid string length'), 'A text is longer than can be shown'],
    [new Error('Cannot create a string longer than 0x1fffffe8 characters'), 'A text is longer than can be shown'],
    [new RangeError('Array buffer allocation failed'), 'It takes more memory than there is'],
    [new Error('parquet unsupported encoding: 9'), 'parquet unsupported encoding: 9'],
  ])('says why a column cannot be decoded in words about the file: %s', async (error, reason) => {
    const decoder: TableDecoder = {
      ...parquetDecoder,
      async column() {
        throw error;
      },
    };
    const { broken } = await (await openParquet(memorySource(PARQUET), decoder)).read(0, 1, ['n']);
    expect(broken).toEqual([{ column: 'n', reason }]);
    expect(reasonInChinese(reason).includes('系统原文')).toBe(reason === error.message);
  });

  it('reads a page that has no values, and so no compressed bytes', async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({ codec: 'UNCOMPRESSED', columnData: [{ name: 'v', data: [null, null], type: 'STRING' }] }),
    );
    // Behind the path of the column, its codec: from 0, uncompressed, to 1, snappy.
    const footer = String.fromCharCode(...bytes);
    const codec = footer.lastIndexOf('\x18\x01v\x15\x00') + 4;
    expect(codec).toBeGreaterThan(4);
    const file = await openParquet(memorySource(bytes.with(codec, 2)));
    expect(await file.read(0, 2)).toEqual({ rows: [{}, {}], broken: [] });
  });

  it('ends with a ReadError for any cut', async () => {
    for (let at = 0; at < PARQUET.length; at += 3) {
      const read = async (): Promise<void> => {
        const file = await openParquet(memorySource(PARQUET.subarray(0, at)));
        await file.read(0, file.rows);
      };
      await expect(read(), `cut at ${at}`).rejects.toThrow(ReadError);
    }
  });
});

describe('Arrow', () => {
  it.each(['file', 'stream'] as const)('reads a %s batch by batch, with exact integers', async (format) => {
    const bytes = arrow(format);
    expect(isArrow(bytes)).toBe(true);
    const source = countingSource(memorySource(bytes));
    const file = await openArrow(source);
    expect([file.rows, file.groups.length, file.columns, file.broken]).toEqual([100, 4, ['n', 'word', 'big'], undefined]);
    const { rows } = await file.read(29, 31);
    expect(rows).toEqual([
      { n: 29, word: '词 29', big: 29n * 10n ** 15n },
      { n: 30, word: '词 30', big: 30n * 10n ** 15n },
    ]);
    source.forget();
    await file.read(99, 100);
    expect(source.bytesRead).toBeLessThan(bytes.length / 2);
  });

  it('keeps the batches before a cut, and ends with rows or a ReadError anywhere', async () => {
    const bytes = arrow('file');
    const cut = await openArrow(memorySource(bytes.subarray(0, Math.round(bytes.length * 0.7))));
    expect(cut.rows).toBeGreaterThan(0);
    expect(cut.rows).toBeLessThan(100);
    expect(cut.broken).toBeGreaterThan(0);
    for (let at = 0; at < bytes.length; at += 53) {
      for (const mutant of [bytes.subarray(0, at), bytes.with(at, (bytes[at] ?? 0) ^ (1 << (at % 8)))]) {
        const read = async (): Promise<unknown> => {
          const file = await openArrow(memorySource(mutant));
          return file.read(0, Math.min(file.rows, 200));
        };
        const wrong = await read().then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(wrong === undefined || wrong instanceof ReadError).toBe(true);
      }
    }
  });
});

describe('plainValue', () => {
  it('keeps integers exact, and bytes as what they are', () => {
    expect(plainValue(5n)).toBe(5);
    expect(plainValue(2n ** 60n)).toBe(2n ** 60n);
    expect(plainValue(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(plainValue(new Map([['a', new Int32Array([1, 2])]]))).toEqual({ a: [1, 2] });
    expect(plainValue(new TextEncoder().encode('图'))).toBe('图');
    expect(plainValue(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe('data:image/jpeg;base64,/9j/4A==');
    expect(plainValue(Uint8Array.of(0xff, 0xfe))).toBe('data:application/octet-stream;base64,//4=');
    expect(plainValue(null)).toBeUndefined();
  });
});
