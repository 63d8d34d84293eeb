import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../src/files/byte-source.ts';
import { cellsOf, type CsvDialect } from '../../src/syntax/csv-dialect.ts';
import { csvRecords } from '../../src/syntax/csv.ts';
import { inPieces, utf16 } from './record-bytes.ts';

const COMMA: CsvDialect = { encoding: 'utf-8', delimiter: ',', newline: '\n' };

interface Row {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string | undefined;
  readonly unclosed: boolean;
}

async function rowsOf(source: ByteSource, dialect: CsvDialect = COMMA, longest?: number): Promise<Row[]> {
  const out: Row[] = [];
  for await (const batch of csvRecords(source, dialect, longest)) {
    for (const { line, start, end, bytes, unclosed } of batch) {
      out.push({ line, start, end, unclosed, text: bytes && new TextDecoder(dialect.encoding, { ignoreBOM: true }).decode(bytes) });
    }
  }
  return out;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textsOf = async (text: string, size = 3, longest?: number): Promise<(string | undefined)[]> =>
  (await rowsOf(inPieces(bytesOf(text), size), COMMA, longest)).map((row) => row.text);

describe('records of delimited text', () => {
  it('go on over line breaks in quotes, for pieces of any size', async () => {
    const text = 'a,b\r\n1,"x\r\ny"\r\n2,"say ""hi""\n"\r\n';
    for (let size = 1; size <= text.length; size += 1) {
      expect(await rowsOf(inPieces(bytesOf(text), size))).toEqual([
        { line: 1, start: 0, end: 3, text: 'a,b', unclosed: false },
        { line: 2, start: 5, end: 13, text: '1,"x\r\ny"', unclosed: false },
        { line: 4, start: 15, end: 30, text: '2,"say ""hi""\n"', unclosed: false },
      ]);
    }
  });

  it('take a quote inside a plain cell as a character', async () => {
    expect(await textsOf('a"b,c\n5" pipe,"d"\n')).toEqual(['a"b,c', '5" pipe,"d"']);
  });

  it('begin after a byte order mark, also before a quote', async () => {
    expect(await textsOf('\ufeff"a\nb",c\n1,2')).toEqual(['"a\nb",c', '1,2']);
  });

  it('leave blank lines out, not lines of delimiters', async () => {
    expect(await textsOf('a,b\n\n  \n,\n')).toEqual(['a,b', ',']);
  });

  it('lose only the line in which a quote was opened and never closed', async () => {
    for (let size = 1; size < 30; size += 1) {
      const rows = await rowsOf(inPieces(bytesOf('a,b\r\n1,"oops\r\n2,x\r\n3,"y\nz"\r\n4,w'), size));
      expect(rows.map(({ line, text, unclosed }) => [line, text, unclosed])).toEqual([
        [1, 'a,b', false],
        [2, '1,"oops', true],
        [3, '2,x', false],
        [4, '3,"y\nz"', false],
        [6, '4,w', false],
      ]);
    }
  });

  it('keep a last record that was cut inside quotes', async () => {
    expect((await rowsOf(inPieces(bytesOf('a,b\n1,"cut'))))[1]).toMatchObject({ line: 2, text: '1,"cut', unclosed: true });
  });

  it('give up an open quote after the limit, and go on behind its line', async () => {
    const text = `a\n"open\n${'row\n'.repeat(100)}`;
    const rows = await rowsOf(inPieces(bytesOf(text), 16), COMMA, 64);
    expect(rows).toHaveLength(102);
    expect(rows[1]).toMatchObject({ line: 2, text: '"open', unclosed: true });
    expect(rows.at(-1)).toMatchObject({ line: 102, text: 'row' });
  });

  it('pass over a record longer than the limit', async () => {
    expect(await textsOf(`a\n${'x'.repeat(200)}\n"${'y'.repeat(200)}"\nb\n`, 16, 64)).toEqual(['a', undefined, undefined, 'b']);
  });

  it('end with CR in a file that has nothing else', async () => {
    const rows = await rowsOf(inPieces(bytesOf('a,b\r1,"x\ry"\r2,z')), { ...COMMA, newline: '\r' });
    expect(rows.map(({ text }) => text)).toEqual(['a,b', '1,"x\ry"', '2,z']);
  });

  it.each(['utf-16le', 'utf-16be'] as const)('give byte ranges of the file in %s', async (encoding) => {
    // U+220A, U+0A22 and U+2C2C hold the bytes of quotes, line ends and commas.
    const bytes = utf16('\ufeff名,b\r\n"\u220a\u0a22\n",\u2c2c\r\n1,2', encoding);
    for (let size = 1; size <= bytes.length; size += 1) {
      const rows = await rowsOf(inPieces(bytes, size), { ...COMMA, encoding });
      expect(rows.map(({ line, text }) => [line, text])).toEqual([
        [1, '名,b'],
        [2, '"\u220a\u0a22\n",\u2c2c'],
        [4, '1,2'],
      ]);
    }
  });

  it('do not take half a GB18030 character for a delimiter', async () => {
    // 0x817C is one character whose second byte is a bar; the quote behind it is plain.
    const bytes = Uint8Array.of(0x61, 0x7c, 0x81, 0x7c, 0x22, 0x62, 0x0a, 0x63, 0x7c, 0x64, 0x0a);
    for (let size = 1; size <= bytes.length; size += 1) {
      const rows = await rowsOf(inPieces(bytes, size), { encoding: 'gb18030', delimiter: '|', newline: '\n' });
      expect(rows.map(({ start, end }) => [start, end])).toEqual([
        [0, 6],
        [7, 10],
      ]);
    }
  });

  it('and their cells are those that Papa Parse finds in the whole text', async () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.array(fc.constantFrom('a', '"', ',', '\n', ' ', '漢'), { maxLength: 8 }).map((all) => all.join('')),
    );
    const lineEnd = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        lineEnd,
        fc.integer({ min: 1, max: 9 }),
        async (table, newline, size) => {
          const text = Papa.unparse(table, { newline }) + newline;
          const whole = Papa.parse<string[]>(text, { delimiter: ',', newline }).data.slice(0, -1);
          const rows = await rowsOf(inPieces(bytesOf(text), size));
          expect(rows.map((row) => cellsOf(row.text ?? '', COMMA).cells)).toEqual(whole.filter((cells) => cells.length > 1));
          for (const { start, end, text: t } of rows) expect(new TextDecoder().decode(bytesOf(text).subarray(start, end))).toBe(t);
        },
      ),
    );
  });

  it('and their cells are those of Papa Parse for careless text, too', async () => {
    const careless = fc.array(fc.constantFrom('a', '"', ',', '\n', ' ', '""', '","', '"\n"'), { maxLength: 30 }).map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(careless, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const papa = Papa.parse<string[]>(`${text}\n`, { delimiter: ',', newline: '\n' });
        fc.pre(!papa.errors.some(({ code }) => code === 'MissingQuotes'));
        const rows = await rowsOf(inPieces(bytesOf(`${text}\n`), size));
        // Where a quote opens a cell inside quotes that stand open, we lose one line and Papa Parse several.
        fc.pre(!rows.some((row) => row.unclosed));
        const kept = papa.data.filter((cells) => cells.length > 1 || cells[0]?.replaceAll(' ', '') !== '');
        const ours = rows
          .map((row) => cellsOf(row.text ?? '', COMMA).cells)
          .filter((cells) => cells.length > 1 || cells[0]?.replaceAll(' ', '') !== '');
        expect(ours).toEqual(kept);
      }),
      { numRuns: 500 },
    );
  });
});
