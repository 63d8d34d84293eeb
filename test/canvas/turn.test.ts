import { describe, expect, it } from 'vitest';
import { inverseTurn, turnedSize, turnOf, turnTransform, type Turn } from '../../src/canvas/turn.ts';

const STORED = { width: 40, height: 30 };

/** Where the first stored pixel's corner lies after the turn: EXIF names the row 0 and column 0 sides. */
const TOP_LEFT: Record<Turn, readonly [number, number]> = {
  1: [0, 0],
  2: [40, 0],
  3: [40, 30],
  4: [0, 30],
  5: [0, 0],
  6: [30, 0],
  7: [30, 40],
  8: [0, 40],
};

/** Where a step to the right in stored pixels goes. */
const RIGHT: Record<Turn, readonly [number, number]> = {
  1: [1, 0],
  2: [-1, 0],
  3: [-1, 0],
  4: [1, 0],
  5: [0, 1],
  6: [0, 1],
  7: [0, -1],
  8: [0, -1],
};

const TURNS: readonly Turn[] = [1, 2, 3, 4, 5, 6, 7, 8];

describe.each(TURNS)('EXIF orientation %i', (turn) => {
  const frame = turnedSize(STORED, turn);
  const map = (x: number, y: number): [number, number] => {
    const [a, b, c, d, e, f] = turnTransform(turn, STORED, frame);
    return [a * x + c * y + e, b * x + d * y + f];
  };

  it('puts the first pixel and the first row where the standard says', () => {
    expect(map(0, 0)).toEqual([...TOP_LEFT[turn]]);
    const [x, y] = map(1, 0);
    expect([x - TOP_LEFT[turn][0], y - TOP_LEFT[turn][1]]).toEqual([...RIGHT[turn]]);
  });

  it('fills the turned frame', () => {
    const corners = [map(0, 0), map(40, 0), map(40, 30), map(0, 30)];
    expect(Math.min(...corners.map(([x]) => x))).toBe(0);
    expect(Math.max(...corners.map(([x]) => x))).toBe(frame.width);
    expect(Math.max(...corners.map(([, y]) => y))).toBe(frame.height);
  });

  it('is taken back by its inverse', () => {
    const [x, y] = map(7, 11);
    const [a, b, c, d, e, f] = turnTransform(inverseTurn(turn), frame, STORED);
    expect([a * x + c * y + e, b * x + d * y + f]).toEqual([7, 11]);
  });

  it('fits a bitmap that was decoded at half the size', () => {
    const [a, b, c, d, e, f] = turnTransform(turn, { width: 20, height: 15 }, frame);
    const [x, y] = map(40, 30);
    expect([a * 20 + c * 15 + e, b * 20 + d * 15 + f]).toEqual([x, y]);
  });
});

it('what is no orientation turns nothing', () => {
  expect([0, 1, 9, NaN, 2.5, -6].map(turnOf)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(turnOf(6)).toBe(6);
});
