/**
 * Polygons as COCO has them: rings `x0 y0 x1 y1 …` in pixels that add up (union), so that an inner ring is no hole.
 * Rasterising follows https://github.com/cocodataset/cocoapi/blob/master/common/maskApi.c (`rleFrPoly`) pixel for pixel.
 */
import type { Box } from './box.ts';
import { rleUnion, type Rle } from './rle.ts';

type Ring = readonly number[];

/** Area inside one ring in square pixels, whichever way round it goes. */
export function ringArea(ring: Ring): number {
  return Math.abs(signedRingArea(ring));
}

/** The same by the shoelace formula: positive where the ring goes clockwise on the screen (y down). */
export function signedRingArea(ring: Ring): number {
  const length = ring.length - (ring.length % 2);
  let twice = 0;
  for (let i = 0; i < length; i += 2) {
    const next = i + 2 < length ? i + 2 : 0;
    twice += (ring[i] ?? 0) * (ring[next + 1] ?? 0) - (ring[next] ?? 0) * (ring[i + 1] ?? 0);
  }
  return twice / 2;
}

/** Sum of the rings' areas: an upper bound where they overlap. */
export function polygonArea(rings: readonly Ring[]): number {
  let area = 0;
  for (const ring of rings) area += ringArea(ring);
  return area;
}

/** Smallest box around all points; undefined where there are none. */
export function polygonBounds(rings: readonly Ring[]): Box | undefined {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const x = ring[i] ?? NaN;
      const y = ring[i + 1] ?? NaN;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  return right >= left && bottom >= top ? [left, top, right - left, bottom - top] : undefined;
}

/** Whether the point lies in one of the rings (nonzero winding, so that a ring that crosses itself has no holes). */
export function polygonCovers(rings: readonly Ring[], x: number, y: number): boolean {
  return rings.some((ring) => winding(ring, x, y) !== 0);
}

function winding(ring: Ring, x: number, y: number): number {
  const length = ring.length - (ring.length % 2);
  let turns = 0;
  for (let i = 0; i < length; i += 2) {
    const next = i + 2 < length ? i + 2 : 0;
    const x0 = ring[i] ?? 0;
    const y0 = ring[i + 1] ?? 0;
    const x1 = ring[next] ?? 0;
    const y1 = ring[next + 1] ?? 0;
    const side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0);
    if (y0 <= y && y1 > y && side > 0) turns += 1;
    else if (y0 > y && y1 <= y && side < 0) turns -= 1;
  }
  return turns;
}

/** The pixels that pycocotools gives the rings, united; no foreground where there is no ring. */
export function polygonToRle(rings: readonly Ring[], height: number, width: number): Rle {
  let mask: Rle = { height, width, counts: Uint32Array.of(height * width) };
  for (const [i, ring] of rings.entries()) {
    const part = ringToRle(ring, height, width);
    mask = i === 0 ? part : rleUnion(mask, part);
  }
  return mask;
}

/** The outline is walked on a grid five times finer, and each of its crossings of a pixel column starts or ends a run. */
const FINER = 5;

function ringToRle(ring: Ring, height: number, width: number): Rle {
  const crossings: number[] = [];
  let lastX: number | undefined;
  let lastY = 0;
  walkOutline(ring, (x, y) => {
    if (lastX !== undefined && x !== lastX) {
      const column = ((x < lastX ? x : x - 1) + 0.5) / FINER - 0.5;
      if (Number.isInteger(column) && column >= 0 && column <= width - 1) {
        const row = (Math.min(y, lastY) + 0.5) / FINER - 0.5;
        crossings.push(column * height + Math.ceil(Math.min(height, Math.max(0, row))));
      }
    }
    lastX = x;
    lastY = y;
  });
  return { height, width, counts: runsBetween(crossings, height * width) };
}

/** Points of the outline on the fine grid, in order, one for each step along the longer axis of an edge, both ends included. */
function walkOutline(ring: Ring, visit: (x: number, y: number) => void): void {
  const points = Math.floor(ring.length / 2);
  const fine = (value: number | undefined): number => Math.trunc(FINER * (value ?? 0) + 0.5);
  for (let i = 0; i < points; i += 1) {
    const next = i + 1 < points ? i + 1 : 0;
    const x0 = fine(ring[2 * i]);
    const y0 = fine(ring[2 * i + 1]);
    const x1 = fine(ring[2 * next]);
    const y1 = fine(ring[2 * next + 1]);
    const dx = Math.abs(x1 - x0);
    const dy = Math.abs(y1 - y0);
    const flat = dx >= dy;
    // Edges are interpolated from their left (or upper) end, so that both directions give the same points.
    const flip = flat ? x0 > x1 : y0 > y1;
    const [xs, ys, xe, ye] = flip ? [x1, y1, x0, y0] : [x0, y0, x1, y1];
    const steps = flat ? dx : dy;
    const slope = steps === 0 ? 0 : flat ? (ye - ys) / dx : (xe - xs) / dy;
    for (let step = 0; step <= steps; step += 1) {
      const t = flip ? steps - step : step;
      if (flat) visit(xs + t, Math.trunc(ys + slope * t + 0.5));
      else visit(Math.trunc(xs + slope * t + 0.5), ys + t);
    }
  }
}

/** Run lengths between sorted crossings; two crossings at one place cancel out. */
function runsBetween(crossings: number[], pixels: number): Uint32Array {
  crossings.push(pixels);
  const sorted = Uint32Array.from(crossings).sort();
  const counts: number[] = [];
  let before = 0;
  for (let i = 0; i < sorted.length; i += 1) {
    let run = (sorted[i] ?? 0) - before;
    before = sorted[i] ?? 0;
    if (run === 0 && counts.length > 0) {
      i += 1;
      if (i >= sorted.length) break;
      run = (sorted[i] ?? 0) - before;
      before = sorted[i] ?? 0;
      counts[counts.length - 1] = (counts.at(-1) ?? 0) + run;
    } else {
      counts.push(run);
    }
  }
  return Uint32Array.from(counts);
}
