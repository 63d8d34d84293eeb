import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { createEngine, type LocalEngine } from '../../src/engine/engine.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened as openedFiles } from './drop.ts';

const chat = (text: string): unknown => ({ conversations: [{ from: 'human', value: text }] });

interface Opened {
  readonly engine: LocalEngine;
  readonly dataset: DatasetSummary;
}

const opened = (rows: readonly unknown[]): Promise<Opened> => openedText(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

async function openedText(text: string): Promise<Opened> {
  const engine = createEngine();
  const bytes = new TextEncoder().encode(text);
  engine.addEntries([{ path: 'chats.jsonl', source: memorySource(bytes) }]);
  const [dataset] = (await engine.open({})).datasets;
  if (!dataset) throw new Error('no dataset');
  return { engine, dataset };
}

const rowsOf = async (engine: LocalEngine, dataset: number, text: string): Promise<number[]> => [
  ...(await engine.select({ dataset, query: parseQuery(text).query, sort: undefined })).rows,
];

describe('the schema of a dataset', () => {
  it('is the surest where records are of many kinds, and none where most are of no kind', async () => {
    const halves = [...Array.from({ length: 5 }, () => chat('x')), ...Array.from({ length: 6 }, () => ({ instruction: 'i', output: 'o' }))];
    const mixed = await opened([...halves, [1]]);
    expect(mixed.dataset.record).toMatchObject({ schema: 'alpaca', fits: 0.5, sampled: 12, column: 'schema' });
    // That some might be read as plain texts makes nothing of the others.
    const weak = await opened([
      { text: 'a', label: 'b' },
      { text: 'a', embedding: Array.from({ length: 16 }, () => 1) },
      chat('x'),
      { prompt: 'p', completion: 'c' },
      chat('y'),
    ]);
    expect(weak.dataset.record?.schema).not.toBe('text');
    const { dataset } = await opened([...halves, ...Array.from({ length: 20 }, () => ({ x: 1 }))]);
    expect(dataset.record).toMatchObject({ schema: undefined, sampled: 31 });
  });

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

  it('has the share of all rows, where all of them are looked at, and not of a sample', async () => {
    const { engine, dataset } = await opened(Array.from({ length: 1000 }, (_, i) => (i < 993 ? chat(String(i)) : { text: String(i) })));
    expect(dataset.record).toMatchObject({ schema: 'sharegpt', sampled: 1000, fits: 0.993, column: 'schema', lacks: 'conversations' });
    expect(dataset.record?.fitting[0]).toEqual({ schema: 'sharegpt', share: 0.993 });
    expect(await rowsOf(engine, dataset.id, '-schema:sharegpt')).toHaveLength(7);
    const chosen = await engine.setSchema({ dataset: dataset.id, schema: 'text' });
    expect(chosen.record).toMatchObject({ schema: 'text', sampled: 1000, fits: 0.007 });
  });

  it('has beside it the shares of the others that may be chosen, of all rows too, also of such that no sample has', async () => {
    const qa = (i: number): unknown => ({ question: `q${i}`, answer: `a${i} #### 7` });
    const { dataset } = await opened(
      Array.from({ length: 1000 }, (_, i) => (i === 200 ? { prompt: 'p', completion: 'c' } : i < 750 ? chat(String(i)) : qa(i))),
    );
    expect(dataset.record?.fitting).toEqual([
      { schema: 'sharegpt', share: 0.749 },
      { schema: 'gsm8k', share: 0.25 },
      { schema: 'qa', share: 0.25 },
      { schema: 'prompt-completion', share: 0.001 },
    ]);
  });

  it.each(['parquet', 'arrow', 'stream'] as const)('has its share of all rows of a table: %s', async (kind) => {
    const rows = Array.from({ length: 1000 }, (_, i) => i);
    const isOdd = (i: number): boolean => i >= 200 && i < 207;
    const columns = {
      instruction: rows.map((i) => (isOdd(i) ? null : `do ${i}`)),
      output: rows.map((i) => (isOdd(i) ? null : `done ${i}`)),
      text: rows.map((i) => (isOdd(i) ? `text ${i}` : null)),
    };
    const columnData = Object.entries(columns).map(([name, data]) => ({ name, data, type: 'STRING' as const }));
    const bytes =
      kind === 'parquet'
        ? new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 300 }))
        : tableToIPC(tableFromArrays(columns, { maxBatchRows: 300 }), { format: kind === 'arrow' ? 'file' : 'stream' });
    const { engine, result } = await openedFiles({ [`rows.${kind === 'parquet' ? kind : 'arrow'}`]: bytes ?? '' });
    const [dataset] = result.datasets;
    expect(dataset?.record).toMatchObject({ schema: 'alpaca', sampled: 1000, fits: 0.993, column: 'schema', lacks: 'instruction' });
    expect(await rowsOf(engine, dataset?.id ?? -1, 'schema:text')).toEqual([200, 201, 202, 203, 204, 205, 206]);
    // The columns were filled on the way.
    expect(dataset?.columns.map(({ name, lazy = false }) => [name, lazy])).toContainEqual(['output', false]);
  });

  it('tells rows of another one apart that no sample has', async () => {
    const { engine, dataset } = await opened(Array.from({ length: 2000 }, (_, i) => (i === 300 ? { odd: i } : chat(String(i)))));
    expect(dataset.record).toMatchObject({ schema: 'sharegpt', sampled: 2000, fits: 0.9995, column: 'schema' });
    expect(await rowsOf(engine, dataset.id, '-schema:sharegpt')).toEqual([300]);
  });

  it('is that of a sample in large files, until the column of schemas is worked out', async () => {
    const pad = 'x'.repeat(70_000);
    const { engine, dataset } = await opened(Array.from({ length: 1000 }, (_, i) => (i < 993 ? chat(pad) : { text: String(i) })));
    expect(dataset.record).toMatchObject({ schema: 'sharegpt', sampled: 192, fits: 185 / 192, column: 'schema' });
    const counted = await engine.ready({ dataset: dataset.id, columns: ['schema'] });
    expect(counted.record).toMatchObject({ schema: 'sharegpt', sampled: 1000, fits: 0.993 });
  });

  it('is none of a row that is no JSON', async () => {
    const { engine, dataset } = await openedText('{"a":1}\n{bad\n{"a":2}\n{bad2\n{bad3\n');
    expect(dataset.record).toMatchObject({ schema: undefined, fits: 0, sampled: 5, fitting: [] });
    const lines = [JSON.stringify(chat('a')), '{broken', JSON.stringify(chat('b')), '{"text":"c"}'];
    const mixed = await openedText(lines.join('\n'));
    expect(mixed.dataset.record).toMatchObject({ schema: 'sharegpt', fits: 0.5, sampled: 4, column: 'schema' });
    expect(await rowsOf(mixed.engine, mixed.dataset.id, 'schema:text')).toEqual([3]);
    expect(await rowsOf(mixed.engine, mixed.dataset.id, '-schema:sharegpt')).toEqual([1, 3]);
    const shown = async (row: number): Promise<string | undefined> =>
      (await mixed.engine.detail({ dataset: mixed.dataset.id, query: { clauses: [] }, row })).record?.schema;
    expect([await shown(0), await shown(1), await shown(3)]).toEqual(['sharegpt', undefined, 'text']);
    expect(await rowsOf(engine, dataset.id, 'problem:json-syntax')).toEqual([1, 3, 4]);
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
