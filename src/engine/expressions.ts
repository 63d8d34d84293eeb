/**
 * Regular expressions on texts where they may take long: in a worker of its own. A backtracking matcher cannot be stopped, and one that never ends
 * (`(a+)+$` on a row of a's) would take with it whatever else its thread has to do.
 */
import { costOf, isQuickOn, type ExpressionCost } from '../base/expression-cost.ts';
import { connect, type Endpoint } from '../base/rpc.ts';
import { textMatcher, type TextPattern } from '../base/text-pattern.ts';
import type { ValueSearch } from '../formats/record-container.ts';
import { eachText, type SearchAmong, type TextsOf } from '../formats/record-search.ts';
import type { SampleRow } from '../model/dataset.ts';
import type { ExpressionApi } from './expression-api.ts';

/** What is used of a Worker. */
export interface ExpressionWorker extends Endpoint {
  terminate(): void;
}

/** Starts one; absent where there are no workers (Node): then all is looked at in this thread. */
export type SpawnExpression = () => ExpressionWorker;

/** An expression took too long so often that looking on makes no sense. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** Milliseconds for many records, then for each of them alone. */
const BATCH_MS = 1000;
const RECORD_MS = 500;
/** Records that an expression took too long in, until it is given up. */
const MOST_SLOW = 5;
/** Too long a look: what is there instead of a number of matches. */
export const SLOW = -1;

/** Counts matches of one expression. `end` it when done. */
export class ExpressionCounter {
  readonly #pattern: TextPattern;
  readonly #spawn: SpawnExpression;
  readonly #signal: AbortSignal;
  #worker: { readonly worker: ExpressionWorker; readonly api: ExpressionApi } | undefined;
  #slow = 0;

  constructor(pattern: TextPattern, spawn: SpawnExpression, signal: AbortSignal) {
    this.#pattern = pattern;
    this.#spawn = spawn;
    this.#signal = signal;
  }

  /** Matches in the texts of each record, or `SLOW`. Rejects with `TooSlow` where that comes too often. */
  async count(records: readonly (readonly string[])[]): Promise<readonly number[]> {
    const counts = await this.#within(records, BATCH_MS);
    if (counts) return counts;
    const each: number[] = [];
    for (const record of records) {
      const [matches] = (await this.#within([record], RECORD_MS)) ?? [SLOW];
      if (matches === SLOW && ++this.#slow >= MOST_SLOW) throw new TooSlow(`${MOST_SLOW} records took longer than ${RECORD_MS} ms`);
      each.push(matches ?? 0);
    }
    return each;
  }

  end(): void {
    this.#worker?.worker.terminate();
    this.#worker = undefined;
  }

  /** `undefined`: it took longer, and the worker has been ended. */
  async #within(records: readonly (readonly string[])[], milliseconds: number): Promise<readonly number[] | undefined> {
    const { api } = (this.#worker ??= this.#started());
    await api.start({});
    const over = new AbortController();
    const enough = new Promise<undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), milliseconds);
      over.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    try {
      const counts = await Promise.race([api.count({ pattern: this.#pattern, records }, { signal: this.#signal }), enough]);
      if (!counts) this.end();
      return counts;
    } finally {
      over.abort();
    }
  }

  #started(): { readonly worker: ExpressionWorker; readonly api: ExpressionApi } {
    const worker = this.#spawn();
    return { worker, api: connect<ExpressionApi>(['start', 'count'], worker).api };
  }
}

/** A search in the values of records by an expression: here where that is surely quick, else elsewhere. */
export class ExpressionSearch implements ValueSearch {
  readonly pattern: TextPattern;
  readonly field: string | undefined;
  readonly sieve?: NonNullable<ValueSearch['sieve']>;
  readonly #texts: TextsOf;
  readonly #counter: ExpressionCounter;
  readonly #cost: ExpressionCost;
  readonly #count: (text: string) => number;
  readonly #found: (row: SampleRow, matches: number) => void;
  #waiting: { readonly row: SampleRow; readonly texts: readonly string[] }[] = [];

  /** @param found hears of records with matches, and of `SLOW` ones */
  constructor(
    pattern: TextPattern,
    field: string | undefined,
    counter: ExpressionCounter,
    found: (row: SampleRow, matches: number) => void,
    among?: SearchAmong,
  ) {
    if (among) this.sieve = among.sieve;
    this.#texts = among?.texts ?? ((fields, visit) => eachText(fields, field, visit));
    this.pattern = pattern;
    this.field = field;
    this.#counter = counter;
    this.#found = found;
    this.#cost = costOf(pattern.text);
    this.#count = textMatcher(pattern).count;
  }

  judge(row: SampleRow, fields: Parameters<ValueSearch['judge']>[1]): void {
    const texts: string[] = [];
    this.#texts(fields, (text) => texts.push(text));
    if (!texts.every((text) => isQuickOn(this.#cost, text))) this.#waiting.push({ row, texts });
    else {
      const matches = texts.reduce((sum, text) => sum + this.#count(text), 0);
      if (matches > 0) this.#found(row, matches);
    }
  }

  async settled(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const records = this.#waiting;
    this.#waiting = [];
    const counts = await this.#counter.count(records.map(({ texts }) => texts));
    for (const [i, { row }] of records.entries()) if ((counts[i] ?? 0) !== 0) this.#found(row, counts[i] ?? 0);
  }
}
