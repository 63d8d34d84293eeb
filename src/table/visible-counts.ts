/** What follows from the visible annotations of each sample; each made when first asked for. */
import { Lazy } from './breath.ts';
import type { Breath } from './breath.ts';
import type { DatasetTable } from './dataset-table.ts';
import { hasRow, placesIn, rowsIn, segmentsOf } from './row-bits.ts';
import type { RowBits } from './row-bits.ts';
import { eachSample } from './sample-index.ts';
import type { SampleIndex } from './sample-index.ts';
import { samplesAt } from './segments.ts';
import { smallestSides } from './smallest-sides.ts';

export class VisibleCounts {
  readonly #table: DatasetTable;
  readonly #visible: Lazy<RowBits | undefined>;
  readonly #samples: number;
  readonly #annotations: number;
  readonly #labels = new Lazy((breath) => this.#countLabels(breath));
  readonly #classes = new Lazy((breath) => this.#countClasses(breath));
  readonly #smallest = new Lazy((breath) => this.#smallestSides(breath));

  /** Of the first `samples` and `annotations` rows. */
  constructor(table: DatasetTable, visible: Lazy<RowBits | undefined>, samples: number, annotations: number) {
    this.#table = table;
    this.#visible = visible;
    this.#samples = samples;
    this.#annotations = annotations;
  }

  /** Visible annotations. */
  labels(breath: Breath): Promise<Uint32Array> {
    return this.#labels.get(breath);
  }

  /** Distinct classes among them. */
  classes(breath: Breath): Promise<Uint32Array> {
    return this.#classes.get(breath);
  }

  /** The smallest box side among them in pixels; NaN: no box. */
  smallest(breath: Breath): Promise<Float32Array> {
    return this.#smallest.get(breath);
  }

  async #countLabels(breath: Breath): Promise<Uint32Array> {
    const visible = await this.#visible.get(breath);
    const tally = new Uint32Array(this.#samples);
    const index = this.#table.index?.bySample;
    if (visible === undefined && index && this.#knows(index)) {
      for (let row = 0; row < tally.length; row++) tally[row] = (index.starts[row + 1] ?? 0) - (index.starts[row] ?? 0);
      return tally;
    }
    for (let s = 0; s < segmentsOf(this.#annotations); s++) {
      if (visible === undefined) countAll(samplesAt(this.#table, s), rowsIn(s, this.#annotations), tally);
      else countSome(samplesAt(this.#table, s), placesIn(visible, s, this.#annotations), tally);
      await breath.take();
    }
    return tally;
  }

  async #countClasses(breath: Breath): Promise<Uint32Array> {
    const visible = await this.#visible.get(breath);
    const distinct = new Uint32Array(this.#samples);
    const { bySample } = await this.#table.makeIndex(breath);
    const { rows } = bySample;
    const seenBy = new Int32Array(this.#table.categories.length).fill(-1);
    // The index may know rows that came after the question.
    const isAll = visible === undefined && bySample.annotations === this.#annotations;
    await eachSample(bySample, breath, (sample, categories, from, to, base) => {
      if (sample >= this.#samples) return;
      let count = distinct[sample] ?? 0;
      for (let k = from; k < to; k++) {
        const code = categories[k] ?? -1;
        if (code < 0 || seenBy[code] === sample) continue;
        if (!isAll) {
          const row = rows ? (rows[base + k] ?? 0) : base + k;
          if (row >= this.#annotations || !hasRow(visible, row)) continue;
        }
        seenBy[code] = sample;
        count++;
      }
      distinct[sample] = count;
    });
    return distinct;
  }

  async #smallestSides(breath: Breath): Promise<Float32Array> {
    const visible = await this.#visible.get(breath);
    const known = this.#table.index?.smallest;
    const isAll = visible === undefined && known?.resized === this.#table.resized;
    if (isAll && this.#knows(this.#table.index?.bySample)) return known.sides;
    return smallestSides(this.#table, this.#samples, this.#annotations, visible, breath);
  }

  /** Whether an index is of just what was asked about. */
  #knows(index: SampleIndex | undefined): boolean {
    return index?.annotations === this.#annotations && index.samples === this.#samples;
  }
}

function countAll(owners: Uint32Array, count: number, tally: Uint32Array): void {
  for (let i = 0; i < count; i++) {
    const owner = owners[i] ?? 0;
    tally[owner] = (tally[owner] ?? 0) + 1;
  }
}

function countSome(owners: Uint32Array, places: Uint16Array, tally: Uint32Array): void {
  for (let k = 0; k < places.length; k++) {
    const owner = owners[places[k] ?? 0] ?? 0;
    tally[owner] = (tally[owner] ?? 0) + 1;
  }
}
