import { isThing, type Scene, type Thing } from './scene.ts';
import { limb, type Part, type Point } from './shape.ts';

/** What of a thing can be seen, in whole pixels. */
export interface Seen {
  readonly thing: Thing;
  readonly mask: Mask;
  /** Pixels of the mask. */
  readonly area: number;
  /** x y width height. */
  readonly box: readonly [number, number, number, number];
  /** Outer outlines of the connected parts, largest first. */
  readonly outlines: readonly (readonly Point[])[];
  /** x y v for each joint. */
  readonly keypoints?: readonly number[];
}

export interface Mask {
  readonly width: number;
  readonly height: number;
  /** Row by row, 1 inside. */
  readonly bits: Uint8Array;
}

/** Paints the scene with the number of each thing instead of its colours: nearer things hide farther ones. */
export function seenThings(scene: Scene, smallest = 60): Seen[] {
  const { width, height } = scene;
  const owner = new Int32Array(width * height);
  const things: Thing[] = [];
  for (const item of scene.items) {
    if (isThing(item)) things.push(item);
    const number = isThing(item) && !item.unlabelled ? things.length : 0;
    for (const part of isThing(item) ? item.parts : [item]) {
      if (part.ghost) continue;
      for (const polygon of polygonsOf(part)) fillPolygon(polygon, width, height, (at) => (owner[at] = number));
    }
  }
  const seen: Seen[] = [];
  for (const [i, thing] of things.entries()) {
    if (thing.unlabelled) continue;
    const bits = new Uint8Array(owner.length);
    let area = 0;
    let [left, top, right, bottom] = [width, height, -1, -1];
    for (let at = 0; at < owner.length; at++) {
      if (owner[at] !== i + 1) continue;
      bits[at] = 1;
      area++;
      const x = at % width;
      const y = (at - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    if (area < smallest) continue;
    const mask = { width, height, bits };
    const keypoints = thing.joints?.flatMap(([x, y]) => {
      const px = Math.round(x);
      const py = Math.round(y);
      if (px < 0 || py < 0 || px >= width || py >= height) return [0, 0, 0];
      return [px, py, owner[py * width + px] === i + 1 ? 2 : 1];
    });
    seen.push({
      thing,
      mask,
      area,
      box: [left, top, right - left + 1, bottom - top + 1],
      outlines: outlines(mask),
      ...(keypoints ? { keypoints } : {}),
    });
  }
  return seen;
}

function polygonsOf(part: Part): readonly (readonly Point[])[] {
  if (part.stroke === undefined) return [part.points];
  const half = (part.width ?? 1) / 2;
  const points = part.closed ? [...part.points, part.points[0] as Point] : part.points;
  return points.slice(1).map((to, i) => limb(points[i] as Point, to, half));
}

/** Pixels whose centre lies inside, by the non-zero rule, as a canvas fills. */
function fillPolygon(points: readonly Point[], width: number, height: number, paint: (at: number) => void): void {
  const ys = points.map((p) => p[1]);
  const first = Math.max(0, Math.floor(Math.min(...ys) - 0.5));
  const last = Math.min(height - 1, Math.ceil(Math.max(...ys)));
  for (let y = first; y <= last; y++) {
    const crossings: { x: number; up: number }[] = [];
    for (let i = 0; i < points.length; i++) {
      const [x0, y0] = points[i] as Point;
      const [x1, y1] = points[(i + 1) % points.length] as Point;
      const c = y + 0.5;
      if (y0 <= c === y1 <= c) continue;
      crossings.push({ x: x0 + ((c - y0) / (y1 - y0)) * (x1 - x0), up: y0 < y1 ? 1 : -1 });
    }
    crossings.sort((a, b) => a.x - b.x);
    let winding = 0;
    for (const [i, crossing] of crossings.entries()) {
      winding += crossing.up;
      const next = crossings[i + 1];
      if (winding === 0 || !next) continue;
      for (let x = Math.max(0, Math.ceil(crossing.x - 0.5)); x < Math.min(width, next.x - 0.5); x++) paint(y * width + x);
    }
  }
}

/** Walks the borders of the mask's parts along pixel edges; holes are left out, as COCO polygons cannot say them. */
function outlines(mask: Mask): Point[][] {
  const { width, height, bits } = mask;
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && bits[y * width + x] === 1;
  const stride = width + 1;
  const edges = new Map<number, number[]>();
  const add = (x0: number, y0: number, x1: number, y1: number): void => {
    const from = y0 * stride + x0;
    const list = edges.get(from);
    if (list) list.push(y1 * stride + x1);
    else edges.set(from, [y1 * stride + x1]);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!inside(x, y)) continue;
      if (!inside(x, y - 1)) add(x, y, x + 1, y);
      if (!inside(x + 1, y)) add(x + 1, y, x + 1, y + 1);
      if (!inside(x, y + 1)) add(x + 1, y + 1, x, y + 1);
      if (!inside(x - 1, y)) add(x, y + 1, x, y);
    }
  }
  const loops: { points: Point[]; area: number }[] = [];
  for (const [start, outgoing] of edges) {
    while (outgoing.length > 0) {
      const points: Point[] = [];
      let at = start;
      do {
        points.push([at % stride, Math.floor(at / stride)]);
        at = edges.get(at)?.shift() ?? start;
      } while (at !== start);
      const area = signedArea(points);
      if (area >= 12) loops.push({ points: simplify(points, 1.1), area });
    }
  }
  return loops
    .sort((a, b) => b.area - a.area)
    .map((loop) => loop.points)
    .filter((points) => points.length >= 3);
}

function signedArea(points: readonly Point[]): number {
  let sum = 0;
  for (const [i, [x, y]] of points.entries()) {
    const [nx, ny] = points[(i + 1) % points.length] as Point;
    sum += x * ny - nx * y;
  }
  return sum / 2;
}

/** Douglas-Peucker on a closed line, split at the point farthest from the first. */
function simplify(points: readonly Point[], tolerance: number): Point[] {
  const far = points.reduce(
    (best, p, i) => (distance(p, points[0] as Point) > distance(points[best] as Point, points[0] as Point) ? i : best),
    0,
  );
  const first = simplifyOpen(points.slice(0, far + 1), tolerance);
  const second = simplifyOpen([...points.slice(far), points[0] as Point], tolerance);
  return [...first.slice(0, -1), ...second.slice(0, -1)];
}

function simplifyOpen(points: readonly Point[], tolerance: number): Point[] {
  const a = points[0] as Point;
  const b = points.at(-1) as Point;
  let worst = 0;
  let at = 0;
  for (let i = 1; i < points.length - 1; i++) {
    const d = offLine(points[i] as Point, a, b);
    if (d > worst) [worst, at] = [d, i];
  }
  if (worst <= tolerance) return [a, b];
  return [...simplifyOpen(points.slice(0, at + 1), tolerance).slice(0, -1), ...simplifyOpen(points.slice(at), tolerance)];
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

function offLine(p: Point, a: Point, b: Point): number {
  const length = distance(a, b);
  if (length === 0) return distance(p, a);
  return Math.abs((b[0] - a[0]) * (a[1] - p[1]) - (a[0] - p[0]) * (b[1] - a[1])) / length;
}

/** COCO run lengths, column by column, the first run background. */
export function runLengths({ width, height, bits }: Mask): number[] {
  const counts: number[] = [];
  let current = 0;
  let run = 0;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const bit = bits[y * width + x] ?? 0;
      if (bit !== current) {
        counts.push(run);
        run = 0;
        current = bit;
      }
      run++;
    }
  }
  counts.push(run);
  return counts;
}

/** COCO's compressed text form of run lengths. */
export function runLengthText(counts: readonly number[]): string {
  let text = '';
  for (const [i, count] of counts.entries()) {
    let x = i > 2 ? count - (counts[i - 2] ?? 0) : count;
    for (let more = true; more;) {
      let bits = x & 31;
      x >>= 5;
      more = bits & 16 ? x !== -1 : x !== 0;
      if (more) bits |= 32;
      text += String.fromCharCode(bits + 48);
    }
  }
  return text;
}
