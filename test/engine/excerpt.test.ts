import { describe, expect, it } from 'vitest';
import { excerpt, linesOf, plainHighlighter } from '../../src/engine/excerpt.ts';
import type { Highlighter } from '../../src/table/query-highlight.ts';
import { parseQuery } from '../../src/table/query-text.ts';

const FILLER = 'Nothing of this is about that. '.repeat(20);
const marks = (text: string) => plainHighlighter(parseQuery(text).query);

describe('an excerpt', () => {
  it('is the beginning, cut, where nothing is looked for or what is looked for is seen', () => {
    expect(excerpt('abcdef', 4, undefined)).toBe('abcd');
    expect(excerpt(`a label here, ${FILLER}`, 20, marks('label'))).toBe('a label here, Nothin');
  });

  it('begins shortly before the first match that stands further on, at a word', () => {
    const text = excerpt(`${FILLER}The return label will not print. ${FILLER}`, 60, marks('"return label"'));
    expect(text).toMatch(/^…\S.*return label will not print/);
    expect(text.length).toBeLessThanOrEqual(61);
  });

  it('never begins with half a character', () => {
    for (let shift = 0; shift < 40; shift++) {
      const text = excerpt(`${'a'.repeat(shift)}${'😀'.repeat(60)}標籤`, 80, marks('標籤'));
      expect(text).toContain('標籤');
      expect(text).not.toMatch(/\p{Cs}/u);
    }
  });

  it('looks only at the column that is asked for', () => {
    const highlight = marks('answer:"return label"');
    const text = `${FILLER}return label`;
    expect(excerpt(text, 30, highlight, 'question')).toBe(text.slice(0, 30));
    expect(excerpt(text, 50, highlight, 'answer')).toContain('return label');
  });

  it('leaves regular expressions to the page', () => {
    expect(marks('/(a+)+$/')).toBeUndefined();
  });
});

function lines(texts: readonly string[], ...rest: [number, Highlighter | undefined]): string[] {
  return linesOf(
    texts.map((text) => ({ text, by: undefined })),
    ...rest,
  ).map(({ text }) => text);
}

describe('two lines about a record', () => {
  it('are a short first sentence and what follows it', () => {
    expect(lines(['The return label will not print! Printer says unsupported paper.', 'Which printer?'], 100, undefined)).toEqual([
      'The return label will not print!',
      'Printer says unsupported paper.',
    ]);
    expect(lines(['怎么退货？收到的商品破损', '好'], 100, undefined)).toEqual(['怎么退货？', '收到的商品破损']);
  });

  it('are a long first sentence and the next text', () => {
    expect(lines([FILLER.replaceAll('.', ','), 'Yes.'], 50, undefined)).toEqual([FILLER.replaceAll('.', ',').slice(0, 50), 'Yes.']);
    expect(lines(['One line only'], 50, undefined)).toEqual(['One line only', '']);
    expect(lines([], 50, undefined)).toEqual(['', '']);
  });

  it('say where a match stands that the first line does not show', () => {
    const texts = ['Hello there. I have a question.', 'Which one?', `${FILLER}It is about the return label of mine.`];
    expect(lines(texts, 80, marks('"return label"'))).toEqual([
      'Hello there.',
      expect.stringMatching(/^….*about the return label of mine/),
    ]);
    expect(lines(texts, 80, marks('hello'))).toEqual(['Hello there.', 'I have a question.']);
    expect(lines(texts, 80, marks('nowhere'))).toEqual(['Hello there.', 'I have a question.']);
  });

  it('show what somebody says where it is looked for in what they say', () => {
    const texts = [
      { text: 'The return label? I want to know.', by: 'user' },
      { text: `${FILLER}No return label is needed.`, by: 'assistant' },
    ] as const;
    const [first, next] = linesOf(texts, 80, marks('@assistant:"return label"'));
    expect([first.by, next.by]).toEqual(['user', 'assistant']);
    expect(next.text).toMatch(/^….*No return label is needed/);
  });
});
