/**
 * Where JSON values stand that follow one another in a file: pretty-printed over many lines, on one line, or each behind a record separator
 * (https://www.rfc-editor.org/rfc/rfc7464). A file of any size is only streamed. Behind a value that is broken, reading goes on at the next
 * line that begins with a bracket: what is printed over several lines is indented, and a string has no end of line in it.
 */
import { pacer } from '../base/pause.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { isSpace } from './json-bytes.ts';
import { RangeList, type RecordRanges } from './record-ranges.ts';

const LF = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** RFC 7464: it stands before each value. */
export const RECORD_SEPARATOR = 0x1e;

/** Bytes that mean something in a list or object, and in a string of it; behind the end of a piece nothing stands, which is no number. */
const IN_NESTED = tableOf([QUOTE, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT, LF, RECORD_SEPARATOR]);
const IN_STRING = tableOf([QUOTE, BACKSLASH, LF, RECORD_SEPARATOR]);

function tableOf(bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte] = 1;
  return table;
}

/** Values in file order, broken ones too: what they hold is looked at when they are read. */
export async function* sequenceRanges(source: ByteSource): AsyncGenerator<RecordRanges> {
  const scan = new SequenceScan();
  const pace = pacer();
  for await (const piece of source.stream()) {
    scan.push(piece);
    await pace();
    if (scan.ranges.length > 0) yield scan.ranges.take(scan.offset);
  }
  scan.end();
  if (scan.ranges.length > 0) yield scan.ranges.take(scan.offset);
}

type State = 'between' | 'nested' | 'string' | 'scalar' | 'broken';

class SequenceScan {
  readonly ranges = new RangeList();
  /** Bytes that were looked at. */
  offset = 0;
  #state: State = 'between';
  /** In a string of a list or object; the byte behind a backslash. */
  #inString = false;
  #escape = false;
  /** Brackets that are open. */
  #stack = new Uint8Array(64);
  #depth = 0;
  #line = 1;
  #start = 0;
  #startLine = 1;
  /** Behind the last byte of a broken value that is no blank. */
  #solid = 0;
  #atLineStart = true;

  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; at += 1) {
      if (this.#state === 'nested' && !this.#escape) {
        const from = at;
        const stops = this.#inString ? IN_STRING : IN_NESTED;
        while (stops[piece[at] as number] === 0) at += 1;
        if (at > from) this.#atLineStart = false;
        if (at >= piece.length) break;
      }
      this.#take(piece[at] as number, this.offset + at);
    }
    this.offset += piece.length;
  }

  /** Nothing follows: a value that is open is cut. */
  end(): void {
    if (this.#state === 'broken') this.#finish(this.#solid);
    else if (this.#state !== 'between') this.#finish(this.offset);
  }

  #take(byte: number, place: number): void {
    if (byte === RECORD_SEPARATOR && !(this.#state === 'between')) this.#finish(this.#state === 'broken' ? this.#solid : place);
    else if (this.#state === 'broken' && this.#atLineStart && (byte === OPEN_OBJECT || byte === OPEN_ARRAY)) this.#finish(this.#solid);
    if (this.#state === 'scalar' && (isSpace(byte) || byte === OPEN_OBJECT || byte === OPEN_ARRAY || byte === QUOTE || byte === COMMA))
      this.#finish(place);
    switch (this.#state) {
      case 'between':
        this.#begin(byte, place);
        break;
      case 'nested':
        this.#inNested(byte, place);
        break;
      case 'string':
        if (byte === LF) this.#break(place);
        else if (this.#escape) this.#escape = false;
        else if (byte === BACKSLASH) this.#escape = true;
        else if (byte === QUOTE) this.#finish(place + 1);
        break;
      case 'broken':
        if (!isSpace(byte)) this.#solid = place + 1;
        break;
      case 'scalar':
        break;
    }
    this.#atLineStart = byte === LF;
    if (byte === LF) this.#line += 1;
  }

  #begin(byte: number, place: number): void {
    // Commas between values are no JSON, and harm nobody; a byte order mark stands before the first.
    if (isSpace(byte) || byte === RECORD_SEPARATOR || byte === COMMA) return;
    if (place < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return;
    this.#start = place;
    this.#startLine = this.#line;
    this.#escape = false;
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      this.#state = 'nested';
      this.#depth = 0;
      this.#inString = false;
      this.#open(byte);
    } else this.#state = byte === QUOTE ? 'string' : 'scalar';
  }

  #inNested(byte: number, place: number): void {
    if (this.#inString) {
      if (byte === LF) this.#break(place);
      else if (this.#escape) this.#escape = false;
      else if (byte === BACKSLASH) this.#escape = true;
      else if (byte === QUOTE) this.#inString = false;
    } else if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#open(byte);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      this.#depth -= 1;
      // In ASCII both closing brackets come two after their opening ones.
      if ((this.#stack[this.#depth] as number) + 2 !== byte) this.#break(place + 1);
      else if (this.#depth === 0) this.#finish(place + 1);
    }
  }

  #open(byte: number): void {
    if (this.#depth === this.#stack.length) {
      const deeper = new Uint8Array(this.#depth * 2);
      deeper.set(this.#stack);
      this.#stack = deeper;
    }
    this.#stack[this.#depth] = byte;
    this.#depth += 1;
  }

  #break(end: number): void {
    this.#state = 'broken';
    this.#solid = end;
  }

  #finish(end: number): void {
    this.ranges.push(this.#start, end - this.#start, this.#startLine);
    this.#state = 'between';
  }
}
