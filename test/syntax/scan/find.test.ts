import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fastFinder, finderOf, plainFinder, type BytePattern, type Finder } from '../../../src/syntax/scan/find.ts';
import { startWindowMachine } from '../../../src/syntax/scan/window-machine.ts';

function offsets(finder: Finder, bytes: Uint8Array, pattern: BytePattern): number[] {
  const found: number[] = [];
  finder(bytes, pattern, (offset) => found.push(offset));
  return found;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const pattern = (low: string, high = low): BytePattern => ({ low: bytesOf(low), high: bytesOf(high) });
const machine = startWindowMachine();

describe('a pattern of bytes', () => {
  it('is found by compiled code where tests and the app run', () => {
    expect(machine).toBeDefined();
  });

  it('is found in either spelling, overlapping too', () => {
    for (const finder of [plainFinder, finderOf()]) {
      expect(offsets(finder, bytesOf('aAa xAAy'), pattern('aa', 'AA'))).toEqual([0, 1, 5]);
      expect(offsets(finder, bytesOf('北京大学'), pattern('京'))).toEqual([3]);
      expect(offsets(finder, bytesOf('abc'), pattern(''))).toEqual([]);
      expect(offsets(finder, bytesOf('a'), pattern('ab'))).toEqual([]);
    }
  });

  it('is found by the fast finder where the plain one finds it', () => {
    if (!machine) throw new Error('no machine');
    const fast = fastFinder(machine);
    const byte = fc.constantFrom(0x61, 0x41, 0x62, 0x42, 0xd0, 0xd1, 0xb0, 0x90, 0);
    const text = fc.array(byte, { maxLength: 200 }).map((bytes) => Uint8Array.from(bytes));
    const needle = fc.array(fc.tuple(byte, byte), { minLength: 1, maxLength: 4 }).map((pairs) => ({
      low: Uint8Array.from(pairs, ([low]) => low),
      high: Uint8Array.from(pairs, ([, high]) => high),
    }));
    fc.assert(
      fc.property(text, needle, (bytes, wanted) => {
        expect(offsets(fast, bytes, wanted)).toEqual(offsets(plainFinder, bytes, wanted));
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it('is found more often than there is room for results, and where it is longer than its room', () => {
    const many = new Uint8Array(700_001).fill(0x61);
    expect(offsets(finderOf(), many, pattern('a', 'A'))).toHaveLength(many.length);
    const long = pattern(`${'x'.repeat(70_000)}y`);
    expect(offsets(finderOf(), bytesOf(`zz${'x'.repeat(70_000)}y`), long)).toEqual([2]);
    expect(offsets(finderOf(), bytesOf(`zz${'x'.repeat(70_000)}z`), long)).toEqual([]);
  });

  it('is found in a window where it lies', () => {
    if (!machine) throw new Error('no machine');
    const memory = machine.reserve(3_000_000);
    memory.set(bytesOf('..needle'), 2_999_000);
    expect(offsets(fastFinder(machine), memory.subarray(0, 2_999_008), pattern('needle'))).toContain(2_999_002);
  });
});
