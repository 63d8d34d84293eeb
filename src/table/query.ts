/**
 * The question as plain data: what the query bar says, what the facets build, what the worker answers.
 * Meaning: design `product.md`, "What filters mean"; text form: `query-text.ts`.
 *
 * - All clauses hold at once.
 * - Annotation clauses (class, kind, set, score, side, …) hold within one annotation; a sample passes if one of its annotations
 *   passes them all.
 * - `class` with mode `all` wants one passing annotation of each class; with mode `none` no visible annotation of any of them.
 * - Visibility clauses (`-set:a`, `threshold>=t`) take annotations out before anything else looks: a hidden set does not exist.
 */
export interface Query {
  readonly clauses: readonly Clause[];
}

export type Clause = ClassClause | ValueClause | RangeClause | CountClause | TextClause;

/** `class:dog,cat` any · `class:dog+cat` all · `-class:dog,cat` none. Names, not rows: they survive a reload. */
export interface ClassClause {
  readonly kind: 'class';
  readonly mode: 'any' | 'all' | 'none';
  readonly names: readonly string[];
}

/** `split:val,test` · `-split:val` · `kind:mask` · `labels:none` · `problem:box-out-of-bounds` · `image:missing` · `<column>:<value>`. */
export interface ValueClause {
  readonly kind: 'value';
  readonly field: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** `width>=1000` · `side>=32 side<96` is one clause with both ends · `score<0.5`. */
export interface RangeClause {
  readonly kind: 'range';
  readonly field: string;
  readonly min?: number;
  readonly minOpen?: boolean;
  readonly max?: number;
  readonly maxOpen?: boolean;
  /** The ends are instants, milliseconds since 1970: written as dates. */
  readonly date?: true;
}

/** `count(class:dog score>=0.5)>=3`: how many annotations of the sample pass the inner clauses. */
export interface CountClause {
  readonly kind: 'count';
  readonly inner: readonly (ClassClause | ValueClause | RangeClause)[];
  readonly min?: number;
  readonly max?: number;
}

/**
 * Free words: in the sample's name or text, without regard to case. `word:"…"` whole words · `case:"…"` this very case · `/…/i` a regular
 * expression · each behind a column's name in that column only: `answer:word:"…"` (what is only contained there is a `ValueClause`).
 */
export interface TextClause {
  readonly kind: 'text';
  readonly text: string;
  readonly negated: boolean;
  /** Absent: anywhere, without regard to case. */
  readonly how?: 'word' | 'case' | 'regex';
  /** Of a regular expression: some of `ims`, in this order. */
  readonly flags?: string;
  /** Only in this column. */
  readonly field?: string;
}

/** `undefined`: the order of the files. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** The fields that every dataset has; extra columns come on top (scope sample). */
export const SAMPLE_FIELDS = ['name', 'folder', 'split', 'width', 'height', 'labels', 'image', 'problem', 'smallest', 'classes'] as const;
export const ANNOTATION_FIELDS = ['class', 'kind', 'set', 'score', 'side', 'area', 'boxwidth', 'boxheight', 'flag', 'threshold'] as const;

/** Words before a colon that say how a text is looked for. */
export const TEXT_FIELDS = ['word', 'case'] as const;

export const EMPTY_QUERY: Query = { clauses: [] };
