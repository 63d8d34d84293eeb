/**
 * Arrow IPC, as file and as stream (what Hugging Face's `save_to_disk` writes), read by record batch.
 * https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc
 * The messages are listed by their headers, skipping the bodies; decoding one batch is Flechette's, loaded with the first file that needs it.
 */
import { Lru } from '../base/lru.ts';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import type { FieldValue } from '../model/annotation.ts';
import { arrowValue } from './arrow-value.ts';
import { bytesOf, decodeReason, readColumns, type Broken, type RowGroup, type TableDecoder, type TableFile } from './table-file.ts';

/** A message within the file: its header with the length before it, and its body. */
interface Message {
  readonly type: number;
  readonly start: number;
  readonly end: number;
  /** Of a record batch. */
  readonly rows: number;
}

interface Batch extends RowGroup {
  readonly message: Message;
  /** How many of the file's dictionaries stand before it. */
  readonly dictionaries: number;
}

/** What is needed of a decoded batch. */
interface Decoded {
  columnAt(index: number): (row: number) => FieldValue;
}

const MAGIC = 'ARROW1';
const CONTINUATION = 0xffffffff;
/** The file's magic with its padding. */
const MAGIC_BYTES = 8;
const TYPE = { schema: 1, dictionary: 2, batch: 3 } as const;
/** A header describes a batch's columns: more is no header. */
const HEADER_LIMIT = 64 * 1024 * 1024;
/** Largest batch that is decoded. */
const BATCH_LIMIT = 512 * 1024 * 1024;
const BATCHES_KEPT = 4;
/** Times and decimals as the whole numbers that they are: they are written out by their types. */
const OPTIONS = { useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true, useMap: true } as const;

/** Whether these first bytes are those of Arrow IPC, file or stream. */
export function isArrow(head: Uint8Array): boolean {
  if (textOf(head) === MAGIC) return true;
  if (head.length < MAGIC_BYTES) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getInt32(4, true);
  if (view.getUint32(0, true) !== CONTINUATION || length <= 0 || length > HEADER_LIMIT) return false;
  return head.length < MAGIC_BYTES + length || messageOf(head.subarray(MAGIC_BYTES, MAGIC_BYTES + length)).type === TYPE.schema;
}

/** Lists the batches. Rejects with a ReadError `arrow-broken`; what stands before a break in the middle is kept, `broken` says where. */
export async function openArrow(source: ByteSource): Promise<TableFile & { readonly broken: number | undefined }> {
  const { tableFromIPC } = await import('@uwdata/flechette');
  const { messages, broken } = await messagesOf(source);
  const schema = messages.find(({ type }) => type === TYPE.schema);
  if (!schema) throw new ReadError('arrow-broken', 'There is no schema');
  const head = await source.read(schema.start, schema.end);
  const description = guarded(() => tableFromIPC([head], OPTIONS).schema);
  const columns = description.fields.map(({ name }) => name);
  const dictionaries = messages.filter(({ type }) => type === TYPE.dictionary);
  const unreadable: Broken = new WeakMap();
  const batches = batchesOf(messages);
  const decoded = new Lru<Batch, Promise<Decoded>>(BATCHES_KEPT);

  /** Once for all columns, which are asked for together. */
  function decode(batch: Batch): Promise<Decoded> {
    const known = decoded.get(batch);
    if (known) return known;
    const decoding = decodeBatch(batch);
    decoded.set(batch, decoding);
    decoding.catch(() => decoded.delete(batch));
    return decoding;
  }

  async function decodeBatch(batch: Batch): Promise<Decoded> {
    const parts = [...dictionaries.slice(0, batch.dictionaries), batch.message];
    if (parts.reduce((sum, { start, end }) => sum + end - start, 0) > BATCH_LIMIT)
      throw new ReadError('arrow-broken', `A batch of more than ${BATCH_LIMIT} bytes is not read`);
    const bytes = await Promise.all(parts.map(({ start, end }) => source.read(start, end)));
    const table = guarded(() => tableFromIPC([head, ...bytes], OPTIONS));
    const types = table.schema.fields.map(({ type }) => type);
    return {
      columnAt(index) {
        const values = table.getChildAt(index);
        return (row) => arrowValue(values?.at(row), types[index]);
      },
    };
  }

  const rowCount = batches.reduce((sum, { rows }) => sum + rows, 0);
  const parts = messages.reduce((sum, { start, end }) => sum + end - start, 0);
  return {
    rows: rowCount,
    bytes: bytesOf(parts, rowCount, columns.length),
    groups: batches,
    columns,
    notes: Object.fromEntries(description.metadata ?? []),
    broken,
    read: (start, end, wanted = columns) =>
      readColumns(
        unreadable,
        batches,
        columns.filter((name) => wanted.includes(name)),
        { start, end },
        async (batch, column, from, to) => {
          const { columnAt } = await decode(batch);
          const valueAt = columnAt(columns.indexOf(column));
          return Array.from({ length: to - from }, (_, at) => valueAt(from + at - batch.start));
        },
      ),
  };
}

const open = new WeakMap<ByteSource, ReturnType<typeof openArrow>>();

/** Decodes in this thread. */
export const arrowDecoder: TableDecoder = {
  async footer(source) {
    const opening = openArrow(source);
    open.set(source, opening);
    const { groups, columns, notes, bytes, broken } = await opening;
    return { groups: groups.map(({ start, rows }) => ({ start, rows })), columns, notes, bytes, broken };
  },

  async column(source, { column, start, end }) {
    const opening = open.get(source) ?? openArrow(source);
    open.set(source, opening);
    const { rows, broken } = await (await opening).read(start, end, [column]);
    const [wrong] = broken;
    if (wrong) throw new Error(wrong.reason);
    return rows.map((row) => row[column]);
  },
};

/** A table whose batches are decoded by another. */
export async function openArrowBy(source: ByteSource, decoder: TableDecoder): Promise<TableFile & { readonly broken: number | undefined }> {
  const { groups, columns, notes, bytes, broken } = await decoder.footer(source);
  const unreadable: Broken = new WeakMap();
  return {
    rows: groups.reduce((sum, { rows }) => sum + rows, 0),
    bytes,
    groups,
    columns,
    notes,
    broken,
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

function batchesOf(messages: readonly Message[]): Batch[] {
  const batches: Batch[] = [];
  let start = 0;
  let dictionaries = 0;
  for (const message of messages) {
    if (message.type === TYPE.dictionary) dictionaries += 1;
    if (message.type !== TYPE.batch) continue;
    batches.push({ start, rows: message.rows, message, dictionaries });
    start += message.rows;
  }
  return batches;
}

/** All messages, by their headers. `broken`: where reading stopped before the end. */
async function messagesOf(source: ByteSource): Promise<{ readonly messages: readonly Message[]; readonly broken: number | undefined }> {
  const size = await source.size();
  const magic = await source.read(0, MAGIC_BYTES);
  const messages: Message[] = [];
  const isFile = textOf(magic) === MAGIC;
  // A file ends with its magic, a stream anywhere between two messages.
  const cut = isFile && textOf(await source.read(Math.max(MAGIC_BYTES, size - 6), size)) !== MAGIC ? size : undefined;
  let at = isFile ? MAGIC_BYTES : 0;
  while (at < size) {
    const prefix = await source.read(at, at + 8);
    if (prefix.length < 4) return { messages, broken: at };
    const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
    // Before 0.15 the length stood alone.
    const isCurrent = view.getUint32(0, true) === CONTINUATION;
    if (isCurrent && prefix.length < 8) return { messages, broken: at };
    const length = view.getInt32(isCurrent ? 4 : 0, true);
    if (length === 0) return { messages, broken: cut };
    const from = at + (isCurrent ? 8 : 4);
    if (length < 0 || length > HEADER_LIMIT || from + length > size) return { messages, broken: at };
    let header: ReturnType<typeof messageOf>;
    try {
      header = messageOf(await source.read(from, from + length));
    } catch (error) {
      if (error instanceof ReadError) throw error;
      return { messages, broken: at };
    }
    const end = from + length + header.body;
    if (!(header.body >= 0) || end > size || !(header.rows >= 0)) return { messages, broken: at };
    messages.push({ type: header.type, start: at, end, rows: header.rows });
    at = end;
  }
  return { messages, broken: cut };
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 6));
}

/**
 * The few fields of a message's header that are needed: https://github.com/apache/arrow/blob/main/format/Message.fbs as FlatBuffers lay
 * it out, https://flatbuffers.dev/internals. Throws a RangeError where it does not hold together.
 */
function messageOf(header: Uint8Array): { readonly type: number; readonly body: number; readonly rows: number } {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const field = (table: number, index: number): number => {
    const vtable = table - view.getInt32(table, true);
    const place = 4 + index * 2;
    const offset = place < view.getUint16(vtable, true) ? view.getUint16(vtable + place, true) : 0;
    return offset === 0 ? 0 : table + offset;
  };
  const message = view.getUint32(0, true);
  const typeAt = field(message, 1);
  const contentAt = field(message, 2);
  const bodyAt = field(message, 3);
  const type = typeAt === 0 ? 0 : view.getUint8(typeAt);
  const content = contentAt === 0 ? 0 : contentAt + view.getUint32(contentAt, true);
  const rowsAt = type === TYPE.batch && content !== 0 ? field(content, 0) : 0;
  return {
    type,
    body: bodyAt === 0 ? 0 : Number(view.getBigInt64(bodyAt, true)),
    rows: rowsAt === 0 ? 0 : Number(view.getBigInt64(rowsAt, true)),
  };
}

/** What the decoder throws is the file's fault. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new ReadError('arrow-broken', decodeReason(error), error);
  }
}
