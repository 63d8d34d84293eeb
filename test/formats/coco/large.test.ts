import { describe, expect, it, vi } from 'vitest';
import { box, read, truth, type Drop } from './reading.ts';

// Tens of megabytes in one test.
vi.setConfig({ testTimeout: 60_000 });

/** A truth past 16 MB, so that only slices of it are looked at while matching. */
function large(annotationsFirst: boolean): string {
  const images = Array.from({ length: 40 }, (_, i) => ({ id: i + 1, file_name: `${i + 1}.jpg`, width: 100, height: 80 }));
  const annotations = Array.from({ length: 40 }, (_, i) => box({ id: i + 1, image_id: i + 1, note: 'x'.repeat(425_000) }));
  const { categories } = truth([]);
  return JSON.stringify(annotationsFirst ? { annotations, images, categories } : { images, annotations, categories });
}

const ROWS = Array.from({ length: 10 }, (_, i) => ({ image_id: 31 + i, category_id: 7, bbox: [1, 2, 3, 4], score: 0.5 }));
const IMAGES: Drop = Object.fromEntries(Array.from({ length: 42 }, (_, i) => [`d/images/${i + 1}.jpg`, '']));

describe('a large COCO file', () => {
  it.each([false, true])('is matched by slices and read whole (annotations first: %s)', async (annotationsFirst) => {
    const text = large(annotationsFirst);
    const captions = { images: (JSON.parse(text) as { images: unknown }).images, annotations: [{ id: 1, image_id: 3, caption: 'hi' }] };
    const reading = await read({ ...IMAGES, 'd/a/instances.json': text, 'd/a/captions.json': captions, 'd/r.json': ROWS });
    expect(reading.samples).toHaveLength(40);
    expect(reading.annotations).toHaveLength(51);
    expect(reading.labelSets.map(({ name, role }) => [name, role])).toEqual([
      ['captions', 'truth'],
      ['instances', 'truth'],
      ['r', 'prediction'],
    ]);
    expect(reading.problems).toEqual([]);
    // All images lie in one folder, and two of them belong to no sample.
    expect(reading.match.claims).toHaveLength(45);
    expect(reading.facts).toMatchObject({ unreferencedImages: 2 });
  });

  it('of results is matched by slices', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ ...ROWS[0], image_id: i + 1, note: 'x'.repeat(425_000) }));
    const reading = await read({ 'd/r.json': rows });
    expect([reading.samples.length, reading.annotations.length]).toEqual([40, 40]);
    const joined = await read({ 'd/r.json': rows, 'd/t.json': truth([box()]) });
    expect(joined.accounts['d/r.json']).toEqual({ unit: 'rows', read: 40, shown: 2, rejected: 38 });
  });
});
