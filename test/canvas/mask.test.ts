import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskOutline, maskPixels } from '../../src/canvas/mask.ts';
import { rleArea, rleBounds, rleCovers, runEnds } from '../../src/model/rle.ts';
import { encode, maskOf } from './annotations.ts';

const RING = maskOf('......', '.####.', '.#..#.', '.####.', '......');

it('the box of a mask is the smallest around its foreground', () => {
  expect(rleBounds(RING)).toEqual([1, 1, 4, 3]);
  expect(rleBounds(maskOf('#'))).toEqual([0, 0, 1, 1]);
  expect(rleBounds(maskOf('...', '...'))).toBeUndefined();
});

it('a run that goes on in the next column counts in both', () => {
  expect(rleBounds({ width: 3, height: 2, counts: Uint32Array.of(1, 2, 3) })).toEqual([0, 0, 2, 2]);
});

it('runs beyond the mask are cut, and missing ones are background', () => {
  expect(rleBounds({ width: 2, height: 2, counts: Uint32Array.of(3, 99) })).toEqual([1, 1, 1, 1]);
  expect(rleArea({ width: 2, height: 2, counts: Uint32Array.of(0, 1) })).toBe(1);
  const short = { width: 2, height: 2, counts: Uint32Array.of(0, 1) };
  expect(rleCovers(short, 1, 1, runEnds(short))).toBe(false);
});

it('a point is in the mask when its pixel is', () => {
  const ends = runEnds(RING);
  expect(rleCovers(RING, 1.9, 1.1, ends)).toBe(true);
  expect(rleCovers(RING, 2.5, 2.5, ends)).toBe(false);
  expect(rleCovers(RING, -1, 1, ends)).toBe(false);
  expect(rleCovers(RING, 6, 1, ends)).toBe(false);
});

describe('the picture of a mask', () => {
  const alphas = (data: Uint8ClampedArray): number[] => [...data].filter((_, at) => at % 4 === 3);

  it('has the class colour on foreground and nothing elsewhere', () => {
    const { width, height, data } = maskPixels(RING, [1, 1, 4, 3], [10, 20, 30]);
    expect([width, height]).toEqual([4, 3]);
    expect([...data.slice(0, 4)]).toEqual([10, 20, 30, 255]);
    expect(alphas(data)).toEqual([255, 255, 255, 255, 255, 0, 0, 255, 255, 255, 255, 255]);
  });

  it('takes every second pixel of a mask that is too large', () => {
    const { width, height, data } = maskPixels(
      encode(6, 6, (x) => x < 4),
      [0, 0, 6, 6],
      [1, 2, 3],
      2,
    );
    expect([width, height]).toEqual([3, 3]);
    expect(alphas(data)).toEqual([255, 255, 0, 255, 255, 0, 255, 255, 0]);
  });

  it('is striped for a crowd', () => {
    const { data } = maskPixels(
      encode(4, 1, () => true),
      [0, 0, 4, 1],
      [1, 2, 3],
      1,
      1,
    );
    expect(alphas(data)).toEqual([255, 0, 255, 0]);
  });
});

describe('the outline of a mask', () => {
  it('follows pixel edges, the hole too', () => {
    const rings = maskOutline(RING) ?? [];
    expect(rings.map(corners)).toEqual(
      expect.arrayContaining([
        ['1,1', '1,4', '5,1', '5,4'],
        ['2,2', '2,3', '4,2', '4,3'],
      ]),
    );
    expect(rings).toHaveLength(2);
  });

  it('closes around pixels that touch at a corner', () => {
    const rings = maskOutline(maskOf('#.', '.#')) ?? [];
    expect(rings.reduce((sum, ring) => sum + area(ring), 0)).toBe(2);
  });

  it('gives up on a mask with too many corners', () => {
    const noise = encode(40, 40, (x, y) => (x + y) % 2 === 0);
    expect(maskOutline(noise, 100)).toBeUndefined();
    expect(maskOutline(noise)).toBeDefined();
  });

  it('encloses the area of the mask, for any mask', () => {
    const bits = fc.uint8Array({ minLength: 35, maxLength: 35, max: 1 });
    fc.assert(
      fc.property(bits, (pixels) => {
        const rle = encode(7, 5, (x, y) => pixels[y * 7 + x] === 1);
        const rings = maskOutline(rle) ?? [];
        expect(rings.reduce((sum, ring) => sum + area(ring), 0)).toBe(rleArea(rle));
        for (const ring of rings) expect(isRectilinear(ring)).toBe(true);
      }),
    );
  });
});

function corners(ring: readonly number[]): string[] {
  const points: string[] = [];
  for (let at = 0; at < ring.length; at += 2) points.push(`${ring[at]},${ring[at + 1]}`);
  return points.sort();
}

/** Signed, so that a hole takes away. */
function area(ring: readonly number[]): number {
  let twice = 0;
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    twice += (ring[at] ?? 0) * (ring[next + 1] ?? 0) - (ring[next] ?? 0) * (ring[at + 1] ?? 0);
  }
  return twice / 2;
}

function isRectilinear(ring: readonly number[]): boolean {
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    if ((ring[at] === ring[next]) === (ring[at + 1] === ring[next + 1])) return false;
  }
  return true;
}
