/** One open dataset: what its format read, its columns, problems and accounts, and how one sample of it is looked at. */
import { ignoreAbort } from '../base/abort.ts';
import { ReadError } from '../files/byte-source.ts';
import type { FileSet } from '../files/file-set.ts';
import type { Detail, SampleRef, Sink } from '../formats/format.ts';
import type { CategoryRow, DatasetSummary, FileIndex, Frame, SampleRow, StandIn } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { pause } from '../base/pause.ts';
import { Breath } from '../table/breath.ts';
import { Builder, type TableState } from '../table/builder.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { samplesWith } from '../table/samples-with.ts';
import { FileAccounts, type AccountState } from './accounts.ts';
import { CloseCheck } from './close-check.ts';
import { damageOf } from './damage.ts';
import { rowsThatDiffer } from './declared-rows.ts';
import type { MediaState } from './dataset-media.ts';
import { summaryOf } from './dataset-summary.ts';
import { findRecord, findSample, rowsOfImage, sampleRef } from './find-sample.ts';
import { ImageHeaders, moveToFrame } from './image-pass.ts';
import { decisiveFiles, type Reading } from './match.ts';
import { ProblemStore, type ProblemState } from './problem-store.ts';
import type { RecordPasses } from './record-passes.ts';
import { loadSchemas } from './record-forms.ts';
import { TextRecords } from './text-records.ts';
import { tableSink, type Facts } from './sink.ts';
import { TableCounts } from './summary.ts';

const NEEDED_MS = 1_000;
/** Annotations that are looked at closely before a dataset counts as read; more are looked at in the background. */
const CHECKED_AT_ONCE = 20_000;
/** All that was read of a dataset, to be kept. */
export type DatasetState = {
  readonly table: TableState;
  readonly accounts: AccountState;
  readonly problems: ProblemState;
  readonly facts: { readonly frame: Frame | undefined; readonly unreferencedImages: number | undefined };
  readonly frame: Frame;
  /** Milliseconds since 1970, before the first byte was read: a file that was written later is another one. */
  readonly readAt: number;
  readonly told: readonly string[];
  readonly media: MediaState | undefined;
};

export class Dataset {
  readonly id: number;
  readonly files: FileSet;
  /** What is here only until the real one has something to show. */
  readonly standIn: StandIn | undefined;
  readonly problems = new ProblemStore();
  /** What the format and the pass over the images said; the user's choice is `frame`. */
  readonly #facts: Facts = { frame: undefined, unreferencedImages: undefined };
  readonly #builder: Builder;
  readonly #accounts = new FileAccounts();
  readonly #counts: TableCounts;
  readonly #headers: ImageHeaders;
  /** Reads labels out of turn, while they are being read. */
  #readLabels: ((rows: Iterable<SampleRow>) => Promise<void>) | undefined;
  readonly #told = new Set<string>();
  readonly #among: { readonly problem: Problem; readonly categories: readonly CategoryRow[] }[] = [];
  #reading: Reading;
  #frame: Frame = 'upright';
  #begun = false;
  #readAt = 0;
  #complete = false;
  readonly #closely = new CloseCheck();
  /** The version of the table whose labels were compared with each other. */
  #compared: number | undefined;
  /** What its records say, where samples are text. */
  readonly text: TextRecords;
  #summed: { readonly key: string; readonly summary: DatasetSummary } | undefined;

  /** @param reviewedAtOnce bytes of records that are looked at in full before it counts as read; of more, when nobody waits */
  constructor(id: number, files: FileSet, reading: Reading, standIn?: StandIn, reviewedAtOnce?: number) {
    this.id = id;
    this.standIn = standIn;
    this.files = files;
    this.#reading = reading;
    this.#builder = new Builder(files.paths);
    this.#counts = new TableCounts(this.#builder.table);
    this.#headers = new ImageHeaders(files, this.#builder, this.problems);
    this.text = new TextRecords({
      files,
      reading: () => this.#reading,
      builder: this.#builder,
      problems: this.problems,
      sink: (onProgress) => this.#sink(onProgress),
      tell: (problem) => this.tell(problem),
      reviewedAtOnce,
    });
  }

  get reading(): Reading {
    return this.#reading;
  }

  get table(): DatasetTable {
    return this.#builder.table;
  }

  /** There where samples are plain records. */
  get records(): RecordPasses | undefined {
    return this.text.passes;
  }

  get complete(): boolean {
    return this.#complete;
  }

  get frame(): Frame {
    return this.#frame;
  }

  /** Changes with whatever is in `state`. */
  get version(): string {
    return `${this.table.version} ${this.problems.version} ${this.#frame}`;
  }

  get state(): DatasetState {
    return {
      table: this.#builder.state,
      accounts: this.#accounts.state,
      problems: this.problems.state,
      facts: this.#facts,
      frame: this.#frame,
      readAt: this.#readAt,
      told: [...this.#told],
      media: this.text.media.state,
    };
  }

  /**
   * Becomes what the state says, whose arrays it takes over.
   * @param fileOf the index now of a file of then; absent: the same
   */
  async restore(state: DatasetState, fileOf: ((file: FileIndex) => FileIndex) | undefined, signal: AbortSignal): Promise<void> {
    this.#begun = true;
    const numberOf = fileOf ?? ((file: FileIndex): FileIndex => file);
    this.#builder.restore(state.table);
    if (fileOf) this.#builder.renumber(fileOf);
    this.#accounts.restore(state.accounts, numberOf);
    this.problems.restore(state.problems);
    Object.assign(this.#facts, state.facts);
    this.#frame = state.frame;
    this.#readAt = state.readAt;
    for (const told of state.told) this.#told.add(told);
    this.text.media.restore(state.media, numberOf);
    // How derived columns are worked out is code; what they are of all records is here.
    const derived = [...this.table.extra.values()].filter((column) => column.derived && !column.lazy);
    await this.text.recognise(signal);
    for (const column of derived) this.records?.place(column);
    await this.#makeIndex();
    await this.#settleCounts();
  }

  /** When its reading began, milliseconds since 1970. */
  get readAt(): number {
    return this.#readAt;
  }

  /** The same reading seen again after another drop: other losers, other leftovers. */
  update(reading: Reading): void {
    this.#reading = reading;
    this.#summed = undefined;
  }

  /** Reads the label files once. A file that fails in the middle is a problem; what came before it stays. */
  async index(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    this.#begun = true;
    this.#readAt = Date.now();
    const { format, match } = this.#reading;
    // One that cannot be loaded says so to `recognise`, which needs it.
    if (this.records) loadSchemas().catch(() => undefined);
    try {
      await format.index(this.files, match, this.#sink(onProgress), signal);
    } catch (error) {
      this.#cannotRead(error);
    } finally {
      this.#readLabels = undefined;
    }
    this.#builder.release();
    await this.#settleCounts();
    await this.#tellAmong();
    for (const problem of match.problems ?? []) this.tell(problem);
    for (const file of match.claims) {
      const damage = damageOf(this.files, file);
      if (damage) this.tell(damage);
    }
    for (const problem of rowsThatDiffer(this.table, match.declared ?? {}, match.guide?.by)) this.tell(problem);
  }

  /** Looks at every record in full, where the index only found where they stand, or walked over some of them; at many of these later. */
  async check(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    const sink = this.#sink(onProgress);
    try {
      await this.text.check(sink, { signal, onProgress });
      if (this.table.annotationCount <= CHECKED_AT_ONCE) await this.#lookClosely(signal, onProgress);
    } catch (error) {
      // The index, which read the same files before, has told of those that it could not read.
      this.#cannotRead(error);
    }
  }

  /**
   * What `check` has left for when nobody waits. False: there was nothing left, or the reading it was of is over.
   * @param signal of whoever reads the dataset anew, or closes it
   * @param leisure lets questions go first
   */
  async checkRest(signal: AbortSignal, leisure: () => Promise<void>, onProgress: (done: number, total: number) => void): Promise<boolean> {
    if (!this.#complete) return false;
    // Classes, orders by size and what is in sight are found sooner with it.
    await this.#makeIndex(signal);
    const isNew = await this.#countSamples(signal);
    const isDue = this.#reading.format.check !== undefined && this.#closely.isDue;
    let hasLooked = false;
    try {
      hasLooked = await this.text.review({ signal, onProgress });
      if (isDue) await this.#lookClosely(signal, () => undefined);
    } catch (error) {
      this.#cannotRead(error);
    }
    return (await this.#compareLabels(signal, leisure)) || isDue || isNew || hasLooked;
  }

  /** Compares labels with each other. False: that was done before, or there are none. */
  async #compareLabels(signal: AbortSignal, leisure: () => Promise<void>): Promise<boolean> {
    const { table, problems } = this;
    if (!table.visual || table.annotationCount === 0 || this.#compared === table.version) return false;
    const { version } = table;
    const { checkLabels } = await import('./label-check.ts');
    signal.throwIfAborted();
    await checkLabels({ table, paths: this.files.paths, problems, leisure }, signal);
    this.#compared = version;
    return true;
  }

  /** @throws what is no error of reading */
  #cannotRead(error: unknown): void {
    if (!(error instanceof ReadError)) throw error;
    this.problems.add({ code: error.code, values: { reason: error.message } });
  }

  #lookClosely(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    const { format, match } = this.#reading;
    const parts = { format, match, files: this.files, table: this.table, accounts: this.#accounts, sink: this.#sink(onProgress) };
    return this.#closely.run(parts, signal, onProgress);
  }

  #sink(onProgress: (done: number, total: number) => void): Sink {
    return tableSink({
      builder: this.#builder,
      accounts: this.#accounts,
      problems: this.problems,
      facts: this.#facts,
      paths: this.files.paths,
      among: (problem, categories) => this.#among.push({ problem, categories }),
      onProgress,
      onDemand: (read) => {
        this.#readLabels = read;
      },
    });
  }

  /** Marks the samples that problems of whole categories concern. */
  async #tellAmong(): Promise<void> {
    for (const { problem, categories } of this.#among.splice(0)) {
      const file = problem.file === undefined ? undefined : this.files.indexOf(problem.file);
      this.problems.add(problem, await samplesWith(this.table, categories, file, new Breath({ pause })));
    }
  }

  /**
   * Reads what is still missing of rows that somebody looks at, out of turn: labels, sizes of images. A disk that does not answer must not
   * keep the rest of a row from the screen: it waits for so long only.
   */
  async need(rows: Iterable<SampleRow>, signal: AbortSignal): Promise<void> {
    if (this.#complete || this.standIn !== undefined) return;
    const wanted = [...rows];
    const reading = Promise.all([this.#readLabels?.(wanted), this.table.visual ? this.#headers.read(wanted, signal) : undefined]);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, NEEDED_MS);
    });
    try {
      // Whoever cancelled the opening, or the question, has heard of it already.
      await Promise.race([reading.catch(ignoreAbort), enough]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Reading was cancelled: what the records that were read are is found out all the same. */
  async wasStopped(signal: AbortSignal): Promise<void> {
    if (this.#complete || this.standIn !== undefined || this.text.isRecognised) return;
    try {
      await this.text.recognise(signal);
    } catch (error) {
      this.#cannotRead(error);
    }
  }

  /** Reads what is missing of the images' headers and settles the frame. */
  async readImages(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    if (this.table.visual) {
      this.#frame = await this.#headers.readAll(this.#facts.frame, onProgress, signal);
    }
    this.#complete = true;
  }

  async setFrame(frame: Frame): Promise<void> {
    await this.#makeIndex();
    moveToFrame(this.#builder, frame, this.#reading.format.relative === true);
    this.#frame = frame;
  }

  /** Finds out how many samples each class has, where that takes no index. */
  async #settleCounts(): Promise<void> {
    await this.#counts.settle(new Breath({ pause }));
  }

  /** Finds out how many samples each class has, with pauses: a second of work for the largest datasets. False: that was known. */
  async #countSamples(signal: AbortSignal): Promise<boolean> {
    if (this.#counts.samples) return false;
    await this.#counts.settle(new Breath({ pause: () => unlessAborted(signal) }), true);
    this.#summed = undefined;
    return true;
  }

  /** Finds out which annotations each sample has, where there are any, as above. Questions are answered without it, too. */
  async #makeIndex(signal?: AbortSignal): Promise<void> {
    if (this.table.annotationCount > 0) await this.table.makeIndex(new Breath({ pause: () => unlessAborted(signal) }));
  }

  /** What is not being read any more (or not yet) is summed up once: there may be thousands of datasets. */
  summary(): DatasetSummary {
    const state = this.#complete ? 'complete' : this.standIn === 'kept' ? 'kept' : this.#begun ? undefined : 'new';
    const key = state && `${state} ${this.text.version} ${this.#frame} ${this.problems.version} ${this.table.version}`;
    if (key !== undefined && this.#summed?.key === key) return this.#summed.summary;
    const summary = this.#sumUp();
    this.#summed = key === undefined ? undefined : { key, summary };
    return summary;
  }

  #sumUp(): DatasetSummary {
    return {
      ...summaryOf({
        reading: this.#reading,
        table: this.table,
        counts: this.#counts,
        accounts: this.#accounts,
        paths: this.files.paths,
        unreferenced: this.#facts.unreferencedImages,
        mediaFiles: this.text.mediaFiles,
      }),
      id: this.id,
      complete: this.#complete,
      ...(this.#complete && this.text.isReviewDue ? { unreviewed: true } : {}),
      ...(this.standIn === undefined ? {} : { standIn: this.standIn }),
      problems: this.problems.summaries(),
      frame: this.#frame,
      ...this.text.summary,
    };
  }

  /** Everything recorded about one sample, for its format. `most`: of its annotations, the first so many. */
  ref(row: SampleRow, most = Infinity): SampleRef {
    return sampleRef(this.table, row, most);
  }

  detail(ref: SampleRef, signal: AbortSignal, files: FileSet = this.files): Promise<Detail> {
    return this.#reading.format.detail(files, this.#reading.match, ref, signal);
  }

  /** Files that it is read from, without its images. */
  get fileCount(): number {
    return decisiveFiles(this.files, this.#reading.match).length;
  }

  /** The row that a name means, in whatever way it says so. */
  find(name: string, after?: SampleRow): SampleRow | undefined {
    return this.records ? findRecord(this.table, this.records.titles(), name, after) : findSample(this.table, this.files, name);
  }

  /** Rows whose image is this file. */
  rowsOfImage(file: FileIndex): SampleRow[] {
    return rowsOfImage(this.table, file);
  }

  /** Adds a problem of the drop that is about one of its files, once. */
  tell(problem: Problem): void {
    const key = JSON.stringify([problem.code, problem.file, problem.values]);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.problems.add(problem);
  }

  /** Adds a problem that may be reported again and again: once per sample. */
  report(problem: Problem): void {
    if (problem.sample !== undefined && this.problems.samplesWith(problem.code)?.has(problem.sample)) return;
    this.problems.add(problem);
  }
}

async function unlessAborted(signal: AbortSignal | undefined): Promise<void> {
  await pause();
  signal?.throwIfAborted();
}
