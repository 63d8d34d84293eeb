/** Searches in the texts of a dataset's records: what was found is kept, what is being found can be looked at. */
import { Bitset } from '../base/bitset.ts';
import { Lru } from '../base/lru.ts';
import type { TextPattern } from '../base/text-pattern.ts';
import { columnOfField } from '../table/query-normal.ts';
import type { Dataset } from './dataset.ts';

const KEPT = 16;
/** Rows found so far are shown after so many milliseconds, then ever more rarely. */
const FIRST_LOOK_MS = 150;
const LOOKS_GROW_BY = 1.6;

export type RowsOf = (pattern: TextPattern, field?: string) => Bitset | undefined;

export class TextSearches {
  readonly #dataset: Dataset;
  /** Rows by search, of the whole dataset; searches of a part of it are not kept. */
  readonly #kept = new Lru<string, Bitset>(KEPT);
  /** Rows found so far by searches that are under way. */
  readonly #running = new Map<string, { readonly found: Bitset; done: number; total: number }>();

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  /** The rows whose record matches; `undefined`: samples are no records. @param field as the query calls the column */
  async rows(
    pattern: TextPattern,
    field: string | undefined,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<Bitset | undefined> {
    const { records, complete, table } = this.#dataset;
    if (!records) return undefined;
    const key = keyOf(pattern, field);
    const known = this.#kept.get(key);
    if (known) return known;
    const found = new Bitset(table.sampleCount);
    const state = { found, done: 0, total: 0 };
    this.#running.set(key, state);
    try {
      await records.search(pattern, columnOf(field), (row) => found.add(row), {
        signal,
        onProgress: (done, total) => {
          state.done = done;
          state.total = total;
          onProgress(done, total);
        },
      });
    } finally {
      if (this.#running.get(key) === state) this.#running.delete(key);
    }
    if (complete) this.#kept.set(key, found);
    return found;
  }

  /** Until `answer` is there: calls `look` now and then with what has been found so far. A failure is the answer's to tell. */
  async whileRunning(
    answer: Promise<unknown>,
    look: (rowsSoFar: RowsOf, progress: { readonly done: number; readonly total: number }) => Promise<void>,
  ): Promise<void> {
    let isDone = false;
    const end = answer.then(
      () => (isDone = true),
      () => (isDone = true),
    );
    let before = 0;
    for (let wait = FIRST_LOOK_MS; !isDone; wait *= LOOKS_GROW_BY) {
      await Promise.race([end, new Promise((resolve) => setTimeout(resolve, wait))]);
      const running = [...this.#running.values()];
      const found = running.reduce((sum, search) => sum + search.found.size, 0);
      if (isDone || found === before) continue;
      before = found;
      const [first] = running;
      await look((pattern, field) => this.#soFar(pattern, field), { done: first?.done ?? 0, total: first?.total ?? 0 });
    }
  }

  #soFar(pattern: TextPattern, field: string | undefined): Bitset | undefined {
    const key = keyOf(pattern, field);
    return this.#kept.get(key) ?? this.#running.get(key)?.found ?? new Bitset();
  }
}

/** A search of names looks in all of the record: what names it stands there. */
function columnOf(field: string | undefined): string | undefined {
  return field === undefined ? undefined : columnOfField(field);
}

function keyOf({ how, text, flags = '' }: TextPattern, field: string | undefined): string {
  return JSON.stringify([how, text, flags, columnOf(field)]);
}
