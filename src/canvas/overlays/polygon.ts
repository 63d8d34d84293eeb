import type { Look } from '../look.ts';
import type { Pen } from '../pen.ts';
import type { Edges } from '../scene.ts';
import type { Size, View } from '../viewport.ts';
import { hatchPath } from './hatch.ts';
import { areaLine, strokeRings, traceRings } from './outline.ts';

/** Rings that add up: a pale fill of their union and an outline; hatched for a crowd. `cased` where no box has a casing. */
export function drawPolygon(
  pen: Pen,
  view: View,
  host: Size,
  rings: readonly (readonly number[])[],
  edges: Edges,
  look: Look,
  cased: boolean,
): void {
  traceRings(pen, view, rings);
  if (look.crowd) hatchPath(pen, view, host, edges, look);
  pen.fillStyle = look.colour.line;
  pen.globalAlpha = look.alpha * look.fill * (look.crowd ? 0.5 : 1);
  if (look.crowd) traceRings(pen, view, rings);
  pen.fill('nonzero');
  pen.globalAlpha = look.alpha;
  const line = areaLine(look);
  strokeRings(pen, view, rings, look, line, cased && look.casing > 0 ? line + 2 : 0);
  pen.globalAlpha = 1;
}
