/** Folders of label files in the drop: which `.txt` are rows of YOLO, and where the dataset around them begins. */
import type { Slices } from '../../base/pause.ts';
import { baseName, folderOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { splitOfName } from '../splits.ts';
import type { Inventory } from './inventory.ts';
import { beforeLabels, imageFolderOf, isImagesName, isLabelFolder, type Pairs } from './pairing.ts';
import { sniff, type Sniffed } from './sniff.ts';

export interface LabelFolder {
  readonly path: string;
  /** Folder where the dataset begins: without `labels` and folders of splits. */
  readonly root: string;
  readonly labels: readonly FileIndex[];
  /** Of these, as many have an image. */
  readonly paired: number;
  /** Folders of their images, present or meant. */
  readonly imageFolders: readonly string[];
  /** Called `labels`, or in a folder that is. */
  readonly named: boolean;
  readonly sniffed: Sniffed;
}

type Candidate = Omit<LabelFolder, 'imageFolders' | 'sniffed'>;

/** Label files that are looked into, all folders together; at least two of each dataset. */
const SNIFF_FILES = 64;
/** Folders of `.txt` that are neither called labels nor lie beside images: more than these are not looked into. */
const LOOSE_FOLDERS = 64;
/** Texts that lie about in datasets and are no labels, unless an image of that name exists. */
const NO_LABELS = /^(readme.*|licen[cs]e.*|requirements.*|changelog.*|classes)\.txt$/i;
/** Lists of images and notes, in folders that are not called labels. */
const LISTS =
  /^(notes?|info|about|version|autosplit_.*|.*list|(train|trainval|val|valid|validation|test|minival|all|files|images|labels|names)\d*)\.txt$/i;

export async function labelFolders(
  files: FileSet,
  inventory: Inventory,
  pairs: Pairs,
  each: Slices,
  signal: AbortSignal,
): Promise<LabelFolder[]> {
  // Folders of one dataset and kind are looked into together.
  const batches = new Map<string, Candidate[]>();
  let loose = 0;
  for (const folder of inventory.folders.values()) {
    if (folder.texts.length === 0) continue;
    const named = isLabelFolder(folder.path);
    const labels: FileIndex[] = [];
    let paired = 0;
    await each(folder.texts, (file) => {
      const isPaired = pairs.imagesOf.has(file);
      if (isPaired) paired += 1;
      if (isPaired || !isNoLabel(baseName(files.paths[file] ?? ''), named)) labels.push(file);
    });
    if (labels.length === 0) continue;
    const isLoose = !named && paired === 0;
    // A list of classes beside them makes them likely; of the others only so many are looked into.
    if (isLoose && folder.names.length === 0 && (loose += 1) > LOOSE_FOLDERS) continue;
    const candidate = { path: folder.path, root: rootOf(folder.path), labels, paired, named };
    const key = isLoose ? `loose ${folder.path}` : `${named ? 'named' : 'beside'} ${candidate.root}`;
    const batch = batches.get(key);
    if (batch === undefined) batches.set(key, [candidate]);
    else batch.push(candidate);
  }
  const limit = Math.max(2, Math.floor(SNIFF_FILES / Math.max(1, batches.size)));
  const found: LabelFolder[] = [];
  for (const batch of batches.values()) {
    const all = batch.flatMap(({ labels }) => labels);
    const sniffed = await sniff(files, all, limit, signal);
    const strangers = new Set(sniffed.strangers.filter((file) => !pairs.imagesOf.has(file)));
    const paired = batch.reduce((sum, folder) => sum + folder.paired, 0);
    const named = batch.some((folder) => folder.named);
    if (!isBelievable(paired, sniffed, all.length - strangers.size, named)) continue;
    let rows = sniffed.rows;
    for (const candidate of batch) {
      const labels = strangers.size === 0 ? candidate.labels : candidate.labels.filter((file) => !strangers.has(file));
      if (labels.length === 0) continue;
      found.push({ ...candidate, labels, imageFolders: await imageFolders(files, candidate, pairs, each), sniffed: { ...sniffed, rows } });
      // Said once for all folders of the batch.
      rows = [];
    }
  }
  return found;
}

function isNoLabel(name: string, named: boolean): boolean {
  return NO_LABELS.test(name) || (!named && LISTS.test(name));
}

function isBelievable(paired: number, sniffed: Sniffed, labels: number, named: boolean): boolean {
  const { good, others, dota, unreadable, strangers } = sniffed;
  if (labels === 0) return false;
  if (good > 0) return good >= strangers.length;
  if (dota > 0) return paired > 0 && dota === others;
  // Not a row can be read, but it is plain what the files should be.
  if (unreadable > 0 && !named) return false;
  // Nothing but empty files: backgrounds, where the layout speaks for itself.
  return others === 0 && paired > 0;
}

async function imageFolders(
  files: FileSet,
  folder: { readonly path: string; readonly labels: readonly FileIndex[] },
  pairs: Pairs,
  each: Slices,
): Promise<string[]> {
  const found = new Set<string>();
  await each(folder.labels, (label) => {
    for (const image of pairs.imagesOf.get(label) ?? []) found.add(folderOf(files.paths[image] ?? ''));
  });
  if (found.size === 0) {
    const meant = imageFolderOf(folder.path);
    if (meant !== undefined) found.add(meant);
  }
  return [...found];
}

/** Where the dataset of a label folder begins. */
export function rootOf(labelFolder: string): string {
  const before = beforeLabels(labelFolder);
  const parts = [...(before ?? labelFolder.split('/'))];
  if (before === undefined) {
    // Folders of splits may hold one level of their own: `train/camera1`.
    const at = parts.findLastIndex((part) => isSplitFolder(part));
    if (at > 0 && at === parts.length - 2) parts.pop();
  }
  while (parts.length > 0 && (isSplitFolder(parts.at(-1) ?? '') || (before === undefined && isImagesName(parts.at(-1) ?? '')))) parts.pop();
  return parts.join('/');
}

/** `train`, `valid`, darknet's `obj_train_data`. */
export function isSplitFolder(name: string): boolean {
  return splitOfPart(name) !== undefined;
}

/** The split of a folder's name, darknet's `obj_train_data` included. */
export function splitOfPart(name: string): string | undefined {
  return splitOfName(name.replace(/^obj_(\w+)_data$/i, '$1'));
}
