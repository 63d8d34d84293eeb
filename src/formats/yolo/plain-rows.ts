/**
 * Rows of plain boxes, read from the bytes without making a string: what nearly every line of nearly every label file is. Whatever is not
 * written exactly so is left to `row.ts`, so that there is one place that knows what odd lines mean.
 */

const LF = 10;
const CR = 13;
const SPACE = 32;
const POINT = 46;
const ZERO = 48;

/** Digits that a double holds exactly. */
const MOST_DIGITS = 15;
/** Powers of ten are exact up to the 22nd: a quotient of two exact numbers is the number nearest to what is written. */
const POWERS = Float64Array.from({ length: MOST_DIGITS + 1 }, (_, i) => 10 ** i);
const MOST_CLASS_DIGITS = 9;

/** The rows of one file, column by column; its arrays are used again for the next one. */
export class PlainRows {
  length = 0;
  category = new Uint32Array(64);
  /** Centre x, centre y, width, height. */
  values = new Float64Array(64 * 4);
  /** Bytes of the line, without its end. */
  start = new Uint32Array(64);
  end = new Uint32Array(64);
  readonly #hashes = new Set<number>();

  /**
   * Reads a whole file of lines `class cx cy width height`: unsigned decimals with one space between. False where any line is otherwise
   * (blank ones too), or where two of them may be the same: then nothing of what was read counts.
   */
  read(bytes: Uint8Array): boolean {
    this.length = 0;
    this.#hashes.clear();
    let at = 0;
    while (at < bytes.length) {
      at = this.#line(bytes, at);
      if (at < 0) return false;
    }
    return true;
  }

  /** Where the next line begins; -1: this one is not plain. */
  #line(bytes: Uint8Array, start: number): number {
    const row = this.length;
    if (row === this.category.length) this.#grow();
    let at = start;
    let category = 0;
    let hash = 0x811c9dc5;
    for (; isDigit(bytes[at]); at += 1) {
      category = category * 10 + (bytes[at] ?? 0) - ZERO;
      hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    }
    if (at === start || at - start > MOST_CLASS_DIGITS) return -1;
    for (let part = 0; part < 4; part += 1) {
      if (bytes[at] !== SPACE) return -1;
      hash = Math.imul(hash ^ SPACE, 0x01000193);
      at += 1;
      const first = at;
      let mantissa = 0;
      let point = -1;
      for (; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        if (isDigit(byte)) mantissa = mantissa * 10 + byte - ZERO;
        else if (byte === POINT && point < 0) point = at;
        else break;
        hash = Math.imul(hash ^ byte, 0x01000193);
      }
      const digits = at - first - (point < 0 ? 0 : 1);
      if (digits === 0 || digits > MOST_DIGITS) return -1;
      this.values[row * 4 + part] = point < 0 ? mantissa : mantissa / (POWERS[at - point - 1] ?? 1);
    }
    const end = at;
    if (at < bytes.length) {
      if (bytes[at] === CR) at += 1;
      if (bytes[at] !== LF) return -1;
      at += 1;
    }
    if (this.#hashes.has(hash)) return -1;
    this.#hashes.add(hash);
    this.category[row] = category;
    this.start[row] = start;
    this.end[row] = end;
    this.length = row + 1;
    return at;
  }

  #grow(): void {
    const rows = this.category.length * 2;
    this.category = grown(this.category, new Uint32Array(rows));
    this.values = grown(this.values, new Float64Array(rows * 4));
    this.start = grown(this.start, new Uint32Array(rows));
    this.end = grown(this.end, new Uint32Array(rows));
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
}

function grown<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
