import type { DatasetSummary } from '../../model/dataset.ts';

/** Where several datasets have one name: the folder of this one, which tells it from the others. Undefined: its name does. */
export function folderAmongSameNames(datasets: readonly DatasetSummary[], dataset: DatasetSummary): string | undefined {
  if (!datasets.some(({ id, name }) => id !== dataset.id && name === dataset.name)) return undefined;
  const path = dataset.files[0]?.path;
  return path === undefined || !path.includes('/') ? undefined : path.slice(0, path.lastIndexOf('/'));
}
