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
const KEPT_BYTES = 1 << 27;
/** A decoded value takes so many bytes beside those that were unpacked, about. */
const VALUE_BYTES = 16;

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
}

/** Rows `start` to `end` of a column, as they come from the decoder: a page or several. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly values: DecodedArray;
}

interface Kept {
  readonly parts: readonly Part[];
  readonly bytes: number;
}

/** Of all files. */
const kept = new Lru<string, Kept>(KEPT_BYTES, ({ bytes }) => bytes);

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

/** Rows within one group. No page is decoded but those that they lie in; these are kept, for they hold what is looked at next. */
async function valuesOf(opened: OpenFile, column: string, start: number, end: number): Promise<unknown[]> {
  const chunk = opened.chunks.get(column)?.find((one) => one.start <= start && end <= one.end);
  const key = `${opened.id} ${chunk?.start} ${column}`;
  const known = kept.get(key)?.parts ?? [];
  const values: unknown[] = Array.from({ length: end - start });
  if (fill(values, start, known)) return values;
  const parts = await decode(opened, column, start, end);
  fill(values, start, parts);
  if (chunk) {
    const others = known.filter((part) => !parts.some((own) => own.start <= part.start && part.end <= own.end));
    const all = keptOf([...others, ...parts], chunk);
    // Of a column of large values (pictures) what was looked at last.
    kept.set(key, all.bytes <= KEPT_BYTES ? all : keptOf(parts, chunk));
  }
  return values;
}

function keptOf(parts: readonly Part[], { start, end, bytes }: Chunk): Kept {
  const rows = parts.reduce((sum, part) => sum + part.end - part.start, 0);
  return { parts, bytes: (rows * bytes) / (end - start) };
}

/** Puts values of rows from `start` on in their place. False: the parts have not all of them. */
function fill(values: unknown[], start: number, parts: readonly Part[]): boolean {
  const end = start + values.length;
  for (let row = start; row < end;) {
    const at = row;
    const part = parts.find((one) => one.start <= at && at < one.end);
    if (!part) return false;
    for (; row < Math.min(end, part.end); row += 1) values[row - start] = part.values[row - part.start];
  }
  return true;
}

/** All rows of the pages that these rows lie in, or some of these; where values are lists or have parts, and there is no index of pages, of the group. */
async function decode({ file, metadata }: OpenFile, column: string, start: number, end: number): Promise<Part[]> {
  const [{ parquetRead }, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
  const parts: Part[] = [];
  // Bytes that are not declared as text may be a picture: they stay bytes.
  await parquetRead({
    file,
    metadata,
    compressors: emptyToEmpty(compressors),
    columns: [column],
    rowStart: start,
    rowEnd: end,
    utf8: false,
    parsers: PARSERS,
    useOffsetIndex: true,
    onChunk: ({ columnData, rowStart, rowEnd }) => parts.push({ start: rowStart, end: rowEnd, values: columnData }),
  });
  return parts;
}

/** The columns of all groups, by their names. */
function chunksOf({ row_groups: groups }: FileMetaData, { children }: SchemaTree): ReadonlyMap<string, readonly Chunk[]> {
  const found = new Map<string, Chunk[]>(children.map(({ element }) => [element.name, []]));
  let start = 0;
  for (const { num_rows, columns } of groups) {
    const end = start + Number(num_rows);
    for (const { meta_data: meta } of columns) {
      const ofColumn = found.get(meta?.path_in_schema[0] ?? '');
      const before = ofColumn?.at(-1);
      const bytes = Math.max(0, Number(meta?.total_uncompressed_size ?? 0)) + (end - start) * VALUE_BYTES;
      // A column with parts is stored as these parts.
      if (before?.start === start && ofColumn) ofColumn[ofColumn.length - 1] = { ...before, bytes: before.bytes + bytes };
      else ofColumn?.push({ start, end, bytes });
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
