import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textMatcher } from '../../src/base/text-pattern.ts';
import { TextStream } from '../../src/base/text-stream.ts';

type How = ConstructorParameters<typeof TextStream>[0]['how'];

/** Matches in texts that come in pieces of this many units. */
function counted(texts: readonly string[], text: string, how: How, size: number): number[] {
  const stream = new TextStream({ how, text });
  return texts.map((whole) => {
    let matches = 0;
    for (let at = 0; at < whole.length; at += size) matches += stream.add(whole.slice(at, at + size), false);
    return matches + stream.add('', true);
  });
}

describe('a text that comes in pieces', () => {
  it.each<[text: string, wanted: string, how: How]>([
    ['lorem ipsum '.repeat(500), 'ipsum', 'part'],
    ['aaaaaaaaa'.repeat(50), 'aa', 'part'],
    ['e\u0301cole ÉCOLE '.repeat(40), 'école', 'part'],
    ['한국어 \u1112\u1161\u11ab\u1100\u116e\u11a8 '.repeat(30), '한국', 'part'],
    ['👨‍👩‍👧 👍🏽 '.repeat(50), '👍', 'part'],
    ['我爱北京天安门，北京大学生 '.repeat(40), '北京', 'word'],
    ['cat concat cat_1 '.repeat(60), 'cat', 'word'],
    ['Word word '.repeat(60), 'word', 'exact'],
    ['ΟΔΟΣ οδός Οδοσ '.repeat(40), 'οδος', 'part'],
    ['nothing', '', 'part'],
  ])('has in %j as many %j as the whole', (text, wanted, how) => {
    const expected = textMatcher({ how, text: wanted }).count(text);
    for (const size of [1, 2, 3, 7, 64, 1000]) expect(counted([text, text], wanted, how, size)).toEqual([expected, expected]);
  });

  it('has as many of anything as the whole', () => {
    const letters = fc.constantFrom(
      'a',
      'A',
      'b',
      ' ',
      'é',
      'e',
      '\u0301',
      'ß',
      'İ',
      'ı',
      '北',
      '京',
      '가',
      '\u1100',
      '\u1161',
      '\u11a8',
      '😀',
      '\n',
      '_',
    );
    const text = fc.array(letters, { maxLength: 400 }).map((all) => all.join(''));
    const wanted = fc.array(letters, { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
    fc.assert(
      fc.property(
        text,
        wanted,
        fc.constantFrom<How>('part', 'exact', 'word'),
        fc.integer({ min: 1, max: 50 }),
        (whole, part, how, size) => {
          expect(counted([whole], part, how, size)).toEqual([textMatcher({ how, text: part }).count(whole)]);
        },
      ),
    );
  });

  it('ends with it: no match reaches into the next', () => {
    expect(counted(['ab', 'cd'], 'bc', 'part', 1)).toEqual([0, 0]);
  });
});
