import { unreachable } from '../base/assert.ts';
import type { Shape } from '../model/annotation.ts';
import { polygonCovers, ringArea } from '../model/polygon.ts';
import { rleArea, rleCovers, runEnds, type Rle } from '../model/rle.ts';
import type { Display } from './look.ts';
import { jointState } from './overlays/keypoints.ts';
import { finiteRing } from './overlays/outline.ts';
import { isDisplayed } from './paint.ts';
import { isPlainBox, turnedCorners, type Scene, type SceneItem } from './scene.ts';

/** How near counts as on it, in CSS pixels: for thin shapes and for joints. */
const NEAR = 3;
const NEAR_JOINT = 6;

/**
 * Rows of the annotations under a point (image pixels), the one to take first: matching before dim, then the smallest shape.
 * `scale` turns the tolerance, which is in CSS pixels, into image pixels. Brute force over typed arrays: 10,000 in well under a millisecond.
 */
export function hitTest(scene: Scene, x: number, y: number, scale: number, display: Display): number[] {
  const reach = NEAR_JOINT / scale;
  const [left, top, right, bottom] = [x - reach, y - reach, x + reach, y + reach];
  const hits: { item: SceneItem; size: number }[] = [];
  const { edges } = scene;
  for (let index = 0, at = 0; at < edges.length; index += 1, at += 4) {
    // Between the edges both factors are positive, else one is not. NaN, the mark of a shape without a place, fails. One branch for two
    // edges: which of them a box fails by nobody could foresee, and a wrong guess costs more than the product.
    if (!((right - (edges[at] ?? NaN)) * ((edges[at + 2] ?? NaN) - left) >= 0)) continue;
    if (!((bottom - (edges[at + 1] ?? NaN)) * ((edges[at + 3] ?? NaN) - top) >= 0)) continue;
    const item = scene.items[index];
    if (!item) continue;
    const size = smallestHit(item, x, y, scale, display);
    if (size < Infinity) hits.push({ item, size });
  }
  hits.sort((a, b) => Number(b.item.passing) - Number(a.item.passing) || a.size - b.size || a.item.number - b.item.number);
  return hits.map(({ item }) => item.row);
}

/** What a click takes: the first, or, when one of them was taken at this place before, the one after it. */
export function nextHit(hits: readonly number[], selected: number | undefined, samePlace: boolean): number | undefined {
  const at = samePlace && selected !== undefined ? hits.indexOf(selected) : -1;
  return hits[(at + 1) % Math.max(1, hits.length)];
}

/** Area of the smallest shape of an annotation that holds the point; Infinity: none does. */
function smallestHit(item: SceneItem, x: number, y: number, scale: number, display: Display): number {
  let smallest = Infinity;
  for (const shape of item.annotation.shapes) {
    if (!isDisplayed(shape.kind, display)) continue;
    smallest = Math.min(smallest, hitSize(item, shape, x, y, scale));
  }
  return smallest;
}

function hitSize(item: SceneItem, shape: Shape, x: number, y: number, scale: number): number {
  const near = NEAR / scale;
  switch (shape.kind) {
    case 'box': {
      if (!isPlainBox(shape)) return ringsHit([turnedCorners(shape)], x, y, near);
      const [left, top, width, height] = shape.box;
      const inX = x >= Math.min(left, left + width) - near && x <= Math.max(left, left + width) + near;
      const inY = y >= Math.min(top, top + height) - near && y <= Math.max(top, top + height) + near;
      return inX && inY ? Math.abs(width * height) : Infinity;
    }
    case 'polygon':
      return ringsHit(shape.rings, x, y, near);
    case 'mask':
      return rleCovers(shape.rle, x, y, endsOf(shape.rle)) ? rleArea(shape.rle) : Infinity;
    case 'keypoints':
      return isNearJoint(shape.points, item.predicted, x, y, NEAR_JOINT / scale) ? 0 : Infinity;
    case 'classification':
    case 'caption':
      return Infinity;
    default:
      return unreachable(shape);
  }
}

/** The union of the rings holds the point, or it is near an edge: their area together, else Infinity. */
function ringsHit(given: readonly (readonly number[])[], x: number, y: number, near: number): number {
  const rings = given.map(finiteRing);
  if (!polygonCovers(rings, x, y) && !rings.some((ring) => isNearRing(ring, x, y, near))) return Infinity;
  return rings.reduce((sum, ring) => sum + ringArea(ring), 0);
}

function isNearRing(ring: readonly number[], x: number, y: number, near: number): boolean {
  const count = Math.floor(ring.length / 2);
  for (let k = 0; k < count; k += 1) {
    const [x0, y0, x1, y1] = side(ring, k, count);
    const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
    const along = length > 0 ? Math.min(1, Math.max(0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length)) : 0;
    if (Math.hypot(x0 + along * (x1 - x0) - x, y0 + along * (y1 - y0) - y) <= near) return true;
  }
  return false;
}

function side(ring: readonly number[], k: number, count: number): readonly [number, number, number, number] {
  const next = (k + 1) % count;
  return [ring[2 * k] ?? 0, ring[2 * k + 1] ?? 0, ring[2 * next] ?? 0, ring[2 * next + 1] ?? 0];
}

function isNearJoint(points: readonly number[], predicted: boolean, x: number, y: number, near: number): boolean {
  for (let at = 0; at + 3 <= points.length; at += 3) {
    if (jointState(points[at + 2] ?? 0, predicted) === 'absent') continue;
    if (Math.hypot((points[at] ?? NaN) - x, (points[at + 1] ?? NaN) - y) <= near) return true;
  }
  return false;
}

const ENDS = new WeakMap<Rle, Float64Array>();
function endsOf(rle: Rle): Float64Array {
  const known = ENDS.get(rle);
  if (known) return known;
  const ends = runEnds(rle);
  ENDS.set(rle, ends);
  return ends;
}
