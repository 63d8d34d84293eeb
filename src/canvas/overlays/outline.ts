import { unreachable } from '../../base/assert.ts';
import { signedRingArea } from '../../model/polygon.ts';
import type { Look } from '../look.ts';
import { DASH } from '../look.ts';
import { CASING } from '../palette.ts';
import type { Pen } from '../pen.ts';
import type { View } from '../viewport.ts';

/** Lines that reach beyond this (CSS pixels) are not dashed. */
const FAR = 16_384;
/** Corners nearer to the one before (CSS pixels) are left out: nobody sees them, and a mask seen from afar has thousands. */
const FINE = 0.75;

/** Strokes closed rings (`x0 y0 x1 y1 …`, image pixels): casing, then the coloured line, dashed for predictions. */
export function strokeRings(pen: Pen, view: View, rings: readonly (readonly number[])[], look: Look, line: number, casing: number): void {
  pen.lineJoin = 'round';
  traceRings(pen, view, rings);
  if (casing > 0) {
    pen.strokeStyle = CASING;
    pen.lineWidth = casing;
    pen.stroke();
  }
  pen.strokeStyle = look.colour.line;
  pen.lineWidth = line;
  // Dashing a line that runs far out of sight is slow, and at such a zoom two or three dashes fill the screen.
  const dashed = look.dashed && !isFar(view, rings);
  if (dashed) pen.setLineDash([...DASH]);
  pen.stroke();
  if (dashed) pen.setLineDash([]);
}

/** Makes the rings the current path, all in one direction, so that the nonzero rule fills their union. */
export function traceRings(pen: Pen, view: View, rings: readonly (readonly number[])[]): void {
  pen.beginPath();
  for (const given of rings) {
    const ring = finiteRing(given);
    const count = ring.length / 2;
    const forward = signedRingArea(ring) >= 0;
    let started = false;
    let lastX = 0;
    let lastY = 0;
    for (let k = 0; k < count; k += 1) {
      const at = 2 * (forward ? k : count - 1 - k);
      const x = (ring[at] ?? 0) * view.scale + view.x;
      const y = (ring[at + 1] ?? 0) * view.scale + view.y;
      if (started && Math.abs(x - lastX) + Math.abs(y - lastY) < FINE) continue;
      if (started) pen.lineTo(x, y);
      else pen.moveTo(x, y);
      started = true;
      lastX = x;
      lastY = y;
    }
    if (started) pen.closePath();
  }
}

/** Whole points with finite coordinates: the ring itself where all are. */
export function finiteRing(ring: readonly number[]): readonly number[] {
  if (ring.length % 2 === 0 && ring.every(Number.isFinite)) return ring;
  const points: number[] = [];
  for (let at = 0; at + 2 <= ring.length; at += 2) {
    const x = ring[at] ?? NaN;
    const y = ring[at + 1] ?? NaN;
    if (Number.isFinite(x) && Number.isFinite(y)) points.push(x, y);
  }
  return points;
}

function isFar(view: View, rings: readonly (readonly number[])[]): boolean {
  return rings.some((ring) =>
    ring.some((value, at) => {
      const screen = value * view.scale + (at % 2 === 0 ? view.x : view.y);
      return screen < -FAR || screen > FAR;
    }),
  );
}

/** The outline of an area is thinner than a box: it has more corners. */
export function areaLine(look: Look): number {
  switch (look.emphasis) {
    case 'dim':
      return 1;
    case 'match':
    case 'selected':
      return look.line * 0.75;
    case 'hover':
      return look.line;
    default:
      return unreachable(look.emphasis);
  }
}
