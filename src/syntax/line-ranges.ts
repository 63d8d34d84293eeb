/**
 * Where the lines of a file stand, at the speed of the disk: line feeds are looked for in bytes and no line is held.
 * The same lines as `recordLines` of jsonl.ts gives, which is slower and hands out their bytes.
 */
import { sideBySide } from '../base/side-by-side.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { byteOrderMark, type TextEncodingName } from '../files/text.ts';
import { recordLines } from './jsonl.ts';
import { RangeList, type RecordRanges } from './record-ranges.ts';
import { LANES, lineCuts, type RegionSizes } from './regions.ts';
import { lineScanner, plainLines, type LineScanner } from './scan/lines.ts';

const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** A byte order mark is at most so long. */
const MARK_BYTES = 4;
/** Batches of less are not worth their handing over; the first one is, so that it shows. */
const BATCH_BYTES = 1 << 20;
/** Starting the compiled scanner takes a millisecond: more than looking through so few bytes. */
const FEW_BYTES = 1 << 20;

/** How a file is gone through, where a test wants it otherwise. */
export interface LineOptions {
  /** A file of at most so many bytes is not worth compiled code. */
  readonly few?: number;
  readonly regions?: RegionSizes;
}

/** The lines of a source that hold more than blanks, in batches. */
export async function* lineRanges(source: ByteSource, encoding: TextEncodingName, options: LineOptions = {}): AsyncGenerator<RecordRanges> {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') yield* wideLineRanges(source, encoding);
  else yield* byteLineRanges(source, options);
}

async function* byteLineRanges(source: ByteSource, { few = FEW_BYTES, regions }: LineOptions): AsyncGenerator<RecordRanges> {
  const size = await source.size();
  const scanners = size > few ? lineScanner : plainLines;
  const starts = [0, ...(await lineCuts(source, size, regions))];
  const parts = starts.map((from, i) => () => linesOfRegion(source, from, starts[i + 1], scanners()));
  /** Lines of all regions before. */
  let before = 0;
  for await (const { ranges, lines } of sideBySide(parts, LANES)) {
    if (before > 0) for (let i = 0; i < ranges.length; i += 1) ranges.line[i] = before + (ranges.line[i] ?? 0);
    if (ranges.length > 0) yield ranges;
    before += lines ?? 0;
  }
}

interface LineBatch {
  /** Lines count from the region's first. */
  readonly ranges: RecordRanges;
  /** With the last batch of a region: lines that it has, blank ones too. */
  readonly lines?: number;
}

/** @param from where a line begins @param to behind the end of one; absent: to the end of the file */
async function* linesOfRegion(source: ByteSource, from: number, to: number | undefined, scanner: LineScanner): AsyncGenerator<LineBatch> {
  const ranges = new RangeList();
  let handedOver = from;
  /** The line under way: where it begins in the file, whether it holds more than blanks, and its last byte so far. */
  let start = from;
  let line = 1;
  let isBlank = true;
  let last = 0;
  let offset = from;
  /** Bytes of a mark at the beginning; looked for in the stream, which takes a while to begin. Undefined: not looked for yet. */
  let mark = from === 0 ? undefined : 0;
  for await (const read of source.stream(from, to)) {
    mark ??= byteOrderMark(read.length >= MARK_BYTES ? read : await source.read(0, MARK_BYTES))?.length ?? 0;
    let piece = read;
    if (offset < mark) {
      piece = read.subarray(mark - offset);
      offset = start = Math.min(mark, offset + read.length);
    }
    let at = 0;
    const ends = scanner.scan(piece);
    for (let i = 0; i < ends.length; i += 1) {
      const end = (ends[i] ?? 1) - 1;
      if (isBlank) isBlank = isBlankPart(piece, at, end);
      const before = end > 0 ? piece[end - 1] : last;
      const stop = offset + end;
      const length = stop - start - (before === CR && stop > start ? 1 : 0);
      if (!isBlank) ranges.push(start, length, line);
      at = end + 1;
      start = offset + at;
      line += 1;
      isBlank = true;
    }
    if (isBlank) isBlank = isBlankPart(piece, at, piece.length);
    last = piece[piece.length - 1] ?? last;
    offset += piece.length;
    if (ranges.length > 0 && (handedOver === from || offset - handedOver >= BATCH_BYTES)) {
      handedOver = offset;
      yield { ranges: ranges.take(offset) };
    }
  }
  const length = offset - start - (last === CR && offset > start ? 1 : 0);
  if (!isBlank) ranges.push(start, length, line);
  yield { ranges: ranges.take(offset), lines: line - 1 };
  scanner.end?.();
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
