/** Rows in pixels: shapes as written, bounds and areas. */
import type { Shape } from '../../model/annotation.ts';
import type { Box } from '../../model/box.ts';
import { ringArea } from '../../model/polygon.ts';
import type { Row } from './row.ts';

/** Values beyond this are outside of the image, as Ultralytics checks it. */
const LOW = -0.01;
const HIGH = 1.01;

/** The box of a row in pixels: as written, or around its points. */
export function boundsOf(row: Row, width: number, height: number): Box {
  const { values } = row;
  if (row.kind === 'box' || row.kind === 'pose') {
    const [cx = 0, cy = 0, w = 0, h = 0] = values;
    return [(cx - w / 2) * width, (cy - h / 2) * height, w * width, h * height];
  }
  const sx = row.pixels === true ? 1 : width;
  const sy = row.pixels === true ? 1 : height;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < values.length; i += 2) {
    const x = (values[i] ?? 0) * sx;
    const y = (values[i + 1] ?? 0) * sy;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return [left, top, right - left, bottom - top];
}

/** Pixels squared of what a row encloses: the box, or the ring. */
export function areaOf(row: Row, width: number, height: number): number {
  const { values } = row;
  if (row.kind === 'box' || row.kind === 'pose') return Math.max(0, values[2] ?? 0) * Math.max(0, values[3] ?? 0) * width * height;
  return ringArea(values) * (row.pixels === true ? 1 : width * height);
}

/** The shapes of a row in pixels, exactly. */
export function shapesOf(row: Row, width: number, height: number): Shape[] {
  const scaled = (values: readonly number[]): number[] =>
    row.pixels === true ? [...values] : values.map((value, i) => value * (i % 2 === 0 ? width : height));
  switch (row.kind) {
    case 'box':
      return [{ kind: 'box', box: boundsOf(row, width, height) }];
    case 'polygon':
      return [{ kind: 'polygon', rings: [scaled(row.values)] }];
    case 'obb':
      return [rotatedBox(scaled(row.values))];
    case 'pose': {
      const points = (row.points ?? []).map((value, i) => (i % 3 === 0 ? value * width : i % 3 === 1 ? value * height : value));
      return [
        { kind: 'box', box: boundsOf(row, width, height) },
        { kind: 'keypoints', points },
      ];
    }
  }
}

/** The rectangle nearest to four corners in order: sides are the means of opposite sides. The corners stay as written. */
export function rotatedBox(corners: readonly number[]): Extract<Shape, { kind: 'box' }> {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = corners;
  const width = (Math.hypot(x1 - x0, y1 - y0) + Math.hypot(x2 - x3, y2 - y3)) / 2;
  const height = (Math.hypot(x2 - x1, y2 - y1) + Math.hypot(x3 - x0, y3 - y0)) / 2;
  const cx = (x0 + x1 + x2 + x3) / 4;
  const cy = (y0 + y1 + y2 + y3) / 4;
  const angle = Math.atan2(y1 - y0 + y2 - y3, x1 - x0 + x2 - x3);
  return { kind: 'box', box: [cx - width / 2, cy - height / 2, width, height], angle, corners };
}

/** What is odd about where a row lies: nothing, or one of the problem codes. */
export function oddity(row: Row): 'box-negative' | 'box-degenerate' | 'box-out-of-bounds' | undefined {
  if (row.pixels === true) return undefined;
  const { values } = row;
  if (row.kind === 'box' || row.kind === 'pose') {
    const [cx = 0, cy = 0, w = 0, h = 0] = values;
    if (w < 0 || h < 0) return 'box-negative';
    if (w === 0 || h === 0) return 'box-degenerate';
    if (cx - w / 2 < LOW || cy - h / 2 < LOW || cx + w / 2 > HIGH || cy + h / 2 > HIGH) return 'box-out-of-bounds';
  }
  for (const value of values) if (value < LOW || value > HIGH) return 'box-out-of-bounds';
  return undefined;
}
