/** Which samples have each class: a bit for each of both, so that how many there are is known without an index of all annotations. */
import type { Codes } from '../table/code-column.ts';
import { bitsOfWord } from '../table/row-bits.ts';

/** A million images of 80 classes need an index. */
const MOST_BYTES = 8 << 20;

export class ClassSamples {
  readonly #most: number;
  #byClass: Uint32Array[] | undefined = [];
  /** Words of each class. */
  #words = 0;

  /** @param most bytes that it may take */
  constructor(most = MOST_BYTES) {
    this.#most = most;
  }

  /** There are so many by now. Where that is too many nothing is known from then on. */
  grow(classes: number, samples: number): void {
    const known = this.#byClass;
    if (!known) return;
    const needed = (samples + 31) >>> 5;
    if (needed > this.#words) this.#words = Math.max(needed, this.#words * 2);
    if (classes * this.#words * Uint32Array.BYTES_PER_ELEMENT > this.#most) {
      this.#byClass = undefined;
      return;
    }
    for (let code = 0; code < classes; code++) {
      const before = known[code];
      if (before?.length === this.#words) continue;
      const words = new Uint32Array(this.#words);
      if (before) words.set(before);
      known[code] = words;
    }
  }

  /**
   * Annotations of these samples and classes (-1: none). @param setRows label set of each
   * @param isCounted by label set: whether its annotations count
   */
  add(owners: Uint32Array, categories: Codes, setRows: Uint16Array, from: number, to: number, isCounted: readonly boolean[]): void {
    const byClass = this.#byClass;
    if (!byClass) return;
    for (let i = from; i < to; i++) {
      const words = byClass[categories[i] ?? -1];
      if (!words || isCounted[setRows[i] ?? 0] !== true) continue;
      const owner = owners[i] ?? 0;
      words[owner >>> 5] = (words[owner >>> 5] ?? 0) | (1 << (owner & 31));
    }
  }

  /** Samples of each class; undefined: there are too many to tell. */
  counts(): Uint32Array | undefined {
    return this.#byClass && Uint32Array.from(this.#byClass, countOf);
  }
}

function countOf(words: Uint32Array): number {
  let count = 0;
  for (let w = 0; w < words.length; w++) count += bitsOfWord(words[w] ?? 0);
  return count;
}
