import { describe, expect, it } from 'vitest';
import { parseJsonHead } from '../../src/syntax/json-head.ts';

const WHOLE = '{"version": "1.1", "n": [1, -2.5e3, true], "data": [{"title": "a\\"b", "empty": {}}, {"t": null}]} ';

describe('parseJsonHead', () => {
  it('gives a whole value', () => {
    expect(parseJsonHead(WHOLE)).toEqual(expectWhole());
    expect(parseJsonHead('\ufeff[1, 2')).toEqual([1]);
  });

  it('leaves out what is not whole, wherever the text is cut', () => {
    const whole = expectWhole();
    for (let end = 1; end <= WHOLE.length; end += 1) expect(isPartOf(parseJsonHead(WHOLE.slice(0, end)), whole)).toBe(true);
    expect(parseJsonHead('{"data": [{"paragraphs": [{"context": "cut he')).toEqual({ data: [{ paragraphs: [{}] }] });
    expect(parseJsonHead('{"data": [{"title": "a", "par')).toEqual({ data: [{ title: 'a' }] });
  });

  it('knows what is no JSON', () => {
    expect(parseJsonHead('{data: [1]}')).toBeUndefined();
    expect(parseJsonHead('id,text')).toBeUndefined();
  });
});

function expectWhole(): object {
  return { version: '1.1', n: [1, -2500, true], data: [{ title: 'a"b', empty: {} }, { t: undefined }] };
}

/** Whether everything in `part` is in `whole` as well. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([key, value]) => isPartOf(value, (whole as Record<string, unknown>)[key]));
}
