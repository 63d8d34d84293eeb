/**
 * Tables kept column by column as plain records: Parquet (https://parquet.apache.org) and Arrow IPC (https://arrow.apache.org).
 * A record has no bytes of its own: its range is its row, `start` = row, `end` = row + 1.
 */
import { pacer, slices } from '../base/pause.ts';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import { extensionOf } from '../files/file-set.ts';
import type { ByteRange, FileIndex } from '../model/dataset.ts';
import { isArrow, openArrow, openArrowBy } from '../syntax/arrow.ts';
import { parquetDecoder } from '../syntax/parquet-decoder.ts';
import { isParquet, openParquet } from '../syntax/parquet.ts';
import type { TableDecoder, TableFile } from '../syntax/table-file.ts';
import type { Detail, Format, Match, SampleRef, Sink } from './format.ts';
import { namedClasses } from './hugging-face-features.ts';
import { cellOf, titleKeys, titleOf, type ColumnLimit } from './record-cells.ts';
import type { RecordAccess, RecordFields, RecordPart, ShownRecord } from './record-container.ts';
import { headOf, indexRecordFiles } from './record-files.ts';
import { recordMatches } from './record-matches.ts';

interface Kind {
  readonly id: 'parquet' | 'arrow';
  readonly name: string;
  readonly docs: string;
  readonly extensions: ReadonlySet<string>;
  isHead(head: Uint8Array): boolean;
  open(source: ByteSource): Promise<TableFile & { readonly broken?: number | undefined }>;
}

/** Rows that are decoded together by a pass over all of them. */
const PASS_ROWS = 65_536;
/** Rows that columns are learned from. */
const SAMPLED = 64;
/** Rows of one block of samples. */
const BLOCK_ROWS = 65_536;

/** Parquet, decoded by `decoder`. */
export const parquetFormat = (decoder: TableDecoder): Format =>
  columnar({
    id: 'parquet',
    name: 'Parquet',
    docs: 'https://parquet.apache.org/docs/file-format/',
    extensions: new Set(['parquet', 'pq', 'parq']),
    isHead: isParquet,
    open: (source) => openParquet(source, decoder),
  });

export const parquet = parquetFormat(parquetDecoder);

/** Arrow, decoded by `decoder`; without one in this thread. */
export const arrowFormat = (decoder?: TableDecoder): Format =>
  columnar({
    id: 'arrow',
    name: 'Arrow',
    docs: 'https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc',
    extensions: new Set(['arrow', 'arrows', 'feather', 'ipc', 'arrow_file', 'stream']),
    isHead: isArrow,
    open: (source) => (decoder ? openArrowBy(source, decoder) : openArrow(source)),
  });

export const arrow = arrowFormat();

function columnar(kind: Kind): Format {
  /** Opened once for each source: the footer of a file of many groups takes a while. */
  const open = new WeakMap<ByteSource, ReturnType<Kind['open']>>();
  const tableOf = (source: ByteSource): ReturnType<Kind['open']> => {
    let table = open.get(source);
    if (!table) {
      table = kind.open(source).then((file) => ({ ...file, read: namedClasses(file) }));
      open.set(source, table);
      // Whoever asked hears of it; the next one may have more luck.
      table.catch(() => open.delete(source));
    }
    return table;
  };
  const records = accessOf(tableOf);
  return {
    id: kind.id,
    name: kind.name,
    docs: kind.docs,
    byRow: true,
    records,

    async match(files, signal, project): Promise<readonly Match[]> {
      const found: { file: FileIndex; path: string; keys: readonly string[] }[] = [];
      const candidates: FileIndex[] = [];
      await slices(signal)(files.under(''), (file) => {
        const extension = extensionOf(files.paths[file] ?? '');
        // Without an extension, a signature says it all.
        if (kind.extensions.has(extension) || extension === '') candidates.push(file);
      });
      for (const file of candidates) {
        signal.throwIfAborted();
        const head = await headOf(files, file);
        if (!head || !kind.isHead(head)) continue;
        const keys = await tableOf(files.source(file)).then(
          ({ columns }) => columns,
          () => [],
        );
        found.push({ file, path: files.paths[file] ?? '', keys });
      }
      return recordMatches(
        found,
        {
          confidence: () => 1,
          why: () => ({ code: kind.id }),
          part: ({ file, split }) => ({ file, split, encoding: 'utf-8' }),
        },
        project,
      );
    },

    async index(files, match, sink, signal) {
      const plan = match.plan as readonly RecordPart[];
      await indexRecordFiles(
        files,
        plan,
        ({ encoding }) => encoding,
        sink,
        async ({ part, path, source, columns, onBytes }) => {
          const table = await tableOf(source);
          signal.throwIfAborted();
          for (const name of table.columns) if (columns.admits(name, path, sink)) sink.sampled(name, undefined);
          await addRows(table.rows, part, sink, signal);
          if (table.broken !== undefined) sink.problem({ code: 'arrow-broken', file: path, at: { byte: table.broken }, values: {} });
          const told = new Set<string>();
          for (const start of new Set([0, table.rows >> 1, Math.max(0, table.rows - SAMPLED)])) {
            await learn(table, start, path, sink, columns, told);
            signal.throwIfAborted();
          }
          onBytes(await source.size());
        },
      );
    },

    async detail(files, match, sample: SampleRef, signal): Promise<Detail> {
      const [record] = sample.at ? await records.read(files, match, [sample.at], signal) : [];
      return { annotations: [], fields: record?.fields ?? {} };
    },
  };
}

async function addRows(rows: number, { file, split }: RecordPart, sink: Sink, signal: AbortSignal): Promise<void> {
  const pace = pacer();
  sink.read(file, 'records', rows);
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const length = Math.min(BLOCK_ROWS, rows - first);
    sink.samples({
      length,
      keys: { kind: 'line' },
      file,
      start: Float64Array.from({ length }, (_, i) => first + i),
      size: new Uint32Array(length).fill(1),
      line: Uint32Array.from({ length }, (_, i) => first + i + 1),
      ...(split === undefined ? {} : { split }),
    });
    await pace();
    signal.throwIfAborted();
  }
}

/** What some rows say of the columns, and which columns cannot be decoded. */
async function learn(table: TableFile, start: number, path: string, sink: Sink, columns: ColumnLimit, told: Set<string>): Promise<void> {
  const { rows, broken } = await table.read(start, Math.min(start + SAMPLED, table.rows));
  for (const fields of rows) {
    for (const [name, value] of Object.entries(fields)) if (columns.has(name)) sink.sampled(name, cellOf(value));
  }
  for (const { column, reason } of broken) {
    if (!told.has(column)) sink.problem({ code: 'column-unreadable', file: path, values: { column, reason } });
    told.add(column);
  }
}

function accessOf(tableOf: (source: ByteSource) => Promise<TableFile>): RecordAccess {
  /** Calls `each` with all rows of a pass, a few thousand at a time. A file that cannot be read is passed over: the index told of it. */
  async function eachRow(
    { files, rows, signal, onProgress, unreadable }: Parameters<RecordAccess['values']>[0],
    columns: readonly string[] | undefined,
    each: (row: number, fields: RecordFields) => void,
    settled?: () => Promise<void> | undefined,
  ): Promise<void> {
    const total = rows.reduce((sum, { first, end }) => sum + end - first, 0);
    let done = 0;
    for (const { file, first, end } of rows) {
      try {
        const table = await tableOf(files.source(file));
        for (const group of table.groups) {
          for (let from = group.start; from < group.start + group.rows; from += PASS_ROWS) {
            const to = Math.min(from + PASS_ROWS, group.start + group.rows);
            const read = await table.read(from, to, columns);
            signal.throwIfAborted();
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

    // Opening is the footer: what a column holds is decoded when somebody asks for it.
    bytes: () => Promise.resolve(Infinity),

    async read(files, _match, refs, signal): Promise<readonly ShownRecord[]> {
      const shown: ShownRecord[] = [];
      // Neighbours are decoded together.
      for (let from = 0; from < refs.length;) {
        let to = from + 1;
        while (to < refs.length && follows(refs[to - 1], refs[to])) to += 1;
        const [first, last] = [refs[from], refs[to - 1]];
        if (!first || !last) break;
        const { rows } = await (await tableOf(files.source(first.file))).read(first.start, last.end);
        signal.throwIfAborted();
        for (const [i, fields] of rows.entries()) shown.push({ name: nameOf(fields, first.start + i), fields });
        from = to;
      }
      return shown;
    },

    values: (pass, column, add) =>
      eachRow(pass, [column], (row, fields) => (column in fields ? add(row, cellOf(fields[column])) : undefined)),

    async check(pass, _sink, each) {
      // What can be wrong was found by decoding the first rows of each part.
      if (each) await eachRow(pass, undefined, each);
      return undefined;
    },

    async search(pass, search) {
      const { field } = search;
      await eachRow(
        pass,
        field === undefined ? undefined : [field],
        (row, fields) => search.judge(row, fields),
        () => search.settled?.(),
      );
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
