import type { ShapeKind } from './annotation.ts';
import type { Category, LabelSet } from './annotation.ts';
import type { RecordSummary } from './record-form.ts';

/** Index of a file in a FileSet. */
export type FileIndex = number;
/** Row in the sample table of a dataset. */
export type SampleRow = number;
/** Row in the category table. */
export type CategoryRow = number;
/** Row in the label set table. */
export type LabelSetRow = number;

/**
 * Bytes `start` (inclusive) to `end` (exclusive) of a file; `line` counts from 1 where the format thinks in lines, `item` the records of the
 * file from 1 where several may stand on a line.
 */
export interface ByteRange {
  readonly file: FileIndex;
  readonly start: number;
  readonly end: number;
  readonly line?: number;
  readonly item?: number;
}

/** Whether a sample's pixels can be looked for. `none`: the dataset has no images (plain records). */
export type ImageState = 'present' | 'missing' | 'none';
/** What stands behind a sample without annotations. `inline`: labels are not in a file per sample. */
export type LabelState = 'inline' | 'present' | 'empty' | 'missing';

/** The frame that coordinates are in: pixels as stored, or after the EXIF turn. */
export type Frame = 'stored' | 'upright';

/** What kind of values a column of the sample table has. */
export type ColumnKind =
  | 'text'
  | 'number'
  | 'boolean'
  | 'category'
  | 'date'
  | 'list'
  | 'json'
  /** Pictures or sounds, by a path or held in the record. */
  | 'image'
  | 'audio'
  /** Vectors of one length; as a number each is its norm. */
  | 'embedding';
export interface Column {
  /** Stable name: what the query bar and the URL say. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Its values of all rows are not there yet: they are read when a question needs them; the kind is that of some. */
  readonly lazy?: boolean;
  /** Dates that the records write as numbers since 1970: milliseconds that a unit of them is. */
  readonly epoch?: number;
  /** What it measures, where it is worked out from the texts of each record. */
  readonly measure?: TextMeasure;
}

/** What columns of text records may be worked out of their texts. */
export const TEXT_MEASURES = ['characters', 'words', 'turns', 'roles', 'script', 'has-tool', 'has-reasoning', 'copies', 'tokens'] as const;
export type TextMeasure = (typeof TEXT_MEASURES)[number];

/** Counts of one file: every record of the input is shown or named by a problem. `shown + rejected = read`. */
export interface FileAccount {
  readonly path: string;
  /** What a record is here, e.g. items, rows, lines, images, records. */
  readonly unit: 'items' | 'rows' | 'lines' | 'images' | 'records';
  readonly read: number;
  readonly shown: number;
  readonly rejected: number;
}

export type KindCounts = Readonly<Partial<Record<ShapeKind, number>>>;

/** What a reading found in the drop; plain data, sent to the page as it grows. */
export interface DatasetSummary {
  readonly id: number;
  /** Format id: coco, yolo, imagefolder, images, jsonl, csv. */
  readonly format: string;
  readonly name: string;
  /** The reason for the format, shown to the user (English sentence pieces come from `i18n` by `why.code`). */
  readonly why: Why;
  readonly confidence: number;
  /** Files that this reading explains. */
  readonly claimed: number;
  /** True once everything has been read and, but for what is `unreviewed`, verified. */
  readonly complete: boolean;
  /** Its records are yet to be looked at in full: there may be more problems, values of columns are missing, and its schema is that of some. */
  readonly unreviewed?: true;
  /** What is shown stands in for what is still being read. */
  readonly standIn?: StandIn;
  readonly samples: number;
  readonly images: { readonly present: number; readonly missing: number; readonly unreferenced: number };
  /** All label sets together. */
  readonly annotations: number;
  /** Truth only; the predictions where there is no truth. */
  readonly truthAnnotations: number;
  readonly byKind: KindCounts;
  /** True where samples are images; false for plain records. */
  readonly visual: boolean;
  readonly splits: Readonly<Record<string, number>>;
  readonly categories: readonly CategorySummary[];
  readonly labelSets: readonly LabelSetSummary[];
  /** Extra columns of the sample table beyond the built-in ones (fields of the records). */
  readonly columns: readonly Column[];
  /** Columns that are worked out of the texts of the records: they filter, sort and count like the others. */
  readonly measures: readonly Column[];
  readonly files: readonly FileAccount[];
  readonly read: number;
  readonly rejected: number;
  readonly problems: readonly ProblemSummary[];
  readonly frame: Frame;
  /** Whether any image is turned by EXIF, so that the frame matters. */
  readonly turned: number;
  /** Bytes held by the columns, for the about panel and tests. */
  readonly columnBytes: number;
  /** Which schema its records follow; absent for images. */
  readonly record?: RecordSummary;
  /** Which media its records name, once they have been looked for; absent where they name none. */
  readonly media?: MediaSummary;
  /** What tokens are counted by, and what else there is: names of encodings, paths of files of the drop. Absent where there is no text. */
  readonly tokenizer?: { readonly current: string; readonly available: readonly string[] };
  /** The other readings of the same files, for "open as…". */
  readonly alternatives: readonly Alternative[];
}
/** Pictures, films and sounds of records. */
export interface MediaSummary {
  /** Files of the drop that records name. */
  readonly files: number;
  /** Paths that records name and the drop does not have, as far as they are told one by one. */
  readonly missing: number;
  /** Addresses, which nothing is fetched from. */
  readonly remote: number;
  /** Media that stand in the records themselves. */
  readonly inside: number;
  /** Folder that a person chose for paths to begin in. */
  readonly root?: string;
}
/** `preview`: the beginning of a listing that goes on; `kept`: what the same files were the last time, until they have been read again. */
export type StandIn = 'preview' | 'kept';
export interface Alternative {
  readonly format: string;
  /** Another way of the same format, which `why` tells; absent: another format. */
  readonly variant?: string;
  readonly why: Why;
  readonly confidence: number;
}
export interface CategorySummary extends Category {
  readonly annotations: number;
  /** Undefined: of so many samples and classes they are counted when nobody waits (`EngineApi.check`). */
  readonly samples: number | undefined;
}
export interface LabelSetSummary extends LabelSet {
  readonly annotations: number;
  readonly byKind: KindCounts;
}
export interface ProblemSummary {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly count: number;
  /** Samples it concerns. */
  readonly samples: number;
}

/** A reason as data; `i18n` has a sentence for each code. */
export interface Why {
  readonly code: WhyCode;
  readonly values?: Readonly<Record<string, string | number>>;
}
export type WhyCode =
  | 'coco-sections' // {file}: has images, annotations and categories
  | 'coco-results' // {file}: a list of results with image_id
  | 'yolo-yaml' // {file} names {classes} classes
  | 'yolo-layout' // images/ beside labels/
  | 'yolo-pairs' // images and .txt side by side, rows of numbers
  | 'yolo-darknet' // obj.data / obj.names
  | 'yolo-labels' // label files without images
  | 'yolo-rotated' // rows of nine numbers are rotated boxes
  | 'yolo-quads' // rows of nine numbers are polygons of four points
  | 'yolo-score-first' // rows of six numbers are class, score, box
  | 'yolo-score-last' // rows of six numbers are class, box, score
  | 'imagefolder' // {classes} folders of images
  | 'webdataset' // {archives} archives of samples
  | 'image-metadata' // a table names {count} images
  | 'images' // {count} images
  | 'jsonl' // lines are JSON
  | 'json' // a list of objects
  | 'json-under' // a list of objects under {key}
  | 'json-one' // one object
  | 'json-seq' // values one after another
  | 'json-value' // {count} files, each a value
  | 'json-nested' // lists within items of a list, by {path}
  | 'json-items' // the items of {path}
  | 'brat' // {pairs} texts with annotations beside them
  | 'fasttext' // lines begin with labels
  | 'webdataset-records' // {count} conversations with what lies under the same key
  | 'sessions' // {count} files, each a conversation
  | 'parallel' // a line of each of {count} {languages} a record
  | 'text-lines' // a record a line
  | 'text-files' // a record a file, {count}
  | 'text-by-line' // read a record a line
  | 'text-by-file' // read a record a file
  | 'conll' // tokens in {columns} columns, sentences between blank lines
  | 'parquet' // begins as a Parquet file
  | 'arrow' // begins as Arrow IPC
  | 'csv' // {columns} columns, delimiter {delimiter}
  | 'csv-header' // the first record names the columns
  | 'csv-no-header'; // the first record is one like the others
