/** Which files of plain records belong together: shards of one file, and splits of one folder. */
import { ReadError } from '../files/byte-source.ts';
import { baseName, folderOf, stemOf, type FileSet } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';
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
}

/** `name-00000-of-00003`, with or without what separates. */
const SHARD = /^(.*?)[-_.]?\d+-of-\d+$/;
/** Share of keys that two files of one dataset have in common. */
const SAME_KEYS = 0.5;

/**
 * Files of one folder that differ only in their split or shard number become one group if they know the same keys; every other file is a
 * group of its own.
 */
export function groupRecordFiles<F extends RecordFile>(files: readonly F[]): RecordGroup<F>[] {
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
    return { name, files: members };
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

/** Bytes of a file, for progress; 0 where it cannot be read: reading it says why. */
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
