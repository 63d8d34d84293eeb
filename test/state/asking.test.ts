/** What is answered before the engine was asked is what it answers. */
import { expect, it } from 'vitest';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { unasked } from '../../src/state/asking.ts';
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
