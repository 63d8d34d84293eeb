/** Records whose places are known, streamed again: whole ones, many at a time, in one piece of memory. */
import type { ByteSource } from '../files/byte-source.ts';
import { MAX_RECORD_BYTES } from './record-bytes.ts';

/** Rows `first` (inclusive) to `end` (exclusive) of one file, in the order in which they stand in it. */
export interface PlacedRecords {
  readonly first: number;
  readonly end: number;
  /** Offset in the file. */
  start(row: number): number;
  /** Bytes. */
  size(row: number): number;
  /** Where there is a faster way: writes start less `base` and size of `count` rows from `row` on, two numbers each. */
  readonly places?: (row: number, count: number, base: number, into: Uint32Array) => void;
}

/** Records `first` to `end`, all of them in `bytes`: record `row` begins at `start(row) - base`. */
export interface RecordWindow {
  readonly first: number;
  readonly end: number;
  /** Offset in the file of the first byte. */
  readonly base: number;
  /** Valid until the next window is asked for; absent: the one record is longer than the limit and was not read. */
  readonly bytes: Uint8Array | undefined;
}

/** Memory for a window. That of WebAssembly is used in place, so that scanners need no copy of their own. */
export interface WindowMemory {
  /** At least `bytes` of memory; what was there before stays at its place. */
  reserve(bytes: number): Uint8Array;
  /** Nobody looks at windows any more: the memory may serve another pass. */
  end?(): void;
}

/** Bytes that are worth looking at together: so many stay near the processor from being read until they are looked at. */
const WINDOW_BYTES = 256 * 1024;

/**
 * All the records, once, in windows of about a quarter of a megabyte; a longer record gets a window of its own size. Where the file has
 * become shorter the last records are missing.
 * @param longest bytes; a longer record is passed over
 */
export async function* recordWindows(
  source: ByteSource,
  records: PlacedRecords,
  { memory = plainMemory(), longest = MAX_RECORD_BYTES }: { readonly memory?: WindowMemory; readonly longest?: number } = {},
): AsyncGenerator<RecordWindow> {
  const { start, size, end } = records;
  /** First row that was not handed out, and the next whose end is not in the window. */
  let row = records.first;
  while (row < end) {
    if (size(row) > longest) {
      yield { first: row, end: row + 1, base: start(row), bytes: undefined };
      row += 1;
      continue;
    }
    let next = row;
    let base = start(row);
    let length = 0;
    const stop = start(end - 1) + size(end - 1);
    // Until a record is too long: behind it the stream begins anew.
    for await (const piece of source.stream(base, stop)) {
      let bytes = memory.reserve(length + piece.length);
      bytes.set(piece, length);
      length += piece.length;
      if (length < WINDOW_BYTES && base + length < stop) continue;
      next = endOfWhole(records, next, base + length, longest);
      if (next > row) yield { first: row, end: next, base, bytes: bytes.subarray(0, length) };
      row = next;
      if (row === end || size(row) > longest) break;
      // Bytes of the next record are kept; whoever looked may have let the memory grow.
      const gone = Math.min(length, start(row) - base);
      if (gone === 0) continue;
      bytes = memory.reserve(length);
      bytes.copyWithin(0, gone, length);
      length -= gone;
      base += gone;
    }
    // The file has become shorter: the rest is missing.
    if (row < end && size(row) <= longest) return;
  }
}

/** The first row from `from` on that does not end by `stop`, or is too long. */
function endOfWhole({ start, size, end }: PlacedRecords, from: number, stop: number, longest: number): number {
  let next = from;
  if (next < end && stop - start(next) > longest) {
    while (next < end && size(next) <= longest && start(next) + size(next) <= stop) next += 1;
    return next;
  }
  // None that ends there can be too long, and ends ascend: most rows need not be looked at.
  let step = 1;
  while (next + step <= end && start(next + step - 1) + size(next + step - 1) <= stop) {
    next += step;
    step *= 2;
  }
  for (; step >= 1; step /= 2) {
    if (next + step <= end && start(next + step - 1) + size(next + step - 1) <= stop) next += step;
  }
  return next;
}

/** Memory of JavaScript. */
export function plainMemory(): WindowMemory {
  let memory = new Uint8Array(0);
  return {
    reserve(bytes) {
      if (memory.length >= bytes) return memory;
      const larger = new Uint8Array(Math.max(bytes, memory.length * 2));
      larger.set(memory);
      memory = larger;
      return memory;
    },
  };
}
