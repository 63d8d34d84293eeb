import { describe, expect, it } from 'vitest';
import type { FieldValue } from '../../../src/model/annotation.ts';
import { highlighterOf } from '../../../src/table/query-highlight.ts';
import { parseQuery } from '../../../src/table/query-text.ts';
import { openedTo, STEP, treeLines, undrawnTexts, type OpenLines } from '../../../src/views/text/tree-lines.ts';

const highlight = highlighterOf(parseQuery('lamp').query) ?? (() => []);
const closed: OpenLines = new Map([['', STEP]]);

describe('a tree of JSON', () => {
  it('draws a thousand levels and ten thousand keys line by line', () => {
    let deep: FieldValue = 'lamp';
    for (let i = 0; i < 1000; i++) deep = [deep];
    expect(treeLines(deep, closed)).toHaveLength(2);
    const [, first] = treeLines(deep, closed);
    const all = first && openedTo(first, 0, highlight, closed);
    expect(all && treeLines(deep, all)).toHaveLength(1001);
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key ${i}`, i]));
    const lines = treeLines(wide, closed);
    expect(lines).toHaveLength(102);
    expect(lines.at(-1)).toMatchObject({ from: 100, depth: 1 });
  });

  it('opens as far as a match is', () => {
    const value: FieldValue = { a: ['no', { b: 'a lamp', c: 'no' }], d: { e: ['lamp', 'lamp'] }, lamp: 'no' };
    const [root, a, d] = treeLines(value, closed);
    expect(a && undrawnTexts(a)).toEqual(['no', 'a lamp', 'no']);
    const paths = (open: OpenLines | undefined): string[] => [...(open?.keys() ?? [])];
    expect(paths(a && openedTo(a, 0, highlight, closed))).toEqual(['', '/a', '/a/1']);
    expect(paths(d && openedTo(d, 1, highlight, closed))).toEqual(['', '/d', '/d/e']);
    expect(root?.size).toBe(3);
    const list = Array.from({ length: 500 }, (_, i) => (i === 400 ? 'lamp' : 'no'));
    const more = treeLines(list, closed).at(-1);
    expect(more && openedTo(more, 0, highlight, closed).get('')).toBe(401);
  });
});
