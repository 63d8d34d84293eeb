/** Counts of one dataset for the page: they grow while it is read, and are exact once it is. */
import { SHAPE_KINDS, type ShapeKind } from '../model/annotation.ts';
import type { CategorySummary, KindCounts, LabelSetSummary } from '../model/dataset.ts';
import type { DatasetTable } from '../table/dataset-table.ts';

interface SetCounts {
  annotations: number;
  /** By shape kind, as written in the file. */
  readonly kinds: number[];
  /** Annotations by category row. */
  readonly categories: number[];
}

/** Counts annotations as they come: each is looked at once, whatever the number of summaries. */
export class TableCounts {
  readonly #table: DatasetTable;
  readonly #sets: SetCounts[] = [];
  /** Samples by category row, of truth or, where there is none, of predictions. */
  #samples: { readonly annotations: number; readonly truth: boolean; readonly counts: Uint32Array } | undefined;
  #seen = 0;

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
    const kinds: number[] = [];
    for (const set of this.#counting()) {
      annotations += set.annotations;
      for (const [kind, count] of set.kinds.entries()) kinds[kind] = (kinds[kind] ?? 0) + count;
    }
    return { annotations, byKind: kindCounts(kinds) };
  }

  labelSets(): LabelSetSummary[] {
    this.#look();
    return this.#table.labelSets.map((set, row) => {
      const counts = this.#sets[row];
      return { ...set, annotations: counts?.annotations ?? 0, byKind: kindCounts(counts?.kinds ?? []) };
    });
  }

  /** Every declared category. `exact` counts its samples again, which looks at all annotations. */
  categories(exact: boolean): CategorySummary[] {
    const counting = this.#counting();
    const samples = exact ? this.#countSamples() : this.#samples?.counts;
    return this.#table.categories.map((category, row) => {
      let annotations = 0;
      for (const set of counting) annotations += set.categories[row] ?? 0;
      return { ...category, annotations, samples: Math.min(annotations, samples?.[row] ?? annotations) };
    });
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
      this.#sets.push({ annotations: 0, kinds: SHAPE_KINDS.map(() => 0), categories: [] });
    for (let row = this.#seen; row < length; row++) {
      const set = this.#sets[annotations.labelSet.at(row)];
      if (!set) continue;
      set.annotations++;
      const category = annotations.category.at(row);
      if (category >= 0) set.categories[category] = (set.categories[category] ?? 0) + 1;
      let bits = annotations.kinds.at(row);
      while (bits !== 0) {
        const kind = 31 - Math.clz32(bits & -bits);
        set.kinds[kind] = (set.kinds[kind] ?? 0) + 1;
        bits &= bits - 1;
      }
    }
    this.#seen = length;
  }

  #countSamples(): Uint32Array {
    const { truth } = this;
    const total = this.#table.annotationCount;
    if (this.#samples?.annotations === total && this.#samples.truth === truth) return this.#samples.counts;
    const { annotations, labelSets } = this.#table;
    const counting = labelSets.map(({ role }) => (role === 'truth') === truth);
    const counts = new Uint32Array(this.#table.categories.length);
    const last = new Int32Array(this.#table.categories.length).fill(-1);
    const { starts, rows, samples } = this.#table.index();
    for (let sample = 0; sample < samples; sample++) {
      const end = starts[sample + 1] ?? 0;
      for (let i = starts[sample] ?? 0; i < end; i++) {
        const row = rows[i] ?? 0;
        const category = annotations.category.at(row);
        if (category < 0 || last[category] === sample || counting[annotations.labelSet.at(row)] !== true) continue;
        last[category] = sample;
        counts[category] = (counts[category] ?? 0) + 1;
      }
    }
    this.#samples = { annotations: total, truth, counts };
    return counts;
  }
}

function kindCounts(kinds: readonly number[]): KindCounts {
  const counts: Partial<Record<ShapeKind, number>> = {};
  for (const [i, kind] of SHAPE_KINDS.entries()) {
    const count = kinds[i] ?? 0;
    if (count > 0) counts[kind] = count;
  }
  return counts;
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
  for (let row = 0; row < sampleCount; row++) {
    if (samples.image.at(row) >= 0) present++;
    if (samples.orientation.at(row) > 1) turned++;
    const split = samples.split.codes.at(row);
    bySplit[split] = (bySplit[split] ?? 0) + 1;
  }
  const splits = Object.fromEntries(
    [...samples.split.values.entries()].flatMap(([code, name]) => (code > 0 ? [[name, bySplit[code] ?? 0]] : [])),
  );
  return { present, missing: table.visual ? sampleCount - present : 0, turned, splits };
}
