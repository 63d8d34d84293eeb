/**
 * Passes over the files of plain records: the check of every record after the index, columns made when a question needs them, searches,
 * and the records of a window.
 */
import { pacer, pause } from '../base/pause.ts';
import type { TextPattern } from '../base/text-pattern.ts';
import type { FileSet } from '../files/file-set.ts';
import type { Cell, Match, Sink } from '../formats/format.ts';
import { valueSearch, type SearchAmong } from '../formats/record-search.ts';
import type { DoubtedRecords, FileRows, RecordAccess, RecordFields, ShownRecord } from '../formats/record-container.ts';
import type { ByteRange, ColumnKind, SampleRow, TextMeasure } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { Breath } from '../table/breath.ts';
import type { Builder } from '../table/builder.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { ExtraColumn } from '../table/extra-column.ts';
import { ExpressionCounter, ExpressionSearch, type SpawnExpression } from './expressions.ts';

/** Rows and bytes of records that are read at once to work a column out; a longer record is read alone. */
const WINDOW = { rows: 512, bytes: 1 << 20 };
/** So many rows where the bytes of each are known: a window of short ones costs as much to ask for as one of long ones. */
const SIZED_ROWS = 4096;
/** Milliseconds between two reports of progress. */
const TOLD_MS = 50;

export interface PassCall {
  readonly signal: AbortSignal;
  /** Bytes done of all. */
  onProgress?(done: number, total: number): Promise<void> | void;
  /** Hears of records that are too long to be searched. */
  tooLong?(row: SampleRow): void;
}

/** Columns that are no fields: they are worked out from whole records, all of them in one pass. */
export interface Derivation {
  readonly columns: readonly DerivedColumn[];
  /** Begins a pass over all records, or over those of a window. */
  begin(): DerivedPass | Promise<DerivedPass>;
  /** True where a pass costs too much to be made of small files unasked. */
  readonly onlyAsked?: true;
}

export interface DerivedColumn {
  readonly name: string;
  /** Absent: it follows from the values. */
  readonly kind?: ColumnKind;
  readonly measure?: TextMeasure;
  /** True where a record alone does not say it. */
  readonly ofAll?: true;
}

/** Takes a record that could be read. */
export type EachRecord = (row: SampleRow, fields: RecordFields) => void;

export interface CheckOptions {
  readonly each?: EachRecord;
  readonly among?: 'all' | 'doubted';
  readonly from?: SampleRow;
  seen?(end: SampleRow): void;
}

/** Cells of one record by column. */
export type WorkedOut = ReadonlyMap<string, Cell>;

export interface DerivedPass {
  /** What a record says, a cell for each of the columns; undefined: another thread is asked, and `settled` tells. */
  cells(fields: RecordFields): readonly Cell[] | undefined;
  /** Cells of the records that were left open since the last time, in their order. Rejects with `GivenUp`, having put another derivation in its place. */
  settled?(): Promise<readonly (readonly Cell[])[]>;
  /** Nobody asks any more. */
  close?(): void;
  /** After the last record: puts in place what only all of them together say. */
  end?(columns: readonly ExtraColumn[], rows: number, breath: Breath): Promise<readonly ExtraColumn[]>;
}

/** A derivation that cannot go on, and has been replaced by another. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

export class RecordPasses {
  readonly #access: RecordAccess;
  readonly #files: FileSet;
  readonly #match: () => Match;
  readonly #builder: Builder;
  readonly #tell: (problem: Problem) => void;
  /** Rows that a column has the values of, where the dataset may have grown since. */
  readonly #filled = new Map<string, number>();
  /** By the names of their columns. */
  readonly #derived = new Map<string, Derivation>();
  #filling: Promise<void> | undefined;
  /** What a check of so many rows, all that there were, found not surely clean. */
  #checked: { readonly rows: number; readonly doubted: DoubtedRecords } | undefined;

  constructor(parts: {
    readonly access: RecordAccess;
    readonly files: FileSet;
    readonly match: () => Match;
    readonly builder: Builder;
    /** Hears of files that cannot be read any more. */
    readonly tell: (problem: Problem) => void;
  }) {
    this.#access = parts.access;
    this.#files = parts.files;
    this.#match = parts.match;
    this.#builder = parts.builder;
    this.#tell = parts.tell;
  }

  get #table(): DatasetTable {
    return this.#builder.table;
  }

  /** Whether clean records have the known fields and no others, and a column is read without reading records in full. */
  get areTable(): boolean {
    return this.#access.isTable?.(this.#match()) ?? false;
  }

  /** Bytes of all records, as far as a pass over them reads any. */
  async bytes(): Promise<number> {
    const known = await this.#access.bytes?.(this.#files, this.#match());
    if (known !== undefined) return known;
    return fileRows(this.#table).reduce((sum, { first, end, start, size }) => sum + start(end - 1) + size(end - 1) - start(first), 0);
  }

  /**
   * Looks at every record in full and tells its problems.
   * @param each gets the rows and fields of those that could be read; `among` the doubted ones, of those alone
   * @param from of a check that was stopped before: what it said it had seen
   */
  async check(sink: Sink, call: PassCall, { each, among = 'all', from = 0, seen }: CheckOptions = {}): Promise<void> {
    const { sampleCount } = this.#table;
    const rows = fileRows(this.#table).flatMap((own) => (own.end <= from ? [] : [{ ...own, first: Math.max(own.first, from) }]));
    const doubted = await this.#access.check({ ...this.#pass(rows, call), ...(seen ? { seen } : {}) }, sink, each, among);
    if (from === 0 && !(each && among === 'all')) this.#checked = doubted && { rows: sampleCount, doubted };
  }

  /** Columns that are worked out when a question needs them; what they were before is forgotten. Their samples are the caller's to give. */
  derive(derivation: Derivation): void {
    for (const column of derivation.columns) {
      this.#builder.fill(emptyColumn(column));
      this.#filled.delete(column.name);
      this.#derived.set(column.name, derivation);
    }
  }

  /** What records of a window say of columns that are worked out, by column; nothing of those that only all records together say. */
  async workedOut(
    names: readonly string[],
    records: Iterable<readonly [SampleRow, ShownRecord]>,
  ): Promise<ReadonlyMap<SampleRow, WorkedOut>> {
    const cells = new Map<SampleRow, Map<string, Cell>>();
    const wanted = new Set(names.flatMap((name) => (this.#table.extra.get(name)?.lazy === true ? (this.#derived.get(name) ?? []) : [])));
    for (const derivation of wanted) {
      const pass = derivation.onlyAsked ? undefined : await derivation.begin();
      for (const [row, { fields, unread }] of pass ? records : []) {
        if (unread) continue;
        const own = cells.get(row) ?? new Map<string, Cell>();
        for (const [i, cell] of (pass?.cells(fields) ?? []).entries()) {
          const column = derivation.columns[i];
          if (column && column.ofAll !== true) own.set(column.name, cell);
        }
        cells.set(row, own);
      }
    }
    return cells;
  }

  /** Makes the values of these columns be there. One column is read at a time, whoever asks. */
  async ready(names: readonly string[], call: PassCall): Promise<void> {
    for (const name of names) {
      while (this.#isMissing(name)) {
        if (this.#filling) {
          await this.#filling.catch(() => undefined);
          call.signal.throwIfAborted();
          continue;
        }
        const filling = this.#fill(name, call);
        this.#filling = filling;
        try {
          await filling;
        } finally {
          this.#filling = undefined;
        }
      }
    }
  }

  /**
   * Records with a match; `found` is told as they are found.
   * @param spawn a worker for an expression that may take long; records that it took too long in are found `SLOW`. Absent: it is waited for.
   * @param among not in values of records, but in texts that are taken out of them
   */
  async search(
    pattern: TextPattern,
    field: string | undefined,
    found: (row: SampleRow, matches: number) => void,
    call: PassCall,
    spawn?: SpawnExpression,
    among?: SearchAmong,
  ): Promise<void> {
    const pass = this.#pass(fileRows(this.#table), call);
    if (pattern.how !== 'regex' || !spawn) {
      await this.#access.search(pass, valueSearch(pattern, field, found, among), found);
      return;
    }
    const counter = new ExpressionCounter(pattern, spawn, call.signal);
    try {
      await this.#access.search(pass, new ExpressionSearch(pattern, field, counter, found, among), found);
    } finally {
      counter.end();
    }
  }

  /** The records of a window, read in few slices. */
  async read(rows: Iterable<SampleRow>, signal: AbortSignal): Promise<ReadonlyMap<SampleRow, ShownRecord>> {
    const placed: { readonly row: SampleRow; readonly at: ByteRange }[] = [];
    for (const row of rows) {
      const at = this.#table.range(row);
      if (at) placed.push({ row, at });
    }
    const refs = placed.map(({ at }) => at);
    const shown = await this.#access.read(this.#files, this.#match(), refs, signal);
    return new Map(placed.flatMap(({ row }, i) => (shown[i] ? [[row, shown[i]] as const] : [])));
  }

  /** Columns that name records, best first. */
  titles(): readonly string[] {
    return this.#access.titles([...this.#table.extra.keys()]);
  }

  #isMissing(name: string): boolean {
    const column = this.#table.extra.get(name);
    return column !== undefined && (column.lazy || (this.#filled.get(name) ?? Infinity) < this.#table.sampleCount);
  }

  async #fill(name: string, call: PassCall): Promise<void> {
    const column = new ExtraColumn(name);
    const rows = fileRows(this.#table);
    const derivation = this.#derived.get(name);
    if (derivation) {
      await this.#workOut(derivation, call);
      return;
    }
    await this.#access.values(this.#pass(rows, call), name, {
      add(row, cell) {
        if (cell !== undefined) column.add(row, cell);
      },
      addNumbers: (first, numbers) => column.addMany(first, numbers),
    });
    this.place(column, rows.at(-1)?.end);
  }

  async #workOut(derivation: Derivation, { signal, onProgress }: PassCall): Promise<void> {
    const { sampleCount } = this.#table;
    const working = new Working(derivation, await derivation.begin());
    signal.throwIfAborted();
    const before = working.columns.flatMap(({ name }) => this.#table.extra.get(name) ?? []);
    // What is there already may be looked at while the rest is worked out.
    for (const column of working.columns) this.#builder.fill(column);
    try {
      const call = { signal, ...(onProgress ? { onProgress } : {}) };
      await this.each(call, (row, fields, unread) => (unread ? undefined : working.add(row, fields)), { settled: () => working.settled() });
      await this.finish(working, signal, sampleCount);
    } catch (error) {
      for (const column of before) this.#builder.fill(column);
      if (!(error instanceof GivenUp)) throw error;
    } finally {
      working.close();
    }
  }

  /**
   * Every record in order, a window at a time.
   * @param atOnce records of a window at most, where their bytes are not known before
   * @param settled awaited after each window
   */
  async each(
    { signal, onProgress }: PassCall,
    look: (row: SampleRow, fields: RecordFields, unread: boolean) => void,
    { atOnce = WINDOW.rows, settled }: { readonly atOnce?: number; settled?(): Promise<void> } = {},
  ): Promise<void> {
    const { sampleCount, samples } = this.#table;
    const pace = pacer();
    let total = 0;
    for (let row = 0; row < sampleCount; row++) total += samples.place.sizeOf(row);
    let done = 0;
    for (let from = 0; from < sampleCount;) {
      const rows = [from];
      let bytes = samples.place.sizeOf(from);
      const most = bytes > 0 ? SIZED_ROWS : atOnce;
      for (let row = from + 1; row < sampleCount && rows.length < most && bytes < WINDOW.bytes; row++) {
        rows.push(row);
        bytes += samples.place.sizeOf(row);
      }
      for (const [row, { fields, unread = false }] of await this.read(rows, signal)) {
        look(row, fields, unread);
        await pace();
        signal.throwIfAborted();
      }
      await settled?.();
      signal.throwIfAborted();
      from += rows.length;
      done += bytes;
      await onProgress?.(done, total);
    }
  }

  /** Puts what a pass has worked out in its place; nothing where its columns have been replaced meanwhile. */
  async finish(working: Working, signal: AbortSignal, rows = this.#table.sampleCount): Promise<void> {
    if (working.columns.some(({ name }) => this.#derived.get(name) !== working.derivation)) return;
    const breath = new Breath({ pause, shouldStop: () => signal.aborted });
    for (const column of await working.end(rows, breath)) this.place(column, rows);
  }

  /** A pass of each derivation that costs little. */
  async workings(): Promise<Working[]> {
    const all = [...new Set(this.#derived.values())].filter(({ onlyAsked }) => onlyAsked !== true);
    return Promise.all(all.map(async (derivation) => new Working(derivation, await derivation.begin())));
  }

  /** Puts a column with the values of all rows, or of the first so many, in its place. */
  place(column: ExtraColumn, rows = this.#table.sampleCount): void {
    this.#builder.fill(column);
    this.#filled.set(column.name, rows);
  }

  #pass(rows: readonly FileRows[], { signal, onProgress, tooLong }: PassCall): Parameters<RecordAccess['values']>[0] {
    return {
      files: this.#files,
      match: this.#match(),
      rows,
      signal,
      doubted: this.#checked?.rows === this.#table.sampleCount ? this.#checked.doubted : undefined,
      onProgress: nowAndThen(onProgress),
      ...(tooLong ? { tooLong } : {}),
      unreadable: (file, { code, message }) => this.#tell({ code, file: this.#files.paths[file] ?? '', values: { reason: message } }),
    };
  }
}

/** A column that waits for its values. */
function emptyColumn({ name, kind, measure }: DerivedColumn): ExtraColumn {
  const column = new ExtraColumn(name, kind, { derived: true, measure });
  column.sample(undefined);
  return column;
}

/** A pass that works columns out. */
export class Working {
  readonly derivation: Derivation;
  readonly columns: readonly ExtraColumn[];
  readonly #pass: DerivedPass;
  /** Rows of which another thread is asked. */
  #open: SampleRow[] = [];

  constructor(derivation: Derivation, pass: DerivedPass) {
    this.derivation = derivation;
    this.columns = derivation.columns.map(emptyColumn);
    this.#pass = pass;
  }

  add(row: SampleRow, fields: RecordFields): void {
    const cells = this.#pass.cells(fields);
    if (cells) this.#put(row, cells);
    else this.#open.push(row);
  }

  async settled(): Promise<void> {
    if (this.#open.length === 0) return;
    const cells = (await this.#pass.settled?.()) ?? [];
    for (const [i, row] of this.#open.entries()) this.#put(row, cells[i] ?? []);
    this.#open = [];
  }

  close(): void {
    this.#pass.close?.();
  }

  #put(row: SampleRow, cells: readonly Cell[]): void {
    for (const [i, column] of this.columns.entries()) {
      const cell = cells[i];
      if (cell !== undefined) column.add(row, cell);
    }
  }

  async end(rows: number, breath: Breath): Promise<readonly ExtraColumn[]> {
    const columns = (await this.#pass.end?.(this.columns, rows, breath)) ?? this.columns;
    for (const column of columns) column.settle();
    return columns;
  }
}

/** Told of every quarter of a megabyte, progress would cost more than what it tells of. */
function nowAndThen(tell: PassCall['onProgress']): (done: number, total: number) => Promise<void> | void {
  let next = -Infinity;
  return (done, total) => {
    const now = performance.now();
    if (!tell || (now < next && done < total)) return undefined;
    next = now + TOLD_MS;
    return tell(done, total);
  };
}

/** The rows of each file: they stand together, in the order of the file. */
function fileRows({ samples, sampleCount }: DatasetTable): FileRows[] {
  const runs: FileRows[] = [];
  const start = (row: SampleRow): number => samples.place.startOf(row);
  const size = (row: SampleRow): number => samples.place.sizeOf(row);
  const line = (row: SampleRow): number => samples.line.at(row);
  const places: FileRows['places'] = (row, count, base, into) => samples.place.copyPlaces(row, count, base, into);
  for (let first = 0; first < sampleCount;) {
    const file = samples.file.at(first);
    const end = Math.min(sampleCount, samples.file.sameUntil(first));
    if (file >= 0) runs.push({ file, first, end, start, size, line, places });
    first = end;
  }
  return runs;
}
