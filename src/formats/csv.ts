/** Delimited text as plain records: a row each. https://www.rfc-editor.org/rfc/rfc4180 */
import { ReadError } from '../files/byte-source.ts';
import { extensionOf, type FileSet } from '../files/file-set.ts';
import { byteOrderMark, lfsPointerOf, sniffEncoding } from '../files/text.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { FileIndex } from '../model/dataset.ts';
import { cellsOf, columnNames, dialectOf, firstRecords, hasHeader, type CsvDialect } from '../syntax/csv-dialect.ts';
import { csvRecords, MAX_RECORD_BYTES, type CsvRecord } from '../syntax/csv.ts';
import { pacer } from '../base/pause.ts';
import type { Cell, Detail, Format, Match, SampleRef, Sink } from './format.ts';
import { cellOf, ColumnLimit, titleOf, TITLES } from './record-cells.ts';
import { groupRecordFiles, headOf, sizeOf } from './record-files.ts';

const EXTENSIONS = new Set(['csv', 'tsv', 'tab', 'psv']);

interface PlanFile {
  readonly file: FileIndex;
  readonly split: string | undefined;
  readonly dialect: CsvDialect;
  /** Names of the columns; a record with more cells goes on with `column_9`… */
  readonly columns: readonly string[];
  /** Whether the first record is the header. */
  readonly header: boolean;
}

/** A file as its head shows it. */
interface Candidate extends Omit<PlanFile, 'split'> {
  readonly path: string;
  readonly keys: readonly string[];
}

export const csv: Format = {
  id: 'csv',
  name: 'CSV',
  docs: 'https://www.rfc-editor.org/rfc/rfc4180',

  async match(files: FileSet, signal: AbortSignal): Promise<readonly Match[]> {
    const found: Candidate[] = [];
    for (const file of files.under('')) {
      const path = files.paths[file] ?? '';
      if (!EXTENSIONS.has(extensionOf(path))) continue;
      const candidate = await look(files, file, path);
      signal.throwIfAborted();
      if (candidate) found.push(candidate);
    }
    return groupRecordFiles(found).map((group) => {
      const widths = group.files.map(({ columns }) => columns.length);
      const delimiter = group.files[0]?.dialect.delimiter ?? ',';
      return {
        confidence: Math.min(...widths) > 1 ? 0.6 : 0.4,
        why: { code: 'csv', values: { columns: Math.max(...widths), delimiter: delimiter === '\t' ? 'tab' : delimiter } },
        claims: group.files.map(({ file }) => file),
        name: group.name,
        plan: group.files.map(({ file, split, dialect, columns, header }): PlanFile => ({ file, split, dialect, columns, header })),
      };
    });
  },

  async index(files: FileSet, match: Match, sink: Sink, signal: AbortSignal): Promise<void> {
    sink.set({ visual: false });
    const plan = match.plan as readonly PlanFile[];
    const columns = new ColumnLimit();
    const done = { bytes: 0, total: 0 };
    for (const { file } of plan) done.total += await sizeOf(files, file);
    for (const part of plan) {
      const path = files.paths[part.file] ?? '';
      const { encoding } = part.dialect;
      if (encoding !== 'utf-8') sink.problem({ code: 'file-encoding', file: path, values: { encoding } });
      try {
        await indexFile(files, part, sink, columns, done, signal);
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        sink.problem({ code: error.code, file: path, values: { reason: error.message } });
      }
      done.bytes += await sizeOf(files, part.file);
    }
    sink.progress(done.total, done.total);
  },

  async detail(files: FileSet, match: Match, sample: SampleRef, signal: AbortSignal): Promise<Detail> {
    const { at } = sample;
    const part = (match.plan as readonly PlanFile[]).find(({ file }) => file === at?.file);
    if (!at || !part) return { annotations: [], fields: {} };
    const bytes = await files.source(at.file).read(at.start, at.end);
    signal.throwIfAborted();
    const { cells } = cellsOf(new TextDecoder(part.dialect.encoding).decode(bytes), part.dialect);
    const names = columnNames(part.columns, cells.length);
    const fields: Readonly<Record<string, FieldValue>> = Object.fromEntries(cells.map((cell, i) => [names[i] ?? '', cell]));
    return { annotations: [], fields };
  },
};

/** The file as a table, or nothing where its head is no text. */
async function look(files: FileSet, file: FileIndex, path: string): Promise<Candidate | undefined> {
  const head = await headOf(files, file);
  if (!head || head.length === 0 || lfsPointerOf(head)) return undefined;
  const encoding = sniffEncoding(head);
  if (encoding === 'binary') return undefined;
  const text = new TextDecoder(encoding).decode(head.subarray(byteOrderMark(head)?.length ?? 0));
  const extension = extensionOf(path);
  const dialect = dialectOf(text, encoding, extension === 'tsv' || extension === 'tab' ? '\t' : undefined);
  const records = firstRecords(text, dialect);
  const [first] = records;
  if (!first) return undefined;
  const header = hasHeader(records);
  const columns = columnNames(header ? first : undefined, first.length);
  return { file, path, dialect, columns, header, keys: columns };
}

async function indexFile(
  files: FileSet,
  part: PlanFile,
  sink: Sink,
  columns: ColumnLimit,
  done: { readonly bytes: number; readonly total: number },
  signal: AbortSignal,
): Promise<void> {
  const { file, dialect } = part;
  const path = files.paths[file] ?? '';
  const reader = { decoder: new TextDecoder(dialect.encoding, { ignoreBOM: true }), titles: titleColumns(part.columns), limit: columns };
  const pace = pacer();
  let atHeader = part.header;
  for await (const batch of csvRecords(files.source(file), dialect)) {
    const records = atHeader ? batch.slice(1) : batch;
    atHeader = false;
    sink.read(file, 'records', records.length);
    for (const record of records) {
      indexRecord(record, part, path, reader, sink);
      const pause = pace();
      if (pause) await pause;
      signal.throwIfAborted();
    }
    sink.progress(done.bytes + (batch.at(-1)?.end ?? 0), done.total);
  }
}

/** What is made once for all records of a file. */
interface Reader {
  readonly decoder: TextDecoder;
  /** Columns that may name a record, best first. */
  readonly titles: readonly number[];
  readonly limit: ColumnLimit;
}

function indexRecord(record: CsvRecord, part: PlanFile, path: string, { decoder, titles, limit }: Reader, sink: Sink): void {
  const { line, start, end, bytes } = record;
  const { file, split, dialect } = part;
  if (!bytes) {
    sink.reject(file, { line, byte: start, end }, { code: 'line-too-long', values: { bytes: end - start, limit: MAX_RECORD_BYTES } });
    return;
  }
  const { cells, unclosed } = cellsOf(decoder.decode(bytes), dialect);
  const names = cells.length > part.columns.length ? columnNames(part.columns, cells.length) : part.columns;
  const extra: Record<string, Cell> = {};
  for (const [i, cell] of cells.entries()) {
    const name = names[i] ?? '';
    if (cell === '' || !limit.admits(name, path, sink)) continue;
    // Plain assignment to `__proto__` would set the prototype.
    if (name === '__proto__') Object.defineProperty(extra, name, { value: cellOf(cell), enumerable: true });
    else extra[name] = cellOf(cell);
  }
  const name = titleOf(titles.map((column) => cells[column])) ?? `line ${line}`;
  const sample = sink.sample(`${path}#${line}`, { name, ...(split === undefined ? {} : { split }), at: { file, start, end, line }, extra });
  const at = { line, byte: start, end };
  if (unclosed || record.unclosed) sink.problem({ code: 'csv-syntax', file: path, at, sample });
  else if (cells.length !== part.columns.length) {
    sink.problem({ code: 'csv-width', file: path, at, sample, values: { cells: cells.length, columns: part.columns.length } });
  }
}

function titleColumns(columns: readonly string[]): number[] {
  return TITLES.map((title) => columns.indexOf(title)).filter((column) => column >= 0);
}
