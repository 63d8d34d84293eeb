import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, parseJson, type JsonValue } from '../../src/syntax/json-value.ts';

function valueOf(text: string): JsonValue {
  const result = parseJson(text);
  if (!result.ok) throw new Error(`${result.expected} expected at ${result.offset}`);
  return result.value;
}

function notesOf(text: string): unknown {
  const result = parseJson(text);
  return result.ok ? result.notes : undefined;
}

describe('a JSON value', () => {
  it('is what JSON.parse makes of it, with undefined for null', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        // Integers past 2^53 come as BigInt, which has no JSON.
        const native = (_: string, part: unknown): unknown => (part === undefined ? null : typeof part === 'bigint' ? Number(part) : part);
        const withNull = JSON.stringify(valueOf(text), native, indent);
        expect(withNull ?? 'null').toBe(text);
      }),
    );
  });

  it('is the same by the slow way as by the fast way', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        // A value that is not finite sends the whole text the slow way.
        expect(valueOf(`[NaN,${text}]`)).toEqual([NaN, valueOf(text)]);
      }),
    );
  });

  it('may be NaN or infinite, which is noted', () => {
    expect(valueOf('{"a": NaN, "b": [Infinity, -Infinity]}')).toEqual({ a: NaN, b: [Infinity, -Infinity] });
    expect(notesOf('{"a": NaN, "b": [Infinity, -Infinity]}')).toEqual({ notFinite: 3, notFiniteAt: 6, controls: 0, duplicateKeys: [] });
    expect(notesOf('[1e999]')).toEqual({ notFinite: 1, notFiniteAt: 1, controls: 0, duplicateKeys: [] });
    expect(notesOf('["NaN"]')).toEqual({ notFinite: 0, controls: 0, duplicateKeys: [] });
  });

  it('keeps integers beyond 2^53 exact', () => {
    expect(valueOf('[9007199254740993, -18446744073709551615, 9007199254740991]')).toEqual([
      9007199254740993n,
      -18446744073709551615n,
      9007199254740991,
    ]);
    expect(valueOf('{"score": 0.9591444134212719123, "big": 1.5e20}')).toEqual({ score: 0.9591444134212719, big: 1.5e20 });
  });

  it('is not harmed by a key called __proto__', () => {
    for (const text of ['{"__proto__": {"polluted": 1}, "a": null}', '{"__proto__": {"polluted": 1}, "a": NaN}']) {
      const value = valueOf(text) as Record<string, unknown>;
      expect(Object.keys(value)).toEqual(['__proto__', 'a']);
      expect(value['polluted']).toBeUndefined();
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });

  it('takes the last of two equal keys and says which, and keeps the others for whom asks', () => {
    expect(valueOf('{"a": 1, "b": {"c": 2, "c": 3}, "a": 4}')).toEqual({ a: 4, b: { c: 3 } });
    expect(parseJson('{"a": 1, "b": {"c": 2, "c": 3}, "a": 4}', true)).toMatchObject({ value: { a: 4, 'a#1': 1, b: { c: 3, 'c#1': 2 } } });
    const written = parseJson('{"x": NaN, "y": 2, "x": 1, "x": 3, "x#1": 4}', true);
    expect(written.ok && Object.entries(written.value as object)).toEqual([
      ['x#2', NaN],
      ['y', 2],
      ['x#3', 1],
      ['x', 3],
      ['x#1', 4],
    ]);
    expect(notesOf('{"a": 1, "b": {"c": 2, "c": 3}, "a": 4}')).toEqual({ notFinite: 0, controls: 0, duplicateKeys: ['c', 'a'] });
  });

  it('keeps lone surrogates and every escape', () => {
    const text = String.raw`["\ud800", "\ud83d\ude00", "\"\\\/\b\f\n\r\t\u00e9"]`;
    const expected = ['\ud800', '😀', '"\\/\b\f\n\r\té'];
    expect(valueOf(text)).toEqual(expected);
    expect(valueOf(`[NaN,${text}]`)).toEqual([NaN, expected]);
  });

  it('may begin with a byte order mark and hold raw control characters', () => {
    expect(valueOf('\ufeff {"a": "x\ty"}')).toEqual({ a: 'x\ty' });
  });

  it.each([
    ['', 0, 'value'],
    ['{"a": }', 6, 'value'],
    ['{"a" 1}', 5, 'colon'],
    ['{a: 1}', 1, 'key'],
    ['{"a": 1 "b": 2}', 8, 'comma'],
    ['[1 2]', 3, 'comma'],
    ['[1,]', 3, 'value'],
    ['[1, 2', 5, 'comma'],
    ['"abc', 4, 'string'],
    [String.raw`"a\x"`, 2, 'string'],
    [String.raw`"a\u12"`, 2, 'string'],
    ['1 2', 2, 'end'],
    ['01', 1, 'end'],
    ['[nul]', 1, 'value'],
    ['[-]', 1, 'value'],
  ])('says of %j where it stops being JSON and what was expected', (text, offset, expected) => {
    expect(parseJson(text)).toEqual({ ok: false, offset, expected });
  });

  it('may be nested, but not without end', () => {
    expect(parseJson('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)).ok).toBe(true);
    expect(parseJson('['.repeat(100_000) + ']'.repeat(100_000))).toEqual({ ok: false, offset: MAX_DEPTH, expected: 'depth' });
    expect(parseJson('{"a":'.repeat(100_000))).toMatchObject({ ok: false, expected: 'depth' });
  });
});
