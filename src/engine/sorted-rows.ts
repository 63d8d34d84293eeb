/** A set of few rows among many: four bytes each, where a set of bits takes one for every row. */
import { firstWhere } from '../base/binary-search.ts';

/** A set whose rows can be listed, whatever it is made of: few of them, or a bit for each. */
export interface ListedRows {
  has(row: number): boolean;
  rows(): Uint32Array;
}

export class SortedRows implements ListedRows {
  readonly #rows: Uint32Array;

  /** @param rows ascending; kept, not copied */
  constructor(rows: Uint32Array) {
    this.#rows = rows;
  }

  has(row: number): boolean {
    const rows = this.#rows;
    return rows[firstWhere(rows.length, (at) => (rows[at] ?? 0) >= row)] === row;
  }

  rows(): Uint32Array {
    return this.#rows;
  }
}
