import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonCheck } from '../../../src/formats/json-values.ts';
import { bytesOf, checkAgrees, isDoubtful, knownValuesAgree, knownValuesOf, valueOf, valuesAgree } from './json-agrees.ts';

describe('a look at a JSON record', () => {
  it('is there where tests and the app run', () => {
    expect(jsonCheck()).toBeDefined();
  });

  it('takes plain records for clean, spaces and all', () => {
    for (const text of ['{}', '{"a":1}', ' {"a" : [ 1.5e3 , -0.1, true, false, null, "é\\u00e9\\n", {"b":{}} ] } ', '{"a":"\\"\\\\"}'])
      expect([text, isDoubtful(bytesOf(text))]).toEqual([text, false]);
  });

  it.each([
    '',
    '{',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":tru}',
    '{"a":"x}',
    '{"a":"\\x"}',
    '{"a":"\\u12g4"}',
    '[1]',
    '1',
    '{"a":1}}',
    '{"a":NaN}',
    '{"a":1e400}',
    '{"a":[1}',
    '{a:1}',
    "{'a':1}",
  ])('doubts %s', (text) => {
    expect(isDoubtful(bytesOf(text))).toBe(true);
  });

  it('doubts bytes that are no UTF-8', () => {
    for (const bad of [
      [0xff],
      [0xc0, 0x80],
      [0xe4, 0xb8],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xf0, 0x80, 0x80, 0x80],
      [0x80],
    ]) {
      expect(isDoubtful(Uint8Array.from([...bytesOf('{"a":"'), ...bad, ...bytesOf('"}')]))).toBe(true);
    }
    expect(isDoubtful(bytesOf('{"a":"é中😀\uffff"}'))).toBe(false);
  });

  it('finds the value that parsing finds, in any record', () => {
    fc.assert(valuesAgree(), { numRuns: 400, seed: 12 });
    expect(valueOf(bytesOf('{"a":12345678901234567890,"b":"x"}'), 'a')).toBe('12345678901234567890');
    expect(valueOf(bytesOf('{"a":1,"a":2}'), 'a')).toBe(2);
    expect(valueOf(bytesOf('{"\\u0061":7}'), 'a')).toBe(7);
    expect(valueOf(bytesOf(`{"a":"${'é'.repeat(5000)}"}`), 'a')).toBe('é'.repeat(1000));
    expect(valueOf(bytesOf(`{"a":"${'x"'.replace('"', '\\"').repeat(4000)}"}`), 'a')).toBe('x"'.repeat(500));
    expect(valueOf(bytesOf('{"a":-5}'), 'a')).toBe(-5);
  });

  it('finds the value by its key alone where records are known to be well-formed', () => {
    fc.assert(knownValuesAgree(), { numRuns: 600, seed: 16 });
    const records = [
      '{"n":{"a":1},"a":2}',
      '{"t":"\\"a\\":3","a":[4,{"a":5}]}',
      '{"a":-1.25,"b":"a"}',
      '{"b":"a"}',
      '{"a":null}',
      '{"a":1e3}',
    ];
    expect(knownValuesOf(records.map(bytesOf), 'a')).toEqual([2, '[4,{"a":5}]', -1.25, 'none', undefined, 1000]);
    // The same at either end of a long record, with more keys than there is room for, and in very many records.
    const long = `{"a":7,"t":"${'x'.repeat(5000)}","l":[${'{"b":1},'.repeat(70_000)}{"b":2}],"c":"end"}`;
    for (const [key, value] of [
      ['a', 7],
      ['c', 'end'],
      ['b', 'none'],
    ])
      expect(knownValuesOf([bytesOf(long)], String(key))).toEqual([value]);
    const many = Array.from({ length: 20_000 }, (_, i) => bytesOf(`{"a":${i}}`));
    expect(knownValuesOf(many, 'a')).toEqual(many.map((_, i) => i));
  });

  it('calls nothing clean that has a problem, whatever is changed, cut or put in', () => {
    fc.assert(checkAgrees(), { numRuns: 1500, seed: 13 });
  });
});
