/** Which problems of a drop are about a dataset: they are shown with it, and with the sample that they concern. */
import { extensionOf, isImagePath, stemOf, type FileSet } from '../files/file-set.ts';
import type { FileIndex, SampleRow } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import type { Dataset } from './dataset.ts';

/** Extensions of files that label the one image of the same name. */
const BESIDE_IMAGES = new Set(['txt', 'json', 'xml']);
const SEVERAL = -1;

/**
 * Gives each problem of the drop to the dataset that it is about, and returns those that are about none: a file that a dataset claims, or
 * one that it would have if it could be read, named as one image of the dataset is.
 */
export function withoutOwners(set: FileSet, problems: readonly Problem[], datasets: readonly Dataset[]): readonly Problem[] {
  if (problems.length === 0 || datasets.length === 0) return problems;
  const claimed = new Map<FileIndex, Dataset>();
  for (const dataset of datasets) for (const file of dataset.reading.match.claims) if (!claimed.has(file)) claimed.set(file, dataset);
  const stems = new Map<Dataset, ReadonlyMap<string, SampleRow>>();
  return problems.filter((problem) => {
    const { file: path } = problem;
    const file = path === undefined ? undefined : set.indexOf(path);
    if (path === undefined || file === undefined) return true;
    const owner = claimed.get(file);
    if (owner) {
      owner.tell(problem);
      return false;
    }
    if (isImagePath(path) || !BESIDE_IMAGES.has(extensionOf(path))) return true;
    const owners = datasets.flatMap((dataset) => {
      if (!dataset.table.visual) return [];
      const rows = stems.get(dataset) ?? rowsByStem(set, dataset);
      stems.set(dataset, rows);
      const sample = rows.get(placeOf(path));
      return sample === undefined || sample === SEVERAL ? [] : [{ dataset, sample }];
    });
    const [only] = owners;
    if (!only || owners.length > 1) return true;
    only.dataset.tell({ ...problem, sample: only.sample });
    return false;
  });
}

/** Samples by the name of their image; `SEVERAL` where more than one has it. */
function rowsByStem(set: FileSet, { table }: Dataset): ReadonlyMap<string, SampleRow> {
  const rows = new Map<string, SampleRow>();
  for (let row = 0; row < table.sampleCount; row++) {
    const path = set.paths[table.samples.image.at(row)];
    if (path === undefined) continue;
    const place = placeOf(path);
    rows.set(place, rows.has(place) ? SEVERAL : row);
  }
  return rows;
}

/** What an image and its label file have in common: the dropped folder and the name without extension. */
function placeOf(path: string): string {
  return `${path.slice(0, Math.max(0, path.indexOf('/')))}/${stemOf(path)}`;
}
