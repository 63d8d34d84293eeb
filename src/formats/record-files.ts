/** Which files of plain records belong together: shards of one file, and splits of one folder. */
import { slices } from '../base/pause.ts';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import { baseName, extensionOf, folderOf, stemOf, type FileSet } from '../files/file-set.ts';
import { invalidUtf8At, type TextEncodingName } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Match, Sink } from './format.ts';
import { NO_PROJECT, type Project } from './projects/project.ts';
import { ColumnLimit } from './record-cells.ts';
import type { WindowCheck } from './record-container.ts';
import { splitOfName } from './splits.ts';

export interface RecordFile {
  readonly file: FileIndex;
  readonly path: string;
  /** Names of the first record's keys, or of the columns. */
  readonly keys: readonly string[];
}

export interface RecordGroup<F extends RecordFile> {
  /** Shown as the dataset's name. */
  readonly name: string;
  readonly files: readonly (F & { readonly split: string | undefined })[];
  /** What a description says of it. */
  readonly described: Pick<Match, 'guide' | 'declared'>;
}

/** `name-00000-of-00003`, with or without what separates. */
const SHARD = /^(.*?)[-_.]?\d+-of-\d+$/;
/** Files of extensions that promise nothing which are looked at. */
const MOST_ANY = 64;
/** Share of keys that two files of one dataset have in common. */
const SAME_KEYS = 0.5;

/**
 * Files that a description names together become one group, under its name. Of the others, files of one folder that differ only in their
 * split or shard number become one group if they know the same keys; every other file is a group of its own.
 */
export function groupRecordFiles<F extends RecordFile>(files: readonly F[], project: Project = NO_PROJECT): RecordGroup<F>[] {
  if (project.entries.length === 0) return groupByName(files);
  const byIndex = new Map(files.map((file) => [file.file, file]));
  const named = new Set<FileIndex>();
  const groups: RecordGroup<F>[] = [];
  for (const { name, files: members, guide, declared } of project.entries) {
    const own = members.flatMap(({ file, split }) => {
      const found = byIndex.get(file);
      return found ? [{ ...found, split }] : [];
    });
    if (own.length === 0) continue;
    for (const { file } of own) named.add(file);
    // Of a dataset in several containers each has a part, which no number of all can be held against.
    const isWhole = own.length === members.length;
    groups.push({ name, files: own, described: { ...(guide ? { guide } : {}), ...(declared && isWhole ? { declared } : {}) } });
  }
  return [...groups, ...groupByName(files.filter(({ file }) => !named.has(file)))];
}

function groupByName<F extends RecordFile>(files: readonly F[]): RecordGroup<F>[] {
  const groups: { base: string; folder: string; members: (F & { readonly split: string | undefined })[] }[] = [];
  for (const file of files) {
    const folder = folderOf(file.path);
    const { base, split, shard } = partsOf(stemOf(file.path));
    const member = { ...file, split };
    const joinable = split !== undefined || shard;
    const group = joinable
      ? groups.find((g) => g.base === base && g.folder === folder && sameKeys(g.members[0]?.keys ?? [], file.keys))
      : undefined;
    if (group) group.members.push(member);
    else groups.push({ base: joinable ? base : `\0${file.path}`, folder, members: [member] });
  }
  return groups.map(({ base, folder, members }) => {
    const [first] = members;
    const name = members.length === 1 && first ? baseName(first.path) : base || baseName(folder) || (first ? baseName(first.path) : '');
    return { name, files: members, described: {} };
  });
}

/** What a name says beside the split and the shard number. */
function partsOf(stem: string): { readonly base: string; readonly split: string | undefined; readonly shard: boolean } {
  const sharded = SHARD.exec(stem)?.[1];
  const name = sharded ?? stem;
  const shard = sharded !== undefined;
  const whole = splitOfName(name);
  if (whole !== undefined) return { base: '', split: whole, shard };
  const words = name.split(/[-_.]/);
  const last = splitOfName(words.at(-1) ?? '');
  if (last !== undefined && words.length > 1) return { base: words.slice(0, -1).join('_'), split: last, shard };
  const first = splitOfName(words[0] ?? '');
  if (first !== undefined && words.length > 1) return { base: words.slice(1).join('_'), split: first, shard };
  return { base: name, split: undefined, shard };
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  const all = new Set([...a, ...b]);
  const both = a.filter((key) => b.includes(key)).length;
  return all.size === 0 || both / all.size >= SAME_KEYS;
}

/** What the files of some extensions look like, in path order. */
export async function lookAtFiles<F extends RecordFile>(
  files: FileSet,
  extensions: ReadonlySet<string>,
  look: (file: FileIndex, path: string, extension: string) => Promise<F | undefined>,
  signal: AbortSignal,
): Promise<F[]> {
  const candidates: FileIndex[] = [];
  await slices(signal)(files.under(''), (file) => {
    if (extensions.has(extensionOf(files.paths[file] ?? ''))) candidates.push(file);
  });
  const found: F[] = [];
  for (const file of candidates) {
    const path = files.paths[file] ?? '';
    const seen = await look(file, path, extensionOf(path));
    signal.throwIfAborted();
    if (seen) found.push(seen);
  }
  return found;
}

/**
 * As `lookAtFiles`, where only some extensions promise what is looked for. Of the others the first few are looked at: more files of those
 * are something else, and looking into each would take long.
 */
export function lookAtSome<F extends RecordFile>(
  files: FileSet,
  { own, any }: { readonly own: ReadonlySet<string>; readonly any: ReadonlySet<string> },
  look: (file: FileIndex, path: string, isPromised: boolean) => Promise<F | undefined>,
  signal: AbortSignal,
): Promise<F[]> {
  let others = 0;
  const lookAt = (file: FileIndex, path: string, extension: string): Promise<F | undefined> => {
    const isPromised = own.has(extension);
    if (!isPromised) others += 1;
    return isPromised || others <= MOST_ANY ? look(file, path, isPromised) : Promise.resolve(undefined);
  };
  return lookAtFiles(files, new Set([...own, ...any]), lookAt, signal);
}

/** Where the records of one file go. */
export interface FilePass<P> {
  readonly part: P;
  readonly path: string;
  readonly source: ByteSource;
  readonly columns: ColumnLimit;
  /** Bytes of the file that are done. */
  onBytes(done: number): void;
}

/** Reads files of records one after another. One that fails in the middle is a problem; what came before stays. */
export async function indexRecordFiles<P extends { readonly file: FileIndex }>(
  files: FileSet,
  plan: readonly P[],
  encodingOf: (part: P) => TextEncodingName,
  sink: Sink,
  index: (pass: FilePass<P>) => Promise<void>,
): Promise<void> {
  sink.set({ visual: false });
  const columns = new ColumnLimit();
  let total = 0;
  for (const { file } of plan) total += await sizeOf(files, file);
  let before = 0;
  for (const part of plan) {
    const path = files.paths[part.file] ?? '';
    const encoding = encodingOf(part);
    if (encoding !== 'utf-8') sink.problem({ code: 'file-encoding', file: path, values: { encoding } });
    const onBytes = (done: number): void => sink.progress(before + done, total);
    try {
      await index({ part, path, source: files.source(part.file), columns, onBytes });
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      sink.problem({ code: error.code, file: path, values: { reason: error.message } });
    }
    before += await sizeOf(files, part.file);
  }
  sink.progress(total, total);
}

const decoders = new Map<TextEncodingName, TextDecoder>();

/** A decoder that keeps a byte order mark and replaces what is not valid; made once. */
export function decoderOf(encoding: TextEncodingName): TextDecoder {
  let decoder = decoders.get(encoding);
  if (!decoder) decoders.set(encoding, (decoder = new TextDecoder(encoding, { ignoreBOM: true })));
  return decoder;
}

/** Where the bytes of a record, decoded as `text`, are no UTF-8; undefined where they are, or are meant to be in another encoding. */
export function invalidAt(text: string, bytes: Uint8Array, encoding: string): number | undefined {
  return encoding === 'utf-8' && text.includes('\ufffd') ? invalidUtf8At(bytes) : undefined;
}

const strict = new TextDecoder('utf-8', { fatal: true });

/** Windows of valid UTF-8 hold records without problems; else each is looked at. */
export function utf8Check({ encoding }: { readonly encoding: TextEncodingName }): WindowCheck | undefined {
  if (encoding !== 'utf-8') return undefined;
  return {
    look(bytes, base, { first, end, start, size }, doubtful) {
      try {
        strict.decode(bytes.subarray(start(first) - base, start(end - 1) + size(end - 1) - base));
      } catch {
        // Which record is wrong is for a closer look to say.
        for (let row = first; row < end; row += 1) doubtful(row);
      }
    },
  };
}

/** Bytes of a file; 0 where it cannot be read: reading it says why. */
export async function sizeOf(files: FileSet, file: FileIndex): Promise<number> {
  try {
    return await files.source(file).size();
  } catch (error) {
    if (error instanceof ReadError) return 0;
    throw error;
  }
}

/** The first bytes of a file; undefined where it cannot be read: the engine names such files. */
export async function headOf(files: FileSet, file: FileIndex): Promise<Uint8Array | undefined> {
  try {
    return await files.head(file);
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}
