/** What a description says of one of its datasets, before its files are looked for. */
import { slices } from '../../base/pause.ts';
import { extensionOf, folderOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import type { RecordGuide } from '../records/guide.ts';
import type { ProjectEntry, ProjectFile } from './project.ts';

export interface Described {
  readonly name: string;
  /** Files or folders, relative to the description. */
  readonly paths?: readonly { readonly path: string; readonly split?: string }[];
  /** Where it is kept instead: an address or a name that nothing is fetched from. */
  readonly elsewhere?: string;
  readonly guide?: RecordGuide;
  /** Records that the description says there are. */
  readonly rows?: number;
}

/** Files of records that trainers read from a folder. */
const RECORDS = new Set(['json', 'jsonl', 'csv', 'parquet', 'arrow', 'txt']);

/** The files of each, and a problem for everything that is not here: each once. */
export async function findFiles(
  files: FileSet,
  by: FileIndex,
  described: readonly Described[],
  signal: AbortSignal,
): Promise<{ readonly entries: ProjectEntry[]; readonly problems: Problem[] }> {
  const file = files.paths[by] ?? '';
  const folder = folderOf(file);
  const entries: ProjectEntry[] = [];
  const problems: Problem[] = [];
  const missing = new Set<string>();
  for (const { name, paths = [], elsewhere, guide, rows } of described) {
    if (elsewhere !== undefined) problems.push({ code: 'dataset-remote', file, values: { entry: name, place: elsewhere } });
    const found: ProjectFile[] = [];
    for (const { path, split } of paths) {
      const own = await filesAt(files, folder, path, signal);
      if (own.length === 0 && !missing.has(path)) {
        missing.add(path);
        problems.push({ code: 'dataset-file-missing', file, values: { entry: name, name: path } });
      }
      for (const each of own) found.push({ file: each, ...(split === undefined ? {} : { split }) });
    }
    if (found.length === 0) continue;
    entries.push({ name, files: found, ...(guide ? { guide } : {}), ...(rows === undefined ? {} : { declared: { '': rows } }) });
  }
  return { entries, problems };
}

/** The file that a path means, or those of records in the folder that it means. */
async function filesAt(files: FileSet, folder: string, path: string, signal: AbortSignal): Promise<readonly FileIndex[]> {
  const found = files.resolve(path, folder, 'all');
  if (found.kind === 'found') return [found.file];
  const clean = path.replace(/^(?:\.?\/)+|\/+$/g, '');
  if (clean === '') return [];
  const inside: FileIndex[] = [];
  await slices(signal)(files.under(folder === '' ? clean : `${folder}/${clean}`), (file) => {
    if (RECORDS.has(extensionOf(files.paths[file] ?? ''))) inside.push(file);
  });
  return inside;
}
