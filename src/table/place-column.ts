/**
 * Where the record of each row stands in its file: start and size in bytes. Records follow one another, so that within a segment 32 bits
 * from its first one on say where, and most sizes fit into 16.
 */
import { SEGMENT_ROWS, SEGMENT_SHIFT } from '../base/growable.ts';

const FIRST_ROWS = 64;
const MOST_SHORT = 0xffff;
const MOST_OFFSET = 0xffffffff;

interface Segment {
  /** What starts count from. */
  base: number;
  /** In doubles where rows of a segment lie far from each other, or before its first one. */
  starts: Uint32Array | Float64Array;
  sizes: Uint16Array | Uint32Array;
}

export type PlaceState = { readonly length: number; readonly segments: readonly Readonly<Segment>[] };

export class PlaceColumn {
  readonly #segments: Segment[] = [];
  #length = 0;

  /** Rows. */
  get length(): number {
    return this.#length;
  }

  get state(): PlaceState {
    return { length: this.#length, segments: this.#segments };
  }

  /** Becomes what the state says, whose arrays it takes over. */
  restore({ length, segments }: PlaceState): void {
    this.#segments.splice(0, Infinity, ...segments.map((segment) => ({ ...segment })));
    this.#length = length;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { starts, sizes }) => sum + starts.byteLength + sizes.byteLength, 0);
  }

  startOf(row: number): number {
    const segment = row < this.#length ? this.#segments[row >>> SEGMENT_SHIFT] : undefined;
    return segment === undefined ? 0 : segment.base + (segment.starts[row & (SEGMENT_ROWS - 1)] ?? 0);
  }

  sizeOf(row: number): number {
    return row < this.#length ? (this.#segments[row >>> SEGMENT_SHIFT]?.sizes[row & (SEGMENT_ROWS - 1)] ?? 0) : 0;
  }

  /** Writes start less `base` and size of `count` rows from `row` on, two numbers each. */
  copyPlaces(row: number, count: number, base: number, into: Uint32Array): void {
    for (let done = 0; done < count;) {
      const at = (row + done) & (SEGMENT_ROWS - 1);
      const segment = this.#segments[(row + done) >>> SEGMENT_SHIFT];
      if (!segment) return;
      const { starts, sizes } = segment;
      const move = segment.base - base;
      const rows = Math.min(count - done, SEGMENT_ROWS - at);
      for (let i = 0; i < rows; i++) {
        into[(done + i) * 2] = move + (starts[at + i] ?? 0);
        into[(done + i) * 2 + 1] = sizes[at + i] ?? 0;
      }
      done += rows;
    }
  }

  push(start: number, size: number): void {
    this.set(this.#length, start, size);
  }

  /** Writes one row; rows between the end and it are nowhere. */
  set(row: number, start: number, size: number): void {
    const at = row & (SEGMENT_ROWS - 1);
    const segment = this.#segmentFor(row, 1, start);
    const offset = start - segment.base;
    if (offset < 0 || offset > MOST_OFFSET) widenStarts(segment);
    if (size > MOST_SHORT) widenSizes(segment);
    segment.starts[at] = start - segment.base;
    segment.sizes[at] = size;
    this.#length = Math.max(this.#length, row + 1);
  }

  /** Adds rows that begin at `base + starts[i]`. */
  append(base: number, starts: Uint32Array, sizes: Uint32Array): void {
    this.setMany(this.#length, base, starts, sizes);
  }

  /** Writes rows from `row` on that begin at `base + starts[i]`. */
  setMany(row: number, base: number, starts: Uint32Array | Float64Array, sizes: Uint32Array): void {
    for (let from = 0; from < starts.length;) {
      const at = (row + from) & (SEGMENT_ROWS - 1);
      const to = Math.min(starts.length, from + SEGMENT_ROWS - at);
      const segment = this.#segmentFor(row + from, to - from, base + (starts[from] ?? 0));
      const move = base - segment.base;
      let least = Infinity;
      let most = 0;
      let longest = 0;
      for (let i = from; i < to; i++) {
        least = Math.min(least, starts[i] ?? 0);
        most = Math.max(most, starts[i] ?? 0);
        longest = Math.max(longest, sizes[i] ?? 0);
      }
      if (move + least < 0 || move + most > MOST_OFFSET) widenStarts(segment);
      if (longest > MOST_SHORT) widenSizes(segment);
      for (let i = from; i < to; i++) segment.starts[at + i - from] = move + (starts[i] ?? 0);
      segment.sizes.set(sizes.subarray(from, to), at);
      from = to;
    }
    this.#length = Math.max(this.#length, row + starts.length);
  }

  /** The one that rows from `row` on go to, with room for so many. */
  #segmentFor(row: number, rows: number, start: number): Segment {
    const index = row >>> SEGMENT_SHIFT;
    const needed = (row & (SEGMENT_ROWS - 1)) + rows;
    while (this.#segments.length < index) this.#segments.push({ base: 0, starts: new Uint32Array(0), sizes: new Uint16Array(0) });
    const known = this.#segments[index];
    if (known === undefined) {
      // Most files are small; in large ones every segment but the last is full.
      const capacity = index > 0 ? SEGMENT_ROWS : Math.max(FIRST_ROWS, needed);
      const segment = { base: start, starts: new Uint32Array(capacity), sizes: new Uint16Array(capacity) };
      this.#segments.push(segment);
      return segment;
    }
    if (known.starts.length === 0) known.base = start;
    const { starts, sizes } = known;
    if (needed > starts.length) {
      const capacity = Math.min(SEGMENT_ROWS, Math.max(needed, starts.length * 2));
      known.starts = starts instanceof Uint32Array ? new Uint32Array(capacity) : new Float64Array(capacity);
      known.sizes = sizes instanceof Uint16Array ? new Uint16Array(capacity) : new Uint32Array(capacity);
      known.starts.set(starts);
      known.sizes.set(sizes);
    }
    return known;
  }
}

function widenStarts(segment: Segment): void {
  if (segment.starts instanceof Uint32Array) segment.starts = Float64Array.from(segment.starts);
}

function widenSizes(segment: Segment): void {
  if (segment.sizes instanceof Uint16Array) segment.sizes = Uint32Array.from(segment.sizes);
}
