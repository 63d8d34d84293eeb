/** Small files in few round trips to the browser's process: one for each costs more than decoding a thumbnail. */
import { patientBytes } from '../files/patience.ts';

/** Read at once; one file alone may be larger. */
const JOINED_BYTES = 4 << 20;
/** Larger files are not taken into memory. */
const MAX_BYTES = 64 << 20;

/** Files from `from` on, in order; undefined for what was not read: there was none, it is too large, or it cannot be read. */
export interface ReadGroup {
  readonly from: number;
  readonly bytes: readonly (Uint8Array<ArrayBuffer> | undefined)[];
}

/** The bytes of many files, in order and in groups, at most `limit` in one unless it is of one file. */
export async function* readTogether(
  blobs: readonly (Blob | undefined)[],
  limit = JOINED_BYTES,
  largest = MAX_BYTES,
): AsyncGenerator<ReadGroup> {
  for (let from = 0; from < blobs.length;) {
    let end = from;
    let total = 0;
    for (; end < blobs.length; end++) {
      const bytes = bytesToRead(blobs[end], largest);
      if (end > from && total + bytes > limit) break;
      total += bytes;
    }
    yield { from, bytes: await readGroup(blobs.slice(from, end), largest) };
    from = end;
  }
}

function bytesToRead(blob: Blob | undefined, largest: number): number {
  return blob && blob.size <= largest ? blob.size : 0;
}

async function readGroup(blobs: readonly (Blob | undefined)[], largest: number): Promise<(Uint8Array<ArrayBuffer> | undefined)[]> {
  const wanted = blobs.map((blob) => (bytesToRead(blob, largest) > 0 ? blob : undefined));
  const parts = wanted.filter((blob) => blob !== undefined);
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  const joined = parts.length > 0 ? await bytesOf(new Blob(parts)) : undefined;
  if (joined?.length === total) {
    let at = 0;
    return wanted.map((blob) => blob && joined.subarray(at, (at += blob.size)));
  }
  // One of them has gone or changed: which one?
  return Promise.all(wanted.map((blob) => (blob ? bytesOf(blob) : Promise.resolve(undefined))));
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await patientBytes(blob, blob.size));
  } catch {
    // Whoever needs the file reads it again, and says what is wrong with it.
    return undefined;
  }
}
