/**
 * Decoding of Parquet by hyparquet, loaded with the first file that needs it. https://parquet.apache.org/docs/file-format/
 */
import type { AsyncBuffer, Compressors, DecodedArray, FileMetaData, SchemaTree } from 'hyparquet';
import { Lru } from '../base/lru.ts';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import type { FieldValue } from '../model/annotation.ts';
import { exactValue, lengthened, PARSERS, takeExact, type ExactNode } from './parquet-values.ts';
import { plainValue } from './plain-value.ts';
import { bytesOf, decodeReason, type RowGroup, type TableDecoder } from './table-file.ts';

/** What decoded columns may take, all that are kept. */
const KEPT_BYTES = 1 << 26;
/** A column of a group that takes more is read by the index of its pages alone. */
const MOST_INDEXED_BYTES = KEPT_BYTES / 4;
/** Values that are bytes lie in their page, which is kept with them: a page has so many, mostly. */
const PAGE_BYTES = 1 << 20;
/** A decoded value takes so many bytes beside those that were unpacked, about. */
const VALUE_BYTES = 24;
/** Who asks for so much of a column of a group goes on to the rest of it. */
const MOST_OF_IT = 0.25;

interface OpenFile {
  readonly id: number;
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  /** How to read the columns that hold decimals or times of day. */
  readonly exact: ReadonlyMap<string, ExactNode>;
  readonly chunks: ReadonlyMap<string, readonly Chunk[]>;
}

/** A column of one group. */
interface Chunk {
  readonly start: number;
  readonly end: number;
  /** What it takes when it is decoded, about. */
  readonly bytes: number;
  /** Has an index of its pages: those of any part are found without going through the others. */
  readonly isIndexed: boolean;
  /** Its values are lists or have parts: it is decoded whole, whatever is asked of it. */
  readonly isNested: boolean;
}

/** Rows `start` to `end` of a column, as they come from the decoder. */
interface Decoded {
  readonly start: number;
  readonly end: number;
  readonly values: DecodedArray;
  readonly bytes: number;
}

/** Of all files. */
const decoded = new Lru<string, Decoded>(KEPT_BYTES, ({ bytes }) => bytes);

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
  // Needed for the first rows, and a moment of loading away.
  import('hyparquet-compressors').catch(() => undefined);
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const file = await bufferOf(source);
  return guarded(async () => {
    const metadata = lengthened(await parquetMetadataAsync(file));
    const schema = parquetSchema(metadata);
    return { id: nextId(), file, metadata, exact: takeExact(schema), chunks: chunksOf(metadata, schema) };
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
    const opened = await openFile(source);
    const values = await valuesOf(opened, column, start, end);
    const node = opened.exact.get(column);
    return Array.from<unknown, FieldValue>(values, node ? (value) => exactValue(value, node) : plainValue);
  },
};

/**
 * Rows within one group. The first that are asked of a column are decoded with no more than the pages they lie in; whoever comes back for
 * others wants to see more of it: then it is decoded whole, which costs about as much as finding one of its last pages.
 */
async function valuesOf(opened: OpenFile, column: string, start: number, end: number): Promise<DecodedArray> {
  const chunk = opened.chunks.get(column)?.find((one) => one.start <= start && end <= one.end);
  if (!chunk) return decode(opened, column, start, end);
  const key = `${opened.id} ${chunk.start} ${column}`;
  const known = decoded.get(key);
  if (known && known.start <= start && end <= known.end) return known.values.slice(start - known.start, end - known.start);
  const share = (end - start) / (chunk.end - chunk.start);
  const isWanted = known !== undefined || share > MOST_OF_IT || (chunk.isNested && !chunk.isIndexed);
  const isWhole = isWanted && chunk.bytes <= (chunk.isIndexed ? MOST_INDEXED_BYTES : KEPT_BYTES);
  const part = isWhole ? chunk : { start, end };
  const values = await decode(opened, column, part.start, part.end);
  const bytes = isWhole ? chunk.bytes : Math.min(chunk.bytes, chunk.bytes * share + PAGE_BYTES);
  decoded.set(key, { start: part.start, end: part.end, values, bytes });
  return isWhole ? values.slice(start - chunk.start, end - chunk.start) : values;
}

async function decode({ file, metadata }: OpenFile, column: string, start: number, end: number): Promise<DecodedArray> {
  const [{ parquetScan }, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
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
  return scan.readColumn({ column, rowStart: start, rowEnd: end });
}

/** The columns of all groups, by their names. */
function chunksOf({ row_groups: groups }: FileMetaData, { children }: SchemaTree): ReadonlyMap<string, readonly Chunk[]> {
  const found = new Map<string, Chunk[]>(children.map(({ element }) => [element.name, []]));
  const nested = new Set(
    children
      .filter(({ element, children: parts }) => parts.length > 0 || element.repetition_type === 'REPEATED')
      .map(({ element }) => element.name),
  );
  let start = 0;
  for (const { num_rows, columns } of groups) {
    const end = start + Number(num_rows);
    for (const { meta_data: meta, offset_index_offset: index } of columns) {
      const [name = ''] = meta?.path_in_schema ?? [];
      const ofColumn = found.get(name);
      const before = ofColumn?.at(-1);
      const bytes = Math.max(0, Number(meta?.total_uncompressed_size ?? 0)) + (end - start) * VALUE_BYTES;
      // A column with parts is stored as these parts.
      if (before?.start === start && ofColumn) ofColumn[ofColumn.length - 1] = { ...before, bytes: before.bytes + bytes };
      else ofColumn?.push({ start, end, bytes, isIndexed: index !== undefined, isNested: nested.has(name) });
    }
    start = end;
  }
  return found;
}

let lastId = 0;

function nextId(): number {
  lastId += 1;
  return lastId;
}

/** A page of the second version without values has no compressed bytes at all, which compressors take for broken ones. */
function emptyToEmpty(compressors: Compressors): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, decompress]) => [
      codec,
      (input: Uint8Array, length: number) => (input.length === 0 && length === 0 ? new Uint8Array(0) : decompress(input, length)),
    ]),
  );
}

function groupsOf(metadata: FileMetaData): RowGroup[] {
  let start = 0;
  return metadata.row_groups.map(({ num_rows }) => {
    const rows = Number(num_rows);
    if (!Number.isSafeInteger(rows) || rows < 0) throw new ReadError('parquet-broken', `A row group has ${num_rows} rows`);
    const group = { start, rows };
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
