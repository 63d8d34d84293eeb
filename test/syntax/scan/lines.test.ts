import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fastLines, lineScanner, plainLines } from '../../../src/syntax/scan/lines.ts';

describe('where lines begin', () => {
  it('is found by compiled code where tests and the app run', () => {
    expect(fastLines()).toBeDefined();
  });

  it('is behind every line feed', () => {
    const text = new TextEncoder().encode('a\r\n\nbc\n');
    expect([...plainLines().scan(text)]).toEqual([3, 4, 7]);
    expect([...lineScanner().scan(text)]).toEqual([3, 4, 7]);
  });

  it('is the same found fast and plain, whatever the length', () => {
    const fast = fastLines();
    const plain = plainLines();
    const piece = fc.array(fc.constantFrom(0x0a, 0x0d, 0x41, 0x8a), { maxLength: 300 }).map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(piece, (bytes) => {
        expect(fast && [...fast.scan(bytes)]).toEqual([...plain.scan(bytes)]);
      }),
    );
    const large = new Uint8Array(1_000_003).fill(0x0a);
    expect(fast?.scan(large).length).toBe(large.length);
    expect(fast?.scan(large).at(-1)).toBe(large.length);
  });
});
