import { Konva } from 'konva/lib/Core';
import { pacer } from '../base/pause.ts';
import type { Annotation } from '../model/annotation.ts';
import { BoxRaster } from './box-raster.ts';
import type { StageCallbacks } from './callbacks.ts';
import { listenToGestures } from './gestures.ts';
import { hitTest, nextHit } from './hit-test.ts';
import { drawnLayer } from './layer.ts';
import { drawForcedLabel, drawLabels, movePlan, planLabels, type LabelPlan } from './labels.ts';
import { DEFAULT_DISPLAY, type Display } from './look.ts';
import { MaskArtist } from './mask-art.ts';
import { TagWriter } from './overlays/tag.ts';
import { paintEmphasis, paintScene, type PaintJob } from './paint.ts';
import { PictureLevels, type Picture } from './picture.ts';
import { EMPTY_SCENE, sceneSteps, type AnnotationContext, type Scene, type SceneItem } from './scene.ts';
import { drawSheet } from './sheet.ts';
import type { Turn } from './turn.ts';
import * as viewport from './viewport.ts';
import type { Point, Size, View } from './viewport.ts';

/** From so many annotations on, the drawing is plainer while the view moves. */
const MANY = 800;
/** More annotations than this are prepared with pauses. */
const AT_ONCE = 1000;
/** Labels at a time. */
const LABELS = 300;
/** The view rests when it did not change for so long, milliseconds. */
const REST = 140;
/** Two clicks within this distance (CSS pixels) are at the same place. */
const SAME_PLACE = 4;

/**
 * One image with its annotations: zoom, pan, hover, selection. Framework-free; the owner mounts it in an element that has a size,
 * and destroys it. Everything is drawn in screen space, so lines and labels keep their size at any zoom.
 */
export class ViewerStage {
  readonly #host: HTMLDivElement;
  readonly #callbacks: StageCallbacks;
  readonly #stage: Konva.Stage;
  /** Bottom to top: pixels · annotations · labels, hover and selection. */
  readonly #layers: { readonly picture: Konva.Layer; readonly shapes: Konva.Layer; readonly marks: Konva.Layer };
  readonly #resize: ResizeObserver;
  readonly #stopGestures: () => void;
  readonly #masks = new MaskArtist();
  readonly #raster = new BoxRaster();

  #picture: PictureLevels | undefined;
  #turn: Turn = 1;
  #given: Size = { width: 0, height: 0 };
  #annotations: readonly Annotation[] = [];
  #scene: Scene = EMPTY_SCENE;
  /** Counts what was set, so that an older scene that is still being built is not taken. */
  #taking = 0;
  #display: Display = DEFAULT_DISPLAY;
  #view: View = { scale: 1, x: 0, y: 0 };
  /** While true, the whole image stays in sight when the host changes its size. */
  #fitted = true;
  #hover: number | undefined;
  #selected: number | undefined;
  #pointer: Point | undefined;
  #pointedBefore = false;
  /** What was under the pointer. */
  #pointedRow: number | undefined;
  #clicked: Point | undefined;
  #dragging = false;
  #moving = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #hoverFrame = 0;
  #writer: TagWriter;
  #plan: LabelPlan | undefined;
  /** The last plan of a view at rest, and that view. */
  #rested: { readonly plan: LabelPlan; readonly view: View } | undefined;
  #destroyed = false;

  constructor(host: HTMLDivElement, callbacks: StageCallbacks) {
    this.#host = host;
    this.#callbacks = callbacks;
    host.style.touchAction = 'none';
    host.style.cursor = 'grab';
    const size = viewport.hostSize(host);
    this.#stage = new Konva.Stage({ container: host, ...size });
    this.#layers = {
      picture: drawnLayer(this.#stage, (context) => this.#drawPicture(context)),
      shapes: drawnLayer(this.#stage, (context) => paintScene(context, this.#job())),
      marks: drawnLayer(this.#stage, (context) => this.#drawMarks(context)),
    };
    this.#writer = new TagWriter(getComputedStyle(host).fontFamily);
    void this.#redrawWithFonts();
    this.#resize = new ResizeObserver(() => this.#resized());
    this.#resize.observe(host);
    this.#stopGestures = listenToGestures(host, {
      zoom: (at, factor) => this.zoomAt(at, factor),
      pan: (dx, dy) => this.panBy(dx, dy),
      hover: (at) => this.#pointed(at),
      click: (at, again) => this.#click(at, again),
      doubleClick: () => this.fit(),
      dragging: (active) => this.#drag(active),
    });
  }

  /**
   * The pixels, drawn so that they fill `width × height`: the size in the frame that the labels use. `turn`: the EXIF orientation to
   * apply to the bitmap to get into that frame; 1 when it is in that frame already (see `inverseTurn` for a bitmap that the browser
   * turned while the labels are in stored pixels). Without an image, a plain sheet of that size; with no size (0) one around the annotations.
   * The bitmap stays the caller's: replace it here before closing it. A new size fits the view anew.
   * `smaller`: the same picture with fewer pixels, drawn while they are enough.
   */
  setImage(image: Picture | undefined, width: number, height: number, turn: Turn = 1, smaller?: Picture): void {
    this.#picture?.close();
    this.#picture = image && new PictureLevels(image, () => this.#layers.picture.batchDraw(), smaller);
    this.#turn = turn;
    const before = this.#frame;
    this.#given = { width, height };
    this.#frameChanged(before);
    this.#layers.picture.batchDraw();
  }

  /**
   * A new sample should call {@link fit} too, where its image has the size of the one before. Up to a thousand annotations are there when
   * this returns; more when it resolves, and the page answers meanwhile.
   */
  async setAnnotations(annotations: readonly Annotation[], context: AnnotationContext): Promise<void> {
    const many = annotations.length > AT_ONCE;
    if (annotations !== this.#annotations) {
      this.#masks.clear();
      if (many) this.#take(EMPTY_SCENE);
    }
    this.#annotations = annotations;
    const mine = ++this.#taking;
    const steps = sceneSteps(annotations, context);
    const pace = pacer();
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      const pausing = many ? pace() : undefined;
      if (!pausing) continue;
      await pausing;
      if (mine !== this.#taking || this.#destroyed) return;
    }
    this.#take(step.value);
  }

  #take(scene: Scene): void {
    const before = this.#frame;
    this.#scene = scene;
    this.#frameChanged(before);
    this.#drawAnnotations();
  }

  setDisplay(display: Display): void {
    this.#display = display;
    this.#drawAnnotations();
  }

  /** Highlights an annotation, as when its row in the list is under the pointer. Does not call back. */
  setHover(row: number | undefined): void {
    if (row === this.#hover) return;
    this.#hover = row;
    this.#layers.marks.batchDraw();
  }

  /** Selects an annotation. Does not call back. */
  setSelected(row: number | undefined): void {
    if (row === this.#selected) return;
    this.#selected = row;
    this.#plan = undefined;
    this.#layers.marks.batchDraw();
  }

  get view(): View {
    return this.#view;
  }

  /** Whole image; it stays whole when the host changes its size. */
  fit(): void {
    this.#fitted = true;
    this.#show(viewport.fitView(this.#frame, this.#size));
  }

  /** One image pixel on one CSS pixel, about the middle. */
  actualSize(): void {
    this.#fitted = false;
    this.#show(viewport.actualSizeView(this.#view, this.#frame, this.#size));
  }

  /** `at`: CSS pixels from the host's top left; by default its middle. */
  zoomAt(at: Point | undefined, factor: number): void {
    this.#fitted = false;
    const { width, height } = this.#size;
    this.#show(viewport.zoomAtPoint(this.#view, at ?? { x: width / 2, y: height / 2 }, factor, this.#frame, this.#size));
  }

  /** Centres an annotation and enlarges it; false where it has no place in the image (a classification, a caption) or is hidden. */
  zoomTo(row: number): boolean {
    const anchor = this.#item(row)?.anchor;
    if (!anchor) return false;
    this.#fitted = false;
    const [left, top, right, bottom] = anchor;
    this.#show(viewport.boxView([left, top, right - left, bottom - top], this.#frame, this.#size));
    return true;
  }

  /** CSS pixels. */
  panBy(dx: number, dy: number): void {
    this.#fitted = false;
    const { scale, x, y } = this.#view;
    this.#show(viewport.clampView({ scale, x: x + dx, y: y + dy }, this.#frame, this.#size));
  }

  /** After a change of theme or font. */
  redraw(): void {
    this.#writer = new TagWriter(getComputedStyle(this.#host).fontFamily);
    this.#layers.picture.batchDraw();
    this.#drawAnnotations();
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#rest);
    cancelAnimationFrame(this.#hoverFrame);
    this.#resize.disconnect();
    this.#stopGestures();
    this.#picture?.close();
    this.#masks.clear();
    this.#stage.destroy();
  }

  get #size(): Size {
    return { width: this.#stage.width(), height: this.#stage.height() };
  }

  /** The frame of the labels: as given, else around the annotations. */
  get #frame(): Size {
    if (this.#given.width > 0 && this.#given.height > 0) return this.#given;
    const { extent } = this.#scene;
    return { width: Math.max(1, extent?.[2] ?? 1), height: Math.max(1, extent?.[3] ?? 1) };
  }

  #item(row: number | undefined): SceneItem | undefined {
    const index = row === undefined ? undefined : this.#scene.byRow.get(row);
    return index === undefined ? undefined : this.#scene.items[index];
  }

  #frameChanged(before: Size): void {
    const frame = this.#frame;
    if (frame.width === before.width && frame.height === before.height && !this.#fitted) return;
    this.fit();
  }

  get #isPlain(): boolean {
    return this.#moving && this.#scene.items.length > MANY;
  }

  #job(): PaintJob {
    return {
      scene: this.#scene,
      view: this.#view,
      host: this.#size,
      display: this.#display,
      plain: this.#isPlain,
      raster: { boxes: this.#raster, ratio: window.devicePixelRatio || 1 },
      maskArt: (rle, colour, hatch) => this.#masks.art(rle, colour, hatch),
    };
  }

  #show(view: View): void {
    const { scale, x, y } = this.#view;
    if (view.scale === scale && view.x === x && view.y === y) return;
    this.#view = view;
    this.#plan = undefined;
    this.#moves();
    this.#stage.batchDraw();
    this.#callbacks.onViewport(view);
    this.#scheduleHover();
  }

  /** Widths that were measured before the UI font came are wrong. */
  async #redrawWithFonts(): Promise<void> {
    await document.fonts.ready;
    if (!this.#destroyed) this.redraw();
  }

  /** Thousands of shapes are drawn plainly while they move, and well once they rest. */
  #moves(): void {
    if (this.#scene.items.length <= MANY) return;
    this.#moving = true;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#moving = false;
      this.#drawAnnotations();
    }, REST);
  }

  #drawAnnotations(): void {
    this.#plan = undefined;
    this.#rested = undefined;
    this.#layers.shapes.batchDraw();
    if (this.#scene.items.length <= MANY) this.#layers.marks.batchDraw();
    else requestAnimationFrame(() => this.#drawMarksNext());
  }

  /** The labels of many come a frame after their shapes: to draw both anew at once takes too long. */
  #drawMarksNext(): void {
    if (!this.#destroyed) this.#layers.marks.batchDraw();
  }

  #drawPicture(context: CanvasRenderingContext2D): void {
    const { width, height } = this.#frame;
    const { scale, x, y } = this.#view;
    if (this.#picture) {
      const ratio = this.#layers.picture.getCanvas().getPixelRatio();
      this.#picture.draw(context, this.#view, this.#frame, this.#turn, ratio);
      if (this.#picture.isCoarse(this.#view, this.#frame, this.#turn, ratio)) this.#callbacks.onCoarse?.();
      return;
    }
    if (this.#given.width <= 0 && this.#scene.items.length === 0) return;
    drawSheet(context, this.#host, { x, y, width: width * scale, height: height * scale });
  }

  #drawMarks(context: CanvasRenderingContext2D): void {
    const job = this.#job();
    const hovered = this.#item(this.#hover);
    const selected = this.#item(this.#selected);
    if (hovered && hovered !== selected) paintEmphasis(context, job, hovered, 'hover');
    if (selected) paintEmphasis(context, job, selected, 'selected');
    const frame = { view: this.#view, host: job.host, image: this.#frame };
    const rested = this.#isPlain ? this.#rested : undefined;
    this.#plan ??= rested
      ? movePlan(rested.plan, rested.view, this.#view)
      : planLabels(context, this.#writer, this.#scene, frame, this.#display, this.#selected, LABELS);
    if (!rested) this.#rested = { plan: this.#plan, view: this.#view };
    drawLabels(context, this.#writer, this.#plan);
    if (hovered && this.#display.labels) drawForcedLabel(context, this.#writer, this.#plan, hovered, this.#view, job.host, this.#display);
  }

  #pointed(at: Point | undefined): void {
    this.#pointer = at;
    // At once: in the next frame the pointer may be on a row of the list, whose annotation is highlighted then.
    if (at) this.#scheduleHover();
    else this.#hoverNow();
  }

  /** Once per frame: a mouse may report a thousand times a second. */
  #scheduleHover(): void {
    if (this.#hoverFrame !== 0) return;
    this.#hoverFrame = requestAnimationFrame(() => {
      this.#hoverFrame = 0;
      this.#hoverNow();
    });
  }

  #hoverNow(): void {
    if (this.#dragging) return;
    const row = this.#pointer && this.#hits(this.#pointer)[0];
    // A row that is highlighted from the list stays so while the pointer is elsewhere.
    if (!this.#pointer && !this.#pointedBefore) return;
    const isOfList = !this.#pointer && this.#hover !== this.#pointedRow;
    this.#pointedBefore = this.#pointer !== undefined;
    this.#pointedRow = row;
    this.#host.style.cursor = row === undefined ? 'grab' : 'pointer';
    if (row === this.#hover || isOfList) return;
    this.setHover(row);
    this.#callbacks.onHover(row);
  }

  #drag(active: boolean): void {
    this.#dragging = active;
    this.#host.style.cursor = active ? 'grabbing' : 'grab';
    if (!active) this.#scheduleHover();
  }

  #click(at: Point, again: boolean): void {
    if (again) return; // the second half of a double click, which fits
    const samePlace = this.#clicked !== undefined && Math.hypot(at.x - this.#clicked.x, at.y - this.#clicked.y) <= SAME_PLACE;
    this.#clicked = at;
    const row = nextHit(this.#hits(at), this.#selected, samePlace);
    if (row === this.#selected) return;
    this.setSelected(row);
    this.#callbacks.onSelect(row);
  }

  #hits(at: Point): number[] {
    const { x, y } = viewport.toImage(this.#view, at.x, at.y);
    return hitTest(this.#scene, x, y, this.#view.scale, this.#display);
  }

  #resized(): void {
    const before = this.#size;
    const after = viewport.hostSize(this.#host);
    const ratio = window.devicePixelRatio || 1;
    for (const layer of Object.values(this.#layers)) {
      if (layer.getCanvas().getPixelRatio() !== ratio) layer.getCanvas().setPixelRatio(ratio);
    }
    this.#stage.size(after);
    if (this.#fitted) this.fit();
    else this.#show(viewport.resizedView(this.#view, this.#frame, before, after));
    this.#plan = undefined;
    // Setting the size of a canvas empties it: drawn at once, so that no empty frame is seen.
    this.#stage.draw();
  }
}
