import { describe, expect, it } from 'vitest';
import { highlighterOf } from '../../src/table/query-highlight.ts';
import type { Speaker } from '../../src/model/turn-texts.ts';
import { parseQuery } from '../../src/table/query-text.ts';

function marked(query: string, text: string, column?: string, by?: Speaker): string[] | undefined {
  const highlight = highlighterOf(parseQuery(query).query);
  return highlight?.(text, { column, by }).map(({ start, end }) => text.slice(start, end));
}

describe('what a query marks in a text', () => {
  it('is every match of its words, and of what it asks of the column', () => {
    expect(marked('cat', 'A Cat, concat')).toEqual(['Cat', 'cat']);
    expect(marked('question:cat', 'A Cat', 'question')).toEqual(['Cat']);
    expect(marked('question:cat', 'A Cat', 'answer')).toEqual([]);
    expect(marked('word:cat', 'A Cat, concat')).toEqual(['Cat']);
    expect(marked('case:cat', 'A Cat, concat')).toEqual(['cat']);
    expect(marked('/c.t/', 'cut cat Cat')).toEqual(['cut', 'cat']);
    expect(marked('question:/^a/i', 'Aa', 'question')).toEqual(['A']);
  });

  it('is what somebody says, where it is asked for by who says it', () => {
    expect(marked('@user:cat', 'A Cat', undefined, 'user')).toEqual(['Cat']);
    expect(marked('@user:/c.t/i', 'A Cat', undefined, 'user')).toEqual(['Cat']);
    expect(marked('@user:cat', 'A Cat', undefined, 'assistant')).toEqual([]);
    expect(marked('@user:cat', 'A Cat', 'user')).toEqual([]);
  });

  it('is one range where matches touch', () => {
    expect(marked('abc bcd cde', 'abcde')).toEqual(['abcde']);
  });

  it('is nothing where the query looks for no text, or for its absence', () => {
    expect(marked('side>=3', 'x')).toBeUndefined();
    expect(marked('-cat', 'cat')).toBeUndefined();
  });
});
