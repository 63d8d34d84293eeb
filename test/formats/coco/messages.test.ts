import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en.ts';
import { problemSentence } from '../../../src/i18n/problems.ts';
import { createTranslator } from '../../../src/i18n/translate.ts';
import { box, IMAGES, read, truth, type Reading } from './reading.ts';

const english = createTranslator('en', en);
function sentences({ problems }: Reading): string[] {
  return problems.map((problem) => problemSentence(english, problem));
}
function readTruth(annotations: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): Promise<Reading> {
  return read({ ...IMAGES, 'set/labels.json': truth(annotations, more) });
}

describe('what is told of COCO', () => {
  it('takes sides of images that are text for numbers, and says so once', async () => {
    const images = [1, 2].map((id) => ({ id, file_name: id === 1 ? 'a.jpg' : 'b.jpg', width: '100', height: 'x' }));
    const reading = await readTruth([box({ bbox: [90, 0, 20, 5] })], { images });
    expect(reading.samples.map(({ width, height }) => [width, height])).toEqual([
      [100, 0],
      [100, 0],
    ]);
    expect(reading.problem('value-invalid').values).toEqual({ field: 'width', count: 2 });
    expect(sentences(reading)).toContain('“width” is text in 2 places; it was read as a number');
  });

  it('says of a polygon without its outer brackets that they are missing', async () => {
    const reading = await readTruth([box({ segmentation: [1, 2, 3, 4, 5, 6] })]);
    expect(reading.annotations[0]?.kinds).toEqual(['box', 'polygon']);
    expect(sentences(reading)[0]).toContain('outer brackets');
  });

  it('says of a polygon of five numbers that they are odd', async () => {
    const reading = await readTruth([box({ segmentation: [[1, 2, 3, 4, 5]] })]);
    expect(sentences(reading)).toEqual(['5 numbers are no pairs of x and y; the last was left out']);
  });

  it('says which item is no object', async () => {
    const reading = await readTruth([box(), 7], { categories: [{ id: 1, name: 'cat' }, 'x'] });
    const text = JSON.stringify(truth([box(), 7], { categories: [{ id: 1, name: 'cat' }, 'x'] }));
    expect(sentences(reading)).toEqual([
      `The item at byte ${text.indexOf(',7]') + 1} of “annotations” is not an object`,
      `The item at byte ${text.indexOf('"x"')} of “categories” is not an object`,
    ]);
  });

  it('tells once of categories that are not declared, with the first of them', async () => {
    const reading = await readTruth(Array.from({ length: 3000 }, (_, i) => box({ id: i + 1, category_id: 100 + (i >> 1) })));
    expect(reading.problems).toMatchObject([
      { code: 'category-unknown', sample: 0, values: { categories: '100, 101, 102, 103, 104, …', ids: 1500, count: 3000 } },
    ]);
    expect(sentences(reading)).toEqual(['3,000 annotations name 1,500 categories that are not declared: 100, 101, 102, 103, 104, …']);
  });
});
