/**
 * Lines of a small file with the bytes they stand on. LF, CRLF and CR end a line; a byte order mark is no part of the first.
 * In any encoding that `files/text.ts` tells apart.
 */
import { byteOrderMark, sniffEncoding, type SniffedEncoding } from '../files/text.ts';

/** One line without its end. Bytes `start` (inclusive) to `end` (exclusive) of the file; `line` counts from 1. */
export interface TextLine {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** One zero in so many bytes does not make a text binary. */
const BYTES_A_ZERO = 200;

/** The encoding of a file of lines by its first bytes, as `sniffEncoding`; a few zeros in it spoil their lines only. */
export function lineEncoding(head: Uint8Array): SniffedEncoding {
  const known = knownHeads.get(head);
  if (known !== undefined) return known;
  const encoding = encodingOf(head);
  knownHeads.set(head, encoding);
  return encoding;
}

/** Half a dozen formats look at the same head, one after the other. */
const knownHeads = new WeakMap<Uint8Array, SniffedEncoding>();

function encodingOf(head: Uint8Array): SniffedEncoding {
  const encoding = sniffEncoding(head);
  if (encoding !== 'binary') return encoding;
  const text = head.filter((byte) => byte !== 0);
  const zeros = head.length - text.length;
  return zeros > 0 && (zeros === 1 || zeros * BYTES_A_ZERO <= head.length) ? sniffEncoding(text) : encoding;
}

const LF = 10;
const CR = 13;

/**
 * The lines of `bytes` in order, blank ones too. An end of line at the very end starts no further line.
 * @param base byte offset in the file of the first byte, where `bytes` is a piece of it
 * @param firstLine number of the first line
 */
export function* linesOf(bytes: Uint8Array, base = 0, firstLine = 1): Generator<TextLine> {
  const encoding = isPlain(bytes) ? 'utf-8' : lineEncoding(bytes);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') yield* wideLines(bytes, base, firstLine, encoding);
  else yield* byteLines(bytes, base, firstLine, encoding === 'binary' ? 'utf-8' : encoding);
}

function* byteLines(bytes: Uint8Array, base: number, firstLine: number, encoding: string): Generator<TextLine> {
  let start = byteOrderMark(bytes)?.length ?? 0;
  const ascii = isPlain(bytes) ? new TextDecoder('latin1').decode(bytes) : undefined;
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let line = firstLine;
  while (start < bytes.length) {
    let end = start;
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end += 1;
    yield { text: ascii?.slice(start, end) ?? decoder.decode(bytes.subarray(start, end)), start: base + start, end: base + end, line };
    start = end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1);
    line += 1;
  }
}

function* wideLines(bytes: Uint8Array, base: number, firstLine: number, encoding: 'utf-16le' | 'utf-16be'): Generator<TextLine> {
  const little = encoding === 'utf-16le';
  const unit = (at: number): number => ((bytes[at + (little ? 1 : 0)] ?? 0) << 8) | (bytes[at + (little ? 0 : 1)] ?? 0);
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  let start = unit(0) === 0xfeff ? 2 : 0;
  let line = firstLine;
  while (start < bytes.length) {
    let end = start;
    while (end + 1 < bytes.length && unit(end) !== LF && unit(end) !== CR) end += 2;
    const stop = end + 1 < bytes.length ? end : bytes.length;
    yield { text: decoder.decode(bytes.subarray(start, stop)), start: base + start, end: base + stop, line };
    start = stop + (stop === end && unit(end) === CR && unit(end + 2) === LF ? 4 : 2);
    line += 1;
  }
}

/** ASCII without zeros: what nearly every file of numbers is, decoded in one go. */
function isPlain(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f || byte === 0) return false;
  return true;
}
