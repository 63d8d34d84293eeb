import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachValue } from '../../src/model/record-text.ts';
import { JsonTexts, type TextPiece } from '../../src/syntax/json-texts.ts';
import { parseJson } from '../../src/syntax/json-value.ts';

function textsOf(json: string, size: number, field?: string): string[] {
  const walk = new JsonTexts(field);
  const texts: string[] = [];
  let open = '';
  const take = (pieces: Iterable<TextPiece>): void => {
    for (const { text, isLast } of pieces) {
      open += text;
      if (isLast) texts.push(open);
      if (isLast) open = '';
    }
  };
  for (let at = 0; at < json.length; at += size) take(walk.pieces(json.slice(at, at + size)));
  take(walk.end());
  return texts;
}

const SIZES = [1, 2, 3, 5, 8, 1000];

describe('the values of a record that comes in pieces', () => {
  it('are those of the record as it is parsed', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 1, max: 20 }), (json, size) => {
        const parsed = parseJson(json);
        const expected: string[] = [];
        if (parsed.ok) eachValue(parsed.value, (text) => expected.push(text));
        expect(textsOf(json, size).toSorted()).toEqual(expected.toSorted());
      }),
    );
  });

  it.each<[json: string, texts: string[]]>([
    [String.raw`{"a":"\u4e2d\u6587 \"q\" \\ \/ \n","b":[1.50,true,null,-0,NaN]}`, ['中文 "q" \\ / \n', '1.5', 'true', '0', 'NaN']],
    ['{"name":{"name":"x"},"list":["name",{"k":["y"]}]}', ['x', 'name', 'y']],
    ['["a",{"b":"c"}]', ['a', 'c']],
    ['"only"', ['only']],
    ['12345678901234567890', ['12345678901234567890']],
  ])('are found in %s', (json, texts) => {
    for (const size of SIZES) expect(textsOf(json, size)).toEqual(texts);
  });

  it('may be those of one field of the record', () => {
    const json = '{"a":{"b":"in a"},"b":["x",{"a":"in b"}],"c":"a"}';
    for (const size of SIZES) {
      expect(textsOf(json, size, 'a')).toEqual(['in a']);
      expect(textsOf(json, size, 'b')).toEqual(['x', 'in b']);
      expect(textsOf(json, size, 'd')).toEqual([]);
      expect(textsOf('["p",["q"]]', size, 'value')).toEqual(['p', 'q']);
      expect(textsOf('{"value":"v","other":"o"}', size, 'value')).toEqual(['v']);
    }
  });

  it('are looked for in what is no JSON too, and brackets without end take no room', () => {
    for (const size of SIZES) expect(textsOf('{"a": oops, "b" "c" } ] "d', size)).toEqual(['oops', 'c', 'd']);
    expect(textsOf(`${'['.repeat(100_000)}"deep"${']'.repeat(100_000)},"after"`, 997)).toEqual(['deep', 'after']);
  });
});
