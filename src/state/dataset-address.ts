/** What a dataset is called in the address: by its name, and of several of that name by their order. */
import type { DatasetSummary } from '../model/dataset.ts';

type Named = Pick<DatasetSummary, 'id' | 'name'>;

export function datasetAddress<Dataset extends Named>(datasets: readonly Dataset[], dataset: Dataset): string {
  const same = datasets.filter(({ name }) => name === dataset.name);
  const at = same.findIndex(({ id }) => id === dataset.id);
  return at > 0 ? `${dataset.name} (${at + 1})` : dataset.name;
}

/** The dataset that an address speaks of; undefined: it is not there. */
export function datasetAt<Dataset extends Named>(datasets: readonly Dataset[], address: string | undefined): Dataset | undefined {
  return address === undefined ? undefined : datasets.find((dataset) => datasetAddress(datasets, dataset) === address);
}
