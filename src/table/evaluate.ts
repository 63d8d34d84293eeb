import type { Answers } from './answers.ts';
import { annotationTest, classCodes } from './annotation-test.ts';
import type { AnnotationTest } from './annotation-test.ts';
import { Lazy } from './breath.ts';
import type { Breath } from './breath.ts';
import { makeReady } from './context.ts';
import type { Asking } from './context.ts';
import type { DatasetTable } from './dataset-table.ts';
import { VisibleCounts } from './visible-counts.ts';
import { samplesWith, tallyOf } from './owners.ts';
import { onlyVisibility, planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { normaliseQuery } from './query-normal.ts';
import { withSpeakers } from './query-speaker.ts';
import { printQuery } from './query-text.ts';
import type { Clause, Query, RangeClause, TextClause, ValueClause } from './query.ts';
import { bitsOfPassing, countBits, inAll, placesIn, segmentsOf } from './row-bits.ts';
import type { RowBits } from './row-bits.ts';
import { extraColumn, isText } from './sample-field.ts';
import type { ClassIndex } from './sample-index.ts';
import { keepPassing } from './sample-test.ts';
import { categoriesAt, samplesAt } from './segments.ts';

/** A query answered for every sample and annotation that was there when it was asked. What not everybody needs is made when asked for. */
export interface Evaluation {
  readonly sampleCount: number;
  readonly annotationCount: number;
  /** The clauses that hide annotations, as text: what `visible` and `counts` depend on. */
  readonly visibility: string;
  /** One byte per sample: 1 if it passes everything; `undefined`: all pass. */
  readonly pass: Uint8Array | undefined;
  /** Annotations that neither a hidden set nor the threshold takes out; `undefined`: all. */
  visible(breath: Breath): Promise<RowBits | undefined>;
  /** Those that pass the annotation clauses, whether their samples pass or not; `undefined`: all. */
  passes(breath: Breath): Promise<RowBits | undefined>;
  /** Those of them whose samples pass; `undefined`: all. */
  bright(breath: Breath): Promise<RowBits | undefined>;
  /** How many these are. */
  brightCount(breath: Breath): Promise<number>;
  /** How many samples have one of them. */
  brightSamples(breath: Breath): Promise<number>;
  /** How many of `passes` each sample has, whether it passes or not. */
  matches(breath: Breath): Promise<Uint32Array>;
  readonly counts: VisibleCounts;
}

/** Answers a query; the same answer for the same query as long as nothing changed. */
export async function evaluate(asking: Asking, asked: Query): Promise<Evaluation> {
  const { table, answers, context, breath } = asking;
  const query = withSpeakers(normaliseQuery(asked), (name) => table.extra.has(name), context.speakers);
  await makeReady(
    table,
    query.clauses.flatMap((clause) => fieldNeeded(table, clause) ?? []),
    context,
  );
  return answers.evaluation(context.version ?? 0, printQuery(query), (turn) => answered({ ...asking, breath: turn }, query)).get(breath);
}

/** The field whose values a clause needs. Texts are looked for in the records themselves, but for what is worked out from these. */
function fieldNeeded(table: DatasetTable, clause: Clause): string | undefined {
  if (clause.kind === 'class' || clause.kind === 'count') return undefined;
  return needsValues(table, clause) ? clause.field : undefined;
}

function needsValues(table: DatasetTable, clause: RangeClause | ValueClause | TextClause): boolean {
  if (clause.kind === 'range') return true;
  if (clause.kind === 'text') return clause.field !== undefined && extraColumn(table, clause.field)?.derived === true;
  const column = extraColumn(table, clause.field);
  return column !== undefined && (column.derived || !isText(column) || clause.values.includes(''));
}

async function answered({ table, context, answers, breath }: Asking, query: Query): Promise<Evaluation> {
  const plan = planOf(table, query);
  // Annotations first: every annotation counted here has its sample counted below.
  const annotationCount = table.annotationCount;
  const sampleCount = table.sampleCount;
  breath.check();
  const all = async (tests: readonly AnnotationTest[], turn: Breath): Promise<RowBits[]> => {
    const sets: RowBits[] = [];
    for (const test of tests) sets.push(await answers.bits(test, annotationCount, turn));
    return sets;
  };
  const visible = new Lazy(async (turn) => inAll(await all(plan.visibility, turn), annotationCount, turn));
  const passes = new Lazy(async (turn) => inAll(await all([...plan.visibility, ...plan.within], turn), annotationCount, turn));
  // The same for every query that hides the same, as most hide nothing.
  const visibility = printQuery(onlyVisibility(query));
  const ofVisible = `visible ${answers.keyOf(`${sampleCount} ${annotationCount}`)} ${visibility}`;
  const counts = await answers
    .evaluation(context.version ?? 0, ofVisible, () => Promise.resolve(new VisibleCounts(table, visible, sampleCount, annotationCount)))
    .get(breath);

  const state: Passing = { table, plan, sampleCount, annotationCount, visible, passes, answers, breath };
  let pass = plan.onlyClasses && samplesOfClasses(state, plan.onlyClasses);
  if (pass === undefined && plan.within.length > 0) pass = await samplesWith(table, state, await passes.get(breath), breath);
  // Whether a sample passes if and only if one of its annotations does.
  let isByAnnotations = plan.within.length > 0;
  const narrow = (): Uint8Array => {
    isByAnnotations = false;
    return (pass ??= new Uint8Array(sampleCount).fill(1));
  };
  if (plan.required.length > 0) await keepWithAll(state, narrow());
  if (plan.excluded.length > 0) await keepWithout(state, narrow());
  for (const { clause, tests } of plan.counts) {
    const { min = 0, max = Infinity } = clause;
    const counted = await inAll(await all([...plan.visibility, ...tests], breath), annotationCount, breath);
    const tally = counted === undefined ? await counts.labels(breath) : await tallyOf(table, state, counted, breath);
    const kept = narrow();
    for (let row = 0; row < sampleCount; row++) kept[row] = (kept[row] ?? 0) & Number((tally[row] ?? 0) >= min && (tally[row] ?? 0) <= max);
  }
  for (const clause of plan.sample) await keepPassing({ table, context, answers, breath }, clause, counts, narrow());

  const bright = new Lazy(async (turn) =>
    pass === undefined || isByAnnotations ? passes.get(turn) : brightOf(state, await passes.get(turn), pass, turn),
  );
  const matches = matchesOnce();
  return {
    sampleCount,
    annotationCount,
    visibility,
    pass,
    counts,
    visible: (turn) => visible.get(turn),
    passes: (turn) => passes.get(turn),
    bright: (turn) => bright.get(turn),
    brightCount: countOnce(),
    brightSamples: async (turn) => countHaving(await matches(turn), pass),
    matches,
  };

  function matchesOnce(): Evaluation['matches'] {
    const made = new Lazy(async (turn) => {
      const bits = plan.within.length === 0 ? undefined : await passes.get(turn);
      return bits === undefined ? counts.labels(turn) : tallyOf(table, state, bits, turn);
    });
    return (turn) => made.get(turn);
  }

  function countOnce(): Evaluation['brightCount'] {
    const made = new Lazy(async (turn) => {
      if (annotationCount === 0) return 0;
      const ofClasses = isByAnnotations ? annotationsOfClasses(state) : undefined;
      if (ofClasses !== undefined) return ofClasses;
      if (pass !== undefined && plan.within.length === 0) return sumWhere(await counts.labels(turn), pass);
      const bits = await bright.get(turn);
      return bits === undefined ? annotationCount : countBits(bits);
    });
    return (turn) => made.get(turn);
  }
}

interface Passing {
  readonly table: DatasetTable;
  readonly plan: Plan;
  readonly sampleCount: number;
  readonly annotationCount: number;
  readonly visible: Lazy<RowBits | undefined>;
  readonly passes: Lazy<RowBits | undefined>;
  readonly answers: Answers;
  readonly breath: Breath;
}

/** Category rows of these names. */
function rowsOfClasses(table: DatasetTable, names: readonly string[]): number[] {
  // Entry 0 is for annotations without category.
  return classCodes(table, names).flatMap((isWanted, code) => (isWanted ? [code - 1] : []));
}

/** The lists of samples by category, where they are made and know just what is asked about. */
function classLists({ table, sampleCount, annotationCount }: Passing): ClassIndex | undefined {
  const { index } = table;
  return index?.bySample.samples === sampleCount && index.bySample.annotations === annotationCount ? index.byClass : undefined;
}

/** 1 for each sample that has one of these categories; `undefined` where there are no lists (yet). */
function samplesOfClasses(state: Passing, names: readonly string[]): Uint8Array | undefined {
  const lists = classLists(state);
  if (lists === undefined) return undefined;
  const { starts, samples } = lists;
  const pass = new Uint8Array(state.sampleCount);
  for (const row of rowsOfClasses(state.table, names)) {
    const end = starts[row + 1] ?? 0;
    for (let k = starts[row] ?? 0; k < end; k++) pass[samples[k] ?? 0] = 1;
  }
  return pass;
}

function annotationsOfClasses(state: Passing): number | undefined {
  const { onlyClasses } = state.plan;
  const lists = onlyClasses && classLists(state);
  return lists && rowsOfClasses(state.table, onlyClasses).reduce((sum, row) => sum + (lists.annotations[row] ?? 0), 0);
}

function keepIf(pass: Uint8Array, other: Uint8Array): void {
  for (let row = 0; row < pass.length; row++) pass[row] = (pass[row] ?? 0) & (other[row] ?? 0);
}

/** Takes out the samples that lack a passing annotation of one of the names. For 32 names at a time a bit per name and sample. */
async function keepWithAll(state: Passing, pass: Uint8Array): Promise<void> {
  const { table, plan, sampleCount, annotationCount, passes, breath } = state;
  if (plan.within.length === 1 && plan.visibility.length === 0 && classLists(state) !== undefined) {
    for (const name of plan.required) keepIf(pass, samplesOfClasses(state, [name]) ?? pass);
    return;
  }
  const passing = await passes.get(breath);
  for (let from = 0; from < plan.required.length; from += 32) {
    const names = plan.required.slice(from, from + 32);
    const bitByName = new Map(names.map((name, bit) => [name, (1 << bit) >>> 0]));
    const bitOf = Uint32Array.of(0, ...table.categories.map(({ name }) => bitByName.get(name) ?? 0));
    const found = new Uint32Array(sampleCount);
    for (let s = 0; s < segmentsOf(annotationCount); s++) {
      const places = placesIn(passing, s, annotationCount);
      const owners = samplesAt(table, s);
      const categories = categoriesAt(table, s);
      for (let k = 0; k < places.length; k++) {
        const place = places[k] ?? 0;
        const owner = owners[place] ?? 0;
        found[owner] = (found[owner] ?? 0) | (bitOf[(categories[place] ?? -1) + 1] ?? 0);
      }
      await breath.take();
    }
    const all = names.length === 32 ? 0xffffffff : 2 ** names.length - 1;
    for (let row = 0; row < sampleCount; row++) if (found[row] !== all) pass[row] = 0;
  }
}

/** Takes out the samples that have a visible annotation of an excluded class. */
async function keepWithout(state: Passing, pass: Uint8Array): Promise<void> {
  const { table, plan, answers, sampleCount, annotationCount, visible, breath } = state;
  let without = plan.visibility.length === 0 ? samplesOfClasses(state, plan.excluded) : undefined;
  if (without === undefined) {
    const test = annotationTest(table, { kind: 'class', mode: 'any', names: plan.excluded });
    const seen = await visible.get(breath);
    const having = await answers.bits(test, annotationCount, breath);
    without = await samplesWith(table, state, await inAll(seen ? [seen, having] : [having], annotationCount, breath), breath);
  }
  for (let row = 0; row < sampleCount; row++) if (without[row] === 1) pass[row] = 0;
}

async function brightOf(
  { table, annotationCount }: Passing,
  passes: RowBits | undefined,
  pass: Uint8Array,
  breath: Breath,
): Promise<RowBits> {
  const words: Uint32Array[] = [];
  for (let s = 0; s < segmentsOf(annotationCount); s++) {
    words.push(bitsOfPassing(placesIn(passes, s, annotationCount), samplesAt(table, s), pass));
    await breath.take();
  }
  return { rows: annotationCount, words };
}

function countHaving(numbers: Uint32Array, pass: Uint8Array | undefined): number {
  let count = 0;
  for (let row = 0; row < numbers.length; row++) count += Number((numbers[row] ?? 0) > 0 && (pass === undefined || pass[row] === 1));
  return count;
}

function sumWhere(numbers: Uint32Array, pass: Uint8Array): number {
  let sum = 0;
  for (let row = 0; row < pass.length; row++) sum += (numbers[row] ?? 0) * (pass[row] ?? 0);
  return sum;
}
