/** Delimited text as plain records: a row each. https://www.rfc-editor.org/rfc/rfc4180 */
import type { TextPattern } from '../base/text-pattern.ts';
import { extensionOf, type FileSet } from '../files/file-set.ts';
import { byteOrderMark, lfsPointerOf } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import { cellsOf, columnNames, dialectOf, firstRecords, type CsvDialect } from '../syntax/csv-dialect.ts';
import { guessHeader, type HeaderGuess } from '../syntax/csv-header.ts';
import { csvRanges } from '../syntax/csv-ranges.ts';
import { csvCell } from '../syntax/scan/csv-cell.ts';
import { widthCheck } from '../syntax/scan/csv-width.ts';
import { lineEncoding } from '../syntax/text-lines.ts';
import { byteRecordFormat } from './byte-records.ts';
import type { Format, Match } from './format.ts';
import type { Project } from './projects/project.ts';
import { cellOf } from './record-cells.ts';
import type {
  ParsedRecord,
  RecordContainer,
  RecordFields,
  RecordPart,
  WindowCheck,
  WindowSearch,
  WindowValues,
} from './record-container.ts';
import { recordFinder, recordSieve, type FinderSyntax } from './record-finder.ts';
import { decoderOf, encodingProblems, headOf, lookAtFiles, sizeOf, type RecordGroup } from './record-files.ts';
import { recordMatches } from './record-matches.ts';
import { SHORT_BYTES, shortText } from './short-texts.ts';

const EXTENSIONS = new Set(['csv', 'tsv', 'tab', 'psv', 'data']);

export interface CsvPart extends RecordPart {
  readonly dialect: CsvDialect;
  /** Names of the columns; a record with more cells goes on with `column_9`… */
  readonly columns: readonly string[];
  /** Whether the first record is the header. */
  readonly header: boolean;
}

/** A record a line or, with line breaks in quotes, several. */
const TABLE: RecordContainer<CsvPart> = {
  unit: 'records',
  names: ({ columns }) => columns,
  ranges: (source, { dialect, header }) => csvRanges(source, dialect, header),
  parse: parseCsvRecord,
  search: searchRecords,
  sieve: (part, sieve) => (part.encoding === 'utf-8' ? recordSieve(sieve, syntaxOf(part), '\\') : undefined),
  check: checkRecords,
  values: valuesOfCsvRecords,
};

/** A file as its head shows it. */
interface Candidate extends Omit<CsvPart, 'split'> {
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

  async match(files: FileSet, signal: AbortSignal, project?: Project): Promise<readonly Match[]> {
    const found = await lookAtFiles(files, EXTENSIONS, (file, path) => look(files, file, path), signal);
    return recordMatches(
      found,
      {
        confidence: ({ columns }) => (columns.length > 1 ? 0.6 : 0.4),
        why: (group) => {
          const { delimiter, runs } = group[0].dialect;
          const columns = Math.max(...group.map((file) => file.columns.length));
          return { code: 'csv', values: { columns, delimiter: runs ? 'spaces' : delimiter === '\t' ? 'tab' : delimiter } };
        },
        part: ({ file, split, encoding, dialect, columns, header }): CsvPart => ({ file, split, encoding, dialect, columns, header }),
        ways: waysOf,
      },
      project,
    );
  },

  ...byteRecordFormat(TABLE),
};

/** The file as a table, or nothing where its head is no text. */
async function look(files: FileSet, file: FileIndex, path: string): Promise<Candidate | undefined> {
  const head = await headOf(files, file);
  if (!head || head.length === 0 || lfsPointerOf(head)) return undefined;
  const encoding = lineEncoding(head);
  if (encoding === 'binary') return undefined;
  const text = new TextDecoder(encoding).decode(head.subarray(byteOrderMark(head)?.length ?? 0));
  if (text.trim() === '') return undefined;
  const extension = extensionOf(path);
  const dialect = dialectOf(text, encoding, extension === 'tsv' || extension === 'tab' ? '\t' : undefined);
  // Only where the file goes on the last line may be cut.
  const isWhole = (await sizeOf(files, file)) <= head.length;
  const records = firstRecords(isWhole ? text + dialect.newline : text, dialect);
  const [first] = records;
  if (!first || (extension === 'data' && !isTable(records))) return undefined;
  const { header, certainty } = guessHeader(records);
  const columns = columnNames(header ? first : undefined, first.length);
  return { file, path, encoding, dialect, columns, header, keys: columns, first, certainty };
}

/** Files of `.data` may be anything: settings of darknet, weights. */
function isTable(records: readonly (readonly string[])[]): boolean {
  const width = records[0]?.length ?? 0;
  return records.length > 1 && width > 1 && records.every(({ length }) => length === width);
}

const HEADER = { id: 'header', why: { code: 'csv-header' } } as const;
const NO_HEADER = { id: 'no-header', why: { code: 'csv-no-header' } } as const;

/** With or without a header, where that is not sure. */
function waysOf({ files }: Group): Pick<Match, 'variant' | 'variants'> {
  const unsure = files.filter(({ certainty }) => certainty !== 'sure');
  if (unsure.length === 0) return {};
  const header = unsure.some((file) => file.header);
  const plan = files.map(({ file, split, encoding, dialect, first }): CsvPart => {
    return { file, split, encoding, dialect, columns: columnNames(header ? undefined : first, first.length), header: !header };
  });
  const likely = unsure.some(({ certainty }) => certainty === 'open');
  return {
    variant: header ? HEADER : NO_HEADER,
    variants: [{ ...(header ? NO_HEADER : HEADER), plan, ...(likely ? { likely } : {}) }],
  };
}

/** Records of valid UTF-8 with the right number of cells have no problems. */
function checkRecords(part: CsvPart): WindowCheck | undefined {
  const delimiter = plainDelimiter(part);
  return delimiter === undefined ? undefined : widthCheck(delimiter, part.columns.length);
}

/** One column, where its cells can be found by their delimiters. */
export function valuesOfCsvRecords(part: CsvPart, name: string): WindowValues | undefined {
  const delimiter = plainDelimiter(part);
  const cell = part.columns.indexOf(name);
  // A record that is wider than the header may have more.
  const quick = delimiter === undefined || cell < 0 ? undefined : csvCell(delimiter, cell);
  if (!quick) return undefined;
  return {
    memory: quick.machine,
    look(bytes, base, rows, column) {
      quick.look(bytes, base, rows, {
        numbers: (first, numbers) => column.addNumbers(first, numbers),
        text: (row, start, end) => column.add(row, cellOf(textOf(bytes, start, end))),
        odd(row) {
          const start = rows.start(row) - base;
          const { fields } = parseCsvRecord(bytes.subarray(start, start + rows.size(row)), part);
          if (Object.hasOwn(fields, name)) column.add(row, cellOf(fields[name]));
        },
      });
    },
  };
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return end - start <= SHORT_BYTES ? shortText(bytes, start, end) : decoderOf('utf-8').decode(bytes.subarray(start, end));
}

/** The byte that separates cells, where compiled code can look for it: not in runs, nor in characters of several bytes. */
function plainDelimiter({ encoding, dialect }: CsvPart): number | undefined {
  const delimiter = dialect.delimiter.charCodeAt(0);
  if (dialect.runs || encoding !== 'utf-8' || dialect.newline !== '\n' || delimiter > 0x7f || dialect.delimiter === '"') return undefined;
  return delimiter;
}

/** Cells are written as they are, but for quotes. */
function syntaxOf({ dialect }: CsvPart): FinderSyntax {
  const separators = new Set(['"', '\n', '\r', ...(dialect.runs ? ['\t'] : []), dialect.delimiter]);
  return {
    special: new RegExp(`[${[...separators].map((character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`).join('')}]`, 'u'),
    escapes: false,
    judge: () => 'match',
  };
}

function searchRecords(part: CsvPart, pattern: TextPattern, field: string | undefined): WindowSearch | undefined {
  return part.encoding === 'utf-8' ? recordFinder(pattern, field, syntaxOf(part)) : undefined;
}

export function parseCsvRecord(bytes: Uint8Array, { dialect, columns }: CsvPart): ParsedRecord {
  const text = decoderOf(dialect.encoding).decode(bytes);
  const { cells, unclosed } = cellsOf(text, dialect);
  const names = cells.length > columns.length ? columnNames(columns, cells.length) : columns;
  const problems = encodingProblems(text, bytes, dialect.encoding);
  if (unclosed) problems.push({ code: 'csv-syntax' });
  else if (cells.length !== columns.length) {
    problems.push({ code: 'csv-width', values: { cells: cells.length, columns: columns.length } });
  }
  return { fields: fieldsOf(names, cells), problems, rejected: false };
}

function fieldsOf(names: readonly string[], cells: readonly string[]): RecordFields {
  // Unlike assignment, which takes a fifth of the time, this keeps such a column.
  if (names.includes('__proto__')) return Object.fromEntries(cells.map((cell, i) => [names[i] ?? '', cell]));
  const fields: Record<string, string> = {};
  for (let i = 0; i < cells.length; i += 1) fields[names[i] ?? ''] = cells[i] ?? '';
  return fields;
}
