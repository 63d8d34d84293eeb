/** Reads label files in batches and each whole, however long: first in one round trip for many, the few long ones by pieces. */
import { ReadError } from '../../files/byte-source.ts';
import type { FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';

/** A label file, or a piece of a very long one that ends with a line. */
export interface LabelBytes {
  readonly file: FileIndex;
  readonly bytes: Uint8Array | Error;
  /** Offset of the first byte in the file. */
  readonly base: number;
  /** False for all pieces of a file but the last. */
  readonly last: boolean;
  /** True where the piece is a line that went on for too long; its beginning is given. */
  readonly tooLong: boolean;
}

/** Nearly every label file is shorter. */
const FIRST_BYTES = 32 * 1024;
const WHOLE_BYTES = 8 * 1024 * 1024;
/** More than any line. */
const PIECE_BYTES = 4 * 1024 * 1024;
const SHORT_BYTES = 64 * 1024;
const LF = 10;

export async function* labelBytes(files: FileSet, labels: Iterable<FileIndex>, signal: AbortSignal): AsyncGenerator<LabelBytes> {
  for await (const { file, bytes } of files.firstBytes(labels, FIRST_BYTES, signal)) {
    if (bytes instanceof Error || bytes.length < FIRST_BYTES) yield { file, bytes, base: 0, last: true, tooLong: false };
    else yield* longFile(files, file, signal);
  }
}

async function* longFile(files: FileSet, file: FileIndex, signal: AbortSignal): AsyncGenerator<LabelBytes> {
  try {
    const source = files.source(file);
    const size = await source.size();
    if (size <= WHOLE_BYTES) {
      yield* inPieces(file, await source.read(0, size));
      return;
    }
    // Beyond that only texts whose lines end in a byte 10 are met: UTF-16 of this length is none.
    let base = 0;
    while (base < size) {
      signal.throwIfAborted();
      const bytes = await source.read(base, Math.min(size, base + PIECE_BYTES));
      if (bytes.length === 0) throw new ReadError('file-changed', `${size} bytes were promised, ${base} came`);
      const isEnd = base + bytes.length >= size;
      const cut = isEnd ? bytes.length : bytes.lastIndexOf(LF) + 1;
      if (cut > 0) {
        for (const piece of inPieces(file, bytes.subarray(0, cut))) yield { ...piece, base: base + piece.base, last: isEnd && piece.last };
        base += cut;
        continue;
      }
      const next = await endOfLine(files, file, base + bytes.length, size, signal);
      yield { file, bytes: bytes.subarray(0, 80), base, last: next >= size, tooLong: true };
      base = next;
    }
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    yield { file, bytes: error, base: 0, last: true, tooLong: false };
  }
}

/** Cut at ends of lines, so that one piece takes a few milliseconds; UTF-16 stays whole, its ends are not found like that. */
function* inPieces(file: FileIndex, bytes: Uint8Array): Generator<LabelBytes> {
  const isWide = bytes.subarray(0, 64).includes(0) || (bytes[0] ?? 0) >= 0xfe;
  let base = 0;
  do {
    const end = isWide ? -1 : bytes.indexOf(LF, base + SHORT_BYTES);
    const cut = end < 0 ? bytes.length : end + 1;
    yield { file, bytes: bytes.subarray(base, cut), base, last: cut >= bytes.length, tooLong: false };
    base = cut;
  } while (base < bytes.length);
}

async function endOfLine(files: FileSet, file: FileIndex, from: number, size: number, signal: AbortSignal): Promise<number> {
  for (let at = from; at < size; at += PIECE_BYTES) {
    signal.throwIfAborted();
    const bytes = await files.source(file).read(at, Math.min(size, at + PIECE_BYTES));
    const end = bytes.indexOf(LF);
    if (end >= 0) return at + end + 1;
  }
  return size;
}
