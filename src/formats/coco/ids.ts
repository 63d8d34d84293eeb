import type { JsonValue } from '../../syntax/json-value.ts';

/**
 * An id of an image, category or annotation in one form for all the ways to write it: `12`, `12.0` and `"12"` are the same.
 * A safe integer is a number, everything else its text.
 */
export type Id = number | string;

const INTEGER_TEXT = /^(?:0|-?[1-9]\d{0,15})$/;

/** Undefined where the value is no id: missing, null, NaN, a list. */
export function idOf(value: JsonValue): Id | undefined {
  switch (typeof value) {
    case 'number':
      if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
      return Number.isFinite(value) ? String(value) : undefined;
    case 'bigint':
      return value.toString();
    case 'string':
      return idOfText(value);
    default:
      return undefined;
  }
}

export function idOfText(text: string): Id {
  if (!INTEGER_TEXT.test(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

/** Ids below this are looked up in an array, four bytes each up to the largest. */
const DENSE = 1 << 22;

/** Places by id. Small whole numbers, which most ids are, cost no hashing. */
export class IdMap {
  #dense = new Int32Array(1024).fill(-1);
  readonly #rest = new Map<Id, number>();

  get(id: Id): number | undefined {
    if (typeof id === 'number' && id >= 0 && id < DENSE) {
      const place = this.#dense[id];
      return place === undefined || place < 0 ? undefined : place;
    }
    return this.#rest.get(id);
  }

  has(id: Id): boolean {
    return this.get(id) !== undefined;
  }

  set(id: Id, place: number): void {
    if (typeof id !== 'number' || id < 0 || id >= DENSE) {
      this.#rest.set(id, place);
      return;
    }
    if (id >= this.#dense.length) {
      const longer = new Int32Array(Math.min(DENSE, Math.max(id + 1, this.#dense.length * 2))).fill(-1);
      longer.set(this.#dense);
      this.#dense = longer;
    }
    this.#dense[id] = place;
  }
}

/** Bits in a page of the bitmap. */
const PAGE_BITS = 1 << 16;
const MAX_PAGES = 1024;

/** A set of ids that tells doubles; integers that lie close together cost a bit each. */
export class IdSet {
  readonly #pages = new Map<number, Uint32Array>();
  readonly #rest = new Set<Id>();

  /** False where the id was there already. */
  add(id: Id): boolean {
    if (typeof id === 'number' && id >= 0) {
      const page = this.#page(Math.floor(id / PAGE_BITS));
      if (page) {
        const bit = id % PAGE_BITS;
        const word = page[bit >>> 5] as number;
        const mask = 1 << (bit & 31);
        page[bit >>> 5] = word | mask;
        return (word & mask) === 0;
      }
    }
    const before = this.#rest.size;
    this.#rest.add(id);
    return this.#rest.size > before;
  }

  #page(number: number): Uint32Array | undefined {
    const known = this.#pages.get(number);
    if (known !== undefined || this.#pages.size >= MAX_PAGES) return known;
    const page = new Uint32Array(PAGE_BITS / 32);
    this.#pages.set(number, page);
    return page;
  }
}
