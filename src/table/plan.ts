/** A query taken apart by what each clause is about. */
import { annotationTest } from './annotation-test.ts';
import type { AnnotationTest } from './annotation-test.ts';
import type { DatasetTable } from './dataset-table.ts';
import { isAnnotationField, normaliseQuery } from './query-normal.ts';
import type { ClassClause, Clause, CountClause, Query } from './query.ts';

export interface Plan {
  /** Take annotations out before anything else. */
  readonly visibility: readonly AnnotationTest[];
  /** Hold within one annotation. */
  readonly within: readonly AnnotationTest[];
  /** Names of the one class clause (of the one `class:a+b`), where it alone is what annotations must satisfy. */
  readonly onlyClasses: readonly string[] | undefined;
  /** `class:a+b`: one passing annotation of each name. */
  readonly required: readonly string[];
  /** `-class:a,b`: no visible annotation of any. */
  readonly excluded: readonly string[];
  readonly counts: readonly { readonly clause: CountClause; readonly tests: readonly AnnotationTest[] }[];
  readonly sample: readonly Clause[];
}

/** The clauses that hide annotations: a hidden set does not exist. */
export function isVisibilityClause(clause: Clause): boolean {
  return clause.kind === 'value' ? clause.field === 'set' && clause.negated : clause.kind === 'range' && clause.field === 'threshold';
}

/** The clauses that hide annotations, alone. */
export function onlyVisibility(query: Query): Query {
  return { clauses: query.clauses.filter(isVisibilityClause) };
}

/** Clauses that must hold within one annotation. */
function isWithinClause(clause: Clause): boolean {
  return clause.kind === 'class'
    ? clause.mode === 'any'
    : (clause.kind === 'value' || clause.kind === 'range') && isAnnotationField(clause.field);
}

/** `query` is a normal one. */
export function planOf(table: DatasetTable, query: Query): Plan {
  const classes = query.clauses.filter((clause): clause is ClassClause => clause.kind === 'class');
  const namesOf = (mode: ClassClause['mode']): string[] => classes.filter((clause) => clause.mode === mode).flatMap(({ names }) => names);
  const tests = (clauses: readonly Clause[]): AnnotationTest[] =>
    clauses.flatMap((clause) => (clause.kind === 'text' || clause.kind === 'count' ? [] : annotationTest(table, clause)));
  const required = [...new Set(namesOf('all'))];
  const visibility = tests(query.clauses.filter(isVisibilityClause));
  const withinClauses = query.clauses.filter((clause) => isWithinClause(clause) && !isVisibilityClause(clause));
  if (required.length > 0) withinClauses.push({ kind: 'class', mode: 'any', names: required });
  const [only] = withinClauses;
  return {
    visibility,
    within: tests(withinClauses),
    onlyClasses: withinClauses.length === 1 && only?.kind === 'class' && visibility.length === 0 ? only.names : undefined,
    required,
    excluded: namesOf('none'),
    counts: query.clauses.flatMap((clause) => (clause.kind === 'count' ? { clause, tests: tests(clause.inner) } : [])),
    sample: query.clauses.filter((clause) => clause.kind !== 'class' && clause.kind !== 'count' && !isWithinClause(clause)),
  };
}

/** Bits of what `annotationBits` gives. */
export const VISIBLE = 1;
export const PASSES = 2;

/** The tests speak of places in a segment, so the bytes must reach as far as the farthest place. */
let segmentBytes: Uint8Array | undefined;

/** For each of some annotation rows: its bits under the query's annotation clauses, whether or not their samples pass. */
export function annotationBits(table: DatasetTable, asked: Query): (rows: ArrayLike<number>) => Uint8Array {
  const plan = planOf(table, normaliseQuery(asked));
  return (rows) => {
    const bits = new Uint8Array(rows.length);
    const one = (segmentBytes ??= new Uint8Array(65_536));
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      const segment = Math.floor(row / 65_536);
      const place = row % 65_536;
      one[place] = 1;
      for (const { mark } of plan.visibility) mark(segment, place, place + 1, one);
      const visible = one[place] ?? 0;
      for (const { mark } of plan.within) mark(segment, place, place + 1, one);
      bits[i] = (visible * VISIBLE) | ((one[place] ?? 0) * PASSES);
    }
    return bits;
  };
}
