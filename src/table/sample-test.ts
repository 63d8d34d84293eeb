/** Clauses about samples. */
import { Bitset } from '../base/bitset.ts';
import { costOf } from '../base/expression-cost.ts';
import { textMatcher, type TextPattern } from '../base/text-pattern.ts';
import { boundsOf } from './bounds.ts';
import type { Breath } from './breath.ts';
import type { Asking, QueryContext, SampleSet, SampleSets } from './context.ts';
import type { DatasetTable } from './dataset-table.ts';
import type { EpochUnit } from './epoch.ts';
import { dateOf } from './cell-value.ts';
import { patternOf } from './query-highlight.ts';
import { speakerOf } from './query-speaker.ts';
import type { Clause, RangeClause, TextClause, ValueClause } from './query.ts';
import { categoryField, extraColumn, isText, labelStateIs, numberField } from './sample-field.ts';
import type { NumberField } from './sample-field.ts';
import type { VisibleCounts } from './visible-counts.ts';

type SampleTest = (row: number) => boolean;

/** Values of the `labels` field. `none` and `some` go by the visible annotations, the others by the label file. */
export const LABEL_VALUES = ['none', 'some', 'empty', 'missing'] as const;

/** Rows between two breaths. */
const CHUNK = 16_384;

/** Sets `pass[row]` to 0 for the samples that do not pass a clause about samples. */
export async function keepPassing(asking: Asking, clause: Clause, counts: VisibleCounts, pass: Uint8Array): Promise<void> {
  if (clause.kind === 'range') return keepInRange(asking, clause, counts, pass);
  const test = await testOf(asking, clause, counts);
  // The search may have ended because nobody wants to know any more.
  asking.breath.check();
  for (let from = 0; from < pass.length; from += CHUNK) {
    const to = Math.min(pass.length, from + CHUNK);
    for (let row = from; row < to; row++) if (pass[row] === 1 && !test(row)) pass[row] = 0;
    await asking.breath.take();
  }
}

async function keepInRange({ table, breath }: Asking, clause: RangeClause, counts: VisibleCounts, pass: Uint8Array): Promise<void> {
  const field = await numberField(table, clause.field, counts, breath);
  if (field === undefined) {
    pass.fill(0);
    return;
  }
  const { least, most } = boundsOf(asWritten(clause, field.epoch), field.single);
  const values = new Float64Array(Math.min(CHUNK, pass.length));
  for (let from = 0; from < pass.length; from += CHUNK) {
    const to = Math.min(pass.length, from + CHUNK);
    field.fill(from, to, values);
    keepBetween(values, least, most, pass, from, to);
    await breath.take();
  }
}

/** Bounds that are not dates are numbers as the file has them. */
function asWritten(clause: RangeClause, epoch: EpochUnit | undefined): RangeClause {
  if (epoch === undefined || clause.date === true) return clause;
  const { min, max } = clause;
  return { ...clause, ...(min === undefined ? {} : { min: min * epoch }), ...(max === undefined ? {} : { max: max * epoch }) };
}

function keepBetween(values: Float64Array, least: number, most: number, pass: Uint8Array, from: number, to: number): void {
  for (let row = from; row < to; row++) {
    const value = values[row - from] ?? Number.NaN;
    pass[row] = (pass[row] ?? 0) & Number(value >= least) & Number(value <= most);
  }
}

async function testOf({ table, context, breath }: Asking, clause: Clause, counts: VisibleCounts): Promise<SampleTest> {
  if ((clause.kind === 'text' || clause.kind === 'value') && speakerOf(clause.field)) return spokenTest(clause, context);
  switch (clause.kind) {
    case 'text': {
      const found = await context.textRows?.(patternOf(clause), clause.field);
      // Its cell is JSON, cut somewhere, with names of fields in it: only the record knows what its values are.
      const isShown =
        found && isNested(table, clause) ? () => false : ((await runawayTest(table, clause, context, breath)) ?? shownTest(table, clause));
      return textSampleTest(clause, isShown, found);
    }
    case 'value': {
      const found = new Map<string, SampleSet | undefined>();
      const column = extraColumn(table, clause.field);
      if (column !== undefined && isText(column)) {
        for (const value of clause.values)
          if (value !== '') found.set(value, await context.textRows?.({ how: 'part', text: value }, clause.field));
      }
      const test = await anyValueTest(table, clause, counts, breath, context.sets ?? new Map(), (value) => found.get(value));
      return clause.negated ? (row) => !test(row) : test;
    }
    default:
      return () => true;
  }
}

/** Whether somebody says it: only the records know. The empty value stands for "says nothing". */
async function spokenTest(clause: TextClause | ValueClause, { textRows }: QueryContext): Promise<SampleTest> {
  const patterns: readonly TextPattern[] =
    clause.kind === 'text' ? [patternOf(clause)] : clause.values.map((text) => (text === '' ? ANYTHING : { how: 'part', text }));
  const tests: SampleTest[] = [];
  for (const pattern of patterns) {
    const found = await textRows?.(pattern, clause.field);
    tests.push(pattern === ANYTHING ? (row) => found?.has(row) !== true : (row) => found?.has(row) === true);
  }
  const test = anyOf(tests);
  return clause.negated ? (row) => !test(row) : test;
}

const ANYTHING: TextPattern = { how: 'regex', text: String.raw`\S` };

/**
 * Exact for everything with few values; for text (names, long texts) the value must be contained, without regard to case.
 * The empty value means "no value". `found`: rows whose record holds the text (beyond the part that the column keeps).
 */
async function anyValueTest(
  table: DatasetTable,
  { field, values }: ValueClause,
  counts: VisibleCounts,
  breath: Breath,
  sets: SampleSets,
  found: (value: string) => SampleSet | undefined,
): Promise<SampleTest> {
  if (field === 'name') return anyOf(values.map((value) => table.samples.name.search(value)));
  if (field === 'labels') {
    const labels = await counts.labels(breath);
    return anyOf(values.map((value) => labelTest(table, value, labels)));
  }
  const extra = extraColumn(table, field);
  if (extra !== undefined && isText(extra)) {
    return anyOf(values.map((value) => (value === '' ? (row) => !extra.has(row) : either(extra.search(value), found(value)))));
  }
  const categories = categoryField(table, field);
  if (categories !== undefined) {
    const wanted = new Set(values);
    const passing = categories.values.map((value) => wanted.has(value));
    return (row) => passing[categories.codes(row)] === true;
  }
  const numbers = await numberField(table, field, counts, breath);
  if (numbers !== undefined) return equalTest(numbers, values);
  return anyOf(values.flatMap((value) => sets.get(`${field}:${value}`) ?? []).map((set) => (row) => set.has(row)));
}

function equalTest({ fill, single, epoch = 1 }: NumberField, values: readonly string[]): SampleTest {
  const one = new Float64Array(1);
  const orNone = values.includes('');
  const wanted = new Set(values.filter((value) => value.trim() !== '').map((value) => numberOf(value, single, epoch)));
  wanted.delete(Number.NaN);
  return (row) => {
    fill(row, row + 1, one);
    const value = one[0] ?? Number.NaN;
    return Number.isNaN(value) ? orNone : wanted.has(value);
  };
}

function numberOf(text: string, single: boolean, epoch: number): number {
  const number = Number(text);
  if (Number.isNaN(number)) return dateOf(text);
  return single ? Math.fround(number) : number * epoch;
}

function labelTest(table: DatasetTable, value: string, labels: Uint32Array): SampleTest {
  if (value === 'missing' || value === 'empty') return labelStateIs(table, value);
  if (value !== 'none' && value !== 'some') {
    const number = Number(value);
    return (row) => value.trim() !== '' && labels[row] === number;
  }
  return (row) => (labels[row] === 0) === (value === 'none');
}

/** Free words: in what is shown, or among the rows that `found` knows by their record's text. */
function textSampleTest(clause: TextClause, isShown: SampleTest, found: SampleSet | undefined): SampleTest {
  const test = either(isShown, found);
  return clause.negated ? (row) => !test(row) : test;
}

/** In what the table itself knows of a sample: its name, or the column that the clause is about. */
function shownTest(table: DatasetTable, clause: TextClause): SampleTest {
  if (clause.how !== undefined || isOfColumn(clause)) {
    const matcher = textMatcher(patternOf(clause));
    const shown = shownText(table, clause);
    return (row) => {
      const text = shown(row);
      return text !== undefined && matcher.test(text);
    };
  }
  const inName = table.samples.name.search(clause.text);
  const inKey = table.keys.search(clause.text);
  // An image that got no name is shown by its key; a record by what stands in it.
  return (row) => (table.samples.name.has(row) ? inName(row) : table.visual && inKey(row));
}

/** As `shownTest`, of an expression that may take for ever: it is looked for elsewhere. */
async function runawayTest(
  table: DatasetTable,
  clause: TextClause,
  { expression }: QueryContext,
  breath: Breath,
): Promise<SampleTest | undefined> {
  if (clause.how !== 'regex' || !expression || !costOf(clause.text).unbounded) return undefined;
  const shown = shownText(table, clause);
  const found = new Bitset(table.sampleCount);
  const counter = expression(patternOf(clause));
  try {
    for (let from = 0; from < table.sampleCount; from += CHUNK) {
      const rows: number[] = [];
      const texts: string[] = [];
      for (let row = from; row < Math.min(from + CHUNK, table.sampleCount); row++) {
        const text = shown(row);
        if (text === undefined) continue;
        rows.push(row);
        texts.push(text);
      }
      if (rows.length > 0) for (const [i, matches] of (await counter.count(texts)).entries()) if (matches > 0) found.add(rows[i] ?? 0);
      await breath.take();
    }
  } finally {
    counter.end();
  }
  return (row) => found.has(row);
}

function isNested(table: DatasetTable, { field }: TextClause): boolean {
  const column = field === undefined ? undefined : extraColumn(table, field);
  return column !== undefined && !column.derived && (column.kind === 'json' || column.kind === 'list');
}

function isOfColumn({ field }: TextClause): boolean {
  return field !== undefined && field !== 'name';
}

/** What the clause looks at of a sample, without its record. */
function shownText(table: DatasetTable, clause: TextClause): (row: number) => string | undefined {
  if (isOfColumn(clause)) {
    const column = extraColumn(table, clause.field ?? '');
    return (row) => column?.text(row) ?? '';
  }
  return (row) => (table.samples.name.has(row) || table.visual ? table.name(row) : undefined);
}

function either(test: SampleTest, set: SampleSet | undefined): SampleTest {
  return set === undefined ? test : (row) => test(row) || set.has(row);
}

function anyOf(tests: readonly SampleTest[]): SampleTest {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (row) => tests.some((test) => test(row));
}
