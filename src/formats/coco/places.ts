import type { SampleRow } from '../../model/dataset.ts';

const FIRST_PLACES = 64;

/**
 * What every annotation asks of its image: row, width and height, side by side in memory, since annotations come in any order and each place that
 * is far from the last one costs as much as all the rest.
 */
export class Places {
  /** Three a place: row, then the bits of width and height. */
  words = new Uint32Array(FIRST_PLACES * 3);
  /** The same memory: width at `place * 3 + 1`, height behind it; pixels, 0: not known. */
  sides = new Float32Array(this.words.buffer);
  /** How often something was said anew of a place that was there. */
  version = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  rowOf(place: number): SampleRow {
    return this.words[place * 3] as number;
  }

  widthOf(place: number): number {
    return this.sides[place * 3 + 1] as number;
  }

  heightOf(place: number): number {
    return this.sides[place * 3 + 2] as number;
  }

  add(row: SampleRow, width: number, height: number): number {
    const place = this.#length;
    this.#reserve(1);
    this.words[place * 3] = row;
    this.sides[place * 3 + 1] = width;
    this.sides[place * 3 + 2] = height;
    this.#length = place + 1;
    return place;
  }

  /** @param rows of each; a number: the first of consecutive ones */
  addMany(rows: Uint32Array | SampleRow, widths: Uint32Array, heights: Uint32Array): void {
    const first = this.#length;
    this.#reserve(widths.length);
    const { words, sides } = this;
    for (let i = 0; i < widths.length; i += 1) {
      const at = (first + i) * 3;
      words[at] = typeof rows === 'number' ? rows + i : (rows[i] as number);
      sides[at + 1] = widths[i] as number;
      sides[at + 2] = heights[i] as number;
    }
    this.#length = first + widths.length;
  }

  #reserve(more: number): void {
    const needed = (this.#length + more) * 3;
    if (needed <= this.words.length) return;
    const words = new Uint32Array(Math.max(needed, this.words.length * 2));
    words.set(this.words);
    this.words = words;
    this.sides = new Float32Array(words.buffer);
  }

  setSize(place: number, width: number, height: number): void {
    this.sides[place * 3 + 1] = width;
    this.sides[place * 3 + 2] = height;
    this.version += 1;
  }
}
