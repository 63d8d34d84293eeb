import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeEdges } from '../../src/table/time-bins.ts';
import { parseQuery, printQuery } from '../../src/table/query-text.ts';

const at = (text: string): number => Date.parse(text);
const written = (edges: Float64Array): string[] => Array.from(edges, (edge) => new Date(edge).toISOString().replace(/T00:00:00.000Z$/, ''));

describe('bins of time', () => {
  it.each([
    ['2024-05-01T08:10:00Z', '2024-05-01T11:50:00Z', '2024-05-01T08:00:00.000Z', '2024-05-01T12:00:00.000Z', 16],
    ['2024-05-01', '2024-05-20', '2024-05-01', '2024-05-21', 20],
    ['2024-03-05', '2024-08-01', '2024-03-04', '2024-08-05', 22],
    ['2023-11-30', '2024-12-02', '2023-11-01', '2025-01-01', 14],
    ['1950-01-01', '2024-01-01', '1950-01-01', '2025-01-01', 15],
  ])('from %s to %s', (min, max, first, last, bins) => {
    const edges = written(timeEdges(at(min), at(max)));
    expect([edges[0], edges.at(-1), edges.length - 1]).toEqual([first, last, bins]);
  });

  it('hold every instant, ascending, and are not many', () => {
    const instant = fc.integer({ min: at('0001-01-01'), max: at('9999-01-01') });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const edges = timeEdges(min, max);
        expect(edges[0]).toBeLessThanOrEqual(min);
        expect(edges.at(-1)).toBeGreaterThan(max);
        expect(edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? 0))).toBe(true);
        expect(edges.length).toBeLessThanOrEqual(28);
      }),
    );
  });
});

describe('a range of dates', () => {
  it.each(['made>=2024-05-01', 'made>=2024-05-01T13:00:00Z made<2024-06-01', 'made=2024-05-01', 'made>1714521600000'])(
    '%s is written as it was',
    (text) => {
      expect(printQuery(parseQuery(text).query)).toBe(text);
    },
  );
});
