/**
 * Where the record of each row stands in its file: start and size in bytes. Most records follow one another with as many bytes between them
 * each time: then their sizes say where they stand. Else starts are kept, in 32 bits from the first one of a segment.
 */
import { SEGMENT_ROWS, SEGMENT_SHIFT } from '../base/growable.ts';

const FIRST_ROWS = 64;
const INSIDE = SEGMENT_ROWS - 1;
const MOST_OFFSET = 0xffffffff;
/** Of every sixteenth row of a chain the start is kept: from there sizes are added up. */
const LINK_SHIFT = 4;
const LINK_ROWS = 1 << LINK_SHIFT;

type Sizes = Uint8Array | Uint16Array | Uint32Array;

/** Records that follow one another. */
interface Chain {
  readonly kind: 'chain';
  rows: number;
  /** Start of the first, and end of the last. */
  readonly base: number;
  end: number;
  /** Bytes between two; -1: there are no two yet. */
  readonly gap: number;
  /** From `base`, of every sixteenth. */
  readonly starts: Uint32Array;
  readonly sizes: Sizes;
}

/** Records wherever they are. */
interface Scattered {
  readonly kind: 'scattered';
  /** What starts count from. */
  readonly base: number;
  /** In doubles where rows lie far from each other, or before the first one. */
  readonly starts: Uint32Array | Float64Array;
  readonly sizes: Sizes;
}

type Segment = Chain | Scattered;

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
    return segment === undefined ? 0 : startIn(segment, row & INSIDE);
  }

  sizeOf(row: number): number {
    return row < this.#length ? (this.#segments[row >>> SEGMENT_SHIFT]?.sizes[row & INSIDE] ?? 0) : 0;
  }

  /** Writes start less `base` and size of `count` rows from `row` on, two numbers each. */
  copyPlaces(row: number, count: number, base: number, into: Uint32Array): void {
    for (let done = 0; done < count;) {
      const at = (row + done) & INSIDE;
      const segment = this.#segments[(row + done) >>> SEGMENT_SHIFT];
      if (!segment) return;
      const rows = Math.min(count - done, SEGMENT_ROWS - at);
      copyFrom(segment, at, rows, base, into.subarray(done * 2));
      done += rows;
    }
  }

  push(start: number, size: number): void {
    this.set(this.#length, start, size);
  }

  /** Writes one row; rows between the end and it are nowhere. */
  set(row: number, start: number, size: number): void {
    const segment = this.#segments[row >>> SEGMENT_SHIFT];
    if (segment && isWritten(segment, row & INSIDE, start, size)) this.#length = Math.max(this.#length, row + 1);
    else this.setMany(row, start, ONE_START, Uint32Array.of(size));
  }

  /** Adds rows that begin at `base + starts[i]`. */
  append(base: number, starts: Uint32Array, sizes: Uint32Array): void {
    this.setMany(this.#length, base, starts, sizes);
  }

  /** Writes rows from `row` on that begin at `base + starts[i]`. */
  setMany(row: number, base: number, starts: Uint32Array | Float64Array, sizes: Uint32Array): void {
    for (let from = 0; from < starts.length;) {
      const at = (row + from) & INSIDE;
      const to = Math.min(starts.length, from + SEGMENT_ROWS - at);
      const index = (row + from) >>> SEGMENT_SHIFT;
      while (this.#segments.length < index) this.#segments.push(NOWHERE);
      const places = { base, starts: starts.subarray(from, to), sizes: sizes.subarray(from, to) };
      const known = this.#segments[index] ?? NOWHERE;
      this.#segments[index] = lengthened(known, at, places, index > 0) ?? written(scattered(known), at, places);
      from = to;
    }
    this.#length = Math.max(this.#length, row + starts.length);
  }
}

const ONE_START = Uint32Array.of(0);
const NOWHERE: Chain = {
  kind: 'chain',
  rows: 0,
  base: 0,
  end: 0,
  gap: -1,
  starts: new Uint32Array(0),
  sizes: new Uint8Array(0),
};

/** Rows that begin at `base + starts[i]`. */
interface Places {
  readonly base: number;
  readonly starts: Uint32Array | Float64Array;
  readonly sizes: Uint32Array;
}

function startIn(segment: Segment, at: number): number {
  if (segment.kind === 'scattered') return segment.base + (segment.starts[at] ?? 0);
  const { rows, base, gap, starts, sizes } = segment;
  if (at >= rows) return base;
  let start = base + (starts[at >>> LINK_SHIFT] ?? 0);
  for (let i = at & -LINK_ROWS; i < at; i++) start += (sizes[i] ?? 0) + gap;
  return start;
}

function copyFrom(segment: Segment, at: number, rows: number, base: number, into: Uint32Array): void {
  const { sizes } = segment;
  if (segment.kind === 'scattered') {
    const move = segment.base - base;
    for (let i = 0; i < rows; i++) {
      into[i * 2] = move + (segment.starts[at + i] ?? 0);
      into[i * 2 + 1] = sizes[at + i] ?? 0;
    }
    return;
  }
  const { gap } = segment;
  let start = startIn(segment, at) - base;
  for (let i = 0; i < rows; i++) {
    const size = sizes[at + i] ?? 0;
    into[i * 2] = start;
    into[i * 2 + 1] = size;
    start += size + gap;
  }
}

/** Writes one row where there is room for it and nothing else has to be changed; false: it was not written. */
function isWritten(segment: Segment, at: number, start: number, size: number): boolean {
  const { sizes } = segment;
  if (at >= sizes.length || size >= 2 ** (8 * sizes.BYTES_PER_ELEMENT)) return false;
  if (segment.kind === 'chain') {
    if (at !== segment.rows || at < 2 || start - segment.end !== segment.gap || start + size - segment.base > MOST_OFFSET) return false;
    if ((at & (LINK_ROWS - 1)) === 0) segment.starts[at >>> LINK_SHIFT] = start - segment.base;
    segment.rows = at + 1;
    segment.end = start + size;
  } else {
    const offset = start - segment.base;
    if (segment.starts instanceof Uint32Array && (offset < 0 || offset > MOST_OFFSET)) return false;
    segment.starts[at] = offset;
  }
  sizes[at] = size;
  return true;
}

/** The segment with rows from `at` on, if they go on with its chain. @param isLater most files are small; in large ones all segments but the last are full */
function lengthened(segment: Segment, at: number, { base, starts, sizes }: Places, isLater: boolean): Chain | undefined {
  if (segment.kind === 'scattered' || at !== segment.rows) return undefined;
  const first = at === 0 ? base + (starts[0] ?? 0) : segment.base;
  let { end, gap } = segment;
  let longest = 0;
  for (let i = 0; i < starts.length; i++) {
    const start = base + (starts[i] ?? 0);
    const size = sizes[i] ?? 0;
    if (at + i === 1) gap = start - end;
    else if (at + i > 1 && start - end !== gap) return undefined;
    end = start + size;
    if (size > longest) longest = size;
  }
  const rows = at + starts.length;
  if (end - first > MOST_OFFSET || (rows > 1 && gap < 0)) return undefined;
  const room = roomFor(rows, segment.sizes.length, isLater);
  const linked = grown(segment.starts, room >>> LINK_SHIFT, segment.starts);
  for (let i = -at & (LINK_ROWS - 1); i < starts.length; i += LINK_ROWS) linked[(at + i) >>> LINK_SHIFT] = base + (starts[i] ?? 0) - first;
  const sized = grown(segment.sizes, room, wideEnough(segment.sizes, longest));
  sized.set(sizes, at);
  return { kind: 'chain', rows, base: first, end, gap, starts: linked, sizes: sized };
}

/** The segment, whatever it was, with a start for each row. */
function scattered(segment: Segment): Scattered {
  if (segment.kind === 'scattered') return segment;
  const { rows, base, sizes } = segment;
  const places = new Uint32Array(rows * 2);
  copyFrom(segment, 0, rows, base, places);
  const starts = new Uint32Array(sizes.length);
  for (let i = 0; i < rows; i++) starts[i] = places[i * 2] ?? 0;
  return { kind: 'scattered', base, starts, sizes };
}

/** The segment with these rows written from `at` on. */
function written(segment: Scattered, at: number, { base, starts, sizes }: Places): Scattered {
  const isFirst = segment.starts.length === 0;
  const from = isFirst ? base + (starts[0] ?? 0) : segment.base;
  const move = base - from;
  let least = Infinity;
  let most = 0;
  let longest = 0;
  for (let i = 0; i < starts.length; i++) {
    least = Math.min(least, starts[i] ?? 0);
    most = Math.max(most, starts[i] ?? 0);
    longest = Math.max(longest, sizes[i] ?? 0);
  }
  const isWide = segment.starts instanceof Float64Array || move + least < 0 || move + most > MOST_OFFSET;
  const room = roomFor(at + starts.length, segment.starts.length, false);
  const placed = grown<Uint32Array | Float64Array>(segment.starts, room, isWide ? new Float64Array(0) : segment.starts);
  for (let i = 0; i < starts.length; i++) placed[at + i] = move + (starts[i] ?? 0);
  const sized = grown(segment.sizes, room, wideEnough(segment.sizes, longest));
  sized.set(sizes, at);
  return { kind: 'scattered', base: from, starts: placed, sizes: sized };
}

/** Rows that there is to be room for. */
function roomFor(rows: number, room: number, isLater: boolean): number {
  if (rows <= room) return room;
  return isLater ? SEGMENT_ROWS : Math.min(SEGMENT_ROWS, Math.max(FIRST_ROWS, (rows + LINK_ROWS - 1) & -LINK_ROWS, room * 2));
}

function wideEnough(sizes: Sizes, longest: number): Sizes {
  if (longest >= 2 ** (8 * sizes.BYTES_PER_ELEMENT)) return longest > 0xffff ? new Uint32Array(0) : new Uint16Array(0);
  return sizes;
}

/** The numbers in an array of at least so many, of the kind of `like`; the same one if it is all of that. */
function grown<T extends Sizes | Float64Array>(from: T, room: number, like: T): T {
  if (from.length >= room && from.BYTES_PER_ELEMENT === like.BYTES_PER_ELEMENT) return from;
  const into = new (like.constructor as new (length: number) => T)(Math.max(room, from.length));
  into.set(from);
  return into;
}
