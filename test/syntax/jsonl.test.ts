import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../src/files/byte-source.ts';
import type { TextEncodingName } from '../../src/files/text.ts';
import { recordLines } from '../../src/syntax/jsonl.ts';
import { inPieces, utf16 } from './record-bytes.ts';

interface Line {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string | undefined;
}

async function linesOf(source: ByteSource, encoding: TextEncodingName = 'utf-8', longest?: number): Promise<Line[]> {
  const out: Line[] = [];
  for await (const batch of recordLines(source, encoding, longest)) {
    for (const { line, start, end, bytes } of batch) {
      out.push({ line, start, end, text: bytes && new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes) });
    }
  }
  return out;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('lines of records', () => {
  it('end with LF or CRLF, and the last with nothing', async () => {
    expect(await linesOf(inPieces(bytesOf('{"a":1}\r\n{"b":2}\n{"c":3}')))).toEqual([
      { line: 1, start: 0, end: 7, text: '{"a":1}' },
      { line: 2, start: 9, end: 16, text: '{"b":2}' },
      { line: 3, start: 17, end: 24, text: '{"c":3}' },
    ]);
  });

  it('leaves blank lines out and counts them in line numbers', async () => {
    expect((await linesOf(inPieces(bytesOf('\n  \t\r\n{}\n\n\n1\n\n')))).map(({ line, text }) => [line, text])).toEqual([
      [3, '{}'],
      [6, '1'],
    ]);
  });

  it('begins after a byte order mark', async () => {
    expect(await linesOf(inPieces(bytesOf('\ufeff{}\n{}')))).toEqual([
      { line: 1, start: 3, end: 5, text: '{}' },
      { line: 2, start: 6, end: 8, text: '{}' },
    ]);
  });

  it('finds nothing in an empty file', async () => {
    expect(await linesOf(inPieces(new Uint8Array(0)))).toEqual([]);
  });

  it('names a line past the limit without its bytes, and goes on behind it', async () => {
    const text = `{"a":1}\n${'x'.repeat(300)}\n{"b":2}\n`;
    for (const size of [1, 7, 64, 1000]) {
      const lines = await linesOf(inPieces(bytesOf(text), size), 'utf-8', 100);
      expect(lines.map(({ line, text: t }) => [line, t])).toEqual([
        [1, '{"a":1}'],
        [2, undefined],
        [3, '{"b":2}'],
      ]);
      expect(lines[1]?.start).toBe(8);
    }
  });

  it('says which line may have been cut off', async () => {
    const ended: boolean[] = [];
    for await (const batch of recordLines(inPieces(bytesOf('1\n2')), 'utf-8')) ended.push(...batch.map((line) => line.ended));
    expect(ended).toEqual([true, false]);
  });

  it.each(['utf-16le', 'utf-16be'] as const)('gives byte ranges of the file in %s', async (encoding) => {
    // U+0A0D and U+0D0A hold the bytes of a line end, in both orders.
    const text = '\ufeff{"字":"\u0a0d\u0d0a\u0a00"}\r\n\n{"b":"𝄞"}';
    const bytes = utf16(text, encoding);
    for (let size = 1; size <= bytes.length; size += 1) {
      const lines = await linesOf(inPieces(bytes, size), encoding);
      expect(lines.map(({ line, text: t }) => [line, t])).toEqual([
        [1, '{"字":"\u0a0d\u0d0a\u0a00"}'],
        [3, '{"b":"𝄞"}'],
      ]);
      for (const { start, end, text: t } of lines)
        expect(new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes.subarray(start, end))).toBe(t);
    }
  });

  it('are the same for any pieces and any mixture of line ends', async () => {
    const piece = fc.constantFrom('{}', '"é"', '[1, 2]', '漢', '', ' ', 'x y');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(piece, fc.constantFrom('\n', '\r\n'))),
        piece,
        fc.integer({ min: 1, max: 12 }),
        async (rows, last, size) => {
          const bytes = bytesOf(rows.map(([text, end]) => text + end).join('') + last);
          const expected = [...rows.map(([text]) => text), last].flatMap((text, i) => (text.trim() === '' ? [] : [[i + 1, text]]));
          const lines = await linesOf(inPieces(bytes, size));
          expect(lines.map(({ line, text }) => [line, text])).toEqual(expected);
          for (const { start, end, text } of lines) expect(new TextDecoder().decode(bytes.subarray(start, end))).toBe(text);
        },
      ),
    );
  });
});
