import { mixed } from '../../base/mixed.ts';
import { PairSet } from '../../base/pair-set.ts';
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
const PAGE_BITS = 16;
const PAGE_IDS = 1 << PAGE_BITS;
const MAX_PAGES = 1024;
/** Pages of places that there may be before any id, and ids that pay for each further one: it costs 256 KiB, however few lie in it. */
const FREE_PAGES = 128;
const IDS_PER_PAGE = 1024;
/** Larger ids are no index of anything. */
const MAX_PAGED = 2 ** 31 - 1;

/** Places by id. Whole numbers that lie close together cost four bytes each, and no hashing. Compared exactly, whatever they are. */
export class IdMap {
  /** By the id's upper bits; read only. Compiled code has copies of them, for ids up to `MAX_PAGED`. */
  readonly pages: (Int32Array | undefined)[] = [];
  /** How often each page was written to. */
  readonly versions: number[] = [];
  #pageCount = 0;
  /** Times that a place was given. */
  #given = 0;
  /** Those that came while there was no page for them. Where there is one by now, it is asked first. */
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
    this.#given += 1;
    const page = typeof id === 'number' && id >= 0 && id <= MAX_PAGED ? this.#page(id >>> PAGE_BITS) : undefined;
    if (page === undefined) {
      this.#rest.set(id, place);
      return;
    }
    page[(id as number) & (PAGE_IDS - 1)] = place;
    const index = (id as number) >>> PAGE_BITS;
    this.versions[index] = (this.versions[index] as number) + 1;
  }

  /**
   * Gives those that are new consecutive places, up to the first that is not. @param ids whole numbers, from `from` on
   * @returns how many
   */
  addNew(ids: Float64Array, from: number, first: number): number {
    for (let i = from; i < ids.length; i += 1) {
      const id = ids[i] as number;
      const page = id <= MAX_PAGED ? this.#page(id >>> PAGE_BITS) : undefined;
      const place = first + i - from;
      if (this.#rest.size > 0 && this.#rest.has(id)) return i - from;
      this.#given += 1;
      if (page === undefined) {
        this.#rest.set(id, place);
        continue;
      }
      const at = id & (PAGE_IDS - 1);
      if ((page[at] as number) >= 0) return i - from;
      page[at] = place;
      const index = id >>> PAGE_BITS;
      this.versions[index] = (this.versions[index] as number) + 1;
    }
    return ids.length - from;
  }

  #page(index: number): Int32Array | undefined {
    const known = this.pages[index];
    if (known !== undefined || this.#pageCount >= Math.min(MAX_PAGES, FREE_PAGES + this.#given / IDS_PER_PAGE)) return known;
    const page = new Int32Array(PAGE_IDS).fill(-1);
    this.pages[index] = page;
    this.versions[index] = 0;
    this.#pageCount += 1;
    return page;
  }
}

/** A number and the two words that it is made of; also for the two hashes of a text. */
const NUMBER = new Float64Array(1);
const PAIR = new Uint32Array(NUMBER.buffer);
const ZERO = 0.5;

/**
 * A set of ids that tells doubles. Integers that lie close together cost a bit each, others and texts 11 to 21 bytes. Numbers are compared exactly,
 * texts by 64 bits of hash: among ten million different ones, one is wrongly told as a double in one of 370,000 files (n² / 2 / 2⁶⁴).
 */
export class IdSet {
  readonly #pages = new Map<number, Uint32Array>();
  /** Those that no page is for, by their bits. */
  readonly #numbers = new PairSet();
  readonly #texts = new PairSet();

  /** False where the id was there already. */
  add(id: Id): boolean {
    if (typeof id === 'string') {
      hashInto(PAIR, id);
      return this.#texts.add(PAIR[0] as number, PAIR[1] as number);
    }
    const page = id >= 0 ? this.#page(Math.floor(id / PAGE_IDS)) : undefined;
    if (page === undefined) {
      // All bits of 0 are 0, which no pair may be: a fraction, which no id is, stands for it.
      NUMBER[0] = id === 0 ? ZERO : id;
      return this.#numbers.add(PAIR[0] as number, PAIR[1] as number);
    }
    const bit = id % PAGE_IDS;
    const word = page[bit >>> 5] as number;
    const mask = 1 << (bit & 31);
    page[bit >>> 5] = word | mask;
    return (word & mask) === 0;
  }

  /** Those that are numbers. */
  *numbers(): Generator<number> {
    for (const [number, page] of this.#pages) {
      for (const [at, word] of page.entries()) {
        for (let bit = 0; word >>> bit !== 0 && bit < 32; bit += 1) if ((word >>> bit) & 1) yield number * PAGE_IDS + at * 32 + bit;
      }
    }
    for (const pair of this.#numbers.pairs()) {
      PAIR.set(pair);
      const [id = ZERO] = NUMBER;
      yield id === ZERO ? 0 : id;
    }
  }

  /** Undefined where there are too many pages. */
  #page(number: number): Uint32Array | undefined {
    let page = this.#pages.get(number);
    if (page === undefined && this.#pages.size < MAX_PAGES) this.#pages.set(number, (page = new Uint32Array(PAGE_IDS / 32)));
    return page;
  }
}

/** Two hashes of a text that have nothing in common, at once: each step of either can be undone, so that no bit of the text is lost early. */
function hashInto(pair: Uint32Array, text: string): void {
  let high = 0x9e3779b9;
  let low = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x85ebca77);
    high ^= high >>> 15;
    low = Math.imul(((low << 13) | (low >>> 19)) + unit, 0xc2b2ae3d);
  }
  pair[0] = mixed(high);
  // Not both 0, which no pair may be.
  pair[1] = mixed(low) || 1;
}
