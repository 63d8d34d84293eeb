/** What odd quotes may cost: a file is read once, however many of its quotes do not stand where they should. */
import { describe, expect, it } from 'vitest';
import { countingSource, memorySource, type CountingSource } from '../../src/files/memory-source.ts';
import type { CsvDialect } from '../../src/syntax/csv-dialect.ts';
import { csvRanges } from '../../src/syntax/csv-ranges.ts';
import { csvRecords } from '../../src/syntax/csv.ts';
import { bytesOf, carefulRanges, DIALECT, quickRanges } from './csv-agrees.ts';
import { utf16 } from './record-bytes.ts';

interface Read {
  readonly records: number;
  readonly unclosed: number;
  readonly longest: number;
  /** Bytes read ÷ bytes of the file. */
  readonly times: number;
  readonly reads: number;
  readonly streams: number;
}

/** Streams that were begun, and what was read. */
function counted(text: string, { encoding }: CsvDialect): { source: CountingSource; streams(): number; size: number } {
  const bytes = encoding === 'utf-16le' ? utf16(text, encoding) : bytesOf(text);
  const inner = memorySource(bytes);
  let streams = 0;
  const source = countingSource({
    ...inner,
    stream(start, end) {
      streams += 1;
      return inner.stream(start, end);
    },
  });
  return { source, streams: () => streams, size: bytes.length };
}

async function plainly(text: string, dialect = DIALECT): Promise<Read> {
  const { source, streams, size } = counted(text, dialect);
  let [records, unclosed, longest] = [0, 0, 0];
  for await (const batch of csvRecords(source, dialect)) {
    records += batch.length;
    for (const record of batch) {
      if (record.unclosed) unclosed += 1;
      longest = Math.max(longest, record.end - record.start);
    }
  }
  return { records, unclosed, longest, times: source.bytesRead / size, reads: source.ranges.length, streams: streams() };
}

async function fast(text: string): Promise<Omit<Read, 'unclosed'>> {
  const { source, streams, size } = counted(text, DIALECT);
  let [records, longest] = [0, 0];
  for await (const ranges of csvRanges(source, DIALECT, false)) {
    records += ranges.length;
    for (const length of ranges.size) longest = Math.max(longest, length);
  }
  return { records, longest, times: source.bytesRead / size, reads: source.ranges.length, streams: streams() };
}

const many = (line: string, count: number): string => line.repeat(count);
/** Not closed, and no quote of a later line opens a cell plainly. */
const CREEPING = '"""a\n';

const TEXTS: readonly (readonly [string, string])[] = [
  ['text behind a quoted cell in every line', many('1,"c" d,x\n', 10_000)],
  ['the same with CRLF', many('1,"c" d,x\r\n', 10_000)],
  ['the same in some lines', many(`1,"c" d,x\n${many('1,2,3\n', 300)}`, 200)],
  ['a quote in a bare cell in every line', many('1,5" pipe,x\n', 30_000)],
  ['both', many('1,a"b,"c" d\n', 30_000)],
  ['doubled quotes', many('1,"say ""hi""",x\n', 30_000)],
  ['doubled quotes behind odd ones', `1,"c" d\n${many('1,"say ""hi""","x\ny"\r\n', 20_000)}`],
  ['quotes that open no other cell', many(CREEPING, 20_000)],
  ['a quote never closed at the beginning', `1,"open\n${many('1,2,3\n', 60_000)}`],
  ['a quote never closed in the middle', `${many('1,"2",3\n', 40_000)}1,"open\n${many('1,2,3\n', 40_000)}`],
  ['a quote never closed at the end', `${many('1,"2",3\n', 40_000)}1,"open\n2,3,4`],
  ['many quotes never closed', many(`1,"open\n${many('1,2,3\n', 1000)}`, 100)],
  ['long cells behind an odd quote', `1,"c" d\n${many(`2,"${'line\n'.repeat(1500)}"\n`, 60)}`],
  [
    'all of them by turns',
    many(`${many('1,"c" d,x\r\n', 9)}1,5" pipe\n2,"a ""b"" \nc"\n${many(CREEPING, 5)}1,"open\n${many('1,2,3\n', 900)}`, 60),
  ],
];

describe('odd quotes', () => {
  it.each(TEXTS)('do not make more be read than the file: %s', async (_name, text) => {
    const plain = await plainly(text);
    const quick = await fast(text);
    // The first bytes are looked at for a byte order mark.
    for (const { times, reads, streams } of [plain, quick]) {
      expect(times).toBeLessThan(1.01);
      expect(reads).toBeLessThanOrEqual(2 + text.length / (256 * 1024));
      expect(streams).toBe(1);
    }
    expect([quick.records, quick.longest]).toEqual([plain.records, plain.longest]);
    // As texts, since arrays of many thousand records are slowly compared.
    expect((await quickRanges(text, 10_000)).join(' ')).toBe((await carefulRanges(text)).join(' '));
  });

  it('cost each line by itself', async () => {
    const plain = await plainly(many('1,"c" d,x\n', 10_000));
    expect(plain).toMatchObject({ records: 10_000, unclosed: 10_000, longest: 9 });
  });

  it('do not make one record of the rest of a large file', async () => {
    const text = `a,b\n1,"open\n${many('1234567,"89",abcdef\n', 400_000)}`;
    const plain = await plainly(text);
    expect(plain).toMatchObject({ records: 400_002, unclosed: 1, longest: 19, streams: 1 });
    expect(plain.times).toBeLessThan(1.01);
    expect(await fast(text)).toMatchObject({ records: 400_002, longest: 19, streams: 1 });
  });

  it('cost no more in UTF-16', async () => {
    const plain = await plainly(many('1,"c" d,x\n', 30_000), { ...DIALECT, encoding: 'utf-16le' });
    expect(plain).toMatchObject({ records: 30_000, unclosed: 30_000, longest: 18, streams: 1 });
    expect(plain.times).toBeLessThan(1.01);
  });
});
