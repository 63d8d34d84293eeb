/** Our own reader over and over, as long as it takes: a read that is lost shows after gigabytes only. */
import { blobSource } from '../../../../src/files/blob-source.ts';
import type { Measure, TaskOptions } from '../../measure.ts';

/** `times` readings of the file in one worker; `stall` is the longest wait for a piece, milliseconds. */
export async function soak(file: File, { times = 1 }: TaskOptions): Promise<Measure> {
  const source = blobSource(file);
  const started = performance.now();
  let bytes = 0;
  let stall = 0;
  for (let turn = 0; turn < Number(times); turn += 1) {
    let before = performance.now();
    for await (const piece of source.stream()) {
      const now = performance.now();
      stall = Math.max(stall, now - before);
      before = now;
      bytes += piece.length;
    }
  }
  return { ms: performance.now() - started, findings: { bytes }, values: { stall, gigabytes: bytes / 1e9 } };
}
