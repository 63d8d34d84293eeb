/**
 * Folders that `save_to_disk` of Hugging Face's `datasets` writes: `state.json` with the names of the Arrow files, `dataset_info.json`, and
 * over several splits a `dataset_dict.json`. https://huggingface.co/docs/datasets/process#save
 */
import { baseName, folderOf, type FileSet } from '../../files/file-set.ts';
import type { FieldValue } from '../../model/annotation.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import { isList, isObject, textOf } from '../records/values.ts';
import { splitNamed } from '../splits.ts';
import { declaredSplits } from './hugging-face.ts';
import { NO_PROJECT, type Project, type ProjectFile } from './project.ts';

/** One folder with a `state.json`. */
export interface SavedFolder {
  readonly folder: string;
  readonly state: { readonly file: FileIndex; readonly value: FieldValue };
  readonly info: FieldValue;
}

/** The datasets of such folders; those beside a `dataset_dict.json` are splits of one. */
export function savedProject(files: FileSet, folders: readonly SavedFolder[]): Project {
  const groups = new Map<string, { readonly splits: (readonly [string | undefined, SavedFolder])[] }>();
  for (const saved of folders) {
    if (filesOf(saved).length === 0) continue;
    const isSplit = files.indexOf(beside(folderOf(saved.folder), 'dataset_dict.json')) !== undefined;
    const whole = isSplit ? folderOf(saved.folder) : saved.folder;
    const state = isObject(saved.state.value) ? saved.state.value : {};
    const split = isSplit ? baseName(saved.folder) : textOf(state['_split']);
    const group = groups.get(whole);
    if (group) group.splits.push([split, saved]);
    else groups.set(whole, { splits: [[split, saved]] });
  }
  return Array.from(groups).reduce(
    (project, [whole, { splits }]) => withGroup(files, project, baseName(whole) || 'dataset', whole, splits),
    NO_PROJECT,
  );
}

function withGroup(
  files: FileSet,
  { entries, explained, problems }: Project,
  name: string,
  whole: string,
  splits: readonly (readonly [string | undefined, SavedFolder])[],
): Project {
  const found: ProjectFile[] = [];
  const missing: Problem[] = [];
  const declared: Record<string, number> = {};
  const about = [files.indexOf(beside(whole, 'dataset_dict.json'))];
  for (const [split, saved] of splits) {
    const own = split === undefined ? undefined : splitNamed(split);
    about.push(saved.state.file, files.indexOf(beside(saved.folder, 'dataset_info.json')));
    for (const path of filesOf(saved)) {
      const file = files.indexOf(beside(saved.folder, path));
      const values = { entry: name, name: path };
      if (file === undefined) missing.push({ code: 'dataset-file-missing', file: files.paths[saved.state.file] ?? '', values });
      else found.push({ file, ...(own === undefined ? {} : { split: own }) });
    }
    const rows = own === undefined ? undefined : declaredSplits(isObject(saved.info) ? saved.info['splits'] : undefined)?.[own];
    if (own !== undefined && rows !== undefined) declared[own] = rows;
  }
  const given = Object.keys(declared).length > 0 ? { declared } : {};
  return {
    entries: found.length === 0 ? entries : [...entries, { name, files: found, ...given }],
    explained: [...explained, ...about.filter((file) => file !== undefined)],
    problems: [...problems, ...missing],
  };
}

function filesOf({ state }: SavedFolder): string[] {
  const list = isObject(state.value) ? state.value['_data_files'] : undefined;
  return isList(list) ? list.flatMap((item) => (isObject(item) ? (textOf(item['filename']) ?? []) : [])) : [];
}

function beside(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
