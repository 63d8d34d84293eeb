/** Many small ranges in few reads: a slice costs about a millisecond whatever its size (design/performance.md 3). */
import type { FileSet } from './file-set.ts';

/** Ranges closer than this are read together. */
const GAP_BYTES = 64 << 10;
const MAX_READ_BYTES = 8 << 20;
const IN_FLIGHT = 8;

/** Bytes `start` (inclusive) to `end` (exclusive) of a file. */
export interface FileRange {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

interface Run {
  readonly file: number;
  readonly start: number;
  end: number;
  readonly members: number[];
}

/** The bytes of each range, in the order given. Ranges of one file that lie close together are read by one slice. */
export async function readRanges(files: Pick<FileSet, 'source'>, ranges: readonly FileRange[], signal: AbortSignal): Promise<Uint8Array[]> {
  const order = ranges.map((_, i) => i).sort((a, b) => compare(ranges[a], ranges[b]));
  const runs: Run[] = [];
  for (const i of order) {
    const range = ranges[i];
    if (!range) continue;
    const last = runs.at(-1);
    const near = last && last.file === range.file && range.start <= last.end + GAP_BYTES && range.end - last.start <= MAX_READ_BYTES;
    if (near) {
      last.end = Math.max(last.end, range.end);
      last.members.push(i);
    } else runs.push({ file: range.file, start: range.start, end: range.end, members: [i] });
  }
  const bytes: Uint8Array[] = ranges.map(() => new Uint8Array(0));
  for (let at = 0; at < runs.length; at += IN_FLIGHT) {
    signal.throwIfAborted();
    await Promise.all(
      runs.slice(at, at + IN_FLIGHT).map(async (run) => {
        const read = await files.source(run.file).read(run.start, run.end);
        for (const i of run.members) {
          const range = ranges[i];
          if (range) bytes[i] = read.subarray(range.start - run.start, range.end - run.start);
        }
      }),
    );
  }
  return bytes;
}

function compare(a: FileRange | undefined, b: FileRange | undefined): number {
  if (!a || !b) return 0;
  return a.file - b.file || a.start - b.start;
}
