/**
 * A number for each row that is the same for many rows, or one more with each: the file that a record stands in, the line it begins on.
 * Within a segment a run of such rows costs next to nothing; where there is more than one run, the segment keeps the numbers themselves.
 */
import { SEGMENT_ROWS, SEGMENT_SHIFT } from '../base/growable.ts';

type Values = Int32Array | Uint32Array;

/** Rows `from` to `to` of a segment, `value` the number of the first. */
interface Run {
  from: number;
  to: number;
  value: number;
}

/** 0: rows of `fill`. */
type Segment = 0 | Run | Values;

export type RunState = { readonly length: number; readonly segments: readonly Segment[] };

const FIRST_ROWS = 64;
const INSIDE = SEGMENT_ROWS - 1;

export class RunColumn {
  /** What rows are that were never written. */
  readonly fill: number;
  readonly #make: new (length: number) => Values;
  readonly #step: 0 | 1;
  readonly #segments: Segment[] = [];
  #length = 0;

  /** @param step what the number of a row mostly is more than that of the row before */
  constructor(make: new (length: number) => Values, fill: number, step: 0 | 1) {
    this.#make = make;
    this.fill = fill;
    this.#step = step;
  }

  /** Rows. */
  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#segments.reduce<number>((sum, segment) => sum + (isValues(segment) ? segment.byteLength : 0), 0);
  }

  get state(): RunState {
    return { length: this.#length, segments: this.#segments };
  }

  /** Becomes what the state says, whose arrays it takes over. */
  restore({ length, segments }: RunState): void {
    this.#segments.splice(0, Infinity, ...segments.map((segment) => (segment === 0 || isValues(segment) ? segment : { ...segment })));
    this.#length = length;
  }

  at(row: number): number {
    const segment = this.#segments[row >>> SEGMENT_SHIFT];
    if (segment === undefined || segment === 0) return this.fill;
    const inside = row & INSIDE;
    if (isValues(segment)) return segment[inside] ?? this.fill;
    return inside >= segment.from && inside < segment.to ? segment.value + this.#step * (inside - segment.from) : this.fill;
  }

  set(row: number, value: number): void {
    this.#write(row, 1, () => value);
  }

  /** Numbers from this row on; the rows between the end and it are left blank. */
  setMany(row: number, values: ArrayLike<number>): void {
    this.#write(row, values.length, (i) => values[i] ?? this.fill);
  }

  /** The same number for some rows from this one on. */
  setRun(row: number, value: number, rows: number): void {
    this.#write(row, rows, () => value);
  }

  /** Every number that was written becomes another. */
  map(change: (value: number) => number): void {
    const changed = (value: number): number => (value === this.fill ? value : change(value));
    for (const [s, segment] of this.#segments.entries()) {
      if (segment === 0) continue;
      if (isValues(segment)) this.#segments[s] = segment.map(changed);
      else if (this.#step === 0) segment.value = changed(segment.value);
      else this.#segments[s] = this.#valuesOf(segment, segment.to).map(changed);
    }
  }

  /** The end of the rows from this one on that have its number. */
  sameUntil(row: number): number {
    const value = this.at(row);
    let end = row + 1;
    while (end < this.#length && this.at(end) === value) {
      const segment = this.#segments[end >>> SEGMENT_SHIFT];
      const isRun = this.#step === 0 && segment !== undefined && segment !== 0 && !isValues(segment) && value !== this.fill;
      end = isRun ? Math.max(end + 1, (end & ~INSIDE) + segment.to) : end + 1;
    }
    return end;
  }

  #write(row: number, rows: number, valueOf: (i: number) => number): void {
    for (let done = 0; done < rows;) {
      const first = row + done;
      const inside = first & INSIDE;
      const count = Math.min(rows - done, SEGMENT_ROWS - inside);
      const index = first >>> SEGMENT_SHIFT;
      while (this.#segments.length <= index) this.#segments.push(0);
      if (!this.#extends(index, inside, count, done, valueOf)) {
        const values = this.#writable(index, inside + count);
        for (let i = 0; i < count; i++) values[inside + i] = valueOf(done + i);
      }
      done += count;
    }
    this.#length = Math.max(this.#length, row + rows);
  }

  /** Whether the numbers go on with the run of a segment, or begin it; it is longer then. */
  #extends(index: number, inside: number, count: number, done: number, valueOf: (i: number) => number): boolean {
    const segment = this.#segments[index];
    if (segment === undefined || isValues(segment)) return false;
    const run = segment === 0 ? { from: inside, to: inside, value: valueOf(done) } : segment;
    if (inside < run.from || inside > run.to) return false;
    for (let i = 0; i < count; i++) if (valueOf(done + i) !== run.value + this.#step * (inside + i - run.from)) return false;
    run.to = Math.max(run.to, inside + count);
    this.#segments[index] = run;
    return true;
  }

  /** The numbers themselves of at least so many rows of a segment. */
  #writable(index: number, rows: number): Values {
    const segment = this.#segments[index] ?? 0;
    if (isValues(segment) && segment.length >= rows) return segment;
    const had = isValues(segment) ? segment.length : segment === 0 ? 0 : segment.to;
    const values = this.#valuesOf(segment, Math.min(SEGMENT_ROWS, Math.max(FIRST_ROWS, rows, had * 2)));
    this.#segments[index] = values;
    return values;
  }

  #valuesOf(segment: Segment, rows: number): Values {
    const values = new this.#make(rows);
    if (this.fill !== 0) values.fill(this.fill);
    if (isValues(segment)) values.set(segment);
    else if (segment !== 0) for (let i = segment.from; i < segment.to; i++) values[i] = segment.value + this.#step * (i - segment.from);
    return values;
  }
}

function isValues(segment: Segment): segment is Values {
  return ArrayBuffer.isView(segment);
}
