/** CSV by Papa Parse, in a worker and by pieces: its fastest way. */
import { parse } from 'papaparse';
import type { Measure } from '../../measure.ts';

export async function papaParse(file: File): Promise<Measure> {
  const started = performance.now();
  let records = -1;
  await new Promise<void>((resolve, reject) => {
    parse<string[]>(file, {
      skipEmptyLines: true,
      chunk: ({ data }) => {
        records += data.length;
      },
      complete: () => resolve(),
      error: reject,
    });
  });
  return { ms: performance.now() - started, findings: { records } };
}
