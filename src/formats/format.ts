/**
 * The seam between dataset layouts and everything else. A format knows files, containers and the model; it knows nothing of
 * columns, workers or screens. To add one: see src/README.md.
 */
import type { FileSet } from '../files/file-set.ts';
import type { ImageHeader } from '../files/image-size.ts';
import type { Annotation, Category, FieldValue, LabelSet } from '../model/annotation.ts';
import type { AnnotationBlock, SampleBlock } from '../model/block.ts';
import type {
  ByteRange,
  CategoryRow,
  Column,
  FileAccount,
  FileIndex,
  Frame,
  LabelSetRow,
  LabelState,
  SampleRow,
  Why,
} from '../model/dataset.ts';
import type { Position, Problem } from '../model/problem.ts';
import type { Project } from './projects/project.ts';
import type { RecordAccess } from './record-container.ts';
import type { RecordGuide } from './records/guide.ts';

/** One dataset seen in the drop. */
export interface Match {
  /** .3 by name, .6 by one file's head, .9 several files agree, 1 a signature. */
  readonly confidence: number;
  readonly why: Why;
  /** The files that this reading explains, label files and images. Readings that share a label file compete. */
  readonly claims: readonly FileIndex[];
  /** Shown as the dataset's name: a folder or file name. */
  readonly name: string;
  /** Whatever `match` learned that `index` and `detail` need: plain data, sent between threads. */
  readonly plan: unknown;
  /** Which of several ways to read the files `plan` follows, where they leave a choice. */
  readonly variant?: Pick<Variant, 'id' | 'why'>;
  /** The other ways to read the same files by this format: the user may switch to one. */
  readonly variants?: readonly Variant[];
  /** True where the reading holds only predictions, so that it may join a truth of the same format. */
  readonly predictionsOnly?: boolean;
  /**
   * Files that name classes for data that is not in the drop (a lone data.yaml). A match that claims nothing else is no
   * dataset: the engine lists the classes beside the datasets.
   */
  readonly classLists?: readonly { readonly file: FileIndex; readonly classes: readonly string[] }[];
  /** Names of the columns of records, as far as heads tell. */
  readonly columns?: readonly string[];
  /** As `Format.byRow`, where that depends on the files. */
  readonly byRow?: true;
  /** How a description of the dataset says that its records are read. */
  readonly guide?: RecordGuide;
  /** Samples that a description says there are, by split; under '' those of all. */
  readonly declared?: Readonly<Record<string, number>>;
  /** What names alone tell to be wrong: parts that are not there. */
  readonly problems?: readonly Problem[];
}

/** A way to read files that may as well mean something else: rows of nine numbers as rotated boxes or as polygons. */
export interface Variant {
  /** Unique among those of the match; stays the same when the files are matched again. */
  readonly id: string;
  /** Shown to the user as what it would do. */
  readonly why: Why;
  /** In place of the match's. */
  readonly plan: unknown;
  /** True where it is about as likely as the match's own way, so that the user should be asked. */
  readonly likely?: boolean;
}

/** A value of an extra column. */
export type Cell = string | number | boolean | undefined;

/** What is known of a sample; a later mention adds to it, never takes away. */
export interface SampleCells {
  readonly name?: string;
  readonly split?: string;
  /** The image file. Absent: no image was found (or none is meant: `visual` false). */
  readonly image?: FileIndex;
  /** Pixels as the labels' frame has them; 0 or absent: not known yet (the engine reads headers in the background). */
  readonly width?: number;
  readonly height?: number;
  readonly labels?: LabelState;
  /** What the image's header says, where the format has looked already; the engine reads the others in the background. */
  readonly header?: ImageHeader | 'unreadable';
  /** Where the sample's own record stands (COCO `images` item, JSONL line, YOLO label file). */
  readonly at?: ByteRange;
  /** Values of the extra columns, by name; the engine finds their kind. */
  readonly extra?: Readonly<Record<string, Cell>>;
}

/** `x y width height` as parts of the image's sides, and the part of the image that is covered. */
export type Fraction = readonly [x: number, y: number, width: number, height: number, area: number];

export interface AnnotationCells {
  readonly labelSet: LabelSetRow;
  /** Pixels `x y width height`; absent where there is no box. A box derived from other shapes belongs here too. */
  readonly box?: readonly [number, number, number, number];
  /** Pixels squared; absent: the box's. */
  readonly area?: number;
  /**
   * In place of `box` and `area`, where coordinates are fractions of the image: `x y width height` and area as parts of it. They become
   * pixels when the image's size is known, which may be later.
   */
  readonly fraction?: Fraction;
  readonly score?: number;
  /** Bits of `kindBit`: shapes as written in the file (a derived box is not counted). */
  readonly kinds: number;
  /** Bits of `FLAG`. */
  readonly flags?: number;
}

/** Where a format writes what it reads. Rows are made on first mention: the order of sections and files is free. */
export interface Sink {
  /** The row of a sample. `key` is unique within the dataset (COCO: the image id as canonical text; YOLO: the path without extension). */
  sample(key: string, cells?: SampleCells): SampleRow;
  /**
   * The rows of many samples at once, each as by `sample`. A number: they are all new, and this is the first of consecutive rows.
   */
  samples(block: SampleBlock): Uint32Array | SampleRow;
  /** The row of a category. A later mention with `declared` names it; a category never declared keeps its key as name. */
  category(key: string, declared?: Omit<Category, 'key'>): CategoryRow;
  labelSet(set: LabelSet): LabelSetRow;
  annotation(of: SampleRow, category: CategoryRow | undefined, cells: AnnotationCells, at: ByteRange): void;
  annotations(block: AnnotationBlock): void;
  /** What the container counted before any meaning was looked for; may be called several times, counts add up. */
  read(file: FileIndex, unit: FileAccount['unit'], records: number): void;
  /** A record that is not shown, or (with `sample`) shown as it stands, with the reason; counts one rejected record of its file. */
  reject(file: FileIndex, at: Position, problem: Omit<Problem, 'file' | 'at'>): void;
  /** `among`: it concerns every sample that has an annotation of one of these categories in the problem's file. */
  problem(problem: Problem, among?: readonly CategoryRow[]): void;
  /** An extra column whose kind the format knows for sure; else kinds follow from the values. */
  column(column: Column): void;
  /**
   * A field of plain records with the value that some record has: columns whose kind follows from such samples until somebody asks for
   * the values of all rows (`Format.records`). Without a value: the column is there.
   */
  sampled(column: string, value: Cell): void;
  /** Fixed facts of the dataset, where the format knows them. */
  set(facts: { readonly frame?: Frame; readonly visual?: boolean; readonly unreferencedImages?: number }): void;
  progress(done: number, total: number): void;
  /**
   * While `index` runs: how the labels of some samples are read out of turn, because somebody looks at them now. The promise settles when
   * they are in the sink. For formats that have made the rows of all samples before they read labels.
   */
  onDemand?(read: (rows: Iterable<SampleRow>) => Promise<void>): void;
}

/** The annotations of a dataset by row, as far as a closer look at their records needs them; those of a file in its order, mostly. */
export interface PlacedAnnotations {
  readonly count: number;
  file(row: number): FileIndex;
  /** Of the record in its file. */
  start(row: number): number;
  /** Bytes. */
  size(row: number): number;
  sample(row: number): SampleRow;
}

/** Where one annotation of a sample stands; as the columns have it. */
export interface AnnotationRef extends ByteRange {
  readonly row: number;
  readonly category: CategoryRow;
  readonly labelSet: LabelSetRow;
}

/** What `detail` gets: everything recorded about one sample. */
export interface SampleRef {
  readonly row: SampleRow;
  readonly key: string;
  readonly name: string;
  readonly image: FileIndex | undefined;
  /** Pixels in the labels' frame; 0: unknown. */
  readonly width: number;
  readonly height: number;
  readonly at: ByteRange | undefined;
  /** In file order. */
  readonly annotations: readonly AnnotationRef[];
  readonly categories: readonly Category[];
}

/** A sample in full. */
export interface Detail {
  /** One for each ref of the sample, same order. */
  readonly annotations: readonly Annotation[];
  /** What turned out to be wrong with its records only when they were read in full. */
  readonly problems?: readonly Problem[];
  /** What it is called, where that stands in its record alone. */
  readonly name?: string;
  /** The sample's own record as written: COCO image item, JSONL record, CSV row. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Its record could not be read: its only field is its text. */
  readonly unread?: true;
}

/** What the formats found that come before those of `leftovers`. */
export interface Others {
  /** Readings. */
  readonly count: number;
  /** Top folders ('' for none) that hold datasets of images: a text beside them lists, names or explains them. */
  readonly visual: ReadonlySet<string>;
}

export interface Format {
  readonly id: string;
  readonly name: string;
  /** Address of the specification. */
  readonly docs: string;
  /** True where coordinates are fractions of the image: in another frame the same numbers are other pixels. */
  readonly relative?: true;
  /** True where the ranges of a file that is not UTF-8 are those of its text in UTF-8 (`utf8Source`), not of its bytes. */
  readonly utf8Ranges?: true;
  /** True where a sample's range is its row in the file, not bytes: its source text is made from what it says. */
  readonly byRow?: true;
  /**
   * Looks at names and heads only.
   * @param project what descriptions of datasets in the drop say; their own files are not among `files`
   * @param others what the other formats found, where it takes what is left
   */
  match(files: FileSet, signal: AbortSignal, project?: Project, others?: Others): Promise<readonly Match[]>;
  /** True where it takes only files that no other format wants: those are all that `match` sees, and it is told of the others. */
  readonly leftovers?: true;
  /** One pass over the claimed files, flat memory, yields often (awaits at least every ~10 ms of work). */
  index(files: FileSet, match: Match, sink: Sink, signal: AbortSignal): Promise<void>;
  /**
   * A closer look at records that `index` took by their shape, when nobody waits: what turns out to be wrong is rejected, with its sample.
   * @param onProgress annotations looked at, of all
   */
  check?(
    files: FileSet,
    match: Match,
    rows: PlacedAnnotations,
    sink: Sink,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<void>;
  /** Where samples are plain records: their values, problems and texts, made when asked. */
  readonly records?: RecordAccess;
  /** Files that belong to the record in `file` beside it: its annotations, where they stand apart. */
  beside?(match: Match, file: FileIndex): readonly FileIndex[];
  /** One sample in full, reading the recorded ranges only. */
  detail(files: FileSet, match: Match, sample: SampleRef, signal: AbortSignal): Promise<Detail>;
}
