/** The engine: everything behind `EngineApi`. Runs in a worker; tests and the command line use it directly. */
import { pacer } from '../base/pause.ts';
import { transfer } from '../base/rpc.ts';
import { ReadError } from '../files/byte-source.ts';
import { entriesOf } from '../files/drop-batch.ts';
import type { FileEntry } from '../files/file-set-of.ts';
import type { Format } from '../formats/format.ts';
import { images } from '../formats/images.ts';
import { FORMATS } from '../formats/index.ts';
import type { DatasetSummary, FileIndex } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { Arrivals } from './arrivals.ts';
import { Dataset } from './dataset.ts';
import { withoutOwners } from './drop-problems.ts';
import { fileError, goneError } from './errors.ts';
import type { SpawnExpression } from './expressions.ts';
import type { KeptColumns } from './kept-columns.ts';
import { LastTimes, type Outcome } from './last-times.ts';
import { decisiveFiles, matchFiles, type Choice, type Matching } from './match.ts';
import { mediaFolders } from './media-files.ts';
import { openResult, throttled, type Report } from './open-result.ts';
import type { Call, EngineApi, MediaFolder, OpenProgress, OpenResult, ProfileProgress, SelectProgress } from './protocol.ts';
import { Questions } from './questions.ts';
import { MAX_RECORDS, rawRecords, rowAsText } from './raw.ts';
import { reconcile } from './reconcile.ts';

/** What opens faster than this needs no help. */
const KEEP_AFTER_MS = 400;
/** Datasets of one drop that are kept: more of them are small. */
const MOST_KEPT = 8;
const NOTHING: Matching = { readings: [], unclaimed: [], classLists: [], problems: [] };

/** The engine in this thread: it also takes files that are no browser Files. */
export interface LocalEngine extends EngineApi {
  /** As `add`, for files of Node and of memory. */
  addEntries(entries: readonly FileEntry[]): { readonly files: number };
  /** Every file that no format claimed; results have the first thousand. */
  unclaimedPaths(): readonly string[];
}

/** A fresh engine with nothing open. `formats` are ours unless a test brings its own. */
export function createEngine(formats: readonly Format[] = FORMATS, options: EngineOptions = {}): LocalEngine {
  return new Engine(formats, options);
}

export interface EngineOptions {
  /** A worker for expressions that may take long; absent: they are waited for. */
  readonly spawnExpression?: SpawnExpression;
  /** Where columns are kept until the next time; absent: nowhere. Asked for when it is needed. */
  readonly kept?: () => Promise<KeptColumns | undefined>;
  /** Milliseconds: what opens faster is not kept. */
  readonly keepAfter?: number;
}

class Engine implements LocalEngine {
  readonly #formats: readonly Format[];
  readonly #spawn: SpawnExpression | undefined;
  #arrivals = new Arrivals();
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
  readonly #lastTimes = new LastTimes((dataset) => this.#show(dataset));
  /** Openings run one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(formats: readonly Format[], { spawnExpression, kept, keepAfter = KEEP_AFTER_MS }: EngineOptions) {
    this.#formats = formats;
    this.#spawn = spawnExpression;
    this.#findKept = kept;
    this.#keepAfter = keepAfter;
  }

  addEntries(entries: readonly FileEntry[]): { readonly files: number } {
    this.#arrivals.add(entries);
    return { files: this.#arrivals.count };
  }

  unclaimedPaths(): readonly string[] {
    return this.#unclaimed().map((file) => this.#arrivals.files.paths[file] ?? '');
  }

  async add(batch: Parameters<EngineApi['add']>[0]): Promise<{ readonly files: number }> {
    for (const { path, reason } of batch.failed) this.#arrivals.fail({ code: 'file-unreadable', file: path, values: { reason } });
    return this.addEntries(entriesOf(batch));
  }

  async discard(): Promise<void> {
    this.#arrivals.discard();
  }

  preview(_input: undefined, call: Call<OpenProgress> = {}): Promise<void> {
    return this.#inTurn(() => this.#preview(call));
  }

  open({ keep = false }: { readonly keep?: boolean }, call: Call<OpenProgress> = {}): Promise<OpenResult> {
    return this.#inTurn(() => this.#open(call, keep ? this.#keptColumns() : undefined));
  }

  async forgetKept(): Promise<void> {
    await (await this.#keptColumns())?.clear();
  }

  #keptColumns(): Promise<KeptColumns | undefined> | undefined {
    this.#kept ??= this.#findKept?.();
    return this.#kept;
  }

  async check(_input: undefined, call: Call = {}): Promise<readonly DatasetSummary[]> {
    const checked: Dataset[] = [];
    for (const dataset of [...this.#datasets.values()]) if (await dataset.checkRest(signalOf(call))) checked.push(dataset);
    return checked.filter((dataset) => this.#datasets.get(dataset.id) === dataset).map((dataset) => dataset.summary());
  }

  openAs({ dataset, format, variant }: Parameters<EngineApi['openAs']>[0], call: Call<OpenProgress> = {}): Promise<OpenResult> {
    return this.#inTurn(async () => {
      const choice: Choice = { format, ...(variant === undefined ? {} : { variant }) };
      for (const file of decisiveFiles(this.#arrivals.files, this.#dataset(dataset).reading.match)) this.#choices.set(file, choice);
      const chosen = this.#dataset(dataset).reading.alternatives.find((other) => other.format.id === format);
      for (const file of chosen ? decisiveFiles(this.#arrivals.files, chosen.match) : []) this.#choices.set(file, choice);
      return this.#open(call, undefined);
    });
  }

  close({ dataset }: { readonly dataset?: number }): Promise<OpenResult> {
    return this.#inTurn(async () => {
      if (dataset === undefined) {
        this.#arrivals = new Arrivals();
        this.#datasets = new Map();
        this.#questions.clear();
        this.#matching = NOTHING;
        this.#loose = [];
        this.#choices.clear();
        this.#closed.clear();
      } else {
        for (const file of decisiveFiles(this.#arrivals.files, this.#dataset(dataset).reading.match)) this.#closed.add(file);
        this.#forget(dataset);
      }
      return this.#result(['done', 1, 1]);
    });
  }

  async setFrame({ dataset, frame }: Parameters<EngineApi['setFrame']>[0]): Promise<DatasetSummary> {
    await this.#dataset(dataset).setFrame(frame);
    this.#ask(dataset).forget();
    return this.#dataset(dataset).summary();
  }

  async setSchema({ dataset, schema }: Parameters<EngineApi['setSchema']>[0], call: Call = {}): Promise<DatasetSummary> {
    await this.#dataset(dataset).recognise(signalOf(call), schema);
    return this.#dataset(dataset).summary();
  }

  async setMediaRoot(
    { dataset, folder }: Parameters<EngineApi['setMediaRoot']>[0],
    call: Call<SelectProgress> = {},
  ): Promise<DatasetSummary> {
    const open = this.#dataset(dataset);
    open.setMediaRoot(folder);
    await open.findMedia(signalOf(call), (done, total) => call.onProgress?.({ done, total }));
    this.#ask(dataset).forget();
    return open.summary();
  }

  async mediaFolders({ dataset }: Parameters<EngineApi['mediaFolders']>[0], call: Call = {}): Promise<readonly MediaFolder[]> {
    return mediaFolders(this.#dataset(dataset).files, signalOf(call));
  }

  async setTokenizer({ dataset, tokenizer }: Parameters<EngineApi['setTokenizer']>[0]): Promise<DatasetSummary> {
    await this.#dataset(dataset).setTokenizer(tokenizer);
    return this.#dataset(dataset).summary();
  }

  async ready({ dataset, columns }: Parameters<EngineApi['ready']>[0], call: Call<SelectProgress> = {}): Promise<DatasetSummary> {
    const open = this.#dataset(dataset);
    const onProgress = (done: number, total: number): void => call.onProgress?.({ done, total });
    await open.records?.ready(columns, { signal: signalOf(call), onProgress });
    return open.summary();
  }

  async select(
    question: Parameters<EngineApi['select']>[0],
    call: Parameters<EngineApi['select']>[1] = {},
  ): ReturnType<EngineApi['select']> {
    const selection = await this.#ask(question.dataset).select(question.query, question.sort, call);
    return transfer(selection, [selection.rows.buffer]);
  }

  async facets({ dataset, query }: Parameters<EngineApi['facets']>[0], call: Call = {}): ReturnType<EngineApi['facets']> {
    return this.#ask(dataset).facets(query, call);
  }

  async histogram(request: Parameters<EngineApi['histogram']>[0], call: Call = {}): ReturnType<EngineApi['histogram']> {
    return this.#ask(request.dataset).histogram(request, call);
  }

  async profile(
    { dataset, query }: Parameters<EngineApi['profile']>[0],
    call: Call<ProfileProgress> = {},
  ): ReturnType<EngineApi['profile']> {
    return this.#reading(dataset, undefined, () => this.#ask(dataset).profile(query, call));
  }

  async rows({ dataset, query, rows, columns }: Parameters<EngineApi['rows']>[0], call: Call = {}): ReturnType<EngineApi['rows']> {
    await this.#dataset(dataset).need(rows, signalOf(call));
    return this.#reading(dataset, undefined, async () => {
      await this.#lastTimes.dropIfStale(this.#dataset(dataset), rows[0]);
      return this.#ask(dataset).rows(query, rows, columns, call);
    });
  }

  async tiles({ dataset, query, rows }: Parameters<EngineApi['tiles']>[0], call: Call = {}): ReturnType<EngineApi['tiles']> {
    await this.#dataset(dataset).need(rows, signalOf(call));
    const tiles = await this.#ask(dataset).tiles(query, rows, call);
    return transfer(
      tiles,
      tiles.flatMap(({ box, category, passing, predicted }) => [box.buffer, category.buffer, passing.buffer, predicted.buffer]),
    );
  }

  async detail({ dataset, query, row }: Parameters<EngineApi['detail']>[0], call: Call = {}): ReturnType<EngineApi['detail']> {
    await this.#dataset(dataset).need([row], signalOf(call));
    return this.#reading(dataset, row, async () => {
      await this.#lastTimes.refuseStale(this.#dataset(dataset), row);
      return this.#ask(dataset).detail(query, row, call);
    });
  }

  async raw({ dataset, row }: Parameters<EngineApi['raw']>[0], call: Call = {}): ReturnType<EngineApi['raw']> {
    const { files, reading } = this.#dataset(dataset);
    const { utf8Ranges = false } = reading.format;
    return this.#reading(dataset, row, async () => {
      await this.#lastTimes.refuseStale(this.#dataset(dataset), row);
      const open = this.#dataset(dataset);
      if (reading.format.byRow || reading.match.byRow) return rowAsText(open, row, signalOf(call));
      const total = open.table.annotationsOf(row).length;
      const ref = open.ref(row, MAX_RECORDS);
      const beside = ref.at ? reading.format.beside?.(reading.match, ref.at.file) : undefined;
      return rawRecords(files, ref, utf8Ranges, signalOf(call), total, beside);
    });
  }

  async problemGroups({ dataset }: Parameters<EngineApi['problemGroups']>[0]): ReturnType<EngineApi['problemGroups']> {
    return this.#dataset(dataset).problems.summaries();
  }

  async problems({ dataset, code, from, to }: Parameters<EngineApi['problems']>[0]): ReturnType<EngineApi['problems']> {
    return this.#dataset(dataset).problems.page(code, from, to);
  }

  async report({ dataset, problem }: Parameters<EngineApi['report']>[0]): Promise<void> {
    this.#dataset(dataset).report(problem);
  }

  async blob({ file }: Parameters<EngineApi['blob']>[0]): Promise<Blob> {
    try {
      return await this.#arrivals.files.source(file).wholeBlob();
    } catch (error) {
      throw this.#reported(error, file, [...this.#datasets.values()], undefined);
    }
  }

  blobs({ files }: Parameters<EngineApi['blobs']>[0]): ReturnType<EngineApi['blobs']> {
    return Promise.all(
      files.map((file) =>
        this.blob({ file }).catch((error: unknown) => {
          if (!(error instanceof Error) || error.name !== 'FileProblem') throw error;
          return undefined;
        }),
      ),
    );
  }

  async path({ file }: Parameters<EngineApi['path']>[0]): Promise<string> {
    return this.#arrivals.files.paths[file] ?? '';
  }

  async find({ dataset, name }: Parameters<EngineApi['find']>[0]): ReturnType<EngineApi['find']> {
    return this.#dataset(dataset).find(name);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #open(call: Call<OpenProgress>, kept: Promise<KeptColumns | undefined> | undefined): Promise<OpenResult> {
    const started = performance.now();
    const signal = signalOf(call);
    const report = this.#reporter(call);
    const arrived = await this.#arrivals.take(true, signal);
    const files = this.#arrivals.visible;
    try {
      this.#matching = await matchFiles(files, this.#formats, this.#choices, signal, (done, total) => report('matching', done, total));
    } catch (error) {
      if (signal.aborted) this.#arrivals.withdraw(arrived);
      throw error;
    }
    for (const file of arrived.added) this.#closed.delete(file);
    const readings = this.#matching.readings.filter(({ match }) => !decisiveFiles(files, match).every((file) => this.#closed.has(file)));

    this.#loose = [...this.#arrivals.problems, ...this.#matching.problems];
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
      const dataset = new Dataset(id ?? ++this.#lastId, files, reading);
      // What stands in for it is shown until there is something to see.
      if (known?.standIn === undefined) this.#show(dataset);
      toRead.push(dataset);
      if (known === undefined || known.standIn === 'preview') isNew.add(dataset);
      // Summed up here, with pauses: the first report of progress finds thousands of new datasets done.
      dataset.summary();
    }
    const mayKeep = isNew.size <= MOST_KEPT ? await kept : undefined;
    if (await this.#lastTimes.begin([...isNew], mayKeep, signal)) report('indexing', 0, 0);
    const outcomes = await this.#read(toRead, arrived.added.length > 0, signal, report).finally(() => this.#lastTimes.end());
    const changed = toRead.filter((dataset) => outcomes.get(dataset) === 'changed').map(({ id }) => id);
    const result = this.#result(['done', 1, 1], { ...(extended === undefined ? {} : { extended }), changed });
    call.onProgress?.(result);
    if (performance.now() - started >= this.#keepAfter) {
      for (const dataset of isNew) if (outcomes.get(dataset) !== 'same') void mayKeep?.keep(dataset);
    }
    return result;
  }

  /**
   * Reads datasets whole. Says how each compares with what was shown of it.
   * @param mayBeHere files were added that the records of others may name
   */
  async #read(toRead: readonly Dataset[], mayBeHere: boolean, signal: AbortSignal, report: Report): Promise<Map<Dataset, Outcome>> {
    const files = this.#arrivals.visible;
    const outcomes = new Map<Dataset, Outcome>();
    const pace = pacer();
    // All labels before any pixels: the table is what people wait for.
    for (const dataset of toRead) {
      await dataset.index(signal, (done, total) => {
        if (dataset.table.sampleCount > 0) this.#lastTimes.showRead(dataset);
        report('indexing', done, total);
      });
      this.#lastTimes.showRead(dataset);
      await dataset.recognise(signal);
      await pace();
      signal.throwIfAborted();
    }
    this.#loose = withoutOwners(files, this.#loose, [...this.#datasets.values()]);
    for (const dataset of toRead) await dataset.check(signal, (done, total) => report('checking', done, total));
    for (const dataset of toRead) {
      await dataset.readImages(signal, (done, total) => report('images', done, total));
      await pace();
    }
    // Last of all: nobody waits for it.
    const others = [...this.#datasets.values()].filter(({ id }) => mayBeHere && !toRead.some((dataset) => dataset.id === id));
    for (const dataset of [...toRead, ...others]) {
      await dataset.findMedia(signal, (done, total) => report('media', done, total), others.includes(dataset));
    }
    for (const dataset of toRead) outcomes.set(dataset, await this.#lastTimes.settle(dataset));
    return outcomes;
  }

  /** Pictures by their names: a file cannot be opened before its folder has been listed, so no format can look yet. */
  async #preview(call: Call<OpenProgress>): Promise<void> {
    if (this.#datasets.size > 0) return;
    const signal = signalOf(call);
    await this.#arrivals.take(false, signal);
    const files = this.#arrivals.visible;
    const [match] = await images.match(files, signal);
    if (!match) return;
    const reading = { format: images, match, alternatives: [], unreferenced: [] };
    const dataset = new Dataset(++this.#lastId, files, reading, 'preview');
    await dataset.index(signal, () => undefined);
    this.#show(dataset);
    this.#reporter(call)('indexing', 0, 0);
  }

  #reporter({ onProgress }: Call<OpenProgress>): Report {
    return throttled((...at) => {
      const { classLists: _lists, recognised: _recognised, extensions: _extensions, ...progress } = this.#result(at);
      onProgress?.(progress);
    });
  }

  #show(dataset: Dataset): void {
    if (this.#datasets.get(dataset.id) === dataset) return;
    this.#datasets.set(dataset.id, dataset);
    this.#questions.set(dataset.id, new Questions(dataset, this.#spawn));
  }

  #result(at: Parameters<Report>, more: Parameters<typeof openResult>[2] = {}): OpenResult {
    const datasets = [...this.#datasets.values()].sort((a, b) => a.id - b.id);
    const matching = { ...this.#matching, unclaimed: this.#unclaimed() };
    return openResult({ files: this.#arrivals.files, datasets, matching, loose: this.#loose }, at, more);
  }

  /** Files that no dataset explains; what records show is part of their dataset. */
  #unclaimed(): readonly FileIndex[] {
    const { unclaimed } = this.#matching;
    const shown = [...this.#datasets.values()].map(({ mediaFiles }) => mediaFiles).filter(({ size }) => size > 0);
    return shown.length === 0 ? unclaimed : unclaimed.filter((file) => !shown.some((files) => files.has(file)));
  }

  /** Runs what reads a sample's files; a file that is gone becomes a problem of the sample and an error that the page can show. */
  async #reading<T>(id: number, row: number | undefined, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      const dataset = this.#dataset(id);
      const file = row === undefined ? undefined : (dataset.table.range(row)?.file ?? dataset.ref(row).annotations[0]?.file);
      throw this.#reported(error, file, [dataset], row);
    }
  }

  #reported(error: unknown, file: FileIndex | undefined, datasets: readonly Dataset[], row: number | undefined): unknown {
    if (!(error instanceof ReadError)) return error;
    const path = file === undefined ? undefined : this.#arrivals.files.paths[file];
    const problem: Problem = { code: error.code, ...(path === undefined ? {} : { file: path }), values: { reason: error.message } };
    for (const dataset of datasets) {
      const rows = row !== undefined ? [row] : file !== undefined ? dataset.rowsOfImage(file) : [];
      for (const sample of rows) dataset.report({ ...problem, sample });
    }
    return fileError(row === undefined ? problem : { ...problem, sample: row }, error.message);
  }

  #dataset(id: number): Dataset {
    const dataset = this.#datasets.get(id);
    if (!dataset) throw goneError(id);
    return dataset;
  }

  #ask(id: number): Questions {
    const questions = this.#questions.get(id);
    if (!questions) throw goneError(id);
    return questions;
  }

  #forget(id: number): void {
    this.#datasets.delete(id);
    this.#questions.delete(id);
  }
}

/** For calls that nobody will cancel. */
function signalOf(call: Pick<Call, 'signal'>): AbortSignal {
  return call.signal ?? new AbortController().signal;
}
