/** The rows of an answer in their order. All rows in file order, which is what most people look at, cost nothing however many there are. */
export interface RowOrder {
  readonly length: number;
  /** Row at a place; `undefined` outside. */
  at(place: number): number | undefined;
  /** Rows of the places `start` to `end` (exclusive); valid as long as the order is. */
  slice(start: number, end: number): Uint32Array;
  /** Place of a row; -1: it is not in the answer. */
  indexOf(row: number): number;
}

/** The first `length` rows, each at the place of its own number. */
export function fileOrder(length: number): RowOrder {
  return {
    length,
    at: (place) => (place >= 0 && place < length ? place : undefined),
    slice(start, end) {
      const from = Math.min(length, Math.max(0, start));
      const rows = new Uint32Array(Math.max(0, Math.min(length, end) - from));
      for (let k = 0; k < rows.length; k++) rows[k] = from + k;
      return rows;
    },
    indexOf: (row) => (row >= 0 && row < length ? row : -1),
  };
}

/** `sorted`: the rows are in another order than that of the file. */
export function orderOf(rows: Uint32Array, sorted: boolean): RowOrder {
  // Rows that ascend without a repetition are as many as their last one says only where none is left out.
  if (!sorted && (rows.at(-1) ?? -1) === rows.length - 1) return fileOrder(rows.length);
  return {
    length: rows.length,
    at: (place) => rows[place],
    slice: (start, end) => rows.subarray(Math.max(0, start), Math.max(0, end)),
    indexOf: (row) => rows.indexOf(row),
  };
}
