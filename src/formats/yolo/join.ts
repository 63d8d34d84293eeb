/** Label files over images that another dataset has already: a model's results, or a second set of labels. */
import type { Slices } from '../../base/pause.ts';
import { baseName, folderOf, stemOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { NONE } from './plan.ts';
import { spread } from './sniff.ts';

/** Images and orphans of a dataset by stem. */
export type Stems = ReadonlyMap<string, readonly number[]>;

export async function stemsOf(files: FileSet, of: readonly FileIndex[], each: Slices): Promise<Stems> {
  const stems = new Map<string, number[]>();
  await each(of, (file, i) => {
    const stem = stemOf(files.paths[file] ?? '');
    const known = stems.get(stem);
    if (known === undefined) stems.set(stem, [i]);
    else known.push(i);
  });
  return stems;
}

/** The share of label files that has an image of the same stem; of many files some are asked. */
export function shareKnown(files: FileSet, labels: readonly FileIndex[], stems: Stems): number {
  const asked = spread(labels, 500);
  if (asked.length === 0) return 0;
  return asked.filter((label) => stems.has(stemOf(files.paths[label] ?? ''))).length / asked.length;
}

/**
 * For each image its label file. Where several images have the stem, the one in a folder of the same name is meant (`val/1.txt`,
 * `val/1.jpg`), else none: those files are orphans.
 */
export async function assign(
  files: FileSet,
  images: readonly FileIndex[],
  labels: readonly FileIndex[],
  stems: Stems,
  each: Slices,
): Promise<{ readonly labels: Uint32Array; readonly orphans: Uint32Array }> {
  const of = new Uint32Array(images.length).fill(NONE);
  const orphans: FileIndex[] = [];
  await each(labels, (label) => {
    const path = files.paths[label] ?? '';
    const candidates = stems.get(stemOf(path)) ?? [];
    const folder = baseName(folderOf(path));
    const image =
      candidates.length === 1 ? candidates[0] : candidates.find((i) => baseName(folderOf(files.paths[images[i] ?? NONE] ?? '')) === folder);
    if (image === undefined || of[image] !== NONE) orphans.push(label);
    else of[image] = label;
  });
  return { labels: of, orphans: Uint32Array.from(orphans) };
}
