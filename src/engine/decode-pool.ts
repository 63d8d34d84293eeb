/** Decoding workers: a few, the newest wish first, many small pictures in one request. */
import { connect, RemoteError, type Connection, type Endpoint } from '../base/rpc.ts';
import type { FileIndex } from '../model/dataset.ts';
import { DECODE_METHODS, type DecodeApi, type Decoded, type DecodeRequest } from './decode-protocol.ts';

const WORKERS = 2;
/** Two per worker: one decodes while the bytes of the next are on their way. */
const IN_FLIGHT_PER_WORKER = 2;
/** Most pictures in one batch, and most of their pixels: what was sent is decoded even when nobody wants it any more. */
const BATCH_PICTURES = 8;
const BATCH_PIXELS = 4_000_000;
/** Of a picture whose size is not known. */
const USUAL_PIXELS = 500_000;

/** A picture to decode: as `DecodeRequest`, by the number of its file. */
export interface DecodeWish extends Omit<DecodeRequest, 'blob'> {
  readonly file: FileIndex;
}

/** Files for decoding, in order; an error where one cannot be read. */
export type OpenFiles = (files: readonly FileIndex[], signal: AbortSignal) => Promise<readonly (Blob | Error)[]>;

/** A worker of the pool, as the pool needs it. */
export interface DecodeWorker extends Endpoint {
  terminate(): void;
  addEventListener(type: 'message' | 'messageerror' | 'error', listener: (event: Event) => void): void;
}

interface Job {
  readonly wish: DecodeWish;
  readonly signal: AbortSignal;
  resolve(bitmap: ImageBitmap): void;
  reject(error: unknown): void;
}

interface Slot {
  connection: Connection<DecodeApi> | undefined;
  busy: number;
}

/** Decodes in a few workers; the newest job goes first. A worker that dies costs its own jobs and is replaced. */
export class DecodePool {
  readonly #spawn: () => DecodeWorker;
  readonly #open: OpenFiles;
  readonly #waiting: Job[] = [];
  readonly #slots: Slot[];
  #isDue = false;

  constructor(spawn: () => DecodeWorker, open: OpenFiles, workers = WORKERS) {
    this.#spawn = spawn;
    this.#open = open;
    this.#slots = Array.from({ length: workers }, () => ({ connection: undefined, busy: 0 }));
  }

  /** Files are not opened for what is cancelled before its turn. */
  decode(wish: DecodeWish, signal: AbortSignal): Promise<ImageBitmap> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ wish, signal, resolve, reject });
      if (this.#isDue) return;
      this.#isDue = true;
      // After all that is wished for at the same moment, which then goes together.
      queueMicrotask(() => {
        this.#isDue = false;
        this.#next();
      });
    });
  }

  #next(): void {
    for (;;) {
      const slot = this.#slots.reduce((least, other) => (other.busy < least.busy ? other : least));
      if (slot.busy >= IN_FLIGHT_PER_WORKER) return;
      const jobs = this.#takeBatch();
      if (jobs.length === 0) return;
      void this.#run(slot, jobs);
    }
  }

  #takeBatch(): Job[] {
    const jobs: Job[] = [];
    let pixels = 0;
    for (let job = this.#waiting.at(-1); job && jobs.length < BATCH_PICTURES; job = this.#waiting.at(-1)) {
      if (job.signal.aborted) job.reject(job.signal.reason);
      else {
        pixels += pixelsOf(job.wish);
        if (jobs.length > 0 && pixels > BATCH_PIXELS) break;
        jobs.push(job);
      }
      this.#waiting.pop();
    }
    return jobs;
  }

  async #run(slot: Slot, jobs: readonly Job[]): Promise<void> {
    slot.busy++;
    // What one of them no longer needs, another may.
    const all = new AbortController();
    const cancelled = (): void => {
      if (jobs.every(({ signal }) => signal.aborted)) all.abort();
    };
    for (const { signal } of jobs) signal.addEventListener('abort', cancelled, { once: true });
    try {
      await this.#decodeBatch(slot, jobs, all.signal);
    } catch (error) {
      for (const { reject } of jobs) reject(error);
    } finally {
      for (const { signal } of jobs) signal.removeEventListener('abort', cancelled);
      slot.busy--;
      this.#next();
    }
  }

  async #decodeBatch(slot: Slot, jobs: readonly Job[], signal: AbortSignal): Promise<void> {
    const blobs = await this.#open(
      jobs.map(({ wish }) => wish.file),
      signal,
    );
    signal.throwIfAborted();
    const opened: Job[] = [];
    const batch: DecodeRequest[] = [];
    for (const [i, job] of jobs.entries()) {
      const blob = blobs[i];
      if (!(blob instanceof Blob)) job.reject(blob);
      else if (job.signal.aborted) job.reject(job.signal.reason);
      else {
        const { file: _file, ...how } = job.wish;
        opened.push(job);
        batch.push({ blob, ...how });
      }
    }
    if (batch.length === 0) return;
    const settle = (decoded: readonly Decoded[]): void => {
      for (const one of decoded) settleJob(opened[one.at], one);
    };
    // All start with the first: starting one takes as long as decoding dozens.
    for (const each of this.#slots) each.connection ??= this.#connect(each);
    const { connection = this.#connect(slot) } = slot;
    settle(await connection.api.decode(batch, { onProgress: settle }));
  }

  #connect(slot: Slot): Connection<DecodeApi> {
    const worker = this.#spawn();
    const connection = connect<DecodeApi>(DECODE_METHODS, worker);
    worker.addEventListener('error', () => {
      worker.terminate();
      const error = new Error('The decoder stopped');
      error.name = 'undecodable';
      connection.fail(error);
      if (slot.connection === connection) slot.connection = undefined;
    });
    return connection;
  }
}

function settleJob(job: Job | undefined, one: Decoded): void {
  if (job && !job.signal.aborted) return 'bitmap' in one ? job.resolve(one.bitmap) : job.reject(new RemoteError(one.error));
  if ('bitmap' in one) one.bitmap.close();
  job?.reject(job.signal.reason);
}

/** Pixels of the whole picture; one that is wanted whole, or as large as a screen, goes alone. */
function pixelsOf({ fit, size }: DecodeWish): number {
  if (!fit || fit.width * fit.height > USUAL_PIXELS) return BATCH_PIXELS;
  return size ? size.width * size.height : USUAL_PIXELS;
}
