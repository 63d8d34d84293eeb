/**
 * Where reading may go on behind what is no JSON: the next item of the array, its end, or the next array at the top. Brackets are
 * counted, and strings are followed only where they look like strings, since the error may be a quote or a bracket.
 */
import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, isSpace, MORE, OPEN_ARRAY, OPEN_OBJECT, QUOTE, type Cursor } from './json-bytes.ts';

export type Found = 'item' | 'end' | 'section';

export interface Surroundings {
  /** Keys of arrays at the top; none where the top is an array. */
  readonly sections: readonly Uint8Array[];
  /** False: only the next section is looked for. */
  readonly inArray: boolean;
  /** First key of the items so far. */
  readonly firstKey: Uint8Array | undefined;
}

/** A key or string longer than this is taken for one that does not close. */
const LONGEST_KEY = 1024;
const LONGEST_STRING = 1 << 20;
/** Behind so many bytes the brackets are no longer trusted: any item that begins like the others will do. */
const TRUSTED_BYTES = 1 << 16;

export class Resync {
  /** What was found. */
  found: Found = 'item';
  /** Before this everything has been looked at; moves with the window. */
  at = 0;
  /** The first quote that opens no string, in the window at hand; undefined: none yet. */
  badQuote: number | undefined;
  readonly #in: Surroundings;
  /** Brackets that are open; undefined between items, where nothing is known of them. */
  readonly #open: number[] | undefined;
  /** From here on it is no JSON for sure. */
  #wrongAt: number;
  #looked = 0;
  /** The last two bytes that are no space. */
  #second = 0;
  #last = 0;

  /** @param record whether `at` is the first byte of a record; else it is somewhere between records */
  constructor(at: number, wrongAt: number, record: boolean, surroundings: Surroundings) {
    this.#in = surroundings;
    this.#wrongAt = wrongAt;
    this.#open = record ? [OPEN_OBJECT] : undefined;
    this.at = record ? at + 1 : at;
    this.#last = record ? OPEN_OBJECT : 0;
  }

  /** The bytes before the place where a search between records begins. */
  comesAfter(second: number, last: number): void {
    this.#second = second;
    this.#last = last;
  }

  /** The window moved on by so many bytes. */
  move(by: number): void {
    this.at -= by;
    this.#wrongAt -= by;
    if (this.badQuote !== undefined) this.badQuote -= by;
  }

  /** Whether something was found, at `at`. @param isEnd nothing follows the window */
  run(cursor: Cursor, isEnd: boolean): boolean {
    const { limit } = cursor;
    const { bytes } = cursor;
    const from = this.at;
    for (let p = from; p < limit; p += 1) {
      const byte = bytes[p] as number;
      if (isSpace(byte)) continue;
      let match = 0;
      if (byte === QUOTE && this.#mayBeSection(p)) match = this.#matchSection(cursor, p);
      else if (byte === OPEN_OBJECT && this.#in.inArray) match = this.#matchItem(cursor, p, p - from);
      else if (byte === CLOSE_ARRAY && this.#open?.length === 0 && this.#last === CLOSE_OBJECT && this.#in.inArray) {
        this.found = 'end';
        match = 1;
      }
      if (match === MORE && !isEnd) return this.#wait(p, from);
      if (match > 0) {
        this.#wait(p, from);
        return true;
      }
      if (byte === QUOTE && this.#open) {
        const end = this.#stringEnd(cursor, p, isEnd);
        if (end === MORE) return this.#wait(p, from);
        if (end === 0) this.badQuote ??= p;
        else p = end;
      } else this.#count(byte);
      this.#second = this.#last;
      this.#last = byte;
    }
    return this.#wait(limit, from);
  }

  #wait(at: number, from: number): false {
    this.at = at;
    this.#looked += at - from;
    return false;
  }

  /** A closing bracket closes what was opened within its own and not closed. */
  #count(byte: number): void {
    const open = this.#open;
    if (!open) return;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) open.push(byte);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      const last = open.lastIndexOf(byte - 2);
      if (last >= 0) open.length = last;
    }
  }

  /** Where the string closes; 0: it looks like none; `MORE`. */
  #stringEnd(cursor: Cursor, quote: number, isEnd: boolean): number {
    const end = cursor.string(quote + 1);
    if (end < 0) return isEnd || cursor.limit - quote > LONGEST_STRING ? 0 : MORE;
    const next = cursor.space(end + 1);
    if (next >= cursor.limit) return isEnd ? end : MORE;
    const byte = cursor.bytes[next];
    return byte === COMMA || byte === COLON || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT ? end : 0;
  }

  #mayBeSection(at: number): boolean {
    return this.#last === COMMA && (!this.#open || this.#open.length === 0 || at >= this.#wrongAt);
  }

  /** 1: an item begins at `at`; 0: none does; `MORE`. */
  #matchItem(cursor: Cursor, at: number, ahead: number): number {
    this.found = 'item';
    const { firstKey } = this.#in;
    const open = this.#open;
    const isBehindObject = this.#last === COMMA && this.#second === CLOSE_OBJECT;
    if (!open) return firstKey || isBehindObject ? this.#matchFirstKey(cursor, at, firstKey) : 0;
    // The record has ended: what follows is the next one, whatever it looks like.
    if (open.length === 0) return this.#last === COMMA ? 1 : this.#matchFirstKey(cursor, at, firstKey);
    // Neither does an object follow a comma in an object, nor a number in a list of objects.
    if (this.#last === COMMA && (!isBehindObject || open.at(-1) !== OPEN_ARRAY)) {
      return this.#matchFirstKey(cursor, at, isBehindObject ? undefined : firstKey);
    }
    return firstKey && this.#looked + ahead > TRUSTED_BYTES ? this.#matchFirstKey(cursor, at, firstKey) : 0;
  }

  #matchFirstKey(cursor: Cursor, at: number, firstKey: Uint8Array | undefined): number {
    const { limit, bytes } = cursor;
    const quote = cursor.space(at + 1);
    if (quote >= limit) return MORE;
    if (bytes[quote] !== QUOTE) return 0;
    if (firstKey) return matchKey(cursor, quote, firstKey, false);
    const end = cursor.string(quote + 1);
    if (end < 0) return limit - quote > LONGEST_KEY ? 0 : MORE;
    const colon = cursor.space(end + 1);
    if (colon >= limit) return MORE;
    return bytes[colon] === COLON ? 1 : 0;
  }

  #matchSection(cursor: Cursor, at: number): number {
    this.found = 'section';
    for (const name of this.#in.sections) {
      const match = matchKey(cursor, at, name, true);
      if (match !== 0) return match;
    }
    return 0;
  }
}

function matchKey(cursor: Cursor, quote: number, key: Uint8Array, ofArray: boolean): number {
  const { bytes, limit } = cursor;
  for (let i = 0; i < key.length; i += 1) {
    if (quote + 1 + i >= limit) return MORE;
    if (bytes[quote + 1 + i] !== key[i]) return 0;
  }
  const end = quote + 1 + key.length;
  if (end >= limit) return MORE;
  if (bytes[end] !== QUOTE) return 0;
  const colon = cursor.space(end + 1);
  if (colon >= limit) return MORE;
  if (bytes[colon] !== COLON) return 0;
  if (!ofArray) return 1;
  const bracket = cursor.space(colon + 1);
  if (bracket >= limit) return MORE;
  return bytes[bracket] === OPEN_ARRAY ? 1 : 0;
}
