/** Lists of images (`train.txt`): which images of the dataset they name, and which that are not in the drop. */
import { ReadError } from '../../files/byte-source.ts';
import { folderOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Position, Problem } from '../../model/problem.ts';
import { linesOf } from '../../syntax/text-lines.ts';
import type { YoloPlan } from './plan.ts';
import { candidatesOf } from './references.ts';

export interface Listed {
  /** Split of the images that a list names; the first list that names one holds. */
  readonly splitOf: ReadonlyMap<FileIndex, string>;
  /** Images named that the drop does not have, once each. */
  readonly missing: readonly {
    readonly reference: string;
    readonly split: string | undefined;
    readonly list: FileIndex;
    readonly at: Position;
  }[];
  readonly problems: readonly Problem[];
}

/** Longer lists are not read. */
const MAX_LIST_BYTES = 256 * 1024 * 1024;

export async function readLists(files: FileSet, lists: YoloPlan['lists'], pause: () => Promise<void>): Promise<Listed> {
  const splitOf = new Map<FileIndex, string>();
  const missing = new Map<string, Listed['missing'][number]>();
  const problems: Problem[] = [];
  for (const { file, split } of lists) {
    const list = files.paths[file] ?? '';
    const folder = folderOf(list);
    const bytes = await readList(files, file);
    if (bytes instanceof ReadError) {
      problems.push({ code: bytes.code, file: list, values: { reason: bytes.message } });
      continue;
    }
    for (const { text, line, start, end } of linesOf(bytes)) {
      await pause();
      const reference = text.trim();
      if (reference === '') continue;
      const found = resolveImage(files, reference, folder);
      if (typeof found === 'number') {
        if (!splitOf.has(found) && split !== undefined) splitOf.set(found, split);
        continue;
      }
      const at = { line, byte: start, end };
      if (found.length > 0) {
        const candidates = found.slice(0, 5).map((candidate) => files.paths[candidate] ?? '');
        problems.push({
          code: 'image-ambiguous',
          file: list,
          at,
          values: { reference, candidates: candidates.join(', '), count: found.length },
        });
      } else if (!missing.has(reference)) missing.set(reference, { reference, split, list: file, at });
    }
  }
  return { splitOf, missing: [...missing.values()], problems };
}

/** The image, or the candidates where several could be meant; none: missing. */
function resolveImage(files: FileSet, reference: string, folder: string): FileIndex | readonly FileIndex[] {
  for (const path of candidatesOf(reference, undefined, folder)) {
    const file = files.indexOf(path);
    if (file !== undefined) return file;
  }
  const found = files.resolve(reference, folder, 'images');
  if (found.kind === 'found') return found.file;
  return found.kind === 'ambiguous' ? found.candidates : [];
}

async function readList(files: FileSet, file: FileIndex): Promise<Uint8Array | ReadError> {
  try {
    const source = files.source(file);
    const size = await source.size();
    if (size > MAX_LIST_BYTES) return new ReadError('file-unreadable', `${size} bytes are too long for a list of images`);
    return await source.read(0, size);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return error;
  }
}
