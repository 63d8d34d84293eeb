import { describe, expect, it } from 'vitest';
import { RowPages } from '../../src/engine/pages.ts';
import { EMPTY_QUERY, type Query } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import type { EngineApi } from '../../src/engine/protocol.ts';
import { opened, YOLO } from './drop.ts';

const DOGS: Query = parseQuery('class:dog').query;

/** Pages over a real engine, with an account of what was asked of it. */
async function pagesOf(contents = YOLO) {
  const { engine } = await opened(contents);
  const asked: number[][] = [];
  const rows: EngineApi['rows'] = (request, call) => {
    asked.push([...request.rows]);
    return engine.rows(request, call);
  };
  const pages = new RowPages({ rows });
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      const stop = pages.subscribe(() => {
        if (pages.busy) return;
        stop();
        resolve();
      });
    });
  return { pages, asked, changed };
}

describe('RowPages', () => {
  it('fetches the visible window and has it at hand then', async () => {
    const { pages, asked, changed } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0, 1]);
    expect(pages.busy).toBe(true);
    expect(pages.get(0)).toBeUndefined();
    await changed();
    expect(pages.get(0)).toMatchObject({ row: 0, annotations: 2 });
    pages.show([0, 1]);
    expect(pages.busy).toBe(false);
    expect(asked).toEqual([[0, 1]]);
  });

  it('tells that rows are drawn when a view says so, of another dataset anew', async () => {
    const { pages } = await pagesOf();
    const heard: number[] = [];
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    const first = pages.drawn().then(() => heard.push(1));
    await Promise.resolve();
    expect(heard).toEqual([]);
    pages.tellDrawn();
    await first;
    await pages.drawn();
    pages.reset({ dataset: 2, query: EMPTY_QUERY });
    const second = pages.drawn().then(() => heard.push(2));
    await Promise.resolve();
    expect(heard).toEqual([1]);
    pages.tellDrawn();
    await second;
    expect(heard).toEqual([1, 2]);
  });

  it('does not call rows here that have come into sight before it is told of them', async () => {
    const { pages, changed } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0]);
    await changed();
    expect(pages.busy).toBe(false);
    expect(pages.has([0])).toBe(true);
    expect(pages.has([0, 1])).toBe(false);
    expect(pages.has([0], { columns: [], gist: true })).toBe(false);
  });

  it('tells when the rows of the next window are here, with what the present one shows', async () => {
    const { pages, asked } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0], { columns: ['x'] });
    const arrival = pages.approach(Uint32Array.from([1]));
    expect(pages.approach(Uint32Array.from([1]))).toBe(arrival);
    expect(arrival).toBeDefined();
    await arrival;
    expect(pages.has([1], { columns: ['x'] })).toBe(true);
    expect(asked).toEqual([[0], [1]]);
    expect(pages.approach(Uint32Array.from([1]))).toBeUndefined();
  });

  it('fetches the first rows before anything is drawn, and once; what is drawn then leaves it alone', async () => {
    const { pages, asked, changed } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.foresee([0, 1]);
    await changed();
    expect(pages.get(1)).toMatchObject({ row: 1 });
    pages.show([0, 1]);
    expect(pages.busy).toBe(false);
    pages.foresee([2]);
    expect(asked).toEqual([[0, 1]]);
  });

  it('fetches only what is missing of the next window', async () => {
    const { pages, asked, changed } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0, 1]);
    await changed();
    pages.show([1, 2]);
    await changed();
    expect(asked).toEqual([[0, 1], [2]]);
  });

  it('fetches what comes next when the window is here, tells nobody, and has it when it comes into sight', async () => {
    const { pages, asked, changed } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0], { columns: [] }, [1, 2]);
    expect(asked).toEqual([[0]]);
    await changed();
    const { version } = pages;
    await expect.poll(() => pages.get(2)).toMatchObject({ row: 2 });
    expect(pages.version).toBe(version);
    pages.show([1, 2]);
    expect(pages.busy).toBe(false);
    expect(asked).toEqual([[0], [1, 2]]);
  });

  it('lets what is in sight go before what comes next', async () => {
    const { pages, asked, changed } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0]);
    await changed();
    pages.show([0], { columns: [] }, [1]);
    pages.show([2], { columns: [] }, []);
    await changed();
    expect(pages.get(2)).toMatchObject({ row: 2 });
    expect(pages.get(1)).toBeUndefined();
    expect(asked).toEqual([[0], [1], [2]]);
  });

  it('keeps old cells readable under a new query until the new ones come', async () => {
    const { pages, changed } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0]);
    await changed();
    pages.reset({ dataset: 1, query: DOGS });
    expect(pages.busy).toBe(true);
    expect(pages.get(0)).toMatchObject({ passing: 2 });
    await changed();
    expect(pages.get(0)).toMatchObject({ passing: 1 });
  });

  it('forgets the cells of another dataset at once', async () => {
    const { pages, changed } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0]);
    await changed();
    const before = pages.version;
    pages.reset({ dataset: 2, query: EMPTY_QUERY });
    expect(pages.get(0)).toBeUndefined();
    expect(pages.version).toBeGreaterThan(before);
  });

  it('asks for what records are about where that is seen, and then again for rows that came without', async () => {
    const lines = ['{"messages":[{"role":"user","content":"Where is my parcel?"},{"role":"assistant","content":"On its way."}]}'];
    const { pages, asked, changed } = await pagesOf({ 'chat.jsonl': `${[...lines, ...lines].join('\n')}\n` });
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0]);
    await changed();
    expect(pages.get(0)).not.toHaveProperty('gist');
    pages.show([0], { columns: [], gist: true });
    expect(pages.busy).toBe(true);
    await changed();
    expect(pages.get(0)?.gist?.map(({ text }) => text)).toEqual(['Where is my parcel?', 'On its way.']);
    expect(asked).toEqual([[0], [0]]);
  });

  it('gives up a window that was scrolled away', async () => {
    const { pages, changed } = await pagesOf();
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0]);
    pages.show([2]);
    await changed();
    expect(pages.get(2)).toMatchObject({ row: 2 });
  });

  it('says why cells do not come', async () => {
    const pages = new RowPages({ rows: () => Promise.reject(new Error('The engine stopped')) });
    const told = new Promise<void>((resolve) => {
      pages.subscribe(() => pages.failure && resolve());
    });
    pages.reset({ dataset: 1, query: EMPTY_QUERY });
    pages.show([0]);
    await told;
    expect(pages.failure?.message).toBe('The engine stopped');
  });
});
