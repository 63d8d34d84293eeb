import { describe, expect, it } from 'vitest';
import { barsOf, figuresOf } from '../../../src/views/text/vector.ts';

describe('a vector', () => {
  it('has figures however long it is', () => {
    expect(figuresOf([3, -4])).toEqual({ norm: 5, min: -4, max: 3 });
    const long = Array.from({ length: 400_000 }, (_, at) => (at % 2 === 0 ? 1 : -1));
    expect(figuresOf(long)).toEqual({ norm: Math.sqrt(400_000), min: -1, max: 1 });
    expect(barsOf(long, 4)).toEqual([0, 0, 0, 0]);
  });

  it('is a line of means by its largest value', () => {
    expect(barsOf([1, 3, -4, -4], 2)).toEqual([0.5, -1]);
    expect(barsOf([2, 1], 96)).toEqual([1, 0.5]);
    expect(barsOf([0, 0], 2)).toEqual([0, 0]);
    expect(barsOf([], 2)).toEqual([]);
  });

  it('has a line where some numbers are no numbers', () => {
    expect(barsOf([Infinity, 2, NaN, -1, -Infinity], 5)).toEqual([0, 1, 0, -0.5, 0]);
    expect(barsOf([Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE], 1)).toEqual([1]);
    expect(figuresOf([Infinity, 1])).toEqual({ norm: Infinity, min: 1, max: Infinity });
  });
});
