import { LABEL_HEIGHT, type Rect } from '../label-placement.ts';
import type { Pen } from '../pen.ts';
import type { Size, View } from '../viewport.ts';
import type { Tag, TagWriter } from './tag.ts';

const INSET = 6;
const GAP = 4;
const MOST_LINES = 3;

/** A class of the whole image. */
export interface ClassTag extends Tag {
  readonly row: number;
  readonly passing: boolean;
}

export interface TagPlace extends Rect {
  readonly tag: ClassTag;
}

/**
 * A strip of tags in the image's top left corner, or the host's where that corner is out of sight; it wraps, and what does not fit
 * into three lines is left to the list. Matching ones come first. Other labels keep off the places that are returned.
 */
export function placeClassTags(pen: Pen, writer: TagWriter, view: View, image: Size, host: Size, tags: readonly ClassTag[]): TagPlace[] {
  const left = Math.max(0, view.x) + INSET;
  const top = Math.max(0, view.y) + INSET;
  const right = Math.min(host.width, view.x + image.width * view.scale) - INSET;
  const places: TagPlace[] = [];
  let x = left;
  let line = 0;
  for (const tag of tags.toSorted((a, b) => Number(b.passing) - Number(a.passing))) {
    const width = writer.width(pen, tag);
    if (x > left && x + width > right) {
      x = left;
      line += 1;
    }
    if (line >= MOST_LINES) break;
    places.push({ tag, x, y: top + line * (LABEL_HEIGHT + GAP), width, height: LABEL_HEIGHT });
    x += width + GAP;
  }
  return places;
}
