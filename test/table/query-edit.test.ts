import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clauseAt, completions } from '../../src/table/query-complete.ts';
import {
  askedOfColumn,
  classClauseOf,
  fieldOf,
  onlyClass,
  onlyValue,
  rangeClauseOf,
  removeClause,
  setClassMode,
  setRange,
  toggleClass,
  toggleValue,
  withoutField,
} from '../../src/table/query-edit.ts';
import { columnOfField, fieldOfColumn, normaliseQuery } from '../../src/table/query-normal.ts';
import { parseQuery, printQuery } from '../../src/table/query-text.ts';
import type { Query } from '../../src/table/query.ts';
import { anyQuery } from './random-query.ts';

const edit = (text: string, change: (query: Query) => Query): string => printQuery(change(parseQuery(text).query));

describe('editing a query', { timeout: 60_000 }, () => {
  it.each<[string, (query: Query) => Query, string]>([
    ['', (q) => toggleClass(q, 'dog'), 'class:dog'],
    ['class:dog', (q) => toggleClass(q, 'cat'), 'class:dog,cat'],
    ['class:dog', (q) => toggleClass(q, 'cat', 'all'), 'class:dog+cat'],
    ['class:dog+cat', (q) => toggleClass(q, 'cat'), 'class:dog'],
    ['-class:dog', (q) => toggleClass(q, 'cat'), '-class:dog,cat'],
    ['split:val class:dog x', (q) => toggleClass(q, 'dog'), 'split:val x'],
    ['class:dog,cat -class:x', (q) => onlyClass(q, 'dog'), 'class:dog'],
    ['class:dog', (q) => onlyClass(q, 'dog'), ''],
    ['class:dog,cat', (q) => setClassMode(q, 'all'), 'class:dog+cat'],
    ['split:val', (q) => setClassMode(q, 'none'), 'split:val'],
    ['split:val', (q) => toggleValue(q, 'split', 'test'), 'split:val,test'],
    ['split:val', (q) => toggleValue(q, 'split', 'val'), ''],
    ['split:val', (q) => toggleValue(q, 'set', 'a', true), 'split:val -set:a'],
    ['-split:val width>3', (q) => onlyValue(q, 'split', 'test'), 'width>3 split:test'],
    ['split:test', (q) => onlyValue(q, 'split', 'test'), ''],
    ['side>=3 x', (q) => setRange(q, 'side', { min: 32, max: 64, maxOpen: true }), 'side>=32 side<64 x'],
    ['side>=3 x', (q) => setRange(q, 'side', undefined), 'x'],
    ['a b c', (q) => removeClause(q, 1), 'a c'],
  ])('%s → %#', (before, change, after) => {
    expect(edit(before, change)).toBe(after);
  });

  it('twice is not at all', () => {
    fc.assert(
      fc.property(anyQuery, fc.string({ minLength: 1 }), (query, name) => {
        const normal = normaliseQuery(query);
        const there = withoutField(normal, 'class');
        expect(toggleClass(toggleClass(there, name), name)).toEqual(there);
        expect(toggleValue(toggleValue(withoutField(normal, 'split'), 'split', name), 'split', name)).toEqual(
          withoutField(normal, 'split'),
        );
      }),
    );
  });

  it('without a field has no clause of it, and all others', () => {
    fc.assert(
      fc.property(anyQuery, fc.constantFrom('class', 'split', 'side'), (query, field) => {
        const { clauses } = normaliseQuery(query);
        expect(withoutField(query, field).clauses).toEqual(clauses.filter((clause) => fieldOf(clause) !== field));
      }),
    );
  });

  it('tells what a facet shows', () => {
    const { query } = parseQuery('class:a+b side<3');
    expect(classClauseOf(query)?.mode).toBe('all');
    expect(rangeClauseOf(query, 'side')).toMatchObject({ max: 3, maxOpen: true });
  });
});

describe('names of extra columns', { timeout: 60_000 }, () => {
  it('are never mistaken for built-in fields', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom('score', 'class', '.x', '..', ''), fc.string()), (name) => {
        expect(columnOfField(fieldOfColumn(name))).toBe(name);
      }),
    );
    expect([columnOfField('score'), fieldOfColumn('score'), fieldOfColumn('weather')]).toEqual([undefined, '.score', 'weather']);
  });
});

describe('a clause asked of the column that is called the same', () => {
  const asked = (text: string, columns: readonly string[]): string | undefined => {
    const [clause] = parseQuery(text).query.clauses;
    const other = clause && askedOfColumn(clause, columns);
    return other && printQuery({ clauses: [other] });
  };

  it('has a dot before its field', () => {
    expect(asked('split:a', ['split'])).toBe('.split:a');
    expect(asked('-split:a,b', ['split'])).toBe('-.split:a,b');
    expect(asked('score>=0.5', ['score'])).toBe('.score>=0.5');
    expect(asked('class:x', ['class'])).toBe('.class:x');
    expect(asked('-class:x', ['class'])).toBe('-.class:x');
  });

  it('is not there where no column is called so, or the clause speaks of one already', () => {
    expect(asked('split:a', ['label'])).toBeUndefined();
    expect(asked('.split:a', ['split'])).toBeUndefined();
    expect(asked('label:a', ['label'])).toBeUndefined();
    expect(asked('word', ['word'])).toBeUndefined();
  });
});

describe('completion', { timeout: 60_000 }, () => {
  const source = {
    fields: [{ name: 'class' }, { name: 'score', comparable: true }, { name: 'my col' }, { name: 'split' }],
    values: (field: string): readonly string[] => (field === 'class' ? ['dog', 'hot dog', '狗', 'cat'] : []),
  };
  const offered = (text: string): string[] => {
    const caret = text.indexOf('|');
    const plain = text.replace('|', '');
    const { start, end, options } = completions(plain, caret, source);
    return options.map(({ insert }) => plain.slice(0, start) + insert + plain.slice(end));
  };
  it.each([
    ['|', ['class:', 'score>=', '"my col":', 'split:']],
    ['s|', ['score>=', 'split:', 'class:']],
    ['class:|', ['class:dog', 'class:"hot dog"', 'class:狗', 'class:cat']],
    ['class:cat,do|', ['class:cat,dog', 'class:cat,"hot dog"']],
    ['class:"hot d|', ['class:"hot dog"']],
    ['-class:do| x', ['-class:dog x', '-class:"hot dog" x']],
    ['count(class:狗|)>=3', ['count(class:狗)>=3']],
    ['a |', ['a class:', 'a score>=', 'a "my col":', 'a split:']],
    ['score>=0.|', []],
    ['nofield:|', []],
  ])('offers at %s', (text, expected) => {
    expect(offered(text)).toEqual(expected);
  });

  it('knows where the caret stands', () => {
    expect(clauseAt('x class:dog', 9)).toMatchObject({
      role: 'value',
      field: 'class',
      start: 8,
      end: 11,
      text: 'dog',
      negated: false,
      inCount: false,
    });
    expect(clauseAt('count( ', 7)).toMatchObject({ role: 'word', text: '', inCount: true });
    expect(clauseAt('side>=3', 7)).toMatchObject({ role: 'number', field: 'side' });
    expect(clauseAt('', 5)).toMatchObject({ role: 'word', start: 0, end: 0 });
  });
});
