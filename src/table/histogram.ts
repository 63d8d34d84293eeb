import { annotationNumbers } from './annotation-test.ts';
import { binFinder, doublingEdges, linearEdges } from './bins.ts';
import type { DatasetTable } from './dataset-table.ts';
import { PASSES, VISIBLE, evaluate, makeReady } from './evaluate.ts';
import type { Evaluation, QueryContext } from './evaluate.ts';
import { onlyVisibility } from './facet.ts';
import { withoutField } from './query-edit.ts';
import type { Range } from './query-edit.ts';
import { NUMERIC_FIELDS, isAnnotationField } from './query-normal.ts';
import type { Query } from './query.ts';
import { numberField } from './sample-field.ts';

/** How the numbers of a field are spread. */
export interface Histogram {
  readonly field: string;
  /** What is counted. */
  readonly scope: 'sample' | 'annotation';
  /** One more than bins. Bin `i` holds `edges[i] <= value < edges[i + 1]`; the last one its upper edge too. */
  readonly edges: readonly number[];
  /** Visible ones, under no clause. */
  readonly all: Uint32Array<ArrayBuffer>;
  /** Those that pass the clauses of the other fields. */
  readonly passing: Uint32Array<ArrayBuffer>;
  /** Smallest and largest value of all. */
  readonly min: number;
  readonly max: number;
}

const SIZES: ReadonlySet<string> = new Set(['side', 'area', 'boxwidth', 'boxheight', 'smallest']);

/**
 * The range clause of bins `from` to `to` (both included): it selects exactly what they count. (With `class:a+b` a range of
 * annotations also decides which samples still have both: then it selects at most that.)
 */
export function rangeOfBins({ edges }: Histogram, from: number, to: number): Range {
  const min = edges[from] ?? Number.NaN;
  const max = edges[to + 1] ?? Number.NaN;
  return to + 1 < edges.length - 1 ? { min, max, maxOpen: true } : { min, max };
}

/** `undefined`: the field is no number, or no visible row has a finite value. */
export async function histogram(
  table: DatasetTable,
  query: Query,
  field: string,
  context: QueryContext = {},
): Promise<Histogram | undefined> {
  await makeReady(table, [field], context);
  const others = withoutField(query, field);
  const under = await evaluate(table, others, context);
  const visible = onlyVisibility(others);
  const alone = visible.clauses.length === others.clauses.length ? under : await evaluate(table, visible, context);
  const values = isAnnotationField(field) ? annotationValues(table, field, under, alone) : sampleValues(table, field, under, alone);
  if (values === undefined) return undefined;

  let min = Infinity;
  let max = -Infinity;
  let whole = true;
  values.each((value) => {
    if (!Number.isFinite(value)) return;
    if (value < min) min = value;
    if (value > max) max = value;
    whole &&= Number.isInteger(value);
  });
  if (min > max) return undefined;
  const edges = SIZES.has(field) && max > 4 ? doublingEdges(min, max, field !== 'area') : linearEdges(min, max, whole);
  // Compared as the range clause will compare them.
  const rounded = values.single ? edges.map(Math.fround) : edges;
  const all = new Uint32Array(edges.length - 1);
  const passing = new Uint32Array(edges.length - 1);
  const find = binFinder(rounded);
  values.each((value, passes) => {
    const bin = find(value);
    if (bin < 0) return;
    all[bin] = (all[bin] ?? 0) + 1;
    if (passes) passing[bin] = (passing[bin] ?? 0) + 1;
  });
  return { field, scope: values.scope, edges: Array.from(edges), all, passing, min: min + 0, max: max + 0 };
}

interface Values {
  readonly scope: 'sample' | 'annotation';
  readonly single: boolean;
  each(visit: (value: number, passes: boolean) => void): void;
}

function sampleValues(table: DatasetTable, field: string, under: Evaluation, alone: Evaluation): Values | undefined {
  const numbers = numberField(table, field, alone.counts);
  if (numbers === undefined) return undefined;
  return {
    scope: 'sample',
    single: numbers.single,
    each(visit) {
      const rows = Math.min(under.sampleCount, alone.sampleCount);
      for (let row = 0; row < rows; row++) {
        const value = numbers.at(row);
        if (!Number.isNaN(value)) visit(value, under.pass[row] === 1);
      }
    },
  };
}

function annotationValues(table: DatasetTable, field: string, under: Evaluation, alone: Evaluation): Values | undefined {
  if (!NUMERIC_FIELDS.has(field) || field === 'threshold') return undefined;
  const numbers = annotationNumbers(table, field);
  const scratch = new Float32Array(Math.min(65536, under.annotationCount));
  return {
    scope: 'annotation',
    single: true,
    each(visit) {
      const rows = Math.min(under.annotationCount, alone.annotationCount);
      for (let base = 0, s = 0; base < rows; base += 65536, s++) {
        const count = Math.min(65536, rows - base);
        const samples = table.annotations.sample.segments[s];
        numbers(s, 0, count, scratch);
        for (let i = 0; i < count; i++) {
          const value = scratch[i] ?? Number.NaN;
          if (Number.isNaN(value) || ((alone.mask[base + i] ?? 0) & VISIBLE) === 0) continue;
          visit(value, ((under.mask[base + i] ?? 0) & PASSES) !== 0 && under.pass[samples?.[i] ?? 0] === 1);
        }
      }
    },
  };
}
