import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Growable } from '../../src/base/growable.ts';
import { pack, unpack } from '../../src/base/packed.ts';
import { TextColumn } from '../../src/table/column.ts';
import { KeyIndex } from '../../src/table/key-index.ts';

/** As it is after it was written and read. */
function again<T>(value: T): T {
  return unpack(bytesOf(value)) as T;
}

function bytesOf(value: unknown): ArrayBuffer {
  const parts = pack(value);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.buffer;
}

const arrays = fc.oneof(
  fc.uint8Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array({ noNaN: true }),
  fc.float64Array({ noNaN: true }),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.boolean(),
    fc.double(),
    fc.string({ unit: 'binary' }),
    arrays,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((name) => !name.startsWith('$') && name !== '__proto__'),
      tie('tree'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}));

describe('pack', () => {
  it('keeps numbers that JSON does not have', () => {
    const value = [-0, NaN, Infinity, -Infinity, 0];
    expect(again({ value })).toEqual({ value });
  });

  it('gives back any plain data', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(again({ value })).toEqual({ value });
      }),
    );
  });

  it('reads what was cut short as nothing', () => {
    const bytes = bytesOf({ numbers: Float64Array.of(1, 2), text: 'text' });
    for (let length = 0; length < bytes.byteLength; length++) expect(unpack(bytes.slice(0, length))).toBeUndefined();
  });

  it('refuses what it could not give back', () => {
    expect(() => pack({ big: new BigInt64Array(1) })).toThrow('BigInt64Array cannot be packed');
  });
});

describe('columns that were kept', () => {
  it('go on where they were, over blank and full segments', () => {
    const column = new Growable<Int32Array>(Int32Array, -1);
    column.set(3, 30);
    column.set(200_000, 7);
    const other = new Growable<Int32Array>(Int32Array, -1);
    other.restore(again(column.state));
    expect(other.length).toBe(200_001);
    expect([0, 3, 70_000, 199_999, 200_000].map((row) => other.at(row))).toEqual([-1, 30, -1, -1, 7]);
    for (const written of [column, other]) {
      written.set(70_000, 8);
      written.push(9);
    }
    expect(other.state).toEqual(column.state);
    expect(new Growable<Int32Array>(Int32Array, -1).at(70_000)).toBe(-1);
  });

  it('keep texts in many blobs, and take more', () => {
    const column = new TextColumn();
    const textOf = (row: number): string => `images/train/${'é'.repeat(row % 50)}/${row}.jpg`;
    for (let row = 0; row < 40_000; row++) column.set(row, textOf(row));
    const other = new TextColumn();
    other.restore(again(column.state));
    for (let row = 40_000; row < 60_000; row++) other.set(row, textOf(row));
    for (let row = 0; row < 60_000; row += 37) expect(other.get(row)).toBe(textOf(row));
    expect(other.search('É/49')(49)).toBe(true);
  });

  it('find keys again, numbers and texts', () => {
    const keys = new KeyIndex();
    for (let i = 0; i < 1000; i++) keys.rowOf(i % 2 === 0 ? String(i) : `a${i}`);
    const other = new KeyIndex();
    other.restore(again(keys.state));
    for (let i = 0; i < 1000; i++) expect(other.find(i % 2 === 0 ? String(i) : `a${i}`)).toBe(i);
    expect(other.rowOf('new')).toBe(1000);
  });
});
