/** Parquet files, read by row range and column: the footer once, then only the column chunks that hold what is asked for. */
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import { parquetDecoder } from './parquet-decoder.ts';
import { readColumns, type Broken, type TableDecoder, type TableFile } from './table-file.ts';

const MAGIC = 'PAR1';

/** Whether these first bytes are those of a Parquet file. */
export function isParquet(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 4)) === MAGIC;
}

/** Whether a file ends as Parquet does: with a footer and its length. */
export async function isParquetEnd(source: ByteSource): Promise<boolean> {
  try {
    const size = await source.size();
    return size > 2 * MAGIC.length && isParquet(await source.read(size - MAGIC.length, size));
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  }
}

/** Reads the footer. Rejects with a ReadError `parquet-broken` where it is none. */
export async function openParquet(source: ByteSource, decoder: TableDecoder = parquetDecoder): Promise<TableFile> {
  const { groups, columns, notes, bytes } = await decoder.footer(source);
  const unreadable: Broken = new WeakMap();
  return {
    rows: groups.reduce((sum, { rows }) => sum + rows, 0),
    bytes,
    groups,
    columns,
    notes,
    read: (start, end, wanted = columns) =>
      readColumns(
        unreadable,
        groups,
        columns.filter((name) => wanted.includes(name)),
        { start, end },
        (_group, column, from, to) => decoder.column(source, { column, start: from, end: to }),
      ),
  };
}
