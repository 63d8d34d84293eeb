/**
 * Passes over the files of plain records: the check of every record after the index, columns made when a question needs them, searches,
 * and the records of a window.
 */
import type { TextPattern } from '../base/text-pattern.ts';
import type { FileSet } from '../files/file-set.ts';
import type { Cell, Match, Sink } from '../formats/format.ts';
import { cellOf } from '../formats/record-cells.ts';
import type { FileRows, RecordAccess, RecordFields, ShownRecord } from '../formats/record-container.ts';
import type { ByteRange, SampleRow } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { MAX_EXTRA_COLUMNS, type Builder } from '../table/builder.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { ExtraColumn } from '../table/extra-column.ts';

/** Records of at most so many bytes have all their columns filled while they are checked. */
const FILLED_BYTES = 64 << 20;
/** Rows and bytes of records that are read at once to work a column out; a longer record is read alone. */
const WINDOW = { rows: 1024, bytes: 8 << 20 };

export interface PassCall {
  readonly signal: AbortSignal;
  /** Bytes done of all. */
  onProgress?(done: number, total: number): Promise<void> | void;
}

export class RecordPasses {
  readonly #access: RecordAccess;
  readonly #files: FileSet;
  readonly #match: () => Match;
  readonly #builder: Builder;
  readonly #tell: (problem: Problem) => void;
  /** Rows that a column has the values of, where the dataset may have grown since. */
  readonly #filled = new Map<string, number>();
  /** Columns that are no field: what each makes of a record. */
  readonly #derived = new Map<string, (fields: RecordFields) => Cell>();
  #filling: Promise<void> | undefined;

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

  /** Looks at every record in full and tells its problems; fills the columns where there is little to read. */
  async check(sink: Sink, hasTold: () => boolean, call: PassCall): Promise<void> {
    const rows = fileRows(this.#table);
    const bytes =
      (await this.#access.bytes?.(this.#files, this.#match())) ??
      rows.reduce((sum, { first, end, start, size }) => sum + start(end - 1) + size(end - 1) - start(first), 0);
    if (bytes > FILLED_BYTES) {
      await this.#access.check(this.#pass(rows, call), sink);
      return;
    }
    const columns = new Map([...this.#table.extra.values()].filter(({ lazy }) => lazy).map(({ name }) => [name, new ExtraColumn(name)]));
    await this.#access.check(this.#pass(rows, call), sink, (row, fields) => {
      for (const name of Object.keys(fields)) {
        const cell = cellOf(fields[name]);
        if (cell === undefined) continue;
        let column = columns.get(name);
        if (!column) {
          if (columns.size >= MAX_EXTRA_COLUMNS) {
            if (!hasTold()) sink.problem({ code: 'columns-many', file: this.#pathOf(row), values: { limit: MAX_EXTRA_COLUMNS } });
            continue;
          }
          columns.set(name, (column = new ExtraColumn(name)));
        }
        column.add(row, cell);
      }
      for (const [name, derive] of this.#derived) {
        const cell = derive(fields);
        if (cell !== undefined) columns.get(name)?.add(row, cell);
      }
    });
    for (const column of columns.values()) this.#place(column);
  }

  /** A column that is worked out from whole records when a question needs it; what it was before is forgotten. Its samples are the caller's to give. */
  derive(name: string, cell: (fields: RecordFields) => Cell): void {
    this.#builder.fill(lazyColumn(name));
    this.#filled.delete(name);
    this.#derived.set(name, cell);
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

  /** Records with a match; `found` is told as they are found. */
  search(pattern: TextPattern, field: string | undefined, found: (row: SampleRow, matches: number) => void, call: PassCall): Promise<void> {
    return this.#access.search(this.#pass(fileRows(this.#table), call), pattern, field, found);
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
    const derive = this.#derived.get(name);
    if (derive) {
      await this.#workOut(column, derive, call);
      return;
    }
    await this.#access.values(this.#pass(rows, call), name, (row, cell) => {
      if (cell !== undefined) column.add(row, cell);
    });
    this.#place(column, rows.at(-1)?.end);
  }

  async #workOut(column: ExtraColumn, derive: (fields: RecordFields) => Cell, { signal, onProgress }: PassCall): Promise<void> {
    const { sampleCount, samples } = this.#table;
    for (let from = 0; from < sampleCount;) {
      const rows = [from];
      let bytes = samples.size.at(from);
      for (let row = from + 1; row < sampleCount && rows.length < WINDOW.rows && bytes < WINDOW.bytes; row++) {
        rows.push(row);
        bytes += samples.size.at(row);
      }
      for (const [row, { fields }] of await this.read(rows, signal)) {
        const cell = derive(fields);
        if (cell !== undefined) column.add(row, cell);
      }
      from += rows.length;
      await onProgress?.(from, sampleCount);
    }
    this.#place(column, sampleCount);
  }

  #place(column: ExtraColumn, rows = this.#table.sampleCount): void {
    this.#builder.fill(column);
    this.#filled.set(column.name, rows);
  }

  #pass(rows: readonly FileRows[], { signal, onProgress }: PassCall): Parameters<RecordAccess['values']>[0] {
    return {
      files: this.#files,
      match: this.#match(),
      rows,
      signal,
      onProgress: (done, total) => onProgress?.(done, total),
      unreadable: (file, { code, message }) => this.#tell({ code, file: this.#files.paths[file] ?? '', values: { reason: message } }),
    };
  }

  #pathOf(row: SampleRow): string {
    return this.#files.paths[this.#table.samples.file.at(row)] ?? '';
  }
}

function lazyColumn(name: string): ExtraColumn {
  const column = new ExtraColumn(name);
  column.sample(undefined);
  return column;
}

/** The rows of each file: they stand together, in the order of the file. */
function fileRows({ samples, sampleCount }: DatasetTable): FileRows[] {
  const runs: FileRows[] = [];
  const start = (row: SampleRow): number => samples.start.at(row);
  const size = (row: SampleRow): number => samples.size.at(row);
  const line = (row: SampleRow): number => samples.line.at(row);
  for (let first = 0; first < sampleCount;) {
    const file = samples.file.at(first);
    let end = first + 1;
    while (end < sampleCount && samples.file.at(end) === file) end += 1;
    if (file >= 0) runs.push({ file, first, end, start, size, line });
    first = end;
  }
  return runs;
}
