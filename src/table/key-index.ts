import { firstWhere } from '../base/binary-search.ts';
import type { GrowableState } from '../base/growable.ts';
import { encodeShared, f64, TextColumn, type TextState } from './column.ts';

/** Keys of records that are known by their place: their text is made from it when somebody asks, and read back from the text. */
export interface PlaceKeys {
  textOf(row: number): string;
  /** Among the rows of these runs. */
  find(key: string, runs: readonly PlaceRun[]): number | undefined;
}

/** Rows in a row that are known by their place; `to` exclusive. */
export interface PlaceRun {
  readonly from: number;
  readonly to: number;
  /** Number of the first record among those of its file, from 1; 0: they are known by their lines. */
  readonly item: number;
}

export type KeyState = {
  readonly texts: TextState;
  readonly numbers: GrowableState<Float64Array>;
  readonly runs: readonly PlaceRun[];
  readonly hashed: number;
  readonly count: number;
};

/**
 * Key → row. A key that is a whole number written plainly is kept as a number, others as UTF-8, those of places not at all. Lookups are by
 * open addressing on row numbers, so that a million keys cost 16 MB and no strings. `release` gives that back when no
 * more keys will be looked up; the keys themselves stay readable.
 */
export class KeyIndex {
  readonly #places: PlaceKeys | undefined;
  readonly #texts = new TextColumn();
  readonly #numbers = f64();
  /** In the order of their rows. */
  readonly #runs: PlaceRun[] = [];
  /** Row + 1; 0: free. Length is a power of two; 0: released. */
  #slots = new Int32Array(64);
  /** Rows in the slots: all before `#hashedTo` but those of runs. What was added at once comes in when somebody looks something up. */
  #hashed = 0;
  #hashedTo = 0;
  #count = 0;

  constructor(places?: PlaceKeys) {
    this.#places = places;
  }

  get bytes(): number {
    return this.#texts.bytes + this.#numbers.bytes + this.#slots.byteLength;
  }

  /** Rows so far. */
  get length(): number {
    return this.#count;
  }

  get state(): KeyState {
    return {
      texts: this.#texts.state,
      numbers: this.#numbers.state,
      runs: [...this.#runs],
      hashed: this.#hashed,
      count: this.#count,
    };
  }

  /** Becomes what the state says, whose arrays it takes over; the lookup is made when it is needed. */
  restore({ texts, numbers, runs, hashed, count }: KeyState): void {
    this.#texts.restore(texts);
    this.#numbers.restore(numbers);
    this.#runs.splice(0, Infinity, ...runs);
    this.#hashed = hashed;
    this.#count = count;
    this.release();
  }

  /** The row of a key; the next free row for one not seen before. */
  rowOf(key: string): number {
    const number = numberOf(key);
    return number === undefined ? this.rowOfBytes(encodeShared(key)) : this.rowOfNumber(number);
  }

  /** As `rowOf`, for the key that is the text of this whole number. */
  rowOfNumber(key: number): number {
    let slot = this.#numberSlot(key);
    const found = (this.#slots[slot] ?? 0) - 1;
    if (found >= 0) return found;
    if (this.#makeRoom(1)) slot = this.#numberSlot(key);
    this.#numbers.set(this.#count, key);
    return this.#add(slot);
  }

  /** As `rowOf`, for a key in UTF-8 that is no number. */
  rowOfBytes(key: Uint8Array): number {
    let slot = this.#textSlot(key);
    const found = (this.#slots[slot] ?? 0) - 1;
    if (found >= 0) return found;
    if (this.#makeRoom(1)) slot = this.#textSlot(key);
    this.#texts.setBytes(this.#count, key);
    return this.#add(slot);
  }

  /**
   * Adds rows that are known by their place in a file; returns the first.
   * @param item number of the first among the records of its file, from 1; 0: they are known by their lines
   */
  addPlaces(rows: number, item: number): number {
    const from = this.#count;
    const last = this.#runs.at(-1);
    const goesOn = last?.to === from && item === (last.item === 0 ? 0 : last.item + from - last.from);
    if (goesOn) this.#runs[this.#runs.length - 1] = { ...last, to: from + rows };
    else this.#runs.push({ from, to: from + rows, item });
    this.#count += rows;
    if (this.#hashedTo === from) this.#hashedTo = this.#count;
    return from;
  }

  /** Adds rows whose keys are the texts of these whole numbers, none of which is known; returns the first. */
  addNumbers(keys: Float64Array): number {
    const from = this.#count;
    this.#numbers.appendAt(from, keys);
    this.#count += keys.length;
    return from;
  }

  /** `undefined`: never mentioned. */
  find(key: string): number | undefined {
    const number = numberOf(key);
    // Where all keys are numbers, a name is none of them: for that a million of them need not be looked up.
    if (number !== undefined || this.#texts.length > 0) {
      const slot = number === undefined ? this.#textSlot(encodeShared(key)) : this.#numberSlot(number);
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row >= 0) return row;
    }
    return this.#places?.find(key, this.#runs);
  }

  /** The key as text; '' where there is no such row. */
  text(row: number): string {
    const number = this.#numbers.at(row);
    if (!Number.isNaN(number)) return String(number);
    return this.#texts.get(row) ?? (this.#runOf(row) ? (this.#places?.textOf(row) ?? '') : '');
  }

  /** The number of a record among those of its file, from 1; 0: it is not known by that. */
  itemAt(row: number): number {
    const { from, item } = this.#runOf(row) ?? { from: 0, item: 0 };
    return item === 0 ? 0 : item + row - from;
  }

  /** The key in UTF-8. */
  bytesAt(row: number): Uint8Array {
    return this.#texts.has(row) ? this.#texts.bytesAt(row) : encodeShared(this.text(row)).slice();
  }

  /** A test whether a row's key contains `text`, without regard to case. */
  search(text: string): (row: number) => boolean {
    const inText = this.#texts.search(text);
    const wanted = text.toLowerCase();
    return (row) => (this.#texts.has(row) ? inText(row) : this.text(row).toLowerCase().includes(wanted));
  }

  /** Room for so many more keys at once. */
  reserve(keys: number): void {
    this.#makeRoom(keys);
  }

  /** Frees the lookup; it is built again should another key come. */
  release(): void {
    this.#slots = new Int32Array(0);
  }

  #runOf(row: number): PlaceRun | undefined {
    const run = this.#runs[firstWhere(this.#runs.length, (i) => (this.#runs[i]?.to ?? 0) > row)];
    return run && run.from <= row ? run : undefined;
  }

  #add(slot: number): number {
    const row = this.#count++;
    this.#slots[slot] = row + 1;
    this.#hashed++;
    this.#hashedTo = this.#count;
    return row;
  }

  #numberSlot(key: number): number {
    this.#catchUp();
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = hashNumber(key) & last;
    for (;;) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0 || this.#numbers.at(row) === key) return slot;
      slot = (slot + 1) & last;
    }
  }

  #textSlot(key: Uint8Array): number {
    this.#catchUp();
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = hashBytes(key) & last;
    for (;;) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0 || this.#texts.equals(row, key)) return slot;
      slot = (slot + 1) & last;
    }
  }

  /** At most two of three slots are taken. True: all slots are others now. */
  #makeRoom(more: number): boolean {
    if ((this.#hashed + more) * 3 <= this.#slots.length * 2) return false;
    this.#rebuild(more);
    return true;
  }

  /** Puts into the slots what is not there yet. */
  #catchUp(): void {
    const missing = this.#count - this.#hashedTo;
    if (this.#slots.length === 0) this.#rebuild(missing);
    else if (missing > 0 && !this.#makeRoom(missing)) this.#hash(this.#hashedTo);
  }

  #rebuild(more: number): void {
    this.#slots = new Int32Array(Math.max(64, 2 ** Math.ceil(Math.log2((this.#hashed + more) * 1.5 + 1))));
    this.#hashed = 0;
    this.#hash(0);
  }

  /** All rows from this one on. */
  #hash(from: number): void {
    const slots = this.#slots;
    const last = slots.length - 1;
    let run = 0;
    for (let row = from; row < this.#count; row++) {
      while (run < this.#runs.length && (this.#runs[run]?.to ?? 0) <= row) run++;
      if (row >= (this.#runs[run]?.from ?? Infinity)) continue;
      const number = this.#numbers.at(row);
      let slot = (Number.isNaN(number) ? hashBytes(this.#texts.bytesAt(row)) : hashNumber(number)) & last;
      while (slots[slot] !== 0) slot = (slot + 1) & last;
      slots[slot] = row + 1;
      this.#hashed++;
    }
    this.#hashedTo = this.#count;
  }
}

const NUMBER = /^(?:0|-?[1-9]\d{0,15})$/;

/** The number whose text is exactly this key. */
function numberOf(key: string): number | undefined {
  if (!NUMBER.test(key)) return undefined;
  const number = Number(key);
  return Number.isSafeInteger(number) ? number : undefined;
}

function hashNumber(key: number): number {
  return mixed(Math.imul(key | 0, 0x9e3779b1) ^ Math.floor(key / 2 ** 32));
}

/** FNV-1a with a final mix, since file names differ in their last digits only. */
function hashBytes(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ (bytes[i] ?? 0), 0x01000193);
  return mixed(h);
}

function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  return h ^ (h >>> 13);
}
