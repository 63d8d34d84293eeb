/** Text in scripts of many kinds, found in real questions and paragraphs: the same rows as a plain look at each of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { absent, SHARED } from './corpus.ts';

interface Squad {
  readonly data: readonly {
    readonly paragraphs: readonly { readonly context: string; readonly qas: readonly { readonly question: string }[] }[];
  }[];
}

/**
 * Needle, records with it, those with it in their question, and matches in all, by Python 3.11 over the JSON as it stands: both sides composed
 * (`unicodedata.normalize('NFC', text)`) and folded (`casefold()` of each character where that is one, else `lower()`).
 */
const COUNTED: Readonly<Record<string, readonly (readonly [needle: string, records: number, questions: number, matches: number])[]>> = {
  zh: [
    ['的', 1174, 713, 11918],
    ['中国', 43, 6, 103],
    ['？', 831, 831, 831],
    ['the', 16, 0, 16],
    ['黑豹队', 29, 9, 66],
  ],
  ar: [
    ['في', 1174, 462, 7971],
    ['جامعة', 62, 19, 214],
    ['؟', 1173, 1173, 1173],
    ['1990', 5, 0, 5],
  ],
  en: [
    ['THE', 1190, 747, 15370],
    ['who', 325, 151, 464],
    ['–', 188, 1, 319],
    ['ü', 20, 9, 104],
  ],
};
const NEEDLES = Object.fromEntries(Object.entries(COUNTED).map(([language, counted]) => [language, counted.map(([needle]) => needle)]));

describe('search in the shared data', () => {
  if (SHARED === undefined) return absent();
  const folder = join(SHARED, 'datasets/xquad');
  it.each(Object.keys(NEEDLES))('finds in XQuAD %s all that a plain look finds', { meta: { dataset: 'xquad' } }, async (language) => {
    const file: Squad = JSON.parse(readFileSync(join(folder, `xquad.${language}.json`), 'utf8'));
    const records = file.data.flatMap(({ paragraphs }) =>
      paragraphs.flatMap(({ context, qas }) => qas.map(({ question }) => ({ context, question }))),
    );
    // As most writers do, and as Python does unless told otherwise.
    const ascii = (json: string): string => json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    for (const write of [(json: string) => json, ascii]) {
      const engine = createEngine();
      engine.addEntries([{ path: 'x.jsonl', source: memorySource(records.map((record) => write(JSON.stringify(record))).join('\n')) }]);
      const [dataset] = (await engine.open({})).datasets;
      expect(dataset?.samples).toBe(records.length);
      const rows = async (query: string): Promise<number[]> => [
        ...(await engine.select({ dataset: dataset?.id ?? -1, query: parseQuery(query).query, sort: undefined })).rows,
      ];
      const holds = (text: string, needle: string): boolean => text.toLowerCase().includes(needle.toLowerCase());
      const matching = (needle: string): number[] =>
        records.flatMap(({ context, question }, row) => (holds(context, needle) || holds(question, needle) ? [row] : []));
      // One expression, which looks at every record in full.
      const [first = ''] = NEEDLES[language] ?? [];
      expect(await rows(`/${first}/i`)).toEqual(matching(first));
      for (const [needle, inRecords, inQuestions, matches] of COUNTED[language] ?? []) {
        const query = parseQuery(JSON.stringify(needle)).query;
        const { rows: found, searched } = await engine.select({ dataset: dataset?.id ?? -1, query, sort: undefined });
        expect([needle, found.length, searched?.matches]).toEqual([needle, inRecords, matches]);
        expect([needle, (await rows(`question:${JSON.stringify(needle)}`)).length]).toEqual([needle, inQuestions]);
        expect(matching(needle).length).toBeGreaterThan(0);
        expect(await rows(JSON.stringify(needle))).toEqual(matching(needle));
        const asked = records.flatMap(({ question }, row) => (holds(question, needle) ? [row] : []));
        expect(await rows(`question:${JSON.stringify(needle)}`)).toEqual(asked);
      }
    }
  });
});
