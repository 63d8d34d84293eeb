import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src/model/annotation.ts';
import { drawForcedLabel, drawLabels, planLabels, type LabelPlan } from '../../src/canvas/labels.ts';
import { DEFAULT_DISPLAY, type Display } from '../../src/canvas/look.ts';
import { TagWriter } from '../../src/canvas/overlays/tag.ts';
import { colourOf } from '../../src/canvas/palette.ts';
import { buildScene, type AnnotationContext } from '../../src/canvas/scene.ts';
import { annotation, box, context } from './annotations.ts';
import { Recorder } from './recorder.ts';

const FRAME = { view: { scale: 1, x: 0, y: 0 }, host: { width: 600, height: 400 }, image: { width: 600, height: 400 } };
const WRITER = new TagWriter('Inter');

interface Setting {
  readonly display?: Partial<Display>;
  readonly context?: Partial<AnnotationContext>;
  readonly selected?: number;
  readonly frame?: typeof FRAME;
}

function plan(annotations: readonly Annotation[], setting: Setting = {}): LabelPlan {
  const display = { ...DEFAULT_DISPLAY, ...setting.display };
  return planLabels(
    new Recorder(),
    WRITER,
    buildScene(annotations, context(setting.context)),
    setting.frame ?? FRAME,
    display,
    setting.selected,
    300,
  );
}

function written(annotations: readonly Annotation[], setting: Setting = {}): string[] {
  const pen = new Recorder();
  drawLabels(pen, WRITER, plan(annotations, setting));
  return pen.of('fillText').map(({ text }) => text ?? '');
}

describe('the label of an annotation', () => {
  it('is its class name on its class colour', () => {
    const pen = new Recorder();
    drawLabels(pen, WRITER, plan([annotation(1, [box(50, 100, 80, 80)], { category: 1 })]));
    expect(pen.of('fill')).toMatchObject([{ colour: colourOf(1).line }]);
    expect(pen.of('fillText')).toMatchObject([{ text: 'car', colour: colourOf(1).on, at: [54, 94] }]);
  });

  it('keeps its size at any zoom', () => {
    const of = (scale: number): number[] =>
      plan([annotation(1, [box(10, 50, 80, 20)])], { frame: { ...FRAME, view: { scale, x: 0, y: 0 } } }).labels.flatMap(({ place }) => [
        place.width,
        place.height,
      ]);
    expect(of(4)).toEqual(of(0.5));
  });

  it('carries the score of a prediction, unless scores are switched off', () => {
    const predicted = [annotation(1, [box(50, 100, 80, 80)], { labelSet: 1, score: 0.8349 })];
    expect(written(predicted)).toEqual(['person', '0.83']);
    expect(written(predicted, { display: { scores: false } })).toEqual(['person']);
  });

  it('says which of the list it is when selected, in bold', () => {
    const [label] = plan([annotation(5, [box(50, 100, 80, 80)]), annotation(9, [box(250, 100, 80, 80)])], { selected: 9 }).labels;
    expect(label?.tag).toMatchObject({ note: '#2', strong: true });
  });

  it('is absent when it does not match, but there when it is selected', () => {
    const setting: Setting = { context: { passing: () => false } };
    expect(written([annotation(1, [box(50, 100, 80, 80)])], setting)).toEqual([]);
    expect(written([annotation(1, [box(50, 100, 80, 80)])], { ...setting, selected: 1 })).toEqual(['person', '#1']);
  });

  it('that found no place is seen while the pointer is over its shape', () => {
    const scene = buildScene([annotation(1, [box(0, 0, 600, 400)])], context());
    const [item] = scene.items;
    const pen = new Recorder();
    if (item) drawForcedLabel(pen, WRITER, { strip: [], labels: [] }, item, FRAME.view, FRAME.host, DEFAULT_DISPLAY);
    expect(pen.of('fillText')).toMatchObject([{ text: 'person', at: [4, 11] }]);
  });

  it('is cut when the name is a novel, between letters', () => {
    const [name = ''] = written([annotation(1, [box(50, 100, 80, 80)])], { context: { categories: [{ name: '😀'.repeat(500) }] } });
    expect(name).toBe(`${'😀'.repeat(27)}…`);
  });

  it('is absent when labels are switched off', () => {
    expect(
      written([annotation(1, [box(50, 100, 80, 80)]), annotation(2, [{ kind: 'classification' }])], { display: { labels: false } }),
    ).toEqual([]);
  });
});

describe('classes of the whole image', () => {
  const tags = (count: number): Annotation[] =>
    Array.from({ length: count }, (_, row) => annotation(row, [{ kind: 'classification' }], { category: row % 3 }));

  it('stand in the top left corner of the image, one after the other', () => {
    const { strip } = plan(tags(2), { frame: { ...FRAME, view: { scale: 1, x: 100, y: 50 } } });
    expect(strip.map(({ x, y }) => [x, y])).toEqual([
      [106, 56],
      [154, 56],
    ]);
  });

  it('stay in sight where that corner is not', () => {
    const { strip } = plan(tags(1), { frame: { ...FRAME, view: { scale: 4, x: -900, y: -900 } } });
    expect(strip.map(({ x, y }) => [x, y])).toEqual([[6, 6]]);
  });

  it('wrap, and end after three lines', () => {
    const { strip } = plan(tags(100));
    expect(new Set(strip.map(({ y }) => y)).size).toBe(3);
    for (const { x, width } of strip) expect(x + width).toBeLessThanOrEqual(600);
  });

  it('that match come first, the others are faint', () => {
    const pen = new Recorder();
    const made = plan(tags(2), { context: { passing: (row) => row === 1 } });
    drawLabels(pen, WRITER, made);
    expect(made.strip.map(({ tag }) => tag.row)).toEqual([1, 0]);
    expect(pen.of('fillText').map(({ alpha }) => alpha)).toEqual([1, 0.5]);
  });

  it('are not covered by other labels', () => {
    const made = plan([...tags(1), annotation(9, [box(6, 22, 100, 100)])]);
    const [tag] = made.strip;
    for (const { place } of made.labels) expect(place.x >= (tag?.x ?? 0) + (tag?.width ?? 0) || place.y >= 21).toBe(true);
    expect(made.labels).toHaveLength(1);
  });
});
