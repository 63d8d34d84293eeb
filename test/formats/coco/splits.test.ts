import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/engine/engine.ts';
import { memorySource } from '../../../src/files/memory-source.ts';
import { box, read, readAll, truth, type Drop, type Reading } from './reading.ts';

const FILES = Array.from({ length: 5 }, (_, i) => `${String(i + 1).padStart(6, '0')}.png`);
/** Five images numbered from 1, as every split of many exports has them. */
function numbered(note: string): Record<string, unknown> {
  const images = FILES.map((file_name, i) => ({ id: i + 1, file_name, width: 100, height: 80, note }));
  const annotations = FILES.map((_, i) => box({ id: i + 1, image_id: i + 1 }));
  return truth(annotations, { images });
}
function imagesIn(...folders: string[]): Drop {
  return Object.fromEntries(folders.flatMap((folder) => FILES.map((name) => [`${folder}/${name}`, folder])));
}
function imagesOf({ samples, files }: Reading): string[] {
  return samples.map(({ split, image }) => `${split} ${files.paths[image ?? -1]}`);
}

describe('splits of COCO that number their images alike', () => {
  const ROBOFLOW: Drop = {
    ...imagesIn('d/train', 'd/valid'),
    'd/train/_annotations.coco.json': numbered('t'),
    'd/valid/_annotations.coco.json': numbered('v'),
  };
  const ANNOTATIONS: Drop = {
    ...imagesIn('d/train', 'd/val'),
    'd/annotations/train.json': numbered('t'),
    'd/annotations/val.json': numbered('v'),
  };

  it.each([
    ['beside their images', ROBOFLOW, 'd/train', 'd/valid'],
    ['in a folder of their own', ANNOTATIONS, 'd/train', 'd/val'],
  ])('are one dataset with the images of each, %s', async (_, drop, train, val) => {
    const reading = await read(drop);
    expect(imagesOf(reading)).toEqual([...FILES.map((name) => `train ${train}/${name}`), ...FILES.map((name) => `val ${val}/${name}`)]);
    expect(reading.annotations).toHaveLength(10);
    expect(reading.labelSets).toHaveLength(1);
    expect(reading.problems).toEqual([]);
    expect(reading.match.claims).toHaveLength(12);
  });

  it.each([ROBOFLOW, ANNOTATIONS])('leave no image behind for another dataset', async (drop) => {
    const engine = createEngine();
    engine.addEntries(
      Object.entries(drop).map(([path, content]) => ({
        path,
        source: memorySource(typeof content === 'string' ? content : JSON.stringify(content)),
      })),
    );
    const { datasets } = await engine.open({});
    expect(datasets.map(({ format, samples }) => [format, samples])).toEqual([['coco', 10]]);
  });

  it('have the results of their own split', async () => {
    const row = { image_id: 2, category_id: 1, bbox: [1, 2, 3, 4], score: 0.5 };
    const reading = await read({ ...ANNOTATIONS, 'd/results/val.json': [row], 'd/results/train.json': [row, { ...row, image_id: 3 }] });
    expect(reading.annotations.filter(({ score }) => score !== undefined).map(({ sample }) => sample)).toEqual([
      'train:2',
      'train:3',
      'val:2',
    ]);
  });

  it('are datasets of their own where folders are no splits', async () => {
    const readings = await readAll({
      ...imagesIn('d/one', 'd/two'),
      'd/one/labels.json': numbered('1'),
      'd/two/labels.json': numbered('2'),
    });
    expect(readings.map(({ samples, files }) => samples.map(({ image }) => files.paths[image ?? -1]))).toEqual([
      FILES.map((name) => `d/one/${name}`),
      FILES.map((name) => `d/two/${name}`),
    ]);
  });
});

describe('an image of COCO that several files fit', () => {
  it('leaves them in its dataset', async () => {
    const drop: Drop = { 'd/p/x.png': 'p', 'd/q/x.png': 'q', 'd/labels.json': truth([], { images: [{ id: 1, file_name: 'x.png' }] }) };
    const reading = await read(drop);
    expect(reading.match.claims).toHaveLength(3);
    const engine = createEngine();
    engine.addEntries(
      Object.entries(drop).map(([path, content]) => ({
        path,
        source: memorySource(typeof content === 'string' ? content : JSON.stringify(content)),
      })),
    );
    const { datasets } = await engine.open({});
    expect(datasets.map(({ format, samples }) => [format, samples])).toEqual([['coco', 1]]);
  });
});
