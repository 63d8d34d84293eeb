/** What bytes are as text: encoding, binary or not, Git LFS pointers. https://encoding.spec.whatwg.org/ */

import { doubleByteEncoding, type DoubleByteEncoding } from './double-byte.ts';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | DoubleByteEncoding | 'windows-1252';
export type SniffedEncoding = TextEncodingName | 'binary';

/** Bytes that are looked at. */
const SNIFF_BYTES = 64 * 1024;

/**
 * The encoding of a file by its first bytes: a byte order mark, else UTF-8 where (nearly) all of it is valid, else UTF-16 by the place of its
 * zero bytes, else the encoding of East Asia that is likely, else windows-1252. A few bytes that are wrong do not make it another encoding. 'binary' where
 * a signature or many control characters show that it is no text. An empty file is UTF-8.
 * @param head the first bytes; a character cut at their end is no error
 */
export function sniffEncoding(head: Uint8Array): SniffedEncoding {
  const known = knownHeads.get(head) ?? encodingOf(head);
  knownHeads.set(head, known);
  return known;
}

/** A dozen formats look at the same head, one after the other. */
const knownHeads = new WeakMap<Uint8Array, SniffedEncoding>();

function encodingOf(head: Uint8Array): SniffedEncoding {
  const bytes = head.subarray(0, SNIFF_BYTES);
  const marked = byteOrderMark(bytes);
  if (marked) return marked.encoding;
  if (BINARY_SIGNATURES.some((signature) => signature.every((byte, at) => bytes[at] === byte))) return 'binary';
  const isUtf8 = isValid(bytes, 'utf-8') || isMostlyUtf8(bytes);
  if (bytes.includes(0)) {
    const wide = utf16ByZeros(bytes, isUtf8);
    if (wide) return wide;
  }
  if (hasManyControls(bytes)) return 'binary';
  if (isUtf8) return 'utf-8';
  return doubleByteEncoding(bytes) ?? (looksLikeGb18030(bytes) ? 'gb18030' : 'windows-1252');
}

/** How images, archives, documents and arrays begin: PNG, JPEG, GIF, zip, gzip, PDF, NumPy, HDF5, zstd, Parquet, ELF, 7z, xz. */
const BINARY_SIGNATURES: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x50, 0x4b, 0x03, 0x04],
  [0x1f, 0x8b, 0x08],
  [0x25, 0x50, 0x44, 0x46, 0x2d],
  [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59],
  [0x89, 0x48, 0x44, 0x46],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x50, 0x41, 0x52, 0x31, 0x15],
  [0x7f, 0x45, 0x4c, 0x46],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0xfd, 0x37, 0x7a, 0x58],
];
/** Fewer characters than this prove no encoding where something contradicts. */
const FEW_CHARACTERS = 5;

/** The byte order mark at the start of a file: its encoding and length in bytes. */
export function byteOrderMark(bytes: Uint8Array): { readonly encoding: TextEncodingName; readonly length: number } | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return { encoding: 'gb18030', length: 4 };
  return undefined;
}

/**
 * The text of a whole small file, without byte order mark. Bytes that are not valid become U+FFFD; what was sniffed as binary is read as
 * UTF-8 all the same, and says so.
 */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: SniffedEncoding } {
  const encoding = sniffEncoding(bytes);
  const mark = byteOrderMark(bytes);
  const text = new TextDecoder(encoding === 'binary' ? 'utf-8' : encoding).decode(mark ? bytes.subarray(mark.length) : bytes);
  return { text, encoding };
}

/** The name of a zip entry that is not UTF-8: GB18030 (Chinese Windows) where likely; undefined leaves it to the caller (cp437). */
export function decodeName(bytes: Uint8Array, encoding: string): string | undefined {
  if (encoding !== 'cp437' || bytes.every((byte) => byte < 0x80)) return undefined;
  if (isValid(bytes, 'utf-8')) return new TextDecoder().decode(bytes);
  return looksLikeGb18030(bytes) ? new TextDecoder('gb18030').decode(bytes) : undefined;
}

/** The name of a tar entry: UTF-8, or GB18030 where that is likely. */
export function decodeTarName(bytes: Uint8Array): string {
  return decodeName(bytes, 'cp437') ?? new TextDecoder().decode(bytes);
}

/** A file that Git LFS left in place of the real one. https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
export interface LfsPointer {
  /** Hash of the real file, `sha256:…`. */
  readonly oid: string;
  /** Bytes of the real file. */
  readonly size: number;
}

const LFS_SIGNATURE = 'version https://git-lfs.github.com/spec/v1';

/** The pointer, where a file is one. A pointer is shorter than 1024 bytes. */
export function lfsPointerOf(head: Uint8Array): LfsPointer | undefined {
  if (head.length < LFS_SIGNATURE.length || head[0] !== 0x76) return undefined;
  const text = new TextDecoder().decode(head.subarray(0, 1024));
  if (!text.startsWith(LFS_SIGNATURE)) return undefined;
  const oid = /^oid (\S+)\s*$/m.exec(text)?.[1] ?? '';
  const size = Number(/^size (\d+)\s*$/m.exec(text)?.[1] ?? 0);
  return { oid, size };
}

/** Offset of the first byte that does not belong to valid UTF-8; undefined where all is valid. A character cut at the end is not valid. */
export function invalidUtf8At(bytes: Uint8Array): number | undefined {
  const check = new Utf8Check();
  check.add(bytes);
  check.end();
  return check.first;
}

/** Checks a stream of bytes piece by piece. */
export class Utf8Check {
  /** Offset in the stream of the first byte that is not valid. */
  first: number | undefined;
  /** Bytes, or beginnings of a character, that a decoder would replace by U+FFFD. */
  count = 0;
  /** Valid characters of more than one byte. */
  long = 0;
  /** Offset of the next piece. */
  #at = 0;
  /** The beginning of a character at the end of the last piece. */
  #rest: Uint8Array = new Uint8Array(0);

  /** The next bytes; they are not kept. */
  add(piece: Uint8Array): void {
    let from = 0;
    if (this.#rest.length > 0) {
      const joined = new Uint8Array(Math.min(this.#rest.length + piece.length, this.#rest.length + 3));
      joined.set(this.#rest);
      joined.set(piece.subarray(0, joined.length - this.#rest.length), this.#rest.length);
      const length = characterLength(joined, 0);
      if (length === CUT) {
        this.#rest = joined;
        this.#at += piece.length;
        return;
      }
      if (length < 0) this.#found(this.#at - this.#rest.length);
      else this.long += 1;
      from = Math.max(0, Math.abs(length) - this.#rest.length);
      this.#rest = new Uint8Array(0);
    }
    for (let at = from; at < piece.length;) {
      if ((piece[at] ?? 0) < 0x80) {
        at += 1;
        continue;
      }
      const length = characterLength(piece, at);
      if (length === CUT) {
        this.#rest = piece.slice(at);
        break;
      }
      if (length < 0) this.#found(this.#at + at);
      else this.long += 1;
      at += Math.abs(length);
    }
    this.#at += piece.length;
  }

  /** After the last piece: a character that is cut there is not valid. */
  end(): void {
    if (this.#rest.length > 0) this.#found(this.#at - this.#rest.length);
    this.#rest = new Uint8Array(0);
  }

  #found(at: number): void {
    this.first ??= at;
    this.count += 1;
  }
}

/** Result of `characterLength` where the bytes end within a character. */
const CUT = 0;

/**
 * Bytes of the UTF-8 character at `at`; negative for the length of what is not valid there, `CUT` where the bytes end too early.
 * Unicode 17, table 3-7: overlong forms, surrogates and what is past U+10FFFF show in the second byte.
 */
function characterLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return CUT;
    const lowest = index > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = index > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < lowest || byte > highest) return -index;
  }
  return length;
}

function isValid(bytes: Uint8Array, encoding: TextEncodingName): boolean {
  try {
    // `stream`: a character cut at the end of the head is no error.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function isMostlyUtf8(bytes: Uint8Array): boolean {
  const check = new Utf8Check();
  check.add(bytes);
  return check.count === 0 || (check.long >= FEW_CHARACTERS && check.long >= 9 * check.count);
}

/** A byte for a character each: a loop over the first file's bytes, not compiled yet, would take some milliseconds. */
const oneByte = new TextDecoder('latin1');
/** Control characters that no text has: tab, line ends, form feed and escape occur in text. */
const CONTROLS = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/g;

/** More than one in a hundred bytes, and more than a few, are control characters. */
function hasManyControls(bytes: Uint8Array): boolean {
  const controls = countControls(oneByte.decode(bytes));
  return controls * 100 > bytes.length && (controls > 3 || controls * 2 > bytes.length);
}

function countControls(text: string): number {
  return text.match(CONTROLS)?.length ?? 0;
}

/**
 * Nearly any two Western accents in a row are a valid pair too, so validity is not enough: Chinese text consists of pairs with both bytes
 * in the GB 2312 range, accents are followed by letters.
 */
function looksLikeGb18030(bytes: Uint8Array): boolean {
  let pairs = 0;
  let common = 0;
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x81) continue;
    const trail = bytes[at + 1] ?? 0;
    pairs += 1;
    if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) common += 1;
    at += 1;
  }
  if (pairs === 0 || common * 2 < pairs) return false;
  if (isValid(bytes, 'gb18030')) return true;
  const wrong = new TextDecoder('gb18030').decode(bytes).split('\ufffd').length - 1;
  return wrong * 20 <= pairs;
}

/**
 * An ASCII character (in any text a line end, a comma) is a byte and a zero, and which comes first tells the order. What is valid UTF-8
 * besides is UTF-16 only where most of its characters are such; else, in a text that is mostly of other characters, some must be.
 */
function utf16ByZeros(bytes: Uint8Array, isUtf8: boolean): TextEncodingName | undefined {
  let little = 0;
  let big = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const [first, second] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
    if (second === 0 && first < 0x80) little += 1;
    if (first === 0 && second < 0x80) big += 1;
  }
  const encoding = little > 3 * big ? 'utf-16le' : big > 3 * little ? 'utf-16be' : undefined;
  const found = Math.max(little, big);
  if (!encoding || found < FEW_CHARACTERS || found < (bytes.length / 2) * (isUtf8 ? 0.5 : 0.01)) return undefined;
  if (!isValid(bytes, encoding)) return undefined;
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, 4096));
  return countControls(text) * 100 > text.length ? undefined : encoding;
}
