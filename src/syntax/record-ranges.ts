/** Where records stand in a file, many at a time, without their bytes: what an index is made of. */

/** Consecutive records in file order. The arrays are the receiver's. */
export interface RecordRanges {
  readonly length: number;
  /** Offset in the file of each record's first byte. */
  readonly start: Float64Array;
  /** Bytes of each record, without its end of line. */
  readonly size: Uint32Array;
  /** Line that each begins on, from 1. */
  readonly line: Uint32Array;
  /** Bytes of the file that have been looked at. */
  readonly done: number;
}

const FIRST_ROOM = 256;

/** Collects ranges one after another; `take` hands over what is there. */
export class RangeList {
  #start = new Float64Array(FIRST_ROOM);
  #size = new Uint32Array(FIRST_ROOM);
  #line = new Uint32Array(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(start: number, size: number, line: number): void {
    const at = this.#length;
    if (at === this.#start.length) this.#grow();
    this.#start[at] = start;
    this.#size[at] = size;
    this.#line[at] = line;
    this.#length = at + 1;
  }

  take(done: number): RecordRanges {
    const length = this.#length;
    this.#length = 0;
    return { length, start: this.#start.slice(0, length), size: this.#size.slice(0, length), line: this.#line.slice(0, length), done };
  }

  #grow(): void {
    const room = this.#start.length * 2;
    this.#start = grown(this.#start, new Float64Array(room));
    this.#size = grown(this.#size, new Uint32Array(room));
    this.#line = grown(this.#line, new Uint32Array(room));
  }
}

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
