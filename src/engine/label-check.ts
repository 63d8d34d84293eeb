/** What is wrong with labels that are each in order: two boxes for one object, two classes for one thing. Looked for when nobody waits. */
import { FLAG } from '../model/annotation.ts';
import { boxIou, type Box } from '../model/box.ts';
import type { Problem, ProblemCode } from '../model/problem.ts';
import { SEGMENT_ROWS, SEGMENT_SHIFT } from '../base/growable.ts';
import { pause } from '../base/pause.ts';
import { Breath } from '../table/breath.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import type { SampleIndex } from '../table/sample-index.ts';
import { boxesAt } from '../table/segments.ts';
import { SortedRows, type ListedRows } from './sorted-rows.ts';

/** What it tells of. */
export const LABEL_CODES = ['box-doubled', 'class-names-alike'] as const satisfies readonly ProblemCode[];

export interface LabelCheck {
  readonly table: DatasetTable;
  /** Path of a file by its index. */
  readonly paths: readonly string[];
  /** `among`: all samples that it concerns. */
  tell(problem: Problem, among?: ListedRows): void;
  /** Lets others go first; called every few milliseconds. */
  readonly leisure: () => Promise<void>;
}

/** Of the union of two boxes, how much must be common for them to be one object twice. */
const SAME = 0.95;
/** Boxes that begin at nearly the same x and are compared with the next: more stand in data that was made, not drawn. */
const COMPARED = 64;
/** Of the longer side, how far apart boxes that are the same may begin; a little more, against rounding. */
const NEAR = (1 - SAME) * 1.001;
/** Samples between two looks at the clock. */
const UNWATCHED = 256;

/** Tells nothing where the signal stops it: then it throws an `AbortError`. */
export async function checkLabels({ table, paths, tell, leisure }: LabelCheck, signal: AbortSignal): Promise<void> {
  const shouldStop = (): boolean => signal.aborted;
  // Others may wait for the index.
  const { bySample, byClass } = await table.makeIndex(new Breath({ pause, shouldStop }));
  const doubled = await doubledBoxes(table, bySample, new Breath({ pause: leisure, shouldStop }));
  const alike = alikeNames(table.categories.map(({ name }, at) => ({ name, at, labels: byClass.annotations[at] ?? 0 })));
  for (const { row, iou } of doubled) {
    const { file, start, end } = table.annotations.range(row);
    const path = paths[file];
    tell({
      code: 'box-doubled',
      ...(path === undefined ? {} : { file: path, at: { byte: start, end } }),
      sample: table.annotations.sample.at(row),
      values: { class: table.categories[table.annotations.category.at(row)]?.name ?? '', iou: Math.round(iou * 100) / 100 },
    });
  }
  for (const { rare, common } of alike) {
    const samples = byClass.samples.slice(byClass.starts[rare.at] ?? 0, byClass.starts[rare.at + 1] ?? 0);
    const values = { name: rare.name, count: rare.labels, other: common.name, otherCount: common.labels };
    tell({ code: 'class-names-alike', values }, new SortedRows(samples));
  }
}

interface Doubled {
  readonly row: number;
  readonly iou: number;
}

/** Boxes of the truth that cover an earlier one of the same class, image and label set. */
async function doubledBoxes(table: DatasetTable, index: SampleIndex, breath: Breath): Promise<readonly Doubled[]> {
  const { samples, starts, rows } = index;
  const found: Doubled[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const [from = 0, to = 0] = [starts[sample], starts[sample + 1]];
    if (mayBeDoubled(table, index, from, to)) doubledIn(table, rows ? rows.subarray(from, to) : from, to - from, found);
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

/** @param rows annotation rows of a sample, or the first of so many in a row */
function doubledIn({ annotations, labelSets }: DatasetTable, rows: Uint32Array | number, count: number, found: Doubled[]): void {
  const { box, category, flags, labelSet } = annotations;
  const isCompared = (row: number): boolean =>
    box.at(row, 2) > 0 &&
    box.at(row, 3) > 0 &&
    (flags.at(row) & FLAG.crowd) === 0 &&
    labelSets[labelSet.at(row)]?.role !== 'prediction' &&
    Number.isFinite(box.at(row, 0));
  const order = (typeof rows === 'number' ? Uint32Array.from({ length: count }, (_, k) => rows + k) : rows).filter(isCompared);
  order.sort((a, b) => labelSet.at(a) - labelSet.at(b) || category.at(a) - category.at(b) || box.at(a, 0) - box.at(b, 0) || a - b);
  for (let at = 1; at < order.length; at++) {
    const row = order[at] ?? 0;
    for (let before = at - 1; before >= Math.max(0, at - COMPARED); before--) {
      const other = order[before] ?? 0;
      if (labelSet.at(other) !== labelSet.at(row) || category.at(other) !== category.at(row)) break;
      // Further to the left than boxes that are the same can be.
      if (box.at(row, 0) - box.at(other, 0) > box.at(other, 2) * (1 - SAME)) break;
      const iou = boxIou(boxOf(annotations, row), boxOf(annotations, other));
      if (iou < SAME) continue;
      found.push({ row: Math.max(row, other), iou });
      break;
    }
  }
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
