import type { Growable } from '../base/growable.ts';
import type { TextPattern } from '../base/text-pattern.ts';
import { annotationNumbers, annotationTest, classCodes } from './annotation-test.ts';
import type { AnnotationTest } from './annotation-test.ts';
import { forSegments } from './dataset-table.ts';
import type { DatasetTable } from './dataset-table.ts';
import { patternOf } from './query-highlight.ts';
import { columnOfField, isAnnotationField, normaliseQuery } from './query-normal.ts';
import type { ClassClause, Clause, CountClause, Query, RangeClause, ValueClause } from './query.ts';
import { extraColumn, isText } from './sample-field.ts';
import type { VisibleCounts } from './sample-field.ts';
import { rangeSampleTest, textSampleTest, valueSampleTest } from './sample-test.ts';
import type { RowSet, SampleSets, SampleTest } from './sample-test.ts';

/** What a question needs beyond the table. */
export interface QueryContext {
  /** Samples by `field:value`, e.g. `problem:box-invalid`. */
  readonly sets?: SampleSets;
  /** Samples whose record's text matches (in the column that the query calls `field`, where given). Names are searched here. */
  readonly textRows?: (pattern: TextPattern, field?: string) => RowSet | undefined | Promise<RowSet | undefined>;
  /** Makes the values of these extra columns be there, where they are lazy (`ExtraColumn.lazy`). Awaited before they are looked at. */
  readonly ready?: (columns: readonly string[]) => Promise<void>;
  /** Asked every 65,536 rows; true: the question is void, and rejects with an `AbortError`. */
  readonly shouldStop?: () => boolean;
  /** Lets others run; awaited every few milliseconds. */
  readonly pause?: () => Promise<void>;
}

/** Bits of `Evaluation.mask`. */
export const VISIBLE = 1;
export const PASSES = 2;

/** A query answered for every sample and annotation that was there when it was asked. */
export interface Evaluation {
  readonly sampleCount: number;
  readonly annotationCount: number;
  /** One byte per annotation: `VISIBLE` unless a hidden set or the threshold takes it out, `PASSES` if it also passes the annotation clauses. */
  readonly mask: Uint8Array;
  /** One byte per sample: 1 if it passes everything. */
  readonly pass: Uint8Array;
  readonly counts: VisibleCounts;
  /** Annotations with `PASSES` of each sample, whether the sample passes or not. */
  matches(): Uint32Array;
}

/** A query taken apart by what each clause is about. */
interface Plan {
  /** Take annotations out before anything else. */
  readonly visibility: readonly AnnotationTest[];
  /** Hold within one annotation. */
  readonly within: readonly AnnotationTest[];
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

/** Clauses that must hold within one annotation. */
function isWithinClause(clause: Clause): boolean {
  return clause.kind === 'class'
    ? clause.mode === 'any'
    : (clause.kind === 'value' || clause.kind === 'range') && isAnnotationField(clause.field);
}

function planOf(table: DatasetTable, query: Query): Plan {
  const classes = query.clauses.filter((clause): clause is ClassClause => clause.kind === 'class');
  const namesOf = (mode: ClassClause['mode']): string[] => classes.filter((clause) => clause.mode === mode).flatMap(({ names }) => names);
  const tests = (clauses: readonly Clause[]): AnnotationTest[] =>
    clauses.flatMap((clause) => (clause.kind === 'text' || clause.kind === 'count' ? [] : annotationTest(table, clause)));
  const required = [...new Set(namesOf('all'))];
  const within = tests(query.clauses.filter((clause) => isWithinClause(clause) && !isVisibilityClause(clause)));
  if (required.length > 0) within.push(annotationTest(table, { kind: 'class', mode: 'any', names: required }));
  return {
    visibility: tests(query.clauses.filter(isVisibilityClause)),
    within,
    required,
    excluded: namesOf('none'),
    counts: query.clauses.flatMap((clause) => (clause.kind === 'count' ? { clause, tests: tests(clause.inner) } : [])),
    sample: query.clauses.filter((clause) => clause.kind !== 'class' && clause.kind !== 'count' && !isWithinClause(clause)),
  };
}

/** Gives way to others and to newer questions while a long loop runs. */
export class Breath {
  readonly #context: QueryContext;
  #last = performance.now();

  constructor(context: QueryContext) {
    this.#context = context;
  }

  /** Call between pieces of about a millisecond. Rejects with an `AbortError` when the question is void. */
  async take(): Promise<void> {
    if (this.#context.shouldStop?.() === true) throw new DOMException('A newer question came', 'AbortError');
    if (this.#context.pause === undefined || performance.now() - this.#last < 8) return;
    await this.#context.pause();
    this.#last = performance.now();
    if (this.#context.shouldStop?.() === true) throw new DOMException('A newer question came', 'AbortError');
  }
}

const SEGMENT = 65536;

/** Answers a query for every row: two passes, one over the annotations and one over the samples. */
export async function evaluate(table: DatasetTable, asked: Query, context: QueryContext = {}): Promise<Evaluation> {
  const query = normaliseQuery(asked);
  const plan = planOf(table, query);
  const breath = new Breath(context);
  await makeReady(
    table,
    plan.sample.flatMap((clause) => (needsValues(table, clause) ? clause.field : [])),
    context,
  );
  // Annotations first: every annotation counted here has its sample counted below.
  const annotationCount = table.annotationCount;
  const sampleCount = table.sampleCount;
  const mask = new Uint8Array(annotationCount);
  const pass = new Uint8Array(sampleCount).fill(1);
  const hit = plan.within.length > 0 ? new Uint8Array(sampleCount) : undefined;
  const found = requiredBits(table, plan.required, sampleCount);
  const excluded = plan.excluded.length > 0 ? Uint8Array.from(classCodes(table, plan.excluded), Number) : undefined;
  const tallies = plan.counts.map(() => new Uint32Array(sampleCount));
  const visible = new Uint8Array(Math.min(SEGMENT, annotationCount));
  const passes = new Uint8Array(visible.length);

  for (let base = 0, s = 0; base < annotationCount; base += SEGMENT, s++) {
    const count = Math.min(SEGMENT, annotationCount - base);
    const samples = segmentOf(table.annotations.sample, s);
    const categories = segmentOf(table.annotations.category, s);
    visible.fill(1);
    for (const test of plan.visibility) test(s, 0, count, visible);
    passes.set(visible);
    for (const test of plan.within) test(s, 0, count, passes);
    for (let i = 0; i < count; i++) mask[base + i] = (visible[i] ?? 0) | ((passes[i] ?? 0) << 1);
    if (hit) for (let i = 0; i < count; i++) if (passes[i] === 1) hit[samples[i] ?? 0] = 1;
    for (const { bits, bitOf } of found) {
      for (let i = 0; i < count; i++) {
        if (passes[i] === 1) bits[samples[i] ?? 0] = (bits[samples[i] ?? 0] ?? 0) | (bitOf[(categories[i] ?? -1) + 1] ?? 0);
      }
    }
    if (excluded)
      for (let i = 0; i < count; i++) if (visible[i] === 1 && excluded[(categories[i] ?? -1) + 1] === 1) pass[samples[i] ?? 0] = 0;
    plan.counts.forEach(({ tests }, c) => {
      const tally = tallies[c] ?? new Uint32Array(0);
      passes.set(visible);
      for (const test of tests) test(s, 0, count, passes);
      for (let i = 0; i < count; i++) if (passes[i] === 1) tally[samples[i] ?? 0] = (tally[samples[i] ?? 0] ?? 0) + 1;
    });
    await breath.take();
  }

  if (hit) for (let row = 0; row < sampleCount; row++) if (hit[row] === 0) pass[row] = 0;
  for (const { bits, all } of found) for (let row = 0; row < sampleCount; row++) if (bits[row] !== all) pass[row] = 0;
  plan.counts.forEach(({ clause: { min = 0, max = Infinity } }, c) => {
    tallies[c]?.forEach((tally, row) => {
      if (tally < min || tally > max) pass[row] = 0;
    });
  });

  const counts = visibleCounts(table, mask, sampleCount, annotationCount);
  for (const clause of plan.sample) {
    const test = await sampleTest(table, clause, counts, context);
    for (let base = 0; base < sampleCount; base += SEGMENT) {
      const end = Math.min(sampleCount, base + SEGMENT);
      for (let row = base; row < end; row++) if (pass[row] === 1 && !test(row)) pass[row] = 0;
      await breath.take();
    }
  }
  return {
    sampleCount,
    annotationCount,
    mask,
    pass,
    counts,
    matches: once(() => tallyOf(table, mask, PASSES, sampleCount, annotationCount)),
  };
}

async function sampleTest(table: DatasetTable, clause: Clause, counts: VisibleCounts, context: QueryContext): Promise<SampleTest> {
  switch (clause.kind) {
    case 'range':
      return rangeSampleTest(table, clause, counts);
    case 'text':
      return textSampleTest(table, clause, await context.textRows?.(patternOf(clause), clause.field));
    case 'value': {
      const found = new Map<string, RowSet | undefined>();
      const column = extraColumn(table, clause.field);
      if (column !== undefined && isText(column)) {
        for (const value of clause.values)
          if (value !== '') found.set(value, await context.textRows?.({ how: 'part', text: value }, clause.field));
      }
      return valueSampleTest(table, clause, counts, context.sets ?? new Map(), (value) => found.get(value));
    }
    default:
      return () => true;
  }
}

/** Awaits the values of the columns that these fields speak of. Whoever looks at a column of a question calls this first. */
export async function makeReady(table: DatasetTable, fields: readonly string[], { ready }: QueryContext): Promise<void> {
  const names = new Set(fields.flatMap((field) => (extraColumn(table, field)?.lazy === true ? (columnOfField(field) ?? []) : [])));
  if (names.size > 0) await ready?.([...names]);
}

/** Texts are looked for in the records themselves. */
function needsValues(table: DatasetTable, clause: Clause): clause is RangeClause | ValueClause {
  if (clause.kind === 'range') return true;
  if (clause.kind !== 'value') return false;
  const column = extraColumn(table, clause.field);
  return column !== undefined && (!isText(column) || clause.values.includes(''));
}

/** For up to 32 names at a time: a bit per name and sample. */
function requiredBits(
  table: DatasetTable,
  names: readonly string[],
  samples: number,
): { readonly bits: Uint32Array; readonly bitOf: Uint32Array; readonly all: number }[] {
  const groups: { bits: Uint32Array; bitOf: Uint32Array; all: number }[] = [];
  for (let from = 0; from < names.length; from += 32) {
    const group = names.slice(from, from + 32);
    const bitByName = new Map(group.map((name, bit) => [name, (1 << bit) >>> 0]));
    groups.push({
      bits: new Uint32Array(samples),
      bitOf: Uint32Array.of(0, ...table.categories.map(({ name }) => bitByName.get(name) ?? 0)),
      all: group.length === 32 ? 0xffffffff : 2 ** group.length - 1,
    });
  }
  return groups;
}

function segmentOf<T extends Uint32Array | Int32Array>(column: Growable<T>, segment: number): T {
  return column.segments[segment] as T;
}

function visibleCounts(table: DatasetTable, mask: Uint8Array, samples: number, annotations: number): VisibleCounts {
  return {
    labels: once(() => tallyOf(table, mask, VISIBLE, samples, annotations)),
    classes: once(() => distinctClasses(table, mask, samples, annotations)),
    smallest: once(() => smallestSides(table, mask, samples, annotations)),
  };
}

/** Annotations with the bit, for each sample. */
function tallyOf(table: DatasetTable, mask: Uint8Array, bit: number, samples: number, annotations: number): Uint32Array {
  const tally = new Uint32Array(samples);
  forSegments(table.annotations.sample.segments, annotations, (segment, count, base) => {
    for (let i = 0; i < count; i++) {
      if (((mask[base + i] ?? 0) & bit) !== 0) tally[segment[i] ?? 0] = (tally[segment[i] ?? 0] ?? 0) + 1;
    }
  });
  return tally;
}

function smallestSides(table: DatasetTable, mask: Uint8Array, samples: number, annotations: number): Float32Array {
  const smallest = new Float32Array(samples).fill(Number.NaN);
  const sides = new Float32Array(Math.min(SEGMENT, annotations));
  const side = annotationNumbers(table, 'side');
  forSegments(table.annotations.sample.segments, annotations, (segment, count, base, s) => {
    side(s, 0, count, sides);
    for (let i = 0; i < count; i++) {
      const value = sides[i] ?? Number.NaN;
      if (((mask[base + i] ?? 0) & VISIBLE) === 0 || Number.isNaN(value)) continue;
      const sample = segment[i] ?? 0;
      // Also true for NaN: the first side.
      if (!(value >= (smallest[sample] ?? 0))) smallest[sample] = value;
    }
  });
  return smallest;
}

function distinctClasses(table: DatasetTable, mask: Uint8Array, samples: number, annotations: number): Uint32Array {
  const { starts, rows, category } = table.index();
  const distinct = new Uint32Array(samples);
  const seenBy = new Int32Array(table.categories.length).fill(-1);
  for (let sample = 0; sample < samples; sample++) {
    const end = starts[sample + 1] ?? 0;
    for (let k = starts[sample] ?? 0; k < end; k++) {
      const code = category[k] ?? -1;
      const row = rows[k] ?? 0;
      if (code < 0 || row >= annotations || ((mask[row] ?? 0) & VISIBLE) === 0 || seenBy[code] === sample) continue;
      seenBy[code] = sample;
      distinct[sample] = (distinct[sample] ?? 0) + 1;
    }
  }
  return distinct;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The tests speak of places in a segment, so the bytes must reach as far as the farthest place. */
let segmentBytes: Uint8Array | undefined;

/** For each annotation row of one sample: its bits under the query's annotation clauses, whether or not the sample passes. */
export function annotationBits(table: DatasetTable, asked: Query, rows: ArrayLike<number>): Uint8Array {
  const plan = planOf(table, normaliseQuery(asked));
  const bits = new Uint8Array(rows.length);
  const one = (segmentBytes ??= new Uint8Array(SEGMENT));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    const segment = Math.floor(row / SEGMENT);
    const place = row % SEGMENT;
    one[place] = 1;
    for (const test of plan.visibility) test(segment, place, place + 1, one);
    const visible = one[place] ?? 0;
    for (const test of plan.within) test(segment, place, place + 1, one);
    bits[i] = (visible * VISIBLE) | ((one[place] ?? 0) * PASSES);
  }
  return bits;
}
