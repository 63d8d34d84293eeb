/** JSONL as most tools read it: decoded, split, parsed line by line. */
import type { Measure } from '../../measure.ts';
import { eachPiece } from './read.ts';

/** The `tokens` of every line by `JSON.parse`. */
export async function parseLines(file: File): Promise<Measure> {
  const started = performance.now();
  const decoder = new TextDecoder();
  let rest = '';
  let lines = 0;
  let sum = 0;
  await eachPiece(file, (piece) => {
    const parts = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      sum += (JSON.parse(part) as { tokens: number }).tokens;
      lines += 1;
    }
  });
  return { ms: performance.now() - started, findings: { lines, tokens: sum } };
}
