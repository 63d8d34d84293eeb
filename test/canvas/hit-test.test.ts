import { describe, expect, it } from 'vitest';
import { hitTest, nextHit } from '../../src/canvas/hit-test.ts';
import { DEFAULT_DISPLAY } from '../../src/canvas/look.ts';
import { buildScene } from '../../src/canvas/scene.ts';
import { annotation, box, context, maskOf } from './annotations.ts';

function rowsAt(x: number, y: number, scene: ReturnType<typeof buildScene>, display = DEFAULT_DISPLAY, scale = 1): number[] {
  return hitTest(scene, x, y, scale, display);
}

describe('under the pointer', () => {
  it('the smallest box comes first, then the larger ones', () => {
    const scene = buildScene(
      [annotation(7, [box(0, 0, 100, 100)]), annotation(8, [box(40, 40, 20, 20)]), annotation(9, [box(30, 30, 50, 50)])],
      context(),
    );
    expect(rowsAt(50, 50, scene)).toEqual([8, 9, 7]);
    expect(rowsAt(35, 35, scene)).toEqual([9, 7]);
    expect(rowsAt(150, 50, scene)).toEqual([]);
  });

  it('what passes comes before what is dimmed', () => {
    const scene = buildScene(
      [annotation(1, [box(0, 0, 100, 100)]), annotation(2, [box(40, 40, 20, 20)])],
      context({ passing: (row) => row === 1 }),
    );
    expect(rowsAt(50, 50, scene)).toEqual([1, 2]);
  });

  it('the edge of a box counts within three screen pixels, at any zoom', () => {
    const scene = buildScene([annotation(1, [box(10, 10, 20, 20)])], context());
    expect(rowsAt(7.5, 20, scene)).toEqual([1]);
    expect(rowsAt(6, 20, scene)).toEqual([]);
    expect(rowsAt(6, 20, scene, DEFAULT_DISPLAY, 0.5)).toEqual([1]);
    expect(rowsAt(9, 20, scene, DEFAULT_DISPLAY, 10)).toEqual([]);
  });

  it('a turned box is hit inside its corners, not inside its extent', () => {
    const scene = buildScene([annotation(1, [{ kind: 'box', box: [0, 40, 100, 20], angle: Math.PI / 4 }])], context());
    expect(rowsAt(50, 50, scene)).toEqual([1]);
    expect(rowsAt(75, 75, scene)).toEqual([1]);
    expect(rowsAt(75, 25, scene)).toEqual([]);
  });

  it('a polygon is the union of its rings', () => {
    const rings = [
      [0, 0, 40, 0, 40, 40, 0, 40],
      [20, 60, 60, 60, 60, 20, 20, 20], // the other way round, over the first
    ];
    const scene = buildScene([annotation(1, [{ kind: 'polygon', rings }])], context());
    for (const [x, y] of [
      [10, 10],
      [30, 30],
      [50, 50],
    ] as const)
      expect(rowsAt(x, y, scene)).toEqual([1]);
    expect(rowsAt(50, 10, scene)).toEqual([]);
  });

  it('a mask is hit on its pixels, not in its hole', () => {
    const scene = buildScene([annotation(1, [{ kind: 'mask', rle: maskOf('###', '#.#', '###') }])], context());
    expect(rowsAt(0.5, 1.5, scene)).toEqual([1]);
    expect(rowsAt(1.5, 1.5, scene)).toEqual([]);
  });

  it('a joint near by comes before everything around it; one that is not labelled is not there', () => {
    const points = [50, 50, 2, 90, 90, 0];
    const scene = buildScene([annotation(1, [{ kind: 'keypoints', points }]), annotation(2, [box(45, 45, 2, 2)])], context());
    expect(rowsAt(47, 47, scene)).toEqual([1, 2]);
    expect(rowsAt(90, 90, scene)).toEqual([]);
  });

  it('an annotation with a box and a polygon goes by the smaller that holds the point', () => {
    const both = annotation(1, [box(0, 0, 100, 100), { kind: 'polygon', rings: [[0, 0, 10, 0, 10, 10, 0, 10]] }]);
    const scene = buildScene([both, annotation(2, [box(0, 0, 30, 30)])], context());
    expect(rowsAt(5, 5, scene)).toEqual([1, 2]);
    expect(rowsAt(20, 20, scene)).toEqual([2, 1]);
  });

  it('what is switched off or hidden is not hit', () => {
    const annotations = [
      annotation(1, [box(0, 0, 50, 50)]),
      annotation(2, [box(0, 0, 20, 20)], { category: 1 }),
      annotation(3, [box(0, 0, 10, 10)], { labelSet: 1 }),
    ];
    expect(rowsAt(5, 5, buildScene(annotations, context()), { ...DEFAULT_DISPLAY, boxes: false })).toEqual([]);
    const scene = buildScene(annotations, context({ hiddenCategories: new Set([1]), hiddenLabelSets: new Set([1]) }));
    expect(rowsAt(5, 5, scene)).toEqual([1]);
  });

  it('a box of negative size and one of no size are where they are drawn; one of NaN is nowhere', () => {
    const annotations = [annotation(1, [box(50, 50, -20, -20)]), annotation(2, [box(80, 80, 0, 0)]), annotation(3, [box(NaN, 0, 10, 10)])];
    const scene = buildScene(annotations, context());
    expect(rowsAt(40, 40, scene)).toEqual([1]);
    expect(rowsAt(81, 81, scene)).toEqual([2]);
    expect(rowsAt(5, 5, scene)).toEqual([]);
  });
});

describe('clicks', () => {
  it('at the same place go through what lies there, and around', () => {
    expect(nextHit([8, 9, 7], undefined, false)).toBe(8);
    expect(nextHit([8, 9, 7], 8, true)).toBe(9);
    expect(nextHit([8, 9, 7], 7, true)).toBe(8);
  });

  it('at another place take the first', () => {
    expect(nextHit([8, 9, 7], 8, false)).toBe(8);
  });

  it('on nothing select nothing', () => {
    expect(nextHit([], 8, true)).toBeUndefined();
  });
});

it('ten thousand boxes are searched in a moment', () => {
  const many = Array.from({ length: 10_000 }, (_, row) => annotation(row, [box((row * 37) % 4000, (row * 53) % 3000, 20, 20)]));
  const scene = buildScene(many, context());
  const start = performance.now();
  for (let k = 0; k < 100; k += 1) rowsAt(k * 40, k * 30, scene);
  expect((performance.now() - start) / 100).toBeLessThan(5);
});
