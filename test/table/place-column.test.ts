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

  it('costs six bytes a row where records follow one another, over segments too', () => {
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
    expect(column.bytes).toBe(3 * 65_536 * 6);
  });
});
