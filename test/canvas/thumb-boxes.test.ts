import { describe, expect, it } from 'vitest';
import { colourOf } from '../../src/canvas/palette.ts';
import { drawThumbBoxes, type ThumbBoxes, type ThumbStyle } from '../../src/canvas/thumb-boxes.ts';
import { coverView } from '../../src/canvas/viewport.ts';
import { Recorder } from './recorder.ts';

const TILE = { width: 200, height: 150 };
const VIEW = coverView({ width: 400, height: 300 }, TILE);
const NAMES = ['apple', 'orange', 'bottle'];

function drawn(annotations: Partial<ThumbBoxes>, style: Partial<ThumbStyle> = {}): Recorder {
  const pen = new Recorder();
  const length = annotations.categories?.length ?? 0;
  const all: ThumbBoxes = {
    boxes: new Float32Array(),
    categories: new Int32Array(),
    passing: new Uint8Array(length).fill(1),
    ...annotations,
  };
  drawThumbBoxes(pen, VIEW, TILE, all, { fontFamily: 'Inter', nameOf: (category) => NAMES[category], ...style });
  return pen;
}

const TWO = { boxes: Float32Array.of(100, 100, 40, 40, 200, 100, 80, 80), categories: Int32Array.of(0, 0) };

describe('the boxes of a tile', () => {
  it('lie where they are in the picture', () => {
    const lines = drawn(TWO)
      .of('strokeRect')
      .filter(({ colour }) => colour === colourOf(0).line);
    expect(lines.map(({ at }) => at)).toEqual([
      [50, 50, 20, 20],
      [100, 50, 40, 40],
    ]);
    expect(lines[0]?.width).toBe(1.5);
  });

  it('that do not match are thin, half opaque, below, and have no label', () => {
    const pen = drawn({ ...TWO, passing: Uint8Array.of(1, 0), categories: Int32Array.of(0, 1) });
    const dim = pen.of('strokeRect').find(({ alpha }) => alpha === 0.5);
    expect(dim).toBe(pen.of('strokeRect')[0]);
    expect(pen.of('fillText').map(({ text }) => text)).toEqual(['apple']);
  });

  it('carry one label for each matching class, on its largest box', () => {
    const label = drawn(TWO).of('fillText');
    expect(label).toMatchObject([{ text: 'apple', at: [104, 44] }]);
  });

  it('put the label on the next box where the largest has no room', () => {
    const label = drawn({ ...TWO, boxes: Float32Array.of(100, 100, 40, 40, 0, 0, 400, 300) }).of('fillText');
    expect(label).toMatchObject([{ text: 'apple', at: [54, 44] }]);
  });

  it('keep labels off what covers a corner', () => {
    const corner = { x: 90, y: 20, width: 60, height: 30 };
    const [label] = drawn(TWO, { obstacles: [corner] }).of('fillText');
    expect(label?.at[1]).toBeGreaterThan(90);
  });

  it('of predictions are dashed', () => {
    const lines = drawn({ ...TWO, predicted: Uint8Array.of(0, 1) })
      .of('strokeRect')
      .filter(({ colour }) => colour === colourOf(0).line);
    expect(lines.map(({ dash }) => dash.length)).toEqual([0, 2]);
  });

  it('leave out what has no box and what is hidden', () => {
    expect(drawn({ boxes: Float32Array.of(NaN, NaN, NaN, NaN), categories: Int32Array.of(0) }).inks).toEqual([]);
    expect(drawn({ ...TWO, hiddenCategories: new Set([0]) }).inks).toEqual([]);
  });

  it('have no labels when no names are given', () => {
    const pen = new Recorder();
    drawThumbBoxes(pen, VIEW, TILE, { ...TWO, passing: Uint8Array.of(1, 1) }, { fontFamily: 'Inter' });
    expect(pen.of('fillText')).toEqual([]);
  });
});
