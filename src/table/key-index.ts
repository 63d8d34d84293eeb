import { TextColumn, encodeShared } from './column.ts';

/**
 * Key → row over a column of keys: open addressing on row numbers, so that a million keys cost 8 MB and no strings.
 * `release` gives the table back when no more keys will be looked up; the keys themselves stay readable.
 */
export class KeyIndex {
  readonly keys = new TextColumn();
  /** Row + 1; 0: free. Length is a power of two. */
  #slots = new Int32Array(64);
  #count = 0;

  get bytes(): number {
    return this.keys.bytes + this.#slots.byteLength;
  }

  /** Rows so far. */
  get length(): number {
    return this.#count;
  }

  /** The row of a key; the next free row for one not seen before. */
  rowOf(key: string): number {
    const bytes = encodeShared(key);
    if (this.#slots.length === 0) this.#rebuild(slotsFor(this.#count + 1));
    let slot = this.#slotOf(bytes);
    const found = (this.#slots[slot] ?? 0) - 1;
    if (found >= 0) return found;
    const row = this.#count++;
    this.keys.setBytes(row, bytes);
    if (this.#count * 2 > this.#slots.length) this.#rebuild(slotsFor(this.#count));
    else this.#slots[slot] = row + 1;
    return row;
  }

  /** `undefined`: never mentioned. */
  find(key: string): number | undefined {
    if (this.#slots.length === 0) this.#rebuild(slotsFor(this.#count));
    const row = (this.#slots[this.#slotOf(encodeShared(key))] ?? 0) - 1;
    return row < 0 ? undefined : row;
  }

  /** Frees the lookup; it is built again should another key come. */
  release(): void {
    this.#slots = new Int32Array(0);
  }

  #slotOf(bytes: Uint8Array): number {
    const last = this.#slots.length - 1;
    let slot = hash(bytes) & last;
    for (;;) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row < 0 || this.keys.equals(row, bytes)) return slot;
      slot = (slot + 1) & last;
    }
  }

  #rebuild(slots: number): void {
    this.#slots = new Int32Array(slots);
    for (let row = 0; row < this.#count; row++) {
      const last = slots - 1;
      let slot = hash(this.keys.bytesAt(row)) & last;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & last;
      this.#slots[slot] = row + 1;
    }
  }
}

function slotsFor(rows: number): number {
  return Math.max(64, 2 ** Math.ceil(Math.log2(rows * 3 + 1)));
}

/** FNV-1a with a final mix, since file names differ in their last digits only. */
function hash(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ (bytes[i] ?? 0), 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  return h ^ (h >>> 13);
}
