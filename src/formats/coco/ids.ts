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

/** Ids of a page: those that lie close together, as most do, share one. */
export const PAGE_BITS = 16;
export const PAGE_IDS = 1 << PAGE_BITS;
const MAX_PAGES = 1024;
/** Larger ids are no index of anything. */
export const MAX_PAGED = 2 ** 31 - 1;

/** Places by id. Whole numbers that lie close together cost four bytes each, and no hashing. */
export class IdMap {
  /** By the id's upper bits; read only. Hot loops look here themselves, for ids up to `MAX_PAGED`. */
  readonly pages: (Int32Array | undefined)[] = [];
  #pageCount = 0;
  readonly #rest = new Map<Id, number>();

  get(id: Id): number | undefined {
    const page = typeof id === 'number' && id >= 0 && id <= MAX_PAGED ? this.pages[id >>> PAGE_BITS] : undefined;
    const place = page === undefined ? -1 : (page[(id as number) & (PAGE_IDS - 1)] as number);
    return place >= 0 ? place : this.#rest.get(id);
  }

  has(id: Id): boolean {
    return this.get(id) !== undefined;
  }

  set(id: Id, place: number): void {
    const page = typeof id === 'number' && id >= 0 && id <= MAX_PAGED ? this.#page(id >>> PAGE_BITS) : undefined;
    if (page === undefined) this.#rest.set(id, place);
    else page[(id as number) & (PAGE_IDS - 1)] = place;
  }

  #page(index: number): Int32Array | undefined {
    const known = this.pages[index];
    if (known !== undefined || this.#pageCount >= MAX_PAGES) return known;
    const page = new Int32Array(PAGE_IDS).fill(-1);
    this.pages[index] = page;
    this.#pageCount += 1;
    return page;
  }
}

/** A set of ids that tells doubles; integers that lie close together cost a bit each. */
export class IdSet {
  readonly #pages = new Map<number, Uint32Array>();
  readonly #rest = new Set<Id>();
  /** The page of the last id, and the first id of that page: ids mostly rise. */
  #last: Uint32Array = new Uint32Array(0);
  #first = NaN;

  /** False where the id was there already. */
  add(id: Id): boolean {
    if (typeof id === 'number' && id >= 0 && this.#turnTo(id)) return this.addNear(id);
    const before = this.#rest.size;
    this.#rest.add(id);
    return this.#rest.size > before;
  }

  /** As `add` of a whole number, where it lies in the page of the last one; else false, and nothing was done. */
  addNear(id: number): boolean {
    const bit = id - this.#first;
    if (!(bit >= 0 && bit < PAGE_IDS)) return false;
    const page = this.#last;
    const word = page[bit >>> 5] as number;
    const mask = 1 << (bit & 31);
    page[bit >>> 5] = word | mask;
    return (word & mask) === 0;
  }

  /** False where there are too many pages. */
  #turnTo(id: number): boolean {
    const number = Math.floor(id / PAGE_IDS);
    if (number * PAGE_IDS === this.#first) return true;
    let page = this.#pages.get(number);
    if (page === undefined && this.#pages.size < MAX_PAGES) this.#pages.set(number, (page = new Uint32Array(PAGE_IDS / 32)));
    if (page === undefined) return false;
    this.#last = page;
    this.#first = number * PAGE_IDS;
    return true;
  }
}
