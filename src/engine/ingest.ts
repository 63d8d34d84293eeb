/** Large files are read in a worker of their own: the one that answers questions only takes what that one found. */
import { spawnIngest } from '#spawn-ingest';
import { pause } from '../base/pause.ts';
import { connect, RemoteError, transfer, type Endpoint } from '../base/rpc.ts';
import { ReadError, type ReadErrorCode } from '../files/byte-source.ts';
import { replay } from '../formats/coco/scan-events.ts';
import { scanCoco, type CocoScan } from '../formats/coco/scan.ts';
import type { IngestApi, IngestProgress } from './ingest-protocol.ts';

/** A smaller file is read before a worker has started. */
const LARGE_BYTES = 8 << 20;
/** A worker that was started for a file that is not read after all ends by then. */
const READY_MS = 20_000;

/** What is used of a Worker. */
interface IngestWorker extends Endpoint {
  addEventListener(type: 'message' | 'messageerror' | 'error', listener: (event: Event) => void): void;
  terminate(): void;
}

/**
 * Reads large Files elsewhere, all else here (zip entries, other encodings: their bytes are made in this thread). `spawn` is another worker in
 * tests. A worker that dies is a file that cannot be read further; one that is cancelled ends at once.
 */
export function scanElsewhere(spawn: () => IngestWorker = spawnIngest, largeBytes = LARGE_BYTES): CocoScan {
  const workers = new ReadyWorker(spawn);
  const scan: CocoScan = async (source, job, visitor, signal, onProgress) => {
    if (source.isBlob !== true || (await source.size()) < largeBytes) return scanCoco(source, job, visitor, signal, onProgress);
    const blob = await source.wholeBlob();
    signal.throwIfAborted();
    const worker = workers.take();
    const { api, fail } = connect<IngestApi>(['scan', 'taken'], worker);
    worker.addEventListener('error', () => fail(new ReadError('file-unreadable', 'The worker that reads the file ended')));
    const batches = new Batches(({ batch, bytes }) => {
      signal.throwIfAborted();
      replay(batch, visitor);
      onProgress(bytes);
      const { buffers } = batch;
      void api.taken(transfer({ bytes: batch.bytes, buffers }, buffers)).catch(() => undefined);
    }, fail);
    try {
      return await api.scan({ blob, job }, { signal, onProgress: (progress) => batches.add(progress) });
    } catch (error) {
      throw readErrorOf(error);
    } finally {
      // Also what came before a file could not be read further.
      await batches.done;
      worker.terminate();
    }
  };
  return Object.assign(scan, {
    prepare: (size: number) => {
      if (size >= largeBytes) workers.prepare();
    },
  });
}

/** Takes batches in order, and lets whoever asks a question have a turn between two of them. */
class Batches {
  readonly #take: (progress: IngestProgress) => void;
  readonly #fail: (error: Error) => void;
  readonly #waiting: IngestProgress[] = [];
  #working: Promise<void> | undefined;
  #isBroken = false;

  /** @param fail hears of an error of ours: in a listener it would be lost */
  constructor(take: (progress: IngestProgress) => void, fail: (error: Error) => void) {
    this.#take = take;
    this.#fail = fail;
  }

  /** Resolves when nothing waits to be taken. */
  get done(): Promise<void> {
    return this.#working ?? Promise.resolve();
  }

  add(progress: IngestProgress): void {
    if (this.#isBroken) return;
    this.#waiting.push(progress);
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    try {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
        this.#take(next);
        await pause();
      }
    } catch (error) {
      this.#isBroken = true;
      this.#waiting.length = 0;
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
    this.#working = undefined;
  }
}

/** Starts a worker before it is needed, so that nobody waits for it. */
class ReadyWorker {
  readonly #spawn: () => IngestWorker;
  #ready: { readonly worker: IngestWorker; readonly timer: ReturnType<typeof setTimeout> } | undefined;

  constructor(spawn: () => IngestWorker) {
    this.#spawn = spawn;
  }

  prepare(): void {
    if (this.#ready) return;
    const worker = this.#spawn();
    const end = (): void => {
      if (this.#ready?.worker !== worker) return;
      clearTimeout(timer);
      this.#ready = undefined;
      worker.terminate();
    };
    const timer = setTimeout(end, READY_MS);
    // The next one is heard by whoever reads.
    worker.addEventListener('error', end);
    this.#ready = { worker, timer };
  }

  take(): IngestWorker {
    if (!this.#ready) return this.#spawn();
    const { worker, timer } = this.#ready;
    this.#ready = undefined;
    clearTimeout(timer);
    return worker;
  }
}

/** A `ReadError` of the other thread is one here. */
function readErrorOf(error: unknown): unknown {
  if (!(error instanceof RemoteError) || error.name !== 'ReadError') return error;
  return new ReadError(error.data as ReadErrorCode, error.message, error);
}
