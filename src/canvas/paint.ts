import { unreachable } from '../base/assert.ts';
import type { Shape, ShapeKind } from '../model/annotation.ts';
import type { Rle } from '../model/rle.ts';
import { countInSight, type BoxRaster, type RasterBatch } from './box-raster.ts';
import { lookOf, type Display, type Look } from './look.ts';
import { drawBoxes, drawHandles } from './overlays/box.ts';
import { hatchPath } from './overlays/hatch.ts';
import { drawKeypoints } from './overlays/keypoints.ts';
import { drawMask, type MaskArt } from './overlays/mask.ts';
import { drawPolygon } from './overlays/polygon.ts';
import { drawTurnedBox } from './overlays/turned-box.ts';
import type { Colour } from './palette.ts';
import type { Pen } from './pen.ts';
import { isPlainBox, shapeEdges, turnedCorners, type Edges, type Scene, type SceneItem } from './scene.ts';
import type { Size, View } from './viewport.ts';

/** Everything that a drawing of the annotations depends on. */
export interface PaintJob {
  readonly scene: Scene;
  readonly view: View;
  readonly host: Size;
  readonly display: Display;
  /** Leaves out casings and dashes: while thousands of shapes move. */
  readonly plain: boolean;
  /** What draws thousands of boxes; without it they are stroked one by one. */
  readonly raster?: { readonly boxes: BoxRaster; readonly ratio: number };
  readonly maskArt: (rle: Rle, colour: Colour, hatch: number) => MaskArt | undefined;
}

/** Draw order: areas lie under lines, lines under joints. `none` is drawn elsewhere: tags in a corner, captions in the panel. */
type Stratum = 'area' | 'line' | 'joint' | 'none';
const STRATUM: Readonly<Record<ShapeKind, Stratum>> = {
  classification: 'none',
  caption: 'none',
  polygon: 'area',
  mask: 'area',
  box: 'line',
  keypoints: 'joint',
};

/** From so many boxes in sight on, they are written as pixels. */
const RASTER_FROM = 3000;

/** Whether the user wants to see this kind of shape. */
export function isDisplayed(kind: ShapeKind, display: Display): boolean {
  switch (kind) {
    case 'box':
      return display.boxes;
    case 'polygon':
    case 'mask':
      return display.masks;
    case 'keypoints':
      return display.keypoints;
    case 'classification':
      return display.labels;
    case 'caption':
      return false;
    default:
      return unreachable(kind);
  }
}

/** Draws all annotations of the scene, dim ones under matching ones. */
export function paintScene(pen: Pen, job: PaintJob): void {
  const { scene, display } = job;
  const seen: SceneItem[] = [];
  for (const index of scene.singles) {
    const item = scene.items[index];
    if (item && isInSight(job, index)) seen.push(item);
  }
  const many = display.boxes && job.raster !== undefined && isMany(job);
  for (const passing of [false, true]) {
    const level = seen.filter((item) => item.passing === passing);
    paintStratum(pen, job, level, 'area');
    if (display.boxes) {
      const batches = scene.batches
        .filter((batch) => batch.passing === passing)
        .map((batch) => ({ batch, look: lookOf({ ...batch, crowd: false }, passing ? 'match' : 'dim', display, job.plain) }));
      if (many && batches.length > 0) drawRaster(pen, job, batches);
      else for (const { batch, look } of batches) drawBoxes(pen, job.view, job.host, batch, look);
    }
    paintStratum(pen, job, level, 'line');
    paintStratum(pen, job, level, 'joint');
  }
}

/** Draws one annotation once more, on top of the others: what the pointer is over, what is selected. */
export function paintEmphasis(pen: Pen, job: PaintJob, item: SceneItem, emphasis: 'hover' | 'selected'): void {
  const look = lookOf(item, emphasis, job.display);
  for (const stratum of ['area', 'line', 'joint'] as const) {
    for (const shape of item.annotation.shapes) {
      if (STRATUM[shape.kind] !== stratum || !isDisplayed(shape.kind, job.display)) continue;
      if (shape.kind === 'box' && isPlainBox(shape)) drawSingleBox(pen, job, shape, look);
      drawShape(pen, job, item, shape, look);
    }
  }
  if (emphasis === 'selected' && item.anchor) {
    const drawn = item.annotation.shapes.some((shape) => isDisplayed(shape.kind, job.display));
    // Grips need a frame to sit on.
    if (!(item.boxed && job.display.boxes)) frame(pen, job, item.anchor, { ...look, line: 1, casing: drawn ? 0 : 2.5 });
    drawHandles(pen, job.view, item.anchor);
  }
}

function paintStratum(pen: Pen, job: PaintJob, items: readonly SceneItem[], stratum: Stratum): void {
  for (const item of items) {
    for (const shape of item.annotation.shapes) {
      if (STRATUM[shape.kind] !== stratum || !isDisplayed(shape.kind, job.display)) continue;
      drawShape(pen, job, item, shape, lookOf(item, item.passing ? 'match' : 'dim', job.display, job.plain));
    }
  }
}

/** One shape of one annotation, upright boxes excepted: those are drawn in batches. A new kind fails to compile. */
function drawShape(pen: Pen, job: PaintJob, item: SceneItem, shape: Shape, look: Look): void {
  const { view, host } = job;
  // Beside a cased box, an outline without casing is quieter.
  const cased = !(item.boxed && job.display.boxes);
  switch (shape.kind) {
    case 'box': {
      if (!isPlainBox(shape)) drawTurnedBox(pen, view, turnedCorners(shape), look);
      else if (look.crowd) hatchBox(pen, job, item, look);
      return;
    }
    case 'polygon': {
      const edges = shapeEdges(shape);
      if (edges) drawPolygon(pen, view, host, shape.rings, edges, look, cased);
      return;
    }
    case 'mask': {
      const art = job.maskArt(shape.rle, look.colour, look.crowd ? stripe(shape.rle) : 0);
      if (art) drawMask(pen, view, art, look, cased);
      return;
    }
    case 'keypoints':
      drawKeypoints(pen, view, shape.points, item.skeleton, look, sideOf(item, view));
      return;
    case 'classification':
    case 'caption':
      return;
    default:
      unreachable(shape);
  }
}

/** A crowd that has a box only; where there is an area, the area is hatched. */
function hatchBox(pen: Pen, job: PaintJob, item: SceneItem, look: Look): void {
  const area = item.annotation.shapes.some(({ kind }) => STRATUM[kind] === 'area' && isDisplayed(kind, job.display));
  if (area || !item.anchor) return;
  const [left, top, right, bottom] = item.anchor;
  const { scale, x, y } = job.view;
  pen.beginPath();
  pen.rect(left * scale + x, top * scale + y, (right - left) * scale, (bottom - top) * scale);
  hatchPath(pen, job.view, job.host, item.anchor, look);
}

function drawSingleBox(pen: Pen, job: PaintJob, shape: Extract<Shape, { kind: 'box' }>, look: Look): void {
  const edges = shapeEdges(shape);
  if (edges) frame(pen, job, edges, look);
}

function frame(pen: Pen, job: PaintJob, [left, top, right, bottom]: Edges, look: Look): void {
  const boxes = Float64Array.of(left, top, right - left, bottom - top);
  drawBoxes(pen, job.view, job.host, { colour: look.colour, predicted: look.predicted, passing: true, boxes }, look);
}

/** Image pixels of a stripe, so that a mask as large as its image has some sixty of them. */
function stripe(rle: Rle): number {
  return Math.max(2, Math.round(Math.max(rle.width, rle.height) / 120));
}

function sideOf(item: SceneItem, view: View): number {
  return item.anchor ? Math.max(item.anchor[2] - item.anchor[0], item.anchor[3] - item.anchor[1]) * view.scale : 0;
}

function isMany({ scene, view, host }: PaintJob): boolean {
  let count = 0;
  for (const { boxes } of scene.batches) count += countInSight(view, host, boxes);
  return count >= RASTER_FROM;
}

function drawRaster(pen: Pen, { view, host, raster }: PaintJob, batches: readonly RasterBatch[]): void {
  const drawn = raster?.boxes.draw(view, host, raster.ratio, batches);
  if (drawn) pen.drawImage(drawn, 0, 0, host.width, host.height);
}

function isInSight({ scene, view, host }: PaintJob, index: number): boolean {
  const margin = 8;
  const at = index * 4;
  const left = (scene.edges[at] ?? NaN) * view.scale + view.x;
  const top = (scene.edges[at + 1] ?? NaN) * view.scale + view.y;
  const right = (scene.edges[at + 2] ?? NaN) * view.scale + view.x;
  const bottom = (scene.edges[at + 3] ?? NaN) * view.scale + view.y;
  return right >= -margin && bottom >= -margin && left <= host.width + margin && top <= host.height + margin;
}
