/** Whole numbers from -1 up, one a row, in as few bytes as the largest of them needs: rows of categories, mostly less than 128. */
import { Growable, type GrowableState, type Numbers } from '../base/growable.ts';

/** How loops read them; all of a column are of one kind. */
export type Codes = Int8Array | Int16Array | Int32Array;

const NONE = -1;
const MOST_IN_8 = 0x7f;
const MOST_IN_16 = 0x7fff;

type Kept = Growable<Int8Array> | Growable<Int16Array> | Growable<Int32Array>;

export type CodeState = { readonly bytesEach: number; readonly codes: GrowableState<Codes> };

export class CodeColumn {
  #codes: Kept = new Growable(Int8Array, NONE);
  #bytesEach = 1;

  get length(): number {
    return this.#codes.length;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#codes.bytes;
  }

  /** As those of `Growable`. */
  get segments(): readonly Codes[] {
    return this.#codes.segments;
  }

  get state(): CodeState {
    return { bytesEach: this.#bytesEach, codes: this.#codes.state };
  }

  /** Becomes what the state says, whose arrays it takes over. */
  restore({ bytesEach, codes }: CodeState): void {
    this.#bytesEach = bytesEach;
    this.#codes = keptIn(bytesEach);
    (this.#codes as Growable<Numbers>).restore(codes);
  }

  /** -1 past the end too. */
  at(row: number): number {
    return this.#codes.at(row);
  }

  set(row: number, code: number): void {
    this.#makeRoom(code);
    this.#codes.set(row, code);
  }

  append(codes: Int32Array): void {
    let most = NONE;
    for (let i = 0; i < codes.length; i++) most = Math.max(most, codes[i] ?? NONE);
    this.#makeRoom(most);
    this.#codes.append(codes);
  }

  #makeRoom(most: number): void {
    const needed = bytesOf(most);
    if (needed <= this.#bytesEach) return;
    const { length, segments } = this.#codes;
    const wide = keptIn(needed);
    for (const segment of segments) wide.append(segment.subarray(0, length - wide.length));
    this.#codes = wide;
    this.#bytesEach = needed;
  }
}

/** Room for codes up to `most`. */
export function codesFor(most: number, length: number): Codes {
  const bytes = bytesOf(most);
  return bytes === 1 ? new Int8Array(length) : bytes === 2 ? new Int16Array(length) : new Int32Array(length);
}

function keptIn(bytes: number): Kept {
  if (bytes === 1) return new Growable(Int8Array, NONE);
  return bytes === 2 ? new Growable(Int16Array, NONE) : new Growable(Int32Array, NONE);
}

function bytesOf(most: number): number {
  return most <= MOST_IN_8 ? 1 : most <= MOST_IN_16 ? 2 : 4;
}
