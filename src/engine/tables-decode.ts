/** What the worker does that decodes tables. It reads no file itself: bytes come from the thread that started it. */
import { connect } from '../base/rpc.ts';
import { Lru } from '../base/lru.ts';
import { PIECE_BYTES, ReadError, type ByteSource } from '../files/byte-source.ts';
import { arrowDecoder } from '../syntax/arrow.ts';
import { parquetDecoder } from '../syntax/parquet-decoder.ts';
import type { BytesApi, TableRef, TablesApi } from './tables-protocol.ts';

/** Footers that are kept. */
const KEPT_FILES = 16;

const DECODERS = { parquet: parquetDecoder, arrow: arrowDecoder };

export function createTables(): TablesApi {
  let bytes: BytesApi | undefined;
  const sources = new Lru<number, ByteSource>(KEPT_FILES, () => 1);
  const sourceOf = ({ id, size }: TableRef): ByteSource => {
    const source = sources.get(id) ?? remoteSource(size, (start, end) => bytes?.read({ id, start, end }));
    sources.set(id, source);
    return source;
  };
  return {
    async begin({ port }) {
      bytes = connect<BytesApi>(['read'], port).api;
    },
    async footer(ref) {
      try {
        return await DECODERS[ref.kind].footer(sourceOf(ref));
      } catch (error) {
        // Errors travel as plain data.
        throw error instanceof ReadError ? Object.assign(error, { data: error.code }) : error;
      }
    },
    column: (part) => DECODERS[part.kind].column(sourceOf(part), part),
  };
}

function remoteSource(size: number, ask: (start: number, end: number) => Promise<Uint8Array> | undefined): ByteSource {
  const read = async (start: number, end: number): Promise<Uint8Array> => (await ask(start, end)) ?? new Uint8Array(0);
  return {
    size: async () => size,
    read,
    async *stream(start = 0, end = size) {
      for (let at = start; at < end; at += PIECE_BYTES) yield await read(at, Math.min(end, at + PIECE_BYTES));
    },
    wholeBlob: async () => new Blob([(await read(0, size)).slice()]),
  };
}
