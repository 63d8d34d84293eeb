import { forcedPlace, placeLabels, type LabelRequest, type PlacedLabel, type Rect } from './label-placement.ts';
import type { Display } from './look.ts';
import { placeClassTags, type ClassTag, type TagPlace } from './overlays/classification.ts';
import type { Tag, TagWriter } from './overlays/tag.ts';
import type { Pen } from './pen.ts';
import type { Edges, Scene, SceneItem } from './scene.ts';
import type { Size, View } from './viewport.ts';

/** Labels that are placed for one view. */
export interface LabelPlan {
  readonly strip: readonly TagPlace[];
  readonly labels: readonly { readonly item: SceneItem; readonly tag: Tag; readonly place: PlacedLabel }[];
}

/** So many labels are tried for each that may be shown. */
const CANDIDATES = 4;

/** Which labels are seen, and where: matching annotations only, and what is selected. */
export function planLabels(
  pen: Pen,
  writer: TagWriter,
  scene: Scene,
  frame: { readonly view: View; readonly host: Size; readonly image: Size },
  display: Display,
  selected: number | undefined,
  limit: number,
): LabelPlan {
  const { view, host, image } = frame;
  if (!display.labels) return { strip: [], labels: [] };
  const strip = placeClassTags(pen, writer, view, image, host, classTags(scene, display, selected));

  const asked: { item: SceneItem; tag: Tag; request: LabelRequest }[] = [];
  for (const item of scene.items) {
    const isSelected = item.row === selected;
    if (!item.anchor || !(item.passing || isSelected)) continue;
    // Large ones come first: what is left by then would find no room.
    if (asked.length >= CANDIDATES * limit && !isSelected) continue;
    const anchor = screenRect(item.anchor, view);
    if (anchor.x > host.width || anchor.y > host.height || anchor.x + anchor.width < 0 || anchor.y + anchor.height < 0) continue;
    const tag = tagOf(item, display, isSelected);
    asked.push({ item, tag, request: { anchor, width: writer.width(pen, tag), selected: isSelected, passing: item.passing } });
  }
  const placed = placeLabels(
    asked.map(({ request }) => request),
    host,
    strip,
    limit,
  );
  const labels = placed.flatMap((place) => {
    const of = asked[place.request];
    return of ? [{ item: of.item, tag: of.tag, place }] : [];
  });
  return { strip, labels };
}

/** The same labels beside their shapes in another view: while thousands of shapes move, none is placed anew. */
export function movePlan(plan: LabelPlan, from: View, to: View): LabelPlan {
  const labels = plan.labels.map(({ item, tag, place }) => {
    if (!item.anchor) return { item, tag, place };
    const before = screenRect(item.anchor, from);
    const after = screenRect(item.anchor, to);
    return { item, tag, place: { ...place, x: place.x + after.x - before.x, y: place.y + after.y - before.y } };
  });
  return { strip: plan.strip, labels };
}

export function drawLabels(pen: Pen, writer: TagWriter, plan: LabelPlan): void {
  for (const { tag, x, y } of plan.strip) writer.draw(pen, tag, x, y, tag.passing ? 1 : 0.5);
  for (const { tag, place } of plan.labels) writer.draw(pen, tag, place.x, place.y);
}

/** The label of what the pointer is over is seen also where it found no place. */
export function drawForcedLabel(
  pen: Pen,
  writer: TagWriter,
  plan: LabelPlan,
  item: SceneItem,
  view: View,
  host: Size,
  display: Display,
): void {
  if (!item.anchor || plan.labels.some((label) => label.item.row === item.row)) return;
  const tag = tagOf(item, display, false);
  const place = forcedPlace(screenRect(item.anchor, view), writer.width(pen, tag), host);
  writer.draw(pen, tag, place.x, place.y);
}

/** Class name and score; what is selected is bold and says which one of the list it is. */
function tagOf(item: SceneItem, display: Display, selected: boolean): Tag {
  const { score } = item.annotation;
  const notes: string[] = [];
  if (display.scores && score !== undefined) notes.push(score.toFixed(2));
  if (selected) notes.push(`#${item.number}`);
  return { name: item.name, note: notes.join(' '), colour: item.colour, strong: selected };
}

function classTags(scene: Scene, display: Display, selected: number | undefined): ClassTag[] {
  return [...scene.singles]
    .flatMap((index) => scene.items[index] ?? [])
    .filter((item) => item.annotation.shapes.some(({ kind }) => kind === 'classification'))
    .map((item) => ({ ...tagOf(item, display, item.row === selected), row: item.row, passing: item.passing }));
}

function screenRect([left, top, right, bottom]: Edges, view: View): Rect {
  return {
    x: left * view.scale + view.x,
    y: top * view.scale + view.y,
    width: (right - left) * view.scale,
    height: (bottom - top) * view.scale,
  };
}
