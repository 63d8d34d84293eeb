/**
 * Finds the items of the top-level arrays of a JSON file of any size: the records of `{"images": […], "annotations": […]}`
 * or of a bare `[…]`, as bytes with their place in the file. It holds one item and a piece, recurses nowhere, goes on behind
 * broken items where that is safe, and says where it stopped where it is not. https://www.rfc-editor.org/rfc/rfc8259
 */
import type { Problem } from '../model/problem.ts';
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  Cursor,
  isSpace,
  MORE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  Skipper,
  WRONG,
} from './json-bytes.ts';
import { pacer } from '../base/pause.ts';

/** An item of an array. Valid during the call only: bytes and fields are reused. */
export interface JsonItem {
  readonly bytes: Uint8Array;
  /** The item within `bytes`. */
  readonly from: number;
  readonly to: number;
  /** The item within the file. */
  readonly start: number;
  readonly end: number;
  /** Of an object: keyStart keyEnd valueStart valueEnd for each field, within `bytes`, keys without quotes. */
  readonly fields: Int32Array;
  readonly fieldCount: number;
  /** An object whose keys have no escapes, so that their bytes can be compared. */
  readonly plain: boolean;
}

export type JsonScanProblem = 'json-syntax' | 'json-truncated' | 'line-too-long';

/** What a scanner tells of a file, in file order. `section` is the key of the array; '' where the file is a bare array. */
export interface JsonVisitor {
  /** An array begins (`start`: its bracket). False: its items are skipped and not told. */
  section(name: string, start: number): boolean;
  /** The array ended, `end` exclusive; also told for arrays that were skipped. */
  sectionEnd?(name: string, end: number): void;
  item(section: string, item: JsonItem): void;
  /** A record that cannot be read, from `start` to `end`; counts as one, whatever it was. `error`: where it goes wrong. */
  broken(section: string, code: JsonScanProblem, start: number, end: number, error: number): void;
  /** A top-level value that is no array. */
  other?(name: string, start: number): void;
  /** Something wrong outside of items. Unless `stopped`, reading goes on behind it. */
  problem(code: JsonScanProblem | 'json-shape' | 'file-empty', byte: number, values?: Problem['values']): void;
  /** Asked between pieces: true ends the scan. */
  enough?(): boolean;
}

export interface JsonScanOptions {
  readonly signal?: AbortSignal;
  /** Offset in the file of the first byte given. */
  readonly offset?: number;
  /** Begin inside this section, before its first item or at its bracket. */
  readonly inSection?: string;
  /** Begin anywhere inside `inSection`: the first whole item is looked for. */
  readonly anywhere?: boolean;
  /** Keys of arrays that reading may go on at when items are broken. */
  readonly sections?: readonly string[];
  /** Largest item, in bytes. */
  readonly itemLimit?: number;
  onProgress?(done: number): void;
}

const ITEM_LIMIT = 256 * 2 ** 20;
/** Between looks at the clock. */
const SLICE_BYTES = 1 << 20;
/** A larger window is given up when it is no longer needed. */
const SHRINK_BYTES = 8 << 20;
const LONGEST_KEY = 1024;
const decoder = new TextDecoder();

/** Reads `pieces` to the end, which are only looked at until the next one is asked for. Rejects where they do, and when aborted. */
export async function scanJson(pieces: AsyncIterable<Uint8Array>, visitor: JsonVisitor, options: JsonScanOptions = {}): Promise<void> {
  const scanner = new Scanner(visitor, options);
  const pace = pacer();
  let done = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += SLICE_BYTES) {
      options.signal?.throwIfAborted();
      scanner.push(piece.subarray(at, at + SLICE_BYTES));
      await pace();
    }
    done += piece.length;
    options.onProgress?.(done);
    if (scanner.stopped || visitor.enough?.() === true) return;
  }
  options.signal?.throwIfAborted();
  scanner.end();
}

type State =
  | 'start'
  | 'firstKey'
  | 'key'
  | 'colon'
  | 'value'
  | 'afterValue'
  | 'firstItem'
  | 'item'
  | 'afterItem'
  | 'skip'
  /** Behind a syntax error, looking for something to go on at. */
  | 'lost'
  | 'done'
  | 'stopped';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class Scanner {
  readonly #visitor: JsonVisitor;
  readonly #sections: readonly Uint8Array[];
  readonly #itemLimit: number;
  readonly #partial: boolean;
  readonly #cursor = new Cursor();
  readonly #skipper = new Skipper();
  readonly #item: Mutable<JsonItem>;
  #state: State = 'start';
  /** Offset in the file of the window's first byte. */
  #base: number;
  /** In the window: everything before is dealt with. */
  #at = 0;
  /** The window must reach this far before an unfinished item is looked at again: large items cost twice, not squared. */
  #retry = 0;
  #section = '';
  #inArray = false;
  /** The top level is an array. */
  #bare = false;
  #afterSkip: State = 'afterValue';
  #skipsArray = false;
  /** Where an item began that is too long to hold. */
  #tooLong: number | undefined;
  /** Where the record began that is broken, while lost in one. */
  #brokenAt: number | undefined;
  #errorAt = 0;
  /** The last two bytes that are no space, while lost. */
  #before: [number, number] = [0, 0];
  /** First key of the items of this section: how an item is known while lost. */
  #firstKey: Uint8Array | undefined;

  constructor(visitor: JsonVisitor, options: JsonScanOptions) {
    this.#visitor = visitor;
    this.#sections = (options.sections ?? []).map((name) => new TextEncoder().encode(name));
    this.#itemLimit = options.itemLimit ?? ITEM_LIMIT;
    this.#base = options.offset ?? 0;
    this.#partial = options.inSection !== undefined;
    const { bytes, fields } = this.#cursor;
    this.#item = { bytes, from: 0, to: 0, start: 0, end: 0, fields, fieldCount: 0, plain: false };
    if (options.inSection === undefined) return;
    this.#section = options.inSection;
    this.#inArray = true;
    this.#bare = options.inSection === '';
    this.#state = options.anywhere === true ? 'lost' : 'firstItem';
  }

  get stopped(): boolean {
    return this.#state === 'stopped';
  }

  push(piece: Uint8Array): void {
    const cursor = this.#cursor;
    if (this.#at > 0) {
      cursor.bytes.copyWithin(0, this.#at, cursor.limit);
      cursor.limit -= this.#at;
      this.#base += this.#at;
      this.#retry -= this.#at;
      this.#at = 0;
    }
    const needed = cursor.limit + piece.length + 1;
    const capacity = cursor.bytes.length;
    // Give back what one huge item took.
    if (needed > capacity || (capacity > SHRINK_BYTES && needed * 8 < capacity)) {
      const bytes = new Uint8Array(needed > capacity ? Math.max(needed, capacity * 2) : needed * 2);
      bytes.set(cursor.bytes.subarray(0, cursor.limit));
      cursor.bytes = bytes;
    }
    cursor.bytes.set(piece, cursor.limit);
    cursor.limit += piece.length;
    cursor.bytes[cursor.limit] = 0;
    if (cursor.limit >= this.#retry) this.#run();
  }

  end(): void {
    this.#run();
    const end = this.#base + this.#cursor.limit;
    const at = this.#base + this.#at;
    switch (this.#state) {
      case 'done':
      case 'stopped':
        return;
      case 'start':
        return this.#visitor.problem('file-empty', 0);
      case 'firstItem':
      case 'item':
        if (at < end) return this.#visitor.broken(this.#section, 'json-truncated', at, end, end);
        return this.#visitor.problem('json-truncated', end);
      case 'skip':
        if (this.#tooLong !== undefined) return this.#visitor.broken(this.#section, 'json-truncated', this.#tooLong, end, end);
        return this.#visitor.problem('json-truncated', end);
      case 'lost':
        if (this.#brokenAt !== undefined) return this.#visitor.broken(this.#section, 'json-syntax', this.#brokenAt, end, this.#errorAt);
        return this.#visitor.problem('json-syntax', this.#errorAt, { stopped: this.#errorAt });
      case 'afterValue':
        if (this.#partial) return;
        return this.#visitor.problem('json-truncated', end);
      default:
        return this.#visitor.problem('json-truncated', end);
    }
  }

  #run(): void {
    while (this.#step());
  }

  /** One step of the machine. False: more bytes are needed, or none. */
  #step(): boolean {
    const cursor = this.#cursor;
    if (this.#state === 'start' && !this.#skipMark()) return false;
    if (this.#state === 'skip') return this.#skip();
    if (this.#state === 'lost') return this.#search();
    if (this.#state === 'stopped') return false;
    this.#at = cursor.space(this.#at);
    if (this.#at >= cursor.limit) return false;
    const byte = cursor.bytes[this.#at] as number;
    switch (this.#state) {
      case 'start':
        return this.#start(byte);
      case 'firstKey':
      case 'key':
        return this.#key(byte);
      case 'colon':
        return byte === COLON ? this.#go('value') : this.#lose();
      case 'value':
        return this.#value(byte);
      case 'afterValue':
        if (byte === COMMA) return this.#go('key');
        if (byte === CLOSE_OBJECT) return this.#go('done');
        if (byte !== QUOTE) return this.#lose();
        this.#wrong();
        this.#state = 'key';
        return true;
      case 'firstItem':
      case 'item':
        return this.#itemOrEnd(byte);
      case 'afterItem':
        if (byte === COMMA) return this.#go('item');
        if (byte === CLOSE_ARRAY) return this.#endArray();
        if (byte !== OPEN_OBJECT) return this.#lose();
        this.#wrong();
        this.#state = 'firstItem';
        return true;
      default:
        // Behind the end.
        this.#wrong();
        this.#state = 'stopped';
        return false;
    }
  }

  /** Consumes the byte at hand. */
  #go(state: State): true {
    this.#at += 1;
    this.#state = state;
    return true;
  }

  /** A syntax error that reading goes on behind. */
  #wrong(): void {
    this.#visitor.problem('json-syntax', this.#base + this.#at);
  }

  /** A byte order mark goes; false where it is not all there yet. */
  #skipMark(): boolean {
    const { bytes, limit } = this.#cursor;
    if (this.#at > 0 || bytes[0] !== 0xef) return true;
    if (limit < 3) return false;
    if (bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
    return true;
  }

  #start(byte: number): boolean {
    if (byte === OPEN_OBJECT) return this.#go('firstKey');
    if (byte !== OPEN_ARRAY) {
      this.#visitor.problem('json-shape', this.#base + this.#at);
      this.#state = 'stopped';
      return false;
    }
    this.#bare = true;
    return this.#beginArray();
  }

  #key(byte: number): boolean {
    const cursor = this.#cursor;
    if (byte === CLOSE_OBJECT) {
      if (this.#state === 'key') this.#wrong();
      return this.#go('done');
    }
    if (byte === COMMA) {
      this.#wrong();
      return this.#go('key');
    }
    if (byte !== QUOTE) return this.#lose();
    const end = cursor.string(this.#at + 1);
    if (end < 0) return false;
    this.#section = decoder.decode(cursor.bytes.subarray(this.#at + 1, end));
    this.#at = end;
    return this.#go('colon');
  }

  #value(byte: number): boolean {
    if (byte === OPEN_ARRAY) return this.#beginArray();
    if (byte === COMMA || byte === COLON || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) return this.#lose();
    this.#visitor.other?.(this.#section, this.#base + this.#at);
    this.#beginSkip('afterValue');
    return true;
  }

  #beginArray(): true {
    if (this.#visitor.section(this.#section, this.#base + this.#at)) {
      this.#inArray = true;
      this.#firstKey = undefined;
      return this.#go('firstItem');
    }
    this.#beginSkip(this.#bare ? 'done' : 'afterValue');
    this.#skipsArray = true;
    return true;
  }

  #endArray(): true {
    this.#inArray = false;
    this.#visitor.sectionEnd?.(this.#section, this.#base + this.#at + 1);
    return this.#go(this.#bare ? 'done' : 'afterValue');
  }

  #itemOrEnd(byte: number): boolean {
    const cursor = this.#cursor;
    if (byte === CLOSE_ARRAY) {
      if (this.#state === 'item') this.#wrong();
      return this.#endArray();
    }
    if (byte === COMMA) {
      this.#wrong();
      return this.#go('item');
    }
    if (byte === CLOSE_OBJECT || byte === COLON) return this.#lose();
    const isObject = byte === OPEN_OBJECT;
    const end = isObject ? cursor.object(this.#at) : cursor.value(this.#at);
    if (end === MORE) return this.#waitForItem();
    if (end === WRONG) {
      this.#brokenAt = this.#base + this.#at;
      this.#getLost(cursor.errorAt);
      return true;
    }
    if (isObject && this.#firstKey === undefined && cursor.fieldCount > 0) {
      this.#firstKey = cursor.bytes.slice(cursor.fields[0], cursor.fields[1]);
    }
    const item = this.#item;
    item.bytes = cursor.bytes;
    item.from = this.#at;
    item.to = end;
    item.start = this.#base + this.#at;
    item.end = this.#base + end;
    item.fields = cursor.fields;
    item.fieldCount = isObject ? cursor.fieldCount : 0;
    item.plain = isObject && !cursor.escaped;
    this.#at = end;
    this.#state = 'afterItem';
    this.#visitor.item(this.#section, item);
    return true;
  }

  #waitForItem(): boolean {
    const length = this.#cursor.limit - this.#at;
    if (length > this.#itemLimit) {
      this.#tooLong = this.#base + this.#at;
      this.#beginSkip('afterItem');
      return true;
    }
    this.#retry = this.#at + Math.min(2 * length, this.#itemLimit + 1);
    return false;
  }

  #beginSkip(after: State): void {
    this.#skipper.begin(this.#cursor.bytes[this.#at] as number);
    this.#afterSkip = after;
    this.#skipsArray = false;
    this.#state = 'skip';
  }

  #skip(): boolean {
    const cursor = this.#cursor;
    const end = this.#skipper.run(cursor, this.#at);
    if (end === MORE) {
      this.#at = cursor.limit;
      return false;
    }
    if (end === WRONG) {
      this.#brokenAt = this.#tooLong;
      this.#tooLong = undefined;
      this.#getLost(cursor.errorAt);
      return true;
    }
    if (this.#tooLong !== undefined) {
      const start = this.#tooLong;
      this.#tooLong = undefined;
      this.#visitor.broken(this.#section, 'line-too-long', start, this.#base + end, start + this.#itemLimit);
    } else if (this.#skipsArray) this.#visitor.sectionEnd?.(this.#section, this.#base + end);
    this.#at = end;
    this.#state = this.#afterSkip;
    return true;
  }

  /** A syntax error outside of items. */
  #lose(): true {
    this.#brokenAt = undefined;
    this.#getLost(this.#at);
    return true;
  }

  #getLost(at: number): void {
    const { bytes } = this.#cursor;
    this.#errorAt = this.#base + at;
    this.#before = [0, 0];
    for (let p = at - 1, found = 1; p >= this.#at && found >= 0; p -= 1) {
      const byte = bytes[p] as number;
      if (isSpace(byte)) continue;
      this.#before[found] = byte;
      found -= 1;
    }
    this.#at = at;
    this.#state = 'lost';
  }

  /**
   * Looks for `{"first key":` behind a comma or bracket, or `, "section": [`. Strings are not followed, since the error may be
   * a quote: hence the first key that the items so far had.
   */
  #search(): boolean {
    const { bytes, limit } = this.#cursor;
    for (let p = this.#at; p < limit; p += 1) {
      const byte = bytes[p] as number;
      if (isSpace(byte)) continue;
      const [second, last] = this.#before;
      let match = 0;
      if (byte === OPEN_OBJECT && this.#inArray) {
        const likely = this.#firstKey
          ? last === COMMA || last === CLOSE_OBJECT || last === OPEN_ARRAY
          : last === COMMA && second === CLOSE_OBJECT;
        if (likely) match = this.#matchItem(p);
      } else if (byte === QUOTE && last === COMMA && !this.#bare) match = this.#matchSection(p);
      if (match === MORE) {
        this.#at = p;
        return false;
      }
      if (match > 0) {
        this.#recover(p, byte === QUOTE);
        return true;
      }
      this.#before = [last, byte];
    }
    this.#at = limit;
    return false;
  }

  #recover(at: number, section: boolean): void {
    this.#at = at;
    if (this.#brokenAt !== undefined) this.#visitor.broken(this.#section, 'json-syntax', this.#brokenAt, this.#base + at, this.#errorAt);
    else if (this.#errorAt > 0) this.#visitor.problem('json-syntax', this.#errorAt);
    this.#brokenAt = undefined;
    if (section && this.#inArray) {
      this.#inArray = false;
      this.#visitor.sectionEnd?.(this.#section, this.#base + at);
    }
    this.#state = section ? 'key' : 'firstItem';
  }

  /** 1: an item may begin at `at`; 0: none does; `MORE`. */
  #matchItem(at: number): number {
    const cursor = this.#cursor;
    const quote = cursor.space(at + 1);
    if (quote >= cursor.limit) return MORE;
    if (cursor.bytes[quote] !== QUOTE) return 0;
    if (this.#firstKey) return this.#matchKey(quote, this.#firstKey, false);
    const end = cursor.string(quote + 1);
    if (end < 0) return cursor.limit - quote > LONGEST_KEY ? 0 : MORE;
    const colon = cursor.space(end + 1);
    if (colon >= cursor.limit) return MORE;
    return cursor.bytes[colon] === COLON ? 1 : 0;
  }

  #matchSection(at: number): number {
    for (const name of this.#sections) {
      const match = this.#matchKey(at, name, true);
      if (match !== 0) return match;
    }
    return 0;
  }

  #matchKey(quote: number, key: Uint8Array, ofArray: boolean): number {
    const cursor = this.#cursor;
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
}
