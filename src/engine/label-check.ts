/** What is wrong with labels that are each in order: two boxes for one object, two classes for one thing. Looked for when nobody waits. */
import { FLAG } from '../model/annotation.ts';
import { boxIou, type Box } from '../model/box.ts';
import type { ProblemCode } from '../model/problem.ts';
import { SEGMENT_ROWS, SEGMENT_SHIFT, type Growable } from '../base/growable.ts';
import { pause } from '../base/pause.ts';
import { Breath } from '../table/breath.ts';
import { f64, u32 } from '../table/column.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import type { SampleIndex } from '../table/sample-index.ts';
import { boxesAt } from '../table/segments.ts';
import { sortByNumber } from '../table/sort-numbers.ts';
import type { ProblemStore } from './problem-store.ts';
import { SortedRows } from './sorted-rows.ts';

/** What it tells of. */
const LABEL_CODES = ['box-doubled', 'class-names-alike'] as const satisfies readonly ProblemCode[];

export interface LabelCheck {
  readonly table: DatasetTable;
  /** Path of a file by its index. */
  readonly paths: readonly string[];
  /** What was told in it before is forgotten. */
  readonly problems: ProblemStore;
  /** Lets others go first; called every few milliseconds. */
  readonly leisure: () => Promise<void>;
}

/** Of the union of two boxes, how much must be common for them to be one object twice. */
const SAME = 0.95;
/** Boxes that begin at nearly the same x and are compared with the next: more stand in data that was made, not drawn. */
const COMPARED = 64;
/** Of the longer side, how far apart boxes that are the same may begin; a little more, against rounding. */
const NEAR = (1 - SAME) * 1.001;
/** Samples, or boxes of one, between two looks at the clock. */
const UNWATCHED = 256;
/** More boxes of one image are sorted so that others have their turn meanwhile: there may be a million. */
const SORTED_AT_ONCE = 2_048;

/** Changes nothing where the signal stops it: then it throws an `AbortError`. */
export async function checkLabels({ table, paths, problems, leisure }: LabelCheck, signal: AbortSignal): Promise<void> {
  const shouldStop = (): boolean => signal.aborted;
  // Others may wait for the index.
  const { bySample, byClass } = await table.makeIndex(new Breath({ pause, shouldStop }));
  const doubled = await doubledBoxes(table, bySample, new Breath({ pause: leisure, shouldStop }));
  const alike = alikeNames(table.categories.map(({ name }, at) => ({ name, at, labels: byClass.annotations[at] ?? 0 })));
  for (const code of LABEL_CODES) problems.forget(code);
  // To the end, once begun.
  await tellDoubled({ table, paths, problems }, doubled, new Breath({ pause }));
  for (const { rare, common } of alike) {
    const samples = byClass.samples.slice(byClass.starts[rare.at] ?? 0, byClass.starts[rare.at + 1] ?? 0);
    const values = { name: rare.name, count: rare.labels, other: common.name, otherCount: common.labels };
    problems.add({ code: 'class-names-alike', values }, new SortedRows(samples));
  }
}

async function tellDoubled(
  { table, paths, problems }: Omit<LabelCheck, 'leisure'>,
  { rows, ious }: Doubled,
  breath: Breath,
): Promise<void> {
  for (let i = 0; i < rows.length; i++) {
    const row = rows.at(i);
    const { file, start, end } = table.annotations.range(row);
    const path = paths[file];
    problems.add({
      code: 'box-doubled',
      ...(path === undefined ? {} : { file: path, at: { byte: start, end } }),
      sample: table.annotations.sample.at(row),
      values: { class: table.categories[table.annotations.category.at(row)]?.name ?? '', iou: Math.round(ious.at(i) * 100) / 100 },
    });
    if (i % UNWATCHED === 0) await breath.take();
  }
}

/** Boxes that cover an earlier one, and what they have in common with it: columns, for data may hold all of its boxes twice. */
interface Doubled {
  /** Annotation rows. */
  readonly rows: Growable<Uint32Array>;
  readonly ious: Growable<Float64Array>;
}

/** Boxes of the truth that cover an earlier one of the same class, image and label set. */
async function doubledBoxes(table: DatasetTable, index: SampleIndex, breath: Breath): Promise<Doubled> {
  const { samples, starts, rows } = index;
  const found: Doubled = { rows: u32(), ious: f64() };
  for (let sample = 0; sample < samples; sample++) {
    const [from = 0, to = 0] = [starts[sample], starts[sample + 1]];
    if (mayBeDoubled(table, index, from, to)) await doubledIn(table, rows ? rows.subarray(from, to) : from, to - from, found, breath);
    if (sample % UNWATCHED === 0) await breath.take();
  }
  return found;
}

/**
 * False: no two of a sample's boxes (entries of the index) are the same, as nearly always. Two that are have a class and, but for a twentieth of
 * their sides, where they begin in common. Most are told apart by their classes, which lie side by side: boxes, which do not, are waited for.
 */
function mayBeDoubled(table: DatasetTable, index: SampleIndex, from: number, to: number): boolean {
  const count = to - from;
  if (count > COMPARED) return true;
  let codes = index.categoriesAt(from >>> SEGMENT_SHIFT);
  for (let i = 0; i < count; i++) {
    const at = (from + i) & (SEGMENT_ROWS - 1);
    if (at === 0) codes = index.categoriesAt((from + i) >>> SEGMENT_SHIFT);
    const code = codes[at] ?? -1;
    seen[i] = code;
    for (let before = 0; before < i; before++) {
      if (seen[before] === code && areNear(table, rowAt(index, from + before), rowAt(index, from + i))) return true;
    }
  }
  return false;
}

const seen = new Int32Array(COMPARED);

function rowAt({ rows }: SampleIndex, entry: number): number {
  return rows ? (rows[entry] ?? 0) : entry;
}

function areNear(table: DatasetTable, one: number, other: number): boolean {
  const a = boxesAt(table, one >>> SEGMENT_SHIFT);
  const b = boxesAt(table, other >>> SEGMENT_SHIFT);
  const i = (one & (SEGMENT_ROWS - 1)) * 4;
  const j = (other & (SEGMENT_ROWS - 1)) * 4;
  for (let axis = 0; axis < 2; axis++) {
    const apart = Math.abs((a[i + axis] ?? 0) - (b[j + axis] ?? 0));
    if (apart > Math.max(a[i + axis + 2] ?? 0, b[j + axis + 2] ?? 0) * NEAR) return false;
  }
  return true;
}

/** @param rows annotation rows of a sample, ascending, or the first of so many in a row */
async function doubledIn(table: DatasetTable, rows: Uint32Array | number, count: number, found: Doubled, breath: Breath): Promise<void> {
  const { box, category, labelSet } = table.annotations;
  const order = await inOrder(table, await comparedOf(table, rows, count, breath), breath);
  for (let at = 1; at < order.length; at++) {
    if (at % UNWATCHED === 0) await breath.take();
    const row = order[at] ?? 0;
    for (let before = at - 1; before >= Math.max(0, at - COMPARED); before--) {
      const other = order[before] ?? 0;
      if (labelSet.at(other) !== labelSet.at(row) || category.at(other) !== category.at(row)) break;
      // Further to the left than boxes that are the same can be.
      if (box.at(row, 0) - box.at(other, 0) > box.at(other, 2) * (1 - SAME)) break;
      const iou = boxIou(boxOf(table.annotations, row), boxOf(table.annotations, other));
      if (iou < SAME) continue;
      found.rows.push(Math.max(row, other));
      found.ious.push(iou);
      break;
    }
  }
}

/** Those of the rows whose boxes can be compared. */
async function comparedOf(
  { annotations, labelSets }: DatasetTable,
  rows: Uint32Array | number,
  count: number,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer>> {
  const { box, flags, labelSet } = annotations;
  const compared = new Uint32Array(count);
  let length = 0;
  for (let k = 0; k < count; k++) {
    const row = typeof rows === 'number' ? rows + k : (rows[k] ?? 0);
    const isCompared =
      box.at(row, 2) > 0 &&
      box.at(row, 3) > 0 &&
      (flags.at(row) & FLAG.crowd) === 0 &&
      labelSets[labelSet.at(row)]?.role !== 'prediction' &&
      Number.isFinite(box.at(row, 0));
    if (isCompared) compared[length++] = row;
    if (k % UNWATCHED === 0) await breath.take();
  }
  return compared.subarray(0, length);
}

/**
 * By label set, class, left side and row.
 * @param rows ascending; used up
 */
async function inOrder({ annotations }: DatasetTable, rows: Uint32Array<ArrayBuffer>, breath: Breath): Promise<Uint32Array> {
  const { box, category, labelSet } = annotations;
  if (rows.length <= SORTED_AT_ONCE) {
    return rows.sort((a, b) => labelSet.at(a) - labelSet.at(b) || category.at(a) - category.at(b) || box.at(a, 0) - box.at(b, 0) || a - b);
  }
  // By the last first, each keeping the order before it. A class may be none: -1.
  let order = await sortedBy((row) => box.at(row, 0), rows, breath);
  order = await sortedBy((row) => category.at(row), order, breath);
  return sortedBy((row) => labelSet.at(row), order, breath);
}

async function sortedBy(numberOf: (row: number) => number, rows: Uint32Array, breath: Breath): Promise<Uint32Array<ArrayBuffer>> {
  const places = Uint32Array.from(rows.keys());
  const numbers = (from: number, to: number, out: Float64Array): void => {
    for (let place = from; place < to; place++) out[place - from] = numberOf(rows[place] ?? 0);
  };
  const order = await sortByNumber(places, numbers, false, breath);
  return order.map((place) => rows[place] ?? 0);
}

function boxOf({ box }: DatasetTable['annotations'], row: number): Box {
  return [box.at(row, 0), box.at(row, 1), box.at(row, 2), box.at(row, 3)];
}

export interface NamedClass {
  readonly name: string;
  /** Category row. */
  readonly at: number;
  readonly labels: number;
}

/** Shorter names differ by a letter and are other things: `cat`, `car`. */
const LEAST_LETTERS = 5;
/** A slip of the pen is rare beside what was meant. */
const RARE = 0.1;
/** More classes are compared by their letters alone. */
const MOST_CLASSES = 5_000;

/** Of classes that have labels: names that are the same but for case, blanks and signs; rare ones that are a letter away from a frequent one. */
export function alikeNames(classes: readonly NamedClass[]): readonly { readonly rare: NamedClass; readonly common: NamedClass }[] {
  const used = classes.filter(({ labels }) => labels > 0).toSorted((a, b) => b.labels - a.labels || a.at - b.at);
  const byLetters = new Map<string, NamedClass>();
  const byInitial = new Map<string, { readonly letters: string; readonly of: NamedClass }[]>();
  const found: { rare: NamedClass; common: NamedClass }[] = [];
  for (const rare of used) {
    const letters = lettersOf(rare.name);
    if (letters === '') continue;
    const same = byLetters.get(letters);
    const near = byInitial.get(letters[0] ?? '') ?? [];
    const common =
      same ??
      (used.length > MOST_CLASSES || letters.length < LEAST_LETTERS
        ? undefined
        : near.find((other) => rare.labels <= other.of.labels * RARE && isSlip(letters, other.letters))?.of);
    if (common) found.push({ rare, common });
    if (same) continue;
    byLetters.set(letters, rare);
    byInitial.set(letters[0] ?? '', [...near, { letters, of: rare }]);
  }
  return found;
}

function lettersOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '');
}

/** Whether one letter is left out, put in, taken for another, or two are swapped. Numbers count things: they must agree. */
function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a.replaceAll(/\P{N}/gu, '') !== b.replaceAll(/\P{N}/gu, '')) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
