import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { part, search, searchAgrees } from './search-agrees.ts';

const jsonl = (...records: readonly object[]): string => records.map((record) => JSON.stringify(record)).join('\n');

describe('search in JSONL', () => {
  it('finds a text in values of any depth, not in names of fields, and counts it', async () => {
    const text = jsonl({ word: 'no' }, { a: 'a Word, words' }, { a: { word: [1, 'sword'] } }, { a: ['wor', 'd'] });
    expect(await search('x.jsonl', text, part('word'))).toEqual({ 1: 2, 2: 1 });
  });

  it.each([
    ['\\u4e2d\\u6587', '中文'],
    ['中\\u6587', '中文'],
    ['\\u0063\\u0061\\u0074', 'CAT'],
    ['c\\u0061t', 'cat'],
    ['caf\\u00e9', 'CAFÉ'],
    ['cafe\\u0301', 'café'],
    ['cafe\u0301', 'café'],
    ['\\ud83d\\ude00!', '😀!'],
    ['\\u212aelvin', 'kelvin'],
    ['ΟΔΟΣ', 'οδός'.normalize('NFD').replaceAll('\u0301', '')],
    ['\\u1112\\u1161\\u11ab국', '한국'],
    ['a\\tb', 'a\tb'],
    ['say \\"hi\\"', 'say "hi"'],
    ['C:\\\\temp', 'c:\\temp'],
    ['http:\\/\\/x', 'http://x'],
    ['http://x', 'http://x'],
    ['豈', '豈'],
  ])('finds in "%s" what it means: %s', async (written, wanted) => {
    expect(await search('x.jsonl', `{"n":1}\n{"t":"${written}"}\n{"t":"other"}`, part(wanted))).toEqual({ 1: 1 });
  });

  it.each([
    ['\\nice', 'nice'],
    ['cafe\u0301', 'cafe'],
    ['cafe\\u0301', 'cafe'],
    ['\\u4e2d', '4e2d'],
    ['\\\\u4e2d', '中'],
    ['a', ', '],
    ['a", "b": "c', '", "'],
  ])('does not find in "%s" what only its bytes say: %s', async (written, wanted) => {
    expect(await search('x.jsonl', `{"n":1}\n{"t":"${written}"}\n`, part(wanted))).toEqual({});
  });

  it('finds numbers and words as values', async () => {
    const text = jsonl({ n: 12 }, { n: 312 }, { 12: true }, { b: [true, null] }, { t: '12 true' });
    expect(await search('x.jsonl', text, part('12'))).toEqual({ 0: 1, 1: 1, 4: 1 });
    expect(await search('x.jsonl', text, part('TRUE'))).toEqual({ 2: 1, 3: 1, 4: 1 });
  });

  it('finds a text in one field only, the very case, whole words and expressions', async () => {
    const text = jsonl({ q: 'cat', a: 'Dog' }, { q: 'concat', a: 'cat' }, { q: 'a Cat!', a: 'cats 42' });
    expect(await search('x.jsonl', text, part('cat'), 'q')).toEqual({ 0: 1, 1: 1, 2: 1 });
    expect(await search('x.jsonl', text, { how: 'exact', text: 'Cat' })).toEqual({ 2: 1 });
    expect(await search('x.jsonl', text, { how: 'word', text: 'cat' })).toEqual({ 0: 1, 1: 1, 2: 1 });
    expect(await search('x.jsonl', text, { how: 'regex', text: '^cats? ?\\d*$' })).toEqual({ 0: 1, 1: 1, 2: 1 });
    expect(await search('x.jsonl', text, { how: 'regex', text: 'cats+', flags: 'i' })).toEqual({ 2: 1 });
  });

  it('finds text in a line that is no JSON, and in other encodings', async () => {
    expect(await search('x.jsonl', '{"a":"x"}\n{"a":"needle\n"needle"\n', part('needle'))).toEqual({ 1: 1, 2: 1 });
  });

  it('finds what a plain look at all values finds, for any records and any text', async () => {
    await fc.assert(searchAgrees(), { numRuns: 400, seed: 5 });
  });
});

describe('search in CSV', () => {
  it('finds a text in cells, not across them and not in the header', async () => {
    const text = 'id,word\n1,"a, Word"\n2,"two\nwords, ""word"""\n3,x\n4,wo\n5,rd\n';
    expect(await search('x.csv', text, part('word'))).toEqual({ 0: 1, 1: 2 });
    expect(await search('x.csv', text, part('"word"'))).toEqual({ 1: 1 });
    expect(await search('x.csv', text, part('3,x'))).toEqual({});
    expect(await search('x.csv', text, part('two\nw'))).toEqual({ 1: 1 });
    expect(await search('x.csv', text, part('1'), 'id')).toEqual({ 0: 1 });
  });
});
