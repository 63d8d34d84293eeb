/**
 * Parquet files, read by row range and column: the footer once, then only the column chunks that hold what is asked for.
 * https://parquet.apache.org/docs/file-format/ Decoding is hyparquet's, loaded with the first file that needs it.
 */
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { Lru } from '../base/lru.ts';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import type { FieldValue } from '../model/annotation.ts';
import { plainValue } from './plain-value.ts';
import { readColumns, type Broken, type RowGroup, type TableFile } from './table-file.ts';

const MAGIC = 'PAR1';
/** Decoded values that are kept of one file. */
const KEPT_VALUES = 1 << 21;

interface Group extends RowGroup {
  /** Columns whose pages can be found one by one. */
  readonly indexed: ReadonlySet<string>;
}

/** Whether these first bytes are those of a Parquet file. */
export function isParquet(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 4)) === MAGIC;
}

/** Reads the footer. Rejects with a ReadError `parquet-broken` where it is none. */
export async function openParquet(source: ByteSource): Promise<TableFile> {
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const file = await bufferOf(source);
  const metadata = await guarded(() => parquetMetadataAsync(file));
  const unreadable: Broken = new WeakMap();
  const groups = groupsOf(metadata);
  const decoded = new Lru<string, readonly FieldValue[]>(KEPT_VALUES, (values) => values.length);
  const columns = (await guarded(async () => parquetSchema(metadata).children)).map(({ element }) => element.name);
  return {
    rows: groups.reduce((sum, { rows }) => sum + rows, 0),
    groups,
    columns,
    notes: Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ''])),
    read: (start, end, wanted = columns) =>
      readColumns(
        unreadable,
        groups,
        columns.filter((name) => wanted.includes(name)),
        { start, end },
        async (group, column, from, to) => {
          // Without an index of its pages a column of a group is decoded whole, whatever is asked of it: then it is kept for a while.
          if (group.indexed.has(column) || group.rows > KEPT_VALUES)
            return Array.from(await columnOf(file, metadata, column, from, to), plainValue);
          let values = decoded.get(`${group.start} ${column}`);
          if (!values) {
            values = Array.from(await columnOf(file, metadata, column, group.start, group.start + group.rows), plainValue);
            decoded.set(`${group.start} ${column}`, values);
          }
          return values.slice(from - group.start, to - group.start);
        },
      ),
  };
}

/** One column of rows of one group. */
async function columnOf(
  file: AsyncBuffer,
  metadata: FileMetaData,
  column: string,
  start: number,
  end: number,
): Promise<ArrayLike<unknown>> {
  const [{ parquetScan }, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
  // Bytes that are not declared as text may be a picture: they stay bytes.
  const scan = await parquetScan({ file, metadata, compressors, columns: [column], rowStart: start, rowEnd: end, utf8: false });
  return scan.readColumn({ column, rowStart: start, rowEnd: end });
}

function groupsOf(metadata: FileMetaData): Group[] {
  let start = 0;
  return metadata.row_groups.map(({ num_rows, columns }) => {
    const rows = Number(num_rows);
    if (!Number.isSafeInteger(rows) || rows < 0) throw new ReadError('parquet-broken', `A row group has ${num_rows} rows`);
    const indexed = new Set<string>();
    for (const { offset_index_offset: index, meta_data: meta } of columns) {
      const [name] = meta?.path_in_schema ?? [];
      if (index !== undefined && name !== undefined) indexed.add(name);
    }
    const group = { start, rows, indexed };
    start += rows;
    return group;
  });
}

async function bufferOf(source: ByteSource): Promise<AsyncBuffer> {
  const byteLength = await source.size();
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const from = Math.max(0, start < 0 ? byteLength + start : start);
      const bytes = await source.read(from, Math.min(byteLength, Math.max(from, end)));
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
}

/** What the decoder throws is the file's fault. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError('parquet-broken', error instanceof Error ? error.message : String(error), error);
  }
}
