import { describe, expect, it } from 'vitest';
import { SHAPE_KINDS, type Shape } from '../../src/model/annotation.ts';
import { buildScene, sceneSteps, shapeEdges } from '../../src/canvas/scene.ts';
import { annotation, box, context, maskOf } from './annotations.ts';

const PLACES: Record<(typeof SHAPE_KINDS)[number], { shape: Shape; edges: readonly number[] | undefined }> = {
  classification: { shape: { kind: 'classification' }, edges: undefined },
  caption: { shape: { kind: 'caption', text: 'a dog' }, edges: undefined },
  box: { shape: box(30, 40, -10, 5), edges: [20, 40, 30, 45] },
  polygon: {
    shape: {
      kind: 'polygon',
      rings: [
        [1, 2, 9, 2, 9, 8],
        [20, 0, 30, 0, 30, 5],
      ],
    },
    edges: [1, 0, 30, 8],
  },
  mask: { shape: { kind: 'mask', rle: maskOf('....', '.##.') }, edges: [1, 1, 3, 2] },
  keypoints: { shape: { kind: 'keypoints', points: [5, 6, 2, 99, 99, 0, 7, 3, 1] }, edges: [5, 3, 7, 6] },
};

it.each(SHAPE_KINDS)('a %s knows where it is', (kind) => {
  expect(shapeEdges(PLACES[kind].shape)).toEqual(PLACES[kind].edges);
});

it('a turned box reaches as far as its corners, those that were written before those of its angle', () => {
  const edges = shapeEdges({ kind: 'box', box: [0, 40, 100, 20], angle: Math.PI / 2 }) ?? [];
  expect(edges.map((edge) => Math.round(edge) + 0)).toEqual([40, 0, 60, 100]);
  expect(shapeEdges({ kind: 'box', box: [0, 0, 1, 1], angle: 1, corners: [5, 5, 9, 6, 8, 12, 4, 11] })).toEqual([4, 5, 9, 12]);
});

describe('a scene', () => {
  it('draws dim ones first, then large ones before small ones', () => {
    const annotations = [annotation(1, [box(0, 0, 5, 5)]), annotation(2, [box(0, 0, 50, 50)]), annotation(3, [box(0, 0, 9, 9)])];
    const scene = buildScene(annotations, context({ passing: (row) => row !== 1 }));
    expect(scene.items.map(({ row }) => row)).toEqual([1, 2, 3]);
    expect(scene.byRow.get(3)).toBe(2);
  });

  it('numbers its annotations as the list does, hidden ones included', () => {
    const annotations = [annotation(1, [box(0, 0, 5, 5)], { category: 1 }), annotation(2, [box(0, 0, 5, 5)])];
    const scene = buildScene(annotations, context({ hiddenCategories: new Set([1]) }));
    expect(scene.items.map(({ row, number, name }) => [row, number, name])).toEqual([[2, 2, 'person']]);
  });

  it('puts boxes that look the same together', () => {
    const annotations = [
      annotation(1, [box(0, 0, 5, 5)]),
      annotation(2, [box(1, 1, 5, 5)], { category: 24 }),
      annotation(3, [box(2, 2, 5, 5)], { category: 1 }),
      annotation(4, [box(3, 3, 5, 5)], { labelSet: 1, score: 0.5 }),
      annotation(5, [{ kind: 'box', box: [0, 0, 5, 5], angle: 1 }]),
      annotation(6, [box(NaN, 0, 5, 5)]),
    ];
    const scene = buildScene(annotations, context());
    expect(scene.batches.map(({ boxes, predicted }) => [boxes.length / 4, predicted])).toEqual([
      [2, false],
      [1, false],
      [1, true],
    ]);
  });

  it('anchors the label at the box, else at the bounds, else around the shapes', () => {
    const ring: Shape = { kind: 'polygon', rings: [[10, 10, 20, 10, 20, 20]] };
    const annotations = [
      annotation(1, [ring, box(5, 5, 30, 30)]),
      annotation(2, [ring], { bounds: [9, 9, 12, 12] }),
      annotation(3, [ring]),
    ];
    const { items } = buildScene(annotations, context());
    expect(new Map(items.map(({ row, anchor }) => [row, anchor]))).toEqual(
      new Map([
        [1, [5, 5, 35, 35]],
        [2, [9, 9, 21, 21]],
        [3, [10, 10, 20, 20]],
      ]),
    );
  });

  it('says what has no class, and survives a class that is not declared', () => {
    const scene = buildScene(
      [annotation(1, [box(0, 0, 1, 1)], { category: -1 }), annotation(2, [box(0, 0, 1, 1)], { category: 99 })],
      context(),
    );
    expect(scene.items.map(({ name }) => name)).toEqual(['no class', 'no class']);
  });

  it('reaches around all of its shapes', () => {
    const scene = buildScene(
      [annotation(1, [box(5, 6, 10, 10)]), annotation(2, [{ kind: 'classification' }]), annotation(3, [box(90, 0, 10, 50)])],
      context(),
    );
    expect(scene.extent).toEqual([5, 0, 100, 50]);
    expect(buildScene([], context()).extent).toBeUndefined();
  });
});

it('is the same when it is built step by step, with other things between', () => {
  const many = Array.from({ length: 2000 }, (_, at) => annotation(at, [box(at % 97, at % 53, 5 + (at % 11), 7)]));
  const steps = sceneSteps(many, context());
  let pauses = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) pauses += 1;
  expect(pauses).toBeGreaterThan(5);
  expect(step.value).toEqual(buildScene(many, context()));
});
