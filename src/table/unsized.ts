import { Growable, type GrowableState } from '../base/growable.ts';
import type { SampleRow } from '../model/dataset.ts';
import type { AnnotationColumns } from './dataset-table.ts';

/** Numbers of a fraction: x y width height, area. */
const PARTS = 5;

export type UnsizedState = {
  readonly last: GrowableState<Uint32Array>;
  readonly before: GrowableState<Uint32Array>;
  readonly annotation: GrowableState<Uint32Array>;
  readonly values: GrowableState<Float64Array>;
  readonly open: number;
};

/**
 * Boxes that are fractions of images whose size is not known yet: kept beside the columns, exactly, until it is. Those of a sample are a
 * chain, since its label files may come in any order.
 */
export class UnsizedBoxes {
  /** The last fraction of each sample, and for each fraction the one before it; + 1, 0: none. */
  readonly #last = new Growable<Uint32Array>(Uint32Array);
  #before = new Growable<Uint32Array>(Uint32Array);
  #annotation = new Growable<Uint32Array>(Uint32Array);
  #values = new Growable<Float64Array>(Float64Array, 0, PARTS);
  #open = 0;

  get bytes(): number {
    return this.#last.bytes + this.#before.bytes + this.#annotation.bytes + this.#values.bytes;
  }

  get state(): UnsizedState {
    return {
      last: this.#last.state,
      before: this.#before.state,
      annotation: this.#annotation.state,
      values: this.#values.state,
      open: this.#open,
    };
  }

  /** Becomes what the state says, whose arrays it takes over. */
  restore({ last, before, annotation, values, open }: UnsizedState): void {
    this.#last.restore(last);
    this.#before.restore(before);
    this.#annotation.restore(annotation);
    this.#values.restore(values);
    this.#open = open;
  }

  add(sample: SampleRow, annotation: number, fraction: readonly number[]): void {
    this.#values.append(fraction);
    this.#annotation.push(annotation);
    this.#before.push(this.#last.at(sample));
    this.#last.set(sample, this.#annotation.length);
    this.#open++;
  }

  /** Writes the pixels of a sample's boxes, now that its size is known; false: there were none. */
  settle(sample: SampleRow, width: number, height: number, columns: AnnotationColumns): boolean {
    let at = this.#last.at(sample);
    if (at === 0) return false;
    for (; at > 0; at = this.#before.at(at - 1)) {
      const row = this.#annotation.at(at - 1);
      for (let part = 0; part < 4; part++) columns.box.set(row, this.#values.at(at - 1, part) * (part % 2 === 0 ? width : height), part);
      columns.area.set(row, this.#values.at(at - 1, 4) * width * height);
      this.#open--;
    }
    this.#last.set(sample, 0);
    if (this.#open > 0) return true;
    this.#before = new Growable<Uint32Array>(Uint32Array);
    this.#annotation = new Growable<Uint32Array>(Uint32Array);
    this.#values = new Growable<Float64Array>(Float64Array, 0, PARTS);
    return true;
  }
}
