import { Growable, type GrowableState } from '../base/growable.ts';
import { foldCase } from '../base/text-pattern.ts';

/** Columns of numbers; `fill` is what a row reads before it is written. */
export const u8 = (fill = 0): Growable<Uint8Array> => new Growable<Uint8Array>(Uint8Array, fill);
export const u16 = (fill = 0): Growable<Uint16Array> => new Growable<Uint16Array>(Uint16Array, fill);
export const i32 = (fill = 0): Growable<Int32Array> => new Growable<Int32Array>(Int32Array, fill);
export const u32 = (fill = 0): Growable<Uint32Array> => new Growable<Uint32Array>(Uint32Array, fill);
export const f32 = (fill = Number.NaN, width = 1): Growable<Float32Array> => new Growable<Float32Array>(Float32Array, fill, width);
export const f64 = (fill = Number.NaN): Growable<Float64Array> => new Growable<Float64Array>(Float64Array, fill);

const BLOB_SHIFT = 20;
const BLOB_BYTES = 1 << BLOB_SHIFT;
const FIRST_BLOB_BYTES = 1024;
const UNSET = 0xffffffff;

const encoder = new TextEncoder();
// A name that starts with U+FEFF keeps it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
let scratch = new Uint8Array(4096);

/** Texts shorter than this are encoded faster by hand, where they are ASCII. */
const SHORT = 32;

/** Writes the text, as far as it is ASCII; whether all of it is. */
function isAsciiInto(text: string, to: Uint8Array): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return false;
    to[i] = unit;
  }
  return true;
}

/** UTF-8 of a text in a shared buffer, valid until the next call; at most `limit` bytes, cut between characters. */
export function encodeShared(text: string, limit = Infinity): Uint8Array {
  // A UTF-16 unit takes a byte at least: more units than `limit` cannot be needed.
  const head = text.length > limit ? text.slice(0, limit) : text;
  if (head.length * 3 > scratch.length) scratch = new Uint8Array(head.length * 3);
  if (head.length < SHORT && isAsciiInto(head, scratch)) return scratch.subarray(0, head.length);
  let length = encoder.encodeInto(head, scratch).written;
  if (length > limit) {
    length = limit;
    while (length > 0 && ((scratch[length] ?? 0) & 0xc0) === 0x80) length--;
  }
  return scratch.subarray(0, length);
}

export type TextState = {
  readonly blobs: readonly Uint8Array[];
  readonly starts: GrowableState<Uint32Array>;
  readonly lengths: GrowableState<Uint32Array>;
  readonly used: number;
};

/**
 * Text, one value a row, as UTF-8 in blobs of 1 MiB: no string lives per row. Rows may be written in any order;
 * writing a row again leaves the old bytes behind, so that is for the rare correction only.
 * A lone surrogate becomes U+FFFD.
 */
export class TextColumn {
  readonly #blobs: Uint8Array[] = [];
  /** Bytes of each blob that were found to be plain ASCII, so that searching it needs no decoding; -1: it is not. Looked at when searched. */
  readonly #ascii: number[] = [];
  /** Blob in the upper 12 bits, offset in it in the lower 20. */
  readonly #starts = u32();
  readonly #lengths = u32(UNSET);
  readonly #limit: number;
  #used = 0;

  /** `limit`: bytes kept of a longer text. */
  constructor(limit = Infinity) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#lengths.length;
  }

  get bytes(): number {
    return this.#blobs.reduce((sum, blob) => sum + blob.byteLength, this.#starts.bytes + this.#lengths.bytes);
  }

  get state(): TextState {
    const last = this.#blobs.length - 1;
    const blobs = this.#blobs.map((blob, i) => (i === last ? blob.subarray(0, this.#used) : blob));
    return { blobs, starts: this.#starts.state, lengths: this.#lengths.state, used: this.#used };
  }

  /** Becomes what the state says, whose arrays it takes over. */
  restore({ blobs, starts, lengths, used }: TextState): void {
    this.#blobs.splice(0, Infinity, ...blobs);
    this.#ascii.splice(0, Infinity, ...blobs.map(() => 0));
    this.#starts.restore(starts);
    this.#lengths.restore(lengths);
    this.#used = used;
  }

  has(row: number): boolean {
    return this.#lengths.at(row) !== UNSET;
  }

  set(row: number, text: string): void {
    this.setBytes(row, encodeShared(text, this.#limit));
  }

  setBytes(row: number, bytes: Uint8Array): void {
    const start = this.#store(bytes);
    this.#starts.set(row, start);
    this.#lengths.set(row, bytes.length);
  }

  /**
   * Writes the texts of consecutive rows at once. Text `i` ends at `ends[i]` in `bytes`, where the next one begins. Longer texts than the
   * column's limit are cut.
   */
  setMany(firstRow: number, bytes: Uint8Array, ends: Uint32Array): void {
    const fits = this.#limit === Infinity || areAtMost(ends, this.#limit);
    let start = 0;
    for (let i = 0; i < ends.length;) {
      const room = BLOB_BYTES - this.#used;
      let next = i;
      // As many as the blob at hand has room for go in one copy.
      if (this.#blobs.length > 0 && fits) while (next < ends.length && (ends[next] ?? 0) - start <= room) next++;
      if (next === i) {
        this.setBytes(firstRow + i, cut(bytes.subarray(start, ends[i]), this.#limit));
        start = ends[i] ?? start;
        i++;
        continue;
      }
      const from = start;
      const at = this.#store(bytes.subarray(from, ends[next - 1]));
      const starts = new Uint32Array(next - i);
      const lengths = new Uint32Array(next - i);
      for (let k = i; k < next; k++) {
        starts[k - i] = at + start - from;
        lengths[k - i] = (ends[k] ?? 0) - start;
        start = ends[k] ?? start;
      }
      this.#starts.put(firstRow + i, starts);
      this.#lengths.put(firstRow + i, lengths);
      i = next;
    }
  }

  /** `undefined` where nothing was written. */
  get(row: number): string | undefined {
    return this.has(row) ? decoder.decode(this.bytesAt(row)) : undefined;
  }

  /** The stored bytes, in place; empty where nothing was written. */
  bytesAt(row: number): Uint8Array {
    const length = this.#lengths.at(row);
    if (length === UNSET) return NO_BYTES;
    const start = this.#starts.at(row);
    const offset = start & (BLOB_BYTES - 1);
    return (this.#blobs[start >>> BLOB_SHIFT] ?? NO_BYTES).subarray(offset, offset + length);
  }

  equals(row: number, bytes: Uint8Array): boolean {
    const length = this.#lengths.at(row);
    if (length !== bytes.length) return false;
    const start = this.#starts.at(row);
    const blob = this.#blobs[start >>> BLOB_SHIFT] ?? NO_BYTES;
    const offset = start & (BLOB_BYTES - 1);
    for (let i = 0; i < length; i++) if (blob[offset + i] !== bytes[i]) return false;
    return true;
  }

  /** A test whether a row's text contains `text`, without regard to case or to how accents are composed. */
  search(text: string): (row: number) => boolean {
    const wanted = foldCase(text);
    const needle = encoder.encode(wanted);
    const needleAscii = needle.length === wanted.length && needle.every((byte) => byte < 0x80);
    return (row) => {
      const length = this.#lengths.at(row);
      if (length === UNSET) return false;
      const start = this.#starts.at(row);
      if (!this.#isAsciiBlob(start >>> BLOB_SHIFT)) return foldCase(this.get(row) ?? '').includes(wanted);
      if (!needleAscii) return false;
      const offset = start & (BLOB_BYTES - 1);
      return containsAscii(this.#blobs[start >>> BLOB_SHIFT] ?? NO_BYTES, offset, offset + length, needle);
    };
  }

  #isAsciiBlob(index: number): boolean {
    const blob = this.#blobs[index] ?? NO_BYTES;
    const known = this.#ascii[index] ?? 0;
    const end = index === this.#blobs.length - 1 ? this.#used : blob.length;
    if (known >= 0 && known < end) this.#ascii[index] = isAscii(blob.subarray(known, end)) ? end : -1;
    return this.#ascii[index] !== -1;
  }

  #store(bytes: Uint8Array): number {
    let last = this.#blobs.length - 1;
    let blob = this.#blobs[last];
    if (blob === undefined || this.#used + bytes.length > blob.length) {
      if (blob !== undefined && this.#used + bytes.length <= BLOB_BYTES) {
        const grown = new Uint8Array(Math.min(BLOB_BYTES, Math.max(blob.length * 2, this.#used + bytes.length)));
        grown.set(blob.subarray(0, this.#used));
        blob = grown;
        this.#blobs[last] = grown;
      } else {
        // A text longer than a blob gets a blob of its own size.
        blob = new Uint8Array(Math.max(last < 0 ? FIRST_BLOB_BYTES : BLOB_BYTES, bytes.length));
        last = this.#blobs.push(blob) - 1;
        if (last > UNSET >>> BLOB_SHIFT) throw new RangeError(`a text column holds at most 4096 blobs of ${BLOB_BYTES} bytes`);
        this.#ascii.push(0);
        this.#used = 0;
      }
    }
    const offset = this.#used;
    blob.set(bytes, offset);
    this.#used = offset + bytes.length;
    // An empty text after a full blob would point past it; any place serves.
    return offset >= BLOB_BYTES ? 0 : ((last << BLOB_SHIFT) | offset) >>> 0;
  }
}

const NO_BYTES = new Uint8Array(0);

/** At most `limit` bytes, cut between characters. */
function cut(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.length <= limit) return bytes;
  let length = limit;
  while (length > 0 && ((bytes[length] ?? 0) & 0xc0) === 0x80) length--;
  return bytes.subarray(0, length);
}

function areAtMost(ends: Uint32Array, limit: number): boolean {
  let start = 0;
  for (const end of ends) {
    if (end - start > limit) return false;
    start = end;
  }
  return true;
}

export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) >= 0x80) return false;
  return true;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}

/** Whether `needle`, in small letters, stands in these bytes, whatever their case. */
export function containsAscii(bytes: Uint8Array, start: number, end: number, needle: Uint8Array): boolean {
  const size = needle.length;
  if (size === 0) return true;
  const first = needle[0] ?? 0;
  for (let at = start; at + size <= end; at++) {
    if (lower(bytes[at] ?? 0) !== first) continue;
    let i = 1;
    while (i < size && lower(bytes[at + i] ?? 0) === needle[i]) i++;
    if (i === size) return true;
  }
  return false;
}

export type DictionaryState = { readonly codes: GrowableState<Uint16Array>; readonly values: readonly string[] };

/** Few distinct texts: a number per row into a list. Code 0: nothing. Holds 65,535 distinct texts. */
export class DictionaryColumn {
  readonly codes = u16();
  readonly #values: string[] = [''];
  readonly #byValue = new Map<string, number>();

  get bytes(): number {
    return this.codes.bytes + this.#values.reduce((sum, value) => sum + 2 * value.length + 64, 0);
  }

  /** The texts by code; `values[0]` stands for nothing. */
  get values(): readonly string[] {
    return this.#values;
  }

  /** Distinct texts. */
  get distinct(): number {
    return this.#values.length - 1;
  }

  get state(): DictionaryState {
    return { codes: this.codes.state, values: this.#values };
  }

  /** Becomes what the state says, whose arrays it takes over. */
  restore({ codes, values }: DictionaryState): void {
    this.codes.restore(codes);
    this.#values.splice(0, Infinity, ...values);
    this.#byValue.clear();
    for (const [code, value] of values.entries()) if (code > 0) this.#byValue.set(value, code);
  }

  codeOf(value: string): number | undefined {
    return this.#byValue.get(value);
  }

  /** False where the dictionary is full: the row is left as it was. */
  set(row: number, value: string): boolean {
    let code = this.#byValue.get(value);
    if (code === undefined) {
      if (this.#values.length > 0xffff) return false;
      code = this.#values.push(value) - 1;
      this.#byValue.set(value, code);
    }
    this.codes.set(row, code);
    return true;
  }

  has(row: number): boolean {
    return this.codes.at(row) !== 0;
  }

  get(row: number): string | undefined {
    const code = this.codes.at(row);
    return code === 0 ? undefined : this.#values[code];
  }
}
