import { describe, expect, it } from 'vitest';
import { arcPaths, type ArcEnds } from '../../../src/views/text/arc-paths.ts';

const ends = (from: readonly [number, number], to: readonly [number, number], label = 'is'): ArcEnds => ({
  from: { x: from[0], top: from[1] },
  to: { x: to[0], top: to[1] },
  label,
});

describe('relations above a line', () => {
  it('lie on as many lanes as cross, short ones lowest', () => {
    const { arcs, lanes } = arcPaths([ends([10, 50], [200, 50]), ends([20, 50], [90, 50]), ends([120, 50], [180, 50])], 400);
    expect([...lanes]).toEqual([[50, 2]]);
    const [long, first, second] = arcs;
    expect(first?.y).toBe(second?.y);
    expect(long?.y).toBeLessThan(first?.y ?? 0);
    expect(long?.x).toBe(105);
    expect(long?.tip).toEqual({ x: 200, top: 50 });
  });

  it('make room for their names', () => {
    expect(arcPaths([ends([10, 50], [20, 50], 'a long name'), ends([30, 50], [40, 50], 'another long one')], 400).lanes.get(50)).toBe(2);
  });

  it('run to the edge and on from the other edge where they lead to another line', () => {
    const { arcs, lanes } = arcPaths([ends([100, 50], [60, 90]), ends([300, 90], [10, 50])], 400);
    expect([...lanes]).toEqual([
      [50, 2],
      [90, 2],
    ]);
    expect(arcs[0]?.path).toMatch(/^M100 50V.*H400M0 .*V90$/);
    // The arrow points to where the relation leads, above or below.
    expect(arcs[1]?.tip).toEqual({ x: 10, top: 50 });
  });

  it('take as many lanes as they need, up to a knot', () => {
    const many = (n: number): ArcEnds[] => Array.from({ length: n }, (_, i) => ends([i, 50], [399 - i, 50]));
    const { arcs, lanes } = arcPaths(many(20), 400);
    expect(lanes.get(50)).toBe(20);
    expect(new Set(arcs.map(({ y }) => y)).size).toBe(20);
    expect(arcPaths(many(90), 400).lanes.get(50)).toBe(48);
    expect(arcPaths([], 400)).toEqual({ arcs: [], lanes: new Map() });
  });

  it('leave a line that is longer than the text is wide where its words end', () => {
    expect(arcPaths([ends([900, 50], [60, 90])], 400).arcs[0]?.path).toMatch(/^M900 50V.*H904M0 .*V90$/);
  });
});
