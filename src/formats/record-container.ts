/**
 * The seam between how records are kept (JSONL, CSV, …) and what they mean. A container knows where records stand in a file and what
 * the bytes of one say; columns, problems, search and the window of the table are made of that, the same for all
 * (`byte-records.ts`). A container whose records are no byte ranges (Parquet) implements `RecordAccess` itself.
 */
import type { ByteSource, ReadError } from '../files/byte-source.ts';
import type { FileSet } from '../files/file-set.ts';
import type { TextEncodingName } from '../files/text.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { ByteRange, FileAccount, FileIndex, SampleRow } from '../model/dataset.ts';
import type { Position, ProblemCode } from '../model/problem.ts';
import type { TextPattern } from '../base/text-pattern.ts';
import type { RecordRanges } from '../syntax/record-ranges.ts';
import type { PlacedRecords, WindowMemory } from '../syntax/record-windows.ts';
import type { Cell, Match, Sink } from './format.ts';

/** One file of a plan: plain data. Containers add what they learned of it. */
export interface RecordPart {
  readonly file: FileIndex;
  readonly split: string | undefined;
  /** Of the bytes that the container gets. */
  readonly encoding: TextEncodingName;
  /** Of the file, where the container gets it as UTF-8 (`utf8-files.ts`). */
  readonly written?: TextEncodingName;
}

export type RecordFields = Readonly<Record<string, FieldValue>>;

/** What the bytes of one record say. */
export interface ParsedRecord {
  /** Top-level values by name, as written. What is no object, or cannot be read, is the one value `value`. */
  readonly fields: RecordFields;
  readonly problems: readonly RecordProblem[];
  /** It could not be read: shown as it stands, counted as rejected. */
  readonly rejected: boolean;
}

export interface RecordProblem {
  readonly code: ProblemCode;
  /** Bytes from the record's first one. Absent: the whole record. */
  readonly at?: number;
  /** Lines from the record's first one, where it has several. */
  readonly below?: number;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Something wrong with the file around its records. */
export interface ContainerProblem {
  readonly code: ProblemCode;
  readonly at: Position;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Records that are byte ranges of text. */
export interface RecordContainer<P extends RecordPart> {
  readonly unit: FileAccount['unit'];
  /** Several may stand on a line: they are counted and not known by their lines. */
  readonly counted?: true;
  /** Where the records stand, in file order: one pass at the speed of the disk, nothing of them is held. */
  ranges(source: ByteSource, part: P, tell?: (problem: ContainerProblem) => void): AsyncIterable<RecordRanges>;
  /** Names of columns that are known before any record is read, in their order. */
  names?(part: P): readonly string[];
  /** @param isLast nothing stands behind the record in its file, not even an end of line: it may have been cut off */
  parse(bytes: Uint8Array, part: P, isLast?: boolean): ParsedRecord;
  /**
   * What records have of the things they stand in (a question has its paragraph's text): prepared for those that begin in a part of the
   * file. Gives the fields of one that begins at `start`, its own among them.
   */
  around?(
    source: ByteSource,
    part: P,
    from: number,
    to: number,
    signal: AbortSignal,
  ): Promise<(own: RecordFields, start: number) => RecordFields>;
  /** Prepares to tell records that may have problems from those that have none. Absent or undefined: all are parsed. */
  check?(part: P): WindowCheck | undefined;
  /** Prepares a search of many windows. Absent or undefined: records are parsed and their values searched. */
  search?(part: P, pattern: TextPattern, field: string | undefined): WindowSearch | undefined;
  /** Prepares to leave out records that do not hold a text in whatever spelling. Absent or undefined: all are parsed. */
  sieve?(part: P, sieve: Sieve): WindowSieve | undefined;
  /** What records say that are too long to be parsed. Absent: they are not searched. */
  readonly longTexts?: LongTexts;
  /**
   * Prepares to read one field of many records. Absent or undefined: records are parsed.
   * @param doubted records that a check has not found clean; absent: there was none
   */
  values?(part: P, field: string, doubted: DoubtedRecords | undefined): WindowValues | undefined;
}

/** The values of a JSON value, or a text of one value. */
export type LongTexts = 'json' | 'text';

/** Records that a check has not found clean. */
export interface DoubtedRecords {
  readonly size: number;
  has(row: SampleRow): boolean;
}

export interface WindowSearch {
  /** Where windows are best read to. */
  readonly memory?: WindowMemory;
  /** Calls `found` with the number of matches (at least 1) of each record that surely has any, `doubtful` with each that may. */
  look(
    bytes: Uint8Array,
    base: number,
    rows: PlacedRecords,
    found: (row: SampleRow, matches: number) => void,
    doubtful: (row: SampleRow) => void,
  ): void;
}

/** What the bytes of a record hold that may have a text, also where the text is encoded twice (JSON that stands in a text). */
export interface Sieve {
  readonly pattern: TextPattern;
  /** … or a backslash in a value, with one of these behind it: the text may be spelled by it. */
  readonly escapes: readonly string[];
}

export interface WindowSieve {
  readonly memory?: WindowMemory;
  /** Calls `each` with each record that may have the text. */
  look(bytes: Uint8Array, base: number, rows: PlacedRecords, each: (row: SampleRow) => void): void;
}

/** A search as a pass makes it. */
export interface ValueSearch {
  readonly pattern: TextPattern;
  /** Which records are to be judged, where bytes decide nothing more. Absent: bytes may decide. */
  readonly sieve?: Sieve | 'all';
  /** Only in the value of this field. */
  readonly field: string | undefined;
  /** Takes the values of a record that bytes alone do not decide; tells whoever asked of its matches, at once or until `settled`. */
  judge(row: SampleRow, fields: RecordFields): void;
  /** Awaited after every window. */
  settled?(): Promise<void>;
}

export interface WindowCheck {
  readonly memory?: WindowMemory;
  /** Calls `doubtful` with each record that may have problems; the others have none. */
  look(bytes: Uint8Array, base: number, rows: PlacedRecords, doubtful: (row: SampleRow) => void): void;
}

export interface WindowValues {
  readonly memory?: WindowMemory;
  /** Tells `column` the cell of each record that has the field, in the order of records. */
  look(bytes: Uint8Array, base: number, rows: PlacedRecords, column: ColumnCells): void;
}

/** Takes the cells of one column. */
export interface ColumnCells {
  add(row: SampleRow, cell: Cell): void;
  /** As `add` of each of the rows from `first` on, but for NaN. The numbers are copied. */
  addNumbers(first: SampleRow, numbers: Float64Array): void;
}

/** Rows of the sample table that stand in one file. */
export interface FileRows extends PlacedRecords {
  readonly file: FileIndex;
  /** Line that a record begins on, from 1. */
  line(row: SampleRow): number;
}

/** A pass over all records of a dataset. */
export interface RecordPass {
  readonly files: FileSet;
  readonly match: Match;
  readonly rows: readonly FileRows[];
  readonly signal: AbortSignal;
  /** Records that a check of all of them has not found clean; absent: there was none. */
  readonly doubted?: DoubtedRecords | undefined;
  /** Bytes done of all. Awaited: whoever asked may let others go first. */
  onProgress(done: number, total: number): Promise<void> | void;
  /** Of a check: all records before this row have been looked at and told of, so that the next may go on there. */
  seen?(end: SampleRow): void;
  /** A record is longer than what is read of one, and cannot be searched in pieces: nothing is known of it. */
  tooLong?(row: SampleRow): void;
  /** A file cannot be read (any more): its records are passed over. */
  unreadable?(file: FileIndex, error: ReadError): void;
}

/** A record as the table's window shows it. */
export interface ShownRecord {
  readonly name: string;
  readonly fields: RecordFields;
  /** It could not be read: its only field is its text. */
  readonly unread?: true;
}

/** What the engine asks of a format whose samples are plain records, beyond `index` and `detail`. */
export interface RecordAccess {
  /** Records in the order of `refs`; those that lie together are read by one slice. */
  read(files: FileSet, match: Match, refs: readonly ByteRange[], signal: AbortSignal): Promise<readonly ShownRecord[]>;
  /** The cells of one column, of every record that has it. */
  values(pass: RecordPass, name: string, column: ColumnCells): Promise<void>;
  /**
   * Looks at every record in full once and tells its problems. `each`: its cells, for columns that are filled on the way; of `doubted` ones
   * only those that a quick look does not find clean. Returns the records that are not surely clean, where it knows of all.
   */
  check(
    pass: RecordPass,
    sink: Sink,
    each?: (row: SampleRow, fields: RecordFields) => void,
    among?: 'all' | 'doubted',
  ): Promise<DoubtedRecords | undefined>;
  /** True: clean records have the fields that the index told and no others, and a column is read without reading records in full. */
  isTable?(match: Match): boolean;
  /** Records with a match in a value, with their number of matches, where their bytes tell; the others are the search's to judge. */
  search(pass: RecordPass, search: ValueSearch, found: (row: SampleRow, matches: number) => void): Promise<void>;
  /** Bytes that a pass over everything reads. Absent: those of the records' ranges. */
  bytes?(files: FileSet, match: Match): Promise<number>;
  /** Fields that name a record, best first: a search of names looks there. */
  titles(names: readonly string[]): readonly string[];
}
