import { ReadError } from './byte-source.ts';

/**
 * Compressed bytes are fed in pieces of this size: the platform inflates each piece whole before it hands anything over, and a byte can
 * become a thousand.
 */
const FEED_BYTES = 16 * 1024;
const PIECE_LIMIT = 1024 * 1024;

/** Streams under way, so that nothing of them is collected while a read is pending (see blob-source.ts). */
const live = new Set<object>();

/** Raw deflate data, inflated as it is asked for. Pieces of a megabyte at most, which stay valid. Rejects with `zip-broken`. */
export async function* inflated(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = compressed[Symbol.asyncIterator]();
  let piece: Uint8Array = new Uint8Array(0);
  /** What the input threw: it says more than what the inflater makes of it. */
  let inputError: unknown;
  const feed = new ReadableStream<BufferSource>(
    {
      async pull(controller) {
        try {
          while (piece.length === 0) {
            const { done, value } = await input.next();
            if (done) {
              controller.close();
              return;
            }
            piece = value;
          }
        } catch (error) {
          inputError = error;
          throw error;
        }
        // A copy: the input reuses its memory.
        controller.enqueue(piece.slice(0, FEED_BYTES));
        piece = piece.subarray(FEED_BYTES);
      },
    },
    { highWaterMark: 0 },
  );
  const reader = feed.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  live.add(reader);
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      for (let at = 0; at < value.length; at += PIECE_LIMIT) yield value.subarray(at, at + PIECE_LIMIT);
    }
  } catch (error) {
    if (inputError !== undefined) throw inputError;
    throw new ReadError('zip-broken', error instanceof Error ? error.message : String(error), error);
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
    await input.return?.();
    live.delete(reader);
  }
}
