/** Everything a format needs whose records are files, each a whole one or one with others beside it (a text and its annotations). */
import { pacer } from '../base/pause.ts';
import { ReadError } from '../files/byte-source.ts';
import { readRanges } from '../files/read-ranges.ts';
import type { FileSet } from '../files/file-set.ts';
import type { ByteRange, FileIndex } from '../model/dataset.ts';
import type { Position } from '../model/problem.ts';
import { MAX_RECORD_BYTES } from '../syntax/record-bytes.ts';
import type { Detail, Format, Match, Sink } from './format.ts';
import { cellOf, ColumnLimit, isUnread, titleKeys } from './record-cells.ts';
import type { ParsedRecord, RecordAccess, RecordPart, RecordPass, RecordProblem, ShownRecord } from './record-container.ts';
import { sizeOf } from './record-files.ts';

/** A record of a plan. */
export interface FilePart extends RecordPart {
  /** Unique in the dataset: what the record is called. */
  readonly name: string;
  /** Files that belong to it beside its own. */
  readonly beside: readonly FileIndex[];
}

export interface FileRecord extends ParsedRecord {
  readonly problems: readonly FileRecordProblem[];
}

export interface FileRecordProblem extends RecordProblem {
  /** Which of its files: 0 is its own, then those beside it. */
  readonly of?: number;
  /** From 1. */
  readonly line?: number;
}

/** @param contents of its own file and those beside it; what is longer than a record may be is cut */
export type ParseFiles<P extends FilePart> = (contents: readonly Uint8Array[], part: P) => FileRecord;

/** Files whose sizes are asked for at once. */
const ASKED = 64;
/** Files and bytes that are read together by a pass over all of them. */
const PASS = { files: 64, bytes: 8 << 20 };
/** Of a file that is too long to be a record, what is shown. */
const SHOWN_BYTES = 64 * 1024;
/** Records that columns are learned from, at each of three places. */
const SAMPLED = 8;

export function fileRecordFormat<P extends FilePart>(
  parse: ParseFiles<P>,
): Required<Pick<Format, 'index' | 'detail' | 'records' | 'beside'>> {
  const access = accessOf(parse);
  return {
    records: access,
    async index(files, match, sink, signal) {
      await indexFiles(parse, files, match.plan as readonly P[], sink, signal);
    },
    beside: (match, file) => planOf<P>(match).get(file)?.beside ?? [],
    async detail(files, match, sample, signal): Promise<Detail> {
      const [record] = sample.at ? await access.read(files, match, [sample.at], signal) : [];
      return { annotations: [], fields: record?.fields ?? {}, ...(record?.unread ? { unread: true } : {}) };
    },
  };
}

const plans = new WeakMap<object, ReadonlyMap<FileIndex, FilePart>>();

/** Its parts by their file. */
function planOf<P extends FilePart>({ plan }: Match): ReadonlyMap<FileIndex, P> {
  const parts = plan as readonly P[];
  const known = plans.get(parts) ?? new Map(parts.map((part) => [part.file, part]));
  plans.set(parts, known);
  return known as ReadonlyMap<FileIndex, P>;
}

async function indexFiles<P extends FilePart>(
  parse: ParseFiles<P>,
  files: FileSet,
  plan: readonly P[],
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  sink.set({ visual: false });
  const pace = pacer();
  for (let from = 0; from < plan.length; from += ASKED) {
    const parts = plan.slice(from, from + ASKED);
    const sizes = await Promise.all(parts.map(({ file }) => sizeOf(files, file)));
    signal.throwIfAborted();
    for (const [i, { file, name, split }] of parts.entries()) {
      sink.read(file, 'records', 1);
      const at = { file, start: 0, end: sizes[i] ?? 0, line: 1 };
      sink.sample(files.paths[file] ?? name, { name, at, ...(split === undefined ? {} : { split }) });
    }
    sink.progress(from + parts.length, plan.length);
    await pace();
  }
  const columns = new ColumnLimit();
  const places = [0, plan.length >> 1, plan.length - SAMPLED].flatMap((at) => Array.from({ length: SAMPLED }, (_, i) => at + i));
  for (const at of new Set(places)) {
    const part = plan[at];
    if (!part) continue;
    const record = await readOne(parse, files, part, signal).catch((error: unknown) => {
      // The pass over all of them tells.
      if (error instanceof ReadError) return undefined;
      throw error;
    });
    for (const [name, value] of Object.entries(record?.rejected === false ? record.fields : {}))
      if (columns.admits(name, files.paths[part.file] ?? '', sink)) sink.sampled(name, cellOf(value));
  }
}

async function readOne<P extends FilePart>(parse: ParseFiles<P>, files: FileSet, part: P, signal: AbortSignal): Promise<FileRecord> {
  const contents = await readRanges(files, rangesOf(part, await sizeOf(files, part.file)), signal);
  return parse(contents, part);
}

/** What is read of a record's files. */
function rangesOf({ file, beside }: FilePart, size: number): { readonly file: FileIndex; readonly start: number; readonly end: number }[] {
  const own = { file, start: 0, end: size > MAX_RECORD_BYTES ? SHOWN_BYTES : size };
  return [own, ...beside.map((each) => ({ file: each, start: 0, end: MAX_RECORD_BYTES }))];
}

function accessOf<P extends FilePart>(parse: ParseFiles<P>): RecordAccess {
  /** Calls `each` with the records of a pass, some read at once. One that cannot be read is passed over. */
  async function eachRecord(
    { files, match, rows, signal, onProgress, seen, unreadable }: RecordPass,
    each: (row: number, record: FileRecord, part: P, at: ByteRange) => void,
  ): Promise<void> {
    const plan = planOf<P>(match);
    const total = rows.reduce((sum, { first, end, size }) => sum + (first < end ? size(first) : 0), 0);
    const pace = pacer();
    let done = 0;
    for (let from = 0; from < rows.length;) {
      let bytes = 0;
      let to = from;
      while (to < rows.length && to - from < PASS.files && (to === from || bytes < PASS.bytes)) {
        bytes += rows[to]?.size(rows[to]?.first ?? 0) ?? 0;
        to += 1;
      }
      const batch = rows.slice(from, to);
      const read = await Promise.all(
        batch.map(async ({ file, first, size }) => {
          const part = plan.get(file);
          try {
            return part && { part, contents: await readRanges(files, rangesOf(part, size(first)), signal) };
          } catch (error) {
            if (!(error instanceof ReadError)) throw error;
            unreadable?.(file, error);
            return undefined;
          }
        }),
      );
      for (const [i, { first, file, size }] of batch.entries()) {
        const found = read[i];
        if (found) each(first, parse(found.contents, found.part), found.part, { file, start: 0, end: size(first) });
        seen?.(first + 1);
        await pace();
        signal.throwIfAborted();
      }
      done += bytes;
      await onProgress(done, total);
      from = to;
    }
  }

  return {
    titles: titleKeys,

    async read(files, match, refs, signal): Promise<readonly ShownRecord[]> {
      const plan = planOf<P>(match);
      const wanted = refs.flatMap(({ file, end }) => {
        const part = plan.get(file);
        return part ? [{ part, end }] : [];
      });
      const contents = await readRanges(
        files,
        wanted.flatMap(({ part, end }) => rangesOf(part, end)),
        signal,
      );
      let at = 0;
      return wanted.map(({ part }) => {
        const own = contents.slice(at, at + 1 + part.beside.length);
        at += own.length;
        const parsed = parse(own, part);
        return { name: part.name, fields: parsed.fields, ...(isUnread(parsed) ? { unread: true as const } : {}) };
      });
    },

    values: (pass, name, column) =>
      eachRecord(pass, (row, { fields, rejected }) => {
        if (!rejected && Object.hasOwn(fields, name)) column.add(row, cellOf(fields[name]));
      }),

    async check(pass, sink, each) {
      await eachRecord(pass, (row, record, part, at) => {
        const values = { bytes: at.end, limit: MAX_RECORD_BYTES };
        if (at.end > MAX_RECORD_BYTES) sink.reject(part.file, { byte: 0, end: at.end }, { code: 'line-too-long', values, sample: row });
        else tell(record, part, row, at, pass.files, sink);
        if (!record.rejected) each?.(row, record.fields);
      });
      return undefined;
    },

    async search(pass, search) {
      await eachRecord(pass, (row, { fields }, _, { end }) => {
        if (end > MAX_RECORD_BYTES) pass.tooLong?.(row);
        else search.judge(row, fields);
      });
      await search.settled?.();
    },
  };
}

function tell({ problems, rejected }: FileRecord, part: FilePart, row: number, at: ByteRange, files: FileSet, sink: Sink): void {
  for (const [i, { code, of = 0, at: byte, line, values }] of problems.entries()) {
    const file = [part.file, ...part.beside][of] ?? part.file;
    const position: Position = { ...(line === undefined ? {} : { line }), ...(byte === undefined ? {} : { byte }) };
    const problem = { code, sample: row, ...(values === undefined ? {} : { values }) };
    if (rejected && i === 0) sink.reject(part.file, { ...position, end: at.end }, problem);
    else sink.problem({ ...problem, file: files.paths[file] ?? '', at: position });
  }
}
