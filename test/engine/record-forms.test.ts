import { describe, expect, it } from 'vitest';
import { createEngine, type LocalEngine } from '../../src/engine/engine.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import { parseQuery } from '../../src/table/query-text.ts';

const chat = (text: string): unknown => ({ conversations: [{ from: 'human', value: text }] });

async function opened(rows: readonly unknown[]): Promise<{ readonly engine: LocalEngine; readonly dataset: DatasetSummary }> {
  const engine = createEngine();
  const bytes = new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  engine.addEntries([{ path: 'chats.jsonl', source: memorySource(bytes) }]);
  const [dataset] = (await engine.open({})).datasets;
  if (!dataset) throw new Error('no dataset');
  return { engine, dataset };
}

const rowsOf = async (engine: LocalEngine, dataset: number, text: string): Promise<number[]> => [
  ...(await engine.select({ dataset, query: parseQuery(text).query, sort: undefined })).rows,
];

describe('the schema of a dataset', () => {
  it('has its share, what the others lack, and a column by which they are found', async () => {
    const { engine, dataset } = await opened([...Array.from({ length: 9 }, (_, i) => chat(String(i))), { prompt: 'p', completion: 'c' }]);
    expect(dataset.record).toMatchObject({ schema: 'sharegpt', fits: 0.9, sampled: 10, column: 'schema', lacks: 'conversations' });
    expect(await rowsOf(engine, dataset.id, '-schema:sharegpt')).toEqual([9]);
    expect(await rowsOf(engine, dataset.id, 'schema:prompt-completion')).toEqual([9]);
    const detail = await engine.detail({ dataset: dataset.id, query: { clauses: [] }, row: 9 });
    expect(detail.record?.schema).toBe('prompt-completion');
  });

  it('has no column where all rows are of one', async () => {
    const { dataset } = await opened([chat('a'), chat('b')]);
    expect(dataset.record).toMatchObject({ schema: 'sharegpt', fits: 1, sampled: 2 });
    expect(dataset.columns.map(({ name }) => name)).toEqual(['conversations']);
  });

  it('is read from the head, the middle and the tail of many rows', async () => {
    const { engine, dataset } = await opened(Array.from({ length: 2000 }, (_, i) => (i === 1999 ? { odd: i } : chat(String(i)))));
    expect(dataset.record).toMatchObject({ schema: 'sharegpt', sampled: 192 });
    expect(dataset.record?.fits).toBeCloseTo(191 / 192);
    expect(await rowsOf(engine, dataset.id, '-schema:sharegpt')).toEqual([1999]);
  });

  it('can be chosen, and taken back', async () => {
    const { engine, dataset } = await opened([
      { text: 'a', label: [] },
      { text: 'b', label: [[0, 1, 'X']] },
      ...['c', 'd', 'e'].map((text) => ({ text, label: [] })),
    ]);
    expect(dataset.record?.schema).toBe('classification');
    const chosen = await engine.setSchema({ dataset: dataset.id, schema: 'doccano' });
    expect(chosen.record).toMatchObject({ schema: 'doccano', fits: 1, chosen: true });
    const formOf = async (row: number): Promise<string | undefined> =>
      (await engine.detail({ dataset: dataset.id, query: { clauses: [] }, row })).record?.form.kind;
    expect(await formOf(0)).toBe('spans');
    expect(await rowsOf(engine, dataset.id, 'schema:doccano')).toEqual([0, 1, 2, 3, 4]);
    const back = await engine.setSchema({ dataset: dataset.id });
    expect(back.record).toMatchObject({ schema: 'classification', chosen: false });
    expect(await rowsOf(engine, dataset.id, 'schema:doccano')).toEqual([1]);
  });
});
