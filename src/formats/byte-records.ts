/** Everything a format of plain records needs, made of a container that knows where they stand and what they say. */
import { beginning } from '../base/beginning.ts';
import { Bitset } from '../base/bitset.ts';
import { pacer } from '../base/pause.ts';
import type { FileSet } from '../files/file-set.ts';
import { readRanges } from '../files/read-ranges.ts';
import type { SampleKeys } from '../model/block.ts';
import type { ByteRange, FileIndex } from '../model/dataset.ts';
import type { Position } from '../model/problem.ts';
import { MAX_RECORD_BYTES } from '../syntax/record-bytes.ts';
import type { RecordRanges } from '../syntax/record-ranges.ts';
import { LANES } from '../syntax/regions.ts';
import type { PlacedRecords, WindowMemory } from '../syntax/record-windows.ts';
import type { Detail, Format, SampleRef, Sink } from './format.ts';
import { cellOf, isUnread, titleKeys, titleOf } from './record-cells.ts';
import type {
  LongTexts,
  ParsedRecord,
  RecordAccess,
  RecordContainer,
  RecordFields,
  RecordPart,
  RecordPass,
  ShownRecord,
  ValueSearch,
} from './record-container.ts';
import { eachWindow, type EachWindow, type WindowWork } from './each-window.ts';
import { aroundOf } from './record-around.ts';
import { headOf, indexRecordFiles, sizeOf, type FilePass } from './record-files.ts';
import { learnFrom, learnHead, samplePlace } from './record-samples.ts';

/** Of a record that is too long to be parsed, what is shown. */
const SHOWN_BYTES = 64 * 1024;
/** Records of a window longer than this are read one after the other, so that few of them are in memory. */
const LARGE_BYTES = 1 << 20;

/** The parts of a `Format` that follow from its container. */
export function byteRecordFormat<P extends RecordPart>(
  container: RecordContainer<P>,
): Required<Pick<Format, 'index' | 'detail' | 'records'>> {
  const access = byteRecords(container);
  return {
    records: access,
    async index(files, match, sink, signal) {
      await indexRecordFiles(
        files,
        match.plan as readonly P[],
        ({ encoding, written = encoding }) => written,
        sink,
        (pass) => indexFile(container, files, pass, sink, signal),
      );
    },
    async detail(files, match, sample: SampleRef, signal): Promise<Detail> {
      const [record] = sample.at ? await access.read(files, match, [sample.at], signal) : [];
      return { annotations: [], fields: {}, ...record };
    },
  };
}

/** Where the records of one file stand, and what columns they seem to have. */
async function indexFile<P extends RecordPart>(
  container: RecordContainer<P>,
  files: FileSet,
  { part, path, source, columns, onBytes }: FilePass<P>,
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  const { file, split } = part;
  const learn = (fields: RecordFields): void => {
    for (const [name, value] of Object.entries(fields)) if (columns.admits(name, path, sink)) sink.sampled(name, cellOf(value));
  };
  for (const name of container.names?.(part) ?? []) if (columns.admits(name, path, sink)) sink.sampled(name, undefined);
  const head = await headOf(files, file);
  const fileSize = await sizeOf(files, file);
  // Its stream takes some milliseconds to begin: meanwhile the head is looked at.
  const begun = beginning(container.ranges(source, part, (problem) => sink.problem({ ...problem, file: path })));
  const isWhole = head !== undefined && fileSize <= head.length;
  let known = head ? await learnHead(container, part, head, isWhole, learn, signal).catch(begun.giveUp) : 0;
  const half = fileSize / 2;
  let middle: RecordRanges | undefined;
  let last: RecordRanges | undefined;
  let first = 1;
  const pace = pacer();
  for await (const ranges of begun.all()) {
    signal.throwIfAborted();
    const { length, start, size, line, done } = ranges;
    sink.read(file, container.unit, length);
    const keys: SampleKeys = container.counted ? { kind: 'item', first } : { kind: 'line' };
    first += length;
    sink.samples({ length, keys, file, start, size, line, ...(split === undefined ? {} : { split }) });
    last = ranges;
    if (done <= half || !middle) middle = ranges;
    onBytes(done);
    await pace();
  }
  // A small file's head was all of it.
  const places = [...new Set([middle, last])].flatMap((ranges) =>
    ranges && (known === 0 || ranges.done > (head?.length ?? 0)) ? samplePlace(ranges) : [],
  );
  const samples = await Promise.all(places.map(({ from, to }) => source.read(from, to)));
  for (const [i, place] of places.entries()) {
    known += await learnFrom(container, part, source, place, samples[i] ?? new Uint8Array(0), learn, signal);
  }
}

function byteRecords<P extends RecordPart>(container: RecordContainer<P>): RecordAccess {
  return {
    titles: titleKeys,

    async read(files, match, refs, signal): Promise<readonly ShownRecord[]> {
      const small = refs.map((ref) => (ref.end - ref.start <= LARGE_BYTES ? ref : { ...ref, end: ref.start }));
      const read = await readRanges(files, small, signal);
      const shown: ShownRecord[] = [];
      for (const [i, ref] of refs.entries()) {
        const part = (match.plan as readonly P[]).find(({ file }) => file === ref.file);
        if (!part) continue;
        const size = ref.end - ref.start;
        const isTooLong = size > MAX_RECORD_BYTES;
        const end = isTooLong ? ref.start + SHOWN_BYTES : ref.end;
        const bytes = size <= LARGE_BYTES ? (read[i] ?? new Uint8Array(0)) : await files.source(ref.file).read(ref.start, end);
        signal.throwIfAborted();
        const around = await aroundOf(container, files.source(ref.file), part, ref.start, ref.start, signal);
        const parsed = isTooLong ? tooLong(bytes, part) : around(container.parse(bytes, part), ref.start);
        const { fields } = parsed;
        shown.push({ name: nameOf(fields, ref), fields, ...(isUnread(parsed) ? { unread: true } : {}) });
      }
      return shown;
    },

    async values(pass, name, column) {
      await eachWindow(container, pass, (part) => {
        const quick = container.values?.(part, name, pass.doubted);
        if (quick) return { ...memoryOf(quick), each: (bytes, base, rows) => quick.look(bytes, base, rows, column) };
        const each: EachWindow = (bytes, base, rows, around) =>
          eachRecord(bytes, base, rows, (row, record, start) => {
            const parsed = around(container.parse(record, part), start);
            if (!isUnread(parsed) && Object.hasOwn(parsed.fields, name)) column.add(row, cellOf(parsed.fields[name]));
          });
        return { each };
      });
    },

    isTable({ plan }) {
      return (plan as readonly P[]).every((part) => {
        const [name] = container.names?.(part) ?? [];
        return name !== undefined && container.values?.(part, name, undefined) !== undefined;
      });
    },

    async check(pass, sink, each, among = 'all') {
      const doubted = new Bitset();
      let seen = 0;
      await eachWindow(
        container,
        pass,
        (part, rowsOfFile, fileSize) => {
          const path = pass.files.paths[part.file] ?? '';
          const quick = each && among === 'all' ? undefined : container.check?.(part);
          return {
            ...memoryOf(quick),
            each: (bytes, base, rows, around) => {
              seen += rows.end - rows.first;
              const parseOne = (row: number): void => {
                doubted.add(row);
                const start = rows.start(row);
                const end = start + rows.size(row);
                const parsed = container.parse(bytes.subarray(start - base, end - base), part, end >= fileSize);
                tell(parsed, { part, path, row, line: rowsOfFile.line(row), start, end }, sink);
                if (!isUnread(parsed)) each?.(row, around(parsed, start).fields);
              };
              if (quick) quick.look(bytes, base, rows, parseOne);
              else for (let row = rows.first; row < rows.end; row += 1) parseOne(row);
            },
          };
        },
        {
          onTooLong({ file, line, start, size }, row) {
            seen += 1;
            doubted.add(row);
            const at: Position = { line: line(row), byte: start(row), end: start(row) + size(row) };
            sink.reject(file, at, { code: 'line-too-long', values: { bytes: size(row), limit: MAX_RECORD_BYTES }, sample: row });
          },
        },
      );
      // Of records that could not be read nothing is known.
      return seen === pass.rows.reduce((sum, { first, end }) => sum + end - first, 0) ? doubted : undefined;
    },

    async search(pass, search, found) {
      const look = (part: P): WindowWork => {
        const { sieve } = search;
        const quick = sieve === undefined ? container.search?.(part, search.pattern, search.field) : undefined;
        const sifting = sieve === undefined || sieve === 'all' ? undefined : container.sieve?.(part, sieve);
        return {
          ...memoryOf(quick ?? sifting),
          each: (bytes, base, rows, around) => {
            const judge = (row: number): void => {
              const start = rows.start(row);
              const record = bytes.subarray(start - base, start - base + rows.size(row));
              search.judge(row, around(container.parse(record, part), start).fields);
            };
            if (quick) quick.look(bytes, base, rows, found, judge);
            else if (sifting) sifting.look(bytes, base, rows, judge);
            else for (let row = rows.first; row < rows.end; row += 1) judge(row);
            return search.settled?.();
          },
        };
      };
      await eachWindow(container, pass, look, {
        // Whoever is asked elsewhere is asked of one window after the other.
        lanes: search.settled ? 1 : LANES,
        async onTooLong({ file, start, size }, row, part) {
          const matches =
            container.longTexts &&
            (await longMatches(pass, part, container.longTexts, search, { file, start: start(row), size: size(row) }));
          if (matches === undefined) pass.tooLong?.(row);
          else if (matches > 0) found(row, matches);
        },
      });
    },
  };
}

/** Of a record that is too long to be parsed, its beginning. */
function tooLong(bytes: Uint8Array, { encoding }: RecordPart): ParsedRecord {
  return { fields: { value: `${new TextDecoder(encoding).decode(bytes)}…` }, rejected: true, problems: [] };
}

async function longMatches(
  { files, signal }: RecordPass,
  part: RecordPart,
  how: LongTexts,
  search: ValueSearch,
  { file, start, size }: { readonly file: FileIndex; readonly start: number; readonly size: number },
): Promise<number | undefined> {
  const { matchesInLong } = await import('./long-records.ts');
  return matchesInLong(files.source(file), part, how, { start, end: start + size }, search, signal);
}

/** Where its windows are best read to. */
function memoryOf(quick: { readonly memory?: WindowMemory } | undefined): { readonly memory?: WindowMemory } {
  return quick?.memory ? { memory: quick.memory } : {};
}

function nameOf(fields: RecordFields, { line = 0, item = line }: ByteRange): string {
  const titles = titleKeys(Object.keys(fields));
  return titleOf(
    titles.map((title) => fields[title]),
    item,
  );
}

interface Place {
  readonly part: RecordPart;
  readonly path: string;
  readonly row: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Problems of a record, the first of a rejected one as the reason. */
function tell({ problems, rejected }: ParsedRecord, { part, path, row, line, start, end }: Place, sink: Sink): void {
  for (const [i, { code, at = 0, below = 0, values }] of problems.entries()) {
    const position: Position = { line: line + below, byte: start + at, end };
    const problem = { code, sample: row, ...(values === undefined ? {} : { values }) };
    if (rejected && i === 0) sink.reject(part.file, position, problem);
    else sink.problem({ ...problem, file: path, at: position });
  }
}

function eachRecord(
  bytes: Uint8Array,
  base: number,
  { first, end, start, size }: PlacedRecords,
  each: (row: number, record: Uint8Array, start: number) => void,
): void {
  for (let row = first; row < end; row += 1) {
    const from = start(row) - base;
    each(row, bytes.subarray(from, from + size(row)), start(row));
  }
}
