/**
 * Decoding of Parquet by hyparquet, loaded with the first file that needs it. https://parquet.apache.org/docs/file-format/
 */
import type { AsyncBuffer, Compressors, FileMetaData } from 'hyparquet';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import type { FieldValue } from '../model/annotation.ts';
import { exactValue, lengthened, PARSERS, takeExact, type ExactNode } from './parquet-values.ts';
import { plainValue } from './plain-value.ts';
import { bytesOf, decodeReason, type FooterGroup, type TableDecoder } from './table-file.ts';

interface OpenFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  /** How to read the columns that hold decimals or times of day. */
  readonly exact: ReadonlyMap<string, ExactNode>;
}

const open = new WeakMap<ByteSource, Promise<OpenFile>>();

function openFile(source: ByteSource): Promise<OpenFile> {
  let opening = open.get(source);
  if (!opening) {
    opening = metadataOf(source);
    open.set(source, opening);
    // Whoever asked hears of it; the next one may have more luck.
    opening.catch(() => open.delete(source));
  }
  return opening;
}

async function metadataOf(source: ByteSource): Promise<OpenFile> {
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const file = await bufferOf(source);
  return guarded(async () => {
    const metadata = lengthened(await parquetMetadataAsync(file));
    return { file, metadata, exact: takeExact(parquetSchema(metadata)) };
  });
}

/** Decodes in this thread. */
export const parquetDecoder: TableDecoder = {
  async footer(source) {
    const { parquetSchema } = await import('hyparquet');
    const { metadata } = await openFile(source);
    const groups = groupsOf(metadata);
    const columns = (await guarded(async () => parquetSchema(metadata).children)).map(({ element }) => element.name);
    const notes = Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? '']));
    const parts = metadata.row_groups.flatMap((group) =>
      group.columns.map(({ meta_data: meta }) => Number(meta?.total_uncompressed_size ?? 0)),
    );
    const unpacked = parts.reduce((sum, bytes) => sum + bytes, 0);
    return {
      groups,
      columns,
      notes,
      bytes: bytesOf(
        unpacked,
        groups.reduce((sum, { rows }) => sum + rows, 0),
        columns.length,
      ),
    };
  },

  async column(source, { column, start, end }) {
    const [{ parquetScan }, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
    const { file, metadata, exact } = await openFile(source);
    // Bytes that are not declared as text may be a picture: they stay bytes.
    const scan = await parquetScan({
      file,
      metadata,
      compressors: emptyToEmpty(compressors),
      columns: [column],
      rowStart: start,
      rowEnd: end,
      utf8: false,
      parsers: PARSERS,
    });
    const values = await scan.readColumn({ column, rowStart: start, rowEnd: end });
    const node = exact.get(column);
    return Array.from<unknown, FieldValue>(values, node ? (value) => exactValue(value, node) : plainValue);
  },
};

/** A page of the second version without values has no compressed bytes at all, which compressors take for broken ones. */
function emptyToEmpty(compressors: Compressors): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, decompress]) => [
      codec,
      (input: Uint8Array, length: number) => (input.length === 0 && length === 0 ? new Uint8Array(0) : decompress(input, length)),
    ]),
  );
}

function groupsOf(metadata: FileMetaData): FooterGroup[] {
  let start = 0;
  return metadata.row_groups.map(({ num_rows, columns }) => {
    const rows = Number(num_rows);
    if (!Number.isSafeInteger(rows) || rows < 0) throw new ReadError('parquet-broken', `A row group has ${num_rows} rows`);
    const indexed = new Set<string>();
    for (const { offset_index_offset: index, meta_data: meta } of columns) {
      const [name] = meta?.path_in_schema ?? [];
      if (index !== undefined && name !== undefined) indexed.add(name);
    }
    const group = { start, rows, indexed: [...indexed] };
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
    throw new ReadError('parquet-broken', decodeReason(error), error);
  }
}
