/** What the texts of the records that pass are like: measured where they are not yet, then looked through for their terms. */
import { pacer } from '../base/pause.ts';
import { Lru } from '../base/lru.ts';
import type { TextMeasure } from '../model/dataset.ts';
import { askingOf, type QueryContext } from '../table/context.ts';
import { evaluate } from '../table/evaluate.ts';
import { facets } from '../table/facet.ts';
import { histogram } from '../table/histogram.ts';
import { measureStats } from '../table/measure-stats.ts';
import { passingRows } from '../table/passing.ts';
import { fieldOfColumn } from '../table/query-normal.ts';
import { printQuery } from '../table/query-text.ts';
import type { Query } from '../table/query.ts';
import type { Dataset } from './dataset.ts';
import { plainHistogram } from './plain-histogram.ts';
import type { Call, NumberProfile, ProfileProgress, SplitProfile, TextProfile, ValueProfile } from './protocol.ts';
import { TermCounter } from './text-terms.ts';

type Terms = NonNullable<TextProfile['terms']>;

const TERMS = 120;
/** Terms of so many queries are remembered. */
const KEPT = 12;
/** What is known so far is told after so many milliseconds, then ever more rarely. */
const FIRST_LOOK_MS = 250;
const LOOKS_GROW_BY = 1.5;
/** Records that are read at once for their terms: rows, bytes. */
const WINDOW = { rows: 512, bytes: 1 << 20 };
/** Values of a kind that are told. */
const VALUES = 40;
/** Splits that are told apart. */
const SPLITS = 12;

/** `ready`: what is awaited of columns that are not there yet, in place of their values. */
type ContextOf = (ready?: () => Promise<void>) => QueryContext;

export class TextProfiles {
  readonly #dataset: Dataset;
  readonly #terms = new Lru<string, Terms>(KEPT);

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  async profile(
    query: Query,
    contextOf: ContextOf,
    { signal = new AbortController().signal, onProgress }: Call<ProfileProgress>,
  ): Promise<TextProfile> {
    const { table, records } = this.#dataset;
    const columns = table.measures.filter(({ measure }) => measure !== 'tokens').map(({ name }) => name);
    if (table.measures.some(({ lazy, measure }) => lazy === true && measure !== 'tokens')) {
      let state = { done: 0, total: 0 };
      const measuring = records?.ready(columns, {
        signal,
        onProgress: (done, total) => {
          state = { done, total };
          onProgress?.({ phase: 'texts', done, total });
        },
      });
      await whileRunning(Promise.resolve(measuring), signal, async () => {
        const profile = await this.#measured(
          query,
          contextOf(() => Promise.resolve()),
          true,
        );
        onProgress?.({ phase: 'texts', ...state, profile });
      });
    }
    signal.throwIfAborted();
    const profile = await this.#measured(query, contextOf(), false);
    const tell = (terms: Terms): void =>
      onProgress?.({ phase: 'terms', done: terms.looked, total: profile.records, profile: { ...profile, terms } });
    tell({ looked: 0, top: [] });
    return { ...profile, terms: await this.#termsOf(query, contextOf(), signal, tell) };
  }

  /** @param isPart not all records are measured yet */
  async #measured(query: Query, context: QueryContext, isPart: boolean): Promise<TextProfile> {
    const { table } = this.#dataset;
    const asking = askingOf(table, context);
    const { breath } = asking;
    const rows = passingRows(await evaluate(asking, query));
    const measures = table.measures.filter(({ measure, lazy }) => measure !== undefined && (measure !== 'tokens' || lazy !== true));
    const numbersOf = (wanted: TextMeasure): ((row: number) => number) => {
      const name = measures.find(({ measure }) => measure === wanted)?.name;
      return (name === undefined ? undefined : table.extra.get(name)?.numbers()) ?? (() => Number.NaN);
    };
    const characters = numbersOf('characters');
    const copies = numbersOf('copies');
    const count = (of: Uint32Array, test: (row: number) => boolean): number => of.reduce((sum, row) => sum + Number(test(row)), 0);
    const duplicatesOf = (of: Uint32Array): number | undefined => (isPart ? undefined : count(of, (row) => copies(row) > 1));

    const numbers: NumberProfile[] = [];
    const values: ValueProfile[] = [];
    for (const { name, kind, measure } of measures) {
      if (measure === undefined || measure === 'copies') continue;
      const field = fieldOfColumn(name);
      if (kind === 'number') {
        const stats = await measureStats(rows, numbersOf(measure), breath);
        numbers.push({ measure, field, stats, histogram: plainHistogram(field, await histogram(table, query, field, context)) });
      } else {
        const [facet] = await facets(table, query, context, [field]);
        const own = (facet?.values ?? []).map(({ value, samples, annotations, totalSamples, totalAnnotations }) => ({
          value,
          samples,
          annotations,
          allSamples: totalSamples,
          allAnnotations: totalAnnotations,
        }));
        // Records that are not measured yet are no value.
        const known = isPart ? own.filter(({ value }) => value !== '') : own;
        values.push({ measure, field, values: known.toSorted((a, b) => b.allSamples - a.allSamples).slice(0, VALUES) });
      }
    }
    const splits: SplitProfile[] = [];
    const { split } = table.samples;
    for (const [code, name] of split.values.slice(0, SPLITS + 1).entries()) {
      const own = rows.filter((row) => split.codes.at(row) === code);
      if (own.length === 0) continue;
      const medians: Partial<Record<TextMeasure, number>> = {};
      for (const { measure } of numbers) {
        const median = (await measureStats(own, numbersOf(measure), breath))?.median;
        if (median !== undefined) medians[measure] = median;
      }
      splits.push({
        split: name,
        records: own.length,
        empty: count(own, (row) => characters(row) === 0),
        duplicates: duplicatesOf(own),
        medians,
      });
      await breath.take();
    }
    return {
      records: rows.length,
      measured: count(rows, (row) => !Number.isNaN(characters(row))),
      empty: count(rows, (row) => characters(row) === 0),
      duplicates: duplicatesOf(rows),
      numbers,
      values,
      splits: splits.length > 1 ? splits : [],
    };
  }

  async #termsOf(query: Query, context: QueryContext, signal: AbortSignal, tell: (terms: Terms) => void): Promise<Terms> {
    const { table, records, complete } = this.#dataset;
    const key = `${this.#dataset.text.texts?.version} ${context.version ?? 0} ${printQuery(query)}`;
    const known = this.#terms.get(key);
    if (known) return known;
    const rows = passingRows(await evaluate(askingOf(table, context), query));
    const counter = new TermCounter();
    const pace = pacer();
    let next = performance.now() + FIRST_LOOK_MS;
    let wait = FIRST_LOOK_MS;
    for (let from = 0; from < rows.length && records;) {
      let to = from;
      for (let bytes = 0; to < rows.length && to - from < WINDOW.rows && (to === from || bytes < WINDOW.bytes); to++) {
        bytes += table.samples.place.sizeOf(rows[to] ?? 0);
      }
      for (const { fields } of (await records.read(rows.subarray(from, to), signal)).values()) {
        counter.add((each) => this.#dataset.text.texts?.eachTextOf(fields, each));
        await pace();
        signal.throwIfAborted();
      }
      from = to;
      if (performance.now() < next) continue;
      tell({ looked: from, top: counter.top(TERMS) });
      wait *= LOOKS_GROW_BY;
      next = performance.now() + wait;
    }
    const terms = { looked: rows.length, top: counter.top(TERMS) };
    if (complete) this.#terms.set(key, terms);
    return terms;
  }
}

/** Calls `look` now and then until the work is done, whose failure is thrown. */
async function whileRunning(work: Promise<unknown>, signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  let isDone = false;
  const end = work.then(
    () => (isDone = true),
    () => (isDone = true),
  );
  for (let wait = FIRST_LOOK_MS; !isDone; wait *= LOOKS_GROW_BY) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([end, new Promise((resolve) => (timer = setTimeout(resolve, wait)))]);
    clearTimeout(timer);
    if (!isDone && !signal.aborted) await look();
  }
  await work;
}
