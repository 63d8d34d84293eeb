import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  foregroundRuns,
  rleArea,
  rleBounds,
  rleCovers,
  rleFromBitmap,
  rleFromCounts,
  rleFromString,
  rleToBitmap,
  rleToString,
  rleTotal,
  rleUnion,
  type Rle,
} from '../../src/model/rle.ts';

const mask = fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 })).chain(([height, width]) =>
  fc.record({
    height: fc.constant(height),
    width: fc.constant(width),
    bitmap: fc.uint8Array({ min: 0, max: 1, minLength: height * width, maxLength: height * width }),
  }),
);

describe('a run-length mask', () => {
  // pycocotools 2.0.11: frPyObjects({'size': [4, 3], 'counts': [1, 2, 1, 2, 2, 1, 3]}, 4, 3) decodes to the rows
  // [[0, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]] and has the string below.
  const small: Rle = { height: 4, width: 3, counts: Uint32Array.of(1, 2, 1, 2, 2, 1, 3) };

  it('goes column by column, background first', () => {
    expect([...rleToBitmap(small)]).toEqual([0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0]);
    expect([...foregroundRuns(small)]).toEqual([
      [1, 3],
      [4, 6],
      [8, 9],
    ]);
  });

  it('has the compressed form that pycocotools writes', () => {
    expect(rleToString(small)).toBe('12101O1');
    expect(rleFromString('12101O1', 4, 3)).toEqual(small);
  });

  it('counts its pixels and finds its bounds', () => {
    expect(rleArea(small)).toBe(5);
    expect(rleTotal(small)).toBe(12);
    expect(rleBounds(small)).toEqual([0, 0, 3, 3]);
    expect(rleBounds({ height: 4, width: 3, counts: Uint32Array.of(12) })).toBeUndefined();
  });

  it('has the full height as bounds where a run goes on in the next column', () => {
    expect(rleBounds({ height: 4, width: 4, counts: Uint32Array.of(7, 2, 7) })).toEqual([1, 0, 2, 4]);
  });

  it('tells whether a pixel is covered', () => {
    expect(rleCovers(small, 0, 1)).toBe(true);
    expect(rleCovers(small, 0.9, 1.9)).toBe(true);
    expect(rleCovers(small, 0, 0)).toBe(false);
    expect(rleCovers(small, 2, 3)).toBe(false);
    expect(rleCovers(small, -1, 1)).toBe(false);
    expect(rleCovers(small, 3, 0)).toBe(false);
  });

  it('cuts runs that go past the image', () => {
    const long: Rle = { height: 2, width: 2, counts: Uint32Array.of(1, 90) };
    expect(rleArea(long)).toBe(3);
    expect([...rleToBitmap(long)]).toEqual([0, 1, 1, 1]);
  });

  it('reads text that Python wrote for bytes', () => {
    const text = rleToString(small);
    expect(rleFromString(`b'${text}'`, 4, 3)).toEqual(small);
    expect(rleFromString(`b"${text}"`, 4, 3)).toEqual(small);
    const backslash: Rle = { height: 1, width: 44, counts: Uint32Array.of(0, 44) };
    expect(rleToString(backslash)).toContain('\\');
    expect(rleFromString(`b'${rleToString(backslash).replaceAll('\\', '\\\\')}'`, 1, 44)).toEqual(backslash);
  });

  it.each(['!', 'é', '1P', 'o', `${'o'.repeat(9)}0`, '0O', 'O'])('does not take %j for counts', (text) => {
    expect(rleFromString(text, 4, 3)).toBeUndefined();
  });

  it.each([[[1, -1]], [[1.5]], [['3']], [[NaN]], [[2 ** 33]]])('does not take %j for counts', (counts) => {
    expect(rleFromCounts(counts, 4, 3)).toBeUndefined();
  });

  it('keeps any counts through its compressed form', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { maxLength: 30 }), (counts) => {
        const rle: Rle = { height: 1, width: 1, counts: Uint32Array.from(counts) };
        expect(rleFromString(rleToString(rle), 1, 1)).toEqual(rle);
      }),
    );
  });

  it('keeps any bitmap, with as many pixels as it has area', () => {
    fc.assert(
      fc.property(mask, ({ height, width, bitmap }) => {
        const rle = rleFromBitmap(bitmap, height, width);
        expect(rleToBitmap(rle)).toEqual(bitmap);
        expect(rleTotal(rle)).toBe(height * width);
        expect(rleArea(rle)).toBe(bitmap.reduce((sum, pixel) => sum + pixel, 0));
        expect(rleFromCounts([...rle.counts], height, width)).toEqual(rle);
        for (const [i, pixel] of bitmap.entries()) expect(rleCovers(rle, i % width, Math.floor(i / width))).toBe(pixel === 1);
      }),
    );
  });

  it('has bounds that touch a pixel on each side', () => {
    fc.assert(
      fc.property(mask, ({ height, width, bitmap }) => {
        const columns = [...bitmap.entries()].filter(([, pixel]) => pixel === 1).map(([i]) => i % width);
        const rows = [...bitmap.entries()].filter(([, pixel]) => pixel === 1).map(([i]) => Math.floor(i / width));
        const [left, top] = [Math.min(...columns), Math.min(...rows)];
        const expected = columns.length === 0 ? undefined : [left, top, Math.max(...columns) - left + 1, Math.max(...rows) - top + 1];
        expect(rleBounds(rleFromBitmap(bitmap, height, width))).toEqual(expected);
      }),
    );
  });

  it('unites with another mask pixel by pixel', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })).chain(([height, width]) => {
      const bitmap = fc.uint8Array({ min: 0, max: 1, minLength: height * width, maxLength: height * width });
      return fc.tuple(fc.constant(height), fc.constant(width), bitmap, bitmap);
    });
    fc.assert(
      fc.property(pair, ([height, width, a, b]) => {
        const both = rleUnion(rleFromBitmap(a, height, width), rleFromBitmap(b, height, width));
        expect(rleToBitmap(both)).toEqual(a.map((pixel, i) => pixel | (b[i] ?? 0)));
      }),
    );
  });
});
