import type { Box } from '../../model/box.ts';
import type { Look } from '../look.ts';
import { DASH } from '../look.ts';
import { CASING } from '../palette.ts';
import type { Pen } from '../pen.ts';
import type { Size, View } from '../viewport.ts';

/** A mask made ready once: its picture in the class colour, and its border. */
export interface MaskArt {
  /** Where the picture lies, image pixels. */
  readonly box: Box;
  readonly picture: CanvasImageSource;
  /** Segments `x0 y0 x1 y1` along pixel edges, image pixels; undefined where there are too many to draw. */
  readonly outline: Float32Array | undefined;
}

/** A mask as a pale area with an outline; the pixels stay square when it is enlarged. `cased` where no box has a casing. */
export function drawMask(pen: Pen, view: View, host: Size, art: MaskArt, look: Look, cased: boolean): void {
  const [x, y, width, height] = art.box;
  pen.globalAlpha = look.alpha * look.fill;
  pen.imageSmoothingEnabled = view.scale < 1;
  pen.drawImage(art.picture, x * view.scale + view.x, y * view.scale + view.y, width * view.scale, height * view.scale);
  pen.imageSmoothingEnabled = true;
  if (art.outline) {
    pen.globalAlpha = look.alpha;
    const line = look.emphasis === 'dim' ? 1 : look.line * 0.75;
    if (cased && look.casing > 0) {
      pen.fillStyle = CASING;
      fillSegments(pen, view, host, art.outline, line + 2, false);
    }
    pen.fillStyle = look.colour.line;
    fillSegments(pen, view, host, art.outline, line, look.predicted);
  }
  pen.globalAlpha = 1;
}

const [DRAWN = 6, GAP = 4] = DASH;
const PERIOD = DRAWN + GAP;

/** Every segment is level or upright: thin rectangles are the fastest way to draw them. */
function fillSegments(pen: Pen, view: View, host: Size, segments: Float32Array, line: number, dashed: boolean): void {
  const half = line / 2;
  for (let at = 0; at + 4 <= segments.length; at += 4) {
    const x0 = (segments[at] ?? 0) * view.scale + view.x;
    const y0 = (segments[at + 1] ?? 0) * view.scale + view.y;
    const x1 = (segments[at + 2] ?? 0) * view.scale + view.x;
    const y1 = (segments[at + 3] ?? 0) * view.scale + view.y;
    if (x1 < -half || y1 < -half || x0 > host.width + half || y0 > host.height + half) continue;
    if (dashed) fillDashes(pen, view, host, x0, y0, x1, y1, line);
    else pen.fillRect(x0 - half, y0 - half, x1 - x0 + line, y1 - y0 + line);
  }
}

/** Dashes by the place on the image, x + y, so that they run on from segment to segment and do not swim. */
function fillDashes(pen: Pen, view: View, host: Size, x0: number, y0: number, x1: number, y1: number, line: number): void {
  const level = y0 === y1;
  const start = Math.max(level ? x0 : y0, -PERIOD);
  const end = Math.min(level ? x1 : y1, (level ? host.width : host.height) + PERIOD);
  const across = level ? y0 : x0;
  const phase = across - view.x - view.y;
  for (let k = Math.floor((start + phase) / PERIOD); k * PERIOD - phase < end; k += 1) {
    const from = Math.max(start, k * PERIOD - phase);
    const to = Math.min(end, k * PERIOD + DRAWN - phase);
    if (to <= from) continue;
    if (level) pen.fillRect(from, across - line / 2, to - from, line);
    else pen.fillRect(across - line / 2, from, line, to - from);
  }
}
