import type { BulkReader } from './json-bulk.ts';
import { Cursor } from './json-bytes.ts';

/** A larger window is given up when it is no longer needed. */
const SHRINK_BYTES = 8 << 20;
const FIRST_WINDOW_BYTES = 1 << 20;

/** The bytes at hand of a file that comes in pieces: from what is not dealt with yet to what came last. */
export class JsonWindow {
  readonly cursor = new Cursor();
  /** In the window: everything before is dealt with. */
  at = 0;
  /** Nothing follows the window. */
  isEnd = false;
  /** Offset in the file of the window's first byte. */
  base: number;
  readonly #bulk: BulkReader | undefined;
  /** The window must reach this far before an unfinished item is looked at again: large items cost twice, not squared. */
  #enough = 0;

  /** @param offset of the first byte in the file @param bulk in whose memory the window lies */
  constructor(offset: number, bulk: BulkReader | undefined) {
    this.base = offset;
    this.#bulk = bulk;
    if (bulk) this.cursor.bytes = bulk.room(FIRST_WINDOW_BYTES);
  }

  /** Offset in the file of the byte at hand. */
  get place(): number {
    return this.base + this.at;
  }

  /** Offset in the file behind the last byte. */
  get endPlace(): number {
    return this.base + this.cursor.limit;
  }

  /** Bytes from the one at hand on. */
  get length(): number {
    return this.cursor.limit - this.at;
  }

  /** Whether there is as much as was asked for. */
  get isEnough(): boolean {
    return this.cursor.limit >= this.#enough;
  }

  /** There must be so many bytes from the one at hand on before it is worth looking again. */
  want(bytes: number): void {
    this.#enough = this.at + bytes;
  }

  /** Takes a piece in, and lets go of what is dealt with: returns by how many bytes the rest moved to the front. */
  push(piece: Uint8Array): number {
    const { cursor } = this;
    const moved = this.at;
    if (moved > 0) {
      cursor.bytes.copyWithin(0, moved, cursor.limit);
      cursor.limit -= moved;
      this.base += moved;
      this.#enough -= moved;
      this.at = 0;
    }
    this.#makeRoom(cursor.limit + piece.length + 1);
    cursor.bytes.set(piece, cursor.limit);
    this.#bulk?.took(cursor.limit, piece.length);
    cursor.limit += piece.length;
    // Loops over strings end at it.
    cursor.bytes[cursor.limit] = 0;
    return moved;
  }

  #makeRoom(needed: number): void {
    const { cursor } = this;
    const capacity = cursor.bytes.length;
    // Give back what one huge item took.
    const isTooLarge = capacity > SHRINK_BYTES && needed * 8 < capacity && !this.#bulk;
    if (needed <= capacity && !isTooLarge) return;
    const bytes = needed > capacity ? Math.max(needed, capacity * 2) : needed * 2;
    const before = cursor.bytes;
    cursor.bytes = this.#bulk?.room(bytes) ?? new Uint8Array(bytes);
    if (!this.#bulk) cursor.bytes.set(before.subarray(0, cursor.limit));
  }
}
