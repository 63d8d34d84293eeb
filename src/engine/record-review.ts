/**
 * One look at every record of a dataset in full, from its first to its last: their problems, the values of all columns, which schema each
 * follows, the media that they name. It can be stopped, and goes on where it was.
 */
import type { Sink } from '../formats/format.ts';
import { cellOf } from '../formats/record-cells.ts';
import type { RecordFields } from '../formats/record-container.ts';
import type { SampleRow } from '../model/dataset.ts';
import { MAX_EXTRA_COLUMNS } from '../table/builder.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { ExtraColumn } from '../table/extra-column.ts';
import type { EachRecord, PassCall, RecordPasses, Working } from './record-passes.ts';

/** Records of at most so many bytes have all their columns filled. */
export const FILLED_BYTES = 64 << 20;
/** Records of at most so many bytes have also the columns filled that are worked out from their texts. */
const WORKED_OUT_BYTES = 8 << 20;

export interface ReviewParts {
  readonly records: RecordPasses;
  readonly table: DatasetTable;
  /** Path of the file that a record stands in. */
  readonly pathOf: (row: SampleRow) => string;
  /** Whether it was told that there are more columns than are shown. */
  readonly hasTold: () => boolean;
  /** Gets every record that could be read, once. Absent: nobody needs them. */
  readonly look: EachRecord | undefined;
}

export class RecordReview {
  readonly #parts: ReviewParts;
  readonly #columns: Map<string, ExtraColumn>;
  readonly #workings: readonly Working[];
  /** Columns are read one by one: much less than all records in full, where these are rows of a table that say nothing else. */
  readonly #byColumn: boolean;
  /** Rows before this one were looked at by all … */
  #next: SampleRow = 0;
  /** … and those before this one were told of. */
  #seen: SampleRow = 0;

  private constructor(parts: ReviewParts, workings: readonly Working[]) {
    const lazy = [...parts.table.extra.values()].filter((column) => column.lazy && !column.derived);
    this.#parts = parts;
    this.#workings = workings;
    this.#byColumn = parts.look === undefined && workings.length === 0 && parts.records.areTable;
    this.#columns = new Map(this.#byColumn ? [] : lazy.map(({ name }) => [name, new ExtraColumn(name)]));
  }

  static async begin(parts: ReviewParts): Promise<RecordReview> {
    const { records } = parts;
    return new RecordReview(parts, (await records.bytes()) > WORKED_OUT_BYTES ? [] : await records.workings());
  }

  /** Goes on to the last record, and puts the columns in their places. Rejects when aborted. */
  async run(sink: Sink, call: PassCall): Promise<void> {
    const { records, table } = this.#parts;
    const seen = (end: SampleRow): void => {
      this.#seen = end;
    };
    const each: EachRecord = (row, fields) => this.#look(row, fields, sink);
    const from = this.#seen;
    if (this.#byColumn) {
      const lazy = [...table.extra.values()].filter((column) => column.lazy && !column.derived);
      const steps = stepsOf(call, lazy.length + 1);
      await records.check(sink, steps(0), { each, among: 'doubted', from, seen });
      for (const [i, { name }] of lazy.entries()) await records.ready([name], steps(i + 1));
    } else await records.check(sink, call, { each, from, seen });
    for (const column of this.#columns.values()) {
      // Whoever could not wait for it has it.
      if (table.extra.get(column.name)?.lazy !== false) records.place(column);
    }
    for (const working of this.#workings) await records.finish(working, call.signal);
  }

  #look(row: SampleRow, fields: RecordFields, sink: Sink): void {
    if (row < this.#next) return;
    this.#next = row + 1;
    for (const name of Object.keys(fields)) {
      const cell = cellOf(fields[name]);
      if (cell !== undefined) this.#columnOf(name, row, sink)?.add(row, cell);
    }
    for (const working of this.#workings) working.add(row, fields);
    this.#parts.look?.(row, fields);
  }

  /** Undefined: it gets none. */
  #columnOf(name: string, row: SampleRow, sink: Sink): ExtraColumn | undefined {
    const known = this.#columns.get(name);
    if (known) return known;
    const { table, hasTold, pathOf } = this.#parts;
    const there = table.extra.get(name);
    if (there?.derived === true || there?.lazy === false || (there && this.#byColumn)) return undefined;
    if (this.#columns.size >= MAX_EXTRA_COLUMNS) {
      if (!hasTold()) sink.problem({ code: 'columns-many', file: pathOf(row), values: { limit: MAX_EXTRA_COLUMNS } });
      return undefined;
    }
    const column = new ExtraColumn(name);
    this.#columns.set(name, column);
    return column;
  }
}

/** Calls of passes that are so many steps of one, each over all bytes. */
function stepsOf({ onProgress, ...call }: PassCall, steps: number): (step: number) => PassCall {
  if (!onProgress) return () => call;
  return (step) => ({ ...call, onProgress: (done, total) => onProgress((step * total + done) / steps, total) });
}
