/**
 * The yardstick: the bytes of a file through one worker, by one stream into one buffer of a megabyte, and nothing done with them. Two streams side by
 * side read a fifth faster (decision 25): who uses two may need less than this.
 */
import type { Measure, TaskOptions } from '../../measure.ts';

const PIECE_BYTES = 1 << 20;

/** Readers of running streams: one that nothing refers to is collected, and its read never settles (Chromium). */
const live = new Set<object>();

/** Hands over every piece of the file; the piece is valid only until it returns. */
export async function eachPiece(file: Blob, take: (piece: Uint8Array) => void): Promise<void> {
  const reader = file.stream().getReader({ mode: 'byob' });
  live.add(reader);
  try {
    let buffer = new ArrayBuffer(PIECE_BYTES);
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (done || !value) return;
      take(value);
      buffer = value.buffer;
    }
  } finally {
    live.delete(reader);
  }
}

/** `times`: over and over, in this worker, without a pause. */
export async function pureRead(file: File, { times = 1 }: TaskOptions): Promise<Measure> {
  const started = performance.now();
  let bytes = 0;
  for (let turn = 0; turn < Number(times); turn += 1) {
    await eachPiece(file, (piece) => {
      bytes += piece.length;
    });
  }
  return { ms: performance.now() - started, findings: { bytes } };
}
