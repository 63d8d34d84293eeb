/** The structure at the top of a JSON file as a machine of states: it tells items and finds its way on behind what is broken. */
import type { Problem } from '../model/problem.ts';
import { inOrder, type BulkReader } from './json-bulk.ts';
import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, MORE, OPEN_ARRAY, OPEN_OBJECT, QUOTE, Skipper, WRONG } from './json-bytes.ts';
import { Comments, HASH, SLASH } from './json-comments.ts';
import { lossAnywhere, lossBetween, lossInOverrun, lossInRecord, type Loss } from './json-loss.ts';
import type { Found, Surroundings } from './json-resync.ts';
import type { JsonItem, JsonScanProblem, JsonVisitor } from './json-visitor.ts';
import { JsonWindow } from './json-window.ts';

export interface ScannerOptions {
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
}

const ITEM_LIMIT = 256 * 2 ** 20;
/** An item longer than this is looked through for the end that it should have had. */
const OVERRUN_BYTES = 1 << 16;
const decoder = new TextDecoder();

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

export class Scanner {
  readonly #visitor: JsonVisitor;
  readonly #bulk: BulkReader | undefined;
  readonly #sections: readonly Uint8Array[];
  readonly #itemLimit: number;
  readonly #partial: boolean;
  readonly #window: JsonWindow;
  readonly #skipper = new Skipper();
  readonly #item: Mutable<JsonItem>;
  #state: State = 'start';
  #section = '';
  #inArray = false;
  /** The top level is an array. */
  #bare = false;
  /** The items of this array are walked over, not told. */
  #isMuted = false;
  /** First key of the items of this section: how an item is known while lost. */
  #firstKey: Uint8Array | undefined;
  /** Where the last array of items ended, until something else follows than an item of it. */
  #arrayEnd: number | undefined;
  #endedMuted = false;
  #afterSkip: State = 'afterValue';
  #skipsArray = false;
  /** Where an item began that is too long to hold. */
  #tooLong: number | undefined;
  /** While lost. */
  #loss: Loss | undefined;
  readonly #comments = new Comments();
  #afterComment: State = 'start';
  #toldComment = false;

  constructor(visitor: JsonVisitor, options: ScannerOptions) {
    this.#bulk = options.bulk;
    this.#visitor = this.#bulk ? inOrder(visitor, this.#bulk) : visitor;
    this.#sections = (options.sections ?? []).map((name) => new TextEncoder().encode(name));
    this.#itemLimit = options.itemLimit ?? ITEM_LIMIT;
    this.#partial = options.inSection !== undefined;
    this.#window = new JsonWindow(options.offset ?? 0, options.bulk);
    const { bytes, fields } = this.#window.cursor;
    this.#item = { bytes, from: 0, to: 0, start: 0, end: 0, fields, fieldCount: 0, plain: false };
    if (options.inSection === undefined) return;
    this.#section = options.inSection;
    this.#inArray = true;
    this.#bare = options.inSection === '';
    this.#state = options.anywhere === true ? 'lost' : 'firstItem';
    if (options.anywhere === true) this.#loss = lossAnywhere(this.#surroundings());
  }

  get stopped(): boolean {
    return this.#state === 'stopped';
  }

  push(piece: Uint8Array): void {
    const moved = this.#window.push(piece);
    this.#loss?.move(moved);
    if (this.#window.isEnough) this.#run();
  }

  end(): void {
    const view = this.#window;
    view.isEnd = true;
    this.#run();
    while (this.#isInItem && view.length > 0 && this.#isOverrun()) this.#run();
    const end = view.endPlace;
    const at = view.place;
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
        return this.#endLost(end);
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

  #endLost(end: number): void {
    const { brokenAt, errorAt = 0 } = this.#loss ?? {};
    if (brokenAt !== undefined) return this.#broken('json-syntax', brokenAt, end, errorAt);
    return this.#problem('json-syntax', errorAt, { stopped: errorAt });
  }

  get #isInItem(): boolean {
    return this.#state === 'item' || this.#state === 'firstItem';
  }

  #run(): void {
    while (this.#step());
  }

  /** One step of the machine. False: more bytes are needed, or none. */
  #step(): boolean {
    const view = this.#window;
    const { cursor } = view;
    if (this.#state === 'start' && !this.#skipMark()) return false;
    if (this.#state === 'skip') return this.#skip();
    if (this.#state === 'lost') return this.#search();
    if (this.#state === 'comment') return this.#skipComment();
    if (this.#state === 'stopped') return false;
    view.at = cursor.space(view.at);
    if (view.at >= cursor.limit) return false;
    const byte = cursor.bytes[view.at] as number;
    if ((byte === SLASH || byte === HASH) && this.#state !== 'start') return this.#comment();
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

  #comment(): boolean {
    const { place } = this.#window;
    const isComment = this.#comments.begin(this.#window);
    if (isComment === MORE) return false;
    if (!isComment) return this.#lose();
    // Nothing is lost by them: told once.
    if (!this.#toldComment) this.#problem('json-syntax', place);
    this.#toldComment ||= !this.#isMuted;
    this.#afterComment = this.#state;
    this.#state = 'comment';
    return true;
  }

  #skipComment(): boolean {
    const isOver = this.#comments.walk(this.#window);
    if (isOver) this.#state = this.#afterComment;
    return isOver;
  }

  /** Consumes the byte at hand. */
  #go(state: State): true {
    this.#window.at += 1;
    this.#state = state;
    return true;
  }

  /** A syntax error that reading goes on behind. */
  #wrong(): void {
    this.#problem('json-syntax', this.#window.place);
  }

  /** A byte order mark goes; false where it is not all there yet. */
  #skipMark(): boolean {
    const { bytes, limit } = this.#window.cursor;
    if (this.#window.at > 0 || bytes[0] !== 0xef) return true;
    if (limit < 3) return false;
    if (bytes[1] === 0xbb && bytes[2] === 0xbf) this.#window.at = 3;
    return true;
  }

  #start(byte: number): boolean {
    if (byte === OPEN_OBJECT) return this.#go('firstKey');
    if (byte !== OPEN_ARRAY) {
      this.#visitor.problem('json-shape', this.#window.place);
      this.#state = 'stopped';
      return false;
    }
    this.#bare = true;
    return this.#beginArray();
  }

  #key(byte: number): boolean {
    const view = this.#window;
    const { cursor } = view;
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
    const end = cursor.string(view.at + 1);
    if (end < 0) return false;
    this.#arrayEnd = undefined;
    this.#section = decoder.decode(cursor.bytes.subarray(view.at + 1, end));
    view.at = end;
    return this.#go('colon');
  }

  #value(byte: number): boolean {
    if (byte === OPEN_ARRAY) return this.#beginArray();
    if (byte === COMMA || byte === COLON || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) return this.#lose();
    this.#visitor.other?.(this.#section, this.#window.place);
    this.#beginSkip('afterValue');
    return true;
  }

  #beginArray(): true {
    const isWanted = this.#visitor.section(this.#section, this.#window.place);
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
    this.#arrayEnd = this.#window.place;
    this.#endedMuted = this.#isMuted;
    this.#isMuted = false;
    this.#visitor.sectionEnd?.(this.#section, this.#window.place + 1);
    return this.#go(this.#bare ? 'done' : 'afterValue');
  }

  #itemOrEnd(byte: number): boolean {
    const view = this.#window;
    const { cursor } = view;
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
      const behind = this.#bulk.read(this.#section, view.at, cursor.limit, view.base, this.#isMuted);
      if (behind > view.at) {
        view.at = behind;
        this.#state = 'afterItem';
        return true;
      }
    }
    const end = isObject ? cursor.object(view.at) : cursor.value(view.at);
    if (end === MORE) return this.#waitForItem();
    if (end === WRONG) {
      const around = this.#surroundings();
      if (isObject) return this.#getLost(lossInRecord(view, cursor.errorAt, around));
      return this.#getLost(lossBetween(view, cursor.errorAt, around, view.place));
    }
    if (isObject && this.#firstKey === undefined && cursor.fieldCount > 0) {
      this.#firstKey = cursor.bytes.slice(cursor.fields[0], cursor.fields[1]);
    }
    const item = this.#item;
    item.bytes = cursor.bytes;
    item.from = view.at;
    item.to = end;
    item.start = view.place;
    item.end = view.base + end;
    item.fields = cursor.fields;
    item.fieldCount = isObject ? cursor.fieldCount : 0;
    item.plain = isObject && !cursor.escaped;
    view.at = end;
    this.#state = 'afterItem';
    if (!this.#isMuted) this.#visitor.item(this.#section, item);
    return true;
  }

  #waitForItem(): boolean {
    const { length } = this.#window;
    if (length > OVERRUN_BYTES && this.#isOverrun()) return true;
    if (length > this.#itemLimit) {
      this.#tooLong = this.#window.place;
      this.#beginSkip('afterItem');
      return true;
    }
    this.#window.want(Math.min(2 * length, this.#itemLimit + 1));
    return false;
  }

  #beginSkip(after: State): void {
    const { cursor, at } = this.#window;
    this.#skipper.begin(cursor.bytes[at] as number);
    this.#afterSkip = after;
    this.#skipsArray = false;
    this.#state = 'skip';
  }

  #skip(): boolean {
    const view = this.#window;
    const { cursor } = view;
    const end = this.#skipper.run(cursor, view.at);
    const tooLong = this.#tooLong;
    if (end === MORE) {
      view.at = cursor.limit;
      return false;
    }
    this.#tooLong = undefined;
    if (end === WRONG) return this.#getLost(lossBetween(view, cursor.errorAt, this.#surroundings(), tooLong));
    view.at = end;
    if (tooLong !== undefined) this.#broken('line-too-long', tooLong, view.place, tooLong + this.#itemLimit);
    else if (this.#skipsArray) this.#visitor.sectionEnd?.(this.#section, view.place);
    else this.#visitor.otherEnd?.(this.#section, view.place);
    this.#state = this.#afterSkip;
    return true;
  }

  /** A syntax error outside of items. */
  #lose(): true {
    return this.#getLost(lossBetween(this.#window, this.#window.at, this.#surroundings()));
  }

  #getLost(loss: Loss): true {
    this.#loss = loss;
    this.#state = 'lost';
    return true;
  }

  #surroundings(): Surroundings {
    return { sections: this.#bare ? [] : this.#sections, inArray: this.#inArray, firstKey: this.#firstKey };
  }

  #search(): boolean {
    const loss = this.#loss;
    const found = loss?.search(this.#window);
    if (loss && found) this.#recover(loss, found);
    return found !== undefined;
  }

  #recover(loss: Loss, found: Found): void {
    this.#loss = undefined;
    const { place } = this.#window;
    const { brokenAt, errorAt } = loss;
    if (brokenAt !== undefined) this.#broken('json-syntax', brokenAt, place, loss.errorWithin(this.#window));
    else if (errorAt > 0) this.#problem('json-syntax', errorAt);
    if (found === 'section' && this.#inArray) {
      this.#inArray = this.#isMuted = false;
      this.#visitor.sectionEnd?.(this.#section, place);
    }
    this.#state = found === 'section' ? 'key' : found === 'end' ? 'afterItem' : 'firstItem';
  }

  /** Whether a record that has not ended did so long ago: a quote or bracket in it does not close. */
  #isOverrun(): boolean {
    const view = this.#window;
    const { at } = view;
    const loss = lossInOverrun(view, this.#surroundings());
    const found = loss.search(view);
    if (found) this.#recover(loss, found);
    else view.at = at;
    return found !== undefined;
  }

  #broken(code: JsonScanProblem, start: number, end: number, error: number): void {
    if (!this.#isMuted) this.#visitor.broken(this.#section, code, start, end, error);
  }

  #problem(code: JsonScanProblem, byte: number, values?: Problem['values']): void {
    if (!this.#isMuted) this.#visitor.problem(code, byte, values);
  }
}
