import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countInSight, rasterBoxes, type RasterBatch } from '../../src/canvas/box-raster.ts';
import { DEFAULT_DISPLAY, lookOf } from '../../src/canvas/look.ts';

const RED = { line: '#ff0000', on: '#111111' };
const BLUE = { line: '#0000ff', on: '#ffffff' };
const VIEW = { scale: 1, x: 0, y: 0 };

function batch(
  boxes: readonly number[],
  setting: { colour?: typeof RED; line?: number; casing?: boolean; dashed?: boolean; dim?: boolean } = {},
): RasterBatch {
  const of = { colour: setting.colour ?? RED, predicted: setting.dashed ?? false, passing: !setting.dim };
  const look = lookOf(
    { ...of, crowd: false },
    setting.dim ? 'dim' : 'match',
    { ...DEFAULT_DISPLAY, lineWidth: setting.line ?? 1 },
    !setting.casing,
  );
  return { batch: { ...of, boxes: Float64Array.from(boxes) }, look: { ...look, dashed: setting.dashed ?? false } };
}

/** One letter a pixel: r(ed), b(lue), #: casing, lower case letters of dim ones as numbers, a dot for nothing. */
function drawn(width: number, height: number, batches: readonly RasterBatch[], view = VIEW, ratio = 1): string[] {
  const sheet = { pixels: new Uint32Array(width * height).fill(1), width, height };
  rasterBoxes(sheet, view, ratio, batches);
  const letter = (pixel: number): string => ({ 0: '.', 0xff0000ff: 'r', 0xffff0000: 'b', 0x99000000: '#', 0x800000ff: '-' })[pixel] ?? '?';
  return Array.from({ length: height }, (_, y) => [...sheet.pixels.subarray(y * width, (y + 1) * width)].map(letter).join(''));
}

describe('boxes as pixels', () => {
  it('stroke their edges and nothing else', () => {
    expect(drawn(7, 5, [batch([1, 1, 4, 2])])).toEqual(['.......', '.rrrrr.', '.r...r.', '.rrrrr.', '.......']);
  });

  it('have lines of two pixels about the edge, on a dark casing', () => {
    expect(drawn(10, 9, [batch([3, 3, 4, 3], { line: 2, casing: true })])).toEqual([
      '..........',
      '.########.',
      '.#rrrrrr#.',
      '.#rrrrrr#.',
      '.#rr##rr#.',
      '.#rrrrrr#.',
      '.#rrrrrr#.',
      '.########.',
      '..........',
    ]);
  });

  it('lie above all casings, later ones above earlier ones, dim ones half seen', () => {
    const rows = drawn(9, 3, [batch([0, 1, 4, 0], { dim: true }), batch([3, 1, 3, 0], { colour: BLUE })]);
    expect(rows[1]).toBe('---bbbb..');
  });

  it('are zoomed, moved, cut at the edges of the sheet, and finer on a finer screen', () => {
    expect(drawn(6, 4, [batch([0, 0, 2, 1])], { scale: 2, x: 1, y: 1 })).toEqual(['......', '.rrrrr', '.r...r', '.rrrrr']);
    expect(drawn(4, 3, [batch([-5, -5, 7, 6])])).toEqual(['..r.', 'rrr.', '....']);
    expect(drawn(4, 3, [batch([-9, 0, 4, 4]), batch([9, 0, 4, 4])])).toEqual(['....', '....', '....']);
    expect(drawn(8, 4, [batch([1, 0.5, 2, 1])], VIEW, 2)).toEqual(['.rrrrrr.', '.rrrrrr.', '.rrrrrr.', '.rrrrrr.']);
  });

  it('without width or height are still seen', () => {
    expect(drawn(4, 4, [batch([1, 1, 0, 0])])).toEqual(['....', '.rr.', '.rr.', '....']);
  });

  it('of predictions are dashed around their corners', () => {
    const rows = drawn(24, 6, [batch([1, 1, 18, 3], { dashed: true })]);
    expect(rows[1]).toBe('.rrrrrr....rrrrrr....'.padEnd(24, '.').slice(0, 24));
    // 18 along the upper side and 3 down the right one, then back from the right: 21, 22 … of a pattern of 6 and 4.
    const back = Array.from({ length: 19 }, (_, k) => ((18 + 3 + (18 - k)) % 10 < 6 ? 'r' : '.')).join('');
    expect(rows[4]).toBe(`.${back}`.padEnd(24, '.'));
  });

  it('leave nothing of the frame before', () => {
    const sheet = { pixels: new Uint32Array(100).fill(0xffffffff), width: 10, height: 10 };
    rasterBoxes(sheet, VIEW, 1, []);
    expect(sheet.pixels.every((pixel) => pixel === 0)).toBe(true);
  });

  it('are the pixels of their four sides, wherever they are', () => {
    const edge = fc.integer({ min: -12, max: 30 });
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(edge, edge, side, side, fc.integer({ min: 1, max: 4 }), (x, y, width, height, line) => {
        const size = 24;
        const before = line >> 1;
        const inBand = (at: number, start: number): boolean => at >= start - before && at < start - before + line;
        const expected = Array.from({ length: size }, (_, row) =>
          Array.from({ length: size }, (__, column) => {
            const inside =
              column >= x - before && column < x + width - before + line && row >= y - before && row < y + height - before + line;
            const isEdge = inBand(column, x) || inBand(column, x + width) || inBand(row, y) || inBand(row, y + height);
            return inside && isEdge ? 'r' : '.';
          }).join(''),
        );
        expect(drawn(size, size, [batch([x, y, width, height], { line })])).toEqual(expected);
      }),
    );
  });
});

it('counts the boxes that touch the host', () => {
  const boxes = Float64Array.of(0, 0, 5, 5, 30, 0, 5, 5, -9, 0, 5, 5, -2, -2, 50, 50);
  expect(countInSight(VIEW, { width: 20, height: 20 }, boxes)).toBe(2);
  expect(countInSight({ scale: 0.5, x: 5, y: 0 }, { width: 20, height: 20 }, boxes)).toBe(4);
});
