import { annotationNumbers } from './annotation-test.ts';
import { NO_BIN, NO_EXTENT, coderOf, countsOfBins, extended } from './bin-codes.ts';
import type { Coder, Extent } from './bin-codes.ts';
import { binFinder, doublingEdges, linearEdges } from './bins.ts';
import type { Breath } from './breath.ts';
import { askingOf, makeReady } from './context.ts';
import type { Asking, QueryContext } from './context.ts';
import type { DatasetTable } from './dataset-table.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluate.ts';
import { onlyVisibility } from './plan.ts';
import { withoutField } from './query-edit.ts';
import type { Range } from './query-edit.ts';
import { NUMERIC_FIELDS, isAnnotationField } from './query-normal.ts';
import { printQuery } from './query-text.ts';
import type { Query } from './query.ts';
import { placesIn, rowsIn, segmentsOf } from './row-bits.ts';
import type { RowBits } from './row-bits.ts';
import { extraColumn, numberField } from './sample-field.ts';
import { timeEdges } from './time-bins.ts';

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

/** Of texts: some are a thousand times as long as others. */
const LENGTHS: ReadonlySet<string | undefined> = new Set(['characters', 'words', 'tokens']);
/** How much longer than the shortest the longest must be for bins that double. */
const LONG_TAIL = 64;

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
  const asking = askingOf(table, context);
  await makeReady(table, [field], context);
  const { answers, breath } = asking;
  const others = withoutField(query, field);
  const visible = onlyVisibility(others);
  const key = `histogram ${field} ${printQuery(visible)}`;
  const whole = await answers.fact(context.version ?? 0, key, (turn) => spreadOf({ ...asking, breath: turn }, visible, field)).get(breath);
  if (whole === undefined) return undefined;
  const { values, edges, all, min, max } = whole;
  const isAll = visible.clauses.length === others.clauses.length;
  const passing = isAll ? all.slice() : await passingOf(asking, whole, await evaluate(asking, others), field);
  return { field, scope: values.scope, edges: Array.from(edges), all: all.slice(), passing, min, max };
}

/** What a histogram has whatever the other clauses are. */
interface Spread {
  readonly values: Values;
  readonly alone: Pick<Evaluation, 'annotationCount'>;
  readonly edges: Float64Array;
  /** As the range clause will compare them. */
  readonly rounded: Float64Array;
  readonly find: (value: number) => number;
  readonly all: Uint32Array<ArrayBuffer>;
  readonly min: number;
  readonly max: number;
}

async function passingOf({ answers, breath }: Asking, whole: Spread, under: Evaluation, field: string): Promise<Uint32Array<ArrayBuffer>> {
  const { values, edges, find, rounded, alone } = whole;
  const bins = answers.binsOf(answers.keyOf(field));
  const rows = Math.min(under.annotationCount, alone.annotationCount);
  const isKnown = values.scope === 'annotation' && bins && bins.rows >= rows && bins.edges === rounded;
  if (!isKnown) return counted(values, under, 'passing', find, edges.length - 1, breath);
  const counts = new Uint32Array(256);
  const bright = await under.bright(breath);
  for (let s = 0; s < segmentsOf(rows); s++) {
    countCodes(bins.codes[s] ?? new Uint8Array(0), placesIn(bright, s, rows), counts);
    await breath.take();
  }
  return countsOfBins(counts, bins);
}

function countCodes(codes: Uint8Array, places: Uint16Array, counts: Uint32Array): void {
  for (let k = 0; k < places.length; k++) {
    const code = codes[places[k] ?? 0] ?? NO_BIN;
    counts[code] = (counts[code] ?? 0) + 1;
  }
}

async function spreadOf(asking: Asking, visible: Query, field: string): Promise<Spread | undefined> {
  const { table, breath } = asking;
  const alone = await evaluate(asking, visible);
  const values = isAnnotationField(field) ? annotationValues(table, field, alone) : await sampleValues(table, field, alone, breath);
  if (values === undefined) return undefined;
  const isPlain = visible.clauses.length === 0 && values.scope === 'annotation';
  let extent = NO_EXTENT;
  if (isPlain) extent = await extentOf(asking, field, alone.annotationCount);
  else {
    await values.each(alone, 'all', breath, (numbers, count) => {
      extent = extended(extent, numbers, count, 0);
    });
  }
  const { min, max, integers } = extent;
  if (min > max) return undefined;
  const isLong = max >= LONG_TAIL * Math.max(1, min) && LENGTHS.has(extraColumn(table, field)?.measure);
  const isTime = extraColumn(table, field)?.kind === 'date';
  const edges = isTime
    ? timeEdges(min, max)
    : (SIZES.has(field) && max > 4) || isLong
      ? doublingEdges(min, max, field !== 'area')
      : linearEdges(min, max, integers);
  // Compared as the range clause will compare them.
  const rounded = values.single ? edges.map(Math.fround) : edges;
  const find = binFinder(rounded);
  const all = await (isPlain && edges.length <= NO_BIN
    ? countedOnce(asking, field, alone, rounded, find)
    : counted(values, alone, 'all', find, edges.length - 1, breath));
  const { annotationCount } = alone;
  return { values, alone: { annotationCount }, edges, rounded, find, all, min: min + 0, max: max + 0 };
}

/** Of all annotations; each is looked at once, however often the table has grown. */
async function extentOf({ table, answers, breath }: Asking, field: string, rows: number): Promise<Extent> {
  const fill = annotationNumbers(table, field);
  const numbers = new Float32Array(Math.min(65_536, rows));
  const key = answers.keyOf(field);
  let extent = answers.extents.get(key) ?? NO_EXTENT;
  for (let s = Math.floor(extent.rows / 65_536); s < segmentsOf(rows); s++) {
    const count = rowsIn(s, rows);
    fill(s, 0, count, numbers);
    extent = extended(extent, numbers, count, s * 65_536 + count);
    await breath.take();
  }
  answers.extents.set(key, extent);
  return extent;
}

/** Counts every annotation, and remembers the bin of each. While the edges stay, only what was added is looked at. */
async function countedOnce(
  { table, answers, breath }: Asking,
  field: string,
  { annotationCount: rows }: Evaluation,
  edges: Float64Array,
  find: (value: number) => number,
): Promise<Uint32Array<ArrayBuffer>> {
  const fill = annotationNumbers(table, field);
  const numbers = new Float32Array(Math.min(65_536, rows));
  const key = answers.keyOf(field);
  const before = answers.binsOf(key);
  const isSame = before !== undefined && before.edges.length === edges.length && before.edges.every((edge, i) => edge === edges[i]);
  const codes = isSame ? before.codes.slice(0, Math.floor(Math.min(before.rows, rows) / 65_536)) : [];
  const coder = isSame ? before.coder : coderOf(edges, find);
  let whole = isSame ? before.whole : true;
  for (let s = codes.length; s < segmentsOf(rows); s++) {
    const count = rowsIn(s, rows);
    fill(s, 0, count, numbers);
    const own = new Uint8Array(Math.ceil(count / 32) * 32).fill(NO_BIN);
    if (!encode(numbers, count, coder, own)) whole = false;
    codes.push(own);
    await breath.take();
  }
  const bins = { rows, edges, coder, codes, whole };
  answers.keepBins(key, bins);
  const counts = new Uint32Array(256);
  for (const segment of codes) {
    countAll(segment, counts);
    await breath.take();
  }
  return countsOfBins(counts, bins);
}

function countAll(codes: Uint8Array, counts: Uint32Array): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? NO_BIN;
    counts[code] = (counts[code] ?? 0) + 1;
  }
}

/** Whether all that is in no bin is no number. */
function encode(numbers: Float32Array, count: number, { codeOf }: Coder, codes: Uint8Array): boolean {
  let whole = true;
  for (let i = 0; i < count; i++) {
    const value = numbers[i] ?? Number.NaN;
    const code = codeOf(value);
    if (code === NO_BIN && !Number.isNaN(value)) whole = false;
    codes[i] = code;
  }
  return whole;
}

async function counted(
  values: Values,
  evaluation: Evaluation,
  which: Which,
  find: (value: number) => number,
  bins: number,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer>> {
  const counts = new Uint32Array(bins);
  await values.each(evaluation, which, breath, (numbers, count) => {
    for (let i = 0; i < count; i++) {
      const bin = find(numbers[i] ?? Number.NaN);
      if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1;
    }
  });
  return counts;
}

/** Visible ones, or those that pass. */
type Which = 'all' | 'passing';

interface Values {
  readonly scope: 'sample' | 'annotation';
  readonly single: boolean;
  /** Hands over the numbers, some thousand at a time. NaN: none. */
  each(evaluation: Evaluation, which: Which, breath: Breath, visit: (numbers: Float64Array, count: number) => void): Promise<void>;
}

const CHUNK = 16_384;

async function sampleValues(table: DatasetTable, field: string, alone: Evaluation, breath: Breath): Promise<Values | undefined> {
  const own = await numberField(table, field, alone.counts, breath);
  if (own === undefined) return undefined;
  const { fill, single } = own;
  return {
    scope: 'sample',
    single,
    async each({ pass, sampleCount }, which, turn, visit) {
      const numbers = new Float64Array(CHUNK);
      const rows = Math.min(sampleCount, alone.sampleCount);
      for (let from = 0; from < rows; from += CHUNK) {
        const to = Math.min(rows, from + CHUNK);
        fill(from, to, numbers);
        visit(numbers, which === 'all' || pass === undefined ? to - from : keepPassing(numbers, pass, from, to));
        await turn.take();
      }
    },
  };
}

/** Moves the numbers of passing samples to the start. */
function keepPassing(numbers: Float64Array, pass: Uint8Array, from: number, to: number): number {
  let kept = 0;
  for (let row = from; row < to; row++) {
    numbers[kept] = numbers[row - from] ?? Number.NaN;
    kept += pass[row] ?? 0;
  }
  return kept;
}

function annotationValues(table: DatasetTable, field: string, alone: Evaluation): Values | undefined {
  if (!NUMERIC_FIELDS.has(field) || field === 'threshold') return undefined;
  const fill = annotationNumbers(table, field);
  return {
    scope: 'annotation',
    single: true,
    async each(evaluation, which, turn, visit) {
      const rows = Math.min(evaluation.annotationCount, alone.annotationCount);
      const bits: RowBits | undefined = await (which === 'all' ? evaluation.visible(turn) : evaluation.bright(turn));
      const segment = new Float32Array(Math.min(65_536, rows));
      const numbers = new Float64Array(segment.length);
      for (let s = 0; s < segmentsOf(rows); s++) {
        fill(s, 0, rowsIn(s, rows), segment);
        const places = placesIn(bits, s, rows);
        for (let k = 0; k < places.length; k++) numbers[k] = segment[places[k] ?? 0] ?? Number.NaN;
        visit(numbers, places.length);
        await turn.take();
      }
    },
  };
}
