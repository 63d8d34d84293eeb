/** What is open: how files that arrived become datasets, which of them are read, and what the page is told of it. */
import { pacer } from '../base/pause.ts';
import type { Format } from '../formats/format.ts';
import { images } from '../formats/images.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { Arrivals } from './arrivals.ts';
import { Dataset } from './dataset.ts';
import { withoutOwners } from './drop-problems.ts';
import { goneError } from './errors.ts';
import type { SpawnExpression } from './expressions.ts';
import type { KeptColumns } from './kept-columns.ts';
import { LastTimes, type Outcome } from './last-times.ts';
import { decisiveFiles, matchFiles, type Choice, type Matching } from './match.ts';
import { openResult, partOf, throttled, type Report } from './open-result.ts';
import type { Call, OpenProgress, OpenResult } from './protocol.ts';
import { Questions } from './questions.ts';
import { reconcile } from './reconcile.ts';

/** What opens faster than this needs no help the next time … */
const KEEP_AFTER_MS = 2_000;
/** … unless there are so many files to open: on a slower disk, or with nothing of it in memory, each of them is waited for. */
const KEEP_FROM_FILES = 1_000;
/** What was opened is looked at first, then it is kept. */
const KEEP_REST_MS = 1_000;
/** Datasets of one drop that are kept: more of them are small. */
const MOST_KEPT = 8;
const NOTHING: Matching = { readings: [], unclaimed: [], classLists: [], problems: [] };

export interface EngineOptions {
  /** A worker for expressions that may take long; absent: they are waited for. */
  readonly spawnExpression?: SpawnExpression;
  /** Where columns are kept until the next time; absent: nowhere. Asked for when it is needed. */
  readonly kept?: () => Promise<KeptColumns | undefined>;
  /** Milliseconds: what opens faster is not kept, unless it has many files. */
  readonly keepAfter?: number;
  /** Milliseconds between the end of an opening and its keeping. */
  readonly keepRest?: number;
  /** Bytes of records that are looked at in full before a dataset counts as read; of more, by `check`. */
  readonly reviewedAtOnce?: number | undefined;
}

/** One at a time: who calls sees to it that nothing is opened or closed while something is being opened. */
export class OpenDatasets {
  readonly #formats: readonly Format[];
  readonly #spawn: SpawnExpression | undefined;
  arrivals = new Arrivals();
  #datasets = new Map<number, Dataset>();
  #questions = new Map<number, Questions>();
  #matching: Matching = NOTHING;
  /** Problems of the drop that belong to no dataset. */
  #loose: readonly Problem[] = [];
  #choices = new Map<FileIndex, Choice>();
  /** Deciding files of datasets that were closed: they stay closed until they are dropped again. */
  #closed = new Set<FileIndex>();
  #lastId = 0;
  readonly #findKept: EngineOptions['kept'];
  #kept: Promise<KeptColumns | undefined> | undefined;
  readonly #keepAfter: number;
  readonly #keepRest: number;
  readonly #reviewedAtOnce: number | undefined;
  #timesForgotten = 0;
  readonly lastTimes = new LastTimes((dataset) => this.#show(dataset));

  constructor(
    formats: readonly Format[],
    { spawnExpression, kept, keepAfter = KEEP_AFTER_MS, keepRest = KEEP_REST_MS, reviewedAtOnce }: EngineOptions,
  ) {
    this.#formats = formats;
    this.#spawn = spawnExpression;
    this.#findKept = kept;
    this.#keepAfter = keepAfter;
    this.#keepRest = keepRest;
    this.#reviewedAtOnce = reviewedAtOnce;
  }

  get all(): readonly Dataset[] {
    return [...this.#datasets.values()];
  }

  /** @throws what the page can show, where it was closed */
  dataset(id: number): Dataset {
    const dataset = this.#datasets.get(id);
    if (!dataset) throw goneError(id);
    return dataset;
  }

  /** To a dataset. @throws as `dataset` */
  questions(id: number): Questions {
    const questions = this.#questions.get(id);
    if (!questions) throw goneError(id);
    return questions;
  }

  async forgetKept(): Promise<void> {
    this.#timesForgotten += 1;
    await (await this.#keptColumns())?.clear();
  }

  #keptColumns(): Promise<KeptColumns | undefined> | undefined {
    this.#kept ??= this.#findKept?.();
    return this.#kept;
  }

  /** The files of a dataset are to be read in this way. */
  choose(id: number, choice: Choice): void {
    const { reading } = this.dataset(id);
    const chosen = reading.alternatives.find((other) => other.format.id === choice.format);
    for (const match of [reading.match, ...(chosen ? [chosen.match] : [])]) {
      for (const file of decisiveFiles(this.arrivals.files, match)) this.#choices.set(file, choice);
    }
  }

  /** One dataset, or all with the files that they came from. */
  close(id: number | undefined): OpenResult {
    if (id === undefined) {
      this.arrivals = new Arrivals();
      this.#datasets = new Map();
      this.#questions.clear();
      this.#matching = NOTHING;
      this.#loose = [];
      this.#choices.clear();
      this.#closed.clear();
    } else {
      for (const file of decisiveFiles(this.arrivals.files, this.dataset(id).reading.match)) this.#closed.add(file);
      this.#forget(id);
    }
    return this.#result(['done', 1, 1]);
  }

  /**
   * Takes in what arrived, finds out what all files are, and reads what is new, has grown, or was chosen to be read otherwise.
   * @param keep shown from the last time, and kept for the next
   */
  async read(call: Call<OpenProgress>, keep: boolean): Promise<OpenResult> {
    const kept = keep ? this.#keptColumns() : undefined;
    const started = performance.now();
    const signal = signalOf(call);
    const tell = this.#teller(call);
    const report = throttled(tell);
    const arrived = await this.arrivals.take(true, signal);
    const files = this.arrivals.visible;
    try {
      this.#matching = await matchFiles(files, this.#formats, this.#choices, signal, (done, total) => report('matching', done, total));
    } catch (error) {
      if (signal.aborted) this.arrivals.withdraw(arrived);
      throw error;
    }
    for (const file of arrived.added) this.#closed.delete(file);
    const readings = this.#matching.readings.filter(({ match }) => !decisiveFiles(files, match).every((file) => this.#closed.has(file)));

    this.#loose = [...this.arrivals.problems, ...this.#matching.problems];
    const plans = reconcile(files, [...this.#datasets.values()], readings, arrived.replaced);
    const continued = new Set(plans.map(({ id }) => id));
    for (const id of this.#datasets.keys()) if (!continued.has(id)) this.#forget(id);
    const toRead: Dataset[] = [];
    const isNew = new Set<Dataset>();
    let extended: number | undefined;
    const pace = pacer();
    for (const { reading, id, read, grew } of plans) {
      await pace();
      const known = id === undefined ? undefined : this.#datasets.get(id);
      // What was cancelled is read again, too.
      if (known && !read && known.complete) {
        known.update(reading);
        continue;
      }
      if (known && grew && known.standIn === undefined) extended ??= known.id;
      const dataset = new Dataset(id ?? ++this.#lastId, files, reading, undefined, this.#reviewedAtOnce);
      // What stands in for it is shown until there is something to see.
      if (known?.standIn === undefined) this.#show(dataset);
      toRead.push(dataset);
      if (known === undefined || known.standIn === 'preview') isNew.add(dataset);
      // Summed up here, with pauses: the first report of progress finds thousands of new datasets done.
      dataset.summary();
    }
    const store = isNew.size <= MOST_KEPT ? kept : undefined;
    // Beside the reading, which waits for nothing.
    if (store) this.lastTimes.begin([...isNew], store, signal, () => tell('indexing', 0, 0));
    const outcomes = await this.#readAll(toRead, arrived.added.length > 0, signal, report).finally(() => this.lastTimes.end());
    const changed = toRead.filter((dataset) => outcomes.get(dataset) === 'changed').map(({ id }) => id);
    const result = this.#result(['done', 1, 1], { ...(extended === undefined ? {} : { extended }), changed });
    call.onProgress?.(result);
    const isSlow = performance.now() - started >= this.#keepAfter;
    const helped = [...isNew].filter((dataset) => outcomes.get(dataset) !== 'same' && (isSlow || dataset.fileCount >= KEEP_FROM_FILES));
    if (store && helped.length > 0) void this.#keep(helped, store);
    return result;
  }

  /**
   * Reads datasets whole. Says how each compares with what was shown of it.
   * @param mayBeHere files were added that the records of others may name
   */
  async #readAll(toRead: readonly Dataset[], mayBeHere: boolean, signal: AbortSignal, report: Report): Promise<Map<Dataset, Outcome>> {
    const files = this.arrivals.visible;
    const outcomes = new Map<Dataset, Outcome>();
    const pace = pacer();
    // All labels before any pixels: the table is what people wait for.
    for (const [at, dataset] of toRead.entries()) {
      const tell = partOf(report, 'indexing', at, toRead.length);
      await dataset.index(signal, (done, total) => {
        if (dataset.table.sampleCount > 0) this.lastTimes.showRead(dataset);
        tell(done, total);
      });
      this.lastTimes.showRead(dataset);
      // Where records are is known: what they are is being looked at.
      if (dataset.records && dataset === toRead.at(-1)) report('checking', 0, 0);
      await dataset.text.recognise(signal);
      await pace();
      signal.throwIfAborted();
    }
    this.#loose = withoutOwners(files, this.#loose, [...this.#datasets.values()]);
    for (const [at, dataset] of toRead.entries()) await dataset.check(signal, partOf(report, 'checking', at, toRead.length));
    for (const [at, dataset] of toRead.entries()) {
      await dataset.readImages(signal, partOf(report, 'images', at, toRead.length));
      await pace();
    }
    // Last of all: nobody waits for it.
    const others = [...this.#datasets.values()].filter(({ id }) => mayBeHere && !toRead.some((dataset) => dataset.id === id));
    for (const dataset of others) await dataset.text.filesCame({ signal, onProgress: (done, total) => report('media', done, total) });
    for (const dataset of toRead) outcomes.set(dataset, await this.lastTimes.settle(dataset));
    return outcomes;
  }

  /** Pictures by their names: a file cannot be opened before its folder has been listed, so no format can look yet. */
  async preview(call: Call<OpenProgress>): Promise<void> {
    if (this.#datasets.size > 0) return;
    const signal = signalOf(call);
    await this.arrivals.take(false, signal);
    const files = this.arrivals.visible;
    const [match] = await images.match(files, signal);
    if (!match) return;
    const reading = { format: images, match, alternatives: [], unreferenced: [] };
    const dataset = new Dataset(++this.#lastId, files, reading, 'preview');
    await dataset.index(signal, () => undefined);
    this.#show(dataset);
    this.#teller(call)('indexing', 0, 0);
  }

  #teller({ onProgress }: Call<OpenProgress>): Report {
    return (...at) => {
      const { classLists: _lists, recognised: _recognised, extensions: _extensions, ...progress } = this.#result(at);
      onProgress?.(progress);
    };
  }

  /** For the next time, when nobody waits for anything. What was closed meanwhile is not kept, nor what was there when all was to be forgotten. */
  async #keep(datasets: readonly Dataset[], store: Promise<KeptColumns | undefined>): Promise<void> {
    const timesForgotten = this.#timesForgotten;
    await new Promise((resolve) => setTimeout(resolve, this.#keepRest));
    for (const dataset of datasets) {
      if (this.#timesForgotten !== timesForgotten) return;
      if (this.#datasets.get(dataset.id) !== dataset) continue;
      await (await store)?.keep(dataset);
      // All was to be forgotten while it was written.
      if (this.#timesForgotten !== timesForgotten) await (await store)?.clear();
    }
  }

  #show(dataset: Dataset): void {
    if (this.#datasets.get(dataset.id) === dataset) return;
    this.#datasets.set(dataset.id, dataset);
    this.#questions.set(dataset.id, new Questions(dataset, this.#spawn));
    dataset.text.texts?.runIn(this.#spawn);
  }

  #result(at: Parameters<Report>, more: Parameters<typeof openResult>[2] = {}): OpenResult {
    const datasets = [...this.#datasets.values()].sort((a, b) => a.id - b.id);
    const matching = { ...this.#matching, unclaimed: this.unclaimed() };
    return openResult({ files: this.arrivals.files, datasets, matching, loose: this.#loose }, at, more);
  }

  /** As the page shows them. */
  unclaimedShown(): OpenResult['unclaimed'] {
    return this.#result(['done', 1, 1]).unclaimed;
  }

  /** Files that no dataset explains; what records show is part of their dataset. */
  unclaimed(): readonly FileIndex[] {
    const { unclaimed } = this.#matching;
    const shown = [...this.#datasets.values()].map(({ text }) => text.mediaFiles).filter(({ size }) => size > 0);
    return shown.length === 0 ? unclaimed : unclaimed.filter((file) => !shown.some((files) => files.has(file)));
  }

  #forget(id: number): void {
    this.#datasets.delete(id);
    this.#questions.delete(id);
  }
}

/** For calls that nobody will cancel. */
export function signalOf(call: Pick<Call, 'signal'>): AbortSignal {
  return call.signal ?? new AbortController().signal;
}
