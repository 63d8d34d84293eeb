/** Records that are rows of a table: they have no bytes of their own, their range is their row, `start` = row, `end` = row + 1. */
import { pacer } from '../base/pause.ts';
import { ReadError } from '../files/byte-source.ts';
import type { FileSet } from '../files/file-set.ts';
import type { ByteRange, FileIndex } from '../model/dataset.ts';
import type { TableFile, TableRows } from '../syntax/table-file.ts';
import type { Match, Sink } from './format.ts';
import { cellOf, titleKeys, titleOf, type ColumnLimit } from './record-cells.ts';
import type { RecordAccess, RecordFields, RecordPart, RecordPass, ShownRecord } from './record-container.ts';

/** Rows that are decoded together by a pass over all of them. */
const PASS_ROWS = 65_536;
/** Rows that columns are learned from, in each of the head, the middle and the tail. */
export const SAMPLED = 64;
/** Rows of one block of samples. */
export const BLOCK_ROWS = 65_536;

/** The first row of the head, the middle and the tail of so many. Whoever looks at some of all looks there: of tables these are decoded. */
export function sampledFrom(rows: number): number[] {
  return [...new Set([0, Math.floor((rows - SAMPLED) / 2), rows - SAMPLED].map((start) => Math.max(0, start)))];
}

/** A row of the sample table for each row of a table from `from` (inclusive) to `to` (exclusive). */
export async function addRows(from: number, to: number, { file, split }: RecordPart, sink: Sink, signal: AbortSignal): Promise<void> {
  const pace = pacer();
  sink.read(file, 'records', to - from);
  for (let first = from; first < to; first += BLOCK_ROWS) {
    const length = Math.min(BLOCK_ROWS, to - first);
    const start = new Float64Array(length);
    const line = new Uint32Array(length);
    for (let i = 0; i < length; i += 1) {
      start[i] = first + i;
      line[i] = first + i + 1;
    }
    sink.samples({
      length,
      keys: { kind: 'line' },
      file,
      start,
      size: new Uint32Array(length).fill(1),
      line,
      ...(split === undefined ? {} : { split }),
    });
    await pace();
    signal.throwIfAborted();
  }
}

/** Columns of a table that cannot be decoded and were told of. */
const toldOf = new WeakMap<TableFile, Set<string>>();

function tellBroken(table: TableFile, broken: TableRows['broken'], path: string, sink: Sink): void {
  const told = toldOf.get(table) ?? new Set<string>();
  toldOf.set(table, told);
  for (const { column, reason } of broken) {
    if (!told.has(column)) sink.problem({ code: 'column-unreadable', file: path, values: { column, reason } });
    told.add(column);
  }
}

/** What some rows say of the columns, and which columns cannot be decoded. */
export async function learn(table: TableFile, start: number, path: string, sink: Sink, columns: ColumnLimit): Promise<void> {
  const { rows, broken } = await table.read(start, Math.min(start + SAMPLED, table.rows));
  for (const fields of rows) {
    for (const [name, value] of Object.entries(fields)) if (columns.has(name)) sink.sampled(name, cellOf(value));
  }
  tellBroken(table, broken, path, sink);
}

/** The table that a file of a plan is, or begins. */
export type TableOf = (files: FileSet, match: Match, file: FileIndex) => Promise<TableFile>;

export function tableAccess(tableOf: TableOf): RecordAccess {
  /** Calls `each` with all rows of a pass, a few thousand at a time. A file that cannot be read is passed over: the index told of it. */
  async function eachRow(
    { files, match, rows, signal, onProgress, unreadable }: RecordPass,
    columns: readonly string[] | undefined,
    each: (row: number, fields: RecordFields) => void,
    {
      settled,
      onBroken,
    }: {
      readonly settled?: () => Promise<void> | undefined;
      /** Hears of columns that cannot be decoded: none of them is tried again. */
      readonly onBroken?: (table: TableFile, broken: TableRows['broken'], file: FileIndex) => void;
    } = {},
  ): Promise<void> {
    const total = rows.reduce((sum, { first, end }) => sum + end - first, 0);
    let done = 0;
    for (const { file, first, end } of rows) {
      try {
        const table = await tableOf(files, match, file);
        let wanted = columns;
        for (const group of table.groups) {
          for (let from = group.start; from < group.start + group.rows; from += PASS_ROWS) {
            const to = Math.min(from + PASS_ROWS, group.start + group.rows);
            const read = await table.read(from, to, wanted);
            signal.throwIfAborted();
            if (onBroken && read.broken.length > 0) {
              onBroken(table, read.broken, file);
              wanted = (wanted ?? table.columns).filter((name) => !read.broken.some(({ column }) => column === name));
            }
            for (const [i, fields] of read.rows.entries()) if (first + from + i < end) each(first + from + i, fields);
            await settled?.();
            await onProgress(done + to, total);
          }
        }
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        unreadable?.(file, error);
      }
      done += end - first;
    }
  }

  return {
    titles: titleKeys,

    async bytes(files, match) {
      const tables = (match.plan as readonly RecordPart[]).map(async ({ file }) => {
        try {
          return (await tableOf(files, match, file)).bytes;
        } catch (error) {
          // The index has told of it.
          if (!(error instanceof ReadError)) throw error;
          return 0;
        }
      });
      return (await Promise.all(tables)).reduce((sum, bytes) => sum + bytes, 0);
    },

    async read(files, match, refs, signal): Promise<readonly ShownRecord[]> {
      const shown: ShownRecord[] = [];
      // Neighbours are decoded together.
      for (let from = 0; from < refs.length;) {
        let to = from + 1;
        while (to < refs.length && follows(refs[to - 1], refs[to])) to += 1;
        const [first, last] = [refs[from], refs[to - 1]];
        if (!first || !last) break;
        const { rows } = await (await tableOf(files, match, first.file)).read(first.start, last.end);
        signal.throwIfAborted();
        for (const [i, fields] of rows.entries()) shown.push({ name: nameOf(fields, first.start + i), fields });
        from = to;
      }
      return shown;
    },

    values: (pass, name, column) =>
      eachRow(pass, [name], (row, fields) => (name in fields ? column.add(row, cellOf(fields[name])) : undefined)),

    async check(pass, sink, each) {
      // Of what is large, the rows that columns were learned from have told what is wrong.
      if (each)
        await eachRow(pass, undefined, each, {
          onBroken: (table, broken, file) => tellBroken(table, broken, pass.files.paths[file] ?? '', sink),
        });
      return undefined;
    },

    async search(pass, search) {
      const { field } = search;
      await eachRow(pass, field === undefined ? undefined : [field], (row, fields) => search.judge(row, fields), {
        settled: () => search.settled?.(),
      });
    },
  };
}

function follows(before: ByteRange | undefined, next: ByteRange | undefined): boolean {
  return before !== undefined && next !== undefined && next.file === before.file && next.start === before.end;
}

function nameOf(fields: RecordFields, row: number): string {
  return titleOf(
    titleKeys(Object.keys(fields)).map((key) => fields[key]),
    row + 1,
  );
}
