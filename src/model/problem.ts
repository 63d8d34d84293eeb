/**
 * What is wrong with the user's input, as data. The page and the CLI turn it into a sentence (`i18n`).
 * A wrong file is never an exception; our own mistakes are.
 */

/** How bad it is. error: something is not shown · warning: shown, but probably wrong · note: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** Every kind of problem with its severity. A new code must get a sentence in `i18n/en.ts` and `i18n/zh.ts` to compile. */
export const PROBLEM_SEVERITY = {
  // files
  'file-unreadable': 'error',
  'file-empty': 'warning',
  'file-changed': 'error',
  'file-binary': 'error',
  'file-encoding': 'note',
  'text-invalid': 'warning',
  'text-mixed': 'warning',
  'lfs-pointer': 'error',
  'zip-broken': 'error',
  'packed-broken': 'error',
  'zip-entry-unsupported': 'error',
  'parquet-broken': 'error',
  'arrow-broken': 'error',
  'column-unreadable': 'error',
  'line-too-long': 'error',
  'tokenizer-invalid': 'warning',
  // containers
  'json-syntax': 'error',
  'json-truncated': 'error',
  'json-shape': 'error',
  'json-not-finite': 'note',
  'json-control': 'note',
  'csv-syntax': 'warning',
  'csv-width': 'warning',
  'yaml-syntax': 'error',
  // images
  'image-missing': 'warning',
  'images-absent': 'note',
  'image-ambiguous': 'warning',
  'image-unreadable': 'error',
  'image-size-differs': 'warning',
  'image-turned': 'note',
  'image-listed-twice': 'warning',
  // ids and references
  'id-missing': 'warning',
  'id-duplicate': 'warning',
  'id-zero': 'note',
  'id-mixed-types': 'note',
  'image-unknown': 'error',
  'category-unknown': 'warning',
  'category-duplicate': 'note',
  'category-missing': 'warning',
  'class-unknown': 'warning',
  'class-count-differs': 'warning',
  'class-names-conflict': 'warning',
  'class-names-alike': 'warning',
  'class-names-missing': 'warning',
  'class-invalid': 'error',
  // shapes
  'box-invalid': 'error',
  'box-degenerate': 'warning',
  'box-negative': 'warning',
  'box-out-of-bounds': 'warning',
  'box-normalised': 'warning',
  'box-corners': 'warning',
  'box-doubled': 'warning',
  'polygon-odd': 'warning',
  'polygon-too-short': 'warning',
  'polygon-invalid': 'warning',
  'mask-invalid': 'error',
  'mask-size-differs': 'warning',
  'keypoints-invalid': 'warning',
  'keypoints-count': 'warning',
  'area-missing': 'note',
  'value-invalid': 'warning',
  // rows
  'row-invalid': 'error',
  'row-shape': 'error',
  'row-duplicate': 'note',
  'rows-mixed': 'warning',
  'rows-undecided': 'note',
  'record-not-object': 'warning',
  'columns-many': 'note',
  // annotations of texts
  'standoff-invalid': 'error',
  'span-misplaced': 'warning',
  'reference-unknown': 'warning',
  'type-undeclared': 'note',
  // layouts
  'label-missing': 'note',
  'label-empty': 'note',
  'label-shared': 'warning',
  'folder-missing': 'warning',
  'split-shared': 'warning',
  'split-classes-differ': 'note',
  'results-without-truth': 'note',
  'prediction-classes-shifted': 'warning',
  'nothing-recognised': 'error',
  'file-unsupported': 'warning',
  // described datasets
  'dataset-file-missing': 'warning',
  'dataset-remote': 'note',
  'dataset-column-missing': 'warning',
  'media-missing': 'warning',
  'rows-differ': 'warning',
  'shards-missing': 'warning',
  'lines-differ': 'warning',
} as const satisfies Record<string, Severity>;

export type ProblemCode = keyof typeof PROBLEM_SEVERITY;

/** A place in a file. `line` counts from 1; `byte` is an offset, `end` exclusive. */
export interface Position {
  readonly line?: number;
  readonly byte?: number;
  readonly end?: number;
}

/** One thing that is wrong. `values` fill the sentence; they are the user's data and never markup. */
export interface Problem {
  readonly code: ProblemCode;
  /** Path in the drop; absent where the problem is about the drop as a whole. */
  readonly file?: string;
  readonly at?: Position;
  readonly values?: Readonly<Record<string, string | number>>;
  /** The sample that it concerns, where there is one: selecting the problem selects it. */
  readonly sample?: number;
}

/** The severity of a problem follows from its code. */
/** Codes of records that are no objects: such a one is a value, or what stands where one should. */
export const NO_OBJECT: ReadonlySet<string> = new Set(['record-not-object', 'json-syntax', 'json-truncated'] satisfies ProblemCode[]);

export function severityOf(code: ProblemCode): Severity {
  return PROBLEM_SEVERITY[code];
}
