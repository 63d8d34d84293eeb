import { describe, expect, it } from 'vitest';
import { isOdd, isOddName, namePieces, visibleName, visiblePieces, visibleText } from '../../../src/views/shared/visible-text.ts';

describe('what would be invisible', () => {
  it('is named, in its place', () => {
    expect(visibleText('abc\u202egpj.exe')).toBe('abcU+202Egpj.exe');
    expect(visibleText('\0 \u001b[31mred \ud800')).toBe('U+0000 ESC[31mred U+D800');
    expect(visiblePieces('a\u202eb')).toEqual([
      { text: 'a', at: 0 },
      { text: 'U+202E', odd: '\u202e', at: 1 },
      { text: 'b', at: 2 },
    ]);
  });

  it('is nothing of plain text, emoji and line ends, which stay as they are', () => {
    for (const text of ['', 'plain', 'two\nlines\tand more', '👨‍👩‍👧 می‌خواهم', '\u200fשלום']) {
      expect(isOdd(text)).toBe(false);
      expect(visibleText(text)).toBe(text);
    }
    expect(visibleText('one\r\ntwo')).toBe('one\r\ntwo');
  });
});

describe('blanks of a name', () => {
  it('are named where nobody would see them: at its ends, in a row, tabs, line ends', () => {
    expect(visibleName('car ')).toBe('car·');
    expect(visibleName('  car')).toBe('··car');
    expect(visibleName('traffic  light')).toBe('traffic··light');
    expect(visibleName('a\tb\nc\u00a0d')).toBe('aU+0009bU+000AcU+00A0d');
    expect(visibleName('\u202eodd ')).toBe('U+202Eodd·');
    expect(namePieces('car ')).toEqual([
      { text: 'car', at: 0 },
      { text: '·', odd: ' ', at: 3 },
    ]);
  });

  it('stay as they are between words, in Chinese too', () => {
    for (const name of ['', 'traffic light', '行人\u3000夜间', 'سيارة إسعاف', '👩 👧']) {
      expect(isOddName(name)).toBe(false);
      expect(visibleName(name)).toBe(name);
    }
  });
});
