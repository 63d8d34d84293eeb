/** Which annotations each sample has, which samples each category, and how small the boxes get. Made in the background, over what is there by then. */
import { SEGMENT_ROWS, SEGMENT_SHIFT } from '../base/growable.ts';
import type { Breath } from './breath.ts';
import { codesFor, type Codes } from './code-column.ts';
import type { DatasetTable } from './dataset-table.ts';
import { rowsIn, segmentsOf } from './row-bits.ts';
import { categoriesAt, samplesAt } from './segments.ts';
import { smallestSides } from './smallest-sides.ts';

/** Annotations by sample: those of sample `s` are entries `starts[s]` to `starts[s + 1] - 1`, in the order in which they came. */
export interface SampleIndex {
  /** How many of each it knows: the first so many. */
  readonly samples: number;
  readonly annotations: number;
  readonly starts: Uint32Array;
  /** Annotation row of each entry; `undefined`: they came sample by sample, so entry and row are one. */
  readonly rows: Uint32Array | undefined;
  /** Category row of entries, by segments of 65,536 entries. */
  categoriesAt(segment: number): Codes;
}

/** Samples by category, each once: those of category `c` are `samples[starts[c]]` to `samples[starts[c + 1] - 1]`, ascending. */
export interface ClassIndex {
  readonly starts: Uint32Array;
  readonly samples: Uint32Array;
  /** Annotations of each category. */
  readonly annotations: Uint32Array;
}

export interface TableIndex {
  readonly bySample: SampleIndex;
  readonly byClass: ClassIndex;
  readonly smallest: SmallestSides;
}

/** The smallest box side of each sample, as the boxes were when the table said `resized`; NaN: no box. */
interface SmallestSides {
  readonly resized: number;
  readonly sides: Float32Array;
}

/** All of it, of the first `samples` and `annotations`. */
export async function indexTable(table: DatasetTable, breath: Breath): Promise<TableIndex> {
  // Annotations first: each of them has its sample among those counted after.
  const annotations = table.annotationCount;
  const samples = table.sampleCount;
  const bySample = await indexSamples(table, samples, annotations, breath);
  const byClass = await indexClasses(bySample, table.categories.length, breath);
  // Before a look at the boxes: what becomes pixels meanwhile makes them void.
  const { resized } = table;
  const sides = await smallestSides(table, samples, annotations, undefined, breath);
  return { bySample, byClass, smallest: { resized, sides } };
}

export function bytesOfIndex({ bySample, byClass, smallest }: TableIndex): number {
  const { rows, starts, annotations } = bySample;
  const each = bySample.categoriesAt(0).BYTES_PER_ELEMENT;
  // The categories in the order of samples are as many as the rows.
  const ofSamples = starts.byteLength + (rows ? rows.byteLength + annotations * each : 0) + smallest.sides.byteLength;
  return ofSamples + byClass.starts.byteLength * 2 + byClass.samples.byteLength;
}

async function indexSamples(table: DatasetTable, samples: number, annotations: number, breath: Breath): Promise<SampleIndex> {
  const starts = new Uint32Array(samples + 1);
  let isGrouped = true;
  let last = 0;
  for (let s = 0; s < segmentsOf(annotations); s++) {
    const count = rowsIn(s, annotations);
    const owners = samplesAt(table, s);
    countOwners(owners, count, starts);
    isGrouped &&= isAscending(owners, count, last);
    last = owners[count - 1] ?? 0;
    await breath.take();
  }
  for (let s = 0; s < samples; s++) starts[s + 1] = (starts[s + 1] ?? 0) + (starts[s] ?? 0);
  if (isGrouped) return { samples, annotations, starts, rows: undefined, categoriesAt: (segment) => categoriesAt(table, segment) };
  const rows = new Uint32Array(annotations);
  const categories = codesFor(table.categories.length, annotations);
  const next = starts.slice();
  for (let s = 0; s < segmentsOf(annotations); s++) {
    scatter(samplesAt(table, s), categoriesAt(table, s), rowsIn(s, annotations), s * SEGMENT_ROWS, { next, rows, categories });
    await breath.take();
  }
  const inSegment = (segment: number): Codes => categories.subarray(segment * SEGMENT_ROWS, (segment + 1) * SEGMENT_ROWS);
  return { samples, annotations, starts, rows, categoriesAt: inSegment };
}

function countOwners(owners: Uint32Array, count: number, starts: Uint32Array): void {
  for (let i = 0; i < count; i++) {
    const next = (owners[i] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
}

function isAscending(owners: Uint32Array, count: number, before: number): boolean {
  let last = before;
  for (let i = 0; i < count; i++) {
    const owner = owners[i] ?? 0;
    if (owner < last) return false;
    last = owner;
  }
  return true;
}

interface InOrder {
  readonly next: Uint32Array;
  readonly rows: Uint32Array;
  readonly categories: Codes;
}

function scatter(owners: Uint32Array, categories: Codes, count: number, base: number, to: InOrder): void {
  for (let i = 0; i < count; i++) {
    const owner = owners[i] ?? 0;
    const at = to.next[owner] ?? 0;
    to.next[owner] = at + 1;
    to.rows[at] = base + i;
    to.categories[at] = categories[i] ?? -1;
  }
}

/** Walks the samples with their entries, some thousand samples at a time. */
export async function eachSample(
  index: SampleIndex,
  breath: Breath,
  visit: (sample: number, categories: Codes, from: number, to: number, base: number) => void,
): Promise<void> {
  const { starts, samples } = index;
  let segment = 0;
  let categories = index.categoriesAt(0);
  for (let sample = 0; sample < samples; sample++) {
    let from = starts[sample] ?? 0;
    const end = starts[sample + 1] ?? 0;
    // A sample may lie across segments.
    while (from < end) {
      const s = from >>> SEGMENT_SHIFT;
      if (s !== segment) {
        segment = s;
        categories = index.categoriesAt(s);
        await breath.take();
      }
      const base = s * SEGMENT_ROWS;
      const to = Math.min(end, base + SEGMENT_ROWS);
      visit(sample, categories, from - base, to - base, base);
      from = to;
    }
  }
}

async function indexClasses(index: SampleIndex, classes: number, breath: Breath): Promise<ClassIndex> {
  const starts = new Uint32Array(classes + 1);
  const annotations = new Uint32Array(classes);
  const seenBy = new Int32Array(classes).fill(-1);
  await eachSample(index, breath, (sample, categories, from, to) => {
    for (let k = from; k < to; k++) {
      const code = categories[k] ?? -1;
      if (code < 0 || code >= classes) continue;
      annotations[code] = (annotations[code] ?? 0) + 1;
      if (seenBy[code] === sample) continue;
      seenBy[code] = sample;
      starts[code + 1] = (starts[code + 1] ?? 0) + 1;
    }
  });
  for (let code = 0; code < classes; code++) starts[code + 1] = (starts[code + 1] ?? 0) + (starts[code] ?? 0);
  const samples = new Uint32Array(starts[classes] ?? 0);
  const next = starts.slice();
  seenBy.fill(-1);
  await eachSample(index, breath, (sample, categories, from, to) => {
    for (let k = from; k < to; k++) {
      const code = categories[k] ?? -1;
      if (code < 0 || code >= classes || seenBy[code] === sample) continue;
      seenBy[code] = sample;
      const at = next[code] ?? 0;
      next[code] = at + 1;
      samples[at] = sample;
    }
  });
  return { starts, samples, annotations };
}

/**
 * Annotation rows of each of these samples, ascending. What the index does not know yet is looked for: some milliseconds for ten million.
 */
export function annotationsOf(table: DatasetTable, index: SampleIndex | undefined, samples: ArrayLike<number>): Uint32Array[] {
  const known = index?.annotations ?? 0;
  const total = table.annotationCount;
  const before = Array.from(samples, (sample) => (index ? indexedRows(index, sample) : NO_ROWS));
  if (known === total) return before;
  const after = before.map((): number[] => []);
  // Place among the samples + 1, from the first of them on: mostly they are neighbours, and all others need not be looked up.
  let least = Infinity;
  let most = -1;
  for (let i = 0; i < samples.length; i++) {
    least = Math.min(least, samples[i] ?? 0);
    most = Math.max(most, samples[i] ?? 0);
  }
  if (most < 0) return before;
  const placeOf = new Uint32Array(most - least + 1);
  for (let i = 0; i < samples.length; i++) placeOf[(samples[i] ?? 0) - least] = i + 1;
  for (let s = known >>> SEGMENT_SHIFT; s < segmentsOf(total); s++) {
    const base = s * SEGMENT_ROWS;
    const owners = samplesAt(table, s);
    const count = rowsIn(s, total);
    for (let i = Math.max(0, known - base); i < count; i++) {
      const owner = owners[i] ?? 0;
      if (owner < least || owner > most) continue;
      const place = placeOf[owner - least] ?? 0;
      if (place > 0) after[place - 1]?.push(base + i);
    }
  }
  return before.map((rows, i) => joined(rows, after[i] ?? []));
}

function indexedRows({ starts, rows, samples }: SampleIndex, sample: number): Uint32Array {
  if (sample >= samples) return NO_ROWS;
  const from = starts[sample] ?? 0;
  const to = starts[sample + 1] ?? 0;
  return rows ? rows.subarray(from, to) : Uint32Array.from({ length: to - from }, (_, i) => from + i);
}

function joined(before: Uint32Array, after: readonly number[]): Uint32Array {
  if (after.length === 0) return before;
  const rows = new Uint32Array(before.length + after.length);
  rows.set(before);
  rows.set(after, before.length);
  return rows;
}

const NO_ROWS = new Uint32Array(0);
