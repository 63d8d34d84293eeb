/** The records of a window of rows, read in few slices, behind the interface that formats read by. */
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import type { FileSet } from '../files/file-set.ts';
import type { ByteRange } from '../model/dataset.ts';
import { readRanges } from './ranges.ts';

/** `files`, with `ranges` in memory: a read of one of them costs nothing. Other reads go to the file. */
export async function prefetched(files: FileSet, ranges: readonly ByteRange[], signal: AbortSignal): Promise<FileSet> {
  const bytes = await readRanges(files, ranges, signal);
  const byStart = new Map<string, Uint8Array>();
  for (const [i, { file, start }] of ranges.entries()) byStart.set(`${file} ${start}`, bytes[i] ?? new Uint8Array(0));
  const source = (file: number): ByteSource => {
    const own = files.source(file);
    return {
      size: () => own.size(),
      stream: (start, end) => own.stream(start, end),
      wholeBlob: () => own.wholeBlob(),
      read(start, end) {
        const known = byStart.get(`${file} ${start}`);
        return known && end - start <= known.length ? Promise.resolve(known.subarray(0, end - start)) : own.read(start, end);
      },
    };
  };
  return {
    get paths() {
      return files.paths;
    },
    source,
    indexOf: (path) => files.indexOf(path),
    head: (file) => files.head(file),
    firstBytes: (wanted, count, signalOf) => files.firstBytes(wanted, count, signalOf),
    resolve: (reference, folder, among) => files.resolve(reference, folder, among),
    under: (folder) => files.under(folder),
  };
}

/** Whether an error is the user's file and not our mistake. */
export function isReadError(error: unknown): error is ReadError {
  return error instanceof ReadError;
}
