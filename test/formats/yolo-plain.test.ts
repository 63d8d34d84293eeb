import { describe, expect, it } from 'vitest';
import { PlainRows } from '../../src/formats/yolo/plain-rows.ts';
import { DEFAULT_RULES, parseRow } from '../../src/formats/yolo/row.ts';
import { linesOf } from '../../src/syntax/text-lines.ts';
import { seeded } from './conformance.ts';
import { onlyYolo, P } from './yolo-drop.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Rows as the careful way reads them. */
function careful(text: string): unknown[] {
  return [...linesOf(bytesOf(text))].map(({ text: line, start, end }) => {
    const row = parseRow(line, DEFAULT_RULES);
    return 'fault' in row ? row : [row.category, ...row.values, start, end];
  });
}

function plain(text: string): unknown[] | undefined {
  const rows = new PlainRows();
  if (!rows.read(bytesOf(text))) return undefined;
  return Array.from({ length: rows.length }, (_, i) => [
    rows.category[i],
    ...rows.values.subarray(i * 4, i * 4 + 4),
    rows.start[i],
    rows.end[i],
  ]);
}

describe('plain rows', () => {
  it('are the numbers that the careful way reads, to the last bit, with the bytes of their lines', () => {
    const random = seeded(11);
    const number = (): string => (random() < 0.2 ? '.5' : (random() * 2).toFixed(1 + Math.floor(random() * 14)));
    const text = Array.from(
      { length: 3000 },
      (_, i) => `${Math.floor(random() * 90)} ${number()} ${number()} ${number()} ${i}.${i}${i % 3 === 0 ? '\r' : ''}\n`,
    ).join('');
    expect(plain(text)).toEqual(careful(text));
    expect(plain(text.trimEnd())).toEqual(careful(text.trimEnd()));
    expect(plain('')).toEqual([]);
  });

  it.each([
    ['a blank line', '0 .5 .5 .1 .1\n\n'],
    ['two spaces', '0  .5 .5 .1 .1\n'],
    ['a space at the end', '0 .5 .5 .1 .1 \n'],
    ['a tab', '0\t.5 .5 .1 .1\n'],
    ['a sign', '0 -.5 .5 .1 .1\n'],
    ['an exponent', '0 5e-1 .5 .1 .1\n'],
    ['a score', '0 .5 .5 .1 .1 .9\n'],
    ['a number short', '0 .5 .5 .1\n'],
    ['more digits than a double holds', '0 0.1234567890123456 .5 .1 .1\n'],
    ['a class with a point', '0.0 .5 .5 .1 .1\n'],
    ['a class by name', 'cat .5 .5 .1 .1\n'],
    ['a point alone', '0 . .5 .1 .1\n'],
    ['two points', '0 .5.5 .5 .1 .1\n'],
    ['a lone carriage return', '0 .5 .5 .1 .1\r1 .5 .5 .1 .1\r'],
    ['a byte order mark', '\uFEFF0 .5 .5 .1 .1\n'],
    ['a line twice', '0 .5 .5 .1 .1\n0 .5 .5 .1 .1\n'],
  ])('leave a file with %s to the careful way', (_, text) => {
    expect(plain(text)).toBeUndefined();
  });

  it('that are odd are told of as ever', async () => {
    const seen = await onlyYolo({
      'd/data.yaml': 'train: images\nnames: [a, b]\n',
      'd/images/x.png': P,
      'd/labels/x.txt': '0 .5 .5 .2 .2\n7 .5 .5 .2 .2\n1 .95 .5 .2 .2\n1 .5 .5 0 .2\n',
      'd/images/y.png': P,
      'd/labels/y.txt': '0 .5 .5 .2 .2\n0 .5 .5 .2 .2\n',
    });
    expect(seen.problems.map(({ code, at }) => [code, at?.line])).toEqual([
      ['class-unknown', 2],
      ['box-out-of-bounds', 3],
      ['box-degenerate', 4],
      ['row-duplicate', 2],
    ]);
    expect(seen.annotations.map(({ category }) => category)).toEqual([0, 2, 1, 1, 0, 0]);
    expect(seen.annotations[0]?.cells.box).toEqual([40, 20, 20, 10]);
  });
});
