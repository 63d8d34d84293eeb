import { describe, expect, it } from 'vitest';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';
import { NestedList } from '../../src/syntax/json-nested.ts';

const SIGNAL = new AbortController().signal;
const TEXT = `{"version": 1, "data": [
 {"id": "a", "paragraphs": [{"context": "c1", "qas": [{"id": 1}, {"id": 2}]}, {"qas": [ {"id": 3} ,
  4 ], "context": "c2", "note": [7]}]},
 {"id": "b", "paragraphs": []},
 {"id": "c"},
 {"paragraphs": [{"context": "c3", "qas": []}, {"context": "c4", "qas": [{"id": 5}]}], "id": "d"}
]}`;
const PATH = { section: 'data', keys: ['paragraphs', 'qas'] };

async function recordsOf(text: string): Promise<{ list: NestedList; records: { text: string; start: number; line: number }[] }> {
  const bytes = new TextEncoder().encode(text);
  const list = new NestedList(memorySource(bytes), PATH);
  const records: { text: string; start: number; line: number }[] = [];
  for await (const { length, start, size, line } of list.ranges()) {
    for (let i = 0; i < length; i += 1) {
      const from = start[i] ?? 0;
      records.push({ text: new TextDecoder().decode(bytes.subarray(from, from + (size[i] ?? 0))), start: from, line: line[i] ?? 0 });
    }
  }
  return { list, records };
}

describe('records in lists of lists', () => {
  it('are found however many lists one item has', async () => {
    const many = 200_000;
    const { list, records } = await recordsOf(`{"data":[{"paragraphs":[${'{"qas":[7]},'.repeat(many)}{"qas":[8]}]}]}`);
    expect([records.length, records.at(-1)?.text]).toEqual([many + 1, '8']);
    const last = records.at(-1)?.start ?? 0;
    expect((await list.around(last, last, SIGNAL))(last)).toHaveLength(2);
  });

  it('stand where they are, an item without such a list is one itself', async () => {
    const { records } = await recordsOf(TEXT);
    expect(records.map(({ text, line }) => `${line}: ${text}`)).toEqual([
      '2: {"id": 1}',
      '2: {"id": 2}',
      '2: {"id": 3}',
      '3: 4',
      '5: {"id": "c"}',
      '6: {"id": 5}',
    ]);
  });

  it('are told with what they stand in, innermost first, also by a list that was not read through', async () => {
    const { records } = await recordsOf(TEXT);
    const list = new NestedList(memorySource(TEXT), PATH);
    const around = await list.around(0, TEXT.length, SIGNAL);
    const told = records.map(({ start }) => around(start).map(({ list: key, fields }) => [key, fields]));
    expect(told[0]).toEqual([
      ['paragraphs', { context: 'c1' }],
      ['data', { id: 'a' }],
    ]);
    expect(told[3]).toEqual([
      ['paragraphs', { context: 'c2', note: [7] }],
      ['data', { id: 'a' }],
    ]);
    expect(told[4]).toEqual([]);
    expect(told[5]).toEqual([
      ['paragraphs', { context: 'c4' }],
      ['data', { id: 'd' }],
    ]);
    const one = await list.around(records[5]?.start ?? 0, (records[5]?.start ?? 0) + 1, SIGNAL);
    expect(one(records[5]?.start ?? 0)).toEqual(told[5]?.map(([key, fields]) => ({ list: key, fields })));
  });

  it('cost only the article that is broken', async () => {
    const broken = TEXT.replace('{"id": 3} ,', '{"id": 3} "');
    const { records } = await recordsOf(broken);
    expect(records.map(({ text }) => text.slice(0, 10))).toEqual(['{"id": "a"', '{"id": "c"', '{"id": 5}']);
  });

  it('are read without their neighbours', async () => {
    const filler = 'x'.repeat(100_000);
    const article = (n: number): string =>
      `{"title":"t${n}","paragraphs":[{"context":"c${n}","qas":[{"q":"${filler}"},{"q":1}]},{"context":"${filler}","qas":[{"q":"${filler}"}]}]}`;
    const source = countingSource(memorySource(`{"data":[${[1, 2, 3].map(article).join(',')}]}`));
    const list = new NestedList(source, PATH);
    const starts: number[] = [];
    for await (const { start } of list.ranges()) starts.push(...start);
    source.forget();
    const around = await list.around(starts[4] ?? 0, (starts[4] ?? 0) + 1, SIGNAL);
    expect(around(starts[4] ?? 0).map(({ fields }) => fields)).toEqual([{ context: 'c2' }, { title: 't2' }]);
    expect(source.bytesRead).toBeLessThan(1000);
  });
});
