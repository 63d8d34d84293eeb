import type { Look } from '../look.ts';
import type { Pen } from '../pen.ts';
import type { View } from '../viewport.ts';
import { strokeRings } from './outline.ts';

/** A box that does not stand upright, by its four corners (`x0 y0 …`, image pixels). */
export function drawTurnedBox(pen: Pen, view: View, corners: readonly number[], look: Look): void {
  pen.globalAlpha = look.alpha;
  strokeRings(pen, view, [corners], look, look.line, look.casing);
  pen.globalAlpha = 1;
}
