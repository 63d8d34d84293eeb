import { expect, it } from 'vitest';
import { wordDiff } from '../../../src/views/text/word-diff.ts';

const differing = (pieces: readonly { readonly text: string; readonly differs: boolean }[] = []): string[] =>
  pieces.filter(({ differs }) => differs).map(({ text }) => text);

it('says which words of two answers differ, and how much they have in common', () => {
  const found = wordDiff('The old bridge is safe.', 'The old bridge is shut.');
  expect(differing(found?.a)).toEqual(['safe']);
  expect(differing(found?.b)).toEqual(['shut']);
  expect(found?.common).toBeGreaterThan(0.7);
  expect(wordDiff('It is the way', 'What is the lamp of')?.common).toBeCloseTo(5 / 15);
  expect(wordDiff('one', 'two')).toBeUndefined();
  // Chinese has no spaces: its words are found by the segmenter.
  expect(differing(wordDiff('这座桥很旧。', '这座桥很新。')?.b)).toEqual(['很新']);
});
