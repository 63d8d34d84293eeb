/** Numbers per column segment are kept in one of these. */
export type Numbers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Rows of a full segment; a power of two, so that row → segment is a shift. */
export const SEGMENT_ROWS = 65536;
export const SEGMENT_SHIFT = 16;
const FIRST_ROWS = 64;

/** What a column holds, to be kept and restored; a blank segment is 0. */
export type GrowableState<T extends Numbers = Numbers> = {
  readonly length: number;
  readonly segments: readonly (T | 0)[];
};

/**
 * Numbers that grow at the end without copying what is there: full segments stay where they are, only the first one
 * doubles while it is small. Rows that were never written read as `fill`; whole segments of them cost nothing.
 *
 * Hot loops read `segments[row >>> SEGMENT_SHIFT]` themselves; they must never write there (blank segments are shared).
 */
export class Growable<T extends Numbers> {
  readonly width: number;
  readonly fill: number;
  readonly #make: new (length: number) => T;
  readonly #segments: T[] = [];
  readonly #blank: T;
  /** Segments of one number throughout, which others have too. */
  readonly #shared = new Set<number>();
  #length = 0;

  /** `width`: numbers per row (4 for a box). */
  constructor(make: new (length: number) => T, fill = 0, width = 1) {
    this.#make = make;
    this.fill = fill;
    this.width = width;
    this.#blank = blankSegment(make, fill, width);
  }

  /** Rows. */
  get length(): number {
    return this.#length;
  }

  /** `SEGMENT_ROWS × width` numbers each; the first may be shorter while it is the only one. Read only. */
  get segments(): readonly T[] {
    return this.#segments;
  }

  get state(): GrowableState<T> {
    // Whoever takes the arrays over writes to them.
    const own = (segment: T, index: number): T => (this.#shared.has(index) ? (segment.slice() as T) : segment);
    return { length: this.#length, segments: this.#segments.map((segment, i) => (segment === this.#blank ? 0 : own(segment, i))) };
  }

  /** Becomes what the state says, whose arrays it takes over. */
  restore({ length, segments }: GrowableState<T>): void {
    this.#segments.splice(0, Infinity, ...segments.map((segment) => (segment === 0 ? this.#blank : segment)));
    this.#shared.clear();
    this.#length = length;
  }

  /** Bytes held, without the shared segments. */
  get bytes(): number {
    let bytes = 0;
    for (const [i, segment] of this.#segments.entries()) if (segment !== this.#blank && !this.#shared.has(i)) bytes += segment.byteLength;
    return bytes;
  }

  /** Number `part` of a row; rows past the end read as `fill`. */
  at(row: number, part = 0): number {
    return this.#segments[row >>> SEGMENT_SHIFT]?.[(row & (SEGMENT_ROWS - 1)) * this.width + part] ?? this.fill;
  }

  /** Copies rows `from` to `to` (of width 1) to the start of `out`; rows past the end are `fill`. */
  copy(from: number, to: number, out: Numbers): void {
    for (let row = from; row < to;) {
      const at = row & (SEGMENT_ROWS - 1);
      const rows = Math.min(to - row, SEGMENT_ROWS - at);
      const known = (this.#segments[row >>> SEGMENT_SHIFT] ?? this.#blank).subarray(at, at + rows);
      out.set(known, row - from);
      out.fill(this.fill, row - from + known.length, row - from + rows);
      row += rows;
    }
  }

  /** Writes one number; grows to hold the row. */
  set(row: number, value: number, part = 0): void {
    if (row >= this.#length) this.resize(row + 1);
    this.#writable(row >>> SEGMENT_SHIFT)[(row & (SEGMENT_ROWS - 1)) * this.width + part] = value;
  }

  /** Adds a row (of width 1). */
  push(value: number): void {
    this.set(this.#length, value);
  }

  /** Adds `values.length / width` rows. */
  append(values: ArrayLike<number>): void {
    this.#extend(values.length / this.width, (segment, offset, from, to) => {
      if (ArrayBuffer.isView(values)) segment.set((values as unknown as T).subarray(from, to), offset);
      else for (let i = from; i < to; i++) segment[offset + i - from] = values[i] ?? this.fill;
    });
  }

  /** As `append`, from this row on: rows between the end and it are left blank. The column must not be longer. */
  appendAt(row: number, values: ArrayLike<number>): void {
    this.resize(row);
    if (this.#length !== row) throw new RangeError(`row ${row} of a column of ${this.#length} rows is no end`);
    this.append(values);
  }

  /** Writes consecutive rows of width 1, wherever they are. */
  put(row: number, values: T): void {
    if (row >= this.#length) this.appendAt(row, values);
    else for (let i = 0; i < values.length; i++) this.set(row + i, values[i] ?? this.fill);
  }

  /** Adds `rows` rows of the same value; those of `fill` cost nothing. */
  appendRun(value: number, rows: number): void {
    if (value === this.fill) this.resize(this.#length + rows);
    else this.#extend(rows, (segment, offset, from, to) => segment.fill(value, offset, offset + to - from));
  }

  /** At least this many rows; new ones read as `fill`. */
  resize(rows: number): void {
    if (rows <= this.#length) return;
    const first = this.#segments[0];
    const capacity = first === undefined ? 0 : first.length / this.width;
    if (rows <= SEGMENT_ROWS) {
      if (rows > capacity) this.#growFirst(Math.min(SEGMENT_ROWS, Math.max(rows, capacity * 2, FIRST_ROWS)));
    } else {
      if (first !== undefined && capacity < SEGMENT_ROWS) this.#growFirst(SEGMENT_ROWS);
      while (this.#segments.length * SEGMENT_ROWS < rows) this.#segments.push(this.#blank);
    }
    this.#length = rows;
  }

  #growFirst(rows: number): void {
    const grown = new this.#make(rows * this.width);
    if (this.fill !== 0) grown.fill(this.fill);
    const first = this.#segments[0];
    if (first !== undefined) grown.set(first);
    this.#segments[0] = grown;
  }

  #writable(index: number): T {
    const segment = this.#segments[index] as T;
    if (segment !== this.#blank && !this.#shared.has(index)) return segment;
    const own = segment.slice() as T;
    this.#segments[index] = own;
    this.#shared.delete(index);
    return own;
  }

  #extend(rows: number, write: (segment: T, offset: number, from: number, to: number) => void): void {
    const start = this.#length;
    this.resize(start + rows);
    let done = 0;
    while (done < rows) {
      const row = start + done;
      const inside = row & (SEGMENT_ROWS - 1);
      const count = Math.min(rows - done, SEGMENT_ROWS - inside);
      write(this.#writable(row >>> SEGMENT_SHIFT), inside * this.width, done * this.width, (done + count) * this.width);
      if (inside + count === SEGMENT_ROWS) this.#share(row >>> SEGMENT_SHIFT);
      done += count;
    }
  }

  /** A full segment of the same small number throughout costs nothing: there are no more than 256 of those. */
  #share(index: number): void {
    const segment = this.#segments[index];
    if (!(segment instanceof Uint8Array) || !isOfOne(segment)) return;
    this.#segments[index] = blankSegment(this.#make, segment[0] ?? 0, this.width);
    this.#shared.add(index);
  }
}

function isOfOne(numbers: Uint8Array): boolean {
  for (let i = 1; i < numbers.length; i++) if (numbers[i] !== numbers[0]) return false;
  return true;
}

const blanks = new Map<string, Numbers>();

function blankSegment<T extends Numbers>(make: new (length: number) => T, fill: number, width: number): T {
  const key = `${make.name} ${fill} ${width}`;
  let blank = blanks.get(key) as T | undefined;
  if (blank === undefined) {
    blank = new make(SEGMENT_ROWS * width);
    if (fill !== 0) blank.fill(fill);
    blanks.set(key, blank);
  }
  return blank;
}
