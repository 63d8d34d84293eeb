/** Passes over the records of files whose places are known: their bytes, in windows of whole records. */
import { firstWhere } from '../base/binary-search.ts';
import { pacer } from '../base/pause.ts';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import { recordWindows, type PlacedRecords, type WindowMemory } from '../syntax/record-windows.ts';
import { cutsOf, type RegionSizes } from '../syntax/regions.ts';
import { aroundOf, asItIs, type Complete } from './record-around.ts';
import type { FileRows, RecordContainer, RecordPart, RecordPass } from './record-container.ts';
import { sizeOf } from './record-files.ts';

export type EachWindow = (bytes: Uint8Array, base: number, rows: PlacedRecords, around: Complete) => Promise<void> | void;

export interface WindowWork {
  readonly memory?: WindowMemory;
  readonly each: EachWindow;
}

export interface EachOptions<P extends RecordPart> {
  /** Places of a large file that are read at a time, each with a preparation of its own. 1: records come in the order of the file. */
  readonly lanes?: number;
  /** For tests. */
  readonly regions?: RegionSizes;
  /** A record is longer than what is read of one. */
  onTooLong?(rows: FileRows, row: number, part: P): Promise<void> | void;
}

/** Streams all records of a pass, file by file. Where a file cannot be read, what is left of it is passed over. */
export async function eachWindow<P extends RecordPart>(
  container: RecordContainer<P>,
  { files, match, rows, signal, onProgress, seen, unreadable }: RecordPass,
  prepare: (part: P, rows: FileRows, fileSize: number) => WindowWork,
  { lanes = 1, regions: sizes, onTooLong }: EachOptions<P> = {},
): Promise<void> {
  const total = rows.reduce((sum, records) => sum + bytesOf(records), 0);
  const pace = pacer();
  // A first window may take long: what is under way shows from the beginning, and can be cancelled.
  await onProgress(0, total);
  let before = 0;
  for (const records of rows) {
    const part = (match.plan as readonly P[]).find(({ file }) => file === records.file);
    if (!part || records.first >= records.end) continue;
    const source = files.source(records.file);
    const size = await sizeOf(files, records.file);
    const regions = lanes > 1 ? regionsOf(source, records, sizes) : [records];
    const left = regions.values();
    let done = before;
    let failure: ReadError | undefined;
    let isOver = false;

    const look = async (region: FileRows, { each, ...options }: WindowWork): Promise<void> => {
      let at = region.first > records.first ? endOf(records, region.first - 1) : records.start(region.first);
      for await (const { first, end, base, bytes } of recordWindows(source, region, options)) {
        signal.throwIfAborted();
        if (isOver) return;
        // Awaiting what is there already costs more than one thinks, at thousands of windows a second.
        if (bytes) {
          const around = container.around
            ? await aroundOf(container, source, part, records.start(first), records.start(end - 1), signal)
            : asItIs;
          const looking = each(bytes, base, { ...records, first, end }, around);
          if (looking) await looking;
        } else await onTooLong?.(records, first, part);
        seen?.(end);
        done += endOf(records, end - 1) - at;
        at = endOf(records, end - 1);
        const telling = onProgress(done, total);
        if (telling) await telling;
        const pausing = pace();
        if (pausing) await pausing;
      }
    };
    const lane = async (): Promise<void> => {
      const work = prepare(part, records, size);
      try {
        for (const region of left) await look(region, work);
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        failure ??= error;
      } finally {
        work.memory?.end?.();
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(lanes, regions.length) }, lane));
    } finally {
      // Where one has failed, so must the other end.
      isOver = true;
    }
    if (failure) unreadable?.(records.file, failure);
    before += bytesOf(records);
  }
}

/** From the first of its records to the end of the last. */
function bytesOf(records: PlacedRecords): number {
  return records.first < records.end ? endOf(records, records.end - 1) - records.start(records.first) : 0;
}

function endOf({ start, size }: PlacedRecords, row: number): number {
  return start(row) + size(row);
}

/** The records of each region of a file. */
function regionsOf(source: ByteSource, records: FileRows, sizes: RegionSizes | undefined): FileRows[] {
  const { first, end, start } = records;
  const cuts = cutsOf(source, start(first), endOf(records, end - 1), sizes);
  const firsts = [first, ...cuts.map((cut) => first + firstWhere(end - first, (i) => start(first + i) >= cut))];
  return firsts.map((row, i) => ({ ...records, first: row, end: firsts[i + 1] ?? end })).filter((region) => region.first < region.end);
}
