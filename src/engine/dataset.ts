/** One open dataset: what its format read, its columns, problems and accounts, and how one sample of it is looked at. */
import { ignoreAbort } from '../base/abort.ts';
import { ReadError } from '../files/byte-source.ts';
import type { FileSet } from '../files/file-set.ts';
import type { Detail, SampleRef, Sink } from '../formats/format.ts';
import { isBare } from '../formats/record-cells.ts';
import type { RecordFields, ShownRecord } from '../formats/record-container.ts';
import type { CategoryRow, DatasetSummary, FileIndex, Frame, SampleRow, StandIn } from '../model/dataset.ts';
import type { SearchAmong } from '../formats/record-search.ts';
import type { RecordSummary } from '../model/record-form.ts';
import type { Speaker, SpokenText } from '../model/turn-texts.ts';
import { NO_OBJECT, type Problem } from '../model/problem.ts';
import { pause } from '../base/pause.ts';
import type { TextPattern } from '../base/text-pattern.ts';
import { Breath } from '../table/breath.ts';
import { Builder, type TableState } from '../table/builder.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { samplesWith } from '../table/samples-with.ts';
import { FileAccounts, type AccountState } from './accounts.ts';
import { CloseCheck } from './close-check.ts';
import { damageOf } from './damage.ts';
import { DatasetMedia, type MediaState } from './dataset-media.ts';
import { summaryOf } from './dataset-summary.ts';
import { findRecord, findSample, rowsOfImage, sampleRef } from './find-sample.ts';
import { ImageHeaders, moveToFrame } from './image-pass.ts';
import { decisiveFiles, type Reading } from './match.ts';
import { mediaCells } from './media-cells.ts';
import type { MediaCells } from './protocol.ts';
import { ProblemStore, type ProblemState } from './problem-store.ts';
import { RecordPasses, type PassCall } from './record-passes.ts';
import { FILLED_BYTES, RecordReview } from './record-review.ts';
import {
  gistsOf,
  loadSchemas,
  recordReading,
  saidBy,
  sampleRecords,
  type ReadingOf,
  type RecordReading,
  type SampledRecords,
} from './record-forms.ts';
import { SchemaCount, shareIn } from './schema-share.ts';
import { freeName, TextColumns } from './text-columns.ts';
import { tableSink, type Facts } from './sink.ts';
import { countSamples, TableCounts } from './summary.ts';

const NEEDED_MS = 1_000;
/** Records that are looked at together where nothing of them is kept. */
const COUNTED_AT_ONCE = 8192;
/** Bytes of records that are looked at in full before a dataset counts as read: a quarter of a second's work. */
const REVIEWED_AT_ONCE = 4 << 20;
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

/** Of the column that says which schema a record follows. */
const SCHEMA_COLUMN = 'schema';

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
  /** There where samples are plain records. */
  readonly records: RecordPasses | undefined;
  /** There where samples are plain records: what is worked out of their texts. */
  readonly texts: TextColumns | undefined;
  readonly #media: DatasetMedia;
  /** What its records are, where they are text. */
  #record: RecordSummary | undefined;
  #sampled: SampledRecords | undefined;
  /** What is left to be looked at of its records, in full, when nobody waits. */
  #review: 'due' | { readonly going: (sink: Sink, call: PassCall) => Promise<void> } | undefined;
  /** All its records were looked at for their schema. */
  #isReviewed = false;
  #reviewing: Promise<void> | undefined;
  readonly #reviewedAtOnce: number;
  #summed: { readonly key: string; readonly summary: DatasetSummary } | undefined;

  /** @param reviewedAtOnce bytes of records that are looked at in full before it counts as read; of more, when nobody waits */
  constructor(id: number, files: FileSet, reading: Reading, standIn?: StandIn, reviewedAtOnce = REVIEWED_AT_ONCE) {
    this.id = id;
    this.#reviewedAtOnce = reviewedAtOnce;
    this.standIn = standIn;
    this.files = files;
    this.#reading = reading;
    this.#media = new DatasetMedia(files, () => this.#reading);
    this.#builder = new Builder(files.paths);
    this.#counts = new TableCounts(this.#builder.table);
    this.#headers = new ImageHeaders(files, this.#builder, this.problems);
    const access = reading.format.records;
    this.records =
      access &&
      new RecordPasses({
        access,
        files,
        match: () => this.#reading.match,
        builder: this.#builder,
        tell: (problem) => this.tell(problem),
      });
    this.texts =
      this.records && new TextColumns({ records: this.records, files, table: this.table, tell: (problem) => this.tell(problem) });
  }

  get reading(): Reading {
    return this.#reading;
  }

  get table(): DatasetTable {
    return this.#builder.table;
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
      media: this.#media.state,
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
    this.#media.restore(state.media, numberOf);
    // How derived columns are worked out is code; what they are of all records is here.
    const derived = [...this.table.extra.values()].filter((column) => column.derived && !column.lazy);
    await this.recognise(signal);
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
      if (!(error instanceof ReadError)) throw error;
      this.problems.add({ code: error.code, values: { reason: error.message } });
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
    this.#compare(match.declared ?? {}, match.guide?.by);
  }

  /** Tells where there are more or fewer samples than a description says. */
  #compare(declared: Readonly<Record<string, number>>, by: string | undefined): void {
    const { splits } = countSamples(this.table);
    for (const [split, rows] of Object.entries(declared)) {
      const found = split === '' ? this.table.sampleCount : (splits[split] ?? 0);
      const named = split === '' ? {} : { split };
      if (found !== rows)
        this.tell({ code: 'rows-differ', ...(by === undefined ? {} : { file: by }), values: { ...named, declared: rows, found } });
    }
  }

  /** Looks at every record in full, where the index only found where they stand, or walked over some of them; at many of these later. */
  async check(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    const sink = this.#sink(onProgress);
    try {
      await this.#checkRecords(sink, { signal, onProgress });
      if (this.table.annotationCount <= CHECKED_AT_ONCE) await this.#lookClosely(signal, onProgress);
    } catch (error) {
      // The index, which read the same files before, has told of those that it could not read.
      if (!(error instanceof ReadError)) throw error;
      this.problems.add({ code: error.code, values: { reason: error.message } });
    }
  }

  async #checkRecords(sink: Sink, call: PassCall): Promise<void> {
    const { records } = this;
    const bytes = (await records?.bytes()) ?? 0;
    if (bytes > FILLED_BYTES) await records?.check(sink, call);
    else if (bytes > this.#reviewedAtOnce) this.#review = 'due';
    else await this.#lookAtAll(call);
  }

  /** Looks at every record in full, or goes on where that was stopped. */
  async #lookAtAll(call: PassCall): Promise<void> {
    const { records } = this;
    if (!records) return;
    if (this.#review === undefined || this.#review === 'due') this.#review = { going: await this.#beginReview(records) };
    await this.#review.going(
      this.#sink((done, total) => void call.onProgress?.(done, total)),
      call,
    );
    this.#review = undefined;
    this.#summed = undefined;
  }

  async #beginReview(records: RecordPasses): Promise<(sink: Sink, call: PassCall) => Promise<void>> {
    const sampled = this.#sampled;
    const count = sampled && new SchemaCount(sampled);
    const { table, problems } = this;
    const media = await this.#media.begin({ table, problems, readingOf: this.#readingOf });
    const review = await RecordReview.begin({
      records,
      table,
      pathOf: (row) => this.files.paths[table.samples.file.at(row)] ?? '',
      hasTold: () => problems.count('columns-many') > 0,
      look:
        media || count?.isIdle === false
          ? (row, fields) => {
              const fits = count?.add(fields);
              media?.look.add(row, fields, fits);
            }
          : undefined,
    });
    return async (sink, call) => {
      await review.run(sink, call);
      media?.settle();
      this.#isReviewed = true;
      // Another schema may have been chosen since.
      if (this.#sampled && this.#sampled !== sampled) await this.#countAgain(this.#sampled, call.signal);
      else if (sampled && count) this.#countedAll(sampled, count);
    };
  }

  #countedAll(sampled: SampledRecords, count: SchemaCount): void {
    const { column } = this.#record ?? {};
    const summary = count.of(sampled.summary, this.table.sampleCount);
    // A sample of one kind has said that there is nothing to tell apart.
    this.#record = column === undefined ? this.#withColumn({ ...sampled, summary }) : { ...summary, column };
    this.#summed = undefined;
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
      hasLooked = await this.#reviewRest({ signal, onProgress });
      if (isDue) await this.#lookClosely(signal, () => undefined);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.problems.add({ code: error.code, values: { reason: error.message } });
    }
    return (await this.#compareLabels(signal, leisure)) || isDue || isNew || hasLooked;
  }

  /** Records in full, where that is still to be done. */
  async #reviewRest(call: PassCall): Promise<boolean> {
    // Who was told to stop may be on the way to it.
    await this.#reviewing?.catch(() => undefined);
    call.signal.throwIfAborted();
    const isDue = this.#review !== undefined;
    if (!isDue && !this.#media.isDue) return false;
    this.#reviewing = (async () => {
      if (isDue) await this.#lookAtAll(call);
      if (this.#media.isDue) await this.findMedia(call.signal, (done, total) => void call.onProgress?.(done, total));
    })();
    await this.#reviewing;
    return true;
  }

  /** Compares labels with each other. False: that was done before, or there are none. */
  async #compareLabels(signal: AbortSignal, leisure: () => Promise<void>): Promise<boolean> {
    const { table, problems } = this;
    if (!table.visual || table.annotationCount === 0 || this.#compared === table.version) return false;
    const { version } = table;
    const { checkLabels, LABEL_CODES } = await import('./label-check.ts');
    signal.throwIfAborted();
    const told: Parameters<ProblemStore['add']>[] = [];
    await checkLabels({ table, paths: this.files.paths, tell: (...problem) => told.push(problem), leisure }, signal);
    // What was kept from the last time is found again.
    for (const code of LABEL_CODES) problems.forget(code);
    for (const problem of told) problems.add(...problem);
    this.#compared = version;
    return true;
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

  /**
   * Finds out, from a sample, which schema text records follow.
   * @param chosen id of the schema that a person chose
   */
  async recognise(signal: AbortSignal, chosen?: string): Promise<void> {
    if (this.table.visual || this.table.sampleCount === 0) return;
    const sampled = await sampleRecords(this, chosen, signal);
    this.#media.isNamed = sampled.namesMedia;
    this.#sampled = sampled;
    this.#record = this.#withColumn(sampled);
    const { guide, name } = this.#reading.match;
    if (guide && chosen === undefined) {
      for (const column of sampled.missing) this.tell({ code: 'dataset-column-missing', file: guide.by, values: { entry: name, column } });
    }
    this.texts?.measure(sampled.records, sampled.formOf);
    this.#summed = undefined;
    if (this.#isReviewed) await this.#countAgain(sampled, signal);
  }

  /** Reading was cancelled: what the records that were read are is found out all the same. */
  async wasStopped(signal: AbortSignal): Promise<void> {
    if (this.#complete || this.standIn !== undefined || this.#sampled !== undefined) return;
    try {
      await this.recognise(signal);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.problems.add({ code: error.code, values: { reason: error.message } });
    }
  }

  /** All records are read by another schema. */
  async #countAgain(sampled: SampledRecords, signal: AbortSignal): Promise<void> {
    const count = new SchemaCount(sampled);
    const add = (_row: SampleRow, fields: RecordFields, unread: boolean): void => {
      if (!unread) count.add(fields);
    };
    // A page of a table is decoded anew for every window that has a part of it.
    await this.records?.each({ signal }, add, { atOnce: COUNTED_AT_ONCE });
    this.#countedAll(sampled, count);
  }

  /** Counts tokens by another tokenizer from now on; one that cannot be read is a problem, and the last one stays. */
  async setTokenizer(name: string): Promise<void> {
    await this.texts?.setTokenizer(name);
    this.#summed = undefined;
  }

  /** Where records are of several schemas, a column that says which: it filters and counts like any other. */
  #withColumn({ summary, records, schemaOf }: SampledRecords): RecordSummary {
    const known = this.#record?.column;
    // Plain records follow none: there is nothing to tell apart.
    const isMixed = summary.schema !== undefined && summary.fits < 1;
    if (!this.records || !(isMixed || known !== undefined)) return summary;
    const column = known ?? freeName(this.table, SCHEMA_COLUMN);
    this.records.derive({ columns: [{ name: column, kind: 'category' }], begin: () => ({ cells: (record) => [schemaOf(record)] }) });
    for (const record of records) this.#builder.sampled(column, schemaOf(record));
    return { ...summary, column };
  }

  /** A text record in its normal form; undefined for images, and where no schema fits or it could not be read. */
  async recordOf(ref: SampleRef, { fields, unread }: Pick<Detail, 'fields' | 'unread'>): Promise<RecordReading | undefined> {
    return this.table.visual || unread ? undefined : recordReading(fields, this.#readingOf, this.#media.roots, ref.at?.file);
  }

  /** Who speaks in its records that is none of `SPEAKERS`. */
  get speakers(): readonly string[] {
    return this.#record?.speakers ?? [];
  }

  /** Pictures and sounds of columns that are of such. */
  mediaCells(records: ReadonlyMap<SampleRow, ShownRecord>, columns: readonly string[]): Promise<ReadonlyMap<SampleRow, MediaCells>> {
    return mediaCells(records, columns, this.table, this.#media.roots);
  }

  /** What is said in records by whom one asks for, for a search. */
  saidBy(speaker: Speaker, pattern: TextPattern): Promise<SearchAmong> {
    return saidBy(speaker, pattern, this.#readingOf);
  }

  /** What text records are about: their texts, that which says most first; of those that follow no schema their JSON. */
  async gistsOf(records: ReadonlyMap<SampleRow, ShownRecord>): Promise<ReadonlyMap<SampleRow, readonly SpokenText[]>> {
    const isAll = this.#record?.schema !== undefined || this.problems.hasAny(NO_OBJECT);
    // Their column appears with the first such record that is found, which may be after the others were asked for.
    const shown = isAll ? records : new Map([...records].filter(([, { fields }]) => isBare(fields)));
    return shown.size === 0 ? new Map() : gistsOf(shown, this.#readingOf);
  }

  get #readingOf(): ReadingOf {
    return { schema: this.#record?.schema, guide: this.#reading.match.guide };
  }

  /** Files that its records name. */
  get mediaFiles(): ReadonlySet<FileIndex> {
    return this.#media.named;
  }

  /** Looks for the media that all records name and tells of those that are not there; does nothing where a sample names none. */
  async findMedia(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    const { records, table, problems } = this;
    await this.#media.find({ records, table, problems, readingOf: this.#readingOf }, { signal, onProgress });
    this.#summed = undefined;
  }

  /** Files have come that its records may name: those of a small dataset are looked for at once. */
  async filesCame(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    this.#media.filesCame();
    const { records } = this;
    if (records && this.#media.isDue && (await records.bytes()) <= this.#reviewedAtOnce) await this.findMedia(signal, onProgress);
  }

  /** Folder that paths of media begin in; undefined: they are looked for everywhere. */
  setMediaRoot(folder: string | undefined): void {
    this.#media.root = folder;
    this.#summed = undefined;
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
    const key = state && `${state} ${this.#review === undefined} ${this.#frame} ${this.problems.version} ${this.table.version}`;
    if (key !== undefined && this.#summed?.key === key) return this.#summed.summary;
    const summary = this.#sumUp();
    this.#summed = key === undefined ? undefined : { key, summary };
    return summary;
  }

  #sumUp(): DatasetSummary {
    const tokenizer = this.texts?.tokenizer;
    const media = this.#media.summary;
    const record = this.#record;
    const column = record?.column;
    return {
      ...summaryOf({
        reading: this.#reading,
        table: this.table,
        counts: this.#counts,
        accounts: this.#accounts,
        paths: this.files.paths,
        unreferenced: this.#facts.unreferencedImages,
        mediaFiles: this.mediaFiles,
      }),
      id: this.id,
      complete: this.#complete,
      ...(this.#complete && this.#review !== undefined ? { unreviewed: true } : {}),
      ...(this.standIn === undefined ? {} : { standIn: this.standIn }),
      problems: this.problems.summaries(),
      frame: this.#frame,
      ...(record
        ? { record: shareIn(record, column === undefined ? undefined : this.table.extra.get(column), this.table.sampleCount) }
        : {}),
      ...(media ? { media } : {}),
      ...(tokenizer ? { tokenizer } : {}),
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
