import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWords, type CloudWord } from '../../src/views/profile/cloud-layout.ts';

const words = fc
  .array(fc.record({ text: fc.string({ minLength: 1, maxLength: 12 }), weight: fc.integer({ min: 1, max: 5000 }) }), { maxLength: 60 })
  .map((all): CloudWord[] => all.map((word) => ({ ...word, width: word.text.length * 0.55 })).toSorted((a, b) => b.weight - a.weight));

describe('a cloud of words', () => {
  it('has them inside, none over another, the same each time, heavier ones no smaller', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 120, max: 900 }), (all, width) => {
        const space = { width, height: 280 };
        const placed = placeWords(all, space);
        expect(placeWords(all, space)).toEqual(placed);
        for (const [i, a] of placed.entries()) {
          expect(a.left >= 0 && a.top >= 0 && a.left + a.width <= width && a.top + a.height <= 280).toBe(true);
          expect(a.size).toBeLessThanOrEqual(placed[i - 1]?.size ?? Infinity);
          for (const b of placed.slice(0, i)) {
            const apart =
              a.left >= b.left + b.width || b.left >= a.left + a.width || a.top >= b.top + b.height || b.top >= a.top + a.height;
            expect(apart).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shows the heaviest word in the middle, and areas by weight', () => {
    const [first, second] = placeWords(
      [
        { text: 'heavy', weight: 400, width: 2.5 },
        { text: 'light', weight: 100, width: 2.5 },
      ],
      { width: 600, height: 280 },
    );
    expect(first && first.left + first.width / 2).toBeCloseTo(300, -1);
    expect((first?.size ?? 0) / (second?.size ?? 1)).toBeCloseTo(2, 1);
  });
});
