/**
 * Names of samples. Millions of images are mostly numbered (`patch3/v1_01848628.jpg`): of such a name the number is kept, and which others
 * it differs from by no more than that; six bytes in place of some fifty.
 */
import type { GrowableState } from '../base/growable.ts';
import { foldCase } from '../base/text-pattern.ts';
import { containsAscii, encodeShared, isAscii, TextColumn, u16, u32, type TextState } from './column.ts';

/** What numbered names have in common. */
interface Pattern {
  readonly head: Uint8Array;
  /** Digits between head and tail, with zeros in front. */
  readonly digits: number;
  readonly tail: Uint8Array;
}

export type NameState = {
  readonly texts: TextState;
  readonly codes: GrowableState<Uint16Array>;
  readonly numbers: GrowableState<Uint32Array>;
  readonly patterns: readonly Pattern[];
};

/** Nine digits fit into 32 bits; of longer ones the first are part of the head. Fewer than four are not worth it. */
const MOST_DIGITS = 9;
const FEWEST_DIGITS = 4;
const MOST_HEAD = 255;
/** Behind the number: an extension, and a word before it. */
const MOST_TAIL = 24;
const MOST_EXTENSION = 6;
/** Names with digits that are no numbers (hashes) have nothing in common. */
const MOST_PATTERNS = 2048;

const ZERO = 0x30;
const NINE = 0x39;
const DOT = 0x2e;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** As a `TextColumn` without a limit. */
export class NameColumn {
  /** Names that are not numbered. */
  readonly #texts = new TextColumn();
  /** Pattern + 1; 0: none. */
  readonly #codes = u16();
  readonly #numbers = u32();
  readonly #patterns: Pattern[] = [];
  readonly #byHash = new Map<number, number>();

  get length(): number {
    return Math.max(this.#texts.length, this.#codes.length);
  }

  get bytes(): number {
    const ofPatterns = this.#patterns.reduce((sum, { head, tail }) => sum + head.length + tail.length + 128, 0);
    return this.#texts.bytes + this.#codes.bytes + this.#numbers.bytes + ofPatterns;
  }

  get state(): NameState {
    return { texts: this.#texts.state, codes: this.#codes.state, numbers: this.#numbers.state, patterns: this.#patterns };
  }

  /** Becomes what the state says, whose arrays it takes over. */
  restore({ texts, codes, numbers, patterns }: NameState): void {
    this.#texts.restore(texts);
    this.#codes.restore(codes);
    this.#numbers.restore(numbers);
    this.#patterns.splice(0, Infinity, ...patterns);
    this.#byHash.clear();
    for (const [i, { head, digits, tail }] of patterns.entries())
      this.#byHash.set(hashOf(head, 0, head.length, digits, tail, 0, tail.length), i + 1);
  }

  has(row: number): boolean {
    return this.#codes.at(row) !== 0 || this.#texts.has(row);
  }

  set(row: number, text: string): void {
    this.setBytes(row, encodeShared(text));
  }

  setBytes(row: number, bytes: Uint8Array): void {
    const numbered = this.#numberedIn(bytes, 0, bytes.length);
    if (numbered === 0) this.#texts.setBytes(row, bytes);
    else this.#numbers.set(row, this.#number);
    if (numbered !== this.#codes.at(row)) this.#codes.set(row, numbered);
  }

  /** Writes the names of consecutive rows at once. Name `i` ends at `ends[i]` in `bytes`, where the next one begins. */
  setMany(firstRow: number, bytes: Uint8Array, ends: Uint32Array): void {
    const codes = new Uint16Array(ends.length);
    const numbers = new Uint32Array(ends.length);
    let others = 0;
    let start = 0;
    for (let i = 0; i < ends.length; i++) {
      const end = ends[i] ?? start;
      const code = this.#numberedIn(bytes, start, end);
      codes[i] = code;
      if (code === 0) others++;
      else numbers[i] = this.#number;
      start = end;
    }
    if (others === ends.length) this.#texts.setMany(firstRow, bytes, ends);
    else if (others > 0) {
      for (let i = 0; i < ends.length; i++) {
        if (codes[i] === 0) this.#texts.setBytes(firstRow + i, bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]));
      }
    }
    if (others === ends.length && firstRow >= this.#codes.length) return;
    this.#codes.put(firstRow, codes);
    this.#numbers.put(firstRow, numbers);
  }

  /** `undefined` where nothing was written. */
  get(row: number): string | undefined {
    return this.has(row) ? decoder.decode(this.bytesAt(row)) : undefined;
  }

  /** In UTF-8; empty where nothing was written. */
  bytesAt(row: number): Uint8Array {
    const pattern = this.#patterns[this.#codes.at(row) - 1];
    if (!pattern) return this.#texts.bytesAt(row);
    const bytes = new Uint8Array(pattern.head.length + pattern.digits + pattern.tail.length);
    compose(pattern, this.#numbers.at(row), bytes);
    return bytes;
  }

  equals(row: number, bytes: Uint8Array): boolean {
    const pattern = this.#patterns[this.#codes.at(row) - 1];
    if (!pattern) return this.#texts.equals(row, bytes);
    if (bytes.length !== pattern.head.length + pattern.digits + pattern.tail.length) return false;
    const own = this.bytesAt(row);
    return own.every((byte, i) => byte === bytes[i]);
  }

  /** A test whether a row's name contains `text`, without regard to case or to how accents are composed. */
  search(text: string): (row: number) => boolean {
    const inText = this.#texts.search(text);
    const wanted = foldCase(text);
    const needle = encoder.encode(wanted);
    const isPlain = isAscii(needle);
    const scratch = new Uint8Array(MOST_HEAD + MOST_DIGITS + MOST_TAIL);
    // More may come while somebody searches.
    const plain: boolean[] = [];
    return (row) => {
      const code = this.#codes.at(row) - 1;
      const pattern = this.#patterns[code];
      if (!pattern) return inText(row);
      if (!(plain[code] ??= isAscii(pattern.head) && isAscii(pattern.tail))) return foldCase(this.get(row) ?? '').includes(wanted);
      return isPlain && containsAscii(scratch, 0, compose(pattern, this.#numbers.at(row), scratch), needle);
    };
  }

  /** Of the name that was looked at last. */
  #number = 0;

  /** The code of a numbered name, whose number is then in `#number`; 0: it is none, or one of its own. */
  #numberedIn(bytes: Uint8Array, from: number, to: number): number {
    let end = to;
    for (let at = to - 1; at >= from && at >= to - MOST_EXTENSION; at--) {
      if (bytes[at] === DOT) {
        end = at;
        break;
      }
    }
    while (end > from && to - end <= MOST_TAIL && !isDigit(bytes[end - 1])) end--;
    let start = end;
    let number = 0;
    for (let place = 1; start > from && end - start < MOST_DIGITS && isDigit(bytes[start - 1]); place *= 10) {
      start--;
      number += ((bytes[start] ?? ZERO) - ZERO) * place;
    }
    const digits = end - start;
    if (digits < FEWEST_DIGITS || to - end > MOST_TAIL || start - from > MOST_HEAD) return 0;
    this.#number = number;
    const hash = hashOf(bytes, from, start, digits, bytes, end, to);
    const known = this.#byHash.get(hash);
    if (known === undefined) {
      if (this.#patterns.length >= MOST_PATTERNS) return 0;
      const code = this.#patterns.push({ head: bytes.slice(from, start), digits, tail: bytes.slice(end, to) });
      this.#byHash.set(hash, code);
      return code;
    }
    const pattern = this.#patterns[known - 1];
    // Two of the same hash: the later one is kept as it is.
    const isIt = pattern?.digits === digits && isSame(pattern.head, bytes, from, start) && isSame(pattern.tail, bytes, end, to);
    return isIt ? known : 0;
  }
}

/** Writes a numbered name; returns how long it is. */
function compose({ head, digits, tail }: Pattern, number: number, into: Uint8Array): number {
  into.set(head);
  let rest = number;
  for (let at = head.length + digits - 1; at >= head.length; at--) {
    into[at] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  into.set(tail, head.length + digits);
  return head.length + digits + tail.length;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/** FNV-1a of what is around the number, and how long that is. */
function hashOf(head: Uint8Array, from: number, to: number, digits: number, tail: Uint8Array, tailFrom: number, tailTo: number): number {
  let hash = 0x811c9dc5 ^ digits;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (head[i] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ 0x100, 0x01000193);
  for (let i = tailFrom; i < tailTo; i++) hash = Math.imul(hash ^ (tail[i] ?? 0), 0x01000193);
  return hash;
}

function isSame(part: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (part.length !== to - from) return false;
  for (let i = 0; i < part.length; i++) if (part[i] !== bytes[from + i]) return false;
  return true;
}
