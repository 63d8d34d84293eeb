/** What must hold of records of delimited text, whatever the text: compiled code finds them where a look at every byte does. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { CsvDialect } from '../../src/syntax/csv-dialect.ts';
import { csvRanges } from '../../src/syntax/csv-ranges.ts';
import { csvRecords } from '../../src/syntax/csv.ts';
import { inPieces } from './record-bytes.ts';

export const DIALECT: CsvDialect = { encoding: 'utf-8', delimiter: ',', newline: '\n' };
type Range = readonly [start: number, size: number, line: number];

export async function quickRanges(text: string, piece: number, scanned?: number, dialect = DIALECT): Promise<Range[]> {
  const found: Range[] = [];
  for await (const { length, start, size, line } of csvRanges(inPieces(bytesOf(text), piece), dialect, false, scanned)) {
    for (let i = 0; i < length; i += 1) found.push([start[i] ?? -1, size[i] ?? -1, line[i] ?? -1]);
  }
  return found;
}

export async function carefulRanges(text: string, dialect = DIALECT): Promise<Range[]> {
  const found: Range[] = [];
  for await (const records of csvRecords(inPieces(bytesOf(text), 4096), dialect)) {
    for (const { start, end, line } of records) found.push([start, end - start, line]);
  }
  return found;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function csvAgrees(): fc.IAsyncProperty<unknown> {
  const regular = fc.constantFrom('a', 'bc,', ',', '\n', '\r\n', '"x"', ',"a,b"', ',"q""q"', '\n"l\nm",', 'é', ' ', '0123456789'.repeat(7));
  const odd = fc.constantFrom('"', 'a"', '" ', '"\r', '"a"b', '\r', '\n"');
  const text = fc
    .array(fc.oneof({ arbitrary: regular, weight: 12 }, { arbitrary: odd, weight: 1 }), { maxLength: 120 })
    .map((parts) => parts.join(''));
  return fc.asyncProperty(text, fc.integer({ min: 1, max: 200 }), fc.constantFrom(64, 128, undefined), async (content, piece, scanned) => {
    expect(await quickRanges(content, piece, scanned)).toEqual(await carefulRanges(content));
  });
}
