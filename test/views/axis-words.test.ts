import { expect, it } from 'vitest';
import { axisWords } from '../../src/views/shared/axis-words.ts';

const words = (edges: readonly string[], most: number, share = 1): readonly string[] =>
  axisWords(edges.length - 1, most, share, (at) => edges[at] ?? '').map(({ word }) => word);

it('names as many edges as are wanted where they have room', () => {
  expect(words(['0', '1', '2', '3', '4', '5', '6', '7', '8'], 5)).toEqual(['0', '2', '4', '6', '8']);
});

it('names fewer where their words would lie over each other', () => {
  const edges = ['0', '16', '128', '1,770', '24.6K', '128K', '3.15M', '35M', '403M px'];
  expect(words(edges, 5)).toEqual(['0', '1,770', '128K', '403M px']);
});

it('names both ends in any case', () => {
  expect(words(['192,000,000', '256,000,000 px'], 2, 1 / 8)).toEqual(['192,000,000', '256,000,000 px']);
});
