import type { Edges } from '../scene.ts';
import { CASING } from '../palette.ts';
import type { Look } from '../look.ts';
import type { Pen } from '../pen.ts';
import type { Size, View } from '../viewport.ts';

/** CSS pixels between two lines. */
const SPACING = 8;

/** Fills the current path (around `edges`, image pixels) with diagonal lines: a crowd, not one object. */
export function hatchPath(pen: Pen, view: View, host: Size, edges: Edges, look: Look): void {
  const left = Math.max(0, edges[0] * view.scale + view.x);
  const top = Math.max(0, edges[1] * view.scale + view.y);
  const right = Math.min(host.width, edges[2] * view.scale + view.x);
  const bottom = Math.min(host.height, edges[3] * view.scale + view.y);
  if (right <= left || bottom <= top) return;
  pen.save();
  pen.clip();
  pen.beginPath();
  // The lines x + y = k · SPACING hang on the image, not on the screen, so that they do not swim while it is dragged.
  const phase = (view.x + view.y) % SPACING;
  for (let sum = Math.floor((left + top - phase) / SPACING) * SPACING + phase; sum < right + bottom; sum += SPACING) {
    pen.moveTo(sum - top, top);
    pen.lineTo(sum - bottom, bottom);
  }
  if (look.casing > 0) {
    pen.strokeStyle = CASING;
    pen.lineWidth = 2.5;
    pen.globalAlpha = look.alpha * 0.35;
    pen.stroke();
  }
  pen.strokeStyle = look.colour.line;
  pen.lineWidth = 1;
  pen.globalAlpha = look.alpha * 0.8;
  pen.stroke();
  pen.restore();
}
