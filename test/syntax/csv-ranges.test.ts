import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../src/syntax/csv-dialect.ts';
import { csvRanges } from '../../src/syntax/csv-ranges.ts';
import { regularWidth } from '../../src/syntax/scan/csv-width.ts';
import { bytesOf, carefulRanges, csvAgrees, DIALECT, quickRanges } from './csv-agrees.ts';
import { inPieces } from './record-bytes.ts';

describe('ranges of records of delimited text', () => {
  it('leave out the header and blank lines, and keep line breaks in quotes', async () => {
    const text = '\ufeffid,t\r\n1,"a\nb"\r\n\r\n2,"say ""hi"""\n3,\n  \n4,"é"';
    expect(
      (await quickRanges(text, 7))
        .slice(1)
        .map(([start, size, line]) => [new TextDecoder().decode(bytesOf(text).subarray(start, start + size)), line]),
    ).toEqual([
      ['1,"a\nb"', 2],
      ['2,"say ""hi"""', 5],
      ['3,', 6],
      ['4,"é"', 8],
    ]);
    const headed: number[] = [];
    for await (const { length } of csvRanges(inPieces(bytesOf(text), 7), DIALECT, true)) headed.push(length);
    expect(headed.reduce((sum, length) => sum + length, 0)).toBe(4);
  });

  it('are those that every byte by itself gives, wherever quotes stand and pieces end', async () => {
    await fc.assert(csvAgrees(), { numRuns: 600, seed: 11 });
  });

  it('are found by every byte where compiled code does not know the text', async () => {
    for (const dialect of [
      { ...DIALECT, newline: '\r' as const },
      { ...DIALECT, encoding: 'gb18030' as const },
    ]) {
      expect(await quickRanges('a,b\r1,2\r3,"4"\n', 5, undefined, dialect)).toEqual(await carefulRanges('a,b\r1,2\r3,"4"\n', dialect));
    }
  });

  it('go on fast behind an odd quote', async () => {
    const text = `a,b\n1,x"y\n${'2,"z"\n'.repeat(200)}3,"open\n${'4,5\n'.repeat(50)}`;
    expect(await quickRanges(text, 300, 64)).toEqual(await carefulRanges(text));
  });
});

describe('the width of a record', () => {
  it('is what the parser makes of it, or unknown', () => {
    const regular = fc.constantFrom('', 'a', 'b c', '"x"', '"a,b"', '"q""q"', '""', 'é');
    const any = fc.oneof(regular, fc.constantFrom('a"b', '"a" ', '"a"b', '"open'));
    const widthOf = (cells: readonly string[]): number => {
      const bytes = bytesOf(cells.join(','));
      return regularWidth(bytes, 0, bytes.length, 0x2c);
    };
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (cells) => {
        const { cells: made, unclosed } = cellsOf(cells.join(','), DIALECT);
        expect(unclosed ? [-1] : [-1, made.length]).toContain(widthOf(cells));
      }),
      { numRuns: 500, seed: 14 },
    );
    fc.assert(fc.property(fc.array(regular, { minLength: 1, maxLength: 6 }), (cells) => widthOf(cells) === cells.length));
  });
});
