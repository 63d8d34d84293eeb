import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/files/memory-source.ts';
import { foretellCategories } from '../../../src/formats/coco/foretell.ts';
import { box, IMAGES, read, truth } from './reading.ts';

const CLASSES = [
  { id: 9, name: 'zebra' },
  { id: 7, name: 'dog' },
  { id: 3, name: 'cat "] }' },
];

describe('classes of a file that lists them last', () => {
  it('stand in the order in which they are declared, not in that of their first use', async () => {
    const { categories: _, ...rest } = truth([box({ category_id: 3 }), box({ id: 12, category_id: 7 })]);
    const reading = await read({ ...IMAGES, 'set/labels.json': JSON.stringify({ ...rest, categories: CLASSES }) });
    expect(reading.categories.map(({ name }) => name)).toEqual(['zebra', 'dog', 'cat "] }']);
    expect(reading.annotations.map(({ category }) => category)).toEqual(['cat "] }', 'dog']);
  });

  it('are found at the end alone, whole or not at all', async () => {
    const text = JSON.stringify({ images: [], annotations: [], categories: CLASSES });
    expect(await foretellCategories(memorySource(text))).toHaveLength(3);
    for (let end = 1; end < text.length - 2; end++) expect(await foretellCategories(memorySource(text.slice(0, end)))).toEqual([]);
    expect(await foretellCategories(memorySource(`{"categories": ["a", 1]}`))).toEqual([]);
    expect(await foretellCategories(memorySource(''))).toEqual([]);
  });
});
