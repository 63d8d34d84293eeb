/** Ten thousand boxes that move: our stage, and Konva with a node for each. A frame is from its start until its pixels are there. */
import Konva from 'konva';
import { hitTest } from '../../../../src/canvas/hit-test.ts';
import { DEFAULT_DISPLAY } from '../../../../src/canvas/look.ts';
import { CATEGORY_COLOURS } from '../../../../src/canvas/palette.ts';
import { buildScene, type AnnotationContext } from '../../../../src/canvas/scene.ts';
import { ViewerStage } from '../../../../src/canvas/stage.ts';
import type { Annotation } from '../../../../src/model/annotation.ts';
import type { Measure, TaskOptions } from '../../measure.ts';
import { nextFrame, percentile } from './times.ts';

const SIZE = { width: 1280, height: 800 };
const CLASSES = 80;
/** Pixels that an outline is wide. */
const LINE = 2;
/** Of the share of pixels that are painted: outlines between two pixels cover more of them, each in part. */
const INK_TOLERANCE = 0.06;
const LOOKS = 1000;
const LOOKS_A_FRAME = 100;

interface MadeBox {
  readonly category: number;
  readonly box: readonly [number, number, number, number];
}

/** The same on both sides. */
function makeBoxes(count: number): MadeBox[] {
  let state = 7;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 16_777_216;
  };
  return Array.from({ length: count }, () => {
    const width = 4 + next() ** 2 * 120;
    const height = 4 + next() ** 2 * 120;
    return { category: Math.floor(next() * CLASSES), box: [next() * (SIZE.width - width), next() * (SIZE.height - height), width, height] };
  });
}

export async function stageBoxes(_files: readonly File[], { boxes = 10_000, frames = 40 }: TaskOptions): Promise<Measure> {
  const made = makeBoxes(Number(boxes));
  const annotations = made.map(({ category, box }, row): Annotation => ({
    row,
    category,
    labelSet: 0,
    flags: [],
    shapes: [{ kind: 'box', box }],
    fields: {},
  }));
  const host = hostElement();
  const stage = new ViewerStage(host, { onHover: () => undefined, onSelect: () => undefined, onViewport: () => undefined });
  stage.setImage(undefined, SIZE.width, SIZE.height);
  await stage.setAnnotations(annotations, CONTEXT);
  await nextFrame();
  const times = await frameTimes(host, Number(frames), (turn) => {
    if (turn % 2 === 0) stage.panBy(turn % 4 === 0 ? 3 : -3, 1);
    else stage.zoomAt(undefined, turn % 4 === 1 ? 1.01 : 1 / 1.01);
  });
  const ink = inked(host);
  stage.destroy();

  const hover = await hoverTime(annotations);
  return {
    ms: percentile(times, 0.5),
    findings: { boxes: made.length, drawn: String(Math.abs(ink - inkOf(made)) < INK_TOLERANCE) },
    values: { p95: percentile(times, 0.95), hover, ink },
  };
}

/** Milliseconds that it takes to know what is under the pointer, in batches with frames between them: together they would be one long task. */
async function hoverTime(annotations: readonly Annotation[]): Promise<number> {
  await nextFrame();
  const scene = buildScene(annotations, CONTEXT);
  let took = 0;
  let hits = 0;
  for (let turn = 0; turn < LOOKS;) {
    await nextFrame();
    const started = performance.now();
    for (const end = turn + LOOKS_A_FRAME; turn < end; turn += 1)
      hits += hitTest(scene, (turn * 37) % SIZE.width, (turn * 53) % SIZE.height, 1, DEFAULT_DISPLAY).length;
    took += performance.now() - started;
  }
  if (hits === 0) throw new Error('no box was hit');
  return took / LOOKS;
}

/** `hits` 1: with the canvas that Konva finds nodes by. */
export async function konvaBoxes(_files: readonly File[], { boxes = 10_000, hits = 0, frames = 40 }: TaskOptions): Promise<Measure> {
  const made = makeBoxes(Number(boxes));
  const host = hostElement();
  const stage = new Konva.Stage({ container: host, ...SIZE });
  const layer = new Konva.Layer({ listening: hits === 1 });
  for (const { category, box } of made) {
    const [x, y, width, height] = box;
    const stroke = CATEGORY_COLOURS[category % CATEGORY_COLOURS.length]?.line ?? 'red';
    const plain = { listening: hits === 1, perfectDrawEnabled: false, strokeScaleEnabled: false };
    layer.add(new Konva.Rect({ x, y, width, height, stroke, strokeWidth: LINE, ...plain }));
  }
  stage.add(layer);
  await nextFrame();
  const times = await frameTimes(host, Number(frames), (turn) => {
    if (turn % 2 === 0) layer.move({ x: turn % 4 === 0 ? 3 : -3, y: 1 });
    else layer.scale({ x: turn % 4 === 1 ? 1.01 : 1, y: turn % 4 === 1 ? 1.01 : 1 });
    layer.batchDraw();
  });
  const ink = inked(host);
  stage.destroy();
  return {
    ms: percentile(times, 0.5),
    findings: { boxes: made.length, drawn: String(Math.abs(ink - inkOf(made)) < INK_TOLERANCE) },
    values: { p95: percentile(times, 0.95), ink },
  };
}

const CONTEXT: AnnotationContext = {
  categories: Array.from({ length: CLASSES }, (_, at) => ({ name: `class ${at}` })),
  labelSets: [{ role: 'truth' }],
  passing: () => true,
  hiddenCategories: new Set(),
  hiddenLabelSets: new Set(),
  unnamed: 'none',
};

function hostElement(): HTMLDivElement {
  const host = document.createElement('div');
  host.style.width = `${SIZE.width}px`;
  host.style.height = `${SIZE.height}px`;
  document.querySelector('#stage')?.replaceChildren(host);
  return host;
}

/** Both draw in the next frame, in the order of asking: our looks at the clock stand before and after what they asked for. */
async function frameTimes(host: HTMLElement, frames: number, move: (turn: number) => void): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < frames; turn += 1) {
    await nextFrame();
    let begun = 0;
    requestAnimationFrame(() => {
      begun = performance.now();
    });
    const started = performance.now();
    move(turn);
    const moved = performance.now() - started;
    await nextFrame();
    flush(host);
    times.push(moved + performance.now() - begun);
  }
  return times;
}

/** Reading a pixel waits for everything that was drawn. */
function flush(host: HTMLElement): void {
  for (const canvas of host.querySelectorAll('canvas')) canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
}

/** Share of the layer with the boxes that is painted; a pixel that is half covered counts half. */
function inked(host: HTMLElement): number {
  // Ours has the picture's layer below it.
  const [first, second] = host.querySelectorAll('canvas');
  const canvas = second ?? first;
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray(4);
  let painted = 0;
  for (let at = 3; at < pixels.length; at += 4) painted += (pixels[at] ?? 0) / 255;
  return painted / (pixels.length / 4);
}

/** The same of what is to be drawn, where outlines lie on whole pixels. */
function inkOf(boxes: readonly MadeBox[]): number {
  const painted = new Uint8Array(SIZE.width * SIZE.height);
  const fill = (left: number, top: number, right: number, bottom: number): void => {
    for (let y = Math.max(0, top); y < Math.min(SIZE.height, bottom); y += 1)
      painted.fill(1, y * SIZE.width + Math.max(0, left), y * SIZE.width + Math.min(SIZE.width, right));
  };
  for (const { box } of boxes) {
    const [left, top, right, bottom] = [box[0], box[1], box[0] + box[2], box[1] + box[3]].map(Math.round) as [
      number,
      number,
      number,
      number,
    ];
    const half = LINE / 2;
    fill(left - half, top - half, right + half, top + half);
    fill(left - half, bottom - half, right + half, bottom + half);
    fill(left - half, top - half, left + half, bottom + half);
    fill(right - half, top - half, right + half, bottom + half);
  }
  return painted.reduce((sum, pixel) => sum + pixel, 0) / painted.length;
}
