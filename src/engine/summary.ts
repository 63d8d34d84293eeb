/** Counts of one dataset for the page: they grow while it is read, and are exact once it is. */
import { SEGMENT_ROWS, SEGMENT_SHIFT } from '../base/growable.ts';
import { kindBit, SHAPE_KINDS } from '../model/annotation.ts';
import type { CategorySummary, KindCounts, LabelSetSummary } from '../model/dataset.ts';
import type { Breath } from '../table/breath.ts';
import type { Codes } from '../table/code-column.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { eachSample } from '../table/sample-index.ts';
import { categoriesAt, kindsAt, labelSetsAt, samplesAt } from '../table/segments.ts';
import type { SampleIndex } from '../table/sample-index.ts';
import { ClassSamples } from './class-samples.ts';

/** The index of so many annotations costs nothing worth mentioning. */
const INDEXED_AT_ONCE = 20_000;

interface SetCounts {
  annotations: number;
  /** By bits of `kindBit`, as written in the file. */
  readonly shapes: Uint32Array;
  /** Annotations by category row. */
  categories: Uint32Array;
}

/** Counts annotations as they come: each is looked at once, whatever the number of summaries. */
export class TableCounts {
  readonly #table: DatasetTable;
  readonly #sets: SetCounts[] = [];
  /** Samples by category row, of truth or, where there is none, of predictions. */
  #samples: { readonly annotations: number; readonly truth: boolean; readonly counts: Uint32Array } | undefined;
  #seen = 0;
  /** Of what counts so far. */
  #bits = { truth: true, samples: new ClassSamples() };

  constructor(table: DatasetTable) {
    this.#table = table;
  }

  /** Whether there is truth: else the predictions are what counts. */
  get truth(): boolean {
    const sets = this.#table.labelSets;
    return sets.length === 0 || sets.some(({ role }) => role === 'truth');
  }

  /** Annotations of what counts: truth, or the predictions where there is no truth. */
  get counted(): { readonly annotations: number; readonly byKind: KindCounts } {
    let annotations = 0;
    const shapes = new Uint32Array(256);
    for (const set of this.#counting()) {
      annotations += set.annotations;
      for (let bits = 0; bits < shapes.length; bits++) shapes[bits] = (shapes[bits] ?? 0) + (set.shapes[bits] ?? 0);
    }
    return { annotations, byKind: kindCounts(shapes) };
  }

  labelSets(): LabelSetSummary[] {
    this.#look();
    return this.#table.labelSets.map((set, row) => {
      const counts = this.#sets[row];
      return { ...set, annotations: counts?.annotations ?? 0, byKind: kindCounts(counts?.shapes ?? new Uint32Array(0)) };
    });
  }

  /** Every declared category, with its samples as of the last `settle`. */
  categories(): CategorySummary[] {
    const counting = this.#counting();
    const { samples } = this;
    return this.#table.categories.map((category, row) => {
      let annotations = 0;
      for (const set of counting) annotations += set.categories[row] ?? 0;
      return { ...category, annotations, samples: samples && (samples[row] ?? 0) };
    });
  }

  /** Of each category, where they are counted. */
  get samples(): Uint32Array | undefined {
    const { annotations, truth, counts } = this.#samples ?? {};
    return annotations === this.#table.annotationCount && truth === this.truth ? counts : undefined;
  }

  #counting(): SetCounts[] {
    this.#look();
    const { truth } = this;
    return this.#sets.filter((_, set) => (this.#table.labelSets[set]?.role === 'truth') === truth);
  }

  #look(): void {
    const { annotations } = this.#table;
    const length = annotations.length;
    while (this.#sets.length < this.#table.labelSets.length)
      this.#sets.push({ annotations: 0, shapes: new Uint32Array(256), categories: new Uint32Array(0) });
    if (this.#seen === length) return;
    const { truth } = this;
    // The first truth: what came before it does not count any more.
    if (truth !== this.#bits.truth) this.#bits = { truth, samples: new ClassSamples() };
    const { samples } = this.#bits;
    const isCounted = this.#areCounting();
    for (const set of this.#sets)
      if (set.categories.length < this.#table.categories.length) set.categories = grown(set.categories, this.#table.categories.length);
    samples.grow(this.#table.categories.length, this.#table.sampleCount);
    // By segment: this runs ten times a second while a dataset is read.
    while (this.#seen < length) {
      const segment = this.#seen >>> SEGMENT_SHIFT;
      const to = Math.min(length, (segment + 1) * SEGMENT_ROWS);
      const [from, end] = [this.#seen & (SEGMENT_ROWS - 1), to - segment * SEGMENT_ROWS];
      this.#count(segment, from, end);
      const [owners, categories, sets] = [
        samplesAt(this.#table, segment),
        categoriesAt(this.#table, segment),
        labelSetsAt(this.#table, segment),
      ];
      samples.add(owners, categories, sets, from, end, isCounted);
      this.#seen = to;
    }
  }

  /** By label set: whether it counts. */
  #areCounting(): boolean[] {
    const { truth } = this;
    return this.#table.labelSets.map(({ role }) => (role === 'truth') === truth);
  }

  #count(segment: number, from: number, to: number): void {
    const setRows = labelSetsAt(this.#table, segment);
    const categories = categoriesAt(this.#table, segment);
    const kinds = kindsAt(this.#table, segment);
    // Those of a set come together.
    for (let at = from; at < to;) {
      const setRow = setRows[at] ?? 0;
      let end = at + 1;
      while (end < to && setRows[end] === setRow) end++;
      const set = this.#sets[setRow];
      if (set) {
        set.annotations += end - at;
        addTo(set.categories, categories, at, end);
        addTo(set.shapes, kinds, at, end);
      }
      at = end;
    }
  }

  /**
   * Counts the samples of each category; `categories` tells them from then on. Of many annotations by the bits that were set as they came: nobody
   * is to wait for their index before there is a question that needs it. Of too many for bits not at all, unless the index is there.
   * @param isAsked somebody wants to know, and waits for the index
   */
  async settle(breath: Breath, isAsked = false): Promise<void> {
    const { truth } = this;
    const total = this.#table.annotationCount;
    if (this.samples) return;
    if (total === 0) {
      // Records of text have none: millions of rows need no index of nothing.
      this.#samples = { annotations: 0, truth, counts: new Uint32Array(this.#table.categories.length) };
      return;
    }
    this.#look();
    const known = total > INDEXED_AT_ONCE && this.#bits.truth === truth ? this.#bits.samples.counts() : undefined;
    if (known) {
      this.#samples = { annotations: total, truth, counts: known };
      return;
    }
    if (total > INDEXED_AT_ONCE && !isAsked && !this.#table.index) return;
    const { bySample, byClass } = await this.#table.makeIndex(breath);
    const counting = this.#areCounting();
    const counts = counting.every(Boolean)
      ? Uint32Array.from(byClass.annotations, (_, code) => (byClass.starts[code + 1] ?? 0) - (byClass.starts[code] ?? 0))
      : await this.#countSome(bySample, counting, breath);
    this.#samples = { annotations: total, truth, counts };
  }

  /** Samples by category, by the annotations of some label sets. */
  async #countSome(bySample: SampleIndex, counting: readonly boolean[], breath: Breath): Promise<Uint32Array> {
    const { annotations, categories } = this.#table;
    const counts = new Uint32Array(categories.length);
    const last = new Int32Array(categories.length).fill(-1);
    await eachSample(bySample, breath, (sample, codes, from, to, base) => {
      for (let k = from; k < to; k++) {
        const code = codes[k] ?? -1;
        const row = bySample.rows ? (bySample.rows[base + k] ?? 0) : base + k;
        if (code < 0 || last[code] === sample || counting[annotations.labelSet.at(row)] !== true) continue;
        last[code] = sample;
        counts[code] = (counts[code] ?? 0) + 1;
      }
    });
    return counts;
  }
}

/** One more for each of these codes; -1 is none. */
function addTo(counts: Uint32Array, codes: Codes | Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const code = codes[i] ?? -1;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
}

function grown(counts: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(length);
  larger.set(counts);
  return larger;
}

/** @param shapes how many annotations have which bits of `kindBit` */
function kindCounts(shapes: Uint32Array): KindCounts {
  const sums = SHAPE_KINDS.map(() => 0);
  for (let bits = 0; bits < shapes.length; bits++) {
    const count = shapes[bits] ?? 0;
    // Few of them are there.
    if (count === 0) continue;
    for (const [k, kind] of SHAPE_KINDS.entries()) if ((bits & kindBit(kind)) !== 0) sums[k] = (sums[k] ?? 0) + count;
  }
  return Object.fromEntries(SHAPE_KINDS.flatMap((kind, k) => ((sums[k] ?? 0) > 0 ? [[kind, sums[k]]] : [])));
}

/** Facts of the sample table that need a look at every row: about a millisecond for a million. */
export function countSamples(table: DatasetTable): {
  readonly present: number;
  readonly missing: number;
  readonly turned: number;
  readonly splits: Readonly<Record<string, number>>;
} {
  const { samples, sampleCount } = table;
  let present = 0;
  let turned = 0;
  const bySplit = new Uint32Array(samples.split.values.length);
  // Column by column and segment by segment: this runs ten times a second while a dataset is read.
  for (const [s, segment] of samples.image.segments.entries()) {
    for (let i = 0; i < Math.min(segment.length, sampleCount - s * 65_536); i++) if ((segment[i] ?? -1) >= 0) present++;
  }
  for (const [s, segment] of samples.orientation.segments.entries()) {
    for (let i = 0; i < Math.min(segment.length, sampleCount - s * 65_536); i++) if ((segment[i] ?? 0) > 1) turned++;
  }
  for (const [s, segment] of samples.split.codes.segments.entries()) {
    for (let i = 0; i < Math.min(segment.length, sampleCount - s * 65_536); i++) {
      const split = segment[i] ?? 0;
      bySplit[split] = (bySplit[split] ?? 0) + 1;
    }
  }
  const splits = Object.fromEntries(
    [...samples.split.values.entries()].flatMap(([code, name]) => (code > 0 ? [[name, bySplit[code] ?? 0]] : [])),
  );
  return { present, missing: table.visual ? sampleCount - present : 0, turned, splits };
}
