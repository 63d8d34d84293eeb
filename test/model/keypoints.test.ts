import { describe, expect, it } from 'vitest';
import { keypointBounds, labelledKeypoints, skeletonFromZero } from '../../src/model/keypoints.ts';

describe('a skeleton', () => {
  it('counts from 1, as COCO does', () => {
    expect(
      skeletonFromZero(
        [
          [1, 2],
          [2, 3],
        ],
        3,
      ),
    ).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('counts from 0 where an index is 0', () => {
    expect(
      skeletonFromZero(
        [
          [0, 1],
          [1, 2],
        ],
        3,
      ),
    ).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('counts from 1 where nothing tells', () => {
    expect(skeletonFromZero([[1, 2]], 5)).toEqual([[0, 1]]);
  });

  it('leaves out pairs that name no point or are no pairs', () => {
    expect(skeletonFromZero([[1, 9], [1], 'a', [1, 'b'], [1.5, 2], [2, 3]], 3)).toEqual([[1, 2]]);
    expect(skeletonFromZero(undefined, 3)).toEqual([]);
  });

  it('keeps all pairs where the number of points is not known', () => {
    expect(skeletonFromZero([[1, 9]], 0)).toEqual([[0, 8]]);
  });
});

describe('keypoints', () => {
  const points = [10, 20, 2, 0, 0, 0, 30, 25, 1];

  it('have the box around the labelled points as bounds', () => {
    expect(keypointBounds(points)).toEqual([10, 20, 20, 5]);
    expect(keypointBounds([0, 0, 0])).toBeUndefined();
  });

  it('are labelled where v is above 0, fractions too', () => {
    expect(labelledKeypoints(points)).toBe(2);
    expect(labelledKeypoints([1, 1, 0.3])).toBe(1);
  });
});
