/** Numbers of a column: in four bytes each while that loses nothing of any (integers up to 16 million are kept so), else in eight. */
import type { Growable, GrowableState } from '../base/growable.ts';
import { f32, f64 } from './column.ts';

export type NumberState =
  | { readonly bytes: 4; readonly values: GrowableState<Float32Array> }
  | { readonly bytes: 8; readonly values: GrowableState<Float64Array> };

export class NumberColumn {
  /** One of both has all of them. */
  #narrow: Growable<Float32Array> | undefined = f32();
  #wide = f64();

  /** Rows. */
  get length(): number {
    return (this.#narrow ?? this.#wide).length;
  }

  get bytes(): number {
    return (this.#narrow ?? this.#wide).bytes;
  }

  /** As those of a `Growable`; out of date when something has been added. */
  get segments(): readonly (Float32Array | Float64Array)[] {
    return (this.#narrow ?? this.#wide).segments;
  }

  get state(): NumberState {
    return this.#narrow ? { bytes: 4, values: this.#narrow.state } : { bytes: 8, values: this.#wide.state };
  }

  /** Becomes what the state says, whose arrays it takes over. */
  restore(state: NumberState): void {
    this.#narrow = state.bytes === 4 ? f32() : undefined;
    if (state.bytes === 4) this.#narrow?.restore(state.values);
    else this.#wide.restore(state.values);
  }

  /** NaN: none. */
  at(row: number): number {
    return (this.#narrow ?? this.#wide).at(row);
  }

  set(row: number, value: number): void {
    if (this.#narrow && !isNarrow(value)) this.#widen(this.#narrow);
    (this.#narrow ?? this.#wide).set(row, value);
  }

  /** As `set` of each from this row on; the column must not be longer. */
  appendAt(row: number, values: Float64Array): void {
    if (this.#narrow && !areNarrow(values)) this.#widen(this.#narrow);
    (this.#narrow ?? this.#wide).appendAt(row, values);
  }

  /** Copies rows `from` to `to` to the start of `out`. */
  copy(from: number, to: number, out: Float64Array): void {
    (this.#narrow ?? this.#wide).copy(from, to, out);
  }

  #widen(narrow: Growable<Float32Array>): void {
    const { length, segments } = narrow.state;
    this.#narrow = undefined;
    this.#wide.restore({ length, segments: segments.map((segment) => segment && new Float64Array(segment)) });
  }
}

function isNarrow(value: number): boolean {
  return Math.fround(value) === value || Number.isNaN(value);
}

function areNarrow(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!isNarrow(values[i] ?? Number.NaN)) return false;
  return true;
}
