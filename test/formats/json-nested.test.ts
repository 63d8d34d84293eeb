import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened } from '../engine/drop.ts';
import { only } from './records.ts';

const SQUAD = JSON.stringify({
  version: 'v2.0',
  data: [
    {
      title: 'Moss',
      id: 'article 1',
      paragraphs: [
        {
          context: '𝒳 Moss grows slowly.',
          id: 'p1',
          qas: [
            { id: 'q1', question: 'What grows?', answers: [{ text: 'Moss', answer_start: 2 }] },
            { id: 'q2', question: 'How fast?', answers: [], is_impossible: true },
          ],
        },
      ],
    },
    {
      title: 'Ferns',
      id: 'article 2',
      paragraphs: [{ context: 'Ferns unroll.', qas: [{ id: 'q3', question: 'What unrolls?', answers: [] }] }],
    },
  ],
});

describe('SQuAD', () => {
  it('opens a question a record, with its paragraph and its article', async () => {
    const { summary, names, details, raw, cells } = await only({ 'd/dev.json': SQUAD });
    expect(summary).toMatchObject({
      format: 'json',
      samples: 3,
      why: { code: 'json-nested', values: { path: 'data[].paragraphs[].qas[]' } },
      problems: [],
    });
    expect(names).toEqual(['q1', 'q2', 'q3']);
    expect(details[0]?.fields).toEqual({
      id: 'q1',
      question: 'What grows?',
      answers: [{ text: 'Moss', answer_start: 2 }],
      context: '𝒳 Moss grows slowly.',
      title: 'Moss',
      'paragraphs.id': 'p1',
      'data.id': 'article 1',
    });
    expect(details.map(({ record }) => record?.schema)).toEqual(['qa-spans', 'qa-spans', 'qa-spans']);
    expect(raw[1]).toBe('{"id":"q2","question":"How fast?","answers":[],"is_impossible":true}');
    expect(cells.map(({ title, context }) => [title, context])).toEqual([
      ['Moss', '𝒳 Moss grows slowly.'],
      ['Moss', '𝒳 Moss grows slowly.'],
      ['Ferns', 'Ferns unroll.'],
    ]);
  });

  it('finds what stands in the paragraph, and filters by the title', async () => {
    const { engine, result } = await opened({ 'dev.json': SQUAD });
    const dataset = result.datasets[0]?.id ?? -1;
    const rows = async (query: string): Promise<number[]> => [
      ...(await engine.select({ dataset, query: parseQuery(query).query, sort: undefined })).rows,
    ];
    expect(await rows('slowly')).toEqual([0, 1]);
    expect(await rows('context:unroll')).toEqual([2]);
    expect(await rows('question:unroll')).toEqual([2]);
    expect(await rows('title:Moss')).toEqual([0, 1]);
  });

  it('may be read a paragraph or an article a record', async () => {
    const { engine, result } = await opened({ 'dev.json': SQUAD });
    const [dataset] = result.datasets;
    expect(dataset?.alternatives).toMatchObject([
      { format: 'json', variant: 'items-1', why: { code: 'json-items', values: { path: 'data[].paragraphs[]' } } },
      { format: 'json', variant: 'items-0', why: { code: 'json-items', values: { path: 'data[]' } } },
    ]);
    const articles = await engine.openAs({ dataset: dataset?.id ?? -1, format: 'json', variant: 'items-0' });
    expect(articles.datasets).toMatchObject([{ samples: 2, alternatives: [{ variant: 'items-2' }, { variant: 'items-1' }] }]);
  });

  it('is known by its head, also where the first article is longer than that', async () => {
    const long = SQUAD.replace('grows slowly.', `grows ${'very '.repeat(30_000)}slowly.`).replace('"context"', '"n":[1],"context"');
    const split = long.replace(/"context":"(𝒳[^"]*)",("id":"p1",)("qas":\[.*?\])\}\]\}/, '$2$3,"context":"$1"}]}');
    const { summary, details } = await only({ 'dev.json': split });
    expect(summary.samples).toBe(3);
    expect(details[1]?.fields).toMatchObject({ context: expect.stringMatching(/^𝒳 Moss grows very .*slowly\.$/) });
  });
});
