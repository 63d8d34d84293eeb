/** The engine: everything behind `EngineApi`. Runs in a worker; tests and the command line use it directly. */
import { transfer } from '../base/rpc.ts';
import { ReadError } from '../files/byte-source.ts';
import { entriesOf } from '../files/drop-batch.ts';
import type { FileEntry } from '../files/file-set-of.ts';
import type { Format } from '../formats/format.ts';
import { FORMATS } from '../formats/index.ts';
import type { DatasetSummary, FileIndex } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import type { Dataset } from './dataset.ts';
import { Attention } from './attention.ts';
import { fileError } from './errors.ts';
import { mediaFolders } from './media-files.ts';
import { OpenDatasets, signalOf, type EngineOptions } from './open-datasets.ts';
import type {
  Call,
  CheckProgress,
  CheckResult,
  EngineApi,
  MediaFolder,
  OpenProgress,
  OpenResult,
  ProfileProgress,
  SelectProgress,
} from './protocol.ts';
import { MAX_RECORDS, rawPart, rawRecords, rowAsText } from './raw.ts';

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

class Engine implements LocalEngine {
  readonly #formats: readonly Format[];
  readonly #open: OpenDatasets;
  readonly #attention = new Attention();
  /** Openings run one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(formats: readonly Format[], options: EngineOptions) {
    this.#formats = formats;
    this.#open = new OpenDatasets(formats, options);
  }

  addEntries(entries: readonly FileEntry[]): { readonly files: number } {
    this.#open.arrivals.add(entries);
    return { files: this.#open.arrivals.count };
  }

  unclaimedPaths(): readonly string[] {
    return this.#open.unclaimed().map((file) => this.#open.arrivals.files.paths[file] ?? '');
  }

  async add(batch: Parameters<EngineApi['add']>[0]): Promise<{ readonly files: number }> {
    for (const { path, reason } of batch.failed) this.#open.arrivals.fail({ code: 'file-unreadable', file: path, values: { reason } });
    return this.addEntries(entriesOf(batch));
  }

  discard(_input?: undefined, call: Call = {}): Promise<CheckResult> {
    this.#open.arrivals.discard();
    return this.#inTurn(async () => {
      for (const dataset of this.#open.all) await dataset.wasStopped(signalOf(call));
      return { datasets: this.#open.all.map((dataset) => dataset.summary()), unclaimed: this.#open.unclaimedShown() };
    });
  }

  preview(_input: undefined, call: Call<OpenProgress> = {}): Promise<void> {
    return this.#inTurn(() => this.#open.preview(call));
  }

  open({ keep = false }: { readonly keep?: boolean }, call: Call<OpenProgress> = {}): Promise<OpenResult> {
    return this.#inTurn(() => this.#open.read(call, keep));
  }

  async warmUp(_input: undefined, call: Call = {}): Promise<void> {
    const signal = signalOf(call);
    const { warmUp } = await import('./warm-up.ts');
    signal.throwIfAborted();
    // Nothing of it is seen: it is open elsewhere, by the same formats.
    await warmUp(new Engine(this.#formats, {}), signal);
  }

  forgetKept(): Promise<void> {
    return this.#open.forgetKept();
  }

  async check(_input: undefined, call: Call<CheckProgress> = {}): Promise<CheckResult> {
    const checked: Dataset[] = [];
    for (const dataset of this.#open.all) {
      const onProgress = (done: number, total: number): void => call.onProgress?.({ dataset: dataset.id, done, total });
      if (await dataset.checkRest(signalOf(call), this.#attention.leisure, onProgress)) checked.push(dataset);
    }
    const open = new Set(this.#open.all);
    const datasets = checked.filter((dataset) => open.has(dataset)).map((dataset) => dataset.summary());
    return { datasets, unclaimed: this.#open.unclaimedShown() };
  }

  openAs({ dataset, format, variant }: Parameters<EngineApi['openAs']>[0], call: Call<OpenProgress> = {}): Promise<OpenResult> {
    return this.#inTurn(() => {
      this.#open.choose(dataset, { format, ...(variant === undefined ? {} : { variant }) });
      return this.#open.read(call, false);
    });
  }

  close({ dataset }: { readonly dataset?: number }): Promise<OpenResult> {
    return this.#inTurn(async () => this.#open.close(dataset));
  }

  async setFrame({ dataset, frame }: Parameters<EngineApi['setFrame']>[0]): Promise<DatasetSummary> {
    await this.#open.dataset(dataset).setFrame(frame);
    this.#open.questions(dataset).forget();
    return this.#open.dataset(dataset).summary();
  }

  async setSchema({ dataset, schema }: Parameters<EngineApi['setSchema']>[0], call: Call = {}): Promise<DatasetSummary> {
    await this.#open.dataset(dataset).text.recognise(signalOf(call), schema);
    // Who says what follows from the schema.
    this.#open.questions(dataset).forget();
    return this.#open.dataset(dataset).summary();
  }

  async setMediaRoot(
    { dataset, folder }: Parameters<EngineApi['setMediaRoot']>[0],
    call: Call<SelectProgress> = {},
  ): Promise<DatasetSummary> {
    const open = this.#open.dataset(dataset);
    open.text.setMediaRoot(folder);
    await open.text.findMedia({ signal: signalOf(call), onProgress: (done, total) => call.onProgress?.({ done, total }) });
    this.#open.questions(dataset).forget();
    return open.summary();
  }

  async mediaFolders({ dataset }: Parameters<EngineApi['mediaFolders']>[0], call: Call = {}): Promise<readonly MediaFolder[]> {
    return mediaFolders(this.#open.dataset(dataset).files, signalOf(call));
  }

  async setTokenizer({ dataset, tokenizer }: Parameters<EngineApi['setTokenizer']>[0]): Promise<DatasetSummary> {
    await this.#open.dataset(dataset).text.setTokenizer(tokenizer);
    return this.#open.dataset(dataset).summary();
  }

  async ready({ dataset, columns }: Parameters<EngineApi['ready']>[0], call: Call<SelectProgress> = {}): Promise<DatasetSummary> {
    const open = this.#open.dataset(dataset);
    const onProgress = (done: number, total: number): void => call.onProgress?.({ done, total });
    await open.records?.ready(columns, { signal: signalOf(call), onProgress });
    return open.summary();
  }

  async select(
    question: Parameters<EngineApi['select']>[0],
    call: Parameters<EngineApi['select']>[1] = {},
  ): ReturnType<EngineApi['select']> {
    const questions = this.#open.questions(question.dataset);
    const selection = await this.#attention.during(questions.select(question.query, question.sort, call));
    return transfer(selection, [selection.rows.buffer]);
  }

  async facets({ dataset, query }: Parameters<EngineApi['facets']>[0], call: Call = {}): ReturnType<EngineApi['facets']> {
    return this.#attention.during(this.#open.questions(dataset).facets(query, call));
  }

  async histogram(request: Parameters<EngineApi['histogram']>[0], call: Call = {}): ReturnType<EngineApi['histogram']> {
    return this.#attention.during(this.#open.questions(request.dataset).histogram(request, call));
  }

  async profile(
    { dataset, query }: Parameters<EngineApi['profile']>[0],
    call: Call<ProfileProgress> = {},
  ): ReturnType<EngineApi['profile']> {
    return this.#reading(dataset, undefined, () => this.#open.questions(dataset).profile(query, call));
  }

  async rows(
    { dataset, query, rows, columns, gist = false }: Parameters<EngineApi['rows']>[0],
    call: Call = {},
  ): ReturnType<EngineApi['rows']> {
    await this.#open.dataset(dataset).need(rows, signalOf(call));
    return this.#reading(dataset, undefined, async () => {
      await this.#open.lastTimes.dropIfStale(this.#open.dataset(dataset), rows[0]);
      return this.#open.questions(dataset).rows(query, rows, { columns, gist }, call);
    });
  }

  async tiles({ dataset, query, rows }: Parameters<EngineApi['tiles']>[0], call: Call = {}): ReturnType<EngineApi['tiles']> {
    await this.#open.dataset(dataset).need(rows, signalOf(call));
    const tiles = await this.#open.questions(dataset).tiles(query, rows, call);
    return transfer(
      tiles,
      tiles.flatMap(({ box, category, passing, predicted }) => [box.buffer, category.buffer, passing.buffer, predicted.buffer]),
    );
  }

  async detail({ dataset, query, row }: Parameters<EngineApi['detail']>[0], call: Call = {}): ReturnType<EngineApi['detail']> {
    await this.#open.dataset(dataset).need([row], signalOf(call));
    return this.#reading(dataset, row, async () => {
      await this.#open.lastTimes.refuseStale(this.#open.dataset(dataset), row);
      return this.#open.questions(dataset).detail(query, row, call);
    });
  }

  async raw({ dataset, row, from }: Parameters<EngineApi['raw']>[0], call: Call = {}): ReturnType<EngineApi['raw']> {
    const { files, reading } = this.#open.dataset(dataset);
    const { utf8Ranges = false } = reading.format;
    return this.#reading(dataset, row, async () => {
      await this.#open.lastTimes.refuseStale(this.#open.dataset(dataset), row);
      const open = this.#open.dataset(dataset);
      if (reading.format.byRow || reading.match.byRow) return rowAsText(open, row, signalOf(call));
      const total = open.table.annotationsOf(row).length;
      const ref = open.ref(row, MAX_RECORDS);
      if (from !== undefined && ref.at) return rawPart(files, ref.at, from, utf8Ranges, signalOf(call));
      const beside = ref.at ? reading.format.beside?.(reading.match, ref.at.file) : undefined;
      return rawRecords(files, ref, utf8Ranges, signalOf(call), total, beside);
    });
  }

  async problemGroups({ dataset }: Parameters<EngineApi['problemGroups']>[0]): ReturnType<EngineApi['problemGroups']> {
    return this.#open.dataset(dataset).problems.summaries();
  }

  async problems({ dataset, code, from, to }: Parameters<EngineApi['problems']>[0]): ReturnType<EngineApi['problems']> {
    return this.#open.dataset(dataset).problems.page(code, from, to);
  }

  async report({ dataset, problem }: Parameters<EngineApi['report']>[0]): Promise<void> {
    this.#open.dataset(dataset).report(problem);
  }

  async blob({ file }: Parameters<EngineApi['blob']>[0]): Promise<Blob> {
    try {
      return await this.#open.arrivals.files.source(file).wholeBlob();
    } catch (error) {
      throw this.#reported(error, file, this.#open.all, undefined);
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
    return this.#open.arrivals.files.paths[file] ?? '';
  }

  async find({ dataset, name, after }: Parameters<EngineApi['find']>[0]): ReturnType<EngineApi['find']> {
    return this.#open.dataset(dataset).find(name, after);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Runs what reads a sample's files, for somebody who waits; a file that is gone becomes a problem of the sample and an error that the page can show. */
  async #reading<T>(id: number, row: number | undefined, read: () => Promise<T>): Promise<T> {
    try {
      return await this.#attention.during(read());
    } catch (error) {
      const dataset = this.#open.dataset(id);
      const file = row === undefined ? undefined : (dataset.table.range(row)?.file ?? dataset.ref(row).annotations[0]?.file);
      throw this.#reported(error, file, [dataset], row);
    }
  }

  #reported(error: unknown, file: FileIndex | undefined, datasets: readonly Dataset[], row: number | undefined): unknown {
    if (!(error instanceof ReadError)) return error;
    const path = file === undefined ? undefined : this.#open.arrivals.files.paths[file];
    const problem: Problem = { code: error.code, ...(path === undefined ? {} : { file: path }), values: { reason: error.message } };
    for (const dataset of datasets) {
      const rows = row !== undefined ? [row] : file !== undefined ? dataset.rowsOfImage(file) : [];
      for (const sample of rows) dataset.report({ ...problem, sample });
    }
    return fileError(row === undefined ? problem : { ...problem, sample: row }, error.message);
  }
}
