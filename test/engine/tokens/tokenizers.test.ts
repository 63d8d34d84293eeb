import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytePairCounter } from '../../../src/engine/tokens/byte-pairs.ts';
import { loadTokenizer } from '../../../src/engine/tokens/tokenizers.ts';
import { Files } from '../../../src/files/file-set-of.ts';
import { memorySource } from '../../../src/files/memory-source.ts';
import { EMPTY_QUERY } from '../../../src/table/query.ts';
import { parseQuery } from '../../../src/table/query-text.ts';
import { opened } from '../drop.ts';

interface Reference {
  readonly texts: readonly string[];
  readonly counts: Readonly<Record<string, readonly number[]>>;
  readonly tokenizers: Readonly<Record<string, object>>;
}

/** Made by tiktoken and tokenizers of Python: reference.py. */
const REFERENCE = JSON.parse(readFileSync(join(import.meta.dirname, 'reference.json'), 'utf8')) as Reference;

function filesOf(contents: Readonly<Record<string, string>>): Files {
  const files = new Files();
  files.append(Object.entries(contents).map(([path, content]) => ({ path, source: memorySource(content) })));
  return files;
}

describe('tokens', () => {
  it.each(['o200k_base', 'cl100k_base'])('are counted by %s as tiktoken counts them', async (name) => {
    const count = await loadTokenizer(name, filesOf({}));
    expect(REFERENCE.texts.map(count)).toEqual(REFERENCE.counts[name]);
  });

  it.each(Object.entries(REFERENCE.tokenizers))(
    'are counted by a tokenizer.json (%s) as tokenizers counts them',
    async (name, tokenizer) => {
      const count = await loadTokenizer('t/tokenizer.json', filesOf({ 't/tokenizer.json': JSON.stringify(tokenizer) }));
      // The library takes a Chinese character above the Basic Multilingual Plane for two.
      const places = [...REFERENCE.texts.keys()].filter((i) => !/[\u{20000}-\u{3ffff}]/u.test(REFERENCE.texts[i] ?? ''));
      expect(places.map((i) => count(REFERENCE.texts[i] ?? ''))).toEqual(places.map((i) => REFERENCE.counts[name]?.[i]));
    },
  );

  it('of one piece of a hundred thousand letters take no longer than those of many', () => {
    const count = bytePairCounter(['a', 'b', 'aa', 'aaaa', 'ba'], /[^]+/gu);
    expect(count('a'.repeat(100_000))).toBe(25_000);
    expect(count(`b${'a'.repeat(7)}`)).toBe(4);
  });

  it.each([
    ['no JSON', 'x'],
    ['no tokenizer', '{"a":1}'],
    ['one of a kind that we do not know', '{"model":{"type":"Magic","vocab":{}},"added_tokens":[]}'],
  ])('are not counted by what is %s', async (_, content) => {
    await expect(loadTokenizer('tokenizer.json', filesOf({ 'tokenizer.json': content }))).rejects.toMatchObject({ name: 'TokenizerError' });
  });
});

describe('the column of tokens', () => {
  const LINES = ['hello world', 'hello', '你好，世界'].map((text) => JSON.stringify({ text: `${text} is a text` })).join('\n');

  it('is counted when somebody asks, by the tokenizer of the drop where it is chosen', async () => {
    const { engine, result } = await opened({ 'a.jsonl': LINES, 'm/tokenizer.json': JSON.stringify(REFERENCE.tokenizers['llama3']) });
    expect(result.datasets).toHaveLength(1);
    const id = result.datasets[0]?.id ?? -1;
    expect(result.datasets[0]?.tokenizer).toEqual({ current: 'o200k_base', available: ['o200k_base', 'cl100k_base', 'm/tokenizer.json'] });
    expect(result.datasets[0]?.measures.at(-1)).toEqual({ name: 'tokens', kind: 'number', lazy: true, measure: 'tokens' });
    const tokens = async (): Promise<unknown[]> => {
      await engine.ready({ dataset: id, columns: ['tokens'] });
      const rows = await engine.rows({ dataset: id, query: EMPTY_QUERY, rows: Uint32Array.of(0, 1, 2), columns: ['tokens'] });
      return rows.map(({ extra }) => extra['tokens']);
    };
    expect(await tokens()).toEqual([5, 4, 6]);
    const { rows } = await engine.select({ dataset: id, query: parseQuery('tokens>4').query, sort: undefined });
    expect([...rows]).toEqual([0, 2]);
    const summary = await engine.setTokenizer({ dataset: id, tokenizer: 'm/tokenizer.json' });
    expect(summary.tokenizer?.current).toBe('m/tokenizer.json');
    expect(summary.measures.at(-1)?.lazy).toBe(true);
    expect(await tokens()).not.toEqual([5, 4, 6]);
  });

  it('stays with its tokenizer where another cannot be used, and says why', async () => {
    const { engine, result } = await opened({ 'a.jsonl': LINES, 'tokenizer.json': '{}' });
    const id = result.datasets[0]?.id ?? -1;
    const summary = await engine.setTokenizer({ dataset: id, tokenizer: 'tokenizer.json' });
    expect(summary.tokenizer?.current).toBe('o200k_base');
    expect(summary.problems).toMatchObject([{ code: 'tokenizer-invalid', count: 1 }]);
  });
});
