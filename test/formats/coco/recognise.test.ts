import { describe, expect, it, vi } from 'vitest';
import { box, IMAGES, matchAll, read, truth, type Drop } from './reading.ts';

// Thousands of files, or files larger than what is looked at first.
vi.setConfig({ testTimeout: 60_000 });

const LABELS = 'set/labels.json';
const LONG = 'x'.repeat(150_000);

describe('a COCO file whose telling keys come late', () => {
  it.each([
    ['behind a long description', { info: { description: LONG }, ...truth([box()]) }],
    ['behind a long list', { videos: [{ id: 1, name: LONG }, ...Array.from({ length: 5000 }, (_, id) => ({ id }))], ...truth([box()]) }],
    ['behind other long values', { licenses: [{ name: LONG }], note: LONG, ...truth([box()]) }],
  ])('is recognised %s', async (_, content) => {
    const reading = await read({ ...IMAGES, [LABELS]: content });
    expect([reading.samples.length, reading.annotations.length]).toEqual([2, 1]);
    expect(reading.problems).toEqual([]);
  });

  it('is recognised as results whose first row is long', async () => {
    const segmentation = { counts: '1'.repeat(80_000), size: [400, 400] };
    const row = { segmentation, bbox: [1, 2, 3, 4], score: 0.5, image_id: 1, category_id: 1 };
    const reading = await read({ ...IMAGES, 'set/r.json': [row, row], [LABELS]: truth([box()]) });
    expect(reading.accounts['set/r.json']).toEqual({ unit: 'rows', read: 2, shown: 2, rejected: 0 });
  });

  it.each([
    ['an object', { version: '5', shapes: [], imageData: LONG, more: [{ image_id: 1 }] }],
    ['a list', [{ image: LONG, objects: [] }]],
    ['keys further in', { data: { note: LONG, images: [{ id: 1, file_name: 'a.jpg' }], annotations: [], categories: [] } }],
    ['a list of lists', [[LONG, { image_id: 1 }]]],
  ])('is not seen in %s of something else', async (_, content) => {
    expect(await matchAll({ 'd/x.json': content })).toEqual([]);
  });

  it('is not looked for in every large file of another kind', async () => {
    const others = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`d/${i}.json`, { shapes: [], imageData: LONG }]));
    const reading = await read({ ...others, 'e/labels.json': truth([box()]) });
    expect([...reading.sources.values()].filter(({ bytesRead }) => bytesRead > 70_000).length).toBeLessThan(10);
  });
});

describe('a COCO file of images alone', () => {
  it('is a truth without annotations', async () => {
    const { images } = truth([]);
    const reading = await read({ ...IMAGES, [LABELS]: { images } });
    expect([reading.samples.length, reading.annotations.length, reading.problems]).toEqual([2, 0, []]);
    expect(reading.labelSets).toMatchObject([{ role: 'truth' }]);
    expect(reading.samples.map(({ image }) => image)).toEqual([0, 1]);
  });

  it.each([
    ['names without ids', [{ file_name: 'a.jpg' }]],
    ['ids without names', [{ id: 1, width: 5, height: 5 }]],
    ['objects inside them', [{ id: 1, file_name: 'a.jpg', sentences: [{ raw: 'a cat' }] }]],
    ['nothing', []],
  ])('is not seen in %s', async (_, images) => {
    expect(await matchAll({ 'd/x.json': { images } })).toEqual([]);
  });
});

describe('many JSON files in one folder', () => {
  const one = (i: number): Record<string, unknown> =>
    truth([box()], { images: [{ id: 1, file_name: `${i}.jpg`, width: 100, height: 80 }] });

  it('are not all opened: one for each image is another format', async () => {
    const others = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`d/${i}.json`, { shapes: [], imagePath: `${i}.jpg` }]));
    const reading = await read({ ...others, 'e/labels.json': truth([box()]) });
    expect([...reading.sources.values()].filter(({ bytesRead }) => bytesRead > 0).length).toBeLessThan(30);
  });

  it('are all looked at where one of them is COCO', async () => {
    const drop: Drop = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`d/${i}.json`, one(i)]));
    const matches = await matchAll(drop);
    expect(matches).toHaveLength(150);
    expect(new Set(matches.flatMap(({ claims }) => claims)).size).toBe(150);
    expect(new Set(matches.map(({ name }) => name)).size).toBe(150);
    const others = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`d/${i}.json`, { shapes: [], imagePath: `${i}.jpg` }]));
    expect(await matchAll({ ...others, 'd/z.json': one(1), 'd/z_annotations.json': one(2) })).toHaveLength(2);
  });

  it('may be some thousands, and others have their turn meanwhile', async () => {
    const drop: Drop = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`d/x${i}.json`, one(i)]));
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    const matches = await matchAll(drop);
    clearInterval(timer);
    expect(matches).toHaveLength(3000);
    expect(longest).toBeLessThan(2000);
  });
});
