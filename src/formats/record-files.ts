/** Which files of plain records belong together: shards of one file, and splits of one folder. */
import { slices } from '../base/pause.ts';
import { ReadError, type ByteSource } from '../files/byte-source.ts';
import { baseName, extensionOf, folderOf, stemOf, type FileSet } from '../files/file-set.ts';
import { invalidUtf8At, Utf8Check, type TextEncodingName } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import type { Match, Sink } from './format.ts';
import { NO_PROJECT, type Project } from './projects/project.ts';
import { ColumnLimit } from './record-cells.ts';
import type { RecordProblem, WindowCheck } from './record-container.ts';
import { partsOfName, splitOfName } from './splits.ts';

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
  readonly described: Pick<Match, 'guide' | 'declared' | 'problems'>;
}

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
    const described = { ...(guide ? { guide } : {}), ...(declared && isWhole ? { declared } : {}), ...lackingOf(own) };
    groups.push({ name, files: own, described });
  }
  return [...groups, ...groupByName(files.filter(({ file }) => !named.has(file)))];
}

function groupByName<F extends RecordFile>(files: readonly F[]): RecordGroup<F>[] {
  const groups: { readonly base: string; readonly folder: string; readonly members: (F & { readonly split: string | undefined })[] }[] = [];
  const byName = new Map<string, typeof groups>();
  for (const file of files) {
    const { base, split, folder, joinable } = placeOf(file.path);
    const member = { ...file, split };
    const alike = joinable ? (byName.get(`${folder}/${base}`) ?? []) : [];
    const group = alike.find(({ members: [first] }) => sameKeys(first?.keys ?? [], file.keys));
    if (group) {
      group.members.push(member);
      continue;
    }
    const own = { base, folder, members: [member] };
    groups.push(own);
    if (joinable) byName.set(`${folder}/${base}`, [...alike, own]);
  }
  return groups.map(({ base, folder, members }) => {
    const [first] = members;
    const file = first ? baseName(first.path) : '';
    // A folder named for what every dataset is says nothing.
    const place = baseName(folder) === 'data' && folderOf(folder) !== '' ? folderOf(folder) : folder;
    const name = members.length === 1 ? file : base || baseName(place) || file;
    return { name, files: members, described: lackingOf(members) };
  });
}

/** The split, the folder and the rest of the name by which files belong together: a folder may be named as a split. */
function placeOf(path: string): {
  readonly base: string;
  readonly split: string | undefined;
  readonly folder: string;
  readonly joinable: boolean;
} {
  const { base, split, shard } = partsOfName(stemOf(path));
  const folder = folderOf(path);
  if (split !== undefined) return { base, split, folder, joinable: true };
  const above = splitOfName(baseName(folder));
  if (above !== undefined) return { base, split: above, folder: folderOf(folder), joinable: true };
  return { base, split, folder, joinable: shard };
}

/** Numbered parts that the names speak of and the files lack, one problem for each numbering. */
function lackingOf(members: readonly RecordFile[]): Pick<Match, 'problems'> {
  const found = new Map<string, { readonly file: string; readonly of: number; readonly parts: Set<number> }>();
  for (const { path } of members) {
    const { base, split, part } = partsOfName(stemOf(path));
    if (!part) continue;
    const key = `${folderOf(path)}/${base}/${split ?? ''}/${part.of}`;
    const known = found.get(key) ?? { file: path, of: part.of, parts: new Set() };
    found.set(key, known);
    known.parts.add(part.at);
  }
  const problems = [...found.values()].flatMap(({ file, of, parts }): Problem[] =>
    parts.size < of ? [{ code: 'shards-missing', file, values: { name: baseName(file), declared: of, found: parts.size } }] : [],
  );
  return problems.length > 0 ? { problems } : {};
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

/** What is wrong with the bytes of a record, decoded as `text`: in UTF-8 some that are none, in another encoding a record that is UTF-8 after all. */
export function encodingProblems(text: string, bytes: Uint8Array, encoding: string): RecordProblem[] {
  if (encoding === 'utf-8') {
    const at = text.includes('\ufffd') ? invalidUtf8At(bytes) : undefined;
    return at === undefined ? [] : [{ code: 'text-invalid', at }];
  }
  return isSurelyUtf8(bytes) ? [{ code: 'text-mixed', values: { encoding } }] : [];
}

/** A character of two bytes may be UTF-8 by chance; several, most of which have three or more, are not. */
const SURE_CHARACTERS = 2;
const SURE_BYTES = 2.5;

function isSurelyUtf8(bytes: Uint8Array): boolean {
  let high = 0;
  for (const byte of bytes) if (byte > 0x7f) high += 1;
  if (high < SURE_CHARACTERS * SURE_BYTES) return false;
  const check = new Utf8Check();
  check.add(bytes);
  check.end();
  return check.count === 0 && check.long >= SURE_CHARACTERS && high >= check.long * SURE_BYTES;
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
