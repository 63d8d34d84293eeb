/**
 * Finds the items of the top-level arrays of a JSON file of any size: the records of `{"images": […], "annotations": […]}`
 * or of a bare `[…]`, as bytes with their place in the file. It holds one item and a piece, recurses nowhere, goes on behind
 * broken items where that is safe, and says where it stopped where it is not. https://www.rfc-editor.org/rfc/rfc8259
 *
 * Here bytes come in. `json-scanner.ts` knows the structure of the file, `json-window.ts` the bytes at hand, `json-bytes.ts` single
 * values; `json-comments.ts` and `json-loss.ts` deal with what is no JSON.
 */
import { pacer } from '../base/pause.ts';
import { Scanner, type ScannerOptions } from './json-scanner.ts';
import type { JsonVisitor } from './json-visitor.ts';

export interface JsonScanOptions extends ScannerOptions {
  readonly signal?: AbortSignal;
  /** Every byte that is looked at, in order; not with `bulk`, which is told itself. */
  onBytes?(piece: Uint8Array): void;
  onProgress?(done: number): void;
}

/** Between looks at the clock. */
const SLICE_BYTES = 1 << 20;

/** Reads `pieces` to the end, which are only looked at until the next one is asked for. Rejects where they do, and when aborted. */
export async function scanJson(pieces: AsyncIterable<Uint8Array>, visitor: JsonVisitor, options: JsonScanOptions = {}): Promise<void> {
  const scanner = new Scanner(visitor, options);
  const pace = pacer();
  let done = 0;
  try {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; at += SLICE_BYTES) {
        options.signal?.throwIfAborted();
        const slice = piece.subarray(at, at + SLICE_BYTES);
        if (!options.bulk) options.onBytes?.(slice);
        scanner.push(slice);
        await pace();
      }
      done += piece.length;
      options.onProgress?.(done);
      if (visitor.isDue?.() === true) options.bulk?.flush();
      await visitor.pause?.();
      if (scanner.stopped || visitor.enough?.() === true) return;
    }
    options.signal?.throwIfAborted();
    scanner.end();
  } finally {
    // Also where the file cannot be read further.
    options.bulk?.flush();
  }
}
