import type { ScanBatch } from '../formats/coco/scan-events.ts';
import type { ScanJob } from '../formats/coco/scan.ts';
import type { Validity } from '../syntax/scan/coco.ts';

/** Some of what a file holds, and how many bytes were read so far. */
export interface IngestProgress {
  readonly batch: ScanBatch;
  readonly bytes: number;
}

/** What the worker does that reads large files and holds nothing of them. */
export interface IngestApi {
  /** Tells in batches, by progress, and waits while too much of them was not taken. */
  scan(
    input: { readonly blob: Blob; readonly job: ScanJob },
    call: { readonly signal?: AbortSignal; readonly onProgress?: (progress: IngestProgress) => void },
  ): Promise<Validity>;
  /** A batch was dealt with. @param input its `bytes`, and its memory, which is filled again */
  taken(input: { readonly bytes: number; readonly buffers: readonly ArrayBuffer[] }): Promise<void>;
}
