/** Which label file belongs to which image. */
import { folderOf, stemOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { joined, type Folder, type Inventory } from './inventory.ts';

const IMAGES = /^(images?|imgs?|jpegimages)$/i;
/** `labelTxt` is what DOTA and exports of it are called. */
const LABELS = /^(labels?|labeltxt)$/i;
/** Folders of masks and the like beside `labels`. */
const NOT_PICTURES = /(^|\/)[^/]*(mask|segment|depth|semantic|instance|label|annotation)[^/]*$/i;

/** The rule of Ultralytics: `labels` for the last `images` of a folder; undefined where no part is called so (then labels lie beside). */
export function labelFolderOf(imageFolder: string): string | undefined {
  return replaceLast(imageFolder, IMAGES, 'labels');
}

/** `images` for the last `labels` of a folder. */
export function imageFolderOf(labelFolder: string): string | undefined {
  return replaceLast(labelFolder, LABELS, 'images');
}

function replaceLast(folder: string, name: RegExp, by: string): string | undefined {
  const parts = folder.split('/');
  const at = parts.findLastIndex((part) => name.test(part));
  return at < 0 ? undefined : parts.with(at, by).join('/');
}

/** Whether a folder is one for labels by its name: it or one above it is called `labels`. */
export function isLabelFolder(folder: string): boolean {
  return folder.split('/').some((part) => LABELS.test(part));
}

export interface Pairs {
  /** Label file of an image. */
  readonly labelOf: ReadonlyMap<FileIndex, FileIndex>;
  /** Images of a label file; more than one where stems are shared. */
  readonly imagesOf: ReadonlyMap<FileIndex, readonly FileIndex[]>;
}

/**
 * Pairs every image with its `.txt`: by the rule or beside it; what is left over then by a folder `labels` within or next to the
 * image's. Folder by folder, exactly first, then in any case.
 */
export function pairAll(files: FileSet, inventory: Inventory): Pairs {
  const labelOf = new Map<FileIndex, FileIndex>();
  const imagesOf = new Map<FileIndex, FileIndex[]>();
  const lower = new Map<string, Folder>();
  for (const folder of inventory.folders.values()) if (folder.texts.length > 0) lower.set(folder.path.toLowerCase(), folder);
  const stems = new Map<Folder, Map<string, FileIndex>>();
  const pairBy = (candidatesOf: (imageFolder: string) => readonly (string | undefined)[], free: boolean): void => {
    const before = free ? new Set(imagesOf.keys()) : undefined;
    for (const folder of inventory.folders.values()) {
      if (folder.images.length === 0) continue;
      const candidates = textFolders(candidatesOf(folder.path), inventory, lower);
      if (candidates.length === 0) continue;
      for (const image of folder.images) {
        if (labelOf.has(image)) continue;
        const stem = stemOf(files.paths[image] ?? '');
        for (const candidate of candidates) {
          const label = find(files, stems, candidate, stem);
          if (label === undefined || before?.has(label) === true) continue;
          labelOf.set(image, label);
          const images = imagesOf.get(label);
          if (images === undefined) imagesOf.set(label, [image]);
          else images.push(image);
          break;
        }
      }
    }
  };
  pairBy((folder) => [labelFolderOf(folder), folder], false);
  // Weaker, so only for label files without an image: else masks next to `labels` would count as images.
  pairBy(
    (folder) =>
      NOT_PICTURES.test(folder)
        ? []
        : [
            joined(folder, 'labels'),
            joined(folderOf(folder), 'labels'),
            replaceLast(folder, IMAGES, 'labelTxt'),
            joined(folder, 'labelTxt'),
          ],
    true,
  );
  return { labelOf, imagesOf };
}

function textFolders(paths: readonly (string | undefined)[], inventory: Inventory, lower: ReadonlyMap<string, Folder>): Folder[] {
  const found: Folder[] = [];
  for (const path of paths) {
    if (path === undefined) continue;
    const exact = inventory.folders.get(path);
    const folder = exact !== undefined && exact.texts.length > 0 ? exact : lower.get(path.toLowerCase());
    if (folder !== undefined && !found.includes(folder)) found.push(folder);
  }
  return found;
}

function find(files: FileSet, stems: Map<Folder, Map<string, FileIndex>>, folder: Folder, stem: string): FileIndex | undefined {
  let known = stems.get(folder);
  if (known === undefined) {
    known = new Map();
    // Exact stems overwrite those in lower case, whatever the order.
    for (const file of folder.texts) known.set(stemOf(files.paths[file] ?? '').toLowerCase(), file);
    for (const file of folder.texts) known.set(stemOf(files.paths[file] ?? ''), file);
    stems.set(folder, known);
  }
  return known.get(stem) ?? known.get(stem.toLowerCase());
}

/** Parts of a folder before its last part that is called `labels`; undefined where none is. */
export function beforeLabels(folder: string): readonly string[] | undefined {
  const parts = folder.split('/');
  const at = parts.findLastIndex((part) => LABELS.test(part));
  return at < 0 ? undefined : parts.slice(0, at);
}

/** Whether a part of a path is what folders of images are called. */
export function isImagesName(part: string): boolean {
  return IMAGES.test(part);
}
