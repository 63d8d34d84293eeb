import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../../src/syntax/csv-dialect.ts';
import { csvCell } from '../../../src/syntax/scan/csv-cell.ts';
import { DIALECT } from '../csv-agrees.ts';

const COMMA = 0x2c;

/** The cell of each record, one a line, as text; by its number where it was read as one, and of a record that has to be parsed `odd`. */
function cellsIn(records: readonly string[], cell: number): (string | number | undefined)[] | undefined {
  const encoded = records.map((record) => new TextEncoder().encode(record));
  const starts = [0];
  for (const { length } of encoded) starts.push((starts.at(-1) ?? 0) + length + 1);
  const bytes = new Uint8Array(starts.at(-1) ?? 0).fill(0x0a);
  for (const [i, record] of encoded.entries()) bytes.set(record, starts[i]);
  const found = records.map((): string | number | undefined => undefined);
  const rows = {
    first: 5,
    end: 5 + records.length,
    start: (row: number) => 1000 + (starts[row - 5] ?? 0),
    size: (row: number) => encoded[row - 5]?.length ?? 0,
  };
  const scanner = csvCell(COMMA, cell);
  scanner?.look(bytes, 1000, rows, {
    numbers(first, numbers) {
      for (const [i, number] of numbers.entries()) if (!Number.isNaN(number)) found[first + i - 5] = number;
    },
    text: (row, start, end) => (found[row - 5] = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, end))),
    odd: (row) => (found[row - 5] = 'odd'),
  });
  return scanner && found;
}

/** The same by parsing. */
function parsed(record: string, cell: number): string | undefined {
  return cellsOf(record, DIALECT).cells[cell] || undefined;
}

describe('one cell of many records', () => {
  it('is a number, a text, missing, or left to a parser', () => {
    const records = ['7,x', '-2.5', ',x', '"12",x', '"a ""b""",x', 'a"b,x', '007,', '1.50,', '-0', '1e5', '9'.repeat(16), '"a,\n1",x'];
    expect(cellsIn(records, 0)).toEqual([7, -2.5, undefined, 12, 'odd', 'odd', '007', '1.50', '-0', '1e5', '9'.repeat(16), 'a,\n1']);
    expect(cellsIn(['1,2', '1', '"a,b",2', '"a,b","2', '1,"2"', 'é,3'], 1)).toEqual([2, undefined, 2, 'odd', 2, 3]);
  });

  it('is a number only where the number is spelled the same', () => {
    const digits = fc.stringMatching(/^-?\d{0,17}(\.\d{0,17})?(e-?\d{1,2})?$/);
    const short = fc.stringMatching(/^-?\d{1,3}(\.\d{1,3})?$/);
    const any = fc.double({ noNaN: true }).map(String);
    const rounded = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((number) => String(Number(number.toPrecision(12))));
    fc.assert(
      fc.property(fc.array(fc.oneof(digits, short, any, rounded), { minLength: 1, maxLength: 20 }), (texts) => {
        for (const [i, cell] of (cellsIn(texts, 0) ?? []).entries()) expect(cell === undefined ? '' : String(cell)).toBe(texts[i]);
      }),
      { numRuns: 1000, seed: 3 },
    );
  });

  it('reads the usual ones without a text', () => {
    const usual = ['0', '7', '-7', '12345678', '123456789012345', '0.5', '-12.25', '3.14159265358979', '0.000001', '99999999.9999999'];
    expect(cellsIn(usual, 0)).toEqual(usual.map(Number));
  });

  it('is what parsing makes of the record, whatever it is', () => {
    const part = fc.constantFrom(
      '1',
      '-2.5',
      'a',
      ',',
      ',',
      '"',
      '""',
      ',"',
      '",',
      '"x,y",',
      '"7",',
      'é',
      '\r',
      '0123456789'.repeat(7),
      '"\n"',
    );
    const record = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 5 }), (records, cell) => {
        for (const [i, found] of (cellsIn(records, cell) ?? []).entries()) {
          const text = records[i] ?? '';
          expect(found === 'odd' ? text.includes('"') : found === undefined ? found : String(found)).toBe(
            found === 'odd' || parsed(text, cell),
          );
        }
      }),
      { numRuns: 1000, seed: 15 },
    );
  });

  it('takes many records at once', () => {
    const records = Array.from({ length: 40_000 }, (_, i) => (i % 1000 === 999 ? 'a,b' : `x,${i}`));
    expect(cellsIn(records, 1)).toEqual(records.map((_, i) => (i % 1000 === 999 ? 'b' : i)));
  });
});
