import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextMeter } from '../../src/base/text-meter.ts';

function measured(...texts: readonly string[]): TextMeter & { readonly found: readonly string[] } {
  const found: string[] = [];
  const meter = new TextMeter((word) => found.push(word));
  meter.reset();
  for (const text of texts) meter.add(text);
  meter.end();
  return Object.assign(meter, { found });
}

const bySegmenter = (text: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].flatMap(({ isWordLike, segment }) =>
    isWordLike ? [segment] : [],
  );

describe('characters', () => {
  it('are code points, not UTF-16 units', () => {
    expect(measured('héllo 👍🏽 𠀀').characters).toBe([...'héllo 👍🏽 𠀀'].length);
    expect(measured('\ud83d alone \udc4d').characters).toBe(9);
  });
});

describe('words', () => {
  it.each([
    ["can't stop, won’t stop", ["can't", 'stop', 'won’t', 'stop']],
    ['3.14 and 1,000 of a_b', ['3.14', 'and', '1,000', 'of', 'a_b']],
    ['U.S.A. 4th 12:30', ['U.S.A', '4th', '12', '30']],
    ['मस्ते 한국어 텍스트 مرحبا بالعالم', ['मस्ते', '한국어', '텍스트', 'مرحبا', 'بالعالم']],
    ['e\u0301te\u0301 👍🏽 — …', ['e\u0301te\u0301']],
    ['a..b x', ['a', 'b', 'x']],
  ])('%s', (text, words) => {
    const meter = measured(text);
    expect(meter.found).toEqual(words);
    expect(meter.words).toBe(words.length);
  });

  it('are found by a dictionary where no blanks are, those of other scripts beside them too', () => {
    const text = '我们用PyTorch训练模型，损失为0.5。';
    expect(measured(text).found.toSorted()).toEqual(bySegmenter(text).toSorted());
    expect(measured('สวัสดีครับผม').found).toEqual(bySegmenter('สวัสดีครับผม'));
  });

  it('are those of the segmenter of the runtime for any text of letters, digits and signs', () => {
    const unit = fc.constantFrom(...`abcXYZ019 ,.;'’"!?()-—éЖяبع\n`);
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        expect(measured(text).found).toEqual(bySegmenter(text));
      }),
    );
  });
});

describe('the script', () => {
  it.each([
    ['The quick brown fox', 'Latin'],
    ['训练数据很重要', 'Han'],
    ['これはテストです', 'Japanese'],
    ['البيانات مهمة', 'Arabic'],
    ['данные', 'Cyrillic'],
    ['训练数据 training', 'mixed'],
    ['12:30 — 👍', undefined],
  ])('%s', (text, script) => {
    expect(measured(text).script).toBe(script);
  });
});

describe('the fingerprint', () => {
  it('tells texts apart, and where one ends and the next begins', () => {
    const prints = [['ab'], ['a', 'b'], ['b', 'a'], ['ba'], ['', 'ab'], ['ab', ''], []].map((texts) => measured(...texts).fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
    expect(measured('a', 'b').fingerprint).toBe(prints[1]);
  });

  it('is another one for each of twenty thousand texts that differ in a letter or two', () => {
    const prints = new Set<number>();
    for (let i = 0; i < 20_000; i++) prints.add(measured(`Question ${i}: how many?`).fingerprint);
    expect(prints.size).toBe(20_000);
    for (const print of prints) expect(Number.isSafeInteger(print)).toBe(true);
  });
});
