/** The page's window on the rows of a dataset: what is here is read at once, what is visible is fetched. */
import { Lru } from '../base/lru.ts';
import type { Query } from '../table/query.ts';
import type { EngineApi, RowCells, RowsRequest } from './protocol.ts';

const ROWS_KEPT = 4_000;

/** Which rows, under which query: passing counts depend on it. */
export interface PagesQuestion {
  readonly dataset: number;
  readonly query: Query;
}

/** What the window shows of its rows. */
export type Wanted = Pick<RowsRequest, 'columns' | 'gist'>;

interface Entry {
  readonly cells: RowCells;
  readonly generation: number;
  /** What was asked for: `keyOf`. */
  readonly wanted: string;
}

const NOTHING_MORE: Wanted = { columns: [] };

export class RowPages {
  readonly #engine: Pick<EngineApi, 'rows'>;
  #entries = new Lru<number, Entry>(ROWS_KEPT);
  readonly #listeners = new Set<() => void>();
  #question: PagesQuestion | undefined;
  #generation = 0;
  #version = 0;
  #fetching = new AbortController();
  #fetched = '';
  #arrival: Promise<void> | undefined;
  #failure: Error | undefined;
  #window: readonly number[] = [];
  /** What will be seen next, and what of it is under way. */
  #next: readonly number[] = [];
  #fetchingNext: AbortController | undefined;
  #isDrawn = false;
  #onDrawn: (() => void)[] = [];
  #wanted = NOTHING_MORE;
  #wantedKey = keyOf(NOTHING_MORE);

  constructor(engine: Pick<EngineApi, 'rows'>) {
    this.#engine = engine;
  }

  /** Changes whenever `get` may answer differently: the snapshot of `useSyncExternalStore`. */
  get version(): number {
    return this.#version;
  }

  /** Bound, so that `useSyncExternalStore(pages.subscribe, …)` works. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Another question, or the same one over more data. Cells of the same dataset stay readable until newer ones arrive, so that
   * nothing flickers; the visible window is fetched again.
   */
  reset(question: PagesQuestion | undefined): void {
    if (question?.dataset !== this.#question?.dataset) this.#clear();
    this.#question = question;
    this.#generation++;
    this.#fetched = '';
    if (this.#window.length > 0) this.show(this.#window, this.#wanted);
    this.#changed();
  }

  /** Fetches rows of a dataset that has not been drawn yet: they are there, or on their way, when somebody asks for a window. */
  foresee(rows: readonly number[] | Uint32Array): void {
    if (this.#window.length === 0) this.show(rows);
  }

  /** Resolves when a view has drawn rows of the dataset at hand: that they are here says nothing of when the page finds the time. */
  drawn(): Promise<void> {
    return this.#isDrawn ? Promise.resolve() : new Promise((resolve) => this.#onDrawn.push(resolve));
  }

  /** A view tells that it has drawn rows that are here. */
  tellDrawn(): void {
    this.#isDrawn = true;
    for (const tell of this.#onDrawn.splice(0)) tell();
  }

  /** What is known of a row now; `undefined` while it is on its way. */
  get(row: number): RowCells | undefined {
    return this.#entries.get(row)?.cells;
  }

  /** Whether rows of the window are not here yet, or not current. */
  get busy(): boolean {
    return !this.has(this.#window, this.#wanted);
  }

  /** Whether all of these rows are here and current; else `aria-busy`. A view is drawn before it tells its window by `show`. */
  has(rows: readonly number[] | Uint32Array, wanted = NOTHING_MORE): boolean {
    const key = keyOf(wanted);
    return rows.every((row) => this.#isCurrent(row, key));
  }

  /** Why the last fetch failed, until one succeeds. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /**
   * The rows that are visible now, and what they need beyond the usual. What is missing is fetched; an older fetch is aborted.
   * @param next rows that will be seen if whoever scrolls goes on: fetched when the visible ones are here, and drawn at once when they come into sight
   */
  show(rows: readonly number[] | Uint32Array, wanted = NOTHING_MORE, next: readonly number[] | Uint32Array = []): void {
    this.#window = [...rows];
    this.#next = [...next];
    this.#wanted = wanted;
    this.#wantedKey = keyOf(wanted);
    const missing = this.#window.filter((row) => !this.#isCurrent(row));
    const key = `${this.#generation}:${this.#wantedKey}:${missing.join(',')}`;
    if (missing.length === 0) this.#fetchNext();
    if (missing.length === 0 || key === this.#fetched || !this.#question) return;
    this.#fetching.abort();
    this.#fetchingNext?.abort();
    this.#fetchingNext = undefined;
    this.#fetching = new AbortController();
    this.#fetched = key;
    const [question, generation, { signal }] = [this.#question, this.#generation, this.#fetching];
    this.#arrival = new Promise((resolve) => {
      void this.#fetch(question, missing, wanted, generation, signal, resolve);
    });
  }

  /**
   * Fetches the rows of a window that is about to take the place of the present one, with what that one shows of its rows.
   * @returns when they are here or have failed; undefined: none is missing
   */
  approach(rows: Uint32Array): Promise<void> | undefined {
    this.show(rows, this.#wanted);
    return this.busy ? this.#arrival : undefined;
  }

  async #fetch(
    { dataset, query }: PagesQuestion,
    rows: number[],
    wanted: Wanted,
    generation: number,
    signal: AbortSignal,
    arrived: () => void,
  ): Promise<void> {
    try {
      const cells = await this.#engine.rows({ dataset, query, rows: Uint32Array.from(rows), ...wanted }, { signal });
      if (signal.aborted || generation !== this.#generation) return;
      this.#keep(cells, wanted, generation);
      this.#failure = undefined;
      // First: who waits for the rows draws what the others are told of with them.
      arrived();
      this.#changed();
      this.#fetchNext();
    } catch (error) {
      if (signal.aborted) return;
      // Asked again with the next window or question, not at once: what failed now would fail in a loop.
      this.#failure = error instanceof Error ? error : new Error(String(error));
      arrived();
      this.#changed();
    }
  }

  /** Fetches what comes next, one request at a time. Nobody sees it yet: nobody is told, and what fails is asked for when it is in sight. */
  #fetchNext(): void {
    const question = this.#question;
    const rows = this.#next.filter((row) => !this.#isCurrent(row));
    if (this.#fetchingNext || !question || rows.length === 0) return;
    const mine = (this.#fetchingNext = new AbortController());
    const [wanted, generation] = [this.#wanted, this.#generation];
    this.#engine.rows({ ...question, rows: Uint32Array.from(rows), ...wanted }, { signal: mine.signal }).then(
      (cells) => {
        if (this.#fetchingNext !== mine) return;
        this.#fetchingNext = undefined;
        if (generation === this.#generation) this.#keep(cells, wanted, generation);
        // Whoever scrolled on wants others by now.
        if (cells.length === rows.length) this.#fetchNext();
      },
      () => {
        if (this.#fetchingNext === mine) this.#fetchingNext = undefined;
      },
    );
  }

  #keep(cells: readonly RowCells[], wanted: Wanted, generation: number): void {
    const key = keyOf(wanted);
    for (const cell of cells) this.#entries.set(cell.row, { cells: cell, generation, wanted: key });
  }

  #isCurrent(row: number, wanted = this.#wantedKey): boolean {
    const entry = this.#entries.get(row);
    return entry !== undefined && entry.generation === this.#generation && entry.wanted === wanted;
  }

  #clear(): void {
    this.#fetching.abort();
    this.#fetchingNext?.abort();
    this.#fetchingNext = undefined;
    this.#next = [];
    this.#entries = new Lru(ROWS_KEPT);
    this.#window = [];
    this.#isDrawn = false;
  }

  #changed(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}

function keyOf({ columns, gist = false }: Wanted): string {
  return `${gist}\n${columns.join('\n')}`;
}
