/** What the worker does that reads a large file: it scans, and hands over what it finds as soon as there is something. */
import { transfer } from '../base/rpc.ts';
import { blobSource } from '../files/blob-source.ts';
import { ReadError } from '../files/byte-source.ts';
import { ScanRecorder } from '../formats/coco/scan-events.ts';
import { scanCoco } from '../formats/coco/scan.ts';
import type { IngestApi } from './ingest-protocol.ts';

/** What is found is handed over this often, so that the first rows are there at once. */
const BATCH_MS = 40;
/** … and whenever so much of it waits. */
const BATCH_BYTES = 1 << 20;
/** Bytes under way: whoever takes them may be busy, and memory is not to fill up meanwhile. */
const MOST_AHEAD = 8 << 20;

/** One worker's: it reads one file at a time. */
export function createIngest(): IngestApi {
  let ahead = 0;
  let wake: (() => void) | undefined;
  let recorder: ScanRecorder | undefined;
  return {
    async scan({ blob, job }, { signal = new AbortController().signal, onProgress }) {
      const events = new ScanRecorder(job);
      recorder = events;
      let bytes = 0;
      // The first rows are waited for.
      let last = -Infinity;
      ahead = 0;
      const send = (): void => {
        ahead += events.bytes;
        const batch = events.take();
        onProgress?.(transfer({ batch, bytes }, batch.buffers));
        last = performance.now();
      };
      const isDue = (): boolean => performance.now() - last > BATCH_MS;
      events.isDue = isDue;
      events.pause = () => {
        if (events.bytes > BATCH_BYTES || (events.bytes > 0 && isDue())) send();
        if (ahead <= MOST_AHEAD) return undefined;
        return new Promise((resolve) => {
          wake = resolve;
        });
      };
      try {
        return await scanCoco(blobSource(blob), job, events, signal, (done) => {
          bytes = done;
        });
      } catch (error) {
        // Errors travel as plain data.
        throw error instanceof ReadError ? Object.assign(error, { data: error.code }) : error;
      } finally {
        // Also what came before a file could not be read further.
        send();
        // What comes back of it is not filled again: the next file may come much later.
        recorder = undefined;
      }
    },
    async taken({ bytes, buffers }) {
      recorder?.giveBack(buffers);
      ahead -= bytes;
      wake?.();
      wake = undefined;
    },
  };
}
