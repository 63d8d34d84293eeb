/** Text in scripts of many kinds, found in real questions and paragraphs: the same rows as a plain look at each of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { absent, open, SHARED } from './corpus.ts';

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

/** As `COUNTED`, by who says it: speaker, needle, records, and the sum of their numbers from 0. Turns were read by the keys of each file. */
const SAID: readonly (readonly [
  dataset: string,
  path: string,
  said: readonly (readonly [speaker: string, needle: string, records: number, sum: number])[],
])[] = [
  [
    'llama-factory',
    'llama-factory/glaive_toolcall_en_demo.json',
    [
      ['user', 'color', 7, 976],
      ['assistant', 'calculate', 104, 16387],
      ['assistant', "I'm sorry", 45, 7259],
      ['tool', 'true', 1, 257],
      ['user', "i'm sorry", 0, 0],
    ],
  ],
  [
    'llama-factory',
    'llama-factory/reason_tool_use_demo_50.jsonl',
    [
      ['reasoning', 'Wait', 26, 679],
      ['assistant', 'wait', 0, 0],
      ['user', 'latitude', 1, 0],
      ['system', 'methodical', 50, 1225],
    ],
  ],
  [
    'llama-factory',
    'llama-factory/v1_sft_demo.jsonl',
    [
      ['user', '你好', 13, 358],
      ['assistant', 'hello', 3, 95],
      ['user', 'hello', 2, 276],
      ['assistant', '{{name}}', 46, 1183],
    ],
  ],
  [
    'llama-factory',
    'llama-factory/alpaca_en_demo.json',
    [
      ['user', 'the', 690, 344586],
      ['assistant', 'the', 858, 426794],
      ['assistant', 'é', 5, 3002],
    ],
  ],
  [
    'hh-rlhf',
    'hh-rlhf/harmless-base/test.jsonl.gz',
    [
      ['assistant', 'I cannot', 9, 7496],
      ['user', 'I cannot', 3, 4018],
      ['user', 'please', 54, 63717],
      ['assistant', 'sorry', 357, 407380],
      ['user', '?', 1913, 2213197],
    ],
  ],
  [
    'bfcl',
    'bfcl/BFCL_v4_simple_python.json',
    [
      ['user', 'area', 17, 1673],
      ['assistant', 'area', 0, 0],
      ['user', '10', 54, 8385],
    ],
  ],
];

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

  for (const [dataset, path, said] of SAID) {
    it(`all that somebody says in ${path}`, { meta: { dataset } }, async () => {
      const { engine, result } = await open(path);
      const id = result.datasets[0]?.id ?? -1;
      for (const [speaker, needle, records, sum] of said) {
        const query = parseQuery(`${speaker}:${JSON.stringify(needle)}`).query;
        const { rows } = await engine.select({ dataset: id, query, sort: undefined });
        expect([speaker, needle, rows.length, rows.reduce((all, row) => all + row, 0)]).toEqual([speaker, needle, records, sum]);
      }
    });
  }
});
