import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actualSizeView,
  boxView,
  clampView,
  coverView,
  fitView,
  MAX_SCALE,
  MIN_SCALE,
  resizedView,
  toImage,
  toScreen,
  wheelFactor,
  zoomAtPoint,
} from '../../src/canvas/viewport.ts';

const IMAGE = { width: 1280, height: 960 };
const HOST = { width: 424, height: 318 };

describe('fit', () => {
  it('shows the whole image, centred, with room around it', () => {
    const view = fitView(IMAGE, HOST);
    expect(view.scale).toBeCloseTo((318 - 16) / 960);
    const topLeft = toScreen(view, 0, 0);
    const bottomRight = toScreen(view, 1280, 960);
    expect(topLeft.y).toBeCloseTo(8);
    expect(bottomRight.y).toBeCloseTo(310);
    expect(topLeft.x).toBeCloseTo(HOST.width - bottomRight.x);
  });

  it('enlarges an image of 28 pixels, but not beyond the largest zoom', () => {
    expect(fitView({ width: 28, height: 28 }, HOST).scale).toBeCloseTo(302 / 28);
    expect(fitView({ width: 1, height: 1 }, HOST).scale).toBe(MAX_SCALE);
  });

  it('survives an image without a size and a host smaller than its padding', () => {
    expect(fitView({ width: 0, height: 0 }, HOST)).toEqual({ scale: 1, x: 0, y: 0 });
    expect(fitView(IMAGE, { width: 4, height: 4 }).scale).toBeGreaterThan(0);
  });
});

it('a tile is covered by its image, cut equally on both sides', () => {
  const view = coverView({ width: 200, height: 100 }, { width: 100, height: 100 });
  expect(view).toEqual({ scale: 1, x: -50, y: 0 });
});

describe('zoom', () => {
  it('keeps the image point under the pointer', () => {
    const view = fitView(IMAGE, HOST);
    const at = { x: 300, y: 100 };
    const before = toImage(view, at.x, at.y);
    const after = toImage(zoomAtPoint(view, at, 3, IMAGE, HOST), at.x, at.y);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  it('stops at its limits', () => {
    const view = fitView(IMAGE, HOST);
    expect(zoomAtPoint(view, { x: 0, y: 0 }, 1e9, IMAGE, HOST).scale).toBe(MAX_SCALE);
    expect(zoomAtPoint(view, { x: 0, y: 0 }, 1e-9, IMAGE, HOST).scale).toBe(MIN_SCALE);
  });

  it('reaches the whole of an image that fits only below the smallest zoom', () => {
    const huge = { width: 200_000, height: 1000 };
    const view = zoomAtPoint({ scale: 1, x: 0, y: 0 }, { x: 0, y: 0 }, 1e-9, huge, HOST);
    expect(view.scale).toBeCloseTo(fitView(huge, HOST).scale);
  });

  it('to 100 % keeps the point in the middle', () => {
    const view = actualSizeView(fitView(IMAGE, HOST), IMAGE, HOST);
    expect(view.scale).toBeCloseTo(1);
    expect(toImage(view, 212, 159).x).toBeCloseTo(640);
  });

  it('to an object centres it and makes it large', () => {
    const view = boxView([600, 400, 100, 50], IMAGE, HOST);
    expect(toScreen(view, 650, 425)).toEqual({ x: 212, y: 159 });
    expect(100 * view.scale).toBeCloseTo(0.6 * 424);
  });

  it('to a point does not go beyond the largest zoom', () => {
    expect(boxView([600, 400, 0, 0], IMAGE, HOST).scale).toBe(MAX_SCALE);
  });
});

describe('the wheel', () => {
  it('zooms in when turned up, and back by the same when turned down', () => {
    const up = wheelFactor({ deltaY: -100, deltaMode: 0, ctrlKey: false });
    const down = wheelFactor({ deltaY: 100, deltaMode: 0, ctrlKey: false });
    expect(up).toBeGreaterThan(1.1);
    expect(up * down).toBeCloseTo(1);
  });

  it('counts lines as lines and answers a pinch more finely', () => {
    expect(wheelFactor({ deltaY: -3, deltaMode: 1, ctrlKey: false })).toBeCloseTo(
      wheelFactor({ deltaY: -48, deltaMode: 0, ctrlKey: false }),
    );
    expect(wheelFactor({ deltaY: -5, deltaMode: 0, ctrlKey: true })).toBeGreaterThan(
      wheelFactor({ deltaY: -5, deltaMode: 0, ctrlKey: false }),
    );
  });

  it('never jumps by more than about two', () => {
    expect(wheelFactor({ deltaY: -100_000, deltaMode: 0, ctrlKey: false })).toBeLessThan(2.1);
  });
});

it('after a resize the image point in the middle stays there', () => {
  const view = boxView([600, 400, 100, 50], IMAGE, HOST);
  const wider = { width: 800, height: 600 };
  const middle = toImage(resizedView(view, IMAGE, HOST, wider), 400, 300);
  expect(middle.x).toBeCloseTo(650);
  expect(middle.y).toBeCloseTo(425);
});

describe('wherever it is dragged or zoomed', () => {
  const view = fc.record({
    scale: fc.double({ min: MIN_SCALE, max: MAX_SCALE, noNaN: true }),
    x: fc.integer({ min: -1e6, max: 1e6 }),
    y: fc.integer({ min: -1e6, max: 1e6 }),
  });

  it('a part of the image stays in sight', () => {
    fc.assert(
      fc.property(view, (asked) => {
        const got = clampView(asked, IMAGE, HOST);
        const left = Math.max(0, got.x);
        const right = Math.min(HOST.width, got.x + IMAGE.width * got.scale);
        expect(right - left).toBeGreaterThanOrEqual(Math.min(64, IMAGE.width * got.scale) - 1e-6);
      }),
    );
  });

  it('screen and image agree', () => {
    fc.assert(
      fc.property(view, fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 9999 }), (at, x, y) => {
        const there = toScreen(at, x, y);
        const back = toImage(at, there.x, there.y);
        expect(back.x).toBeCloseTo(x, 3);
        expect(back.y).toBeCloseTo(y, 3);
      }),
    );
  });
});
