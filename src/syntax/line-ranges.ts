/**
 * Where the lines of a file stand, at the speed of the disk: line feeds are looked for in bytes and no line is held.
 * The same lines as `recordLines` of jsonl.ts gives, which is slower and hands out their bytes.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { byteOrderMark, type TextEncodingName } from '../files/text.ts';
import { recordLines } from './jsonl.ts';
import { RangeList, type RecordRanges } from './record-ranges.ts';
import { lineScanner, plainLines } from './scan/lines.ts';

const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** A byte order mark is at most so long. */
const MARK_BYTES = 4;
/** Batches of less are not worth their handing over; the first one is, so that it shows. */
const BATCH_BYTES = 1 << 20;
/** Starting the compiled scanner takes a millisecond: more than looking through so few bytes. */
const FEW_BYTES = 1 << 20;

/**
 * The lines of a source that hold more than blanks, in batches.
 * @param few a file of at most so many bytes is not worth compiled code
 */
export async function* lineRanges(source: ByteSource, encoding: TextEncodingName, few = FEW_BYTES): AsyncGenerator<RecordRanges> {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') yield* wideLineRanges(source, encoding);
  else yield* byteLineRanges(source, few);
}

async function* byteLineRanges(source: ByteSource, few: number): AsyncGenerator<RecordRanges> {
  const ranges = new RangeList();
  const scanner = (await source.size()) > few ? lineScanner() : plainLines();
  let handedOver = 0;
  /** The line under way: where it begins in the file, whether it holds more than blanks, and its last byte so far. */
  let start = 0;
  let line = 1;
  let isBlank = true;
  let last = 0;
  let offset = 0;
  /** Bytes of a mark at the beginning; looked for in the stream, which takes a while to begin. Undefined: not looked for yet. */
  let mark: number | undefined;
  for await (const read of source.stream()) {
    mark ??= byteOrderMark(read.length >= MARK_BYTES ? read : await source.read(0, MARK_BYTES))?.length ?? 0;
    let piece = read;
    if (offset < mark) {
      piece = read.subarray(mark - offset);
      offset = start = Math.min(mark, offset + read.length);
    }
    let from = 0;
    const ends = scanner.scan(piece);
    for (let i = 0; i < ends.length; i += 1) {
      const end = (ends[i] ?? 1) - 1;
      if (isBlank) isBlank = isBlankPart(piece, from, end);
      const before = end > 0 ? piece[end - 1] : last;
      const stop = offset + end;
      const length = stop - start - (before === CR && stop > start ? 1 : 0);
      if (!isBlank) ranges.push(start, length, line);
      from = end + 1;
      start = offset + from;
      line += 1;
      isBlank = true;
    }
    if (isBlank) isBlank = isBlankPart(piece, from, piece.length);
    last = piece[piece.length - 1] ?? last;
    offset += piece.length;
    if (ranges.length > 0 && (handedOver === 0 || offset - handedOver >= BATCH_BYTES)) {
      handedOver = offset;
      yield ranges.take(offset);
    }
  }
  const length = offset - start - (last === CR && offset > start ? 1 : 0);
  if (!isBlank) ranges.push(start, length, line);
  if (ranges.length > 0) yield ranges.take(offset);
}

async function* wideLineRanges(source: ByteSource, encoding: TextEncodingName): AsyncGenerator<RecordRanges> {
  const ranges = new RangeList();
  for await (const lines of recordLines(source, encoding)) {
    for (const { start, end, line } of lines) ranges.push(start, end - start, line);
    yield ranges.take(lines.at(-1)?.end ?? 0);
  }
}

/** Spaces, tabs, carriage returns and zeros are no record. */
function isBlankPart(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte !== SPACE && byte !== TAB && byte !== CR && byte !== 0) return false;
  }
  return true;
}
