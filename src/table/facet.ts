import { FLAG, SHAPE_KINDS, kindBit } from '../model/annotation.ts';
import type { Breath } from './breath.ts';
import { askingOf, makeReady } from './context.ts';
import type { Asking, QueryContext } from './context.ts';
import type { DatasetTable } from './dataset-table.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluate.ts';
import { bitCounter, codeCounters, countAnnotations, listCounter, namesOf } from './facet-count.ts';
import type { AnnotationCounter, Counts } from './facet-count.ts';
import { passingCount } from './passing.ts';
import { onlyVisibility } from './plan.ts';
import { withoutField } from './query-edit.ts';
import { printQuery } from './query-text.ts';
import type { Query } from './query.ts';
import { categoryField, labelStateIs } from './sample-field.ts';
import { LABEL_VALUES } from './sample-test.ts';
import type { Codes } from './code-column.ts';
import { categoriesAt, flagsAt, kindsAt, labelSetsAt } from './segments.ts';

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

/** Counts per value for each field; a field ignores its own clauses and obeys the others. Fields that have no values give an empty facet. */
export async function facets(
  table: DatasetTable,
  query: Query,
  context: QueryContext = {},
  fields: readonly string[] = FACET_FIELDS,
): Promise<readonly Facet[]> {
  const asking = askingOf(table, context);
  await makeReady(table, fields, context);
  const found = new Map<string, Facet>();
  // Fields that ask the same are counted together.
  for (const group of groupsOf(query, fields)) {
    const { others, visible, isAllOf } = group;
    const totals = await totalsOf(asking, visible, group.fields);
    const isTotal = visible.clauses.length === others.clauses.length;
    const some = isTotal || isAllOf ? totals : await countFields(asking, others, group.fields);
    for (const field of group.fields) {
      const all = totals.get(field);
      const own = all && isAllOf ? await countOneByOne(asking, others, field, all) : some.get(field);
      found.set(field, { field, values: all && own ? valuesOf(all, own) : [] });
    }
  }
  return fields.map((field) => found.get(field) ?? { field, values: [] });
}

/** Fields of one annotation beside its class. */
const ONE_ANNOTATION: ReadonlySet<string> = new Set(['kind', 'set', 'flag']);

interface Group {
  readonly others: Query;
  readonly visible: Query;
  /**
   * `class:a+b` wants an annotation of each class **that has the value**: which samples have them differs from value to value,
   * so each is a question of its own.
   */
  readonly isAllOf: boolean;
  readonly fields: string[];
}

function groupsOf(query: Query, fields: readonly string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const field of fields) {
    const others = withoutField(query, field);
    const isAllOf = ONE_ANNOTATION.has(field) && others.clauses.some((clause) => clause.kind === 'class' && clause.mode === 'all');
    const key = `${isAllOf} ${printQuery(others)}`;
    const group = groups.get(key) ?? { others, visible: onlyVisibility(others), isAllOf, fields: [] };
    group.fields.push(field);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function valuesOf(all: FieldCounts, own: Counts): FacetValue[] {
  const values = all.values.map((value, code) => ({
    value,
    samples: own.samples[code] ?? 0,
    annotations: own.annotations[code] ?? 0,
    totalSamples: all.samples[code] ?? 0,
    totalAnnotations: all.annotations[code] ?? 0,
  }));
  return all.always ? values : values.filter(({ totalSamples }) => totalSamples > 0);
}

interface FieldCounts extends Counts {
  readonly values: readonly string[];
  /** Values that nothing has are listed too. */
  readonly always: boolean;
}

/** Values that nothing has are not asked for. */
async function countOneByOne(asking: Asking, others: Query, field: string, all: FieldCounts): Promise<Counts> {
  const samples: number[] = [];
  const annotations: number[] = [];
  for (const [code, value] of all.values.entries()) {
    const asked: Query = { clauses: [...others.clauses, { kind: 'value', field, negated: false, values: [value] }] };
    const evaluation = (all.samples[code] ?? 0) > 0 ? await evaluate(asking, asked) : undefined;
    samples.push(evaluation ? passingCount(evaluation) : 0);
    annotations.push(evaluation ? await evaluation.brightCount(asking.breath) : 0);
  }
  return { samples, annotations };
}

/** Totals do not change from question to question. */
function totalsOf(asking: Asking, visible: Query, fields: readonly string[]): Promise<ReadonlyMap<string, FieldCounts>> {
  const { answers, context, breath } = asking;
  const key = `totals ${printQuery(visible)} ${fields.join('\n')}`;
  return answers.fact(context.version ?? 0, key, (turn) => countFields({ ...asking, breath: turn }, visible, fields)).get(breath);
}

/** Counts of fields that have values. */
async function countFields(asking: Asking, query: Query, fields: readonly string[]): Promise<ReadonlyMap<string, FieldCounts>> {
  const { table, breath } = asking;
  const evaluation = await evaluate(asking, query);
  const counters: (readonly [field: string, counter: Counter])[] = [];
  for (const field of fields) {
    const counter = await counterOf(asking, field, evaluation);
    if (counter) counters.push([field, counter]);
  }
  // A first walk serves all; the further ones are for classes beyond those that there was room for.
  const most = Math.max(0, ...counters.map(([, { walks }]) => walks.length));
  for (let walk = 0; walk < most; walk++) {
    await countAnnotations(
      table,
      evaluation,
      counters.flatMap(([, { walks }]) => walks[walk] ?? []),
      breath,
    );
  }
  const found = new Map<string, FieldCounts>();
  for (const [field, counter] of counters) {
    const { values, always } = counter;
    found.set(field, { values, always, ...(await counter.counts(breath)) });
  }
  return found;
}

/** Values of a field, and how to count them. */
interface Counter {
  readonly values: readonly string[];
  readonly always: boolean;
  /** What must see the annotations first. */
  readonly walks: readonly AnnotationCounter[];
  counts(breath: Breath): Counts | Promise<Counts>;
}

async function counterOf(asking: Asking, field: string, evaluation: Evaluation): Promise<Counter | undefined> {
  const { table, context, answers } = asking;
  const { annotationCount } = evaluation;
  switch (field) {
    case 'class':
      return classCounter(asking, evaluation);
    case 'set': {
      const names = namesOf(table.labelSets);
      const at = (segment: number): Uint16Array => labelSetsAt(table, segment);
      const only = answers.constant(field, at, annotationCount);
      if (only !== undefined) return constantCounter(evaluation, names.values, true, (value) => value === names.valueOf[only + 1]);
      return ofCodes(names.values, codeCounters(at, names, evaluation.sampleCount));
    }
    case 'kind':
    case 'flag': {
      const at = (segment: number): Uint8Array => (field === 'kind' ? kindsAt(table, segment) : flagsAt(table, segment));
      const values: readonly string[] = field === 'kind' ? SHAPE_KINDS : Object.keys(FLAG);
      const bits = field === 'kind' ? SHAPE_KINDS.map(kindBit) : Object.values(FLAG);
      const only = answers.constant(field, at, annotationCount);
      if (only !== undefined) return constantCounter(evaluation, values, false, (value) => ((bits[value] ?? 0) & only) !== 0);
      const counter = bitCounter(at, bits, evaluation.sampleCount);
      return { values, always: false, walks: [counter], counts: () => counter.counts() };
    }
    case 'labels':
      return testCounter(evaluation, LABEL_VALUES, async (breath) => {
        const labels = await evaluation.counts.labels(breath);
        return [(row) => labels[row] === 0, (row) => labels[row] !== 0, labelStateIs(table, 'empty'), labelStateIs(table, 'missing')];
      });
    default: {
      const categories = categoryField(table, field);
      if (categories !== undefined) return sampleCounter(evaluation, categories.values, categories.codes);
      const prefix = `${field}:`;
      const known = Array.from(context.sets ?? []).filter(([key]) => key.startsWith(prefix));
      if (known.length === 0) return undefined;
      return testCounter(
        evaluation,
        known.map(([key]) => key.slice(prefix.length)),
        async () =>
          known.map(
            ([, set]) =>
              (row) =>
                set.has(row),
          ),
      );
    }
  }
}

async function classCounter({ table, breath }: Asking, evaluation: Evaluation): Promise<Counter> {
  const { sampleCount, annotationCount, pass } = evaluation;
  const names = namesOf(table.categories);
  const at = (segment: number): Codes => categoriesAt(table, segment);
  const { index } = table;
  const isIndexed = index?.bySample.samples === sampleCount && index.bySample.annotations === annotationCount;
  // Where several categories share a name, samples that have both would count twice.
  if (isIndexed && names.values.length === table.categories.length && (await evaluation.passes(breath)) === undefined) {
    return ofCodes(names.values, [listCounter(at, index.byClass, pass)]);
  }
  return ofCodes(names.values, codeCounters(at, names, sampleCount));
}

function ofCodes(values: readonly string[], walks: readonly AnnotationCounter[]): Counter {
  return {
    values,
    always: true,
    walks,
    counts() {
      const parts = walks.map((counter) => counter.counts());
      return {
        samples: parts.flatMap((part) => Array.from(part.samples)),
        annotations: parts.flatMap((part) => Array.from(part.annotations)),
      };
    },
  };
}

/** Where every annotation has the same, there is nothing to look at. */
function constantCounter(evaluation: Evaluation, values: readonly string[], always: boolean, has: (value: number) => boolean): Counter {
  return {
    values,
    always,
    walks: [],
    async counts(breath) {
      const samples = await evaluation.brightSamples(breath);
      const annotations = await evaluation.brightCount(breath);
      return {
        samples: values.map((_, value) => (has(value) ? samples : 0)),
        annotations: values.map((_, value) => (has(value) ? annotations : 0)),
      };
    },
  };
}

/** Samples looked at between two breaths. */
const CHUNK = 32_768;

/** A value per sample. */
function sampleCounter(evaluation: Evaluation, values: readonly string[], codeOf: (row: number) => number): Counter {
  const { pass, sampleCount } = evaluation;
  return {
    values,
    always: false,
    walks: [],
    async counts(breath) {
      const matching = await evaluation.matches(breath);
      const samples = new Uint32Array(values.length);
      const annotations = new Uint32Array(values.length);
      for (let from = 0; from < sampleCount; from += CHUNK) {
        const to = Math.min(sampleCount, from + CHUNK);
        for (let row = from; row < to; row++) {
          if (pass !== undefined && pass[row] === 0) continue;
          const code = codeOf(row);
          samples[code] = (samples[code] ?? 0) + 1;
          annotations[code] = (annotations[code] ?? 0) + (matching[row] ?? 0);
        }
        await breath.take();
      }
      return { samples, annotations };
    },
  };
}

/** Values of which a sample may have several. */
function testCounter(
  evaluation: Evaluation,
  values: readonly string[],
  testsOf: (breath: Breath) => Promise<readonly ((row: number) => boolean)[]>,
): Counter {
  const { pass, sampleCount } = evaluation;
  return {
    values,
    always: false,
    walks: [],
    async counts(breath) {
      const matching = await evaluation.matches(breath);
      const samples = new Uint32Array(values.length);
      const annotations = new Uint32Array(values.length);
      for (const [code, test] of (await testsOf(breath)).entries()) {
        for (let from = 0; from < sampleCount; from += CHUNK) {
          const to = Math.min(sampleCount, from + CHUNK);
          for (let row = from; row < to; row++) {
            if ((pass !== undefined && pass[row] === 0) || !test(row)) continue;
            samples[code] = (samples[code] ?? 0) + 1;
            annotations[code] = (annotations[code] ?? 0) + (matching[row] ?? 0);
          }
          await breath.take();
        }
      }
      return { samples, annotations };
    },
  };
}
