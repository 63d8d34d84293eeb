import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonArea, polygonBounds, polygonCovers, polygonToRle, ringArea } from '../../src/model/polygon.ts';
import { rleArea, rleBounds, rleToBitmap, rleToString, rleTotal } from '../../src/model/rle.ts';
import reference from './polygon-reference.json' with { type: 'json' };

describe('a polygon', () => {
  const square = [2, 2, 8, 2, 8, 8, 2, 8];

  it('has the area inside it, whichever way round it goes', () => {
    expect(ringArea(square)).toBe(36);
    expect(ringArea([2, 8, 8, 8, 8, 2, 2, 2])).toBe(36);
  });

  it('adds up the areas of its rings', () => {
    expect(polygonArea([square, [20, 20, 22, 20, 22, 22, 20, 22]])).toBe(40);
  });

  it('ignores the last number of an odd ring', () => {
    expect(ringArea([...square, 5])).toBe(36);
  });

  it('has the smallest box around all rings as bounds', () => {
    expect(polygonBounds([square, [20, -3, 22, 5]])).toEqual([2, -3, 20, 11]);
    expect(polygonBounds([])).toBeUndefined();
  });

  it('covers the points inside any ring, also inside an inner one', () => {
    const rings = [square, [4, 4, 6, 4, 6, 6, 4, 6]];
    expect(polygonCovers(rings, 5, 5)).toBe(true);
    expect(polygonCovers(rings, 3, 3)).toBe(true);
    expect(polygonCovers(rings, 9, 5)).toBe(false);
  });

  it('covers both halves of a ring that crosses itself, and what it winds around twice', () => {
    expect(polygonCovers([[0, 0, 10, 10, 10, 0, 0, 10]], 1, 5)).toBe(true);
    expect(polygonCovers([[0, 0, 10, 10, 10, 0, 0, 10]], 9, 5)).toBe(true);
    expect(polygonCovers([[0, 0, 9, 0, 9, 9, 0, 9, 0, 0, 9, 0, 9, 9, 0, 9]], 5, 5)).toBe(true);
  });

  it.each(reference)(
    'has the pixels that pycocotools gives it ($width × $height, $area pixels)',
    ({ rings, height, width, counts, area, box }) => {
      const mask = polygonToRle(rings, height, width);
      expect(rleToString(mask)).toBe(counts);
      expect(rleArea(mask)).toBe(area);
      expect(rleBounds(mask) ?? [0, 0, 0, 0]).toEqual(area === 0 ? [0, 0, 0, 0] : box);
    },
  );

  it('covers no pixel where it has no ring', () => {
    expect(rleArea(polygonToRle([], 4, 5))).toBe(0);
  });

  it('gives runs that add up to the image, and the union of its rings', () => {
    const ring = fc.array(fc.double({ min: -10, max: 50, noNaN: true }), { minLength: 6, maxLength: 16 });
    fc.assert(
      fc.property(
        fc.array(ring, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        (rings, height, width) => {
          const mask = polygonToRle(rings, height, width);
          expect(rleTotal(mask)).toBe(height * width);
          const expected = new Uint8Array(height * width);
          for (const part of rings) {
            for (const [i, pixel] of rleToBitmap(polygonToRle([part], height, width)).entries()) if (pixel === 1) expected[i] = 1;
          }
          expect(rleToBitmap(mask)).toEqual(expected);
        },
      ),
    );
  });
});
