import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fastWidths, plainWidths, type WidthCheck } from '../../../src/syntax/scan/csv-width.ts';

const COMMA = 0x2c;

/** Which of the records, one a line, are doubtful. */
function doubtfulOf(check: WidthCheck | undefined, records: readonly Uint8Array[]): number[] | undefined {
  const starts = [0];
  for (const { length } of records) starts.push((starts.at(-1) ?? 0) + length + 1);
  const bytes = new Uint8Array(starts.at(-1) ?? 0).fill(0x0a);
  for (const [i, record] of records.entries()) bytes.set(record, starts[i]);
  const found: number[] = [];
  const rows = {
    first: 5,
    end: 5 + records.length,
    start: (row: number) => 1000 + (starts[row - 5] ?? 0),
    size: (row: number) => records[row - 5]?.length ?? 0,
  };
  check?.look(bytes, 1000, rows, (row) => found.push(row - 5));
  return check && found;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the check of the widths of records', () => {
  it('names those that are too wide, too narrow, or quoted oddly', () => {
    const records = ['a,b', 'a', 'a,"b,c"', '"a""b",c', '"a,b', 'a,b"c"', 'a,b,c', `${'x'.repeat(80)},"${'y,'.repeat(60)}"`].map(bytesOf);
    for (const check of [plainWidths(COMMA, 2), fastWidths(COMMA, 2)]) expect(doubtfulOf(check, records)).toEqual([1, 4, 5, 6]);
  });

  it('names all records of a window that is no UTF-8', () => {
    const records = [bytesOf('a,b'), Uint8Array.of(0x61, 0x2c, 0xff), bytesOf('a,é')];
    for (const check of [plainWidths(COMMA, 2), fastWidths(COMMA, 2)]) expect(doubtfulOf(check, records)).toEqual([0, 1, 2]);
  });

  it('is the same compiled and plain, whatever the records', () => {
    const part = fc.constantFrom('a', ',', '"', '""', ',"', '",', '"x,y",', 'é', '\r', '0123456789'.repeat(7), '"\n"');
    const record = fc.array(part, { maxLength: 40 }).map((parts) => bytesOf(parts.join('')));
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 6 }), (records, cells) => {
        expect(doubtfulOf(fastWidths(COMMA, cells), records)).toEqual(doubtfulOf(plainWidths(COMMA, cells), records));
      }),
      { numRuns: 500, seed: 15 },
    );
  });

  it('takes many records at once', () => {
    const records = Array.from({ length: 40_000 }, (_, i) => bytesOf(i % 1000 === 999 ? 'a,b,c' : 'a,b'));
    const found = doubtfulOf(fastWidths(COMMA, 2), records);
    expect(found).toHaveLength(40);
    expect(found?.at(-1)).toBe(39_999);
  });
});
