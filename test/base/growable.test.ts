import { describe, expect, it } from 'vitest';
import { Growable, SEGMENT_ROWS } from '../../src/base/growable.ts';

describe('Growable', () => {
  it('keeps full segments where they are while it grows', () => {
    const column = new Growable<Uint32Array>(Uint32Array);
    for (let i = 0; i < SEGMENT_ROWS + 1; i++) column.push(i);
    const [first] = column.segments;
    for (let i = 0; i < SEGMENT_ROWS; i++) column.push(i);
    expect(column.segments[0]).toBe(first);
    expect(column.length).toBe(2 * SEGMENT_ROWS + 1);
    expect([column.at(0), column.at(SEGMENT_ROWS), column.at(2 * SEGMENT_ROWS)]).toEqual([0, SEGMENT_ROWS, SEGMENT_ROWS - 1]);
  });

  it('reads unwritten rows as its fill, which cost nothing by whole segments', () => {
    const column = new Growable<Float64Array>(Float64Array, Number.NaN);
    column.set(10 * SEGMENT_ROWS + 3, 5);
    expect(column.at(7 * SEGMENT_ROWS)).toBeNaN();
    expect(column.at(10 * SEGMENT_ROWS + 2)).toBeNaN();
    expect(column.at(10 * SEGMENT_ROWS + 3)).toBe(5);
    expect(column.at(10 * SEGMENT_ROWS + 4)).toBeNaN();
    expect(column.bytes).toBe(SEGMENT_ROWS * 8);
  });

  it('does not share what is written with another column', () => {
    const [one, other] = [new Growable<Int32Array>(Int32Array, -1), new Growable<Int32Array>(Int32Array, -1)];
    one.resize(3 * SEGMENT_ROWS);
    other.resize(3 * SEGMENT_ROWS);
    one.set(2 * SEGMENT_ROWS, 9);
    expect([one.at(2 * SEGMENT_ROWS), other.at(2 * SEGMENT_ROWS)]).toEqual([9, -1]);
  });

  it('keeps small numbers that are the same throughout a segment once, until one of them changes', () => {
    const [kinds, others] = [new Growable<Uint8Array>(Uint8Array), new Growable<Uint8Array>(Uint8Array)];
    for (const column of [kinds, others]) for (let i = 0; i < 3; i++) column.append(new Uint8Array(50_000).fill(2));
    expect([kinds.length, kinds.bytes]).toEqual([150_000, SEGMENT_ROWS]);
    const restored = new Growable<Uint8Array>(Uint8Array);
    restored.restore(kinds.state);
    restored.set(9, 7);
    kinds.set(SEGMENT_ROWS + 5, 3);
    kinds.put(0, Uint8Array.of(8, 8));
    const rows = [0, 1, 2, 9, SEGMENT_ROWS + 4, SEGMENT_ROWS + 5, 2 * SEGMENT_ROWS + 5, 149_999];
    const read = (column: Growable<Uint8Array>): number[] => rows.map((row) => column.at(row));
    expect(read(kinds)).toEqual([8, 8, 2, 2, 2, 3, 2, 2]);
    expect(read(others)).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
    expect(read(restored)).toEqual([2, 2, 2, 7, 2, 2, 2, 2]);
    expect([kinds.bytes, others.bytes]).toEqual([3 * SEGMENT_ROWS, SEGMENT_ROWS]);
  });

  it('appends arrays and runs across segments', () => {
    const boxes = new Growable<Float32Array>(Float32Array, 0, 4);
    const rows = SEGMENT_ROWS + 10;
    boxes.append([1, 2, 3, 4]);
    boxes.append(Float32Array.from({ length: rows * 4 }, (_, i) => i));
    expect(boxes.length).toBe(rows + 1);
    expect([boxes.at(0, 3), boxes.at(1, 0), boxes.at(rows, 3), boxes.at(SEGMENT_ROWS, 1)]).toEqual([
      4,
      0,
      rows * 4 - 1,
      (SEGMENT_ROWS - 1) * 4 + 1,
    ]);
    const sets = new Growable<Uint16Array>(Uint16Array);
    sets.appendRun(3, SEGMENT_ROWS - 1);
    sets.appendRun(7, 3);
    expect([sets.at(0), sets.at(SEGMENT_ROWS - 2), sets.at(SEGMENT_ROWS - 1), sets.at(SEGMENT_ROWS + 1), sets.length]).toEqual([
      3,
      3,
      7,
      7,
      SEGMENT_ROWS + 2,
    ]);
  });
});
