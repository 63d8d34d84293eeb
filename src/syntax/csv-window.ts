/** Records of delimited text as compiled code finds them, in a window of the file: as long as quotes stand where they should. */
import type { CsvDialect } from './csv-dialect.ts';
import type { CsvPlace } from './csv-splitter.ts';
import { MAX_RECORD_BYTES } from './record-bytes.ts';
import type { WindowMachine } from './scan/window-machine.ts';

const CR = 0x0d;
const SPACE = 0x20;
const BLOCK = 64;
/** What is handed back comes in pieces like those of a file. */
const PIECE_BYTES = 256 * 1024;

/** Where every byte has to be looked at. */
export interface OddPlace {
  /** The record that the odd quote stands in or before. */
  readonly place: CsvPlace;
  /** From the first record on that begins here or behind it, text may be regular again. */
  readonly behind: number;
  /** A copy of the bytes from that place to the end of the last piece. */
  readonly bytes: readonly Uint8Array[];
}

/** Bytes that compiled code understands as well: one a character below 0x80, lines that end with LF. */
export function isPlain({ encoding, newline, delimiter }: CsvDialect): boolean {
  return (encoding === 'utf-8' || encoding === 'windows-1252') && newline === '\n' && delimiter.charCodeAt(0) < 0x80 && delimiter !== '"';
}

export class CsvWindow {
  readonly #machine: WindowMachine;
  readonly #separator: number;
  readonly #most: number;
  readonly #keep: (start: number, size: number, line: number) => void;
  /** The window begins at or before the record under way; `scanned` of its `length` bytes have been looked at. */
  #start = 0;
  #line = 1;
  #base = 0;
  #length = 0;
  #scanned = 0;

  /**
   * @param most bytes that are looked at together
   * @param keep takes the records that hold more than blanks
   */
  constructor(machine: WindowMachine, { delimiter }: CsvDialect, most: number, keep: (start: number, size: number, line: number) => void) {
    this.#machine = machine;
    this.#separator = delimiter.charCodeAt(0);
    this.#most = most;
    this.#keep = keep;
  }

  /** Offset in the file, up to which bytes have come. */
  get done(): number {
    return this.#base + this.#length;
  }

  /** The next piece begins with a record. */
  startAt({ start, line }: CsvPlace): void {
    this.#machine.scan.csvReset();
    this.#start = this.#base = start;
    this.#line = line;
    this.#length = this.#scanned = 0;
  }

  /** @param patience bytes after which it has to be looked at closely whether a cell of several lines is one */
  push(piece: Uint8Array, patience: number): OddPlace | undefined {
    const bytes = this.#machine.reserve(this.#length + piece.length);
    bytes.set(piece, this.#length);
    this.#length += piece.length;
    const whole = Math.floor((this.#length - this.#scanned) / BLOCK) * BLOCK;
    if (!this.#scan(bytes, this.#scanned + whole, patience)) return this.#oddHere();
    const underWay = this.#length - (this.#start - this.#base);
    // Lines behind a quote that was never closed may be as regular as those before.
    if (underWay > patience && this.#machine.scan.csvOpen() !== 0) return this.#odd(this.#start);
    if (underWay > MAX_RECORD_BYTES) return this.#oddHere();
    // What comes next begins with the record under way.
    const gone = Math.min(this.#start - this.#base, this.#scanned);
    bytes.copyWithin(0, gone, this.#length);
    this.#length -= gone;
    this.#scanned -= gone;
    this.#base += gone;
    return undefined;
  }

  /** Takes what stands behind the last line break for a record. */
  finish(patience: number): OddPlace | undefined {
    const length = this.#length;
    const bytes = this.#machine.reserve(length + BLOCK);
    bytes.fill(0, length, length + BLOCK);
    if (!this.#scan(bytes, length, patience)) return this.#oddHere();
    if (this.#machine.scan.csvOpen() !== 0) return this.#odd(this.#start);
    if (this.#start - this.#base < length) this.#emit(bytes, length, 1);
    return undefined;
  }

  /** Looks at bytes up to `to`; false where a quote stands oddly, or a record of several lines is long. */
  #scan(bytes: Uint8Array, to: number, patience: number): boolean {
    const { scan, resultsAt } = this.#machine;
    while (this.#scanned < to) {
      const size = Math.min(this.#most, to - this.#scanned);
      const count = scan.csvRecords(bytes.byteOffset + this.#scanned, size, this.#separator, resultsAt);
      if (scan.csvOdd() !== 0) return false;
      const found = this.#machine.results(count * 2);
      for (let i = 0; i < count; i += 1) {
        const end = this.#scanned + (found[i * 2] ?? 0);
        const breaks = found[i * 2 + 1] ?? 0;
        if (breaks > 0 && end - (this.#start - this.#base) > patience) return false;
        this.#emit(bytes, end, breaks + 1);
      }
      this.#scanned += size;
    }
    return true;
  }

  #emit(bytes: Uint8Array, end: number, lines: number): void {
    const begin = this.#start - this.#base;
    const size = end - begin - (end > begin && bytes[end - 1] === CR ? 1 : 0);
    if (!isBlank(bytes, begin, begin + size)) this.#keep(this.#start, size, this.#line);
    this.#start = this.#base + end + 1;
    this.#line += lines;
  }

  /** Nothing is known of the bytes that were to be looked at next. */
  #oddHere(): OddPlace {
    return this.#odd(this.#base + this.#scanned + this.#most);
  }

  #odd(behind: number): OddPlace {
    const memory = this.#machine.reserve(this.#length);
    const bytes: Uint8Array[] = [];
    for (let at = this.#start - this.#base; at < this.#length; at += PIECE_BYTES)
      bytes.push(memory.slice(at, Math.min(at + PIECE_BYTES, this.#length)));
    // Going on needs a step ahead.
    return { place: { start: this.#start, line: this.#line }, behind: Math.max(behind, this.#start + 1), bytes };
  }
}

/** Nothing but spaces, carriage returns and zeros. */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== SPACE && bytes[at] !== CR && bytes[at] !== 0) return false;
  return true;
}
