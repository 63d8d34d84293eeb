import { describe, expect, it } from 'vitest';
import { datasetName, isInSplit, splitOfPath } from '../../../src/formats/coco/names.ts';

describe('the path of a COCO file', () => {
  it.each([
    ['coco/annotations/instances_val2017.json', 'val', 'coco/annotations/instances_*2017.json', 'instances'],
    ['coco/annotations/person_keypoints_train2014.json', 'train', 'coco/annotations/person_keypoints_*2014.json', 'person_keypoints'],
    ['d/train/_annotations.coco.json', 'train', 'd/*/_annotations.coco.json', 'annotations.coco'],
    ['d/valid/_annotations.coco.json', 'val', 'd/*/_annotations.coco.json', 'annotations.coco'],
    ['d/annotations/test.json', 'test', 'd/annotations/*.json', ''],
    ['d/image_info_test-dev2017.json', 'test', 'd/image_info_*2017.json', 'image_info'],
    ['d/my-train-labels.json', 'train', 'd/my-*-labels.json', 'my-labels'],
    ['d/labels.json', undefined, 'd/labels.json', 'labels'],
  ])('%s tells the split %s', (path, split, layout, set) => {
    expect(splitOfPath(path)).toEqual({ split, layout, set });
  });

  it.each([
    [['d/annotations/instances_val2017.json'], 'instances_val2017'],
    [['d/annotations/instances_default.json'], 'd'],
    [['badminton/train/_annotations.coco.json'], 'badminton'],
    [['labels.json'], 'labels'],
    [['d/annotations/instances_train.json', 'd/annotations/instances_val.json'], 'd'],
    [['d/train/a.json', 'd/val/a.json'], 'd'],
    [['a.json', 'b.json'], 'a'],
  ])('%j names the dataset %s', (paths, name) => {
    expect(datasetName(paths)).toBe(name);
  });

  it('lies in a split where a folder says so', () => {
    expect(isInSplit('d/images/val2017/1.jpg', 'val')).toBe(true);
    expect(isInSplit('d/images/train/val.jpg', 'val')).toBe(false);
  });
});
