import { assert } from '../base/assert.ts';
import { PIECE_BYTES, ReadError, type ByteSource, type FileStamp } from './byte-source.ts';
import { answerWithin, patienceFor, patientBytes, Watch } from './patience.ts';

/** Slices of this size where a stream cannot fill our own buffer; smaller ones cost a round trip each. */
const SLICE_BYTES = 8 * 1024 * 1024;
/** … and of this size behind a place where a stream stopped: what does not answer is known sooner. */
const CAREFUL_SLICE_BYTES = 1024 * 1024;
/** A piece of a stream that takes longer is asked for otherwise. A usual one takes a fraction of a millisecond. */
const STREAM_MS = 3_000;

/**
 * Readers of running streams. Chromium (seen in 156) collects a pending BYOB read of a File that nothing else refers to, and then the
 * read never settles: every reader stays reachable from here while it is used (design/performance.md, finding 2).
 */
const liveReaders = new Set<object>();

/**
 * A File, a Blob, or whatever yields one when first needed (an entry).
 * @param get asked once and kept, unless it fails
 */
export function blobSource(get: Blob | (() => Blob | Promise<Blob>)): ByteSource {
  return new BlobSource(typeof get === 'function' ? get : () => get, undefined);
}

/**
 * A file behind a handle, opened for each use.
 * @param get asked each time: it keeps what it wants itself
 * @param stamp what the file was at first: a File that is then not the same is an error
 */
export function reopenedSource(get: () => Promise<Blob>, stamp: FileStamp = { size: -1, modified: 0 }): ByteSource {
  return new BlobSource(get, stamp);
}

class BlobSource implements ByteSource {
  readonly isBlob = true;
  readonly #get: () => Blob | Promise<Blob>;
  /** Undefined where the Blob is kept. */
  readonly #stamp: FileStamp | undefined;
  #blob: Promise<Blob> | undefined;
  /** What is kept, once it is there. */
  #opened: Blob | undefined;

  constructor(get: () => Blob | Promise<Blob>, stamp: FileStamp | undefined) {
    this.#get = get;
    this.#stamp = stamp;
  }

  get stamp(): Readonly<FileStamp> | undefined {
    if (this.#stamp) return this.#stamp.size < 0 ? undefined : this.#stamp;
    return this.#opened && stampOf(this.#opened);
  }

  async size(): Promise<number> {
    return (await this.wholeBlob()).size;
  }

  async identity(): Promise<string> {
    const blob = await this.wholeBlob();
    return `${blob.size} ${modifiedOf(blob)}`;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    assert(start >= 0 && end >= start, `a range to read, not ${start} to ${end}`);
    const blob = await this.wholeBlob();
    try {
      return new Uint8Array(await patientBytes(blob.slice(start, end), end - start));
    } catch (error) {
      throw readErrorOf(error);
    }
  }

  stream(start = 0, end?: number): AsyncGenerator<Uint8Array> {
    return pieces(async () => {
      const blob = await this.wholeBlob();
      return start === 0 && end === undefined ? blob : blob.slice(start, end);
    });
  }

  wholeBlob(): Promise<Blob> {
    if (this.#blob) return this.#blob;
    const opened = this.#open();
    if (this.#stamp) return opened;
    this.#blob = opened;
    // A file that could not be opened may be there the next time it is asked for.
    opened.catch(() => {
      this.#blob = undefined;
    });
    return opened;
  }

  async #open(): Promise<Blob> {
    let blob: Blob;
    try {
      blob = await answerWithin(patienceFor(0), Promise.resolve(this.#get()));
    } catch (error) {
      throw readErrorOf(error);
    }
    const stamp = this.#stamp;
    if (!stamp) {
      this.#opened = blob;
      return blob;
    }
    const modified = modifiedOf(blob);
    if (stamp.size < 0) {
      stamp.size = blob.size;
      stamp.modified = modified;
    } else if (blob.size !== stamp.size || modified !== stamp.modified) {
      throw new ReadError('file-changed', `The file was ${stamp.size} bytes when it was first read and is ${blob.size} bytes now`);
    }
    return blob;
  }
}

export function stampOf(blob: Blob): FileStamp {
  return { size: blob.size, modified: modifiedOf(blob) };
}

/** Milliseconds; 0 for a Blob, which has no time. */
function modifiedOf(blob: Blob): number {
  return 'lastModified' in blob && typeof blob.lastModified === 'number' ? blob.lastModified : 0;
}

/** The bytes of a Blob in pieces. One generator, not one around another: what each costs is felt, at twenty thousand pieces a second. */
async function* pieces(get: () => Promise<Blob>): AsyncGenerator<Uint8Array> {
  const blob = await get();
  try {
    if (blob.size <= PIECE_BYTES) {
      if (blob.size > 0) yield new Uint8Array(await patientBytes(blob, blob.size));
      return;
    }
    const reader = byobReaderOf(blob);
    if (!reader) {
      yield* slices(blob);
      return;
    }
    liveReaders.add(reader);
    const watch = new Watch(STREAM_MS);
    let ended = false;
    try {
      let buffer = new ArrayBuffer(PIECE_BYTES);
      for (let at = 0; ;) {
        // Whole pieces: else the browser hands over what it has at hand, 64 KiB mostly, and each costs as much as a whole one.
        const read = await watch.answerOf(reader.read(new Uint8Array(buffer), { min: PIECE_BYTES }));
        if (!read) {
          // Lost by the browser, or by the disk: slices tell which.
          yield* slices(blob.slice(at), CAREFUL_SLICE_BYTES);
          return;
        }
        const { done, value } = read;
        ended = done;
        if (!value) return;
        at += value.length;
        // The last one is shorter, and done.
        if (value.length > 0) yield value;
        if (done) return;
        buffer = value.buffer;
      }
    } finally {
      // Whoever stops early must not leave the browser pumping. A stream that failed rejects here with what was already thrown; one that
      // does not answer answers nothing here, either.
      if (!ended) void reader.cancel().catch(() => undefined);
      liveReaders.delete(reader);
      watch.end();
    }
  } catch (error) {
    throw readErrorOf(error);
  }
}

/** Undefined where the browser has no byte streams for files (Safari). */
function byobReaderOf(blob: Blob): ReadableStreamBYOBReader | undefined {
  const stream = blob.stream();
  try {
    return stream.getReader({ mode: 'byob' });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Large slices, the next under way while one is used, handed out in pieces. */
async function* slices(blob: Blob, size = SLICE_BYTES): AsyncGenerator<Uint8Array> {
  let next = patientBytes(blob.slice(0, size), size);
  for (let at = 0; at < blob.size; at += size) {
    const bytes = new Uint8Array(await next);
    const following = at + size;
    if (following < blob.size) {
      next = patientBytes(blob.slice(following, following + size), size);
      // Awaited in the next round; until then a failure must not count as unhandled.
      next.catch(() => undefined);
    }
    for (let piece = 0; piece < bytes.length; piece += PIECE_BYTES) yield bytes.subarray(piece, piece + PIECE_BYTES);
  }
}

/**
 * What a browser's refusal means. Chromium says NotFoundError for a file that was deleted, and NotReadableError for one that was
 * changed since it was dropped, and also where the system forbids reading.
 */
export function readErrorOf(error: unknown): ReadError {
  if (error instanceof ReadError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const message = error instanceof Error || error instanceof DOMException ? error.message : String(error);
  if (name === 'NotFoundError' || name === 'NotReadableError') return new ReadError('file-changed', message, error);
  return new ReadError('file-unreadable', message, error);
}
