/** Large files are read in a worker of their own: the one that answers questions only takes what that one found. */
import { spawnIngest } from '#spawn-ingest';
import { connect, RemoteError, type Endpoint } from '../base/rpc.ts';
import { ReadError, type ReadErrorCode } from '../files/byte-source.ts';
import { replay } from '../formats/coco/scan-events.ts';
import { scanCoco, type CocoScan } from '../formats/coco/scan.ts';
import type { IngestApi, IngestProgress } from './ingest-protocol.ts';

/** A smaller file is read before a worker has started. */
const LARGE_BYTES = 8 << 20;

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
  return async (source, job, visitor, signal, onProgress) => {
    if (source.isBlob !== true || (await source.size()) < largeBytes) return scanCoco(source, job, visitor, signal, onProgress);
    const blob = await source.wholeBlob();
    signal.throwIfAborted();
    const worker = spawn();
    const { api, fail } = connect<IngestApi>(['scan', 'taken'], worker);
    worker.addEventListener('error', () => fail(new ReadError('file-unreadable', 'The worker that reads the file ended')));
    let broken: unknown;
    const take = ({ batch, bytes }: IngestProgress): void => {
      if (broken !== undefined) return;
      try {
        replay(batch, visitor);
        onProgress(bytes);
      } catch (error) {
        // Ours: it must not be lost in a listener.
        broken = error;
        fail(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      void api.taken({ bytes: batch.bytes }).catch(() => undefined);
    };
    try {
      return await api.scan({ blob, job }, { signal, onProgress: take });
    } catch (error) {
      throw readErrorOf(error);
    } finally {
      worker.terminate();
    }
  };
}

/** A `ReadError` of the other thread is one here. */
function readErrorOf(error: unknown): unknown {
  if (!(error instanceof RemoteError) || error.name !== 'ReadError') return error;
  return new ReadError(error.data as ReadErrorCode, error.message, error);
}
