import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaceColumn } from '../../src/table/place-column.ts';

describe('where records stand', () => {
  it('is what was written, one by one or by the block, near and far, short and long', () => {
    const place = fc.record({
      start: fc.nat().chain((n) => fc.constantFrom(n, n * 2 ** 20)),
      size: fc.oneof(fc.nat(200), fc.nat(1 << 30)),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.array(fc.tuple(fc.nat(), fc.nat(100_000)), { maxLength: 200 }))), (parts) => {
        const column = new PlaceColumn();
        const written: [number, number][] = [];
        for (const [{ start, size }, block] of parts) {
          column.push(start, size);
          written.push([start, size]);
          column.append(
            start,
            Uint32Array.from(block, ([at]) => at),
            Uint32Array.from(block, ([, bytes]) => bytes),
          );
          written.push(...block.map(([at, bytes]): [number, number] => [start + at, bytes]));
        }
        expect(column.length).toBe(written.length);
        expect(written.map((_, row) => [column.startOf(row), column.sizeOf(row)])).toEqual(written);
      }),
    );
  });

  it('is what was written where records follow one another with the same gap, until some do not', () => {
    const size = fc.oneof(fc.nat(300), fc.nat(300), fc.nat(100_000));
    const run = fc.record({ jump: fc.nat(10), gap: fc.nat(3), sizes: fc.array(size, { maxLength: 80 }), oneByOne: fc.boolean() });
    fc.assert(
      fc.property(fc.array(run, { maxLength: 6 }), fc.nat(), (runs, begin) => {
        const column = new PlaceColumn();
        const written: [number, number][] = [];
        let next = begin * 64;
        for (const { jump, gap, sizes, oneByOne } of runs) {
          next += jump;
          const base = next;
          const starts = sizes.map((bytes) => {
            const start = next;
            next += bytes + gap;
            return start;
          });
          if (oneByOne) for (const [i, bytes] of sizes.entries()) column.push(starts[i] ?? 0, bytes);
          else
            column.append(
              base,
              Uint32Array.from(starts, (start) => start - base),
              Uint32Array.from(sizes),
            );
          written.push(...sizes.map((bytes, i): [number, number] => [starts[i] ?? 0, bytes]));
        }
        const seen = (from: PlaceColumn): number[][] => written.map((_, row) => [from.startOf(row), from.sizeOf(row)]);
        expect(seen(column)).toEqual(written);
        const places = new Uint32Array(written.length * 2);
        const base = written[0]?.[0] ?? 0;
        column.copyPlaces(0, written.length, base, places);
        expect([...places]).toEqual(written.flatMap(([start, bytes]) => [start - base, bytes]));
        const restored = new PlaceColumn();
        restored.restore(structuredClone(column.state));
        restored.push(next, 7);
        expect([restored.startOf(written.length), restored.sizeOf(written.length)]).toEqual([next, 7]);
        expect(seen(restored)).toEqual(written);
        expect(column.length).toBe(written.length);
      }),
    );
  });

  it('takes rows in any order, and anew', () => {
    const column = new PlaceColumn();
    for (const [row, start, size] of [
      [0, 100, 10],
      [1, 111, 10],
      [4, 5, 3],
      [3, 2 ** 40, 70_000],
      [1, 50, 400],
      [70_000, 7, 1],
    ] as const)
      column.set(row, start, size);
    expect([0, 1, 3, 4, 70_000].map((row) => [column.startOf(row), column.sizeOf(row)])).toEqual([
      [100, 10],
      [50, 400],
      [2 ** 40, 70_000],
      [5, 3],
      [7, 1],
    ]);
    expect([column.length, column.sizeOf(2), column.sizeOf(66_000)]).toEqual([70_001, 0, 0]);
  });

  it('costs little more than a byte a row where short records follow one another, over segments too', () => {
    const column = new PlaceColumn();
    const rows = 150_000;
    for (let from = 0; from < rows; from += 10_000) {
      const starts = Uint32Array.from({ length: 10_000 }, (_, i) => i * 165);
      column.append(2 ** 33 + from * 165, starts, new Uint32Array(10_000).fill(160));
    }
    for (const row of [0, 65_535, 65_536, 140_001, rows - 1]) expect(column.startOf(row)).toBe(2 ** 33 + row * 165);
    expect(column.sizeOf(rows - 1)).toBe(160);
    expect([column.startOf(rows), column.sizeOf(rows)]).toEqual([0, 0]);
    const places = new Uint32Array(6);
    column.copyPlaces(65_535, 3, 2 ** 33, places);
    expect([...places]).toEqual([65_535, 65_536, 65_537].flatMap((row) => [row * 165, 160]));
    expect(column.bytes).toBe(3 * 65_536 * 1.25);
  });
});
