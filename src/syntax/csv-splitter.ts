/**
 * Where records of delimited text begin and end: quotes decide which line breaks end one, by the rules of Papa Parse (`csv-dialect.ts`).
 * A quote that is never closed costs its own line only. However many there are, a byte is looked at a few times at most.
 */
import { startsPair } from '../files/double-byte.ts';
import type { CsvDialect } from './csv-dialect.ts';
import { behindBytes, firstBytes, HeldBytes, type RecordBytes } from './record-bytes.ts';

/** After one quote was never closed, others are given up after so many bytes, and after half of that each time. */
const SUSPICIOUS_BYTES = 64 * 1024;
const LEAST_BYTES = 4 * 1024;

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

/** A record that is not blank; `line` counts those inside quotes, too. */
export interface CsvRecord extends RecordBytes {
  /** A quote was opened and never closed: the record was taken to end with its first line. */
  readonly unclosed: boolean;
}

/** Where a record begins. */
export interface CsvPlace {
  readonly start: number;
  readonly line: number;
}

/** A line with a quote that was never closed, whose bytes are no longer held. */
export interface LostLine {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * What reading inside of quotes came to that was given up. Whatever cell stands open at a line break on the way comes to the same: so that
 * is not found out again for every line.
 */
interface DeadEnd {
  /** Offset of the last character looked at. */
  readonly to: number;
  /** Where only the patience ended, inside quotes: who has more goes on behind it. */
  readonly patience?: { readonly line: number; readonly before: number };
}

/** Finds records in bytes that come in pieces. What it held of a record whose quote was never closed it gives back, to be looked at again. */
export class RecordSplitter {
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #wide: 'le' | 'be' | undefined;
  readonly #unit: 1 | 2;
  readonly #startsPair: ((byte: number) => boolean) | undefined;
  readonly #longest: number;
  #patience: number;
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
  #deadEnd: DeadEnd | undefined;
  /** Bytes before are known already, up to a dead end. */
  #known = 0;
  #lost: LostLine | undefined;

  /** @param longest bytes; a longer record comes without its bytes */
  constructor({ delimiter, newline, encoding }: CsvDialect, { start, line }: CsvPlace, longest: number) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#newline = newline.charCodeAt(0);
    this.#wide = encoding === 'utf-16le' ? 'le' : encoding === 'utf-16be' ? 'be' : undefined;
    this.#unit = this.#wide ? 2 : 1;
    this.#startsPair = startsPair(encoding);
    this.#longest = longest;
    this.#held = new HeldBytes(longest);
    this.#patience = longest;
    this.#recordStart = this.#offset = start;
    this.#recordLine = this.#line = line;
  }

  /** Where the record under way, or the next one, begins. */
  get place(): CsvPlace {
    return { start: this.#recordStart, line: this.#recordLine };
  }

  /** Bytes after which a quote is given up that stands open over several lines. */
  get patience(): number {
    return this.#patience;
  }

  /** The line that was given up last, where nothing of the record is held any more: who reads it (`lineOf`) goes on at `place`. */
  takeLost(): LostLine | undefined {
    const lost = this.#lost;
    this.#lost = undefined;
    return lost;
  }

  /** Goes on elsewhere, at a record further behind. */
  goTo({ start, line }: CsvPlace): void {
    this.#begin(start, line);
    this.#held.pieces();
    this.#offset = start;
  }

  /**
   * @param records where those go that end in the piece
   * @param behind stops at the first record that begins here or behind it
   * @returns bytes from `place` on that are to be pushed next; undefined: all is taken
   */
  push(piece: Uint8Array, records: CsvRecord[], behind = Infinity): readonly Uint8Array[] | undefined {
    const unit = this.#unit;
    let from = 0;
    let lineBreak = this.#wide ? -1 : piece.indexOf(this.#newline);
    for (let at = Math.max(0, this.#known - this.#offset); at < piece.length; at += unit) {
      if (this.#state < QUOTED && !this.#wide && !this.#inPair) {
        // Without quotes ahead, line breaks alone matter.
        const quote = piece.indexOf(QUOTE, at);
        const stop = quote < 0 ? piece.length : quote;
        if (lineBreak >= 0 && lineBreak < at) lineBreak = piece.indexOf(this.#newline, at);
        while (lineBreak >= 0 && lineBreak < stop) {
          this.#endRecord(piece.subarray(from, lineBreak), records);
          at = from = lineBreak + 1;
          this.#state = FIELD_START;
          if (this.#recordStart >= behind) return this.#stopAt(piece, from);
          lineBreak = piece.indexOf(this.#newline, at);
        }
        if (quote < 0) {
          this.#state = this.#stateAfter(piece, at, piece.length);
          break;
        }
        this.#state = this.#stateAfter(piece, at, quote);
        at = quote;
      }
      const offset = this.#offset + at;
      if (this.#step(this.#codeAt(piece, at), offset)) {
        this.#endRecord(piece.subarray(from, at), records);
        from = at + unit;
        if (this.#recordStart >= behind) return this.#stopAt(piece, from);
      } else if (this.#givesUp(offset)) {
        const again = this.#giveUp(piece.subarray(from), records);
        if (again) return again;
        from = this.#recordStart - this.#offset;
        if (this.#recordStart >= behind) return this.#stopAt(piece, from);
        at = from - unit;
        if (!this.#wide) lineBreak = piece.indexOf(this.#newline, from);
      } else if (this.#known > offset) at = this.#known - this.#offset - unit;
    }
    this.#held.hold(piece.subarray(from));
    this.#offset += piece.length;
    return undefined;
  }

  /** Takes what stands behind the last line break for a record; or, as `push`, gives up a quote that stands open over several lines. */
  finish(records: CsvRecord[]): readonly Uint8Array[] | undefined {
    this.#unclosed = this.#state === QUOTED;
    if (this.#unclosed && this.#firstBreak !== undefined) {
      this.#deadEnd = { to: this.#offset };
      return this.#giveUp(new Uint8Array(0), records);
    }
    this.#endRecord(new Uint8Array(0), records);
    return undefined;
  }

  #stopAt(piece: Uint8Array, from: number): readonly Uint8Array[] {
    this.#offset += from;
    return [piece.subarray(from)];
  }

  /**
   * Whether the quote that stands open behind the character was never closed: it is open for longer than the patience, or until one that
   * plainly opens another cell. Where the way ahead is known up to the end of somebody's patience, that is gone at once.
   */
  #givesUp(offset: number): boolean {
    if (this.#state !== QUOTED || this.#firstBreak === undefined) return false;
    const isImpatient = offset - this.#recordStart > this.#patience;
    if (this.#unclosed || isImpatient) {
      if (this.#unclosed) this.#deadEnd = { to: offset };
      // Where one line break may be counted and not the next time, the way has to be gone again.
      else if (!this.#startsPair) this.#deadEnd = { to: offset, patience: { line: this.#line, before: this.#before } };
      return true;
    }
    const end = this.#deadEnd;
    if (!end || offset >= end.to || this.#before !== this.#newline) return false;
    if (!end.patience || end.to - this.#recordStart > this.#patience) return true;
    this.#line = end.patience.line;
    this.#before = end.patience.before;
    this.#known = end.to + this.#unit;
    return false;
  }

  /**
   * Gives up the first line of the record under way, which goes on with `rest`, and begins another one behind it.
   * @returns bytes to be pushed next, where that was before the piece; undefined: it goes on in the piece, or at `place` if that line was lost
   */
  #giveUp(rest: Uint8Array, records: CsvRecord[]): readonly Uint8Array[] | undefined {
    const start = this.#recordStart;
    const line = this.#recordLine;
    const end = this.#firstBreak ?? start;
    const length = end - start;
    const next = end + this.#unit;
    const held = this.#held.pieces();
    this.#begin(next, line + 1);
    this.#patience = Math.max(LEAST_BYTES, Math.min(SUSPICIOUS_BYTES, this.#patience / 2));
    const isHere = next >= this.#offset;
    if (length > this.#longest) records.push({ line, start, end, bytes: undefined, unclosed: true });
    else if (held) records.push(this.lineOf({ line, start, end }, firstBytes([...held, rest], length)));
    if (isHere) return undefined;
    if (!held) {
      this.#lost = { line, start, end };
      this.#offset = next;
      return [];
    }
    this.#offset = next;
    return [...behindBytes(held, next - start), rest];
  }

  /** The record of a line that was given up. */
  lineOf({ line, start }: LostLine, bytes: Uint8Array): CsvRecord {
    const record = this.#withoutReturn(bytes);
    return { line, start, end: start + record.length, bytes: record, unclosed: true };
  }

  #begin(start: number, line: number): void {
    this.#state = FIELD_START;
    this.#inPair = false;
    this.#before = 0;
    this.#unclosed = false;
    this.#firstBreak = undefined;
    this.#known = 0;
    this.#recordStart = start;
    this.#recordLine = this.#line = line;
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
    const bytes = whole && this.#withoutReturn(whole);
    if (bytes && isBlank(bytes)) return;
    const end = start + (bytes?.length ?? length);
    into.push({ line, start, end, bytes: bytes && bytes.length > this.#longest ? undefined : bytes, unclosed: this.#unclosed });
  }

  /** A CR before the LF belongs to the line break. */
  #withoutReturn(record: Uint8Array): Uint8Array {
    if (this.#newline !== LF || record.length < this.#unit) return record;
    return this.#codeAt(record, record.length - this.#unit) === CR ? record.subarray(0, -this.#unit) : record;
  }
}

/** Nothing but spaces: a line of delimiters is a record of empty cells. */
function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== SPACE && byte !== CR && byte !== 0) return false;
  return true;
}
