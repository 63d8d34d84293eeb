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
import type { BulkReader } from './json-bulk.ts';
import { Resync, type Surroundings } from './json-resync.ts';

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
  /** Asked after each piece, when all that is whole in it was told: the next is waited for until it is fulfilled. */
  pause?(): Promise<void> | undefined;
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
  /** Reads runs of usual items of wanted sections in place of the visitor's `item`. */
  readonly bulk?: BulkReader;
  /** Every byte that is looked at, in order; not with `bulk`, which is told itself. */
  onBytes?(piece: Uint8Array): void;
  onProgress?(done: number): void;
}

const ITEM_LIMIT = 256 * 2 ** 20;
/** Between looks at the clock. */
const SLICE_BYTES = 1 << 20;
/** A larger window is given up when it is no longer needed. */
const SHRINK_BYTES = 8 << 20;
/** An item longer than this is looked through for the end that it should have had. */
const OVERRUN_BYTES = 1 << 16;
const FIRST_WINDOW_BYTES = 1 << 20;
const SLASH = 0x2f;
const STAR = 0x2a;
const HASH = 0x23;
const LINE_FEED = 0x0a;
const decoder = new TextDecoder();

/** Reads `pieces` to the end, which are only looked at until the next one is asked for. Rejects where they do, and when aborted. */
export async function scanJson(pieces: AsyncIterable<Uint8Array>, visitor: JsonVisitor, options: JsonScanOptions = {}): Promise<void> {
  const scanner = new Scanner(visitor, options);
  const pace = pacer();
  let done = 0;
  try {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; at += SLICE_BYTES) {
        options.signal?.throwIfAborted();
        const slice = piece.subarray(at, at + SLICE_BYTES);
        if (!options.bulk) options.onBytes?.(slice);
        scanner.push(slice);
        await pace();
      }
      done += piece.length;
      options.onProgress?.(done);
      if (visitor.pause) {
        options.bulk?.flush();
        await visitor.pause();
      }
      if (scanner.stopped || visitor.enough?.() === true) return;
    }
    options.signal?.throwIfAborted();
    scanner.end();
  } finally {
    // Also where the file cannot be read further.
    options.bulk?.flush();
  }
}

/** Tells what was read in bulk before anything else. */
function inOrder(visitor: JsonVisitor, bulk: BulkReader): JsonVisitor {
  const after =
    <A extends readonly unknown[], R>(tell: (...what: A) => R) =>
    (...what: A): R => {
      bulk.flush();
      return tell(...what);
    };
  return {
    section: after((name, start) => visitor.section(name, start)),
    sectionEnd: after((name, end) => visitor.sectionEnd?.(name, end)),
    item: after((section, item) => visitor.item(section, item)),
    broken: after((section, code, start, end, error) => visitor.broken(section, code, start, end, error)),
    other: after((name, start) => visitor.other?.(name, start)),
    problem: after((code, byte, values) => visitor.problem(code, byte, values)),
  };
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
  | 'comment'
  /** Behind the comma behind the end of a bare array. */
  | 'afterList'
  | 'done'
  | 'stopped';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class Scanner {
  readonly #visitor: JsonVisitor;
  readonly #bulk: BulkReader | undefined;
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
  /** Looks for something to go on at, while lost. */
  #resync: Resync | undefined;
  /** The items of this array are walked over, not told. */
  #isMuted = false;
  /** Where the last array of items ended, until something else follows than an item of it. */
  #arrayEnd: number | undefined;
  #endedMuted = false;
  #afterComment: State = 'start';
  #isBlockComment = false;
  #toldComment = false;
  /** Nothing follows the window. */
  #isEnd = false;
  /** First key of the items of this section: how an item is known while lost. */
  #firstKey: Uint8Array | undefined;

  constructor(visitor: JsonVisitor, options: JsonScanOptions) {
    this.#bulk = options.bulk;
    this.#visitor = this.#bulk ? inOrder(visitor, this.#bulk) : visitor;
    this.#sections = (options.sections ?? []).map((name) => new TextEncoder().encode(name));
    this.#itemLimit = options.itemLimit ?? ITEM_LIMIT;
    this.#base = options.offset ?? 0;
    this.#partial = options.inSection !== undefined;
    if (this.#bulk) this.#cursor.bytes = this.#bulk.room(FIRST_WINDOW_BYTES);
    const { bytes, fields } = this.#cursor;
    this.#item = { bytes, from: 0, to: 0, start: 0, end: 0, fields, fieldCount: 0, plain: false };
    if (options.inSection === undefined) return;
    this.#section = options.inSection;
    this.#inArray = true;
    this.#bare = options.inSection === '';
    this.#state = options.anywhere === true ? 'lost' : 'firstItem';
    if (options.anywhere === true) this.#resync = new Resync(0, 0, false, this.#surroundings());
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
      this.#resync?.move(this.#at);
      this.#at = 0;
    }
    const needed = cursor.limit + piece.length + 1;
    const capacity = cursor.bytes.length;
    // Give back what one huge item took.
    if (needed > capacity || (capacity > SHRINK_BYTES && needed * 8 < capacity && !this.#bulk)) {
      const bytes = needed > capacity ? Math.max(needed, capacity * 2) : needed * 2;
      const before = cursor.bytes;
      cursor.bytes = this.#bulk?.room(bytes) ?? new Uint8Array(bytes);
      if (!this.#bulk) cursor.bytes.set(before.subarray(0, cursor.limit));
    }
    cursor.bytes.set(piece, cursor.limit);
    this.#bulk?.took(cursor.limit, piece.length);
    cursor.limit += piece.length;
    cursor.bytes[cursor.limit] = 0;
    if (cursor.limit >= this.#retry) this.#run();
  }

  end(): void {
    this.#isEnd = true;
    this.#run();
    while (this.#isInItem && this.#at < this.#cursor.limit && this.#isOverrun()) this.#run();
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
        if (at < end) return this.#broken('json-truncated', at, end, end);
        return this.#problem('json-truncated', end);
      case 'skip':
        if (this.#tooLong !== undefined) return this.#broken('json-truncated', this.#tooLong, end, end);
        return this.#problem('json-truncated', end);
      case 'lost':
        if (this.#brokenAt !== undefined) return this.#broken('json-syntax', this.#brokenAt, end, this.#errorAt);
        return this.#problem('json-syntax', this.#errorAt, { stopped: this.#errorAt });
      case 'comment':
        if (this.#afterComment === 'done') return;
        return this.#problem('json-truncated', end);
      case 'afterValue':
        if (this.#partial) return;
        return this.#problem('json-truncated', end);
      default:
        return this.#problem('json-truncated', end);
    }
  }

  get #isInItem(): boolean {
    return this.#state === 'item' || this.#state === 'firstItem';
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
    if (this.#state === 'comment') return this.#skipComment();
    if (this.#state === 'stopped') return false;
    this.#at = cursor.space(this.#at);
    if (this.#at >= cursor.limit) return false;
    const byte = cursor.bytes[this.#at] as number;
    if ((byte === SLASH || byte === HASH) && this.#state !== 'start') return this.#comment(byte);
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
      case 'afterList':
        return byte === OPEN_OBJECT ? this.#reopen() : this.#stop();
      default:
        if (byte === COMMA && this.#bare && this.#arrayEnd !== undefined) return this.#go('afterList');
        return this.#stop();
    }
  }

  /** Behind the end. */
  #stop(): false {
    this.#wrong();
    this.#state = 'stopped';
    return false;
  }

  /** An item behind the bracket that ended its array: the bracket is one too many. */
  #reopen(): true {
    this.#inArray = true;
    this.#isMuted = this.#endedMuted;
    if (this.#arrayEnd !== undefined) this.#problem('json-syntax', this.#arrayEnd);
    this.#state = 'firstItem';
    return true;
  }

  #comment(byte: number): boolean {
    const { bytes, limit } = this.#cursor;
    const next = bytes[this.#at + 1];
    if (byte === SLASH && this.#at + 1 >= limit && !this.#isEnd) return false;
    if (byte === SLASH && next !== SLASH && next !== STAR) return this.#lose();
    // Nothing is lost by them: told once.
    if (!this.#toldComment && !this.#isMuted) this.#wrong();
    this.#toldComment ||= !this.#isMuted;
    this.#isBlockComment = byte === SLASH && next === STAR;
    this.#afterComment = this.#state;
    this.#at += byte === SLASH ? 2 : 1;
    this.#state = 'comment';
    return true;
  }

  #skipComment(): boolean {
    const { bytes, limit } = this.#cursor;
    for (let p = this.#at; p < limit; p += 1) {
      if (this.#isBlockComment ? bytes[p] !== STAR : bytes[p] !== LINE_FEED) continue;
      if (this.#isBlockComment && p + 1 >= limit) {
        this.#at = p;
        return false;
      }
      if (this.#isBlockComment && bytes[p + 1] !== SLASH) continue;
      this.#at = p + (this.#isBlockComment ? 2 : 1);
      this.#state = this.#afterComment;
      return true;
    }
    this.#at = limit;
    return false;
  }

  /** Consumes the byte at hand. */
  #go(state: State): true {
    this.#at += 1;
    this.#state = state;
    return true;
  }

  /** A syntax error that reading goes on behind. */
  #wrong(): void {
    this.#problem('json-syntax', this.#base + this.#at);
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
    if (byte === OPEN_OBJECT && this.#state === 'key' && this.#arrayEnd !== undefined) return this.#reopen();
    if (byte !== QUOTE) return this.#lose();
    const end = cursor.string(this.#at + 1);
    if (end < 0) return false;
    this.#arrayEnd = undefined;
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
    const isWanted = this.#visitor.section(this.#section, this.#base + this.#at);
    // Sections that are skipped are walked over by item: a broken one may not hide what comes behind it.
    if (isWanted || this.#isSection()) {
      this.#isMuted = !isWanted;
      this.#inArray = true;
      this.#firstKey = undefined;
      return this.#go('firstItem');
    }
    this.#beginSkip(this.#bare ? 'done' : 'afterValue');
    this.#skipsArray = true;
    return true;
  }

  #isSection(): boolean {
    const key = new TextEncoder().encode(this.#section);
    return this.#sections.some((name) => name.length === key.length && name.every((byte, i) => byte === key[i]));
  }

  #endArray(): true {
    this.#inArray = false;
    this.#arrayEnd = this.#base + this.#at;
    this.#endedMuted = this.#isMuted;
    this.#isMuted = false;
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
    // The first item of an array is told: how it begins helps to find the next one behind something broken.
    if (isObject && this.#bulk && this.#firstKey !== undefined) {
      const behind = this.#bulk.read(this.#section, this.#at, cursor.limit, this.#base, this.#isMuted);
      if (behind > this.#at) {
        this.#at = behind;
        this.#state = 'afterItem';
        return true;
      }
    }
    const end = isObject ? cursor.object(this.#at) : cursor.value(this.#at);
    if (end === MORE) return this.#waitForItem();
    if (end === WRONG) {
      this.#brokenAt = this.#base + this.#at;
      this.#getLost(cursor.errorAt, isObject);
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
    if (!this.#isMuted) this.#visitor.item(this.#section, item);
    return true;
  }

  #waitForItem(): boolean {
    const length = this.#cursor.limit - this.#at;
    if (length > OVERRUN_BYTES && this.#isOverrun()) return true;
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
      this.#getLost(cursor.errorAt, false);
      return true;
    }
    if (this.#tooLong !== undefined) {
      const start = this.#tooLong;
      this.#tooLong = undefined;
      this.#broken('line-too-long', start, this.#base + end, start + this.#itemLimit);
    } else if (this.#skipsArray) this.#visitor.sectionEnd?.(this.#section, this.#base + end);
    this.#at = end;
    this.#state = this.#afterSkip;
    return true;
  }

  /** A syntax error outside of items. */
  #lose(): true {
    this.#brokenAt = undefined;
    this.#getLost(this.#at, false);
    return true;
  }

  /** @param record whether the window's part at hand is a record, from its first byte on */
  #getLost(at: number, record: boolean): void {
    const { bytes } = this.#cursor;
    this.#errorAt = this.#base + at;
    this.#resync = new Resync(record ? this.#at : at, at, record, this.#surroundings());
    if (!record) {
      const before: number[] = [];
      for (let p = at - 1; p >= this.#at && before.length < 2; p -= 1) if (!isSpace(bytes[p])) before.push(bytes[p] as number);
      this.#resync.comesAfter(before[1] ?? 0, before[0] ?? 0);
    }
    this.#at = this.#resync.at;
    this.#state = 'lost';
  }

  #surroundings(): Surroundings {
    return { sections: this.#bare ? [] : this.#sections, inArray: this.#inArray, firstKey: this.#firstKey };
  }

  #search(): boolean {
    const resync = this.#resync;
    if (!resync) return false;
    const found = resync.run(this.#cursor, this.#isEnd);
    this.#at = resync.at;
    if (found) this.#recover(resync);
    return found;
  }

  #recover({ at, found, badQuote }: Resync): void {
    this.#resync = undefined;
    this.#at = at;
    const end = this.#base + at;
    if (this.#brokenAt !== undefined) {
      const error = this.#errorAt <= end ? this.#errorAt : badQuote === undefined ? end : this.#base + badQuote;
      this.#broken('json-syntax', this.#brokenAt, end, error);
    } else if (this.#errorAt > 0) this.#problem('json-syntax', this.#errorAt);
    this.#brokenAt = undefined;
    if (found === 'section' && this.#inArray) {
      this.#inArray = this.#isMuted = false;
      this.#visitor.sectionEnd?.(this.#section, end);
    }
    this.#state = found === 'section' ? 'key' : found === 'end' ? 'afterItem' : 'firstItem';
  }

  /** Whether a record that has not ended did so long ago: a quote or bracket in it does not close. */
  #isOverrun(): boolean {
    const resync = new Resync(this.#at, Infinity, true, this.#surroundings());
    if (!resync.run(this.#cursor, this.#isEnd)) return false;
    this.#brokenAt = this.#base + this.#at;
    this.#errorAt = Infinity;
    this.#recover(resync);
    return true;
  }

  #broken(code: JsonScanProblem, start: number, end: number, error: number): void {
    if (!this.#isMuted) this.#visitor.broken(this.#section, code, start, end, error);
  }

  #problem(code: JsonScanProblem, byte: number, values?: Problem['values']): void {
    if (!this.#isMuted) this.#visitor.problem(code, byte, values);
  }
}
