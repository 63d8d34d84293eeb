/** The images of each dataset: those with labels, those in the same folders without, and those of splits that have no labels. */
import type { Slices } from '../../base/pause.ts';
import { folderOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Group } from './groups.ts';
import { isWithin, type Inventory } from './inventory.ts';
import { isSplitFolder, splitOfPart } from './label-folders.ts';
import { isImagesName } from './pairing.ts';
import type { Source } from './sources.ts';

/** Folders of images by the group they belong to; a folder belongs to one. */
export function imageFolders(inventory: Inventory, groups: readonly Group[]): Map<string, Group> {
  const owner = new Map<string, Group>();
  const claim = (path: string, group: Group): void => {
    if (!owner.has(path) && (inventory.folders.get(path)?.images.length ?? 0) > 0) owner.set(path, group);
  };
  for (const group of groups) for (const folder of group.folders) for (const path of folder.imageFolders) claim(path, group);

  const byRoot = new Map<string, { group: Group; beside: boolean }>();
  const bySplit = new Map<string, Group>();
  for (const group of groups) {
    // Images beside their labels: then splits beside them may come without labels.
    const beside = group.folders.some((folder) => !folder.named && folder.paired > 0);
    for (const { root } of group.folders) if (!byRoot.has(root)) byRoot.set(root, { group, beside });
    for (const { folder } of group.source?.splits ?? []) if (!bySplit.has(folder)) bySplit.set(folder, group);
  }
  for (const path of inventory.folders.keys()) {
    for (let at = path; !owner.has(path); at = folderOf(at)) {
      const split = bySplit.get(at);
      const root = byRoot.get(at);
      if (split !== undefined) claim(path, split);
      else if (root !== undefined && belongs(path.slice(at.length), root.beside)) claim(path, root.group);
      if (at === '') break;
    }
  }
  return owner;
}

/** Whether a folder, as seen from the dataset's, is one of its folders of images: `images/…`, `train/images/…`, or a split alone. */
function belongs(relative: string, beside: boolean): boolean {
  const parts = relative.split('/').filter((part) => part !== '');
  while (parts.length > 0 && isSplitFolder(parts[0] ?? '')) parts.shift();
  if (parts.length === 0) return beside && relative !== '';
  return isImagesName(parts[0] ?? '');
}

/** The splits of a dataset as names (0: none) and for each image the index of its own. */
export async function splitsOf(
  files: FileSet,
  images: readonly FileIndex[],
  root: string,
  source: Source | undefined,
  each: Slices,
): Promise<{ readonly names: string[]; readonly of: Uint8Array }> {
  const names = [''];
  const byFolder = new Map<string, number>();
  // The deepest first: `images/val` within `images`.
  const declaredSplits = (source?.splits ?? []).toSorted((a, b) => b.folder.length - a.folder.length);
  const of = new Uint8Array(images.length);
  const indexOf = (name: string): number => {
    const known = names.indexOf(name);
    return known >= 0 ? known : names.push(name) - 1;
  };
  await each(images, (image, i) => {
    const folder = folderOf(files.paths[image] ?? '');
    let split = byFolder.get(folder);
    if (split === undefined) {
      const declared = declaredSplits.find(({ folder: at }) => isWithin(folder, at))?.split;
      const told = declared ?? splitOfPath(folder, root);
      split = told === undefined ? 0 : indexOf(told);
      byFolder.set(folder, split);
    }
    const single = source?.singles.get(image);
    of[i] = single === undefined ? split : indexOf(single);
  });
  return { names, of };
}

/** The innermost folder that is called like a split, beneath the dataset's. */
export function splitOfPath(folder: string, root: string): string | undefined {
  const parts = (isWithin(folder, root) ? folder.slice(root.length) : folder).split('/');
  for (let i = parts.length - 1; i >= 0; i -= 1) {
    const split = splitOfPart(parts[i] ?? '');
    if (split !== undefined) return split;
  }
  return undefined;
}
