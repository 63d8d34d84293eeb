import { boxCorners } from '../model/box.ts';
import type { Annotation, Category, LabelSet, Shape } from '../model/annotation.ts';
import { rleBounds } from '../model/rle.ts';
import { unreachable } from '../base/assert.ts';
import { colourOf, type Colour } from './palette.ts';

/** What the annotations of a sample mean to the viewer: names, colours, what passes, what is hidden. */
export interface AnnotationContext {
  readonly categories: readonly Pick<Category, 'name' | 'skeleton'>[];
  readonly labelSets: readonly Pick<LabelSet, 'role'>[];
  /** Default: the palette by category row. */
  readonly colourOf?: (category: number) => Colour;
  /** Whether the annotation (by row) passes the annotation clauses of the query; the others are dimmed. */
  readonly passing: (row: number) => boolean;
  /** Category rows that are neither drawn nor hit; -1: those without a class. */
  readonly hiddenCategories: ReadonlySet<number>;
  readonly hiddenLabelSets: ReadonlySet<number>;
  /** What to write where there is no class name. */
  readonly unnamed: string;
}

/** Left, top, right, bottom in image pixels. */
export type Edges = readonly [left: number, top: number, right: number, bottom: number];

/** One annotation that is drawn. */
export interface SceneItem {
  readonly annotation: Annotation;
  readonly row: number;
  /** Counting from 1 in the order that was given: the `#4` of the list. */
  readonly number: number;
  readonly name: string;
  readonly colour: Colour;
  readonly predicted: boolean;
  readonly passing: boolean;
  readonly crowd: boolean;
  readonly skeleton: readonly (readonly [number, number])[];
  /** What the label and the handles go by: the box, else around the shapes. Undefined: no place in the image. */
  readonly anchor: Edges | undefined;
  /** Whether a box is drawn, so that other shapes need no casing of their own. */
  readonly boxed: boolean;
}

/** Plain boxes of one look, `x y width height` each in image pixels: what is stroked in one go. */
export interface BoxBatch {
  readonly colour: Colour;
  readonly predicted: boolean;
  readonly passing: boolean;
  readonly boxes: Float64Array;
}

/** The annotations of a sample, prepared for drawing: dim ones first, then large before small. */
export interface Scene {
  readonly items: readonly SceneItem[];
  /** Left top right bottom around all shapes of each item; NaN without a place. */
  readonly edges: Float64Array;
  readonly batches: readonly BoxBatch[];
  /** Indices in `items` of those that are more than a plain box: what is drawn one by one. */
  readonly singles: Uint32Array;
  /** Index in `items` of an annotation row. */
  readonly byRow: ReadonlyMap<number, number>;
  /** Around everything: the frame where no image size is known. */
  readonly extent: Edges | undefined;
}

export const EMPTY_SCENE: Scene = {
  items: [],
  edges: new Float64Array(0),
  batches: [],
  singles: new Uint32Array(0),
  byRow: new Map(),
  extent: undefined,
};

export function buildScene(annotations: readonly Annotation[], context: AnnotationContext): Scene {
  const steps = sceneSteps(annotations, context);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Annotations between two steps: about a millisecond. */
const STEP = 256;

/** Builds the scene step by step, for those who have other things to do between. */
export function* sceneSteps(annotations: readonly Annotation[], context: AnnotationContext): Generator<undefined, Scene> {
  const found: { item: SceneItem; reach: Edges | undefined; area: number }[] = [];
  for (const [index, annotation] of annotations.entries()) {
    if (index % STEP === STEP - 1) yield;
    if (context.hiddenCategories.has(annotation.category) || context.hiddenLabelSets.has(annotation.labelSet)) continue;
    const reach = reachOf(annotation.shapes);
    const item = sceneItem(annotation, index + 1, reach, context);
    found.push({ item, reach, area: item.anchor ? areaOf(item.anchor) : Infinity });
  }
  found.sort((a, b) => Number(a.item.passing) - Number(b.item.passing) || b.area - a.area || a.item.number - b.item.number);

  yield;
  const edges = new Float64Array(found.length * 4);
  const byRow = new Map<number, number>();
  for (const [index, { item, reach }] of found.entries()) {
    edges.set(reach ?? [NaN, NaN, NaN, NaN], index * 4);
    byRow.set(item.row, index);
  }
  const items = found.map(({ item }) => item);
  yield;
  const batches = batchBoxes(items);
  yield;
  return { items, edges, byRow, batches, singles: singlesOf(items), extent: around(found.map(({ reach }) => reach)) };
}

function reachOf(shapes: readonly Shape[]): Edges | undefined {
  const [only] = shapes;
  return only && shapes.length === 1 ? shapeEdges(only) : around(shapes.map(shapeEdges));
}

function sceneItem(annotation: Annotation, number: number, reach: Edges | undefined, context: AnnotationContext): SceneItem {
  const category = context.categories[annotation.category];
  const box = annotation.shapes.find((shape) => shape.kind === 'box');
  const bounds = annotation.bounds && boxEdges(annotation.bounds);
  return {
    annotation,
    row: annotation.row,
    number,
    name: category?.name ?? context.unnamed,
    colour: (context.colourOf ?? colourOf)(annotation.category),
    predicted: context.labelSets[annotation.labelSet]?.role === 'prediction',
    passing: context.passing(annotation.row),
    crowd: annotation.flags.includes('crowd'),
    skeleton: category?.skeleton ?? [],
    anchor: (box && (annotation.shapes.length === 1 ? reach : shapeEdges(box))) ?? bounds ?? reach,
    boxed: box !== undefined,
  };
}

/** Where a shape is; undefined when it has no place, or no finite one. */
export function shapeEdges(shape: Shape): Edges | undefined {
  switch (shape.kind) {
    case 'box':
      if (isPlainBox(shape)) return boxEdges(shape.box);
      return pointEdges(turnedCorners(shape), 2);
    case 'polygon':
      return around(shape.rings.map((ring) => pointEdges(ring, 2)));
    case 'mask': {
      const box = rleBounds(shape.rle);
      return box && boxEdges(box);
    }
    case 'keypoints':
      return pointEdges(shape.points, 3);
    case 'classification':
    case 'caption':
      return undefined;
    default:
      return unreachable(shape);
  }
}

/** Whether a box stands upright, so that four numbers say it all. */
export function isPlainBox(shape: Extract<Shape, { kind: 'box' }>): boolean {
  return shape.corners === undefined && (shape.angle === undefined || shape.angle === 0);
}

/** The four corners `x0 y0 …` of a turned box: as written, else from its angle. */
export function turnedCorners(shape: Extract<Shape, { kind: 'box' }>): readonly number[] {
  return shape.corners ?? boxCorners(shape.box, shape.angle ?? 0);
}

function boxEdges([x, y, width, height]: readonly [number, number, number, number]): Edges | undefined {
  const edges: Edges = [Math.min(x, x + width), Math.min(y, y + height), Math.max(x, x + width), Math.max(y, y + height)];
  return edges.every(Number.isFinite) ? edges : undefined;
}

/** Around points of `stride` numbers each; with three, the third is the visibility and 0 leaves the point out. */
function pointEdges(points: readonly number[], stride: 2 | 3): Edges | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at + stride <= points.length; at += stride) {
    const x = points[at] ?? NaN;
    const y = points[at + 1] ?? NaN;
    if (!Number.isFinite(x) || !Number.isFinite(y) || (stride === 3 && !((points[at + 2] ?? 0) > 0))) continue;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right >= left ? [left, top, right, bottom] : undefined;
}

function around(parts: readonly (Edges | undefined)[]): Edges | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    if (!part) continue;
    left = Math.min(left, part[0]);
    top = Math.min(top, part[1]);
    right = Math.max(right, part[2]);
    bottom = Math.max(bottom, part[3]);
  }
  return right >= left ? [left, top, right, bottom] : undefined;
}

function singlesOf(items: readonly SceneItem[]): Uint32Array {
  const isSingle = ({ annotation, crowd }: SceneItem): boolean =>
    crowd || annotation.shapes.some((shape) => shape.kind !== 'box' || !isPlainBox(shape));
  return Uint32Array.from(items.flatMap((item, index) => (isSingle(item) ? [index] : [])));
}

function areaOf([left, top, right, bottom]: Edges): number {
  return (right - left) * (bottom - top);
}

/** Setting a colour or a dash costs more than a box, so boxes of one look stand together. */
function batchBoxes(items: readonly SceneItem[]): readonly BoxBatch[] {
  const batches = new Map<string, { item: SceneItem; boxes: number[] }>();
  for (const item of items) {
    for (const shape of item.annotation.shapes) {
      if (shape.kind !== 'box' || !isPlainBox(shape)) continue;
      const edges = boxEdges(shape.box);
      if (!edges) continue;
      const key = `${item.passing ? 1 : 0}${item.predicted ? 1 : 0}${item.colour.line}`;
      const batch = batches.get(key) ?? { item, boxes: [] };
      batches.set(key, batch);
      batch.boxes.push(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]);
    }
  }
  return [...batches.values()].map(({ item, boxes }) => ({
    colour: item.colour,
    predicted: item.predicted,
    passing: item.passing,
    boxes: Float64Array.from(boxes),
  }));
}
