/** Pictures, films and sounds that records name: found in the drop, or told to be missing, each once. */
import { describe, expect, it } from 'vitest';
import { createEngine, type LocalEngine } from '../../src/engine/engine.ts';
import { SortedRows } from '../../src/engine/sorted-rows.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import type { Media } from '../../src/model/record-form.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { add, opened, png, type Contents } from './drop.ts';

const said = (image: string | readonly string[]): unknown => ({ conversations: [{ from: 'human', value: '<image>?' }], image });
const lines = (...records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

interface Drop {
  readonly engine: LocalEngine;
  readonly dataset: DatasetSummary;
}

async function drop(contents: Contents): Promise<Drop> {
  const { engine, result } = await opened(contents);
  const dataset = result.datasets.find(({ visual }) => !visual);
  if (!dataset) throw new Error('no records');
  return { engine, dataset };
}

const problemsOf = async ({ engine, dataset }: Drop) =>
  (await engine.problems({ dataset: dataset.id, code: 'media-missing', from: 0, to: 100 })).problems.map(({ values, sample }) => ({
    ...values,
    sample,
  }));

async function mediaOf({ engine, dataset }: Drop, row: number): Promise<readonly Media[]> {
  return (await engine.detail({ dataset: dataset.id, query: EMPTY_QUERY, row })).record?.form.media ?? [];
}

const rowsOf = async ({ engine, dataset }: Drop, text: string): Promise<number[]> => [
  ...(await engine.select({ dataset: dataset.id, query: parseQuery(text).query, sort: undefined })).rows,
];

describe('media that records name', () => {
  it('are found by path, end of the path and base name; each that is missing is one problem with its records', async () => {
    const all = await drop({
      'set/chats.jsonl': lines(
        said('pictures/a.png'),
        said('/data/elsewhere/pictures/a.png'),
        said('gone.png'),
        said(['b.png', 'gone.png', 'gone.png']),
        said('https://example.org/c.png'),
        said('data:image/png;base64,AAAA'),
        said('other.png'),
      ),
      'set/pictures/a.png': png(1, 1),
      'set/deep/er/b.png': png(1, 1),
    });
    expect(all.dataset.media).toEqual({ files: 2, missing: 2, remote: 1, inside: 1 });
    expect(await problemsOf(all)).toEqual([
      { name: 'gone.png', records: 2, sample: 2 },
      { name: 'other.png', records: 1, sample: 6 },
    ]);
    expect(await rowsOf(all, 'problem:media-missing')).toEqual([2, 3, 6]);
    expect((await mediaOf(all, 3)).map(({ state }) => state)).toEqual(['file', 'missing', 'missing']);
    const third = await all.engine.detail({ dataset: all.dataset.id, query: EMPTY_QUERY, row: 3 });
    expect(third.problems).toMatchObject([{ code: 'media-missing', values: { name: 'gone.png' } }]);
  });

  it('are not looked for where no record names any', async () => {
    const { dataset } = await drop({ 'set/plain.jsonl': lines({ instruction: 'a', output: 'b' }) });
    expect(dataset.media).toBeUndefined();
  });

  it('are there once a second drop brings them', async () => {
    const { engine, dataset } = await drop({ 'set/chats.jsonl': lines(said('late.png'), said('never.png')) });
    expect(dataset.media).toMatchObject({ files: 0, missing: 2 });
    add(engine, { 'more/late.png': png(1, 1) });
    const [later] = (await engine.open({})).datasets;
    expect(later?.media).toMatchObject({ files: 1, missing: 1 });
    expect(later?.problems).toMatchObject([{ code: 'media-missing', count: 1, samples: 1 }]);
  });

  it('that several files answer to lie in the folder that is chosen', async () => {
    const all = await drop({
      'set/chats.jsonl': lines(said('a.png'), said('b.png')),
      'set/v1/a.png': png(1, 1),
      'set/v2/a.png': png(1, 1),
      'set/v2/b.png': png(1, 1),
    });
    expect(all.dataset.media).toMatchObject({ files: 1, missing: 1 });
    const folders = await all.engine.mediaFolders({ dataset: all.dataset.id });
    expect(folders).toEqual([
      { folder: 'set', files: 3 },
      { folder: 'set/v2', files: 2 },
      { folder: 'set/v1', files: 1 },
    ]);
    const chosen = await all.engine.setMediaRoot({ dataset: all.dataset.id, folder: 'set/v2' });
    expect(chosen.media).toEqual({ files: 2, missing: 0, remote: 0, inside: 0, root: 'set/v2' });
    expect(chosen.problems).toEqual([]);
    const [medium] = await mediaOf(all, 0);
    expect(await all.engine.path({ file: medium?.file ?? -1 })).toBe('set/v2/a.png');
    const back = await all.engine.setMediaRoot({ dataset: all.dataset.id });
    expect(back.media).toMatchObject({ missing: 1 });
  });

  it('lie in the folder that a description names', async () => {
    const all = await drop({
      'set/meta.json': JSON.stringify({ pets: { root: 'two', annotation: 'pets.jsonl' } }),
      'set/pets.jsonl': lines(said('a.png')),
      'set/one/a.png': png(1, 1),
      'set/two/a.png': png(1, 1),
    });
    expect(all.dataset.media).toMatchObject({ files: 1, missing: 0 });
    const [medium] = await mediaOf(all, 0);
    expect(await all.engine.path({ file: medium?.file ?? -1 })).toBe('set/two/a.png');
  });

  it('are no files that nobody wanted', async () => {
    const { result } = await opened({
      'set/sounds.jsonl': lines({ messages: [{ role: 'user', content: '<audio>' }], audios: ['a.wav'] }),
      'set/a.wav': 'RIFF',
    });
    expect(result.unclaimed.count).toBe(0);
  });

  it('are kept in bounds, however many are missing', async () => {
    const all = await drop({ 'set/chats.jsonl': lines(...Array.from({ length: 10_003 }, (_, i) => said(`${i}.png`))) });
    expect(all.dataset.media).toMatchObject({ missing: 10_000 });
    expect(all.dataset.problems).toEqual([{ code: 'media-missing', severity: 'warning', count: 10_001, samples: 10_003 }]);
  });

  it('leave an opening that is cancelled while they are looked for as it was before', async () => {
    const engine = createEngine();
    add(engine, { 'set/chats.jsonl': lines(...Array.from({ length: 10_000 }, (_, i) => said(`${i}.png`))) });
    await engine.open({});
    add(engine, { 'set/0.png': png(1, 1) });
    const controller = new AbortController();
    const opening = engine.open({}, { signal: controller.signal, onProgress: ({ phase }) => phase === 'media' && controller.abort() });
    await expect(opening).rejects.toThrow('abort');
  });
});

it('finds rows of a sorted set', () => {
  const rows = new SortedRows(Uint32Array.of(3, 7, 9));
  expect([2, 3, 7, 8, 9, 10].map((row) => rows.has(row))).toEqual([false, true, true, false, true, false]);
});
