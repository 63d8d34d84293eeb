import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../src/base/packed.ts';
import { CodeColumn, codesFor, type CodeState } from '../../src/table/code-column.ts';

const code = fc.oneof(fc.integer({ min: -1, max: 127 }), fc.integer({ min: -1, max: 40_000 }));

describe('codes of categories', () => {
  it('are what was written, one by one or by the block, however large they get, and what was kept of them', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(code, fc.array(code, { maxLength: 300 }))), code, (parts, last) => {
        const column = new CodeColumn();
        for (const part of parts) {
          if (typeof part === 'number') column.set(column.length, part);
          else column.append(Int32Array.from(part));
        }
        const restored = new CodeColumn();
        restored.restore(unpack(joined(pack(column.state))) as CodeState);
        restored.set(restored.length, last);
        const written = [...parts.flat(), last];
        expect(Array.from(written, (_, row) => restored.at(row))).toEqual(written);
        expect([column.length, column.at(column.length)]).toEqual([written.length - 1, -1]);
      }),
    );
  });

  it('cost a byte each, and more from the first that needs it on, over segments too', () => {
    const column = new CodeColumn();
    for (let i = 0; i < 3; i++) column.append(new Int32Array(50_000).fill(i));
    expect(column.bytes).toBe(3 * 65_536);
    column.set(140_000, 128);
    expect(column.bytes).toBe(3 * 65_536 * 2);
    column.append(Int32Array.of(32_768));
    expect(column.bytes).toBe(3 * 65_536 * 4);
    expect([0, 49_999, 50_000, 139_999, 140_000, 149_999, 150_000, 150_001].map((row) => column.at(row))).toEqual([
      0, 0, 1, 2, 128, 2, 32_768, -1,
    ]);
    expect(column.segments.map((segment) => segment.constructor)).toEqual([Int32Array, Int32Array, Int32Array]);
  });

  it('have room for as many as there are categories', () => {
    expect([0, 127, 128, 32_767, 32_768].map((most) => codesFor(most, 2).byteLength)).toEqual([2, 2, 4, 4, 8]);
  });
});

function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}
