/**
 * Records of delimited text with the bytes they stand on. https://www.rfc-editor.org/rfc/rfc4180
 * Quotes decide which line breaks end a record, by the rules of Papa Parse, which reads the cells of each record (`csv-dialect.ts`).
 * The file is read once in pieces; a record at a time is held.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { startsPair } from '../files/double-byte.ts';
import { byteOrderMark } from '../files/text.ts';
import type { CsvDialect } from './csv-dialect.ts';
import { HeldBytes, joined, MAX_RECORD_BYTES, type RecordBytes } from './record-bytes.ts';

/** After one quote was never closed, others are given up after so many bytes, and after half of that each time. */
const SUSPICIOUS_BYTES = 64 * 1024;
const LEAST_BYTES = 4 * 1024;

/** A record that is not blank; `line` counts those inside quotes, too. */
export interface CsvRecord extends RecordBytes {
  /** A quote was opened and never closed: the record was taken to end with its first line. */
  readonly unclosed: boolean;
}

/**
 * The records of a source in order, header included, in batches. A quote that is never closed costs its own line only: reading goes on
 * behind it.
 * @param longest bytes; a longer record comes without its bytes
 * @param at where to begin: at the first byte of a record
 */
export async function* csvRecords(
  source: ByteSource,
  dialect: CsvDialect,
  longest = MAX_RECORD_BYTES,
  at?: { readonly start: number; readonly line: number },
): AsyncGenerator<readonly CsvRecord[]> {
  const wide = isWide(dialect);
  let from = at?.start ?? byteOrderMark(await source.read(0, 4))?.length ?? 0;
  let line = at?.line ?? 1;
  let patience = longest;
  for (;;) {
    const splitter = new RecordSplitter(dialect, from, line, longest, patience);
    for await (const piece of wide ? evenPieces(source.stream(from)) : source.stream(from)) {
      const records = splitter.push(piece);
      if (records.length > 0) yield records;
      if (splitter.gaveUp) break;
    }
    if (!splitter.gaveUp) {
      const last = splitter.finish();
      if (last) yield [last];
    }
    const broken = splitter.brokenLine();
    if (!broken) return;
    const { start, end, next } = broken;
    if (end - start > longest) yield [{ line: broken.line, start, end, bytes: undefined, unclosed: true }];
    else {
      const bytes = splitter.withoutReturn(await source.read(start, end));
      yield [{ line: broken.line, start, end: start + bytes.length, bytes, unclosed: true }];
    }
    from = next;
    line = broken.line + 1;
    patience = Math.max(LEAST_BYTES, Math.min(SUSPICIOUS_BYTES, patience / 2));
  }
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** Where in a record the next character stands. */
const FIELD_START = 0;
const PLAIN = 1;
const QUOTED = 2;
/** Behind a quote that may close the cell, with or without blanks between. */
const CLOSING = 3;
const CLOSING_BLANK = 4;
type State = typeof FIELD_START | typeof PLAIN | typeof QUOTED | typeof CLOSING | typeof CLOSING_BLANK;

interface BrokenLine {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Where the line behind it begins. */
  readonly next: number;
}

class RecordSplitter {
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #wide: 'le' | 'be' | undefined;
  readonly #unit: 1 | 2;
  readonly #startsPair: ((byte: number) => boolean) | undefined;
  readonly #longest: number;
  readonly #patience: number;
  #state: State = FIELD_START;
  /** The next byte is the second of a character. */
  #inPair = false;
  readonly #held: HeldBytes;
  #recordStart: number;
  #recordLine: number;
  #line: number;
  #offset: number;
  /** End of the record's first line, where it goes on behind it. */
  #firstBreak: number | undefined;
  #unclosed = false;
  /** The character before, inside quotes. */
  #before = 0;
  /** The quote that may close the cell stands where one would open a cell. */
  #opening = false;

  constructor({ delimiter, newline, encoding }: CsvDialect, from: number, line: number, longest: number, patience: number) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#newline = newline.charCodeAt(0);
    this.#wide = encoding === 'utf-16le' ? 'le' : encoding === 'utf-16be' ? 'be' : undefined;
    this.#unit = this.#wide ? 2 : 1;
    this.#startsPair = startsPair(encoding);
    this.#longest = longest;
    this.#held = new HeldBytes(longest);
    this.#patience = patience;
    this.#recordStart = this.#offset = from;
    this.#recordLine = this.#line = line;
  }

  /** A quote stood open for longer than the patience, or until one that plainly opens another cell. */
  get gaveUp(): boolean {
    return this.#unclosed;
  }

  /** The line to go on behind, where a quote was never closed. */
  brokenLine(): BrokenLine | undefined {
    if (!this.#unclosed || this.#firstBreak === undefined) return undefined;
    const end = this.#firstBreak;
    return { line: this.#recordLine, start: this.#recordStart, end, next: end + this.#unit };
  }

  push(piece: Uint8Array): CsvRecord[] {
    const records: CsvRecord[] = [];
    const unit = this.#unit;
    let from = 0;
    let lineBreak = this.#wide ? -1 : piece.indexOf(this.#newline);
    for (let at = 0; at < piece.length; at += unit) {
      if (this.#state < QUOTED && !this.#wide && !this.#inPair) {
        // Without quotes ahead, line breaks alone matter.
        const quote = piece.indexOf(QUOTE, at);
        const stop = quote < 0 ? piece.length : quote;
        if (lineBreak >= 0 && lineBreak < at) lineBreak = piece.indexOf(this.#newline, at);
        while (lineBreak >= 0 && lineBreak < stop) {
          this.#endRecord(piece.subarray(from, lineBreak), records);
          at = from = lineBreak + 1;
          this.#state = FIELD_START;
          lineBreak = piece.indexOf(this.#newline, at);
        }
        if (quote < 0) {
          this.#state = this.#stateAfter(piece, at, piece.length);
          break;
        }
        this.#state = this.#stateAfter(piece, at, quote);
        at = quote;
      }
      if (this.#step(this.#codeAt(piece, at), this.#offset + at)) {
        this.#endRecord(piece.subarray(from, at), records);
        from = at + unit;
      }
      if (this.#state === QUOTED && this.#offset + at - this.#recordStart > this.#patience && this.#firstBreak !== undefined)
        this.#unclosed = true;
      if (this.#unclosed) return records;
    }
    this.#held.hold(piece.subarray(from));
    this.#offset += piece.length;
    return records;
  }

  /** What stands behind the last line break. Undefined also where a quote stands open over several lines: see `brokenLine`. */
  finish(): CsvRecord | undefined {
    this.#unclosed ||= this.#state === QUOTED;
    if (this.#unclosed && this.#firstBreak !== undefined) return undefined;
    const records: CsvRecord[] = [];
    this.#endRecord(new Uint8Array(0), records);
    return records[0];
  }

  #codeAt(piece: Uint8Array, at: number): number {
    const first = piece[at] ?? 0;
    if (!this.#wide) return first;
    const second = piece[at + 1] ?? 0;
    return this.#wide === 'le' ? first | (second << 8) : (first << 8) | second;
  }

  /** Whether the cell goes on or begins, after plain bytes without quotes and line breaks. */
  #stateAfter(piece: Uint8Array, from: number, to: number): State {
    if (to <= from) return this.#state;
    const startsAt = this.#startsPair;
    if (!startsAt) return piece[to - 1] === this.#delimiter ? FIELD_START : PLAIN;
    // The second byte of a pair may look like a delimiter.
    let state: State = this.#state;
    for (let at = from; at < to; at += 1) {
      const byte = piece[at] ?? 0;
      if (startsAt(byte)) {
        state = PLAIN;
        at += 1;
        this.#inPair = at >= to;
      } else state = byte === this.#delimiter ? FIELD_START : PLAIN;
    }
    return state;
  }

  /** Takes one character; true where it is the line break that ends the record. */
  #step(code: number, offset: number): boolean {
    if (this.#inPair) {
      this.#inPair = false;
      this.#before = 0;
      return false;
    }
    if (this.#startsPair?.(code) === true) this.#inPair = true;
    switch (this.#state) {
      case FIELD_START:
        if (code === QUOTE) {
          this.#state = QUOTED;
          return false;
        }
        break;
      case PLAIN:
        break;
      case CLOSING:
        if (code === QUOTE) {
          this.#state = QUOTED;
          return false;
        }
        break;
      case CLOSING_BLANK:
        if (code === QUOTE) {
          this.#state = CLOSING;
          return false;
        }
        break;
      case QUOTED:
        if (code === QUOTE) {
          this.#state = CLOSING;
          this.#opening = this.#before === this.#delimiter || this.#before === this.#newline;
        } else if (code === this.#newline) this.#breakInside(offset);
        this.#before = code;
        return false;
    }
    if (code === this.#newline) {
      this.#state = FIELD_START;
      return true;
    }
    if (code === this.#delimiter) this.#state = FIELD_START;
    else if (this.#state < CLOSING) this.#state = PLAIN;
    else if (code === SPACE || code === TAB || code === CR) this.#state = CLOSING_BLANK;
    else {
      this.#state = QUOTED;
      this.#before = code;
      // On a later line, `,"x` opens a cell: the quote before it was never closed.
      this.#unclosed = this.#opening && this.#firstBreak !== undefined;
    }
    return false;
  }

  #breakInside(offset: number): void {
    this.#firstBreak ??= offset;
    this.#line += 1;
  }

  #endRecord(rest: Uint8Array, into: CsvRecord[]): void {
    const start = this.#recordStart;
    const line = this.#recordLine;
    const { length, bytes: whole } = this.#held.take(rest);
    this.#firstBreak = undefined;
    this.#recordStart = start + length + this.#unit;
    this.#line += 1;
    this.#recordLine = this.#line;
    const bytes = whole && this.withoutReturn(whole);
    if (bytes && isBlank(bytes)) return;
    const end = start + (bytes?.length ?? length);
    into.push({ line, start, end, bytes: bytes && bytes.length > this.#longest ? undefined : bytes, unclosed: this.#unclosed });
  }

  /** A CR before the LF belongs to the line break. */
  withoutReturn(record: Uint8Array): Uint8Array {
    if (this.#newline !== LF || record.length < this.#unit) return record;
    return this.#codeAt(record, record.length - this.#unit) === CR ? record.subarray(0, -this.#unit) : record;
  }
}

function isWide({ encoding }: CsvDialect): boolean {
  return encoding === 'utf-16le' || encoding === 'utf-16be';
}

/** Nothing but spaces: a line of delimiters is a record of empty cells. */
function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== SPACE && byte !== CR && byte !== 0) return false;
  return true;
}

/** The same bytes in pieces of even length. */
async function* evenPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let odd: number | undefined;
  for await (const piece of pieces) {
    const whole: Uint8Array = odd === undefined ? piece : joined([Uint8Array.of(odd), piece], piece.length + 1);
    const even = whole.length - (whole.length % 2);
    odd = even < whole.length ? whole[even] : undefined;
    if (even > 0) yield whole.subarray(0, even);
  }
  if (odd !== undefined) yield Uint8Array.of(odd);
}
