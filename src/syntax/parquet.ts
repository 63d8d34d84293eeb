/** Parquet files, read by row range and column: the footer once, then only the column chunks that hold what is asked for. */
import { Lru } from '../base/lru.ts';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import type { FieldValue } from '../model/annotation.ts';
import { parquetDecoder } from './parquet-decoder.ts';
import { readColumns, type Broken, type TableDecoder, type TableFile } from './table-file.ts';

const MAGIC = 'PAR1';
/** Decoded values that are kept of one file. */
const KEPT_VALUES = 1 << 21;

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
  const decoded = new Lru<string, readonly FieldValue[]>(KEPT_VALUES, (values) => values.length);
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
        async (group, column, from, to) => {
          // Without an index of its pages a column of a group is decoded whole, whatever is asked of it: then it is kept for a while.
          if (group.indexed.includes(column) || group.rows > KEPT_VALUES) return decoder.column(source, { column, start: from, end: to });
          let values = decoded.get(`${group.start} ${column}`);
          if (!values) {
            values = await decoder.column(source, { column, start: group.start, end: group.start + group.rows });
            decoded.set(`${group.start} ${column}`, values);
          }
          return values.slice(from - group.start, to - group.start);
        },
      ),
  };
}
