import { describe, expect, it } from 'vitest';
import type { ProfileProgress } from '../../src/engine/protocol.ts';
import { TermCounter } from '../../src/engine/text-terms.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened, type Contents } from './drop.ts';

const line = (text: string): string => JSON.stringify({ text, label: 'x' });
/** More than is measured unasked. */
const LARGE = Array.from({ length: 30 }, (_, i) => line(`${i} ${'word '.repeat(60_000)}`)).join('\n');

async function records(contents: Contents) {
  const { engine, result } = await opened(contents);
  const dataset = result.datasets[0]?.id ?? -1;
  return { engine, dataset, profile: (query: string) => engine.profile({ dataset, query: parseQuery(query).query }) };
}

describe('the profile of texts', () => {
  const SMALL: Contents = {
    'train.jsonl': [line('the cat sat'), line('the dog sat there'), line(''), line('same words')].join('\n'),
    'test.jsonl': [line('same words'), line('猫坐在垫子上')].join('\n'),
  };

  it('counts, sums and compares what passes, for each split', async () => {
    const { profile } = await records(SMALL);
    const whole = await profile('');
    expect(whole).toMatchObject({ records: 6, measured: 6, empty: 1, duplicates: 2 });
    const [characters, words] = whole.numbers;
    expect(characters).toMatchObject({
      measure: 'characters',
      field: 'characters',
      stats: { count: 6, sum: 54, min: 0, median: 10, max: 17 },
    });
    expect(words?.stats?.max).toBe(4);
    expect(characters?.histogram.passing.reduce((sum, n) => sum + n, 0)).toBe(6);
    expect(whole.values.map(({ measure, values }) => [measure, values.map(({ value, samples }) => [value, samples])])).toEqual([
      [
        'script',
        [
          ['Latin', 4],
          ['', 1],
          ['Han', 1],
        ],
      ],
    ]);
    expect(whole.splits).toEqual([
      { split: 'test', records: 2, empty: 0, duplicates: 1, medians: { characters: 6, words: expect.any(Number) as number } },
      { split: 'train', records: 4, empty: 1, duplicates: 1, medians: { characters: 10, words: 2 } },
    ]);
    const part = await profile('split:train characters>0');
    expect(part).toMatchObject({ records: 3, empty: 0, duplicates: 1, splits: [] });
  });

  it('tells in how many records a term stands, which are the rows that a search for it finds', async () => {
    const { engine, dataset, profile } = await records(SMALL);
    const { terms } = await profile('');
    expect(terms?.looked).toBe(6);
    expect(terms?.top.slice(0, 2)).toEqual([
      { term: 'sat', records: 2 },
      { term: 'words', records: 2 },
    ]);
    for (const { term, records: n } of terms?.top ?? []) {
      const { rows } = await engine.select({
        dataset,
        query: parseQuery(/^\w+$/.test(term) ? `word:${term}` : term).query,
        sort: undefined,
      });
      expect([term, rows.length]).toEqual([term, n]);
    }
  });

  it('streams what is known while a large file is measured, and goes on after it was cancelled', async () => {
    const { engine, dataset } = await records({ 'large.jsonl': LARGE });
    const told: ProfileProgress[] = [];
    const aborting = new AbortController();
    const onProgress = (progress: ProfileProgress): void => {
      told.push(progress);
      if (progress.done > 2_000_000) aborting.abort();
    };
    await expect(engine.profile({ dataset, query: EMPTY_QUERY }, { signal: aborting.signal, onProgress })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(told.every(({ phase }) => phase === 'texts')).toBe(true);
    told.length = 0;
    const profile = await engine.profile({ dataset, query: EMPTY_QUERY }, { onProgress: (progress) => told.push(progress) });
    expect(profile).toMatchObject({ records: 30, measured: 30, terms: { looked: 30, top: [{ term: 'word', records: 30 }] } });
    expect(told.map(({ phase }) => phase)).toContain('terms');
    const parts = told.flatMap(({ phase, profile: part }) => (phase === 'texts' && part ? [part] : []));
    for (const part of parts) expect(part).toMatchObject({ records: 30, duplicates: undefined });
  });
});

describe('terms', () => {
  it('are counted once a record, whatever their case; stop words, numbers and letters alone are none', () => {
    const counter = new TermCounter();
    for (const text of ['Label label LABEL of 42 x', 'the label’s end', '我们的模型和数据', '模型']) counter.add((each) => each(text));
    expect(counter.top(4)).toEqual([
      { term: 'label', records: 2 },
      { term: '模型', records: 2 },
      { term: 'end', records: 1 },
      { term: '数据', records: 1 },
    ]);
  });

  it('are no debris of dates, sizes and ids; words with a number in them are', () => {
    const counter = new TermCounter();
    counter.add((each) => each('2024-05-01T10:20:30Z 3rd 640px v2 a81c 5e-3 gpt4 covid19 mp3'));
    expect(counter.top(9).map(({ term }) => term)).toEqual(['covid19', 'gpt4', 'mp3']);
  });
});
