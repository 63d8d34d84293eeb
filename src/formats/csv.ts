/** Delimited text as plain records: a row each. https://www.rfc-editor.org/rfc/rfc4180 */
import { extensionOf, type FileSet } from '../files/file-set.ts';
import { byteOrderMark, lfsPointerOf } from '../files/text.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { FileIndex } from '../model/dataset.ts';
import { cellsOf, columnNames, dialectOf, firstRecords, type CsvDialect } from '../syntax/csv-dialect.ts';
import { guessHeader, type HeaderGuess } from '../syntax/csv-header.ts';
import { csvRecords, type CsvRecord } from '../syntax/csv.ts';
import { MAX_RECORD_BYTES } from '../syntax/record-bytes.ts';
import { lineEncoding } from '../syntax/text-lines.ts';
import type { Cell, Detail, Format, Match, SampleRef, Sink } from './format.ts';
import { cellOf, titleKeys, titleOf } from './record-cells.ts';
import {
  forEachRecord,
  groupRecordFiles,
  headOf,
  indexRecordFiles,
  invalidAt,
  lookAtFiles,
  sizeOf,
  type RecordGroup,
  type RecordPass,
} from './record-files.ts';

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
  /** Cells of the first record. */
  readonly first: readonly string[];
  readonly certainty: HeaderGuess['certainty'];
}

type Group = RecordGroup<Candidate>;

export const csv: Format = {
  id: 'csv',
  name: 'CSV',
  docs: 'https://www.rfc-editor.org/rfc/rfc4180',

  async match(files: FileSet, signal: AbortSignal): Promise<readonly Match[]> {
    const found = await lookAtFiles(files, EXTENSIONS, (file, path) => look(files, file, path), signal);
    return groupRecordFiles(found).map((group) => {
      const widths = group.files.map(({ columns }) => columns.length);
      const delimiter = group.files[0]?.dialect.delimiter ?? ',';
      return {
        confidence: Math.min(...widths) > 1 ? 0.6 : 0.4,
        why: { code: 'csv', values: { columns: Math.max(...widths), delimiter: delimiter === '\t' ? 'tab' : delimiter } },
        claims: group.files.map(({ file }) => file),
        name: group.name,
        plan: group.files.map(({ file, split, dialect, columns, header }): PlanFile => ({ file, split, dialect, columns, header })),
        ...waysOf(group),
      };
    });
  },

  async index(files: FileSet, match: Match, sink: Sink, signal: AbortSignal): Promise<void> {
    const plan = match.plan as readonly PlanFile[];
    const empty = new Set(plan.flatMap(({ columns }) => columns));
    await indexRecordFiles(
      files,
      plan,
      ({ dialect }) => dialect.encoding,
      sink,
      signal,
      async (pass) => {
        const { part } = pass;
        const { dialect, columns, header } = part;
        const reader = { decoder: new TextDecoder(dialect.encoding, { ignoreBOM: true }), titles: titleColumns(columns) };
        const records = csvRecords(pass.source, dialect);
        await forEachRecord(pass, 'records', header ? withoutFirst(records) : records, (record) => indexRecord(record, pass, reader));
        for (const name of columns) if (pass.columns.has(name)) empty.delete(name);
        if (part === plan.at(-1)) {
          // No value has told of them.
          for (const name of empty) if (pass.columns.admits(name, pass.path, sink)) sink.column({ name, kind: 'text' });
        }
      },
    );
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
  const encoding = lineEncoding(head);
  if (encoding === 'binary') return undefined;
  const text = new TextDecoder(encoding).decode(head.subarray(byteOrderMark(head)?.length ?? 0));
  const extension = extensionOf(path);
  const dialect = dialectOf(text, encoding, extension === 'tsv' || extension === 'tab' ? '\t' : undefined);
  // Only where the file goes on the last line may be cut.
  const isWhole = (await sizeOf(files, file)) <= head.length;
  const records = firstRecords(isWhole ? text + dialect.newline : text, dialect);
  const [first] = records;
  if (!first) return undefined;
  const { header, certainty } = guessHeader(records);
  const columns = columnNames(header ? first : undefined, first.length);
  return { file, path, dialect, columns, header, keys: columns, first, certainty };
}

const HEADER = { id: 'header', why: { code: 'csv-header' } } as const;
const NO_HEADER = { id: 'no-header', why: { code: 'csv-no-header' } } as const;

/** With or without a header, where that is not sure. */
function waysOf({ files }: Group): Pick<Match, 'variant' | 'variants'> {
  const unsure = files.filter(({ certainty }) => certainty !== 'sure');
  if (unsure.length === 0) return {};
  const header = unsure.some((file) => file.header);
  const plan = files.map(({ file, split, dialect, first }): PlanFile => {
    return { file, split, dialect, columns: columnNames(header ? undefined : first, first.length), header: !header };
  });
  const likely = unsure.some(({ certainty }) => certainty === 'open');
  return {
    variant: header ? HEADER : NO_HEADER,
    variants: [{ ...(header ? NO_HEADER : HEADER), plan, ...(likely ? { likely } : {}) }],
  };
}

/** The records behind the header. */
async function* withoutFirst(batches: AsyncIterable<readonly CsvRecord[]>): AsyncGenerator<readonly CsvRecord[]> {
  let isFirst = true;
  for await (const batch of batches) {
    yield isFirst ? batch.slice(1) : batch;
    isFirst = false;
  }
}

/** What is made once for all records of a file. */
interface Reader {
  readonly decoder: TextDecoder;
  /** Columns that may name a record, best first. */
  readonly titles: readonly number[];
}

function indexRecord(record: CsvRecord, { part, path, sink, columns: limit }: RecordPass<PlanFile>, { decoder, titles }: Reader): void {
  const { line, start, end, bytes } = record;
  const { file, split, dialect } = part;
  if (!bytes) {
    sink.reject(file, { line, byte: start, end }, { code: 'line-too-long', values: { bytes: end - start, limit: MAX_RECORD_BYTES } });
    return;
  }
  const text = decoder.decode(bytes);
  const { cells, unclosed } = cellsOf(text, dialect);
  const names = cells.length > part.columns.length ? columnNames(part.columns, cells.length) : part.columns;
  const extra: Record<string, Cell> = {};
  for (const [i, cell] of cells.entries()) {
    const name = names[i] ?? '';
    if (cell === '' || !limit.admits(name, path, sink)) continue;
    // Plain assignment to `__proto__` would set the prototype.
    if (name === '__proto__') Object.defineProperty(extra, name, { value: cellOf(cell), enumerable: true });
    else extra[name] = cellOf(cell);
  }
  const name = titleOf(
    titles.map((column) => cells[column]),
    line,
  );
  const sample = sink.sample(`${path}#${line}`, { name, ...(split === undefined ? {} : { split }), at: { file, start, end, line }, extra });
  const at = { line, byte: start, end };
  const invalid = invalidAt(text, bytes, decoder.encoding);
  if (invalid !== undefined) sink.problem({ code: 'text-invalid', file: path, at: { line, byte: start + invalid, end }, sample });
  if (unclosed || record.unclosed) sink.problem({ code: 'csv-syntax', file: path, at, sample });
  else if (cells.length !== part.columns.length) {
    sink.problem({ code: 'csv-width', file: path, at, sample, values: { cells: cells.length, columns: part.columns.length } });
  }
}

function titleColumns(columns: readonly string[]): number[] {
  return titleKeys(columns).map((title) => columns.indexOf(title));
}
