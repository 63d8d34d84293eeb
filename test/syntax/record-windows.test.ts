import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEncodingName } from '../../src/files/text.ts';
import { recordLines } from '../../src/syntax/jsonl.ts';
import { lineRanges } from '../../src/syntax/line-ranges.ts';
import { recordWindows } from '../../src/syntax/record-windows.ts';
import { fileInPieces, inPieces, utf16 } from './record-bytes.ts';

interface Placed {
  readonly start: number;
  readonly size: number;
  readonly line: number;
}

async function rangesOf(bytes: Uint8Array, piece: number, encoding: TextEncodingName = 'utf-8'): Promise<Placed[]> {
  const placed: Placed[] = [];
  for await (const { length, start, size, line } of lineRanges(inPieces(bytes, piece), encoding)) {
    for (let i = 0; i < length; i += 1) placed.push({ start: start[i] ?? -1, size: size[i] ?? -1, line: line[i] ?? -1 });
  }
  return placed;
}

/** As read in regions of so many bytes, with so many looked at for a place to cut. */
async function inRegions(bytes: Uint8Array, piece: number, region: number, cut: number): Promise<Placed[]> {
  const placed: Placed[] = [];
  for await (const { length, start, size, line } of lineRanges(fileInPieces(bytes, piece), 'utf-8', { regions: { region, cut } })) {
    expect(length).toBeGreaterThan(0);
    for (let i = 0; i < length; i += 1) placed.push({ start: start[i] ?? -1, size: size[i] ?? -1, line: line[i] ?? -1 });
  }
  return placed;
}

async function carefully(bytes: Uint8Array, encoding: TextEncodingName = 'utf-8'): Promise<Placed[]> {
  const placed: Placed[] = [];
  for await (const lines of recordLines(inPieces(bytes, 1000), encoding)) {
    for (const { start, end, line } of lines) placed.push({ start, size: end - start, line });
  }
  return placed;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('ranges of lines', () => {
  it('are those of the lines themselves, wherever the pieces of the file end', async () => {
    const line = fc.constantFrom('{"a":1}', 'x', '', ' ', '\t\r', '\r', '\0', 'é名', '{"long":"0123456789"}', ' 1 ');
    const file = fc
      .tuple(fc.constantFrom('', '\ufeff'), fc.array(line), fc.constantFrom('\n', '\r\n'))
      .map(([mark, lines, end]) => mark + lines.join(end));
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 40 }), async (text, piece) => {
        expect(await rangesOf(bytesOf(text), piece)).toEqual(await carefully(bytesOf(text)));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('are the same where a file is read in regions, wherever these end', async () => {
    const files = [
      '{"a":1}\n{"b":"é名😀"}\n\n \n"x"\n',
      '\ufeff1\r\n\r\n22\r\n名\r\n\r\n4444',
      `1\n"${'long '.repeat(12)}"\n\n2\n3`,
      '\n\n\n\r\n \n',
      '\ufeff',
      '😀',
      '',
    ];
    for (const bytes of files.map(bytesOf)) {
      const expected = await carefully(bytes);
      for (let region = 1; region <= bytes.length; region += 1) {
        for (const cut of [1, 5, 100]) expect([region, cut, await inRegions(bytes, 4, region, cut)]).toEqual([region, cut, expected]);
      }
    }
  });

  it('are the same in regions of any file', async () => {
    const line = fc.constantFrom('{"a":1}', 'x', '', ' ', '\t\r', 'é名', '{"long":"0123456789"}');
    const file = fc.tuple(fc.array(line), fc.constantFrom('\n', '\r\n')).map(([lines, end]) => bytesOf(lines.join(end)));
    const sizes = fc.integer({ min: 1, max: 40 });
    await fc.assert(
      fc.asyncProperty(file, sizes, sizes, sizes, async (bytes, piece, region, cut) => {
        expect(await inRegions(bytes, piece, region, cut)).toEqual(await carefully(bytes));
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('are those of the file in UTF-16, too', async () => {
    const bytes = utf16('\ufeff{"字":"\u0a0d"}\r\n\n{"b":2}', 'utf-16le');
    expect(await rangesOf(bytes, 3, 'utf-16le')).toEqual(await carefully(bytes, 'utf-16le'));
  });
});

describe('windows of records', () => {
  async function textsOf(bytes: Uint8Array, placed: readonly Placed[], piece: number, longest?: number): Promise<(string | undefined)[]> {
    const texts: (string | undefined)[] = [];
    const start = (row: number): number => placed[row]?.start ?? 0;
    const size = (row: number): number => placed[row]?.size ?? 0;
    const records = { first: 0, end: placed.length, start, size };
    for await (const found of recordWindows(inPieces(bytes, piece), records, longest === undefined ? {} : { longest })) {
      for (let row = found.first; row < found.end; row += 1) {
        expect(row).toBe(texts.length);
        const from = start(row) - found.base;
        texts.push(found.bytes && new TextDecoder().decode(found.bytes.subarray(from, from + size(row))));
      }
    }
    return texts;
  }

  it('hold every record once and whole, wherever the pieces of the file end', async () => {
    const bytes = bytesOf('{"a":1}\n\n\n  \n{"b":"xyz"}\r\n3\n"é名"\n\n');
    const placed = await carefully(bytes);
    for (let piece = 1; piece <= bytes.length; piece += 1) {
      expect(await textsOf(bytes, placed, piece)).toEqual(['{"a":1}', '{"b":"xyz"}', '3', '"é名"']);
      expect(await textsOf(bytes, placed.slice(1, 3), piece)).toEqual(['{"b":"xyz"}', '3']);
    }
  });

  it('pass over a record that is too long, and hold those around it', async () => {
    const bytes = bytesOf(`1\n${'x'.repeat(500)}\n${'y'.repeat(500)}\n22\n333`);
    const placed = await carefully(bytes);
    for (const piece of [1, 7, 100, 2000])
      expect(await textsOf(bytes, placed, piece, 100)).toEqual(['1', undefined, undefined, '22', '333']);
  });

  it('hold megabytes together, and what a file lost since it was indexed is missing', async () => {
    const line = `{"text":"${'0123456789'.repeat(100)}"}`;
    const bytes = bytesOf(`${line}\n`.repeat(5_000));
    const placed = await carefully(bytes);
    const texts = await textsOf(bytes, placed, 65_536);
    expect(texts).toHaveLength(5_000);
    expect(new Set(texts)).toEqual(new Set([line]));
    expect((await textsOf(bytes.subarray(0, bytes.length >> 1), placed, 65_536)).length).toBeLessThan(5_000);
  });
});
