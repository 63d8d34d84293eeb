/** A Parquet table by hyparquet itself, as whole and by a window. */
import type { AsyncBuffer } from 'hyparquet';
import type { Measure, TaskOptions } from '../../measure.ts';
import { percentile, timesOf } from './times.ts';

const WINDOW = 50;

/** All rows as objects; then windows of 50 rows at random places, `window` is their 95th percentile. */
export async function readParquet(file: File, { windows = 20 }: TaskOptions): Promise<Measure> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const buffer: AsyncBuffer = { byteLength: file.size, slice: (start, end) => file.slice(start, end).arrayBuffer() };
  const started = performance.now();
  const metadata = await parquetMetadataAsync(buffer);
  const footer = performance.now() - started;
  const rows = await parquetReadObjects({ file: buffer, metadata });
  const ms = performance.now() - started;
  const times = await timesOf(Number(windows), async () => {
    const rowStart = Math.floor(Math.random() * (rows.length - WINDOW));
    const window = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd: rowStart + WINDOW });
    if (window.length !== WINDOW || window[0]?.['id'] !== rowStart) throw new Error(`the window of row ${rowStart} holds other rows`);
  });
  return { ms, findings: { records: rows.length }, values: { footer, window: percentile(times, 0.95) } };
}
