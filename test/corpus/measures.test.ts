/**
 * Tokens of real rows, and their scripts. The numbers were counted by tiktoken 0.14.0 over question, answer and (XQuAD)
 * title and context of each row: `len(tiktoken.get_encoding(name).encode_ordinary(text))`.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { listNodeFiles } from '../../src/files/node-source.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { absent, SHARED } from './corpus.ts';

/** Of all rows, least, most, and of the first three rows. */
type Fact = readonly [sum: number, min: number, max: number, ...first: readonly number[]];

const TOKENS: readonly (readonly [dataset: string, file: string, encoding: string, fact: Fact])[] = [
  ['gsm8k', 'test.jsonl', 'o200k_base', [212_156, 61, 412, 118, 73, 178]],
  ['gsm8k', 'test.jsonl', 'cl100k_base', [213_450, 62, 414, 119, 73, 178]],
  ['xquad', 'xquad.zh.json', 'o200k_base', [265_576, 59, 719, 398, 403, 401]],
  ['xquad', 'xquad.zh.json', 'cl100k_base', [396_861, 80, 1074, 578, 588, 587]],
  ['xquad', 'xquad.ar.json', 'o200k_base', [298_877, 72, 827, 417, 424, 418]],
  ['xquad', 'xquad.ar.json', 'cl100k_base', [646_375, 139, 2012, 873, 883, 869]],
];

const SCRIPTS: readonly (readonly [file: string, script: string])[] = [
  ['xquad.en.json', 'Latin'],
  ['xquad.zh.json', 'Han'],
  ['xquad.ar.json', 'Arabic'],
];

async function opened(dataset: string, file: string) {
  const engine = createEngine();
  engine.addEntries(await listNodeFiles([join(SHARED ?? '', 'datasets', dataset, file)]));
  const [summary] = (await engine.open({})).datasets;
  if (!summary) throw new Error(`${file} was not recognised`);
  return { engine, summary };
}

describe('measures of the shared data', () => {
  if (SHARED === undefined) return absent();

  it.each(TOKENS)('are the tokens of %s/%s by %s', { meta: { dataset: 'gsm8k' } }, async (dataset, file, tokenizer, fact) => {
    const { engine, summary } = await opened(dataset, file);
    await engine.setTokenizer({ dataset: summary.id, tokenizer });
    await engine.ready({ dataset: summary.id, columns: ['tokens'] });
    const rows = Uint32Array.from({ length: summary.samples }, (_, row) => row);
    const cells = await engine.rows({ dataset: summary.id, query: EMPTY_QUERY, rows, columns: ['tokens'] });
    const counts = cells.map(({ extra }) => Number(extra['tokens']));
    const sum = counts.reduce((all, count) => all + count, 0);
    expect([sum, Math.min(...counts), Math.max(...counts), ...counts.slice(0, 3)]).toEqual(fact);
  });

  it.each(SCRIPTS)('say which script %s is written in', { meta: { dataset: 'xquad' } }, async (file, script) => {
    const { engine, summary } = await opened('xquad', file);
    await engine.ready({ dataset: summary.id, columns: ['script'] });
    const { columns } = await engine.facets({ dataset: summary.id, query: EMPTY_QUERY });
    const [most] = (columns['script'] ?? []).toSorted((a, b) => b.samples - a.samples);
    expect(most?.value).toBe(script);
    expect(most?.samples ?? 0).toBeGreaterThan(summary.samples * 0.9);
  });
});
