import { expect, it } from 'vitest';
import { datasetAddress, datasetAt } from '../../src/state/dataset-address.ts';

const named = (...names: string[]): { id: number; name: string }[] => names.map((name, id) => ({ id, name }));

it('finds every dataset by what it is called in the address, also those of one name', () => {
  const datasets = named('a.json', 'b', 'a.json', 'a.json');
  expect(datasets.map((dataset) => datasetAddress(datasets, dataset))).toEqual(['a.json', 'b', 'a.json (2)', 'a.json (3)']);
  for (const dataset of datasets) expect(datasetAt(datasets, datasetAddress(datasets, dataset))).toBe(dataset);
});

it('finds none that is not there', () => {
  expect(datasetAt(named('a'), 'a (2)')).toBeUndefined();
  expect(datasetAt(named('a'), undefined)).toBeUndefined();
});
