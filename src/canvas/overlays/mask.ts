import type { Box } from '../../model/box.ts';
import type { Look } from '../look.ts';
import type { Pen } from '../pen.ts';
import type { View } from '../viewport.ts';
import { areaLine, strokeRings } from './outline.ts';

/** A mask made ready once: its picture in the class colour, and its border. */
export interface MaskArt {
  /** Where the picture lies, image pixels. */
  readonly box: Box;
  readonly picture: CanvasImageSource;
  /** Rings `x0 y0 …` along pixel edges, image pixels; undefined where there are too many corners to draw. */
  readonly outline: readonly (readonly number[])[] | undefined;
}

/** A crowd's stripes cover half of its area. */
const CROWD_FILL = 1.6;

/** A mask as a pale area with an outline; the pixels stay square when it is enlarged. `cased` where no box has a casing. */
export function drawMask(pen: Pen, view: View, art: MaskArt, look: Look, cased: boolean): void {
  const [x, y, width, height] = art.box;
  pen.globalAlpha = look.alpha * Math.min(1, look.fill * (look.crowd ? CROWD_FILL : 1));
  pen.imageSmoothingEnabled = view.scale < 1;
  pen.drawImage(art.picture, x * view.scale + view.x, y * view.scale + view.y, width * view.scale, height * view.scale);
  pen.imageSmoothingEnabled = true;
  pen.globalAlpha = look.alpha;
  const line = areaLine(look);
  if (art.outline) strokeRings(pen, view, art.outline, look, line, cased && look.casing > 0 ? line + 2 : 0);
  pen.globalAlpha = 1;
}
