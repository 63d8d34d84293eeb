import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forcedPlace, LABEL_HEIGHT, placeLabels, type LabelRequest, type Rect } from '../../src/canvas/label-placement.ts';

const HOST = { width: 400, height: 300 };

function ask(x: number, y: number, width: number, height: number, more: Partial<LabelRequest> = {}): LabelRequest {
  return { anchor: { x, y, width, height }, width: 50, passing: true, ...more };
}

describe('a label', () => {
  it('sits above its shape, flush left', () => {
    const [label] = placeLabels([ask(100, 100, 80, 60)], HOST);
    expect(label).toMatchObject({ side: 'above-left', x: 100, width: 50, height: LABEL_HEIGHT });
    expect((label?.y ?? 0) + LABEL_HEIGHT).toBeLessThanOrEqual(100);
  });

  it('goes above right where the left is taken', () => {
    const [label] = placeLabels([ask(100, 100, 120, 60)], HOST, [{ x: 90, y: 80, width: 40, height: 20 }]);
    expect(label).toMatchObject({ side: 'above-right', x: 170 });
  });

  it('goes below where there is no room above', () => {
    const [label] = placeLabels([ask(100, 5, 120, 60)], HOST);
    expect(label).toMatchObject({ side: 'below', x: 100 });
    expect(label?.y).toBeGreaterThan(65);
  });

  it('is left out where it fits nowhere', () => {
    expect(placeLabels([ask(0, 0, 400, 300)], HOST)).toEqual([]);
  });

  it('of the selected shape goes inside rather than being left out', () => {
    expect(placeLabels([ask(0, 0, 400, 300, { selected: true })], HOST)).toMatchObject([{ side: 'inside' }]);
  });

  it('of a shape out of sight is left out', () => {
    expect(placeLabels([ask(-200, 50, 100, 100), ask(500, 50, 10, 10)], HOST)).toEqual([]);
  });

  it('stays in sight where its shape begins left of the host', () => {
    expect(placeLabels([ask(-100, 100, 180, 60)], HOST)).toMatchObject([{ side: 'above-left', x: 0 }]);
  });

  it('that must be shown is kept inside', () => {
    expect(forcedPlace({ x: 380, y: 3, width: 90, height: 50 }, 60, HOST)).toEqual({ x: 340, y: 0, width: 60, height: LABEL_HEIGHT });
  });
});

describe('in a crowd', () => {
  it('the selected one is served first, then matching ones, then larger ones', () => {
    const same = [100, 100, 40, 4] as const;
    const small = ask(...same);
    const dim = ask(100, 100, 48, 6, { passing: false });
    const large = ask(100, 100, 44, 6);
    const selected = ask(100, 100, 2, 2, { selected: true, passing: false });
    const order = placeLabels([small, dim, large, selected], HOST).map(({ request }) => request);
    expect(order.slice(0, 2)).toEqual([3, 2]);
  });

  it('there are no more than the limit', () => {
    const many = Array.from({ length: 50 }, (_, k) => ask((k % 5) * 80, 20 + Math.floor(k / 5) * 26, 50, 8));
    expect(placeLabels(many, HOST, [], 7)).toHaveLength(7);
  });

  const rect = {
    x: fc.integer({ min: -50, max: 420 }),
    y: fc.integer({ min: -50, max: 320 }),
    width: fc.integer({ min: 0, max: 200 }),
    height: fc.integer({ min: 0, max: 200 }),
  };
  const request = fc.record({
    anchor: fc.record(rect),
    width: fc.integer({ min: 10, max: 120 }),
    selected: fc.boolean(),
    passing: fc.boolean(),
  });

  it('no label lies on another, on an obstacle or outside', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), fc.array(fc.record(rect), { maxLength: 3 }), (requests, obstacles) => {
        const placed = placeLabels(requests, HOST, obstacles);
        for (const [index, label] of placed.entries()) {
          expect(label.x).toBeGreaterThanOrEqual(0);
          expect(label.y).toBeGreaterThanOrEqual(0);
          expect(label.x + label.width).toBeLessThanOrEqual(HOST.width);
          expect(label.y + label.height).toBeLessThanOrEqual(HOST.height);
          for (const other of [...placed.slice(0, index), ...obstacles]) expect(overlap(label, other)).toBe(false);
        }
      }),
    );
  });
});

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
