/** Searches in the texts of a dataset's records: what was found is kept, what is being found can be looked at. */
import { Bitset } from '../base/bitset.ts';
import { Growable } from '../base/growable.ts';
import { Lru } from '../base/lru.ts';
import type { TextPattern } from '../base/text-pattern.ts';
import type { SampleRow } from '../model/dataset.ts';
import { columnOfField } from '../table/query-normal.ts';
import { speakerOf } from '../table/query-speaker.ts';
import type { Dataset } from './dataset.ts';
import { SLOW, TooSlow, type SpawnExpression } from './expressions.ts';

/** Bytes of searches that are kept. */
const KEPT_BYTES = 48 << 20;
/** Rows found so far are shown after so many milliseconds, then ever more rarely. */
const FIRST_LOOK_MS = 150;
const LOOKS_GROW_BY = 1.6;

/** What a search found. */
export class Found {
  readonly rows: Bitset;
  /** Records that an expression took too long in: nothing is known of them. */
  slow = 0;
  /** It took too long so often that the other records were not looked at. */
  gaveUp = false;
  /** Records that are too long to be searched: nothing is known of them. */
  tooLong = 0;
  readonly #matches = new Growable(Uint32Array);

  constructor(rows = 0) {
    this.rows = new Bitset(rows);
  }

  add(row: SampleRow, matches: number): void {
    if (matches === SLOW) this.slow += 1;
    else {
      this.rows.add(row);
      this.#matches.set(row, matches);
    }
  }

  has(row: SampleRow): boolean {
    return this.rows.has(row);
  }

  /** Matches in the record of a row. */
  matchesIn(row: SampleRow): number {
    return this.#matches.at(row);
  }

  get bytes(): number {
    return this.rows.bytes + this.#matches.bytes;
  }
}

export type RowsOf = (pattern: TextPattern, field?: string) => Found | undefined;

export class TextSearches {
  readonly #dataset: Dataset;
  readonly #spawn: SpawnExpression | undefined;
  /** By search, of the whole dataset; searches of a part of it are not kept. */
  readonly #kept = new Lru<string, Found>(KEPT_BYTES, ({ bytes }) => bytes);
  /** What was found so far by searches that are under way. */
  readonly #running = new Map<string, { readonly found: Found; done: number; total: number }>();

  constructor(dataset: Dataset, spawn?: SpawnExpression) {
    this.#dataset = dataset;
    this.#spawn = spawn;
  }

  /** The rows whose record matches; `undefined`: samples are no records. @param field as the query calls the column */
  async rows(
    pattern: TextPattern,
    field: string | undefined,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<Found | undefined> {
    const { records, complete, table } = this.#dataset;
    if (!records) return undefined;
    const key = this.#keyOf(pattern, field);
    const known = this.#kept.get(key);
    if (known) return known;
    const found = new Found(table.sampleCount);
    const state = { found, done: 0, total: 0 };
    this.#running.set(key, state);
    const report = (done: number, total: number): void => {
      state.done = done;
      state.total = total;
      onProgress(done, total);
    };
    try {
      const call = { signal, onProgress: report, tooLong: () => (found.tooLong += 1) };
      const speaker = speakerOf(field);
      const among = speaker === undefined ? undefined : await this.#dataset.text.saidBy(speaker, pattern);
      await records.search(
        pattern,
        speaker === undefined ? columnOf(field) : undefined,
        (row, matches) => found.add(row, matches),
        call,
        this.#spawn,
        among,
      );
    } catch (error) {
      if (!(error instanceof TooSlow)) throw error;
      found.slow += 1;
      found.gaveUp = true;
    } finally {
      if (this.#running.get(key) === state) this.#running.delete(key);
    }
    if (complete) this.#kept.set(key, found);
    return found;
  }

  /** What is known of a search that has been made. */
  known(pattern: TextPattern, field: string | undefined): Found | undefined {
    return this.#kept.get(this.#keyOf(pattern, field));
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
      const found = running.reduce((sum, search) => sum + search.found.rows.size, 0);
      if (isDone || found === before) continue;
      before = found;
      const [first] = running;
      await look((pattern, field) => this.#soFar(pattern, field), { done: first?.done ?? 0, total: first?.total ?? 0 });
    }
  }

  /** Read by another schema, a record has other texts. */
  #keyOf({ how, text, flags = '' }: TextPattern, field: string | undefined): string {
    const speaker = speakerOf(field);
    return JSON.stringify([how, text, flags, columnOf(field), speaker, speaker && this.#dataset.text.texts?.version]);
  }

  #soFar(pattern: TextPattern, field: string | undefined): Found | undefined {
    const key = this.#keyOf(pattern, field);
    return this.#kept.get(key) ?? this.#running.get(key)?.found ?? new Found();
  }
}

/** A search of names looks in all of the record: what names it stands there. */
function columnOf(field: string | undefined): string | undefined {
  return field === undefined ? undefined : columnOfField(field);
}
