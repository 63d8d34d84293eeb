/**
 * Lines of a file with the bytes they stand on, for formats of one record a line. https://jsonlines.org
 * LF and CRLF end a line; the last needs no end. The file is read once in pieces and never held; a line longer than the limit
 * is passed over without being held either.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { byteOrderMark, type TextEncodingName } from '../files/text.ts';
import { HeldBytes, MAX_RECORD_BYTES, type RecordBytes } from './record-bytes.ts';

/** A line that is not blank. */
export interface RecordLine extends RecordBytes {
  /** Whether an end of line follows: a last line without one may have been cut off. */
  readonly ended: boolean;
}

/**
 * The lines of a source that hold more than blanks, in batches of those that end in one piece of its stream. Byte ranges are those of the
 * file in any encoding.
 * @param longest bytes; a longer line comes without its bytes
 */
export async function* recordLines(
  source: ByteSource,
  encoding: TextEncodingName,
  longest = MAX_RECORD_BYTES,
): AsyncGenerator<readonly RecordLine[]> {
  const splitter = new LineSplitter(encoding, longest);
  for await (const piece of source.stream()) {
    const lines = splitter.push(piece);
    if (lines.length > 0) yield lines;
  }
  const last = splitter.finish();
  if (last) yield [last];
}

const LF = 0x0a;
const CR = 0x0d;

/** Cuts a stream of bytes into lines, whatever the pieces. */
class LineSplitter {
  readonly #wide: 'le' | 'be' | undefined;
  readonly #longest: number;
  readonly #held: HeldBytes;
  /** Offset in the file of the current line, and of the next piece. */
  #start = 0;
  #offset = 0;
  #line = 1;
  /** Last byte of the piece before. */
  #previous = -1;

  constructor(encoding: TextEncodingName, longest: number) {
    this.#wide = encoding === 'utf-16le' ? 'le' : encoding === 'utf-16be' ? 'be' : undefined;
    this.#longest = longest;
    this.#held = new HeldBytes(longest);
  }

  push(piece: Uint8Array): RecordLine[] {
    const lines: RecordLine[] = [];
    let from = 0;
    for (let end = this.#endOfLine(piece, 0); end >= 0; end = this.#endOfLine(piece, from)) {
      const line = this.#cut(piece.subarray(from, end), true);
      if (line) lines.push(line);
      from = end;
    }
    this.#held.hold(piece.subarray(from));
    this.#offset += piece.length;
    this.#previous = piece.at(-1) ?? this.#previous;
    return lines;
  }

  finish(): RecordLine | undefined {
    return this.#cut(new Uint8Array(0), false);
  }

  /** Index after the next end of line at or after `from`; -1: none in this piece. */
  #endOfLine(piece: Uint8Array, from: number): number {
    if (!this.#wide) return piece.indexOf(LF, from) + 1 || -1;
    // The second byte of a unit is at an odd offset in the file.
    for (let at = from + ((this.#offset + from + 1) & 1); at < piece.length; at += 2) {
      const first = at > 0 ? (piece[at - 1] ?? 0) : this.#previous;
      const unit = this.#wide === 'le' ? first | ((piece[at] ?? 0) << 8) : (first << 8) | (piece[at] ?? 0);
      if (unit === LF) return at + 1;
    }
    return -1;
  }

  /** The current line, which ends with `rest`; undefined where it is blank. */
  #cut(rest: Uint8Array, ended: boolean): RecordLine | undefined {
    const start = this.#start;
    const line = this.#line;
    const { length, bytes: whole } = this.#held.take(rest);
    this.#start += length;
    this.#line += 1;
    if (!whole) return { line, start, end: start + length, bytes: undefined, ended };
    const mark = start === 0 ? (byteOrderMark(whole)?.length ?? 0) : 0;
    const bytes = whole.subarray(mark, whole.length - this.#endLength(whole, ended));
    if (isBlank(bytes)) return undefined;
    const from = start + mark;
    return { line, start: from, end: from + bytes.length, bytes: bytes.length > this.#longest ? undefined : bytes, ended };
  }

  /** Bytes of the end of line: a CR before the LF belongs to it. */
  #endLength(whole: Uint8Array, ended: boolean): number {
    const unit = this.#wide ? 2 : 1;
    const lf = ended ? unit : 0;
    const before = whole[whole.length - lf - (this.#wide === 'le' ? 2 : 1)];
    const high = this.#wide ? whole[whole.length - lf - (this.#wide === 'le' ? 1 : 2)] : 0;
    return before === CR && high === 0 ? lf + unit : lf;
  }
}

/** Spaces, tabs and ends of line, in any encoding (UTF-16 adds zeros). */
function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== CR && byte !== LF && byte !== 0) return false;
  return true;
}
