/**
 * Tables kept column by column as plain records: Parquet (https://parquet.apache.org) and Arrow IPC (https://arrow.apache.org).
 * A record has no bytes of its own: its range is its row, `start` = row, `end` = row + 1.
 */
import { slices } from '../base/pause.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { extensionOf } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';
import { isArrow, openArrow, openArrowBy } from '../syntax/arrow.ts';
import { parquetDecoder } from '../syntax/parquet-decoder.ts';
import { isParquet, isParquetEnd, openParquet } from '../syntax/parquet.ts';
import type { TableDecoder, TableFile } from '../syntax/table-file.ts';
import type { Detail, Format, Match, SampleRef } from './format.ts';
import { namedClasses } from './hugging-face-features.ts';
import type { RecordPart } from './record-container.ts';
import { headOf, indexRecordFiles } from './record-files.ts';
import { recordMatches } from './record-matches.ts';
import { addRows, BLOCK_ROWS, learn, sampledFrom, tableAccess } from './table-records.ts';

/** Enough to know any kind by. */
const SIGNATURE_BYTES = 64;

interface Kind {
  readonly id: 'parquet' | 'arrow';
  readonly name: string;
  readonly docs: string;
  readonly extensions: ReadonlySet<string>;
  isHead(head: Uint8Array): boolean;
  /** Whether a file with another head is one by its end, which is all that reading it needs. */
  isEnd?(source: ByteSource): Promise<boolean>;
  open(source: ByteSource): Promise<TableFile & { readonly broken?: number | undefined }>;
}

/** Parquet, decoded by `decoder`. */
export const parquetFormat = (decoder: TableDecoder): Format =>
  columnar({
    id: 'parquet',
    name: 'Parquet',
    docs: 'https://parquet.apache.org/docs/file-format/',
    extensions: new Set(['parquet', 'pq', 'parq']),
    isHead: isParquet,
    isEnd: isParquetEnd,
    open: (source) => openParquet(source, decoder),
  });

export const parquet = parquetFormat(parquetDecoder);

/** Arrow, decoded by `decoder`; without one in this thread. */
export const arrowFormat = (decoder?: TableDecoder): Format =>
  columnar({
    id: 'arrow',
    name: 'Arrow',
    docs: 'https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc',
    extensions: new Set(['arrow', 'arrows', 'feather', 'ipc', 'arrow_file', 'stream']),
    isHead: isArrow,
    open: (source) => (decoder ? openArrowBy(source, decoder) : openArrow(source)),
  });

export const arrow = arrowFormat();

function columnar(kind: Kind): Format {
  /** Opened once for each source: the footer of a file of many groups takes a while. */
  const open = new WeakMap<ByteSource, ReturnType<Kind['open']>>();
  const tableOf = (source: ByteSource): ReturnType<Kind['open']> => {
    let table = open.get(source);
    if (!table) {
      table = kind.open(source).then((file) => ({ ...file, read: namedClasses(file) }));
      open.set(source, table);
      // Whoever asked hears of it; the next one may have more luck.
      table.catch(() => open.delete(source));
    }
    return table;
  };
  const records = tableAccess((files, _match, file) => tableOf(files.source(file)));
  return {
    id: kind.id,
    name: kind.name,
    docs: kind.docs,
    byRow: true,
    records,

    async match(files, signal, project): Promise<readonly Match[]> {
      const found: { file: FileIndex; path: string; keys: readonly string[] }[] = [];
      const candidates: FileIndex[] = [];
      await slices(signal)(files.under(''), (file) => {
        const extension = extensionOf(files.paths[file] ?? '');
        // Without an extension, a signature says it all.
        if (kind.extensions.has(extension) || extension === '') candidates.push(file);
      });
      for (const file of candidates) {
        signal.throwIfAborted();
        const head = await headOf(files, file);
        if (!head) continue;
        const source = files.source(file);
        const isOne = kind.isHead(head) || (kind.extensions.has(extensionOf(files.paths[file] ?? '')) && (await kind.isEnd?.(source)));
        if (!isOne) continue;
        const keys = await tableOf(source).then(
          ({ columns }) => columns,
          () => [],
        );
        found.push({ file, path: files.paths[file] ?? '', keys });
      }
      return recordMatches(
        found,
        {
          confidence: () => 1,
          why: () => ({ code: kind.id }),
          part: ({ file, split }) => ({ file, split, encoding: 'utf-8' }),
        },
        project,
      );
    },

    async index(files, match, sink, signal) {
      const plan = match.plan as readonly RecordPart[];
      await indexRecordFiles(
        files,
        plan,
        ({ encoding }) => encoding,
        sink,
        async ({ part, path, source, columns, onBytes }) => {
          const table = await tableOf(source);
          if (!kind.isHead(await source.read(0, SIGNATURE_BYTES)))
            sink.problem({
              code: `${kind.id}-broken`,
              file: path,
              at: { byte: 0 },
              values: { reason: 'The beginning of the file is damaged' },
            });
          signal.throwIfAborted();
          for (const name of table.columns) if (columns.admits(name, path, sink)) sink.sampled(name, undefined);
          const [head = 0, ...others] = sampledFrom(table.rows);
          const block = Math.min(BLOCK_ROWS, table.rows);
          await Promise.all([learn(table, head, path, sink, columns), addRows(0, block, part, sink, signal)]);
          if (table.broken !== undefined) sink.problem({ code: 'arrow-broken', file: path, at: { byte: table.broken }, values: {} });
          // The first rows can be seen: what is in them has just been decoded.
          onBytes(0);
          await addRows(block, table.rows, part, sink, signal);
          for (const start of others) {
            signal.throwIfAborted();
            await learn(table, start, path, sink, columns);
          }
          signal.throwIfAborted();
          onBytes(await source.size());
        },
      );
    },

    async detail(files, match, sample: SampleRef, signal): Promise<Detail> {
      const [record] = sample.at ? await records.read(files, match, [sample.at], signal) : [];
      return { annotations: [], fields: record?.fields ?? {}, ...(record?.name === undefined ? {} : { name: record.name }) };
    },
  };
}
