/** Label folders put together to datasets, with the file that describes each. */
import { baseName, type FileSet } from '../../files/file-set.ts';
import { isWithin } from './inventory.ts';
import type { LabelFolder } from './label-folders.ts';
import type { Source } from './sources.ts';

export interface Group {
  root: string;
  folders: LabelFolder[];
  source?: Source;
  /** Other descriptions of the same images. */
  others: Source[];
}

/**
 * Folders of one root are one dataset, and so are the roots that one data.yaml speaks of. A data.yaml whose paths lead nowhere
 * belongs to the label folders beneath it, if it is alone in its folder.
 */
export function groupFolders(files: FileSet, folders: readonly LabelFolder[], sources: readonly Source[]): Group[] {
  const byRoot = new Map<string, Group>();
  for (const folder of folders) {
    const group = byRoot.get(folder.root);
    if (group === undefined) byRoot.set(folder.root, { root: folder.root, folders: [folder], others: [] });
    else group.folders.push(folder);
  }
  const groups = new Set(byRoot.values());

  const touches = sources.map((source) => ({ source, hits: folders.filter((folder) => speaksOf(source, folder)) }));
  touches.sort((a, b) => b.hits.length - a.hits.length || rank(files, b.source) - rank(files, a.source));
  for (const { source, hits } of touches) {
    if (hits.length > 0)
      give(
        groups,
        source,
        [...groups].filter((group) => group.folders.some((folder) => hits.includes(folder))),
      );
  }
  const idle = touches.filter(({ hits }) => hits.length === 0).map(({ source }) => source);
  // The deepest first, so that each takes what is nearest.
  idle.sort((a, b) => b.folder.length - a.folder.length);
  for (const source of idle) {
    if (idle.filter((other) => other.folder === source.folder).length > 1) continue;
    const beneath = [...groups].filter((group) => group.source === undefined && isWithin(group.root, source.folder));
    if (beneath.length > 0) give(groups, source, beneath);
    else {
      const own = [...groups].find((group) => group.source !== undefined && group.root === source.folder);
      own?.others.push(source);
    }
  }
  return [...groups];
}

/** Joins groups under one description; groups that have a better one already keep it. */
function give(groups: Set<Group>, source: Source, hit: readonly Group[]): void {
  const free = hit.filter((group) => group.source === undefined);
  for (const group of hit) if (group.source !== undefined) group.others.push(source);
  const [first, ...rest] = free;
  if (first === undefined) return;
  first.source = source;
  for (const group of rest) {
    first.folders.push(...group.folders);
    groups.delete(group);
  }
  if (rest.length > 0) first.root = commonFolder(first.folders.map(({ root }) => root));
}

function speaksOf(source: Source, folder: LabelFolder): boolean {
  const named = [...source.splits.map(({ folder: at }) => at), ...source.listed];
  return named.some((at) => isWithin(folder.path, at) || folder.imageFolders.some((images) => isWithin(images, at)));
}

/** Which of several descriptions of the same images goes first: the usual name, then more classes. */
function rank(files: FileSet, source: Source): number {
  const usual = /^(data|dataset)\.ya?ml$|^obj\.data$/i.test(baseName(files.paths[source.file] ?? '')) ? 1 : 0;
  return usual + Math.min(source.yaml.classes.length, 1000) / 10_000;
}

/** The deepest folder that holds all of them. */
export function commonFolder(folders: readonly string[]): string {
  const [first = '', ...rest] = folders;
  let parts = first.split('/');
  for (const folder of rest) {
    const other = folder.split('/');
    let same = 0;
    while (same < parts.length && parts[same] === other[same]) same += 1;
    parts = parts.slice(0, same);
  }
  return parts.join('/');
}
