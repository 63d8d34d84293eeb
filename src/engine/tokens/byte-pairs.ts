/**
 * Counts the tokens of byte-pair encodings as tiktoken's `encode_ordinary` makes them: https://github.com/openai/tiktoken
 *
 * A text is cut into pieces by a pattern; of each piece's bytes the pair with the lowest rank is joined, the leftmost first, until no pair
 * has one. The order of joins is kept in a heap, so that a long piece costs `n log n`: base64 and runs of one letter are one piece.
 */

/** Pieces whose count is remembered. */
const REMEMBERED = 50_000;
/** … where they are no longer than this: UTF-16 units. */
const SHORT = 48;
/** A rank and a place in one number: `rank × PLACES + place`. */
const PLACES = 2 ** 32;

/**
 * @param tokens of the encoding by rank, a UTF-16 unit for each of their bytes
 * @param pattern global, Unicode: what it does not match is no part of a token
 */
export function bytePairCounter(tokens: readonly string[], pattern: RegExp): (text: string) => number {
  const rankOf = new Map(tokens.map((token, rank) => [token, rank]));
  const known = new Map<string, number>();
  const joins = new Joins(rankOf);

  function countPiece(piece: string): number {
    const remembered = known.get(piece);
    if (remembered !== undefined) return remembered;
    const bytes = bytesOf(piece);
    const count = rankOf.has(bytes) ? 1 : joins.count(bytes);
    if (piece.length <= SHORT) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(piece, count);
    }
    return count;
  }

  return (text) => {
    let count = 0;
    for (const [piece] of text.matchAll(pattern)) count += countPiece(piece);
    return count;
  };
}

/** A unit for each byte of a token that is listed as text or (where it is no whole characters) as bytes. */
export const tokenBytes = (token: string | readonly number[]): string =>
  typeof token === 'string' ? bytesOf(token) : String.fromCharCode(...token);

const encoder = new TextEncoder();
const NOT_ASCII = /[\u0080-\uffff]/;

/** UTF-8, a unit for each byte. */
function bytesOf(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  const bytes = encoder.encode(text);
  let units = '';
  for (let from = 0; from < bytes.length; from += 4096) units += String.fromCharCode(...bytes.subarray(from, from + 4096));
  return units;
}

/** Joins the bytes of one piece after the other. */
class Joins {
  readonly #rankOf: ReadonlyMap<string, number>;
  /** Of the part that begins at a place: where the next begins and the one before; the rank of it joined with the next. */
  #next = new Int32Array(64);
  #before = new Int32Array(64);
  #rank = new Float64Array(64);
  readonly #heap: number[] = [];

  constructor(rankOf: ReadonlyMap<string, number>) {
    this.#rankOf = rankOf;
  }

  count(bytes: string): number {
    const { length } = bytes;
    if (this.#next.length <= length) {
      this.#next = new Int32Array(length * 2);
      this.#before = new Int32Array(length * 2);
      this.#rank = new Float64Array(length * 2);
    }
    const next = this.#next;
    const before = this.#before;
    const rank = this.#rank;
    for (let at = 0; at < length; at++) {
      next[at] = at + 1;
      before[at] = at - 1;
    }
    for (let at = 0; at < length; at++) this.#look(bytes, at);
    let parts = length;
    for (let lowest = this.#pop(); lowest !== undefined; lowest = this.#pop()) {
      const at = lowest % PLACES;
      // What was joined since has another rank now, or none.
      if (rank[at] !== (lowest - at) / PLACES) continue;
      const gone = next[at] ?? length;
      const after = next[gone] ?? length;
      next[at] = after;
      if (after < length) before[after] = at;
      rank[gone] = Infinity;
      parts--;
      this.#look(bytes, at);
      const previous = before[at] ?? -1;
      if (previous >= 0) this.#look(bytes, previous);
    }
    return parts;
  }

  /** Finds the rank of the part at a place with the one behind it. */
  #look(bytes: string, at: number): void {
    const { length } = bytes;
    const middle = this.#next[at] ?? length;
    const rank = middle < length ? this.#rankOf.get(bytes.slice(at, this.#next[middle])) : undefined;
    this.#rank[at] = rank ?? Infinity;
    if (rank !== undefined) this.#push(rank * PLACES + at);
  }

  #push(value: number): void {
    const heap = this.#heap;
    let at = heap.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (above <= value) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = value;
  }

  #pop(): number | undefined {
    const heap = this.#heap;
    const [top] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
      const below = heap[child] ?? 0;
      if (below >= last) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}
