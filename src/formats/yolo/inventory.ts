/** The drop sorted by what a YOLO layout is made of, in one pass over the paths. */
import type { Slices } from '../../base/pause.ts';
import { baseName, extensionOf, folderOf, isIgnoredPath, isImagePath, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { namesRank } from './class-names.ts';

export interface Folder {
  readonly path: string;
  readonly images: FileIndex[];
  /** Files `.txt` that are not called like a list of classes. */
  readonly texts: FileIndex[];
  /** Lists of class names. */
  readonly names: FileIndex[];
}

export interface Inventory {
  /** Folders that hold files of these kinds themselves. */
  readonly folders: ReadonlyMap<string, Folder>;
  /** All folders, those too that hold only folders, by their last part in lower case. */
  readonly byLastPart: ReadonlyMap<string, readonly string[]>;
  readonly yamls: readonly FileIndex[];
  readonly objData: readonly FileIndex[];
  hasFolder(path: string): boolean;
  /** These files, once each. */
  inPathOrder(files: Iterable<FileIndex>): FileIndex[];
}

export async function takeInventory(files: FileSet, each: Slices): Promise<Inventory> {
  const folders = new Map<string, Folder>();
  const all = new Set<string>(['']);
  const yamls: FileIndex[] = [];
  const objData: FileIndex[] = [];
  const order = files.under('');
  const places = new Uint32Array(files.paths.length);
  await each(order, (file, place) => {
    places[file] = place;
    const path = files.paths[file] ?? '';
    if (path === '' || isIgnoredPath(path)) return;
    const folder = folderOf(path);
    for (let at = folder; !all.has(at); at = folderOf(at)) all.add(at);
    const extension = extensionOf(path);
    if (extension === 'yaml' || extension === 'yml') yamls.push(file);
    else if (extension === 'data') objData.push(file);
    else if (isImagePath(path)) folderAt(folders, folder).images.push(file);
    else if (namesRank(path) !== undefined) folderAt(folders, folder).names.push(file);
    else if (extension === 'txt') folderAt(folders, folder).texts.push(file);
  });
  const byLastPart = new Map<string, string[]>();
  for (const path of all) {
    const last = baseName(path).toLowerCase();
    const known = byLastPart.get(last);
    if (known === undefined) byLastPart.set(last, [path]);
    else known.push(path);
  }
  const inPathOrder = (some: Iterable<FileIndex>): FileIndex[] => {
    const sorted = Uint32Array.from(new Set(some), (file) => places[file] ?? 0).sort();
    return Array.from(sorted, (place) => order[place] ?? 0);
  };
  return { folders, byLastPart, yamls, objData, hasFolder: (path) => all.has(path), inPathOrder };
}

function folderAt(folders: Map<string, Folder>, path: string): Folder {
  let folder = folders.get(path);
  if (folder === undefined) folders.set(path, (folder = { path, images: [], texts: [], names: [] }));
  return folder;
}

/** Whether `path` is `folder` or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** A folder, then all that it lies in, but for the top. */
export function* upwards(folder: string): Generator<string> {
  for (let at = folder; at !== ''; at = folderOf(at)) yield at;
}

/** Folder and name joined; the top has no slash. */
export function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
