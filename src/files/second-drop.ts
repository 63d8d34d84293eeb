/** A second drop beside what is there: which of its files are files that are known, and which only have their names. */
import { slices } from '../base/pause.ts';
import { mapPooled } from '../base/pool.ts';
import type { FileEntry, FileHandle, Files } from './file-set-of.ts';
import { normalisePath } from './reference.ts';
import { numberedName } from './unique-names.ts';

/** Files without handles are compared by size and time, which costs a round trip each: of so many, spread over the folder. */
const COMPARED = 1000;
const COMPARED_AT_ONCE = 32;

/**
 * Names the top folders (and single files) of a drop so that no file of it takes the place of another one. A top folder keeps its name where
 * all of its paths are free, so that it adds to the folder of that name, or lead to the very same files; else it gets a number, the one
 * that it had in an earlier drop if there was one.
 * @param entries one drop, archives expanded
 * @returns the new name of each top folder that got one, by the old
 */
export async function namesBeside(known: Files, entries: readonly FileEntry[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const renamed = new Map<string, string>();
  if (known.paths.length === 0) return renamed;
  const each = slices(signal);
  const byTop = new Map<string, FileEntry[]>();
  await each(entries, (entry) => {
    const top = topOf(normalisePath(entry.path));
    const others = byTop.get(top);
    if (others) others.push(entry);
    else byTop.set(top, [entry]);
  });
  const taken = new Set(byTop.keys());
  await each(known.paths, (path) => taken.add(topOf(path)));
  const isSame = comparer(known);
  for (const [top, files] of byTop) {
    for (let count = 1; ; count += 1) {
      signal.throwIfAborted();
      const name = numberedName(top, count);
      const common: Pair[] = [];
      await each(files, (entry) => {
        const file = known.indexOf(movedTo(name, normalisePath(entry.path)));
        if (file !== undefined) common.push({ entry, file });
      });
      const isFree = count === 1 || !taken.has(name);
      if (common.length === 0 ? !isFree : !(await allSame(common, isSame))) continue;
      if (count > 1) renamed.set(top, name);
      taken.add(name);
      break;
    }
  }
  return renamed;
}

/** A path of a drop under the name that its top folder got. */
export function renamedPath(path: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return path;
  const normal = normalisePath(path);
  const name = renamed.get(topOf(normal));
  return name === undefined ? path : movedTo(name, normal);
}

function topOf(path: string): string {
  const end = path.indexOf('/');
  return end < 0 ? path : path.slice(0, end);
}

function movedTo(top: string, path: string): string {
  const end = path.indexOf('/');
  return end < 0 ? top : top + path.slice(end);
}

interface Pair {
  readonly entry: FileEntry;
  readonly file: number;
}

async function allSame(pairs: readonly Pair[], isSame: (pair: Pair) => Promise<boolean>): Promise<boolean> {
  const step = Math.max(1, Math.floor(pairs.length / COMPARED));
  // Files of the same two handles have one answer.
  const asked = pairs.filter(
    ({ entry }, at) => at % step === 0 || (entry.handle !== undefined && entry.handle !== pairs[at - 1]?.entry.handle),
  );
  return (await mapPooled(asked, COMPARED_AT_ONCE, isSame)).every(Boolean);
}

/** The same file: opened through the same handle or, where one of the two has none, of the same size and time. */
function comparer(known: Files): (pair: Pair) => Promise<boolean> {
  const compared = new Map<FileHandle, Map<FileHandle, Promise<boolean>>>();
  return async ({ entry, file }) => {
    const handle = known.handle(file);
    if (entry.handle && handle) {
      const others = compared.get(handle) ?? new Map<FileHandle, Promise<boolean>>();
      compared.set(handle, others);
      const answer = others.get(entry.handle) ?? handle.isSameEntry(entry.handle);
      others.set(entry.handle, answer);
      return answer;
    }
    const [before, now] = await Promise.all([identityOf(known.source(file)), identityOf(entry.source)]);
    return before !== undefined && before === now;
  };
}

/** Undefined where the file cannot be opened (any more). */
async function identityOf(source: FileEntry['source']): Promise<string | undefined> {
  try {
    return (await source.identity?.()) ?? String(await source.size());
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
