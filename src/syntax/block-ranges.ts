/** Where the blocks of a file stand: runs of lines between blank ones, as CoNLL keeps its sentences. */
import type { ByteSource } from '../files/byte-source.ts';
import { recordLines } from './jsonl.ts';
import { RangeList, type RecordRanges } from './record-ranges.ts';

/**
 * Blocks in file order, from the first byte of their first line to the last of their last, without its end of line.
 * @param isBorder a line that separates blocks like a blank one, and belongs to none
 */
export async function* blockRanges(source: ByteSource, isBorder: (line: Uint8Array) => boolean): AsyncGenerator<RecordRanges> {
  const ranges = new RangeList();
  let start = -1;
  let end = 0;
  let first = 0;
  let last = 0;
  const close = (): void => {
    if (start >= 0) ranges.push(start, end - start, first);
    start = -1;
  };
  for await (const lines of recordLines(source, 'utf-8')) {
    for (const line of lines) {
      // Blank lines are not told: they show in the numbers of those that are.
      const isNext = line.line === last + 1;
      if (!isNext) close();
      last = line.line;
      if (line.bytes && isBorder(line.bytes)) {
        close();
        continue;
      }
      if (start < 0) {
        start = line.start;
        first = line.line;
      }
      end = line.end;
    }
    if (ranges.length > 0) yield ranges.take(end);
  }
  close();
  if (ranges.length > 0) yield ranges.take(end);
}
