/** A Parquet table by hyparquet itself, as whole and by a window. */
import type { AsyncBuffer } from 'hyparquet';
import type { Measure } from '../../measure.ts';
import { percentile, timesOf } from './times.ts';

const ASKED = 20;
const WINDOW = 50;

/** All rows as objects; then windows of 50 rows at random places, `window` is their 95th percentile. */
export async function readParquet(file: File): Promise<Measure> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const buffer: AsyncBuffer = { byteLength: file.size, slice: (start, end) => file.slice(start, end).arrayBuffer() };
  const started = performance.now();
  const metadata = await parquetMetadataAsync(buffer);
  const footer = performance.now() - started;
  const rows = await parquetReadObjects({ file: buffer, metadata });
  const ms = performance.now() - started;
  const times = await timesOf(ASKED, () => {
    const rowStart = Math.floor(Math.random() * (rows.length - WINDOW));
    return parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd: rowStart + WINDOW });
  });
  return { ms, findings: { records: rows.length }, values: { footer, window: percentile(times, 0.95) } };
}
