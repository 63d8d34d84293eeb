import { describe, expect, it } from 'vitest';
import { linesOf } from '../../src/syntax/text-lines.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
function utf16(text: string, little: boolean, mark: boolean): Uint8Array {
  const units = [...(mark ? '\uFEFF' : ''), ...text].map((char) => char.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => (little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
}
const texts = (bytes: Uint8Array): string[] => [...linesOf(bytes)].map(({ text }) => text);

describe('lines of a text', () => {
  it('ends lines at LF, CRLF and CR and keeps blank ones', () => {
    expect(texts(utf8('a\r\nb\rc\n\nd'))).toEqual(['a', 'b', 'c', '', 'd']);
    expect(texts(utf8('a\n'))).toEqual(['a']);
    expect(texts(utf8(''))).toEqual([]);
  });

  it('tells bytes and numbers of lines', () => {
    expect([...linesOf(utf8('é1\r\n\n2'))]).toEqual([
      { text: 'é1', start: 0, end: 3, line: 1 },
      { text: '', start: 5, end: 5, line: 2 },
      { text: '2', start: 6, end: 7, line: 3 },
    ]);
  });

  it('counts on from where a piece of a file begins', () => {
    expect([...linesOf(utf8('x\ny'), 100, 7)]).toEqual([
      { text: 'x', start: 100, end: 101, line: 7 },
      { text: 'y', start: 102, end: 103, line: 8 },
    ]);
  });

  it('leaves the byte order mark out', () => {
    expect([...linesOf(utf8('\uFEFF0 1\n'))]).toEqual([{ text: '0 1', start: 3, end: 6, line: 1 }]);
  });

  it.each([
    [true, true],
    [false, true],
    [true, false],
    [false, false],
  ])('reads UTF-16, little-endian %s, with a mark %s', (little, mark) => {
    const bytes = utf16('0 0.5\r\n1 0.25\n', little, mark);
    const from = mark ? 2 : 0;
    expect([...linesOf(bytes)]).toEqual([
      { text: '0 0.5', start: from, end: from + 10, line: 1 },
      { text: '1 0.25', start: from + 14, end: from + 26, line: 2 },
    ]);
  });

  it('reads a UTF-16 file that was cut in the middle of a unit', () => {
    expect(texts(utf16('ab\ncd', true, true).subarray(0, 11))).toHaveLength(2);
  });

  it('reads GB18030', () => {
    // 人 and 车 of a list of classes from a Chinese Windows.
    expect(texts(Uint8Array.from([0xc8, 0xcb, 0x0a, 0xb3, 0xb5, 0x0a]))).toEqual(['人', '车']);
  });
});
