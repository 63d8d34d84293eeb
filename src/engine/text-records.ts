/** What is known of the records of a dataset of text: which schema they follow, what they say, the media that they name, and the one look at all of them. */
import type { TextPattern } from '../base/text-pattern.ts';
import type { FileSet } from '../files/file-set.ts';
import type { Detail, SampleRef, Sink } from '../formats/format.ts';
import { isBare } from '../formats/record-cells.ts';
import type { RecordFields, ShownRecord } from '../formats/record-container.ts';
import type { SearchAmong } from '../formats/record-search.ts';
import type { DatasetSummary, FileIndex, SampleRow } from '../model/dataset.ts';
import { NO_OBJECT, type Problem } from '../model/problem.ts';
import type { RecordSummary } from '../model/record-form.ts';
import type { Speaker, SpokenText } from '../model/turn-texts.ts';
import type { Builder } from '../table/builder.ts';
import { DatasetMedia } from './dataset-media.ts';
import type { Reading } from './match.ts';
import { mediaCells } from './media-cells.ts';
import type { ProblemStore } from './problem-store.ts';
import type { MediaCells } from './protocol.ts';
import { gistsOf, recordReading, saidBy, sampleRecords, type ReadingOf, type RecordReading, type SampledRecords } from './record-forms.ts';
import { RecordPasses, type PassCall } from './record-passes.ts';
import { FILLED_BYTES, RecordReview } from './record-review.ts';
import { SchemaCount, shareIn } from './schema-share.ts';
import { freeName, TextColumns } from './text-columns.ts';

/** Records that are looked at together where nothing of them is kept. */
const COUNTED_AT_ONCE = 8192;
/** Bytes of records that are looked at in full before a dataset counts as read: a quarter of a second's work. */
const REVIEWED_AT_ONCE = 4 << 20;
/** Of the column that says which schema a record follows. */
const SCHEMA_COLUMN = 'schema';

export interface TextRecordParts {
  readonly files: FileSet;
  readonly reading: () => Reading;
  readonly builder: Builder;
  readonly problems: ProblemStore;
  /** Takes what a pass finds. */
  readonly sink: (onProgress: (done: number, total: number) => void) => Sink;
  /** Adds a problem once. */
  readonly tell: (problem: Problem) => void;
  /** Bytes of records that are looked at in full before the dataset counts as read; of more, when nobody waits. */
  readonly reviewedAtOnce: number | undefined;
}

/** Of a dataset of images there are none, and nothing is known of them. */
export class TextRecords {
  readonly #parts: TextRecordParts;
  readonly passes: RecordPasses | undefined;
  /** What is worked out of their texts. */
  readonly texts: TextColumns | undefined;
  readonly media: DatasetMedia;
  /** Grows with whatever is in `summary`. */
  version = 0;
  readonly #reviewedAtOnce: number;
  #record: RecordSummary | undefined;
  #sampled: SampledRecords | undefined;
  /** What is left to be looked at, in full, when nobody waits. */
  #review: 'due' | { readonly going: (sink: Sink, call: PassCall) => Promise<void> } | undefined;
  /** All were looked at for their schema. */
  #isReviewed = false;
  #reviewing: Promise<void> | undefined;

  constructor(parts: TextRecordParts) {
    const { files, reading, builder, tell, reviewedAtOnce = REVIEWED_AT_ONCE } = parts;
    this.#parts = parts;
    this.#reviewedAtOnce = reviewedAtOnce;
    this.media = new DatasetMedia(files, reading);
    const access = reading().format.records;
    this.passes = access && new RecordPasses({ access, files, match: () => reading().match, builder, tell });
    this.texts = this.passes && new TextColumns({ records: this.passes, files, table: builder.table, tell });
  }

  /** Which schema they follow was asked. */
  get isRecognised(): boolean {
    return this.#sampled !== undefined;
  }

  /** Not all were looked at in full yet, and they are to be. */
  get isReviewDue(): boolean {
    return this.#review !== undefined;
  }

  /** What a dataset says of them. */
  get summary(): Pick<DatasetSummary, 'record' | 'media' | 'tokenizer'> {
    const { table } = this.#parts.builder;
    const record = this.#record;
    const column = record?.column === undefined ? undefined : table.extra.get(record.column);
    const media = this.media.summary;
    const tokenizer = this.texts?.tokenizer;
    return {
      ...(record ? { record: shareIn(record, column, table.sampleCount) } : {}),
      ...(media ? { media } : {}),
      ...(tokenizer ? { tokenizer } : {}),
    };
  }

  /** Looks at all in full, where the index only found where they stand; at many of them later (`review`). */
  async check(sink: Sink, call: PassCall): Promise<void> {
    const bytes = (await this.passes?.bytes()) ?? 0;
    if (bytes > FILLED_BYTES) await this.passes?.check(sink, call);
    else if (bytes > this.#reviewedAtOnce) {
      this.#review = 'due';
      this.version += 1;
    } else await this.#lookAtAll(call);
  }

  /** What `check` has left. False: there is nothing left to look at. */
  async review(call: PassCall): Promise<boolean> {
    // Who was told to stop may be on the way to it.
    await this.#reviewing?.catch(() => undefined);
    call.signal.throwIfAborted();
    const isDue = this.isReviewDue;
    if (!isDue && !this.media.isDue) return false;
    this.#reviewing = (async () => {
      if (isDue) await this.#lookAtAll(call);
      if (this.media.isDue) await this.findMedia(call);
    })();
    await this.#reviewing;
    return true;
  }

  /** Looks at every record in full, or goes on where that was stopped. */
  async #lookAtAll(call: PassCall): Promise<void> {
    const { passes } = this;
    if (!passes) return;
    if (this.#review === undefined || this.#review === 'due') this.#review = { going: await this.#beginReview(passes) };
    await this.#review.going(
      this.#parts.sink((done, total) => void call.onProgress?.(done, total)),
      call,
    );
    this.#review = undefined;
    this.version += 1;
  }

  async #beginReview(records: RecordPasses): Promise<(sink: Sink, call: PassCall) => Promise<void>> {
    const sampled = this.#sampled;
    const count = sampled && new SchemaCount(sampled);
    const { problems, files, builder } = this.#parts;
    const { table } = builder;
    const media = await this.media.begin({ table, problems, readingOf: this.#readingOf });
    const review = await RecordReview.begin({
      records,
      table,
      pathOf: (row) => files.paths[table.samples.file.at(row)] ?? '',
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

  /**
   * Finds out, from a sample, which schema they follow.
   * @param chosen id of the schema that a person chose
   */
  async recognise(signal: AbortSignal, chosen?: string): Promise<void> {
    const { builder, reading, tell } = this.#parts;
    const { table } = builder;
    if (table.visual || table.sampleCount === 0) return;
    const sampled = await sampleRecords({ table, records: this.passes, guide: reading().match.guide }, chosen, signal);
    this.media.isNamed = sampled.namesMedia;
    this.#sampled = sampled;
    this.#record = this.#withColumn(sampled);
    const { guide, name } = reading().match;
    if (guide && chosen === undefined) {
      for (const column of sampled.missing) tell({ code: 'dataset-column-missing', file: guide.by, values: { entry: name, column } });
    }
    this.texts?.measure(sampled.records, sampled.formOf);
    this.version += 1;
    if (this.#isReviewed) await this.#countAgain(sampled, signal);
  }

  /** All records are read by another schema. */
  async #countAgain(sampled: SampledRecords, signal: AbortSignal): Promise<void> {
    const count = new SchemaCount(sampled);
    const add = (_row: SampleRow, fields: RecordFields, unread: boolean): void => {
      if (!unread) count.add(fields);
    };
    // A page of a table is decoded anew for every window that has a part of it.
    await this.passes?.each({ signal }, add, { atOnce: COUNTED_AT_ONCE });
    this.#countedAll(sampled, count);
  }

  #countedAll(sampled: SampledRecords, count: SchemaCount): void {
    const { column } = this.#record ?? {};
    const summary = count.of(sampled.summary, this.#parts.builder.table.sampleCount);
    // A sample of one kind has said that there is nothing to tell apart.
    this.#record = column === undefined ? this.#withColumn({ ...sampled, summary }) : { ...summary, column };
    this.version += 1;
  }

  /** Where records are of several schemas, a column that says which: it filters and counts like any other. */
  #withColumn({ summary, records, schemaOf }: SampledRecords): RecordSummary {
    const known = this.#record?.column;
    // Plain records follow none: there is nothing to tell apart.
    const isMixed = summary.schema !== undefined && summary.fits < 1;
    if (!this.passes || !(isMixed || known !== undefined)) return summary;
    const { builder } = this.#parts;
    const column = known ?? freeName(builder.table, SCHEMA_COLUMN);
    this.passes.derive({ columns: [{ name: column, kind: 'category' }], begin: () => ({ cells: (record) => [schemaOf(record)] }) });
    for (const record of records) builder.sampled(column, schemaOf(record));
    return { ...summary, column };
  }

  /** Counts tokens by another tokenizer from now on; one that cannot be read is a problem, and the last one stays. */
  async setTokenizer(name: string): Promise<void> {
    await this.texts?.setTokenizer(name);
    this.version += 1;
  }

  /** One in its normal form; undefined for images, and where no schema fits or it could not be read. */
  async formOf(ref: SampleRef, { fields, unread }: Pick<Detail, 'fields' | 'unread'>): Promise<RecordReading | undefined> {
    if (this.#parts.builder.table.visual || unread) return undefined;
    return recordReading(fields, this.#readingOf, this.media.roots, ref.at?.file);
  }

  /** Who speaks in them that is none of `SPEAKERS`. */
  get speakers(): readonly string[] {
    return this.#record?.speakers ?? [];
  }

  /** Pictures and sounds of columns that are of such. */
  mediaCells(records: ReadonlyMap<SampleRow, ShownRecord>, columns: readonly string[]): Promise<ReadonlyMap<SampleRow, MediaCells>> {
    return mediaCells(records, columns, this.#parts.builder.table, this.media.roots);
  }

  /** What is said in them by whom one asks for, for a search. */
  saidBy(speaker: Speaker, pattern: TextPattern): Promise<SearchAmong> {
    return saidBy(speaker, pattern, this.#readingOf);
  }

  /** What they are about: their texts, that which says most first; of those that follow no schema their JSON. */
  async gistsOf(records: ReadonlyMap<SampleRow, ShownRecord>): Promise<ReadonlyMap<SampleRow, readonly SpokenText[]>> {
    const isAll = this.#record?.schema !== undefined || this.#parts.problems.hasAny(NO_OBJECT);
    // Their column appears with the first such record that is found, which may be after the others were asked for.
    const shown = isAll ? records : new Map([...records].filter(([, { fields }]) => isBare(fields)));
    return shown.size === 0 ? new Map() : gistsOf(shown, this.#readingOf);
  }

  get #readingOf(): ReadingOf {
    return { schema: this.#record?.schema, guide: this.#parts.reading().match.guide };
  }

  /** Looks for the media that all records name and tells of those that are not there; does nothing where a sample names none. */
  async findMedia(call: PassCall): Promise<void> {
    const { builder, problems } = this.#parts;
    await this.media.find({ records: this.passes, table: builder.table, problems, readingOf: this.#readingOf }, call);
    this.version += 1;
  }

  /** Files have come that they may name: those of a small dataset are looked for at once. */
  async filesCame(call: PassCall): Promise<void> {
    this.media.filesCame();
    if (this.passes && this.media.isDue && (await this.passes.bytes()) <= this.#reviewedAtOnce) await this.findMedia(call);
  }

  /** Files that they name. */
  get mediaFiles(): ReadonlySet<FileIndex> {
    return this.media.named;
  }

  /** Folder that paths of media begin in; undefined: they are looked for everywhere. */
  setMediaRoot(folder: string | undefined): void {
    this.media.root = folder;
    this.version += 1;
  }
}
