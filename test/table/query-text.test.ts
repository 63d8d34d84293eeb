import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseQuery } from '../../src/table/query-normal.ts';
import { parseQuery, printQuery } from '../../src/table/query-text.ts';
import type { Clause, Query } from '../../src/table/query.ts';
import { anyQuery } from './random-query.ts';

const clausesOf = (text: string): readonly Clause[] => parseQuery(text).query.clauses;
const codesOf = (text: string): string[] => parseQuery(text).errors.map(({ code }) => code);

describe('the text of a query', { timeout: 60_000 }, () => {
  it('comes back as the same query', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const parsed = parseQuery(printQuery(query));
        expect(parsed.errors).toEqual([]);
        expect(parsed.query).toEqual(normaliseQuery(query));
      }),
      { numRuns: 2000 },
    );
  });

  it('settles after one reading, whatever was typed', () => {
    const signs = fc.constantFrom(
      ...[
        'class',
        'split',
        ':',
        ',',
        '+',
        '-',
        '"',
        '\\',
        '(',
        ')',
        'count(',
        ' ',
        '>=',
        '<',
        '=',
        '..',
        '3',
        '0.5',
        '人',
        'a',
        '≥',
        '\n',
        '.',
      ],
    );
    const typed = fc.array(signs, { maxLength: 14 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(typed, fc.string({ unit: 'binary' })), (text) => {
        const { query, errors } = parseQuery(text);
        const printed = printQuery(query);
        expect(parseQuery(printed)).toEqual({ query, errors: [] });
        expect(printQuery(parseQuery(printed).query)).toBe(printed);
        for (const { start, end } of errors) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 4000 },
    );
  });

  it('is normal after one step', () => {
    const settled = (query: Query): boolean =>
      JSON.stringify(normaliseQuery(normaliseQuery(query))) === JSON.stringify(normaliseQuery(query));
    fc.assert(fc.property(anyQuery, settled));
  });
});

describe('reading a query', { timeout: 60_000 }, () => {
  it.each<[string, Clause]>([
    ['class:person', { kind: 'class', mode: 'any', names: ['person'] }],
    ['class:"traffic light","a,b"', { kind: 'class', mode: 'any', names: ['traffic light', 'a,b'] }],
    ['class:a+b', { kind: 'class', mode: 'all', names: ['a', 'b'] }],
    ['-class:a,b', { kind: 'class', mode: 'none', names: ['a', 'b'] }],
    ['class:行人', { kind: 'class', mode: 'any', names: ['行人'] }],
    ['word:"a b"', { kind: 'text', text: 'a b', negated: false, how: 'word' }],
    ['-case:Abc', { kind: 'text', text: 'Abc', negated: true, how: 'case' }],
    ['/a b\\/[c"]+/i', { kind: 'text', text: 'a b\\/[c"]+', negated: false, how: 'regex', flags: 'i' }],
    ['question:/^who/', { kind: 'text', text: '^who', negated: false, how: 'regex', field: 'question' }],
    ['question:word:who', { kind: 'text', text: 'who', negated: false, how: 'word', field: 'question' }],
    ['/home/x', { kind: 'text', text: '/home/x', negated: false }],
    ['path:"/home/"', { kind: 'value', field: 'path', negated: false, values: ['/home/'] }],
    ['split:val,test', { kind: 'value', field: 'split', negated: false, values: ['val', 'test'] }],
    ['-split:val', { kind: 'value', field: 'split', negated: true, values: ['val'] }],
    ['-set:yolo', { kind: 'value', field: 'set', negated: true, values: ['yolo'] }],
    ['lang:c++,a(1)', { kind: 'value', field: 'lang', negated: false, values: ['c++', 'a(1)'] }],
    ['"my col":x', { kind: 'value', field: 'my col', negated: false, values: ['x'] }],
    ['path:"C:\\\\x \\"y\\""', { kind: 'value', field: 'path', negated: false, values: ['C:\\x "y"'] }],
    ['split:""', { kind: 'value', field: 'split', negated: false, values: [''] }],
    ['side>=32', { kind: 'range', field: 'side', min: 32 }],
    ['side < 96', { kind: 'range', field: 'side', max: 96, maxOpen: true }],
    ['side>=32 side<96', { kind: 'range', field: 'side', min: 32, max: 96, maxOpen: true }],
    ['side:32..96', { kind: 'range', field: 'side', min: 32, max: 96 }],
    ['side:32..', { kind: 'range', field: 'side', min: 32 }],
    ['score:..0.5', { kind: 'range', field: 'score', max: 0.5 }],
    ['score:.1...5', { kind: 'range', field: 'score', min: 0.1, max: 0.5 }],
    ['width≥1000', { kind: 'range', field: 'width', min: 1000 }],
    ['width=640', { kind: 'range', field: 'width', min: 640, max: 640 }],
    ['x>-1e3', { kind: 'range', field: 'x', min: -1000, minOpen: true }],
    ['taken>=2024-01-02', { kind: 'range', field: 'taken', min: Date.UTC(2024, 0, 2), date: true }],
    ['threshold>=0.5', { kind: 'range', field: 'threshold', min: 0.5 }],
    ['cat', { kind: 'text', text: 'cat', negated: false }],
    ['-"two words"', { kind: 'text', text: 'two words', negated: true }],
    ['img(1).jpg', { kind: 'text', text: 'img(1).jpg', negated: false }],
    ['-', { kind: 'text', text: '-', negated: false }],
  ])('understands %s', (text, clause) => {
    expect(parseQuery(text)).toEqual({ query: { clauses: [clause] }, errors: [] });
  });

  it.each<[string, number | undefined, number | undefined]>([
    ['>=3', 3, undefined],
    ['>3', 4, undefined],
    ['<3', undefined, 2],
    ['=0', undefined, 0],
    ['=2', 2, 2],
    [':2..5', 2, 5],
    [':3', 3, 3],
    ['>2.5', 3, undefined],
  ])('understands count(class:dog score>=0.5)%s', (ending, min, max) => {
    const inner = [
      { kind: 'class', mode: 'any', names: ['dog'] },
      { kind: 'range', field: 'score', min: 0.5 },
    ];
    const bounds = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
    expect(parseQuery(`count(class:dog score>=0.5)${ending}`)).toEqual({
      query: { clauses: [{ kind: 'count', inner, ...bounds }] },
      errors: [],
    });
  });

  it('takes blanks of any kind between clauses', () => {
    expect(clausesOf('a\u3000b \t c')).toHaveLength(3);
  });

  it.each<[string, string]>([
    ['/(/', 'regex-invalid'],
    ['class:', 'value-missing'],
    ['class:a,', 'value-missing'],
    ['class:"a', 'quote-unclosed'],
    ['class:a,b+c', 'modes-mixed'],
    ['-class:a+b', 'modes-mixed'],
    ['side>=abc', 'number-invalid'],
    ['side>=1e999', 'number-invalid'],
    ['side>=', 'value-missing'],
    ['-side>=3', 'cannot-negate'],
    ['-count(class:a)>=3', 'cannot-negate'],
    ['split>=3', 'not-a-number'],
    ['threshold:0.5', 'comparison-missing'],
    ['count(class:a)', 'comparison-missing'],
    ['count(class:a', 'paren-unclosed'],
    ['count(split:val)>=1', 'not-in-count'],
    ['count(word)>=1', 'not-in-count'],
    ['count(width>=3)>=1', 'not-in-count'],
    ['>=3', 'unexpected'],
    [':x', 'unexpected'],
  ])('says what is wrong with %s', (text, code) => {
    expect(codesOf(text)).toContain(code);
  });

  it('keeps what is right beside what is wrong, and says where', () => {
    const { query, errors } = parseQuery('class:dog side>=x split:val');
    expect(printQuery(query)).toBe('class:dog split:val');
    expect(errors).toEqual([{ code: 'number-invalid', start: 16, end: 17 }]);
  });

  it('keeps the classes before a comma that nothing follows', () => {
    expect(printQuery(parseQuery('class:dog,').query)).toBe('class:dog');
  });

  it('keeps the text of a quote that is still open', () => {
    expect(clausesOf('class:"traffic li')).toEqual([{ kind: 'class', mode: 'any', names: ['traffic li'] }]);
  });
});

describe('writing a query', { timeout: 60_000 }, () => {
  const print = (...clauses: Clause[]): string => printQuery({ clauses } satisfies Query);

  it('puts names in quotes only where they need them', () => {
    expect(print({ kind: 'class', mode: 'any', names: ['person', 'traffic light', 'a+b', '红绿灯'] })).toBe(
      'class:person,"traffic light","a+b",红绿灯',
    );
  });
  it('writes both ends of a range', () => {
    expect(print({ kind: 'range', field: 'side', min: 32, max: 96, maxOpen: true })).toBe('side>=32 side<96');
  });
  it('writes a value that looks like a range in quotes', () => {
    expect(print({ kind: 'value', field: 'pages', negated: false, values: ['3..5'] })).toBe('pages:"3..5"');
  });
  it('leaves out what says nothing', () => {
    expect(
      print({ kind: 'class', mode: 'any', names: [] }, { kind: 'range', field: 'side' }, { kind: 'text', text: '', negated: false }),
    ).toBe('');
  });
  it('writes line breaks so that they fit in one line', () => {
    expect(print({ kind: 'value', field: 'f', negated: false, values: ['a\nb'] })).toBe('f:"a\\nb"');
  });
});
