import fc from 'fast-check';
import { isAnnotationField } from '../../src/table/query-normal.ts';
import type { ClassClause, Clause, CountClause, Query, RangeClause, TextClause, ValueClause } from '../../src/table/query.ts';

/** Any query at all, for the text form: names of every kind, bounds of every kind. */
const anyText = fc.oneof(
  fc.constantFrom(
    'person',
    'traffic light',
    'a,b',
    'a+b',
    'x:y',
    '(',
    ')',
    '"',
    '\\',
    '\\n',
    '\n',
    '-',
    '-a',
    '..',
    '1..2',
    '红绿灯',
    '',
    '=',
    '≥',
    'count(',
    'count',
    '/',
    '/x/',
    'word:x',
  ),
  fc.string(),
  fc.string({ unit: 'binary' }),
);
const anyField = fc.oneof(
  fc.constantFrom(
    'split',
    'kind',
    'set',
    'flag',
    'labels',
    'image',
    'problem',
    'class',
    'threshold',
    'side',
    'score',
    'width',
    'my col',
    '.score',
    'count',
    'word',
    'case',
  ),
  anyText,
);
const anyBound = fc.option(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 200 })), { nil: undefined });
const anyClass: fc.Arbitrary<ClassClause> = fc.record({
  kind: fc.constant('class' as const),
  mode: fc.constantFrom('any', 'all', 'none'),
  names: fc.array(anyText, { maxLength: 3 }),
});
const anyValue: fc.Arbitrary<ValueClause> = fc.record({
  kind: fc.constant('value' as const),
  field: anyField,
  negated: fc.boolean(),
  values: fc.array(anyText, { maxLength: 3 }),
});
const anyRange: fc.Arbitrary<RangeClause> = fc
  .record({ field: anyField, min: anyBound, max: anyBound, minOpen: fc.boolean(), maxOpen: fc.boolean() })
  .map(({ field, min, max, minOpen, maxOpen }) => ({
    kind: 'range',
    field,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    minOpen,
    maxOpen,
  }));
const anyCount: fc.Arbitrary<CountClause> = fc
  .record({ inner: fc.array(fc.oneof(anyClass, anyValue, anyRange), { maxLength: 3 }), min: anyBound, max: anyBound })
  .map(({ inner, min, max }) => ({ kind: 'count', inner, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }));
const anyWords: fc.Arbitrary<TextClause> = fc
  .record({
    text: fc.oneof(anyText, fc.constantFrom('/a/', 'a/b', '\\/', 'word:x', 'case:', '[a-z]+ x', 'a\\')),
    negated: fc.boolean(),
    how: fc.constantFrom(undefined, 'word', 'case', 'regex'),
    flags: fc.constantFrom('', 'i', 'sm'),
    field: fc.option(anyField, { nil: undefined }),
  })
  .map(({ how, field, ...words }) => ({
    kind: 'text',
    ...words,
    ...(how !== undefined && { how }),
    // An annotation has no text.
    ...(field !== undefined && !isAnnotationField(field) && { field }),
  }));

export const anyQuery: fc.Arbitrary<Query> = fc.record({
  clauses: fc.array(fc.oneof<fc.Arbitrary<Clause>[]>(anyClass, anyValue, anyRange, anyCount, anyWords), { maxLength: 5 }),
});
