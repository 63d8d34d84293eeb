/** Records of text files one after another, as bytes: what lines and rows of cells have in common. */

/** Longer records are not read. V8's longest string is 512 MB; what a record's view can bear is far less. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** A record that is not blank. Bytes `start` (inclusive) to `end` (exclusive, without its end of line) of the file. */
export interface RecordBytes {
  /** Line it begins on, counted from 1, blank lines included. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Valid until the next batch is asked for; absent: the record is longer than the limit. */
  readonly bytes: Uint8Array | undefined;
}

/** Ends of lines and marks may come on top of the longest record. */
const SLACK_BYTES = 8;

/** The record under way: what of it came in earlier pieces of a stream. One that is too long is not held. */
export class HeldBytes {
  readonly #most: number;
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** @param longest bytes of a record */
  constructor(longest: number) {
    this.#most = longest + SLACK_BYTES;
  }

  hold(piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.#length > this.#most) this.#pieces = [];
    // The piece's memory is reused: what outlives it is copied.
    else if (piece.length > 0) this.#pieces.push(piece.slice());
  }

  /** What is held, in pieces; undefined where that is too long. Holds nothing afterwards. */
  pieces(): readonly Uint8Array[] | undefined {
    const pieces = this.#length > this.#most ? undefined : this.#pieces;
    this.#pieces = [];
    this.#length = 0;
    return pieces;
  }

  /** All of the record, which ends with `rest`; `bytes` is absent where it is too long. Holds nothing afterwards. */
  take(rest: Uint8Array): { readonly length: number; readonly bytes: Uint8Array | undefined } {
    const length = this.#length + rest.length;
    const bytes = length > this.#most ? undefined : this.#pieces.length === 0 ? rest : joined([...this.#pieces, rest], length);
    this.#pieces = [];
    this.#length = 0;
    return { length, bytes };
  }
}

/** The first bytes of pieces in a row. */
export function firstBytes(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const first: Uint8Array[] = [];
  let left = length;
  for (const piece of pieces) {
    first.push(piece.subarray(0, left));
    left -= piece.length;
    if (left <= 0) break;
  }
  return first.length === 1 && first[0] ? first[0] : joined(first, length);
}

/** Pieces in a row without their first bytes. */
export function behindBytes(pieces: readonly Uint8Array[], length: number): Uint8Array[] {
  let left = length;
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.max(0, left));
    left -= piece.length;
    return rest.length > 0 ? [rest] : [];
  });
}

/** Pieces in a row as one. */
export function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
