/** What is answered before the engine was asked is what it answers. */
import { expect, it, vi } from 'vitest';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { RowPages } from '../../src/engine/pages.ts';
import { createAsking, unasked } from '../../src/state/asking.ts';
import { createAppStore } from '../../src/state/store.ts';
import { allSamples } from '../formats/conformance.ts';
import { opened } from '../engine/drop.ts';

it.each(allSamples().map((sample) => [`${sample.format}/${sample.name}`, sample.contents] as const))(
  'all rows of %s are known without a question',
  async (_name, contents) => {
    const { engine, result } = await opened(Object.fromEntries(contents));
    for (const { id: current } of result.datasets) {
      const state = { datasets: result.datasets, current, query: EMPTY_QUERY, sort: undefined };
      const answer = unasked(state);
      const { rows, annotations } = await engine.select({ dataset: current, query: EMPTY_QUERY, sort: undefined });
      expect(answer?.annotations).toBe(annotations);
      expect(answer?.rows.slice(0, Infinity)).toEqual(rows);
      expect(unasked({ ...state, query: parseQuery('labels>0').query })).toBeUndefined();
      expect(unasked({ ...state, sort: { column: 'name', descending: true } })).toBeUndefined();
    }
  },
);

it('shows the first rows of a dataset that is being read, and counts nothing of them', async () => {
  const sample = allSamples().find(({ format, name }) => format === 'coco' && name === 'street');
  const { engine, result } = await opened(Object.fromEntries(sample?.contents ?? []));
  const [dataset] = result.datasets;
  const store = createAppStore();
  const asking = createAsking(engine, store, new RowPages(engine), () => undefined);
  store.setState({ datasets: result.datasets, current: dataset?.id });
  asking.grow();
  await vi.waitFor(() => expect(store.getState().detail?.row).toBe(0));
  expect(store.getState()).toMatchObject({ counted: 0, facets: undefined, passingAnnotations: dataset?.annotations });
  expect(store.getState().rows.length).toBe(dataset?.samples);
  // All of it is there.
  await asking.ask('growth');
  expect(store.getState().facets?.facets.class?.length).toBe(dataset?.categories.length);
  expect(store.getState()).toMatchObject({ counted: 1, counting: false });
});
