import { mixed } from './mixed.ts';

/** Slots of a set that nothing was added to. */
const FIRST_SLOTS = 16;
/** More of the slots than these would make looking for a free one long. */
const FULL = 0.75;

/**
 * Pairs of 32-bit words in a table with open addressing: 11 to 21 bytes each and no object, half as many again while it grows. As many as
 * memory has room for, where a `Set` ends at 16.7 million.
 */
export class PairSet {
  /** Two words a slot; both 0: it is free. */
  #words = new Uint32Array(FIRST_SLOTS * 2);
  #size = 0;

  /** False where the pair was there already. @param high any 32 bits, as is `low`; not both may be 0 */
  add(high: number, low: number): boolean {
    const words = this.#words;
    const at = slotOf(words, high >>> 0, low >>> 0);
    if (words[at] !== 0 || words[at + 1] !== 0) return false;
    words[at] = high;
    words[at + 1] = low;
    this.#size += 1;
    if (this.#size * 2 > words.length * FULL) this.#grow();
    return true;
  }

  /** All pairs, in no order. */
  *pairs(): Generator<readonly [high: number, low: number]> {
    const words = this.#words;
    for (let at = 0; at < words.length; at += 2) {
      const [high, low] = [words[at] as number, words[at + 1] as number];
      if (high !== 0 || low !== 0) yield [high, low];
    }
  }

  #grow(): void {
    const before = this.#words;
    const words = new Uint32Array(before.length * 2);
    for (let from = 0; from < before.length; from += 2) {
      const [high, low] = [before[from] as number, before[from + 1] as number];
      if (high === 0 && low === 0) continue;
      const at = slotOf(words, high, low);
      words[at] = high;
      words[at + 1] = low;
    }
    this.#words = words;
  }
}

/** Where the pair is, or else the free slot for it. */
function slotOf(words: Uint32Array, high: number, low: number): number {
  const last = words.length - 1;
  let at = (mixed(mixed(high) ^ low) * 2) & last;
  while ((words[at] !== high || words[at + 1] !== low) && (words[at] !== 0 || words[at + 1] !== 0)) at = (at + 2) & last;
  return at;
}
