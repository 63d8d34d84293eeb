import { describe, expect, it } from 'vitest';
import { sequenceRanges } from '../../src/syntax/json-sequence.ts';
import { inPieces } from './record-bytes.ts';

async function valuesOf(text: string, piece: number): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  const values: string[] = [];
  for await (const { length, start, size, line } of sequenceRanges(inPieces(bytes, piece))) {
    for (let i = 0; i < length; i += 1) {
      const from = start[i] ?? 0;
      values.push(`${line[i]}: ${new TextDecoder().decode(bytes.subarray(from, from + (size[i] ?? 0)))}`);
    }
  }
  return values;
}

describe.each([1, 2, 3, 7, 1000])('JSON values in pieces of %i bytes', (piece) => {
  it('are found over lines, on one line, and of any kind', async () => {
    const text = '\ufeff{\n  "a": "}\\"{",\n  "b": [1, {}]\n}\n{"c":1}{"d":2}[3],\n"x y" 12\ttrue\n null{"图":"{"}\n-1';
    expect(await valuesOf(text, piece)).toEqual([
      '1: {\n  "a": "}\\"{",\n  "b": [1, {}]\n}',
      '5: {"c":1}',
      '5: {"d":2}',
      '5: [3]',
      '6: "x y"',
      '6: 12',
      '6: true',
      '7: null',
      '7: {"图":"{"}',
      '8: -1',
    ]);
  });

  it('are found behind one that is broken, which is one value', async () => {
    const broken = ['{\n  "a": [1}\n', '{\n  "a": "open,\n  "b": 2\n}\n', '{"a": ]\n'];
    for (const bad of broken)
      expect(await valuesOf(`{"x":1}\n${bad}\n{\n  "y": 2\n}\n`, piece)).toEqual([
        '1: {"x":1}',
        `2: ${bad.trimEnd()}`,
        `${3 + bad.split('\n').length - 1}: {\n  "y": 2\n}`,
      ]);
  });

  it('end where a separator stands, and where the file does', async () => {
    expect(await valuesOf('\u001e{"a":1}\n\u001e{"b":\n\u001e{"c":3}\n', piece)).toEqual(['1: {"a":1}', '2: {"b":\n', '3: {"c":3}']);
    expect(await valuesOf('{"a":1}\n{"b": "cut', piece)).toEqual(['1: {"a":1}', '2: {"b": "cut']);
    expect(await valuesOf(' \n\n', piece)).toEqual([]);
  });
});
