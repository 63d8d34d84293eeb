import type { BoxBatch } from '../scene.ts';
import type { Look } from '../look.ts';
import { DASH } from '../look.ts';
import { CASING } from '../palette.ts';
import type { Pen } from '../pen.ts';
import type { Size, View } from '../viewport.ts';

const PERIOD = DASH.reduce((sum, length) => sum + length, 0);
/** Edges further out than this (CSS pixels) are drawn nearer: nobody sees them, and dashing a mile of line is slow. */
const FAR = 256;
/** Side of a handle, CSS pixels. */
const HANDLE = 7;

/**
 * All upright boxes of one look. `strokeRect`, one by one: on a CPU raster it is several times faster than one path of many
 * boxes. Returns how many were in sight.
 */
export function drawBoxes(pen: Pen, view: View, host: Size, batch: BoxBatch, look: Look): number {
  const shown = inSight(view, host, batch.boxes, Math.max(look.line, look.casing));
  if (shown.length === 0) return 0;
  pen.globalAlpha = look.alpha;
  if (look.casing > 0) {
    pen.strokeStyle = CASING;
    pen.lineWidth = look.casing;
    strokeAll(pen, shown, look.line);
  }
  pen.strokeStyle = look.colour.line;
  pen.lineWidth = look.line;
  if (look.dashed) pen.setLineDash([...DASH]);
  strokeAll(pen, shown, look.line);
  if (look.dashed) pen.setLineDash([]);
  pen.globalAlpha = 1;
  return shown.length / 4;
}

/** The eight grips of what is selected: `left top right bottom` in image pixels. */
export function drawHandles(pen: Pen, view: View, edges: readonly [number, number, number, number]): void {
  const xs = [edges[0], (edges[0] + edges[2]) / 2, edges[2]].map((x) => Math.round(x * view.scale + view.x));
  const ys = [edges[1], (edges[1] + edges[3]) / 2, edges[3]].map((y) => Math.round(y * view.scale + view.y));
  pen.fillStyle = '#ffffff';
  pen.strokeStyle = '#111111';
  pen.lineWidth = 1;
  for (const [column, x] of xs.entries()) {
    for (const [row, y] of ys.entries()) {
      if (column === 1 && row === 1) continue;
      // No grips in the middle of a side that is too short to hold them.
      if (column === 1 && (xs[2] ?? 0) - (xs[0] ?? 0) < 3 * HANDLE) continue;
      if (row === 1 && (ys[2] ?? 0) - (ys[0] ?? 0) < 3 * HANDLE) continue;
      const left = x - Math.floor(HANDLE / 2);
      const top = y - Math.floor(HANDLE / 2);
      pen.fillRect(left, top, HANDLE, HANDLE);
      pen.strokeRect(left + 0.5, top + 0.5, HANDLE - 1, HANDLE - 1);
    }
  }
}

/** Screen rectangles `x y width height` of the boxes that touch the host. */
function inSight(view: View, host: Size, boxes: Float64Array, margin: number): Float64Array {
  const shown = new Float64Array(boxes.length);
  let length = 0;
  for (let at = 0; at < boxes.length; at += 4) {
    const left = (boxes[at] ?? 0) * view.scale + view.x;
    const top = (boxes[at + 1] ?? 0) * view.scale + view.y;
    const right = left + (boxes[at + 2] ?? 0) * view.scale;
    const bottom = top + (boxes[at + 3] ?? 0) * view.scale;
    if (right < -margin || bottom < -margin || left > host.width + margin || top > host.height + margin) continue;
    // The whole frame may lie outside while its inside fills the host.
    if (left < -margin && top < -margin && right > host.width + margin && bottom > host.height + margin) continue;
    const [x, width] = nearer(left, right, host.width);
    const [y, height] = nearer(top, bottom, host.height);
    shown[length] = x;
    shown[length + 1] = y;
    shown[length + 2] = width;
    shown[length + 3] = height;
    length += 4;
  }
  return shown.subarray(0, length);
}

/** Pulls edges that are far outside nearer, by whole dash periods so that the dashes stay where they are. */
function nearer(start: number, end: number, available: number): [start: number, length: number] {
  let from = start;
  let to = end;
  if (from < -FAR) from += Math.floor((-FAR - from) / PERIOD) * PERIOD;
  if (to > available + FAR) to -= Math.floor((to - available - FAR) / PERIOD) * PERIOD;
  return [from, to - from];
}

/** Edges on whole pixels (on half ones for odd line widths) are sharp. */
function strokeAll(pen: Pen, rects: Float64Array, line: number): void {
  const half = Math.round(line) % 2 === 1 ? 0.5 : 0;
  for (let at = 0; at < rects.length; at += 4) {
    const left = Math.round(rects[at] ?? 0);
    const top = Math.round(rects[at + 1] ?? 0);
    const right = Math.round((rects[at] ?? 0) + (rects[at + 2] ?? 0));
    const bottom = Math.round((rects[at + 1] ?? 0) + (rects[at + 3] ?? 0));
    // A box without width or height is still one pixel to see.
    pen.strokeRect(left + half, top + half, Math.max(1, right - left), Math.max(1, bottom - top));
  }
}
