import { describe, expect, it } from 'vitest';
import { yolo } from '../../src/formats/yolo.ts';
import { BOX, P, detailOf, drop, kindsOf, onlyYolo, openAll, placesOf } from './yolo-drop.ts';

describe('predictions', () => {
  const truth = {
    'p/d/images/val/a.png': P,
    'p/d/images/val/b.png': P,
    'p/d/labels/val/a.txt': BOX,
    'p/d/labels/val/b.txt': BOX,
    'p/d/classes.txt': 'cat\n',
  };

  it('beside a truth are a second label set over the same images', async () => {
    const files = drop({
      ...truth,
      'p/runs/detect/predict/labels/a.txt': '0 .5 .5 .2 .3 0.9\n0 .1 .1 .1 .1 0.25\n',
      'p/runs/detect/predict/a.png': P,
    });
    const found = await openAll(yolo, files);
    expect(found).toHaveLength(1);
    const [seen] = found;
    if (!seen) throw new Error('nothing was found');
    expect(seen.labelSets).toEqual([
      { name: 'labels', role: 'truth' },
      { name: 'predict', role: 'prediction' },
    ]);
    expect(seen.samples).toHaveLength(2);
    expect(seen.samples.map(({ labels }) => labels)).toEqual(['present', 'present']);
    expect(seen.annotations.map(({ cells }) => [cells.labelSet, cells.score])).toEqual([
      [0, undefined],
      [1, 0.9],
      [1, 0.25],
      [0, undefined],
    ]);
    expect(seen.facts).toMatchObject({ unreferencedImages: 1 });
    const detail = await detailOf(yolo, files, seen, 'a.png');
    expect(detail.annotations.map(({ labelSet, score }) => [labelSet, score])).toEqual([
      [0, undefined],
      [1, 0.9],
      [1, 0.25],
    ]);
  });

  it('of two runs are two label sets', async () => {
    const row = '0 .5 .5 .2 .3 0.9\n';
    const seen = await onlyYolo({ ...truth, 'p/runs/detect/predict/labels/a.txt': row, 'p/runs/detect/predict2/labels/b.txt': row });
    expect(seen.labelSets.map(({ name }) => name)).toEqual(['labels', 'predict', 'predict2']);
  });

  it('alone are a dataset of predictions, with the pictures beside them', async () => {
    const seen = await onlyYolo({ 'runs/predict/a.jpg': P, 'runs/predict/labels/a.txt': '0 .5 .5 .2 .3 0.9\n' });
    expect(seen.match.predictionsOnly).toBe(true);
    expect(seen.labelSets).toMatchObject([{ role: 'prediction' }]);
    expect(seen.problems).toMatchObject([{ code: 'results-without-truth' }]);
    expect(seen.samples).toMatchObject([{ name: 'a.jpg', labels: 'present' }]);
  });

  it('of a pose model are read by the kpt_shape of the truth', async () => {
    const yaml = 'train: images/val\nkpt_shape: [2, 3]\nnames: [person]\n';
    const pose = '0 .5 .5 .2 .4 .5 .5 2 .1 .1 2';
    const seen = await onlyYolo({
      ...truth,
      'p/d/data.yaml': yaml,
      'p/d/labels/val/a.txt': `${pose}\n`,
      'p/d/labels/val/b.txt': `${pose}\n`,
      'p/out/labels/a.txt': `${pose} 0.8\n`,
    });
    expect(seen.labelSets.map(({ role }) => role)).toEqual(['truth', 'prediction']);
    const predicted = seen.annotations.find(({ cells }) => cells.labelSet === 1)?.cells;
    expect(kindsOf(predicted?.kinds ?? 0)).toEqual(['box', 'keypoints']);
    expect(predicted?.score).toBe(0.8);
  });

  it('without scores are known by the name of their folder', async () => {
    const seen = await onlyYolo({ ...truth, 'p/runs/segment/predict/labels/a.txt': '0 .1 .1 .9 .1 .5 .9\n' });
    expect(seen.labelSets.map(({ role }) => role)).toEqual(['truth', 'prediction']);
  });

  it('for images that the truth does not have are samples whose image is missing', async () => {
    const row = '0 .5 .5 .2 .3 0.9\n';
    const seen = await onlyYolo({ ...truth, 'p/pred/labels/a.txt': row, 'p/pred/labels/b.txt': row, 'p/pred/labels/other.txt': row });
    expect(seen.samples.map(({ name }) => name)).toEqual(['a.png', 'b.png', 'other.txt']);
    expect(placesOf(seen, 'image-missing')).toEqual(['other.txt']);
  });

  it('a second set of labels within the dataset is a second truth', async () => {
    const seen = await onlyYolo({ ...truth, 'p/d/second/a.txt': '0 .5 .5 .1 .1\n', 'p/d/second/b.txt': '0 .5 .5 .1 .1\n' });
    expect(seen.labelSets).toEqual([
      { name: 'labels', role: 'truth' },
      { name: 'second', role: 'truth' },
    ]);
    expect(seen.samples).toHaveLength(2);
  });

  it('truth in which some rows have a score keeps it as a field', async () => {
    const files = drop({ ...truth, 'p/d/labels/val/a.txt': '0 .5 .5 .2 .2 0.9\n' });
    const [seen] = await openAll(yolo, files);
    if (!seen) throw new Error('nothing was found');
    expect(seen.annotations[0]?.cells.score).toBe(undefined);
    expect((await detailOf(yolo, files, seen, 'a.png')).annotations[0]?.fields).toEqual({ confidence: 0.9 });
  });
});
