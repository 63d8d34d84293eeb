/** Label folders put together to datasets, with the file that describes each. */
import { baseName, type FileSet } from '../../files/file-set.ts';
import { isWithin, upwards } from './inventory.ts';
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
  // There may be thousands of datasets: nothing here looks at each folder for each source.
  const owners = new Map([...groups].flatMap((group) => group.folders.map((folder) => [folder, group] as const)));
  const places = new Map([...groups].map((group, place) => [group, place] as const));
  const within = labelFoldersWithin(folders);

  const touches = sources.map((source) => ({ source, hits: hitsOf(source, within, folders) }));
  touches.sort((a, b) => b.hits.length - a.hits.length || rank(files, b.source) - rank(files, a.source));
  for (const { source, hits } of touches) {
    const hit = new Set(hits.flatMap((folder) => owners.get(folder) ?? []));
    if (hit.size > 0) {
      const inOrder = [...hit].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
      give(groups, source, inOrder, owners);
    }
  }
  const idle = touches.filter(({ hits }) => hits.length === 0).map(({ source }) => source);
  // The deepest first, so that each takes what is nearest.
  idle.sort((a, b) => b.folder.length - a.folder.length);
  const inFolder = new Map<string, number>();
  for (const { folder } of idle) inFolder.set(folder, (inFolder.get(folder) ?? 0) + 1);
  const free = [...groups].filter((group) => group.source === undefined);
  for (const source of idle) {
    if ((inFolder.get(source.folder) ?? 0) > 1) continue;
    const beneath = free.filter((group) => group.source === undefined && groups.has(group) && isWithin(group.root, source.folder));
    if (beneath.length > 0) give(groups, source, beneath, owners);
    else {
      const own = [...groups].find((group) => group.source !== undefined && group.root === source.folder);
      own?.others.push(source);
    }
  }
  return [...groups];
}

/** Joins groups under one description; groups that have a better one already keep it. */
function give(groups: Set<Group>, source: Source, hit: readonly Group[], owners: Map<LabelFolder, Group>): void {
  const free = hit.filter((group) => group.source === undefined);
  for (const group of hit) if (group.source !== undefined) group.others.push(source);
  const [first, ...rest] = free;
  if (first === undefined) return;
  first.source = source;
  for (const group of rest) {
    first.folders.push(...group.folders);
    for (const folder of group.folders) owners.set(folder, first);
    groups.delete(group);
  }
  if (rest.length > 0) first.root = commonFolder(first.folders.map(({ root }) => root));
}

/** For each folder the label folders that lie in it, or whose images do, by their place. */
function labelFoldersWithin(folders: readonly LabelFolder[]): Map<string, Set<number>> {
  const within = new Map<string, Set<number>>();
  for (const [place, folder] of folders.entries()) {
    for (const path of [folder.path, ...folder.imageFolders]) {
      for (const at of [...upwards(path), '']) {
        const known = within.get(at);
        if (known) known.add(place);
        else within.set(at, new Set([place]));
      }
    }
  }
  return within;
}

/** The label folders that a description speaks of, in their order. */
function hitsOf(source: Source, within: ReadonlyMap<string, ReadonlySet<number>>, folders: readonly LabelFolder[]): LabelFolder[] {
  const places = new Set<number>();
  for (const { folder } of source.splits) for (const place of within.get(folder) ?? []) places.add(place);
  for (const folder of source.listed) for (const place of within.get(folder) ?? []) places.add(place);
  return [...places].sort((a, b) => a - b).flatMap((place) => folders[place] ?? []);
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
