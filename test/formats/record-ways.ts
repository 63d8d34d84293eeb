/**
 * What must hold of any bytes taken for records: where they stand, what is wrong with them, their values and what a search finds is the same
 * by compiled code, over windows of the file, as by parsing each record for itself.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { parseJsonRecord, checkJsonRecords, searchJsonRecords, valuesOfJsonRecords } from '../../src/formats/jsonl.ts';
import { parseCsvRecord, valuesOfCsvRecords, type CsvPart } from '../../src/formats/csv.ts';
import { cellOf } from '../../src/formats/record-cells.ts';
import type { ParsedRecord, RecordPart, WindowCheck } from '../../src/formats/record-container.ts';
import { searchFields } from '../../src/formats/record-search.ts';
import { cellsOf, type CsvDialect } from '../../src/syntax/csv-dialect.ts';
import { csvRanges } from '../../src/syntax/csv-ranges.ts';
import { csvRecords } from '../../src/syntax/csv.ts';
import { recordLines } from '../../src/syntax/jsonl.ts';
import { lineRanges } from '../../src/syntax/line-ranges.ts';
import type { RecordRanges } from '../../src/syntax/record-ranges.ts';
import { recordWindows, type PlacedRecords } from '../../src/syntax/record-windows.ts';
import { fastWidths } from '../../src/syntax/scan/csv-width.ts';
import { cellsTo } from '../syntax/scan/json-agrees.ts';
import { inPieces } from '../syntax/record-bytes.ts';

const PART: RecordPart = { file: 0, split: undefined, encoding: 'utf-8' };
const COMMAS: CsvDialect = { encoding: 'utf-8', delimiter: ',', newline: '\n' };

interface Placed {
  readonly start: number;
  readonly size: number;
  readonly line: number;
}

/** Resolves with the number of records. @param piece bytes that are read at a time */
export async function sameJsonLines(
  bytes: Uint8Array,
  piece: number,
  keys: readonly string[],
  needles: readonly string[],
): Promise<number> {
  const placed = await placesOf(lineRanges(inPieces(bytes, piece), 'utf-8', { few: 0 }));
  const careful: Placed[] = [];
  for await (const lines of recordLines(inPieces(bytes, 4096), 'utf-8'))
    for (const { start, end, line } of lines) careful.push({ start, size: end - start, line });
  expect(placed).toEqual(careful);
  const parsed = placed.map(({ start, size }) => parseJsonRecord(bytes.subarray(start, start + size), PART));

  const doubted = await checked(bytes, piece, placed, checkJsonRecords(PART));
  expect(parsed.flatMap((record, row) => (isClean(record) || doubted.has(row) ? [] : [row]))).toEqual([]);

  for (const key of keys) {
    const expected = parsed.map(({ fields, rejected }) => (!rejected && Object.hasOwn(fields, key) ? [cellOf(fields[key])] : []));
    for (const known of [undefined, doubted]) {
      const values: unknown[][] = placed.map(() => []);
      const quick = valuesOfJsonRecords(PART, key, known);
      await eachWindow(bytes, piece, placed, quick?.memory, (window, base, rows) =>
        quick?.look(
          window,
          base,
          rows,
          cellsTo((row, cell) => values[row]?.push(cell)),
        ),
      );
      expect([key, values]).toEqual([key, expected]);
    }
  }
  for (const text of needles) {
    const pattern = { how: 'part', text } as const;
    const count = searchFields(pattern, undefined);
    const found = placed.map(() => 0);
    const quick = searchJsonRecords(PART, pattern, undefined);
    await eachWindow(bytes, piece, placed, quick?.memory, (window, base, rows) =>
      quick?.look(
        window,
        base,
        rows,
        (row, matches) => (found[row] = matches),
        (row) => (found[row] = count(parsed[row]?.fields ?? {})),
      ),
    );
    expect([text, found]).toEqual([text, parsed.map(({ fields }) => count(fields))]);
  }
  return placed.length;
}

/** The same of delimited text: where records stand, and which have another number of cells, or are no UTF-8. */
export async function sameCsvRecords(bytes: Uint8Array, piece: number, width: number): Promise<number> {
  const placed = await placesOf(csvRanges(inPieces(bytes, piece), COMMAS, false, 64));
  const careful: Placed[] = [];
  for await (const records of csvRecords(inPieces(bytes, 4096), COMMAS))
    for (const { start, end, line } of records) careful.push({ start, size: end - start, line });
  expect(placed).toEqual(careful);
  const doubted = await checked(bytes, piece, placed, fastWidths(0x2c, width));
  const wrong = placed.flatMap(({ start, size }, row) => {
    const record = bytes.subarray(start, start + size);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(record);
    const { cells, unclosed } = cellsOf(text, COMMAS);
    return (unclosed || cells.length !== width || !isUtf8(record)) && !doubted.has(row) ? [row] : [];
  });
  expect(wrong).toEqual([]);
  const columns = Array.from({ length: width }, (_, i) => `column ${i}`);
  const part: CsvPart = { ...PART, dialect: COMMAS, columns, header: false };
  for (const name of columns) {
    const expected = placed.map(({ start, size }) => {
      const { fields } = parseCsvRecord(bytes.subarray(start, start + size), part);
      return fields[name] === '' ? undefined : fields[name];
    });
    // A number stands for its text, an empty text for nothing.
    const values: (string | undefined)[] = placed.map(() => undefined);
    const quick = valuesOfCsvRecords(part, name);
    await eachWindow(bytes, piece, placed, quick?.memory, (window, base, rows) =>
      quick?.look(
        window,
        base,
        rows,
        cellsTo((row, cell) => (values[row] = cell === '' ? undefined : String(cell))),
      ),
    );
    expect([name, values]).toEqual([name, expected]);
  }
  return placed.length;
}

/** Some bytes of a text put in, taken away or changed. */
export function mutants(text: string): fc.Arbitrary<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const byte = fc.oneof(fc.constantFrom(...new TextEncoder().encode('{}[]":,\\\n\r\t 01e-.tnu')), fc.integer({ min: 0, max: 255 }));
  const change = fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 0, max: 8 }), fc.array(byte, { maxLength: 4 }));
  return fc.array(change, { minLength: 1, maxLength: 5 }).map((changes) => {
    const all = Array.from(bytes);
    for (const [place, gone, put] of changes) all.splice(Math.floor(place * all.length), gone, ...put);
    return Uint8Array.from(all);
  });
}

export const JSON_KEYS = ['id', 'text', 'tags', 'é', 'a"b', 'missing'];
export const NEEDLES = ['fish', 'É', '鱼', 'true', 'a"', '12'];

/** Records of many kinds: nested keys of the same name, escapes, other scripts, what is unusual and what is wrong. */
export const JSON_SAMPLE = `\ufeff{"id":1,"text":"a fish","tags":["id","fish"],"in":{"id":2,"text":[{"id":3}]}}
{"text":"\\u00c9 e\\u0301 \\"id\\": 鱼","id":-12.5e1,"é":"naïve É"}\r
  { "id" : "x\\\\" , "id" : null , "a\\"b" : true }

[1,"id"]
{"id":12345678901234567890,"tags":{"id":{"id":[]}},"text":"${'fish '.repeat(60)}","é":{"id":0}}
{"id":NaN}
{"\\u0069d":7,"text":"true 12"}
{"id":"cut","text":"fis`;

export const CSV_SAMPLE = `\ufeffid,text,é\n1,"a, ""fish""\nand more",鱼\r\n\n2,plain,"x"\n3,too,many,cells\n4,few\n5,"odd" quote,x\n6,a"b,c\n7,${'long '.repeat(30)},""\n8,"open\n9,a,b\n12,-1.5,"0.25"\n"13",1.50,007\n`;

export function jsonMutantsAgree(): fc.IAsyncProperty<unknown> {
  return fc.asyncProperty(mutants(JSON_SAMPLE), fc.integer({ min: 1, max: 900 }), async (bytes, piece) => {
    await sameJsonLines(bytes, piece, JSON_KEYS, NEEDLES);
  });
}

export function csvMutantsAgree(): fc.IAsyncProperty<unknown> {
  return fc.asyncProperty(mutants(CSV_SAMPLE), fc.integer({ min: 1, max: 400 }), async (bytes, piece) => {
    await sameCsvRecords(bytes, piece, 3);
  });
}

function isClean({ rejected, problems }: ParsedRecord): boolean {
  return !rejected && problems.length === 0;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

async function placesOf(ranges: AsyncIterable<RecordRanges>): Promise<Placed[]> {
  const placed: Placed[] = [];
  for await (const { length, start, size, line } of ranges)
    for (let i = 0; i < length; i += 1) placed.push({ start: start[i] ?? -1, size: size[i] ?? -1, line: line[i] ?? -1 });
  return placed;
}

async function checked(
  bytes: Uint8Array,
  piece: number,
  placed: readonly Placed[],
  check: WindowCheck | undefined,
): Promise<ReadonlySet<number>> {
  const doubted = new Set<number>();
  expect(check).toBeDefined();
  await eachWindow(bytes, piece, placed, check?.memory, (window, base, rows) => check?.look(window, base, rows, (row) => doubted.add(row)));
  return doubted;
}

async function eachWindow(
  bytes: Uint8Array,
  piece: number,
  placed: readonly Placed[],
  memory: WindowCheck['memory'],
  look: (window: Uint8Array, base: number, rows: PlacedRecords) => void,
): Promise<void> {
  const start = (row: number): number => placed[row]?.start ?? 0;
  const size = (row: number): number => placed[row]?.size ?? 0;
  const records = { first: 0, end: placed.length, start, size };
  for await (const { first, end, base, bytes: window } of recordWindows(inPieces(bytes, piece), records, memory ? { memory } : {}))
    if (window) look(window, base, { first, end, start, size });
}
