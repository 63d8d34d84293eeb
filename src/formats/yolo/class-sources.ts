/** Whose class names a dataset goes by. */
import { folderOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import { namesRank } from './class-names.ts';
import type { YoloClass } from './data-yaml.ts';
import type { Group } from './groups.ts';
import { isWithin, type Inventory } from './inventory.ts';
import { readNames } from './sources.ts';

export interface ClassSource {
  readonly classes: readonly YoloClass[];
  readonly file?: FileIndex;
  /** All files that name classes of this dataset, the chosen one included. */
  readonly files: readonly { readonly file: FileIndex; readonly classes: readonly YoloClass[] }[];
  readonly problems: readonly Problem[];
}

/** data.yaml or obj.data first, then lists of names in the dataset's folders, then in those above, the nearest first. */
export async function classesOf(files: FileSet, inventory: Inventory, group: Group): Promise<ClassSource> {
  const candidates: { file: FileIndex; classes: readonly YoloClass[] }[] = [];
  for (const source of [group.source, ...group.others]) {
    if (source !== undefined && source.yaml.classes.length > 0) candidates.push({ file: source.file, classes: source.yaml.classes });
  }
  const within = group.folders.flatMap(({ path, root }) => foldersUp(path, root));
  const own = await namesIn(files, inventory, [...new Set([group.root, ...within])]);
  candidates.push(...own);
  if (candidates.length === 0) {
    for (let above = group.root; above !== '' && candidates.length === 0;) {
      above = folderOf(above);
      candidates.push(...(await namesIn(files, inventory, [above])));
    }
  }
  const chosen = candidates[0];
  if (chosen === undefined) return { classes: [], files: [], problems: [] };
  const problems = candidates.slice(1).flatMap(({ file, classes }): Problem[] => {
    if (sameNames(classes, chosen.classes)) return [];
    const values = { other: files.paths[chosen.file] ?? '', classes: classes.length, otherClasses: chosen.classes.length };
    return [{ code: 'class-names-conflict', file: files.paths[file] ?? '', values }];
  });
  return { classes: chosen.classes, file: chosen.file, files: candidates, problems };
}

/** A folder and those above it down to `root`. */
function foldersUp(folder: string, root: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== root && at !== '' && isWithin(at, root);) folders.push((at = folderOf(at)));
  return folders;
}

async function namesIn(
  files: FileSet,
  inventory: Inventory,
  folders: readonly string[],
): Promise<{ file: FileIndex; classes: readonly YoloClass[] }[]> {
  const named = folders.flatMap((path) => inventory.folders.get(path)?.names ?? []);
  const ranked = [...new Set(named)].sort((a, b) => (namesRank(files.paths[a] ?? '') ?? 0) - (namesRank(files.paths[b] ?? '') ?? 0));
  const found: { file: FileIndex; classes: readonly YoloClass[] }[] = [];
  for (const file of ranked) {
    const classes = await readNames(files, file);
    if (classes !== undefined && classes.length > 0) found.push({ file, classes });
  }
  return found;
}

function sameNames(a: readonly YoloClass[], b: readonly YoloClass[]): boolean {
  return a.length === b.length && a.every(({ key, name }, i) => key === b[i]?.key && name === b[i]?.name);
}
