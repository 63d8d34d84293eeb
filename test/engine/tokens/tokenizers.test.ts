import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serve } from '../../../src/base/rpc.ts';
import { Dataset } from '../../../src/engine/dataset.ts';
import { createExpression } from '../../../src/engine/expression-api.ts';
import { bytePairCounter } from '../../../src/engine/tokens/byte-pairs.ts';
import { unpackTokens } from '../../../src/engine/tokens/packed-ranks.ts';
import { cl100kTokens } from '../../../src/engine/tokens/ranks-cl100k.ts';
import { tokenizerElsewhere } from '../../../src/engine/tokens/tokenizer-elsewhere.ts';
import { loadTokenizer } from '../../../src/engine/tokens/tokenizers.ts';
import { Files } from '../../../src/files/file-set-of.ts';
import { memorySource } from '../../../src/files/memory-source.ts';
import { EMPTY_QUERY } from '../../../src/table/query.ts';
import { parseQuery } from '../../../src/table/query-text.ts';
import { packTokens } from '../../../vite.ranks.ts';
import { match, SIGNAL } from '../../formats/conformance.ts';
import { Channel } from '../channel.ts';
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

async function countHere(name: string, files: Files): Promise<(text: string) => number> {
  const tokenizer = await loadTokenizer(name, files);
  if (tokenizer.isElsewhere) throw new Error('not in this thread');
  return tokenizer.count;
}

describe('tokens', () => {
  it.each(['o200k_base', 'cl100k_base'])('are counted by %s as tiktoken counts them', async (name) => {
    const count = await countHere(name, filesOf({}));
    expect(REFERENCE.texts.map(count)).toEqual(REFERENCE.counts[name]);
  });

  it.each(Object.entries(REFERENCE.tokenizers))(
    'are counted by a tokenizer.json (%s) as tokenizers counts them',
    async (name, tokenizer) => {
      const count = await countHere('t/tokenizer.json', filesOf({ 't/tokenizer.json': JSON.stringify(tokenizer) }));
      // The library takes a Chinese character above the Basic Multilingual Plane for two.
      const places = [...REFERENCE.texts.keys()].filter((i) => !/[\u{20000}-\u{3ffff}]/u.test(REFERENCE.texts[i] ?? ''));
      expect(places.map((i) => count(REFERENCE.texts[i] ?? ''))).toEqual(places.map((i) => REFERENCE.counts[name]?.[i]));
    },
  );

  it('are packed small for the page, and the same there', async () => {
    const tokens = await cl100kTokens();
    const packed = packTokens(tokens);
    expect(packed.length).toBeLessThan(400_000);
    expect(await unpackTokens(packed.toString('base64'))).toEqual(tokens);
    expect(() => packTokens(['a', 'b', 'abc'])).toThrow('rank 2');
  });

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

describe('a tokenizer whose expressions may never end', () => {
  const LLAMA = JSON.stringify(REFERENCE.tokenizers['llama3']);
  const STUCK = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!';
  const started: Channel[] = [];

  /** The worker's code; as a thread that never comes back, it is silent about a text. */
  function spawn(): Channel {
    const api = createExpression();
    const tokens: typeof api.tokens = (input) =>
      input.records.flat().includes(STUCK) ? new Promise<never>(() => undefined) : api.tokens(input);
    const channel = new Channel((port) => serve({ ...api, tokens }, port));
    started.push(channel);
    return channel;
  }

  it('counts in a worker of its own as it would here', async () => {
    const here = await countHere('tokenizer.json', filesOf({ 'tokenizer.json': LLAMA }));
    const there = await loadTokenizer('tokenizer.json', filesOf({ 'tokenizer.json': LLAMA }), { spawn });
    if (!there.isElsewhere) throw new Error('in this thread');
    expect(await there.count([REFERENCE.texts, ['hello', 'world'], []])).toEqual([
      REFERENCE.texts.reduce((sum, text) => sum + here(text), 0),
      here('hello') + here('world'),
      0,
    ]);
    there.close();
    expect(started.at(-1)?.ended).toBe(1);
  });

  it('is ended where it takes too long, and where it is none', async () => {
    const there = await tokenizerElsewhere(new TextEncoder().encode(LLAMA), { spawn, patience: 40 });
    await expect(there.count([['a'], [STUCK]])).rejects.toThrow('it takes too long');
    expect(started.at(-1)?.ended).toBe(1);
    await expect(tokenizerElsewhere(new TextEncoder().encode('{}'), { spawn })).rejects.toMatchObject({ name: 'TokenizerError' });
    expect(started.at(-1)?.ended).toBe(1);
  });

  it('is replaced by the first one, with a problem', async () => {
    const files = filesOf({
      'a.jsonl': ['hello world is a text', STUCK].map((text) => JSON.stringify({ text })).join('\n'),
      'tokenizer.json': LLAMA,
    });
    const [reading] = (await match(files)).readings;
    if (!reading) throw new Error('not recognised');
    const dataset = new Dataset(1, files, reading);
    await dataset.index(SIGNAL, () => undefined);
    await dataset.readImages(SIGNAL, () => undefined);
    dataset.text.texts?.measure([{ text: 'hello world is a text' }], () => undefined);
    dataset.text.texts?.runIn(spawn, 40);
    await dataset.text.setTokenizer('tokenizer.json');
    expect(dataset.text.texts?.tokenizer?.current).toBe('tokenizer.json');
    await dataset.records?.ready(['tokens'], { signal: SIGNAL });
    expect(dataset.text.texts?.tokenizer?.current).toBe('o200k_base');
    expect(dataset.summary().problems).toMatchObject([{ code: 'tokenizer-invalid', count: 1 }]);
    expect(dataset.table.extra.get('tokens')?.lazy).toBe(false);
    expect(started.every(({ ended }) => ended > 0)).toBe(true);
  });
});
