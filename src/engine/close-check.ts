/** A look at annotations that the index walked over in haste: whether every value of them is what it claims to be. */
import { assert } from '../base/assert.ts';
import { pacer } from '../base/pause.ts';
import type { FileSet } from '../files/file-set.ts';
import type { Format, Match, PlacedAnnotations, Sink } from '../formats/format.ts';
import type { Problem } from '../model/problem.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import type { FileAccounts } from './accounts.ts';
import { ProblemStore } from './problem-store.ts';

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
    // Told when all is known: a look that was stopped begins anew. In columns until then: every record may be rejected.
    const rejected = new ProblemStore();
    const others = new ProblemStore();
    const later: Sink = {
      ...sink,
      reject: (file, at, problem) => rejected.add({ ...problem, file: files.paths[file] ?? '', at }),
      problem: (problem) => others.add(problem),
    };
    let isDone = false;
    try {
      await format.check(files, match, rows, later, signal, onProgress);
      isDone = true;
      await eachProblem(rejected, ({ file: path = '', at, ...problem }) => {
        const file = files.indexOf(path);
        assert(file !== undefined && at !== undefined, 'what was rejected is told with its place');
        accounts.takeBackAnnotation(file);
        sink.reject(file, at, problem);
      });
      await eachProblem(others, (problem) => sink.problem(problem));
    } finally {
      this.#state = isDone ? 'done' : 'not yet';
    }
  }
}

/** Problems that are made at once of what is kept of them. */
const MADE_AT_ONCE = 256;

/** All of them, code by code, with turns for others, to the end. */
async function eachProblem(problems: ProblemStore, each: (problem: Problem) => void): Promise<void> {
  const pace = pacer();
  for (const code of problems.found) {
    for (let from = 0; from < problems.count(code); from += MADE_AT_ONCE) {
      for (const problem of problems.page(code, from, from + MADE_AT_ONCE).problems) each(problem);
      await pace();
    }
  }
}
