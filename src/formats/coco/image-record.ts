import { baseName, folderOf, type FileSet, type Resolution } from '../../files/file-set.ts';
import type { JsonObject, JsonValue } from '../../syntax/json-value.ts';
import { isInSplit } from './names.ts';

/** Which file an `images` item means: `file_name`, else `path`, else the address it came from. */
export interface ImageName {
  /** Shown as the sample's name. */
  readonly name: string;
  /** What to look for among the files. */
  readonly reference: string;
}

export function imageNameOf(record: JsonObject): ImageName | undefined {
  for (const key of ['file_name', 'filename', 'path']) {
    const value = record[key];
    if (typeof value === 'string' && value.trim() !== '') return { name: value, reference: value };
    if (typeof value === 'number') return { name: String(value), reference: String(value) };
  }
  for (const key of ['coco_url', 'url', 'flickr_url']) {
    const value = record[key];
    if (typeof value === 'string' && value !== '') return { name: baseName(value.replace(/[?#].*$/s, '')), reference: value };
  }
  return undefined;
}

/**
 * The file of an image. Where several fit, as 0001.jpg in images/train and images/val, the one in the folder of the label file's
 * own split is meant; and of two datasets side by side, the images of its own.
 */
export function findImage(files: FileSet, reference: string, folder: string, split: string | undefined): Resolution {
  const found = files.resolve(reference, folder, 'images');
  if (found.kind !== 'ambiguous') return found;
  const near = nearest(files, found.candidates, folder);
  const own = split === undefined || near.length === 1 ? near : near.filter((file) => isInSplit(files.paths[file] ?? '', split));
  const [only] = own;
  if (own.length === 1 && only !== undefined) return { kind: 'found', file: only };
  return { kind: 'ambiguous', candidates: own.length > 0 ? own : near };
}

/** The files below the innermost folder above the label file that has any of them. */
function nearest(files: FileSet, candidates: readonly number[], folder: string): readonly number[] {
  for (let above = folder; above !== ''; above = folderOf(above)) {
    const inside = candidates.filter((file) => files.paths[file]?.startsWith(`${above}/`) === true);
    if (inside.length > 0) return inside;
  }
  return candidates;
}

/** A side in pixels, also as text; 0 where the value is none. */
export function sideOf(value: JsonValue): number {
  const side = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof side === 'number' && Number.isFinite(side) && side > 0 ? side : 0;
}
