import { describe, expect, it } from 'vitest';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { opened } from './drop.ts';

const chat = (...turns: readonly (readonly [role: string, content: unknown, more?: object])[]): string =>
  JSON.stringify({ messages: turns.map(([role, content, more]) => ({ role, content, ...more })) });

const CALL = { tool_calls: [{ id: 'c', type: 'function', function: { name: 'look', arguments: '{"q":1}' } }] };
const CHATS = [
  chat(['user', 'hi there'], ['assistant', 'hello']),
  chat(['system', 'be kind'], ['user', '你好'], ['assistant', '你好，世界']),
  chat(
    ['user', 'look'],
    ['assistant', '', CALL],
    ['tool', 'found', { tool_call_id: 'c' }],
    ['assistant', 'done', { reasoning_content: 'so' }],
  ),
  chat(['user', 'hi there'], ['assistant', 'hello']),
  chat(['user', ''], ['assistant', '']),
  'no json',
];

/** `filler`: records larger than what is measured unasked. */
async function chats(lines: readonly string[] = CHATS) {
  const { engine, result } = await opened({ 'chats.jsonl': lines.join('\n') });
  const [dataset] = result.datasets;
  if (!dataset) throw new Error('nothing opened');
  const rows = async (query: string, column?: string): Promise<number[]> => {
    const sort = column === undefined ? undefined : { column, descending: true };
    return [...(await engine.select({ dataset: dataset.id, query: parseQuery(query).query, sort })).rows];
  };
  return { engine, dataset, rows };
}

const LARGE = [...CHATS, ...Array.from({ length: 12 }, (_, i) => chat(['user', `${i} `.repeat(400_000)], ['assistant', 'long']))];

describe('measures of text records', () => {
  it('are columns beside the fields, measured at once where there is little to read', async () => {
    const { dataset } = await chats();
    expect(dataset.columns.map(({ name }) => name)).toEqual(['messages', 'schema']);
    expect(dataset.measures).toEqual([
      { name: 'characters', kind: 'number', measure: 'characters' },
      { name: 'words', kind: 'number', measure: 'words' },
      { name: 'turns', kind: 'number', measure: 'turns' },
      { name: 'roles', kind: 'category', measure: 'roles' },
      { name: 'script', kind: 'category', measure: 'script' },
      { name: 'has-tool', kind: 'boolean', measure: 'has-tool' },
      { name: 'has-reasoning', kind: 'boolean', measure: 'has-reasoning' },
      { name: 'copies', kind: 'number', measure: 'copies' },
      { name: 'tokens', kind: 'number', lazy: true, measure: 'tokens' },
    ]);
  });

  it.each([
    ['small', CHATS],
    ['large', LARGE],
  ])('filter and sort like any column (%s)', async (_, lines) => {
    const { rows } = await chats(lines);
    expect(await rows('characters:12..13')).toEqual([0, 3]);
    expect(await rows('characters=0')).toEqual([4]);
    expect(await rows('roles:"u a" characters<100')).toEqual([0, 3, 4]);
    expect(await rows('roles:"u a t a"')).toEqual([2]);
    expect(await rows('roles:/^s/')).toEqual([1]);
    expect(await rows('turns=4')).toEqual([2]);
    expect(await rows('script:mixed,Han')).toEqual([1]);
    expect(await rows('has-tool:true')).toEqual([2]);
    expect(await rows('has-reasoning:true')).toEqual([2]);
    expect(await rows('copies>1')).toEqual([0, 3]);
    expect((await rows('characters<100', 'words')).slice(0, 3)).toEqual([2, 1, 0]);
  });

  it('wait in a large file for somebody to ask, but are there for the rows that are looked at', async () => {
    const { engine, dataset } = await chats(LARGE);
    expect(new Set(dataset.measures.map(({ lazy }) => lazy))).toEqual(new Set([true]));
    const cells = await engine.rows({
      dataset: dataset.id,
      query: EMPTY_QUERY,
      rows: Uint32Array.of(2, 5),
      columns: ['turns', 'roles', 'copies'],
    });
    expect(cells.map(({ extra }) => extra)).toEqual([
      { turns: 4, roles: 'u a t a', copies: undefined },
      { turns: undefined, roles: undefined, copies: undefined },
    ]);
    let told = 0;
    const summary = await engine.ready({ dataset: dataset.id, columns: ['roles'] }, { onProgress: () => (told += 1) });
    expect(told).toBeGreaterThan(1);
    expect(summary.measures.filter(({ lazy }) => lazy).map(({ name }) => name)).toEqual(['tokens']);
    const facets = await engine.facets({ dataset: dataset.id, query: EMPTY_QUERY });
    expect(facets.columns['roles']?.map(({ value, samples }) => [value, samples])).toContainEqual(['u a', 15]);
    expect(await engine.histogram({ dataset: dataset.id, query: EMPTY_QUERY, field: 'turns' })).toMatchObject({ min: 2, max: 4 });
  });

  it('begin anew where measuring was cancelled', async () => {
    const { engine, dataset, rows } = await chats(LARGE);
    const aborting = new AbortController();
    const onProgress = (): void => aborting.abort();
    await expect(engine.ready({ dataset: dataset.id, columns: ['words'] }, { signal: aborting.signal, onProgress })).rejects.toThrow(
      'abort',
    );
    expect(await rows('copies>1')).toEqual([0, 3]);
  });

  it('leave a vector its length and its norm in its cell', async () => {
    const vector = JSON.stringify(Array.from({ length: 24 }, () => 0.5));
    const { engine, dataset } = await chats([`{"text":"a text of words","vector":${vector},"few":[1,2]}`]);
    const [cells] = await engine.rows({ dataset: dataset.id, query: EMPTY_QUERY, rows: Uint32Array.of(0), columns: ['vector', 'few'] });
    expect(cells?.extra).toEqual({ vector: '[24] ‖2.449‖', few: '[1,2]' });
  });

  it('have another name where a field has theirs, and are not there without text', async () => {
    const own = await chats(['{"text":"one two three","words":7}', '{"text":"four five","words":8}']);
    expect(own.dataset.measures.map(({ name }) => name)).toEqual(['characters', 'record words', 'script', 'copies', 'tokens']);
    expect(await own.rows('words>7')).toEqual([1]);
    expect(await own.rows('"record words">2')).toEqual([0]);
    const numbers = await chats(['{"a":1,"b":"x1"}', '{"a":2,"b":"x2"}']);
    expect(numbers.dataset.measures).toEqual([]);
  });
});
