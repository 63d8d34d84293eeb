import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextColumn } from '../../src/table/column.ts';
import { NameColumn } from '../../src/table/name-column.ts';

const encoder = new TextEncoder();

/** Numbered ones of few kinds, some of them hardly different, and any others. */
const numbered = fc
  .tuple(
    fc.constantFrom('', '0', '000', 'a/', 'images/patch3/v1_', 'Ä/', '图/', 'x'.repeat(254), 'x'.repeat(256), 'b.c/'),
    fc.oneof(fc.nat(99_999), fc.nat(), fc.bigInt(0n, 10n ** 14n)),
    fc.nat(13),
    fc.constantFrom('', '.jpg', '.JPG', '.mp4', '_leftImg8bit.png', '.jp2', '-é.png', '.a.longer.extension.than.most'),
  )
  .map(([head, number, digits, tail]) => `${head}${String(number).padStart(digits, '0')}${tail}`);
const name = fc.oneof(numbered, numbered, fc.string({ unit: 'grapheme', maxLength: 20 }));

function blockOf(names: readonly string[]): [Uint8Array, Uint32Array] {
  const parts = names.map((text) => encoder.encode(text));
  const bytes = encoder.encode(names.join(''));
  let end = 0;
  return [bytes, Uint32Array.from(parts, (part) => (end += part.length))];
}

describe('names of samples', () => {
  it('are what a column of texts gives, written and looked for in the same way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(name, fc.array(name, { maxLength: 12 })), { maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(30), name), { maxLength: 4 }),
        fc.oneof(name, fc.constantFrom('', '0', '12', 'V1_0', '.jpg', 'ä', '000')),
        (parts, corrections, wanted) => {
          const [texts, names] = [new TextColumn(), new NameColumn()];
          let row = 0;
          for (const part of parts) {
            for (const column of [texts, names]) {
              if (typeof part === 'string') column.set(row, part);
              else column.setMany(row, ...blockOf(part));
            }
            row += typeof part === 'string' ? 1 : part.length + 1;
          }
          for (const [at, text] of corrections) for (const column of [texts, names]) column.set(at, text);
          const restored = new NameColumn();
          restored.restore(structuredClone(names.state));
          const bytes = encoder.encode(wanted);
          for (const column of [names, restored]) {
            const [expected, found] = [texts.search(wanted), column.search(wanted)];
            for (let at = 0; at < row + 32; at++) {
              expect(column.get(at)).toBe(texts.get(at));
              expect(column.has(at)).toBe(texts.has(at));
              expect([...column.bytesAt(at)]).toEqual([...texts.bytesAt(at)]);
              expect(column.equals(at, bytes)).toBe(texts.equals(at, bytes));
              expect(found(at)).toBe(expected(at));
            }
          }
          restored.set(row, 'images/patch3/v1_0000123.jpg');
          expect(restored.get(row)).toBe('images/patch3/v1_0000123.jpg');
        },
      ),
    );
  });

  it('cost six bytes each where they are numbered, whatever folders they are in', () => {
    const names = new NameColumn();
    const rows = 65_536;
    const [bytes, ends] = blockOf(
      Array.from({ length: rows }, (_, i) => `images/v1/patch${i % 50}/objects_v1_${String(i * 7).padStart(8, '0')}.jpg`),
    );
    names.setMany(0, bytes, ends);
    expect(names.bytes / rows).toBeGreaterThan(6);
    expect(names.bytes / rows).toBeLessThan(6.3);
    expect(names.get(60_001)).toBe('images/v1/patch1/objects_v1_00420007.jpg');
  });

  it('are kept as they are where their digits are no numbers', () => {
    const names = new NameColumn();
    const hashes = Array.from(
      { length: 5_000 },
      (_, i) => `${(Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(16)}${String(i).padStart(4, '0')}f.png`,
    );
    names.setMany(0, ...blockOf(hashes));
    expect(hashes.map((_, row) => names.get(row))).toEqual(hashes);
  });
});
