/** Clauses about a sample, compiled to tests of its row. */
import { textMatcher } from '../base/text-pattern.ts';
import { boundsOf } from './bounds.ts';
import { patternOf } from './query-highlight.ts';
import type { DatasetTable } from './dataset-table.ts';
import { dateOf } from './extra-column.ts';
import type { RangeClause, TextClause, ValueClause } from './query.ts';
import { categoryField, extraColumn, isText, labelStateIs, numberField } from './sample-field.ts';
import type { VisibleCounts } from './sample-field.ts';

export type SampleTest = (row: number) => boolean;

/** A set of sample rows; `Bitset` is one. */
export interface RowSet {
  has(row: number): boolean;
}

/** Samples that others know: by `field:value`, e.g. `problem:box-invalid`, `tag:bad`. */
export type SampleSets = ReadonlyMap<string, RowSet>;

/** Values of the `labels` field. `none` and `some` go by the visible annotations, the others by the label file. */
export const LABEL_VALUES = ['none', 'some', 'empty', 'missing'] as const;

export function rangeSampleTest(table: DatasetTable, clause: RangeClause, counts: VisibleCounts): SampleTest {
  const field = numberField(table, clause.field, counts);
  if (field === undefined) return () => false;
  const { at, single } = field;
  const { least, most } = boundsOf(clause, single);
  return (row) => {
    const value = at(row);
    return value >= least && value <= most;
  };
}

/**
 * Exact for everything with few values; for text (names, long texts) the value must be contained, without regard to case.
 * The empty value means "no value". `found`: rows whose record holds the text (beyond the part that the column keeps).
 */
export function valueSampleTest(
  table: DatasetTable,
  clause: ValueClause,
  counts: VisibleCounts,
  sets: SampleSets,
  found: (value: string) => RowSet | undefined,
): SampleTest {
  const test = anyValueTest(table, clause, counts, sets, found);
  return clause.negated ? (row) => !test(row) : test;
}

function anyValueTest(
  table: DatasetTable,
  { field, values }: ValueClause,
  counts: VisibleCounts,
  sets: SampleSets,
  found: (value: string) => RowSet | undefined,
): SampleTest {
  if (field === 'name') return anyOf(values.map((value) => table.samples.name.search(value)));
  if (field === 'labels') return anyOf(values.map((value) => labelTest(table, value, counts)));
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
  const numbers = numberField(table, field, counts);
  if (numbers !== undefined) return equalTest(numbers.at, numbers.single, values);
  return anyOf(values.flatMap((value) => sets.get(`${field}:${value}`) ?? []).map((set) => (row) => set.has(row)));
}

function equalTest(at: (row: number) => number, single: boolean, values: readonly string[]): SampleTest {
  const orNone = values.includes('');
  const wanted = new Set(values.filter((value) => value.trim() !== '').map((value) => numberOf(value, single)));
  wanted.delete(Number.NaN);
  return (row) => {
    const value = at(row);
    return Number.isNaN(value) ? orNone : wanted.has(value);
  };
}

function numberOf(text: string, single: boolean): number {
  const number = Number(text);
  if (Number.isNaN(number)) return dateOf(text);
  return single ? Math.fround(number) : number;
}

function labelTest(table: DatasetTable, value: string, counts: VisibleCounts): SampleTest {
  if (value === 'missing' || value === 'empty') return labelStateIs(table, value);
  if (value !== 'none' && value !== 'some') {
    const number = Number(value);
    const labels = counts.labels();
    return (row) => value.trim() !== '' && labels[row] === number;
  }
  const labels = counts.labels();
  return (row) => (labels[row] === 0) === (value === 'none');
}

/** Free words: in the name, or among the rows that `found` knows by their record's text. */
export function textSampleTest(table: DatasetTable, clause: TextClause, found: RowSet | undefined): SampleTest {
  const test = either(shownTest(table, clause), found);
  return clause.negated ? (row) => !test(row) : test;
}

/** In what the table itself knows of a sample: its name, or the column that the clause is about. */
function shownTest(table: DatasetTable, clause: TextClause): SampleTest {
  if (clause.field !== undefined && clause.field !== 'name') {
    const column = extraColumn(table, clause.field);
    const matcher = textMatcher(patternOf(clause));
    return (row) => matcher.test(column?.text(row) ?? '');
  }
  if (clause.how !== undefined) {
    const matcher = textMatcher(patternOf(clause));
    return (row) => (table.samples.name.has(row) || table.visual) && matcher.test(table.name(row));
  }
  const inName = table.samples.name.search(clause.text);
  const inKey = table.keys.search(clause.text);
  // An image that got no name is shown by its key; a record by what stands in it.
  return (row) => (table.samples.name.has(row) ? inName(row) : table.visual && inKey(row));
}

function either(test: SampleTest, set: RowSet | undefined): SampleTest {
  return set === undefined ? test : (row) => test(row) || set.has(row);
}

function anyOf(tests: readonly SampleTest[]): SampleTest {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (row) => tests.some((test) => test(row));
}
