/** Files whose records are rows of a table kept column by column (Parquet, Arrow): they have no bytes of their own, only a row number. */
import type { ByteSource } from '../files/byte-source.ts';
import type { FieldValue } from '../model/annotation.ts';

/** Rows that are stored together. */
export interface RowGroup {
  readonly start: number;
  readonly rows: number;
}

export interface TableFile {
  readonly rows: number;
  /** What all its values take, unpacked, as far as it can be known without reading them. */
  readonly bytes: number;
  readonly groups: readonly RowGroup[];
  /** Names of the top-level columns, in order. */
  readonly columns: readonly string[];
  /** What the writer noted beside the data, such as `huggingface` with the features of a dataset. */
  readonly notes: Readonly<Record<string, string>>;
  /**
   * Rows `start` to `end`, of these columns or all. A column that cannot be decoded is left out of the rows and named in `broken`.
   * Rejects with a ReadError where nothing can be read.
   */
  read(start: number, end: number, columns?: readonly string[]): Promise<TableRows>;
}

export interface TableRows {
  readonly rows: readonly Record<string, FieldValue>[];
  readonly broken: readonly { readonly column: string; readonly reason: string }[];
}

/** What is known of a table before any row of it: plain data. */
export interface TableFooter {
  readonly groups: readonly RowGroup[];
  readonly columns: readonly string[];
  readonly notes: Readonly<Record<string, string>>;
  /** What all values take, unpacked. */
  readonly bytes: number;
  /** Where reading stopped before the end of the file: what stands before it is there. */
  readonly broken?: number | undefined;
}

/** Rows `start` (inclusive) to `end` (exclusive) of one column, within one group. */
export interface ColumnPart {
  readonly column: string;
  readonly start: number;
  readonly end: number;
}

/** What decodes tables. What it does with a hostile file is not for us to say, it may never end: the app has it in a worker. */
export interface TableDecoder {
  /** Rejects with a ReadError where there is none. */
  footer(source: ByteSource): Promise<TableFooter>;
  /** Rejects with any error where the column cannot be decoded. */
  column(source: ByteSource, part: ColumnPart): Promise<readonly FieldValue[]>;
}

/** A value of a column takes so many bytes at least, however well it was packed. */
const LEAST_BYTES = 8;

/** What all values of a table take: as much as their parts do when unpacked, and something for each. */
export function bytesOf(parts: number, rows: number, columns: number): number {
  return Math.max(parts, rows * columns * LEAST_BYTES);
}

/** Rows of one read: a hostile file may promise more than fits. */
export const MOST_ROWS = 1 << 20;

/** Why columns of groups could not be decoded: they are not tried again, which may take seconds each time. */
export type Broken = WeakMap<RowGroup, Map<string, string>>;

/** Reads column by column of every group that has a part of the rows, so that a broken one costs nothing but itself. */
export async function readColumns<G extends RowGroup>(
  known: Broken,
  groups: readonly G[],
  columns: readonly string[],
  { start, end }: { readonly start: number; readonly end: number },
  valuesOf: (group: G, column: string, from: number, to: number) => Promise<ArrayLike<FieldValue>>,
): Promise<TableRows> {
  if (end - start > MOST_ROWS) throw new RangeError(`${end - start} rows are too many to be read at once`);
  const rows: Record<string, FieldValue>[] = Array.from({ length: Math.max(0, end - start) }, () => ({}));
  const broken = new Map<string, string>();
  for (const group of groups) {
    const from = Math.max(start, group.start);
    const to = Math.min(end, group.start + group.rows);
    if (from >= to) continue;
    const inGroup = known.get(group) ?? new Map<string, string>();
    known.set(group, inGroup);
    const valuesIn = async (column: string): Promise<ArrayLike<FieldValue> | undefined> => {
      if (inGroup.has(column)) return undefined;
      try {
        return await valuesOf(group, column, from, to);
      } catch (error) {
        if (error instanceof Error && error.name === 'ReadError') throw error;
        inGroup.set(column, decodeReason(error));
        return undefined;
      }
    };
    // All are asked for at once: whoever looks at these rows waits for no other reading between two of them.
    const all = await Promise.all(columns.map(valuesIn));
    for (const [i, column] of columns.entries()) {
      const values = all[i];
      const reason = inGroup.get(column);
      if (reason !== undefined) broken.set(column, reason);
      else if (values) for (let row = from; row < to; row += 1) setOwn(rows[row - start], column, values[row - from]);
    }
  }
  return { rows, broken: Array.from(broken, ([column, reason]) => ({ column, reason })) };
}

/** Errors of the engine itself: a decoder stumbled over what it was given, and the words are about the decoder, not the file. */
const STUMBLED = new Set(['TypeError', 'RangeError', 'InternalError']);

/** Why a table or a column cannot be decoded, in words about the file; those of a decoder that has some are kept. */
export function decodeReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (/string longer than|invalid string length/i.test(error.message)) return 'A text is longer than can be shown';
  if (/allocation failed|out of memory/i.test(error.message)) return 'It takes more memory than there is';
  return STUMBLED.has(error.name) ? 'The data does not decode: its parts contradict one another' : error.message;
}

/** Unlike assignment, this keeps a column `__proto__`. */
function setOwn(record: Record<string, FieldValue> | undefined, name: string, value: FieldValue): void {
  if (record && value !== undefined) Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
}
