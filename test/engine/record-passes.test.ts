import { describe, expect, it } from 'vitest';
import { Dataset } from '../../src/engine/dataset.ts';
import { Questions } from '../../src/engine/questions.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { countingSource, memorySource } from '../../src/files/memory-source.ts';
import { MAX_RECORD_BYTES } from '../../src/syntax/record-bytes.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { match, SIGNAL } from '../formats/conformance.ts';
import { opened, png } from './drop.ts';

/** Indexed, not checked: as a large file is while nobody has asked anything of it. */
async function indexed(content: string) {
  const files = new Files();
  const source = countingSource(memorySource(content));
  files.append([{ path: 'x.jsonl', source }]);
  const [reading] = (await match(files)).readings;
  if (!reading) throw new Error('not recognised');
  const dataset = new Dataset(1, files, reading);
  await dataset.index(SIGNAL, () => undefined);
  source.forget();
  return { dataset, questions: new Questions(dataset), source };
}

const LINES = '{"id":"b","n":3,"ok":true}\n{"id":"a","n":1,"ok":false}\nnot json\n{"id":"c","n":2}\n';

describe('columns of records', () => {
  it('are known by samples, and read when a filter, an order or a histogram needs them', async () => {
    const { dataset, questions, source } = await indexed(LINES);
    expect(dataset.table.columns).toEqual([
      { name: 'id', kind: 'text', lazy: true },
      { name: 'n', kind: 'number', lazy: true },
      { name: 'ok', kind: 'boolean', lazy: true },
    ]);
    expect((await questions.facets(EMPTY_QUERY, {})).columns).toEqual({});
    expect(source.ranges).toEqual([]);
    expect([...(await questions.select(parseQuery('n>=2').query, undefined, {})).rows]).toEqual([0, 3]);
    expect(dataset.table.columns.filter(({ lazy }) => lazy === true).map(({ name }) => name)).toEqual(['id', 'ok']);
    expect([...(await questions.select(EMPTY_QUERY, { column: 'id', descending: true }, {})).rows]).toEqual([3, 0, 1, 2]);
    expect(await questions.histogram({ dataset: 1, query: EMPTY_QUERY, field: 'n' }, {})).toMatchObject({ min: 1, max: 3 });
    expect([...(await questions.select(parseQuery('ok:true').query, undefined, {})).rows]).toEqual([0]);
  });

  it('are read again by the next who asks where the first gave up', async () => {
    const { dataset } = await indexed(LINES);
    await expect(dataset.records?.ready(['n'], { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    expect(dataset.table.extra.get('n')?.lazy).toBe(true);
    await Promise.all([dataset.records?.ready(['n'], { signal: SIGNAL }), dataset.records?.ready(['n', 'ok'], { signal: SIGNAL })]);
    expect(dataset.table.extra.get('n')?.numbers()(3)).toBe(2);
  });

  it('show the values of a window from one read of the file', async () => {
    const { questions, source } = await indexed(LINES);
    const rows = await questions.rows(EMPTY_QUERY, Uint32Array.of(0, 1, 2, 3), { columns: ['n', 'ok'] }, {});
    expect(rows.map(({ name, extra }) => [name, extra['n'], extra['ok']])).toEqual([
      ['b', 3, true],
      ['a', 1, false],
      ['#3', undefined, undefined],
      ['c', 2, undefined],
    ]);
    expect(source.ranges).toHaveLength(1);
  });
});

describe('a column of numbers that are instants', () => {
  it('is asked by its numbers and by dates, and spread over time', async () => {
    const day = Date.UTC(2024, 4, 1) / 1000;
    const { questions } = await indexed([0, 1, 2, 40].map((days) => `{"created_at":${day + days * 86_400}}`).join('\n'));
    const rows = async (query: string): Promise<number[]> => [...(await questions.select(parseQuery(query).query, undefined, {})).rows];
    expect(await rows(`created_at>=${day + 86_400}`)).toEqual([1, 2, 3]);
    expect(await rows('created_at>=2024-05-02')).toEqual([1, 2, 3]);
    expect(await rows(`created_at>=2024-05-02 created_at<${day + 2 * 86_400}`)).toEqual([1]);
    expect(await rows(`created_at:${day}`)).toEqual([0]);
    expect(await rows('created_at:2024-05-03')).toEqual([2]);
    const { min, max } = await questions.histogram({ dataset: 1, query: EMPTY_QUERY, field: 'created_at' }, {});
    expect([min, max]).toEqual([day * 1000, (day + 40 * 86_400) * 1000]);
  });
});

describe('columns of pictures and of vectors', () => {
  it('show where the picture lies, and what a vector is like', async () => {
    const vector = (norm: number): string => JSON.stringify(Array.from({ length: 32 }, (_, i) => (i === 3 ? norm : 0)));
    const { engine, result } = await opened({
      'set/x.jsonl': `{"id":"a","picture":"img/a.png","sound":"a.wav","vector":${vector(0.5)}}
{"id":"b","picture":["img/b.png","img/a.png"],"vector":${vector(1.5)}}
{"id":"c","picture":null,"vector":${vector(2.5)}}
`,
      'set/img/a.png': png(4, 3),
    });
    const dataset = result.datasets.find(({ format }) => format === 'jsonl');
    const id = dataset?.id ?? -1;
    expect(dataset?.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['id', 'text'],
      ['picture', 'image'],
      ['sound', 'audio'],
      ['vector', 'embedding'],
    ]);
    const rows = async (query: string): Promise<number[]> => [
      ...(await engine.select({ dataset: id, query: parseQuery(query).query, sort: undefined })).rows,
    ];
    const cells = await engine.rows({
      dataset: id,
      query: EMPTY_QUERY,
      rows: Uint32Array.of(0, 1, 2),
      columns: ['picture', 'sound', 'vector'],
    });
    expect(cells.map(({ media }) => [media?.['picture']?.medium.state, media?.['picture']?.count, media?.['sound']?.medium.state])).toEqual(
      [
        ['file', 1, 'missing'],
        ['missing', 2, undefined],
        [undefined, undefined, undefined],
      ],
    );
    expect(cells.map(({ extra }) => extra['vector'])).toEqual(['[32] ‖0.5‖', '[32] ‖1.5‖', '[32] ‖2.5‖']);
    expect(await rows('vector>1')).toEqual([1, 2]);
    expect(await rows('picture:""')).toEqual([2]);
    expect(await rows('-sound:""')).toEqual([0]);
    expect(await rows('picture:a.png')).toEqual([0, 1]);
    expect(await engine.histogram({ dataset: id, query: EMPTY_QUERY, field: 'vector' })).toMatchObject({ min: 0.5, max: 2.5 });
  });
});

describe('a record of a list on one line', () => {
  it('is found by its number, by its key and by its name', async () => {
    const list = (...ids: readonly string[]): string => JSON.stringify(ids.map((id) => ({ id, text: 'x' })));
    const { engine, result } = await opened({ 'd/train.json': list('', '', ''), 'd/test.json': list('', 'five', '', 'seven') });
    expect(result.datasets.map(({ samples }) => samples)).toEqual([7]);
    const dataset = result.datasets[0]?.id ?? -1;
    const found = await Promise.all(
      ['#3', '#4', '#5', 'd/train.json#3', 'd/test.json#1', 'd/train.json#4', 'seven'].map((name) => engine.find({ dataset, name })),
    );
    expect(found).toEqual([2, 3, undefined, 6, 0, undefined, 3]);
    // Of the records of this number the next, file by file, and around the end.
    expect(await engine.find({ dataset, name: '#3', after: 2 })).toBe(6);
    expect(await engine.find({ dataset, name: '#3', after: 6 })).toBe(2);
    expect(await engine.find({ dataset, name: '#4', after: 3 })).toBe(3);
    const [raw] = await engine.raw({ dataset, row: 1 });
    expect(raw).toMatchObject({ path: 'd/test.json', text: '{"id":"five","text":"x"}', line: 1 });
  });
});

describe('a record that cannot be read', () => {
  it('is found by its problem, by its line and by its text', async () => {
    const { engine, result } = await opened({ 'x.jsonl': LINES });
    const dataset = result.datasets[0]?.id ?? -1;
    const rows = async (query: string): Promise<number[]> => [
      ...(await engine.select({ dataset, query: parseQuery(query).query, sort: undefined })).rows,
    ];
    expect(await rows('problem:json-syntax')).toEqual([2]);
    expect(await rows('"not json"')).toEqual([2]);
    expect(await engine.find({ dataset, name: '#3' })).toBe(2);
    expect(await engine.find({ dataset, name: 'x.jsonl#3' })).toBe(2);
    expect(await engine.find({ dataset, name: 'c' })).toBe(3);
    expect(result.datasets[0]).toMatchObject({ samples: 4, read: 4, rejected: 1 });
  });
});

describe('a search in a column of objects or lists', () => {
  it('is one of their values: not of the names in them, nor of a cell that is cut within a syllable', async () => {
    const syllables = '\u1112\u1161\u11ab'.repeat(40);
    const { engine, result } = await opened({
      'x.jsonl': `{"meta":{"note":"one","text":"${syllables}"},"tags":["note"]}\n{"meta":{"n":2,"text":"a note"},"tags":[]}\n`,
    });
    const rows = async (text: string): Promise<unknown> => {
      const found = await engine.select({ dataset: result.datasets[0]?.id ?? 0, query: parseQuery(text).query, sort: undefined });
      return [[...found.rows], found.searched?.matches];
    };
    expect(await rows('meta:word:note')).toEqual([[1], 1]);
    expect(await rows('meta:/note/')).toEqual([[1], 1]);
    expect(await rows('tags:case:note')).toEqual([[0], 1]);
    expect(await rows('meta:case:\u1112')).toEqual([[], 0]);
    expect(await rows('meta:case:한')).toEqual([[0], 40]);
  });
});

describe('a record too long to be read', () => {
  it('is searched piece by piece, told to be left out where that cannot be, and has no length that its beginning has', async () => {
    const long = `{"text":"${'lorem ipsum '.repeat(5_700_000)}needle"}`;
    expect(long.length).toBeGreaterThan(MAX_RECORD_BYTES);
    const { engine, result } = await opened({ 'x.jsonl': `{"text":"a short lorem"}\n${long}\n{"text":"behind it"}\n` });
    const id = result.datasets[0]?.id ?? 0;
    const find = (text: string) => engine.select({ dataset: id, query: parseQuery(text).query, sort: undefined });
    const some = await find('lorem');
    expect([[...some.rows], some.searched]).toEqual([[0, 1], { matches: 5_700_001, slow: 0, gaveUp: false, tooLong: 0 }]);
    const last = await find('text:word:NEEDLE');
    expect([[...last.rows], last.searched]).toEqual([[1], { matches: 1, slow: 0, gaveUp: false, tooLong: 0 }]);
    // Of an expression nobody knows how much of a text it needs.
    const none = await find('/needle/');
    expect([[...none.rows], none.searched?.tooLong]).toEqual([[], 1]);
    const { dataset } = await indexed(`{"text":"a short lorem"}\n${long}\n{"text":"behind it"}\n`);
    const shown = await dataset.records?.read([0, 1, 2], SIGNAL);
    expect([0, 1, 2].map((row) => shown?.get(row)?.unread)).toEqual([undefined, true, undefined]);
    const measured: number[] = [];
    await dataset.records?.each({ signal: SIGNAL }, (row, _, unread) => unread || measured.push(row));
    expect(measured).toEqual([0, 2]);
  });
});
