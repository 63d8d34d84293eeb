import { FLAG, SHAPE_KINDS, kindBit } from '../model/annotation.ts';
import type { DatasetTable } from './dataset-table.ts';
import { PASSES, evaluate, isVisibilityClause, makeReady } from './evaluate.ts';
import type { Evaluation, QueryContext } from './evaluate.ts';
import { passingAnnotations, passingRows } from './filter.ts';
import { withoutField } from './query-edit.ts';
import { printQuery } from './query-text.ts';
import type { Query } from './query.ts';
import { categoryField, labelStateIs } from './sample-field.ts';
import { LABEL_VALUES } from './sample-test.ts';

/** One value of a field: what would pass if the facet asked for this value alone, under all clauses of other fields. */
export interface FacetValue {
  /** What the query says; `''`: no value. */
  readonly value: string;
  readonly samples: number;
  readonly annotations: number;
  /** The same under no clause but what hides label sets and low scores. */
  readonly totalSamples: number;
  readonly totalAnnotations: number;
}

export interface Facet {
  readonly field: string;
  /** Every class and label set, in the order of their rows; of other fields the values that occur. */
  readonly values: readonly FacetValue[];
}

/** The facets that every dataset has. Any field with few distinct values may be asked for too. */
export const FACET_FIELDS = ['split', 'class', 'kind', 'set', 'flag', 'labels', 'image', 'problem'] as const;

interface Counts {
  readonly samples: ArrayLike<number>;
  readonly annotations: ArrayLike<number>;
}

/** Values of a field, and how to count them. */
interface Counter {
  readonly values: readonly string[];
  /** Values that nothing has are listed too. */
  readonly always: boolean;
  /** The counts depend on the table alone. */
  readonly lasting: boolean;
  count(evaluation: Evaluation): Counts;
}

/** Counts per value for each field; a field ignores its own clauses and obeys the others. Fields that have no values give an empty facet. */
export async function facets(
  table: DatasetTable,
  query: Query,
  context: QueryContext = {},
  fields: readonly string[] = FACET_FIELDS,
): Promise<readonly Facet[]> {
  const answers = new Map<string, Evaluation>();
  const answer = async (asked: Query): Promise<Evaluation> => {
    const text = printQuery(asked);
    const evaluation = answers.get(text) ?? (await evaluate(table, asked, context));
    answers.set(text, evaluation);
    return evaluation;
  };
  await makeReady(table, fields, context);
  const { version } = table;
  const known = knownTotals(table);
  const found: Facet[] = [];
  for (const field of fields) {
    const counter = counterOf(table, field, context);
    if (counter === undefined) {
      found.push({ field, values: [] });
      continue;
    }
    const others = withoutField(query, field);
    const visible = onlyVisibility(others);
    const isAllOf = ONE_ANNOTATION.has(field) && others.clauses.some((clause) => clause.kind === 'class' && clause.mode === 'all');
    const key = `${field} ${printQuery(visible)}`;
    const direct = isAllOf ? undefined : counter.count(await answer(others));
    const all =
      known.get(key) ?? (direct && visible.clauses.length === others.clauses.length ? direct : counter.count(await answer(visible)));
    if (counter.lasting && table.version === version) known.set(key, all);
    const some = direct ?? (await countOneByOne(others, field, counter.values, all, answer));
    const values = counter.values.map((value, code) => ({
      value,
      samples: some.samples[code] ?? 0,
      annotations: some.annotations[code] ?? 0,
      totalSamples: all.samples[code] ?? 0,
      totalAnnotations: all.annotations[code] ?? 0,
    }));
    found.push({ field, values: counter.always ? values : values.filter(({ totalSamples }) => totalSamples > 0) });
  }
  return found;
}

/** Fields of one annotation beside its class. */
const ONE_ANNOTATION: ReadonlySet<string> = new Set(['kind', 'set', 'flag']);

/**
 * `class:a+b` wants an annotation of each class **that has the value**: which samples have them differs from value to value,
 * so each is a question of its own. Values that nothing has are not asked for.
 */
async function countOneByOne(
  others: Query,
  field: string,
  values: readonly string[],
  all: Counts,
  answer: (query: Query) => Promise<Evaluation>,
): Promise<Counts> {
  const samples: number[] = [];
  const annotations: number[] = [];
  for (const [code, value] of values.entries()) {
    const asked: Query = { clauses: [...others.clauses, { kind: 'value', field, negated: false, values: [value] }] };
    const evaluation = (all.samples[code] ?? 0) > 0 ? await answer(asked) : undefined;
    samples.push(evaluation ? passingRows(evaluation).length : 0);
    annotations.push(evaluation ? passingAnnotations(evaluation) : 0);
  }
  return { samples, annotations };
}

/** Totals of a table as it was at `version`: they do not change from question to question. */
const totals = new WeakMap<DatasetTable, { readonly version: number; readonly counts: Map<string, Counts> }>();

function knownTotals(table: DatasetTable): Map<string, Counts> {
  const known = totals.get(table);
  if (known?.version === table.version) return known.counts;
  const counts = new Map<string, Counts>();
  totals.set(table, { version: table.version, counts });
  return counts;
}

/** The clauses that hide annotations, alone. */
export function onlyVisibility(query: Query): Query {
  return { clauses: query.clauses.filter(isVisibilityClause) };
}

function counterOf(table: DatasetTable, field: string, { sets }: QueryContext): Counter | undefined {
  switch (field) {
    case 'class':
      return codeCounter(table, table.categories, 'category');
    case 'set':
      return setCounter(table);
    case 'kind':
      return bitCounter(table, 'kinds', SHAPE_KINDS, SHAPE_KINDS.map(kindBit));
    case 'flag':
      return bitCounter(table, 'flags', Object.keys(FLAG), Object.values(FLAG));
    case 'labels':
      return testCounter(LABEL_VALUES, true, ({ counts }) => {
        const labels = counts.labels();
        return [(row) => labels[row] === 0, (row) => labels[row] !== 0, labelStateIs(table, 'empty'), labelStateIs(table, 'missing')];
      });
    default: {
      const categories = categoryField(table, field);
      if (categories !== undefined) return sampleCounter(categories.values, categories.codes);
      const prefix = `${field}:`;
      const known = Array.from(sets ?? []).filter(([key]) => key.startsWith(prefix));
      if (known.length === 0) return undefined;
      return testCounter(
        known.map(([key]) => key.slice(prefix.length)),
        false,
        () =>
          known.map(
            ([, set]) =>
              (row) =>
                set.has(row),
          ),
      );
    }
  }
}

/** A value of one column per annotation; entries with the same name count as one. */
function codeCounter(table: DatasetTable, entries: readonly { readonly name: string }[], column: 'category' | 'labelSet'): Counter {
  const values = [...new Set(entries.map(({ name }) => name))];
  const codeByName = new Map(values.map((name, code) => [name, code]));
  // Entry 0 is for annotations without category.
  const codes = Int32Array.of(-1, ...entries.map(({ name }) => codeByName.get(name) ?? -1));
  return { values, always: true, lasting: true, count: (evaluation) => countCodes(table, evaluation, column, codes, values.length) };
}

/** For up to 32 label sets: a word of bits per sample, which is nearer to hand than the annotations of a sample. */
function setCounter(table: DatasetTable): Counter {
  const values = [...new Set(table.labelSets.map(({ name }) => name))];
  if (values.length > 32) return codeCounter(table, table.labelSets, 'labelSet');
  const codes = Uint8Array.from(table.labelSets, ({ name }) => values.indexOf(name));
  return {
    values,
    always: true,
    lasting: true,
    count({ mask, pass, sampleCount, annotationCount }) {
      const annotations = new Uint32Array(values.length);
      const bySample = new Uint32Array(sampleCount);
      for (let base = 0, s = 0; base < annotationCount; base += 65536, s++) {
        const sets = table.annotations.labelSet.segments[s];
        const owners = table.annotations.sample.segments[s];
        if (sets === undefined || owners === undefined) break;
        const count = Math.min(65536, annotationCount - base);
        for (let i = 0; i < count; i++) {
          const sample = owners[i] ?? 0;
          if (((mask[base + i] ?? 0) & PASSES) === 0 || pass[sample] === 0) continue;
          const code = codes[sets[i] ?? 0] ?? 0;
          annotations[code] = (annotations[code] ?? 0) + 1;
          bySample[sample] = (bySample[sample] ?? 0) | (1 << code);
        }
      }
      const samples = new Uint32Array(values.length);
      for (const bits of bySample) {
        for (let code = 0; code < samples.length; code++) samples[code] = (samples[code] ?? 0) + ((bits >>> code) & 1);
      }
      return { samples, annotations };
    },
  };
}

function countCodes(table: DatasetTable, evaluation: Evaluation, column: 'category' | 'labelSet', codes: Int32Array, size: number): Counts {
  const { mask, pass, sampleCount, annotationCount } = evaluation;
  const { starts, rows, category } = table.index();
  const samples = new Uint32Array(size);
  const annotations = new Uint32Array(size);
  const seenBy = new Int32Array(size).fill(-1);
  const sets = table.annotations.labelSet.segments;
  for (let sample = 0; sample < sampleCount; sample++) {
    if (pass[sample] === 0) continue;
    const end = starts[sample + 1] ?? 0;
    for (let k = starts[sample] ?? 0; k < end; k++) {
      const row = rows[k] ?? 0;
      // The index may know rows that came after the question.
      if (row >= annotationCount || ((mask[row] ?? 0) & PASSES) === 0) continue;
      const entry = column === 'category' ? (category[k] ?? -1) : (sets[row >>> 16]?.[row & 0xffff] ?? 0);
      const code = codes[entry + 1] ?? -1;
      if (code < 0) continue;
      annotations[code] = (annotations[code] ?? 0) + 1;
      if (seenBy[code] === sample) continue;
      seenBy[code] = sample;
      samples[code] = (samples[code] ?? 0) + 1;
    }
  }
  return { samples, annotations };
}

/** Bits of one byte per annotation: it counts for each of them. */
function bitCounter(table: DatasetTable, column: 'kinds' | 'flags', values: readonly string[], bits: readonly number[]): Counter {
  return {
    values,
    always: false,
    lasting: true,
    count({ mask, pass, sampleCount, annotationCount }) {
      const bytes = new Uint32Array(256);
      const bySample = new Uint8Array(sampleCount);
      for (let base = 0, s = 0; base < annotationCount; base += 65536, s++) {
        const own = table.annotations[column].segments[s];
        const samples = table.annotations.sample.segments[s];
        if (own === undefined || samples === undefined) break;
        const count = Math.min(65536, annotationCount - base);
        for (let i = 0; i < count; i++) {
          const sample = samples[i] ?? 0;
          if (((mask[base + i] ?? 0) & PASSES) === 0 || pass[sample] === 0) continue;
          const byte = own[i] ?? 0;
          bytes[byte] = (bytes[byte] ?? 0) + 1;
          bySample[sample] = (bySample[sample] ?? 0) | byte;
        }
      }
      const sampleBytes = new Uint32Array(256);
      for (const byte of bySample) sampleBytes[byte] = (sampleBytes[byte] ?? 0) + 1;
      return { samples: bits.map((bit) => sumWithBit(sampleBytes, bit)), annotations: bits.map((bit) => sumWithBit(bytes, bit)) };
    },
  };
}

function sumWithBit(counts: Uint32Array, bit: number): number {
  return counts.reduce((sum, count, byte) => ((byte & bit) === 0 ? sum : sum + count), 0);
}

/** A value per sample. */
function sampleCounter(values: readonly string[], codeOf: (row: number) => number): Counter {
  return {
    values,
    always: false,
    lasting: true,
    count({ pass, sampleCount, matches }) {
      const matching = matches();
      const samples = new Uint32Array(values.length);
      const annotations = new Uint32Array(values.length);
      for (let row = 0; row < sampleCount; row++) {
        if (pass[row] === 0) continue;
        const code = codeOf(row);
        samples[code] = (samples[code] ?? 0) + 1;
        annotations[code] = (annotations[code] ?? 0) + (matching[row] ?? 0);
      }
      return { samples, annotations };
    },
  };
}

/** Values of which a sample may have several. */
function testCounter(
  values: readonly string[],
  lasting: boolean,
  testsOf: (evaluation: Evaluation) => readonly ((row: number) => boolean)[],
): Counter {
  return {
    values,
    always: false,
    lasting,
    count(evaluation) {
      const { pass, sampleCount } = evaluation;
      const matching = evaluation.matches();
      const tests = testsOf(evaluation);
      const samples = new Uint32Array(values.length);
      const annotations = new Uint32Array(values.length);
      tests.forEach((test, code) => {
        for (let row = 0; row < sampleCount; row++) {
          if (pass[row] === 0 || !test(row)) continue;
          samples[code] = (samples[code] ?? 0) + 1;
          annotations[code] = (annotations[code] ?? 0) + (matching[row] ?? 0);
        }
      });
      return { samples, annotations };
    },
  };
}
