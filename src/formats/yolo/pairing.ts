/** Which label file belongs to which image. */
import type { Slices } from '../../base/pause.ts';
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
export async function pairAll(files: FileSet, inventory: Inventory, each: Slices): Promise<Pairs> {
  const labelOf = new Map<FileIndex, FileIndex>();
  const imagesOf = new Map<FileIndex, FileIndex[]>();
  const lower = new Map<string, Folder>();
  for (const folder of inventory.folders.values()) if (folder.texts.length > 0) lower.set(folder.path.toLowerCase(), folder);
  const stems = new Map<Folder, ReadonlyMap<string, FileIndex>>();
  const pairBy = async (candidatesOf: (imageFolder: string) => readonly (string | undefined)[], free: boolean): Promise<void> => {
    const before = free ? new Set(imagesOf.keys()) : undefined;
    for (const folder of inventory.folders.values()) {
      if (folder.images.length === 0) continue;
      const candidates = textFolders(candidatesOf(folder.path), inventory, lower);
      if (candidates.length === 0) continue;
      for (const candidate of candidates) if (!stems.has(candidate)) stems.set(candidate, await textsByStem(files, candidate, each));
      await each(folder.images, (image) => {
        if (labelOf.has(image)) return;
        const stem = stemOf(files.paths[image] ?? '');
        for (const candidate of candidates) {
          const known = stems.get(candidate);
          const label = known?.get(stem) ?? known?.get(stem.toLowerCase());
          if (label === undefined || before?.has(label) === true) continue;
          labelOf.set(image, label);
          const images = imagesOf.get(label);
          if (images === undefined) imagesOf.set(label, [image]);
          else images.push(image);
          break;
        }
      });
    }
  };
  await pairBy((folder) => [labelFolderOf(folder), folder], false);
  // Weaker, so only for label files without an image: else masks next to `labels` would count as images.
  await pairBy(
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

async function textsByStem(files: FileSet, { texts }: Folder, each: Slices): Promise<ReadonlyMap<string, FileIndex>> {
  const known = new Map<string, FileIndex>();
  // Exact stems overwrite those in lower case, whatever the order.
  await each(texts, (file) => known.set(stemOf(files.paths[file] ?? '').toLowerCase(), file));
  await each(texts, (file) => known.set(stemOf(files.paths[file] ?? ''), file));
  return known;
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
