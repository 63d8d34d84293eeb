/** What must hold of search in records, whatever the records and the text: it finds what a plain look at all values finds. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { TextPattern } from '../../src/base/text-pattern.ts';
import { Dataset } from '../../src/engine/dataset.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { match, SIGNAL } from './conformance.ts';

/** Rows with their number of matches, as the engine finds them. */
export async function search(path: string, content: string, pattern: TextPattern, field?: string): Promise<Record<number, number>> {
  const files = new Files();
  files.append([{ path, source: memorySource(content) }]);
  const { readings } = await match(files);
  const [reading] = readings;
  if (!reading) throw new Error('not recognised');
  const dataset = new Dataset(1, files, reading);
  await dataset.index(SIGNAL, () => undefined);
  const found: Record<number, number> = {};
  await dataset.records?.search(pattern, field, (row, matches) => (found[row] = matches), { signal: SIGNAL });
  return found;
}

export const part = (text: string): TextPattern => ({ how: 'part', text });

export function searchAgrees(): fc.IAsyncProperty<unknown> {
  const letter = fc.constantFrom(
    'a',
    'A',
    'b',
    'é',
    'E\u0301',
    'É',
    'k',
    '\u212a',
    '中',
    '文',
    'п',
    'П',
    'ß',
    '"',
    '\\',
    '/',
    '\n',
    ' ',
    '1',
    '😀',
    '가',
    '\u1100\u1161',
  );
  const text = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(''));
  const value = fc.oneof(
    text,
    text,
    fc.integer({ min: 0, max: 20 }),
    fc.boolean(),
    fc.array(text, { maxLength: 2 }),
    fc.record({ k: text }),
  );
  const record = fc.dictionary(fc.constantFrom('a', 'ab', 'q'), value, { maxKeys: 3 });
  const units = [/(?!)/g, /[^ -~]/g, /[^ -~]|(?<=[a-z ])[ab]/g];
  const escaped = (json: string, how: number): string =>
    json.replaceAll(/"(?:[^"\\]|\\.)*"/g, (string) =>
      string.replaceAll(units[how] ?? /(?!)/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    );
  const needle = fc.array(letter, { minLength: 1, maxLength: 3 }).map((letters) => letters.join(''));
  return fc.asyncProperty(
    fc.array(fc.tuple(record, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 12 }),
    needle,
    async (records, wanted) => {
      const content = records.map(([one, how]) => escaped(JSON.stringify(one), how)).join('\n');
      const expected: Record<number, number> = {};
      for (const [row, [one]] of records.entries()) {
        const matches = countIn(one, plain(wanted));
        if (matches > 0) expected[row] = matches;
      }
      expect(await search('x.jsonl', content, part(wanted))).toEqual(expected);
    },
  );
}

/** Written again, so that the engine is compared with something else: case and composition do not matter. */
const plain = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC').replaceAll('ς', 'σ');

function countIn(value: unknown, wanted: string): number {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).reduce((sum: number, inner) => sum + countIn(inner, wanted), 0);
  return plain(String(value)).split(wanted).length - 1;
}
