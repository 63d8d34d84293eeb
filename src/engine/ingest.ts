/** Large files are read in a worker of their own: the one that answers questions only takes what that one found. */
import { spawnIngest } from '#spawn-ingest';
import { pause } from '../base/pause.ts';
import { RemoteError, transfer } from '../base/rpc.ts';
import { ReadError, type ByteSource, type ReadErrorCode } from '../files/byte-source.ts';
import { replay } from '../formats/coco/scan-events.ts';
import { scanCoco, type CocoScan, type CocoVisitor, type ScanJob } from '../formats/coco/scan.ts';
import type { Validity } from '../syntax/scan/coco.ts';
import type { IngestProgress } from './ingest-protocol.ts';
import { IngestWorkers, type IngestWorker, type Reader } from './ingest-workers.ts';

/** A smaller file is read before a worker has started. */
const LARGE_BYTES = 8 << 20;
/** A file that was begun and is not asked for after all is left by then. */
const UNASKED_MS = 20_000;

/**
 * Reads large Files elsewhere, all else here (zip entries, other encodings: their bytes are made in this thread). `spawn` is another worker in
 * tests. A worker that dies is a file that cannot be read further; one that is cancelled ends at once.
 */
export function scanElsewhere(spawn: () => IngestWorker = spawnIngest, largeBytes = LARGE_BYTES): CocoScan {
  const workers = new IngestWorkers(spawn);
  const isLarge = async (source: ByteSource): Promise<boolean> => source.isBlob === true && (await source.size()) >= largeBytes;
  const begin = async (source: ByteSource, job: ScanJob, signal: AbortSignal): Promise<Reading> => {
    const blob = await source.wholeBlob();
    signal.throwIfAborted();
    return new Reading(workers, blob, job);
  };
  /** Those that were read: who looks at all files again does not want them again. */
  const known = new WeakSet<ByteSource>();
  let begun: Begun | undefined;

  const scan: CocoScan = async (source, job, visitor, signal, onProgress) => {
    if (!(await isLarge(source))) return scanCoco(source, job, visitor, signal, onProgress);
    known.add(source);
    const mine = begun?.source === source && !begun.isStopped ? begun : undefined;
    if (mine) begun = undefined;
    const fits = mine !== undefined && isSame(mine.job, job);
    if (!fits) mine?.stop();
    const early = fits ? await mine.reading() : undefined;
    const reading = early ?? (await begin(source, job, signal));
    return reading.tell(visitor, signal, onProgress);
  };

  return Object.assign(scan, {
    prepare: (source: ByteSource, job: ScanJob, signal: AbortSignal) => {
      // One of a drop; what was begun for another drop is not asked for any more.
      if (known.has(source) || (begun?.signal === signal && !begun.isStopped)) return () => undefined;
      begun?.stop();
      const mine = (begun = new Begun(source, job, signal, async () => ((await isLarge(source)) ? begin(source, job, signal) : undefined)));
      // What somebody has asked for is theirs.
      return () => {
        if (begun === mine) mine.stop();
      };
    },
  });
}

function isSame(a: ScanJob, b: ScanJob): boolean {
  return a.wantsImages === b.wantsImages && a.categoriesFirst === b.categoriesFirst && a.only === b.only;
}

/** A file whose reading has begun before anybody asked for it. */
class Begun {
  readonly source: ByteSource;
  readonly job: ScanJob;
  readonly signal: AbortSignal;
  readonly #reading: Promise<Reading | undefined>;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #stop = (): void => this.stop();
  isStopped = false;

  constructor(source: ByteSource, job: ScanJob, signal: AbortSignal, begin: () => Promise<Reading | undefined>) {
    this.source = source;
    this.job = job;
    this.signal = signal;
    // What cannot be read is told when it is asked for.
    this.#reading = begin().catch(() => undefined);
    this.#timer = setTimeout(this.#stop, UNASKED_MS);
    signal.addEventListener('abort', this.#stop);
  }

  /** For whoever asks: from then on it is theirs to end. */
  reading(): Promise<Reading | undefined> {
    this.#leave();
    return this.#reading;
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.#leave();
    void this.#reading.then((reading) => reading?.stop());
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.signal.removeEventListener('abort', this.#stop);
  }
}

/** One file on its way through a worker. What that one finds waits until somebody wants to hear of it, and so does it. */
class Reading {
  readonly #workers: IngestWorkers;
  readonly #reader: Reader;
  readonly #ended = new AbortController();
  readonly #batches: Batches;
  readonly #validity: Promise<Validity>;

  constructor(workers: IngestWorkers, blob: Blob, job: ScanJob) {
    this.#workers = workers;
    this.#reader = workers.take();
    this.#batches = new Batches(this.#reader.fail);
    this.#validity = this.#reader.api.scan({ blob, job }, { signal: this.#ended.signal, onProgress: (batch) => this.#batches.add(batch) });
    // Whoever asks for it hears of it.
    this.#validity.catch(() => undefined);
  }

  stop(): void {
    this.#ended.abort();
    this.#reader.end();
  }

  /** Tells all that was found and will be. As `CocoScan`. */
  async tell(visitor: CocoVisitor, signal: AbortSignal, onProgress: (bytes: number) => void): Promise<Validity> {
    const { api } = this.#reader;
    const cancel = (): void => this.#ended.abort(signal.reason);
    signal.addEventListener('abort', cancel);
    this.#batches.start(({ batch, bytes }) => {
      signal.throwIfAborted();
      replay(batch, visitor);
      onProgress(bytes);
      const { buffers } = batch;
      void api.taken(transfer({ bytes: batch.bytes, buffers }, buffers)).catch(() => undefined);
    });
    try {
      signal.throwIfAborted();
      const validity = await this.#validity;
      await this.#batches.done();
      this.#workers.giveBack(this.#reader);
      return validity;
    } catch (error) {
      // Also what came before a file could not be read further.
      await this.#batches.done().catch(() => undefined);
      this.#reader.end();
      throw readErrorOf(error);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }
}

/** Takes batches in order, and lets whoever asks a question have a turn between two of them. */
class Batches {
  readonly #fail: (error: Error) => void;
  readonly #waiting: IngestProgress[] = [];
  #take: ((progress: IngestProgress) => void) | undefined;
  #working: Promise<void> | undefined;
  #error: Error | undefined;

  /** @param fail hears of an error of ours while more is to come */
  constructor(fail: (error: Error) => void) {
    this.#fail = fail;
  }

  /** Resolves when nothing waits to be taken; rejects with an error of ours. */
  async done(): Promise<void> {
    await this.#working;
    if (this.#error) throw this.#error;
  }

  /** Until then they wait. */
  start(take: (progress: IngestProgress) => void): void {
    this.#take = take;
    if (this.#waiting.length > 0) this.#working ??= this.#work(take);
  }

  add(progress: IngestProgress): void {
    if (this.#error) return;
    this.#waiting.push(progress);
    if (this.#take) this.#working ??= this.#work(this.#take);
  }

  async #work(take: (progress: IngestProgress) => void): Promise<void> {
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
        take(next);
        await pause();
      }
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
      this.#waiting.length = 0;
      this.#fail(this.#error);
    }
    this.#working = undefined;
  }
}

/** A `ReadError` of the other thread is one here. */
function readErrorOf(error: unknown): unknown {
  if (!(error instanceof RemoteError) || error.name !== 'ReadError') return error;
  return new ReadError(error.data as ReadErrorCode, error.message, error);
}
