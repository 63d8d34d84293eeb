/** A look at annotations that the index walked over in haste: whether every value of them is what it claims to be. */
import type { FileSet } from '../files/file-set.ts';
import type { Format, Match, PlacedAnnotations, Sink } from '../formats/format.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import type { FileAccounts } from './accounts.ts';

/** What is looked at, and who hears of it. */
export interface CloseLook {
  readonly format: Format;
  readonly match: Match;
  readonly files: FileSet;
  readonly table: DatasetTable;
  readonly accounts: FileAccounts;
  readonly sink: Sink;
}

/** Of one dataset: made once, to its end. */
export class CloseCheck {
  #state: 'not yet' | 'going on' | 'done' = 'not yet';

  /** Whether nobody looks, or has looked. */
  get isDue(): boolean {
    return this.#state === 'not yet';
  }

  /** Does nothing where the format has no such check, or it was made. Rejects with a `ReadError`, and when aborted. */
  async run(
    { format, match, files, table: { annotations }, accounts, sink }: CloseLook,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<void> {
    if (!format.check || !this.isDue) return;
    this.#state = 'going on';
    const rows: PlacedAnnotations = {
      count: annotations.length,
      file: (row) => annotations.file.at(row),
      start: (row) => annotations.place.startOf(row),
      size: (row) => annotations.place.sizeOf(row),
      sample: (row) => annotations.sample.at(row),
    };
    // Told when all is known: a look that was stopped begins anew.
    const told: (() => void)[] = [];
    const later: Sink = {
      ...sink,
      reject: (file, at, problem) =>
        told.push(() => {
          accounts.takeBackAnnotation(file);
          sink.reject(file, at, problem);
        }),
      problem: (problem) => told.push(() => sink.problem(problem)),
    };
    let isDone = false;
    try {
      await format.check(files, match, rows, later, signal, onProgress);
      isDone = true;
      for (const tell of told) tell();
    } finally {
      this.#state = isDone ? 'done' : 'not yet';
    }
  }
}
