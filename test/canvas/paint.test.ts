import { describe, expect, it } from 'vitest';
import type { Annotation, Shape } from '../../src/model/annotation.ts';
import { DASH, DEFAULT_DISPLAY, type Display } from '../../src/canvas/look.ts';
import { maskOutline } from '../../src/canvas/mask.ts';
import { rleBounds } from '../../src/model/rle.ts';
import type { MaskArt } from '../../src/canvas/overlays/mask.ts';
import { paintEmphasis, paintScene, type PaintJob } from '../../src/canvas/paint.ts';
import { CASING, colourOf } from '../../src/canvas/palette.ts';
import { buildScene, type AnnotationContext } from '../../src/canvas/scene.ts';
import type { View } from '../../src/canvas/viewport.ts';
import type { Rle } from '../../src/model/rle.ts';
import { annotation, box, context, maskOf } from './annotations.ts';
import { Recorder, type Ink } from './recorder.ts';

const PERSON = colourOf(0).line;
const PLAIN: View = { scale: 1, x: 0, y: 0 };
const NEAR: View = { scale: 4, x: 20, y: 30 };
const ZOOMED: View = { scale: 4, x: -100, y: 30 };

interface Setting {
  readonly view?: View;
  readonly display?: Partial<Display>;
  readonly context?: Partial<AnnotationContext>;
  readonly plain?: boolean;
}

function job(annotations: readonly Annotation[], setting: Setting = {}): PaintJob {
  return {
    scene: buildScene(annotations, context(setting.context)),
    view: setting.view ?? PLAIN,
    host: { width: 800, height: 600 },
    display: { ...DEFAULT_DISPLAY, ...setting.display },
    plain: setting.plain ?? false,
    maskArt: artOf,
  };
}

/** A picture is a browser's thing; the recorder does not look at it. */
function artOf(rle: Rle): MaskArt | undefined {
  const found = rleBounds(rle);
  return found && { box: found, picture: {} as CanvasImageSource, outline: maskOutline(rle) };
}

function painted(annotations: readonly Annotation[], setting: Setting = {}): Recorder {
  const pen = new Recorder();
  paintScene(pen, job(annotations, setting));
  return pen;
}

function inColour(inks: readonly Ink[], colour = PERSON): Ink[] {
  return inks.filter((ink) => ink.colour === colour);
}

describe('a box', () => {
  const one = [annotation(1, [box(100, 50, 40, 20)])];

  it('is stroked on its edges, over a dark casing', () => {
    const [casing, line] = painted(one).of('strokeRect');
    expect(casing).toMatchObject({ at: [100, 50, 40, 20], colour: CASING, width: 4, dash: [] });
    expect(line).toMatchObject({ at: [100, 50, 40, 20], colour: PERSON, width: 2, dash: [], alpha: 1 });
  });

  it('moves with the view while its line keeps its width', () => {
    const [, line] = painted(one, { view: ZOOMED }).of('strokeRect');
    expect(line).toMatchObject({ at: [300, 230, 160, 80], width: 2 });
  });

  it('is thin, half opaque and below the others when it does not match', () => {
    const annotations = [...one, annotation(2, [box(0, 0, 10, 10)])];
    const [first, second] = inColour(painted(annotations, { context: { passing: (row) => row === 2 } }).of('strokeRect'));
    expect(first).toMatchObject({ at: [100.5, 50.5, 40, 20], width: 1, alpha: 0.5 });
    expect(second).toMatchObject({ at: [0, 0, 10, 10], width: 2, alpha: 1 });
  });

  it('of a prediction is dashed, and what comes after it is not', () => {
    const annotations = [annotation(1, [box(0, 0, 50, 50)], { labelSet: 1, score: 0.9 }), annotation(2, [box(0, 0, 10, 10)])];
    const lines = inColour(painted(annotations).of('strokeRect'));
    expect(lines.map(({ dash }) => dash)).toEqual([[...DASH], []]);
  });

  it('out of sight is not stroked, nor one that surrounds the whole host', () => {
    expect(painted([annotation(1, [box(900, 0, 50, 50)]), annotation(2, [box(-50, -50, 2000, 2000)])]).inks).toEqual([]);
  });

  it('without a size is one pixel to see', () => {
    expect(inColour(painted([annotation(1, [box(30, 30, 0, 0)])]).of('strokeRect'))).toMatchObject([{ at: [30, 30, 1, 1] }]);
  });

  it('far larger than the host is cut where nobody sees it, so that dashes cost nothing', () => {
    const view: View = { scale: 64, x: 0, y: 0 };
    const [, line] = painted([annotation(1, [box(2, 2, 9000, 9000)], { labelSet: 1 })], { view }).of('strokeRect');
    expect(line?.at.slice(0, 2)).toEqual([128, 128]);
    expect(line?.at[2]).toBeLessThan(1400);
    expect((9000 * 64 - (line?.at[2] ?? 0)) % 10).toBe(0);
  });

  it('turned is stroked through its corners', () => {
    const turned: Shape = { kind: 'box', box: [100, 100, 40, 20], angle: Math.PI / 2 };
    const [line] = inColour(painted([annotation(1, [turned])]).of('stroke'));
    expect(line?.paths.map((path) => path.map(Math.round))).toEqual([[130, 90, 130, 130, 110, 130, 110, 90, 130, 90]]);
  });

  it('of a crowd is hatched', () => {
    const pen = painted([annotation(1, [box(100, 50, 40, 20)], { flags: ['crowd'] })]);
    expect(pen.of('clip')).toHaveLength(1);
    const hatch = inColour(pen.of('stroke'))[0]?.paths ?? [];
    expect(hatch.length).toBeGreaterThan(4);
  });

  it('loses its casing and dashes while thousands move', () => {
    const pen = painted([annotation(1, [box(0, 0, 50, 50)], { labelSet: 1 })], { plain: true });
    expect(pen.of('strokeRect')).toMatchObject([{ colour: PERSON, dash: [] }]);
  });

  it('is not drawn when boxes are switched off or its class is hidden', () => {
    expect(painted(one, { display: { boxes: false } }).inks).toEqual([]);
    expect(painted(one, { context: { hiddenCategories: new Set([0]) } }).inks).toEqual([]);
  });
});

describe('a polygon', () => {
  const rings = [
    [0, 0, 40, 0, 40, 40, 0, 40],
    [20, 60, 60, 60, 60, 20, 20, 20], // the other way round
  ];
  const one = [annotation(1, [{ kind: 'polygon', rings }])];

  it('is filled as the union of its rings, palely', () => {
    const [fill] = painted(one).of('fill');
    expect(fill).toMatchObject({ colour: PERSON, rule: 'nonzero' });
    expect(fill?.alpha).toBeCloseTo(0.16);
    expect(fill?.paths.map((path) => Math.sign(signedArea(path)))).toEqual([1, 1]);
  });

  it('has an outline where it stands, also when zoomed', () => {
    const [outline] = inColour(painted(one, { view: ZOOMED }).of('stroke'));
    expect(outline?.paths[0]).toEqual([-100, 30, 60, 30, 60, 190, -100, 190, -100, 30]);
    expect(outline?.width).toBe(1.5);
  });

  it('beside its box leaves the casing to the box', () => {
    const boxed = [annotation(1, [box(0, 0, 60, 60), { kind: 'polygon', rings }])];
    expect(inColour(painted(boxed).of('stroke'), CASING)).toEqual([]);
    expect(inColour(painted(one).of('stroke'), CASING)).toHaveLength(1);
  });

  it('of a crowd is hatched within itself', () => {
    const pen = painted([annotation(1, [{ kind: 'polygon', rings }], { flags: ['crowd'] })]);
    expect(pen.of('clip')[0]?.paths).toHaveLength(2);
  });

  it('follows the opacity', () => {
    expect(painted(one, { display: { opacity: 1 } }).of('fill')[0]?.alpha).toBe(1);
    expect(painted(one, { display: { opacity: 0 } }).of('fill')[0]?.alpha).toBe(0);
    expect(painted(one, { display: { masks: false } }).inks).toEqual([]);
  });

  it('leaves out points that are no numbers and corners that cannot be told apart', () => {
    const wild = [annotation(1, [{ kind: 'polygon', rings: [[0, 0, NaN, 5, 40, 0, 40.1, 0.1, 40, 40]] }])];
    expect(painted(wild).of('fill')[0]?.paths).toEqual([[0, 0, 40, 0, 40, 40, 0, 0]]);
  });
});

describe('a mask', () => {
  const one = [annotation(1, [{ kind: 'mask', rle: maskOf('.....', '.###.', '.###.') }])];

  it('is laid over its pixels, square when enlarged', () => {
    expect(painted(one, { view: NEAR }).of('drawImage')).toMatchObject([{ at: [24, 34, 12, 8], smooth: false }]);
    expect(painted(one, { view: { scale: 0.5, x: 0, y: 0 } }).of('drawImage')).toMatchObject([{ smooth: true }]);
  });

  it('has an outline along its pixel edges, dashed for a prediction', () => {
    const [line] = inColour(painted(one, { view: NEAR }).of('stroke'));
    expect(extent(line?.paths[0] ?? [])).toEqual([24, 34, 36, 42]);
    const [dashed] = inColour(painted([annotation(1, one[0]?.shapes ?? [], { labelSet: 1 })], { view: NEAR }).of('stroke'));
    expect(dashed?.dash).toEqual([...DASH]);
  });

  it('that is empty draws nothing', () => {
    expect(painted([annotation(1, [{ kind: 'mask', rle: maskOf('...') }])]).inks).toEqual([]);
  });
});

describe('keypoints', () => {
  const skeleton = context({
    categories: [
      {
        name: 'person',
        skeleton: [
          [0, 1],
          [1, 2],
          [0, 9],
        ],
      },
    ],
  });
  const points = [10, 10, 2, 50, 10, 1, 90, 10, 0];
  const of = (more: Partial<Annotation> = {}): Annotation[] => [annotation(1, [{ kind: 'keypoints', points }, box(0, 0, 200, 200)], more)];
  const joints = (pen: Recorder): Ink[] => [...pen.of('fill'), ...pen.of('stroke')].filter(({ paths }) => paths[0]?.length === 3);

  it('are joined by bones where both ends are there', () => {
    const [bone] = inColour(painted(of(), { context: skeleton }).of('stroke'));
    expect(bone?.paths).toEqual([[10, 10, 50, 10]]);
  });

  it('are white when visible, hollow when hidden, absent when not labelled', () => {
    const pen = painted(of(), { context: skeleton, view: ZOOMED });
    expect(pen.of('fill')).toMatchObject([{ paths: [[-60, 70, 3]], colour: '#ffffff' }]);
    expect(joints(pen).some(({ paths }) => paths[0]?.[0] === 100)).toBe(true);
    expect(joints(pen).some(({ paths }) => paths[0]?.[0] === 260)).toBe(false);
  });

  it('of a model go by their confidence', () => {
    const sure = [annotation(1, [{ kind: 'keypoints', points: [10, 10, 0.9, 50, 10, 1, 90, 10, 0.2] }], { labelSet: 1, score: 0.8 })];
    expect(
      painted(sure, { context: skeleton })
        .of('fill')
        .map(({ paths }) => paths[0]?.[0]),
    ).toEqual([10, 50]);
  });

  it('without a skeleton show the colour of their class', () => {
    expect(painted(of({ category: 1 })).of('fill')).toMatchObject([{ colour: colourOf(1).line }]);
  });
});

describe('what the pointer is over, and what is selected', () => {
  const emphasised = (annotations: readonly Annotation[], emphasis: 'hover' | 'selected', display: Partial<Display> = {}): Recorder => {
    const pen = new Recorder();
    const task = job(annotations, { display });
    const [item] = task.scene.items;
    if (item) paintEmphasis(pen, task, item, emphasis);
    return pen;
  };

  it('is stroked thicker under the pointer', () => {
    const [line] = inColour(emphasised([annotation(1, [box(10, 10, 99, 99)])], 'hover').of('strokeRect'));
    expect(line?.width).toBe(3);
  });

  it('has eight handles when selected, four when it is small', () => {
    expect(emphasised([annotation(1, [box(10, 10, 99, 99)])], 'selected').of('fillRect')).toHaveLength(8);
    expect(emphasised([annotation(1, [box(10, 10, 12, 12)])], 'selected').of('fillRect')).toHaveLength(4);
  });

  it('has its mask at about 26 % when selected, the plain drawing counted in', () => {
    const ring: Shape = { kind: 'polygon', rings: [[0, 0, 99, 0, 99, 99]] };
    const plain = painted([annotation(1, [ring])]).of('fill')[0]?.alpha ?? 0;
    const more = emphasised([annotation(1, [ring])], 'selected').of('fill')[0]?.alpha ?? 0;
    expect(1 - (1 - plain) * (1 - more)).toBeCloseTo(0.26, 1);
  });

  it('has a frame for its handles where it has no box', () => {
    const ring: Shape = { kind: 'polygon', rings: [[0, 0, 99, 0, 99, 99]] };
    expect(inColour(emphasised([annotation(1, [ring])], 'selected').of('strokeRect'))).toMatchObject([
      { at: [0.5, 0.5, 99, 99], width: 1 },
    ]);
  });

  it('that has no place in the image draws nothing', () => {
    expect(emphasised([annotation(1, [{ kind: 'classification' }, { kind: 'caption', text: 'x' }])], 'selected').inks).toEqual([]);
  });
});

function signedArea(path: readonly number[]): number {
  let twice = 0;
  for (let at = 0; at + 3 < path.length; at += 2)
    twice += (path[at] ?? 0) * (path[at + 3] ?? 0) - (path[at + 2] ?? 0) * (path[at + 1] ?? 0);
  return twice;
}

function extent(path: readonly number[]): number[] {
  const xs = path.filter((_, at) => at % 2 === 0);
  const ys = path.filter((_, at) => at % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
