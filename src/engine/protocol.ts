/**
 * What the page and the worker say to each other: one interface of plain data. The worker serves it over a port (`base/rpc.ts`);
 * tests and the CLI call the same object directly. Every call takes a signal and may report progress; results transfer their buffers.
 */
import type { Annotation, FieldValue } from '../model/annotation.ts';
import type { DatasetSummary, FileIndex, Frame, ImageState, LabelState, SampleRow, TextMeasure } from '../model/dataset.ts';
import type { Position, Problem, Severity } from '../model/problem.ts';
import type { Media, RecordForm } from '../model/record-form.ts';
import type { SpokenText } from '../model/turn-texts.ts';
import type { MeasureStats } from '../table/measure-stats.ts';
import type { Query, Sort } from '../table/query.ts';
import type { DropBatch } from '../files/drop-batch.ts';

export interface Call<Progress = never> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Sent while a drop opens, at most every 100 ms, and once at the end. */
export interface OpenProgress {
  readonly phase: 'matching' | 'indexing' | 'checking' | 'images' | 'media' | 'done';
  /** Bytes or files done of `total`, for the bar. */
  readonly done: number;
  readonly total: number;
  /** All datasets, as far as they are known; counts of incomplete ones still grow. */
  readonly datasets: readonly DatasetSummary[];
  readonly unclaimed: Unclaimed;
  /** Problems of the drop that belong to no dataset. */
  readonly problems: readonly Problem[];
}
export interface Unclaimed {
  readonly count: number;
  /** The first thousand paths. */
  readonly paths: readonly string[];
}
/** A list of class names without any data (a lone data.yaml). */
export interface ClassList {
  readonly file: string;
  readonly classes: readonly string[];
}
export interface OpenResult extends OpenProgress {
  readonly classLists: readonly ClassList[];
  /** What each format looked for, when nothing was recognised. */
  readonly recognised: boolean;
  /** Counts of extensions in the drop, most first, for the "nothing recognised" screen. */
  readonly extensions: readonly { readonly extension: string; readonly files: number }[];
  /** Dataset that a second drop extended, where it did. */
  readonly extended?: number;
  /** Datasets that were shown from the last time and are not what they were. */
  readonly changed?: readonly number[];
}

/** While every record of a dataset is looked at. */
export interface CheckProgress {
  readonly dataset: number;
  /** Bytes. */
  readonly done: number;
  readonly total: number;
}

export interface CheckResult {
  /** Those that were looked at; of a cancelled opening, all. */
  readonly datasets: readonly DatasetSummary[];
  /** What records name is claimed by them. */
  readonly unclaimed: Unclaimed;
}

/** A question about one dataset. */
export interface Question {
  readonly dataset: number;
  readonly query: Query;
}

export interface Selection {
  /** Sample rows in order; transferred. */
  readonly rows: Uint32Array;
  /** Annotations of these samples that themselves pass. */
  readonly annotations: number;
  /** False while the dataset is still being read. */
  readonly complete: boolean;
  /** There where the records' texts were searched. */
  readonly searched?: Searched;
}

/** What searches for texts found in the rows of an answer. */
export interface Searched {
  /** Matches of what is looked for. */
  readonly matches: number;
  /** Records that an expression took too long in: they are not among the rows. */
  readonly slow: number;
  /** It took too long so often that it was given up: further records may match. */
  readonly gaveUp: boolean;
  /** Records that are too long to be searched: they are not among the rows. */
  readonly tooLong: number;
}

/** While an answer takes long: bytes of text that were searched, and what was found in them. */
export interface SelectProgress {
  readonly done: number;
  readonly total: number;
  readonly found?: Pick<Selection, 'rows' | 'annotations'>;
}

/** One value of a facet. */
export interface FacetValue {
  readonly value: string;
  /** Samples under the other clauses. */
  readonly samples: number;
  /** Annotations under the other clauses; 0 for facets about samples. */
  readonly annotations: number;
  /** Samples and annotations in all, without any clause. */
  readonly allSamples: number;
  readonly allAnnotations: number;
}
export type FacetName = 'split' | 'class' | 'kind' | 'set' | 'labels' | 'image' | 'problem' | 'flag';
export interface Facets {
  /** Only facets with at least one value. `class` is in category-row order: index = CategoryRow. */
  readonly facets: Readonly<Partial<Record<FacetName, readonly FacetValue[]>>>;
  /** Category facets of extra columns. */
  readonly columns: Readonly<Record<string, readonly FacetValue[]>>;
}

export interface HistogramRequest extends Question {
  /** `side`, `width`, `height`, `score`, `labels`, … or an extra number column. */
  readonly field: string;
}
export interface Histogram {
  readonly field: string;
  readonly scale: 'linear' | 'log';
  /** One more than bins; round numbers, so that a brushed range reads well. */
  readonly edges: readonly number[];
  readonly all: Uint32Array;
  /** Under the other clauses. */
  readonly passing: Uint32Array;
  readonly min: number;
  readonly max: number;
}

/** What the texts of the records that pass are like. */
export interface TextProfile {
  /** Records that pass, and those of them that are measured by now. */
  readonly records: number;
  readonly measured: number;
  /** Records without any text; records whose text another one has, too: not known before all are measured. */
  readonly empty: number;
  readonly duplicates: number | undefined;
  readonly numbers: readonly NumberProfile[];
  readonly values: readonly ValueProfile[];
  /** One for each split, where there are several. */
  readonly splits: readonly SplitProfile[];
  /** Words that most records have; absent while the records are measured. */
  readonly terms?: { readonly looked: number; readonly top: readonly { readonly term: string; readonly records: number }[] };
}
export interface NumberProfile {
  readonly measure: TextMeasure;
  /** As the query calls it. */
  readonly field: string;
  readonly stats: MeasureStats | undefined;
  readonly histogram: Histogram;
}
export interface ValueProfile {
  readonly measure: TextMeasure;
  readonly field: string;
  /** Most records first. */
  readonly values: readonly FacetValue[];
}
export interface SplitProfile {
  readonly split: string;
  readonly records: number;
  readonly empty: number;
  readonly duplicates: number | undefined;
  /** Medians by measure. */
  readonly medians: Readonly<Partial<Record<TextMeasure, number>>>;
}
/** Sent while a profile is made, ever more rarely. */
export interface ProfileProgress {
  readonly phase: 'texts' | 'terms';
  /** Bytes of the first, records of the second. */
  readonly done: number;
  readonly total: number;
  readonly profile?: TextProfile;
}

/** A window of rows. */
export interface RowsRequest extends Question {
  readonly rows: Uint32Array;
  /** Extra columns whose values are wanted. */
  readonly columns: readonly string[];
  /** Whether what text records are about is wanted: it costs as much as all the rest of a window. */
  readonly gist?: boolean;
}

/** What the table shows of one row; only the visible window is ever asked for. */
export interface RowCells {
  readonly row: SampleRow;
  readonly name: string;
  readonly image: FileIndex | undefined;
  readonly imageState: ImageState;
  readonly labels: LabelState;
  /** Pixels in the labels' frame; 0: not known yet. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation of the file and the frame decide how the picture is turned when it is drawn. */
  readonly orientation: number;
  readonly split: string | undefined;
  /** Visible annotations. */
  readonly annotations: number;
  /** Those that pass. */
  readonly passing: number;
  /** Category rows with their number of visible annotations, most first; passing classes before others. */
  readonly classes: readonly (readonly [category: number, annotations: number])[];
  /** Smallest box side in pixels; undefined without boxes. */
  readonly smallest: number | undefined;
  readonly problems: number;
  readonly extra: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Of columns of pictures or sounds. */
  readonly media?: MediaCells;
  /** What a text record is about, where that was asked for and a schema fits: its first words, and what comes next or where a match stands. */
  readonly gist?: readonly [first: SpokenText, next: SpokenText];
}

/** What a cell shows of a column of pictures or sounds. */
export interface MediaCell {
  /** The first of them. */
  readonly medium: Media;
  /** How many there are in all. */
  readonly count: number;
}

/** By column. */
export type MediaCells = Readonly<Record<string, MediaCell>>;

/** Boxes of one sample for a gallery tile; typed arrays are transferred. */
export interface TileBoxes {
  readonly row: SampleRow;
  readonly box: Float32Array;
  readonly category: Int32Array;
  /** 1 where the annotation passes. */
  readonly passing: Uint8Array;
  /** 1 for predictions. */
  readonly predicted: Uint8Array;
}

/** One sample in full. */
export interface SampleDetail {
  readonly row: SampleRow;
  /** Unique within the dataset, and the same whenever the same files are opened: `find` takes it. */
  readonly key: string;
  readonly name: string;
  readonly path: string | undefined;
  readonly image: FileIndex | undefined;
  readonly imageState: ImageState;
  readonly labels: LabelState;
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  readonly frame: Frame;
  readonly split: string | undefined;
  readonly annotations: readonly Annotation[];
  /** Rows (`Annotation.row`) that pass the query, and rows of hidden sets or below the threshold, which are not drawn. */
  readonly passing: readonly number[];
  readonly hidden: readonly number[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly problems: readonly Problem[];
  /** A text record as what it is, where a schema fits. */
  readonly record?: { readonly schema: string; readonly form: RecordForm };
}

/** A piece of a file as it is written, for the Raw tab. */
export interface RawRecord {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** Number of the first line, where lines matter. */
  readonly line?: number;
  readonly text: string;
  /** True where `text` was cut (records over 1 MB). */
  readonly cut: boolean;
  /** Where the rest begins of a sample's own record that was cut: a request for it goes on from there. */
  readonly next?: number;
  /** Annotation row, where the record is one annotation. */
  readonly annotation?: number;
  /** On the last record only: how many annotations of the sample are not among the records. */
  readonly more?: number;
}

/** A folder with pictures, films or sounds in it or below it. */
export interface MediaFolder {
  readonly folder: string;
  readonly files: number;
}

export interface ProblemGroup {
  readonly code: Problem['code'];
  readonly severity: Severity;
  readonly count: number;
  readonly samples: number;
}
export interface ProblemPage {
  readonly problems: readonly (Problem & { readonly at?: Position })[];
  readonly total: number;
}

export interface EngineApi {
  /** Adds listed files; nothing is read. Call as often as the listing goes, then `open`. */
  add(batch: DropBatch, call?: Call): Promise<{ readonly files: number }>;
  /**
   * An opening was cancelled: forgets what was added since the last one. Resolves, when reading has come to rest, with all datasets as far as
   * they were read.
   */
  discard(input: undefined, call?: Call): Promise<CheckResult>;
  /**
   * Shows the pictures among what was added since, by their names, while listing goes on; the next `open` puts what they are in their place.
   * Reports where there is something to see. Does nothing where something is open.
   */
  preview(input: undefined, call?: Call<OpenProgress>): Promise<void>;
  /**
   * Opens what was added since: new datasets, or more for the ones that are open.
   * `keep`: shows what is known from the last time meanwhile, and keeps what was read for the next.
   */
  open(input: { readonly current?: number; readonly keep?: boolean }, call?: Call<OpenProgress>): Promise<OpenResult>;
  /**
   * Looks closely at what was opened by its shape, when nobody waits for anything. Resolves with the datasets that were looked at; what was
   * stopped goes on, or is begun anew, the next time. Reports while records are looked at in full.
   */
  check(input: undefined, call?: Call<CheckProgress>): Promise<CheckResult>;
  /** Reads the files of a dataset as another format, or otherwise by the same (one of its `alternatives`). */
  openAs(
    input: { readonly dataset: number; readonly format: string; readonly variant?: string },
    call?: Call<OpenProgress>,
  ): Promise<OpenResult>;
  /** Closes one dataset or, without an id, all of them and forgets all files. */
  close(input: { readonly dataset?: number }, call?: Call): Promise<OpenResult>;
  /** Makes the engine ready for the first dataset, when nobody waits for anything: what it takes half a second to compile is compiled. */
  warmUp(input: undefined, call?: Call): Promise<void>;
  /** Forgets what was kept of datasets that were opened before. */
  forgetKept(input: undefined, call?: Call): Promise<void>;
  setFrame(input: { readonly dataset: number; readonly frame: Frame }, call?: Call): Promise<DatasetSummary>;
  /** Reads the records of a dataset by this schema; without one, by the schema that suits them best. */
  setSchema(input: { readonly dataset: number; readonly schema?: string }, call?: Call): Promise<DatasetSummary>;
  /**
   * Paths of media in the records of a dataset begin in this folder of the drop; without one, they are looked for everywhere. What is
   * missing then is told anew.
   */
  setMediaRoot(
    input: { readonly dataset: number; readonly folder?: string },
    call?: Call<{ readonly done: number; readonly total: number }>,
  ): Promise<DatasetSummary>;
  /** Folders of the drop that paths of media may begin in, those with most files first. */
  mediaFolders(input: { readonly dataset: number }, call?: Call): Promise<readonly MediaFolder[]>;
  /** Counts tokens by this one of a dataset's tokenizers, when somebody asks for them; one that cannot be read is a problem. */
  setTokenizer(input: { readonly dataset: number; readonly tokenizer: string }, call?: Call): Promise<DatasetSummary>;
  /** Reads the values of these columns from all records, where that has not been done (`Column.lazy`). */
  ready(
    request: { readonly dataset: number; readonly columns: readonly string[] },
    call?: Call<{ readonly done: number; readonly total: number }>,
  ): Promise<DatasetSummary>;
  /** A newer question aborts the older (the caller aborts its signal). */
  select(question: Question & { readonly sort: Sort | undefined }, call?: Call<SelectProgress>): Promise<Selection>;
  facets(question: Question, call?: Call): Promise<Facets>;
  histogram(request: HistogramRequest, call?: Call): Promise<Histogram>;
  /** Measures what has not been measured of the texts (tokens only where they were counted before), and counts their terms. */
  profile(question: Question, call?: Call<ProfileProgress>): Promise<TextProfile>;
  rows(request: RowsRequest, call?: Call): Promise<readonly RowCells[]>;
  tiles(request: Question & { readonly rows: Uint32Array }, call?: Call): Promise<readonly TileBoxes[]>;
  detail(request: Question & { readonly row: SampleRow }, call?: Call): Promise<SampleDetail>;
  /** @param request.from a part of the sample's own record: from this byte on, which is moved to the beginning of a character (UTF-8, UTF-16) */
  raw(request: { readonly dataset: number; readonly row: SampleRow; readonly from?: number }, call?: Call): Promise<readonly RawRecord[]>;
  problemGroups(request: { readonly dataset: number }, call?: Call): Promise<readonly ProblemGroup[]>;
  problems(
    request: { readonly dataset: number; readonly code: Problem['code']; readonly from: number; readonly to: number },
    call?: Call,
  ): Promise<ProblemPage>;
  /** Something that the page found out: an image that does not decode. Shown and counted like the engine's own. */
  report(request: { readonly dataset: number; readonly problem: Problem }, call?: Call): Promise<void>;
  /** The bytes of a file for decoding; a cheap handle where it is a plain file. */
  blob(request: { readonly file: FileIndex }, call?: Call): Promise<Blob>;
  /** As `blob` for many files, in order; undefined where one cannot be read, which is in the problem store then. */
  blobs(request: { readonly files: readonly FileIndex[] }, call?: Call): Promise<readonly (Blob | undefined)[]>;
  /** Path of a file. */
  path(request: { readonly file: FileIndex }, call?: Call): Promise<string>;
  /**
   * Row of the sample with this key, name or image path, else of the first whose name ends so; for the URL and "go to". Of records of several
   * files that have the number `#3` each, the first after the row `after`, around the end.
   */
  find(
    request: { readonly dataset: number; readonly name: string; readonly after?: SampleRow },
    call?: Call,
  ): Promise<SampleRow | undefined>;
}

/** Every call, so that a client can be made from names. */
export const ENGINE_METHODS = [
  'add',
  'discard',
  'preview',
  'open',
  'openAs',
  'close',
  'warmUp',
  'forgetKept',
  'check',
  'setFrame',
  'ready',
  'setSchema',
  'setMediaRoot',
  'mediaFolders',
  'setTokenizer',
  'select',
  'facets',
  'histogram',
  'profile',
  'rows',
  'tiles',
  'detail',
  'raw',
  'problemGroups',
  'problems',
  'report',
  'blob',
  'blobs',
  'path',
  'find',
] as const satisfies readonly (keyof EngineApi)[];

/** Names of the errors that calls reject with, besides `AbortError` and our own mistakes. `data` is a Problem for the first. */
export type EngineErrorName =
  /** The file is gone, changed or unreadable; `data` is the Problem that says so, and it is in the problem store already. */
  | 'FileProblem'
  /** The dataset is closed. */
  | 'DatasetGone'
  /** The worker died; every call rejects until `restart`. */
  | 'EngineCrashed';
