import { placeLabels, type LabelRequest } from './label-placement.ts';
import { drawBoxes } from './overlays/box.ts';
import { type Tag, TagWriter } from './overlays/tag.ts';
import type { Look } from './look.ts';
import { colourOf, type Colour } from './palette.ts';
import type { Pen } from './pen.ts';
import type { Size, View } from './viewport.ts';

/** The annotations of one tile, column by column. */
export interface ThumbBoxes {
  /** `x y width height` each, pixels of the labels' frame; NaN: no box. */
  readonly boxes: Float32Array | Float64Array;
  /** Category rows; -1: none. */
  readonly categories: Int32Array;
  /** 1: passes the annotation clauses; the others are dimmed. */
  readonly passing: Uint8Array;
  /** 1: a prediction, dashed; absent: all are truth. */
  readonly predicted?: Uint8Array;
  readonly hiddenCategories?: ReadonlySet<number>;
}

export interface ThumbStyle {
  /** Class name of a category row; undefined: no label for it. Leave out to draw no labels. */
  readonly nameOf?: (category: number) => string | undefined;
  readonly colourOf?: (category: number) => Colour;
  readonly fontFamily: string;
  /** Corners that something else covers, e.g. the check mark of a selected tile (CSS pixels). */
  readonly obstacles?: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[];
}

/** Thinner than in the inspector, because tiles are small. */
const LINE = { match: { line: 1.5, casing: 3, alpha: 1 }, dim: { line: 1, casing: 2, alpha: 0.5 } };

/**
 * Draws the boxes of a tile on a context whose unit is the CSS pixel, and one label for each matching class, on the largest of its
 * boxes that has room for it. `view` maps image pixels to the tile: see `coverView` and `fitView`.
 */
export function drawThumbBoxes(pen: Pen, view: View, tile: Size, annotations: ThumbBoxes, style: ThumbStyle): void {
  const groups = groupByLook(annotations);
  const colour = style.colourOf ?? colourOf;
  for (const { category, passing, predicted, boxes } of groups) {
    const batch = { colour: colour(category), passing, predicted, boxes: Float64Array.from(boxes) };
    const { line, casing, alpha } = passing ? LINE.match : LINE.dim;
    const look: Look = {
      colour: batch.colour,
      emphasis: passing ? 'match' : 'dim',
      predicted,
      dashed: predicted,
      crowd: false,
      fill: 0,
      line,
      casing,
      alpha,
    };
    drawBoxes(pen, view, tile, batch, look);
  }
  if (style.nameOf) labelClasses(pen, view, tile, groups, style.nameOf, style, colour);
}

interface Group {
  readonly category: number;
  readonly passing: boolean;
  readonly predicted: boolean;
  readonly boxes: number[];
}

/** Dim groups first, so that they lie below. */
function groupByLook(annotations: ThumbBoxes): Group[] {
  const groups = new Map<string, Group>();
  for (let index = 0; index < annotations.categories.length; index += 1) {
    const category = annotations.categories[index] ?? -1;
    if (annotations.hiddenCategories?.has(category)) continue;
    const box = Array.from(annotations.boxes.subarray(index * 4, index * 4 + 4));
    if (box.length < 4 || !box.every(Number.isFinite)) continue;
    const passing = annotations.passing[index] === 1;
    const predicted = annotations.predicted?.[index] === 1;
    const key = `${passing}/${predicted}/${category}`;
    const group = groups.get(key) ?? { category, passing, predicted, boxes: [] };
    groups.set(key, group);
    const [x = 0, y = 0, width = 0, height = 0] = box;
    group.boxes.push(Math.min(x, x + width), Math.min(y, y + height), Math.abs(width), Math.abs(height));
  }
  return [...groups.values()].sort((a, b) => Number(a.passing) - Number(b.passing));
}

function labelClasses(
  pen: Pen,
  view: View,
  tile: Size,
  groups: readonly Group[],
  nameOf: (category: number) => string | undefined,
  style: ThumbStyle,
  colour: (category: number) => Colour,
): void {
  const writer = new TagWriter(style.fontFamily);
  const done = new Set<number>();
  const asked: { category: number; tag: Tag; request: LabelRequest }[] = [];
  for (const { category, passing, boxes } of groups) {
    const name = passing ? nameOf(category) : undefined;
    if (name === undefined) continue;
    const tag: Tag = { name, note: '', colour: colour(category), strong: false };
    const width = writer.width(pen, tag);
    for (const anchor of largest(boxes, view)) asked.push({ category, tag, request: { anchor, width, passing: true } });
  }
  // One label at a time: the next box of a class is asked for only when the ones before had no room.
  asked.sort((a, b) => b.request.anchor.width * b.request.anchor.height - a.request.anchor.width * a.request.anchor.height);
  const taken = [...(style.obstacles ?? [])];
  for (const { category, tag, request } of asked) {
    if (done.has(category)) continue;
    const [place] = placeLabels([request], tile, taken);
    if (!place) continue;
    done.add(category);
    taken.push(place);
    writer.draw(pen, tag, place.x, place.y);
  }
}

/** The few largest boxes, on the tile. */
function largest(boxes: readonly number[], { scale, x, y }: View): LabelRequest['anchor'][] {
  const rects: LabelRequest['anchor'][] = [];
  for (let at = 0; at < boxes.length; at += 4) {
    rects.push({
      x: (boxes[at] ?? 0) * scale + x,
      y: (boxes[at + 1] ?? 0) * scale + y,
      width: (boxes[at + 2] ?? 0) * scale,
      height: (boxes[at + 3] ?? 0) * scale,
    });
  }
  return rects.sort((a, b) => b.width * b.height - a.width * a.height).slice(0, 5);
}
