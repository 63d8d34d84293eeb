import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textMatcher, type TextPattern } from '../../src/base/text-pattern.ts';

function found(text: string, pattern: string, how: TextPattern['how'] = 'part', flags = ''): string[] {
  return textMatcher({ how, text: pattern, flags })
    .ranges(text)
    .map(({ start, end }) => text.slice(start, end));
}

describe('a text pattern', () => {
  it.each([
    ['Straße STRASSE', 'straße', ['Straße']],
    ['ÉCOLE école e\u0301cole', 'école', ['ÉCOLE', 'école', 'e\u0301cole']],
    ['cafe cafe\u0301', 'cafe', ['cafe']],
    ['ΟΔΟΣ οδός Οδοσ', 'οδος', ['ΟΔΟΣ', 'Οδοσ']],
    ['我爱北京天安门，北京', '北京', ['北京', '北京']],
    ['東京タワー', '京タ', ['京タ']],
    ['한국어 \u1112\u1161\u11ab\u1100\u116e\u11a8', '한국', ['한국', '\u1112\u1161\u11ab\u1100\u116e\u11a8']],
    ['العربية في مصر', 'في', ['في']],
    ['👍🏽 👍', '👍', ['👍', '👍']],
    ['İstanbul x', 'x', ['x']],
    ['ſie µm ϑ', 'SIE', ['ſie']],
    ['5 µm, 5 μm', 'μM', ['µm', 'μm']],
    ['ıI i İ', 'ı', ['ı']],
    ['aaaa', 'aa', ['aa', 'aa']],
    ['', 'a', []],
  ])('finds in %j what %j means, without regard to case and composition', (text, pattern, expected) => {
    expect(found(text, pattern)).toEqual(expected);
    expect(textMatcher({ how: 'part', text: pattern }).count(text)).toBe(expected.length);
    expect(textMatcher({ how: 'part', text: pattern }).test(text)).toBe(expected.length > 0);
  });

  it('finds the very case where asked', () => {
    expect(found('Word word WORD', 'word', 'exact')).toEqual(['word']);
  });

  it.each([
    ['a cat, a concat; Cat', 'cat', ['cat', 'Cat']],
    ['cat_1 cat-1', 'cat', ['cat']],
    ['кот котик', 'кот', ['кот']],
    ['我爱北京天安门', '北京', ['北京']],
    ['naïve nai\u0308ve', 'nai', []],
    ['熊猫吃竹子，猫吃鱼', '猫', ['猫']],
    ['猫が好きです。', '猫', ['猫']],
    ['iPhone手机', 'iPhone', ['iPhone']],
    ['x² + x', 'x', ['x']],
  ])('finds whole words in %j', (text, word, expected) => {
    expect(found(text, word, 'word')).toEqual(expected);
  });

  it('takes regular expressions with Unicode rules, and none where there is none', () => {
    expect(found('a1 b22 c', '[a-z]\\d+', 'regex')).toEqual(['a1', 'b22']);
    expect(found('Ab aB', 'ab', 'regex', 'i')).toEqual(['Ab', 'aB']);
    expect(found('学习 learning', '\\p{Script=Han}+', 'regex')).toEqual(['学习']);
    expect(found('(', '(', 'regex')).toEqual([]);
    expect(textMatcher({ how: 'regex', text: 'x*' }).count('abc')).toBe(1);
  });

  it('has ranges that fold to the pattern, in any text', () => {
    const letters = fc.constantFrom(
      'a',
      'A',
      'e',
      '\u0301',
      'É',
      'é',
      'İ',
      'ß',
      'Σ',
      '名',
      '\u1112',
      '\u1161',
      '\u11ab',
      '한',
      '😀',
      ' ',
      '\u212b',
    );
    const text = fc.array(letters, { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (whole, part) => {
        const matcher = textMatcher({ how: 'part', text: part });
        const ranges = matcher.ranges(whole);
        expect(ranges).toHaveLength(matcher.count(whole));
        for (const { start, end } of ranges) {
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(whole.length);
        }
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});
