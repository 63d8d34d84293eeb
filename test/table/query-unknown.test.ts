import { expect, it } from 'vitest';
import { parseQuery } from '../../src/table/query-text.ts';
import { unknownNames } from '../../src/table/query-unknown.ts';

const known = { classes: ['cat', 'dog'], columns: ['source', 'width'], speakers: ['user'] };
const unknown = (text: string): string[] => unknownNames(parseQuery(text).query, known).map(({ what, name }) => `${what} ${name}`);

it.each([
  ['class:dgo', ['class dgo']],
  ['class:cat,dgo class:dgo+dog', ['class dgo']],
  ['count(class:dgo)>=2', ['class dgo']],
  ['sorce:web', ['field sorce']],
  ['sorce>3 sorce:a', ['field sorce']],
  ['sorce:/x/', ['field sorce']],
])('tells what nothing is called in %s', (text, names) => {
  expect(unknown(text)).toEqual(names);
});

it.each([
  'class:cat+dog',
  '-class:dgo',
  'split:val',
  'width>3',
  '.width>3',
  'source:web',
  'user:word:refund',
  '@user:refund',
  'words',
  'count(class:cat)>=1',
])('finds nothing unknown in %s', (text) => {
  expect(unknown(text)).toEqual([]);
});
