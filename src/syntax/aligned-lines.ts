/** Lines of several files that belong together by their number, as rows of a table with a column a file. */
import { pacer } from '../base/pause.ts';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import { byteOrderMark } from '../files/text.ts';
import { lineScanner, plainLines } from './scan/lines.ts';
import type { TableFile } from './table-file.ts';

/** A file in UTF-8, and the name of its column. */
export interface LineColumn {
  readonly name: string;
  readonly source: ByteSource;
}

export interface AlignedTable extends TableFile {
  /** Lines of each file, in the order given. */
  readonly lines: readonly number[];
  /** Why a file could not be read to its end: the lines before are there. */
  readonly errors: readonly (ReadError | undefined)[];
}

/** Of so many lines the place of the first is kept: the others are found by reading from there. */
const STRIDE = 64;
/** Starting the compiled scanner takes longer than looking through so few bytes. */
const FEW_BYTES = 1 << 20;
/** So many lines that are longer are cut, in bytes. */
const MOST_BYTES = 64 << 20;

/** Streams each file once to find its lines. As many rows as the longest has; where a file has ended, the row has nothing of it. */
export async function openAligned(
  columns: readonly LineColumn[],
  signal?: AbortSignal,
  onBytes?: (done: number) => void,
): Promise<AlignedTable> {
  const places: LinePlaces[] = [];
  let before = 0;
  for (const { source } of columns) {
    const onPiece = (done: number): void => {
      signal?.throwIfAborted();
      onBytes?.(before + done);
    };
    places.push(await findLines(source, onPiece));
    before += places.at(-1)?.starts.at(-1) ?? 0;
  }
  const lines = places.map(({ count }) => count);
  const rows = Math.max(0, ...lines);
  return {
    rows,
    bytes: before,
    lines,
    errors: places.map(({ error }) => error),
    groups: [{ start: 0, rows }],
    columns: columns.map(({ name }) => name),
    notes: {},
    async read(start, end, wanted) {
      const found = await Promise.all(
        columns.map(async ({ name, source }, i) => {
          const place = places[i];
          return place && (!wanted || wanted.includes(name)) ? { name, texts: await readLines(source, place, start, end) } : undefined;
        }),
      );
      const read = found.filter((column) => column !== undefined);
      const length = Math.max(0, Math.min(end, rows) - start);
      const table = Array.from({ length }, (_, row) =>
        Object.fromEntries(read.flatMap(({ name, texts }) => (row < texts.length ? [[name, texts[row]]] : []))),
      );
      return { rows: table, broken: [] };
    },
  };
}

interface LinePlaces {
  readonly count: number;
  /** Where every `STRIDE`th line begins, and behind the last where the file ends. */
  readonly starts: readonly number[];
  readonly error: ReadError | undefined;
}

async function findLines(source: ByteSource, onPiece: (done: number) => void): Promise<LinePlaces> {
  const starts: number[] = [];
  let [offset, begin, count] = [0, 0, 0];
  let error: ReadError | undefined;
  try {
    const scanner = (await source.size()) > FEW_BYTES ? lineScanner() : plainLines();
    const pace = pacer();
    begin = offset = byteOrderMark(await source.read(0, 4))?.length ?? 0;
    for await (const piece of source.stream(offset)) {
      for (const end of scanner.scan(piece)) {
        if (count % STRIDE === 0) starts.push(begin);
        begin = offset + end;
        count += 1;
      }
      offset += piece.length;
      onPiece(offset);
      await pace();
    }
  } catch (thrown) {
    if (!(thrown instanceof ReadError)) throw thrown;
    error = thrown;
  }
  // The last line needs no end, unless it was cut.
  if (offset > begin && !error) {
    if (count % STRIDE === 0) starts.push(begin);
    count += 1;
  }
  starts.push(error ? begin : offset);
  return { count, starts, error };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Lines `from` to `to`, without their ends; fewer where the file has fewer. */
async function readLines(source: ByteSource, { count, starts }: LinePlaces, from: number, to: number): Promise<string[]> {
  const last = Math.min(to, count);
  if (from >= last) return [];
  const first = Math.floor(from / STRIDE);
  const begin = starts[first] ?? 0;
  const end = starts[Math.min(Math.ceil(last / STRIDE), starts.length - 1)] ?? begin;
  const bytes = await source.read(begin, Math.min(end, begin + MOST_BYTES));
  const lines = decoder
    .decode(bytes)
    .split('\n')
    .slice(from - first * STRIDE, last - first * STRIDE);
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
