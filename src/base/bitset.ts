/** A set of rows, one bit each; grows as rows are added. */
export class Bitset {
  #words: Uint32Array;
  #size = 0;

  constructor(rows = 0) {
    this.#words = new Uint32Array((rows + 31) >>> 5);
  }

  static of(rows: Iterable<number>): Bitset {
    const set = new Bitset();
    for (const row of rows) set.add(row);
    return set;
  }

  copy(): Bitset {
    const copied = new Bitset();
    copied.#words = this.#words.slice();
    copied.#size = this.#size;
    return copied;
  }

  get state(): { readonly words: Uint32Array; readonly size: number } {
    return { words: this.#words, size: this.#size };
  }

  /** The set that a state says, whose array it takes over. */
  static restored({ words, size }: Bitset['state']): Bitset {
    const restored = new Bitset();
    restored.#words = words;
    restored.#size = size;
    return restored;
  }

  /** Members. */
  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  has(row: number): boolean {
    return (((this.#words[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1;
  }

  /** False: it was there already. */
  add(row: number): boolean {
    const index = row >>> 5;
    if (index >= this.#words.length) this.#grow(index + 1);
    const word = this.#words[index] ?? 0;
    const next = word | (1 << (row & 31));
    if (next >>> 0 === word) return false;
    this.#words[index] = next;
    this.#size++;
    return true;
  }

  /** False: it was not there. */
  delete(row: number): boolean {
    if (!this.has(row)) return false;
    const index = row >>> 5;
    this.#words[index] = (this.#words[index] ?? 0) & ~(1 << (row & 31));
    this.#size--;
    return true;
  }

  /** Members in ascending order. */
  rows(): Uint32Array<ArrayBuffer> {
    const rows = new Uint32Array(this.#size);
    let count = 0;
    for (let index = 0; index < this.#words.length; index++) {
      let word = this.#words[index] ?? 0;
      while (word !== 0) {
        const bit = 31 - Math.clz32(word & -word);
        rows[count++] = (index << 5) + bit;
        word &= word - 1;
      }
    }
    return rows;
  }

  #grow(words: number): void {
    const grown = new Uint32Array(Math.max(words, this.#words.length * 2, 8));
    grown.set(this.#words);
    this.#words = grown;
  }
}
