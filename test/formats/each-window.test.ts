import { describe, expect, it } from 'vitest';
import { ReadError, type ByteSource } from '../../src/files/byte-source.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { eachWindow, type EachOptions } from '../../src/formats/each-window.ts';
import { parseJsonRecord } from '../../src/formats/jsonl.ts';
import type { FileRows, RecordContainer, RecordPart, RecordPass } from '../../src/formats/record-container.ts';
import { lineRanges } from '../../src/syntax/line-ranges.ts';
import { LANES } from '../../src/syntax/regions.ts';
import { fileInPieces } from '../syntax/record-bytes.ts';

const LINES: RecordContainer<RecordPart> = { unit: 'lines', ranges: (source) => lineRanges(source, 'utf-8'), parse: parseJsonRecord };
const PART: RecordPart = { file: 0, split: undefined, encoding: 'utf-8' };
const TEXT = ['', '1', '', '"é名😀"', '{"long":"0123456789 0123456789"}', '  ', '2', '3', '4', '{"b":[]}', '5', '6'].join('\r\n');

interface Seen {
  readonly rows: number[];
  readonly texts: Map<number, string>;
  readonly done: number[];
  readonly unreadable: string[];
  prepared: number;
}

/** Goes over the records of the text, read in regions of so many bytes. */
async function walk(
  region: number,
  { source, signal = new AbortController().signal, each }: { source?: ByteSource; signal?: AbortSignal; each?(row: number): void } = {},
  options: EachOptions<RecordPart> = {},
): Promise<Seen> {
  const bytes = new TextEncoder().encode(TEXT);
  const files = new Files();
  files.append([{ path: 'x.jsonl', source: source ?? fileInPieces(bytes, 5) }]);
  const places: { start: number; size: number }[] = [];
  for await (const { length, start, size } of lineRanges(fileInPieces(bytes), 'utf-8'))
    for (let i = 0; i < length; i += 1) places.push({ start: start[i] ?? 0, size: size[i] ?? 0 });
  const records: FileRows = {
    file: 0,
    first: 0,
    end: places.length,
    start: (row) => places[row]?.start ?? 0,
    size: (row) => places[row]?.size ?? 0,
    line: () => 1,
  };
  const seen: Seen = { rows: [], texts: new Map(), done: [], unreadable: [], prepared: 0 };
  const pass: RecordPass = {
    files,
    match: { plan: [PART] } as unknown as RecordPass['match'],
    rows: [records],
    signal,
    onProgress: (done, total) => void seen.done.push(done / total),
    unreadable: (_file, { code }) => seen.unreadable.push(code),
  };
  await eachWindow(
    LINES,
    pass,
    () => {
      seen.prepared += 1;
      return {
        each(window, base, { first, end, start, size }) {
          for (let row = first; row < end; row += 1) {
            each?.(row);
            seen.rows.push(row);
            seen.texts.set(row, new TextDecoder().decode(window.subarray(start(row) - base, start(row) - base + size(row))));
          }
        },
      };
    },
    { lanes: LANES, regions: { region, cut: 1 }, ...options },
  );
  return seen;
}

const EXPECTED = TEXT.split('\r\n').filter((line) => line.trim() !== '');

describe('a pass over records at two places of a file', () => {
  it('sees each once and whole, wherever regions end, and tells how far it is', async () => {
    const { length } = new TextEncoder().encode(TEXT);
    for (let region = 1; region <= length; region += 1) {
      const { rows, texts, done, prepared } = await walk(region);
      expect(rows.toSorted((a, b) => a - b)).toEqual(EXPECTED.map((_, row) => row));
      expect(EXPECTED.map((_, row) => texts.get(row))).toEqual(EXPECTED);
      expect(done).toEqual(done.toSorted((a, b) => a - b));
      expect([done[0], done.at(-1)]).toEqual([0, 1]);
      expect(prepared).toBeLessThanOrEqual(LANES);
    }
  });

  it('keeps the order of the file with one lane, and where a file is no File', async () => {
    const inOrder = EXPECTED.map((_, row) => row);
    expect((await walk(10, {}, { lanes: 1 })).rows).toEqual(inOrder);
    const packed = { ...fileInPieces(new TextEncoder().encode(TEXT)), isBlob: undefined } as unknown as ByteSource;
    expect((await walk(10, { source: packed })).rows).toEqual(inOrder);
  });

  it('ends at both places when it is cancelled, or fails', async () => {
    const ending = new AbortController();
    let looks = 0;
    const cancelled = walk(20, {
      signal: ending.signal,
      each() {
        looks += 1;
        ending.abort();
      },
    });
    await expect(cancelled).rejects.toThrow(/abort/);
    const before = looks;
    const failed = walk(20, {
      each() {
        looks += 1;
        throw new Error('our mistake');
      },
    });
    await expect(failed).rejects.toThrow('our mistake');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([before, looks - before].map((count) => count <= LANES)).toEqual([true, true]);
  });

  it('tells once that a file cannot be read, and sees what is before and elsewhere', async () => {
    const bytes = new TextEncoder().encode(TEXT);
    const broken = 60;
    const whole = fileInPieces(bytes, 5);
    const source: ByteSource = {
      ...whole,
      async *stream(start = 0, end = bytes.length) {
        for await (const piece of whole.stream(start, Math.min(end, Math.max(start, broken)))) yield piece;
        if (start < broken + 4 && end > broken) throw new ReadError('file-unreadable', 'a bad place');
        if (start >= broken + 4) yield* whole.stream(start, end);
      },
    };
    const { rows, unreadable } = await walk(20, { source });
    expect(unreadable).toEqual(['file-unreadable']);
    expect(rows).toContain(0);
    expect(rows).toContain(EXPECTED.length - 1);
    expect(rows.length).toBeLessThan(EXPECTED.length);
  });
});
