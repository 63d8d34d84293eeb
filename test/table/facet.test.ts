import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facets } from '../../src/table/facet.ts';
import { withoutField } from '../../src/table/query-edit.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import type { Clause, Query } from '../../src/table/query.ts';
import { answer, anyQuestion, anySamples, brightOf, contextOf, samplePasses, tableOf, visibleOf } from './oracle.ts';

const FIELDS = ['split', 'class', 'kind', 'set', 'flag', 'labels', 'image', 'problem', 'weather', 'folder', 'speed'];

function asking(query: Query, field: string, value: string): Query {
  const clause: Clause =
    field === 'class' ? { kind: 'class', mode: 'any', names: [value] } : { kind: 'value', field, negated: false, values: [value] };
  return { clauses: [...withoutField(query, field).clauses, clause] };
}

describe('facets', { timeout: 60_000 }, () => {
  it('count for each value what asking for it would give, under the clauses of the other fields', async () => {
    await fc.assert(
      fc.asyncProperty(anySamples, anyQuestion, async (samples, query) => {
        for (const { field, values } of await facets(tableOf(samples), query, contextOf(samples), FIELDS)) {
          for (const { value, ...counts } of values) {
            const passing = answer(samples, asking(query, field, value));
            const hiding = query.clauses.filter((clause) => {
              if (clause.kind === 'range') return clause.field === 'threshold';
              return clause.kind === 'value' && clause.field === 'set' && clause.negated;
            });
            const all = answer(samples, asking({ clauses: hiding }, field, value));
            expect({ field, value, ...counts }).toEqual({
              field,
              value,
              samples: passing.rows.length,
              annotations: passing.annotations,
              totalSamples: all.rows.length,
              totalAnnotations: all.annotations,
            });
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leave no value out', async () => {
    await fc.assert(
      fc.asyncProperty(anySamples, anyQuestion, async (samples, query) => {
        const byField = new Map((await facets(tableOf(samples), query, contextOf(samples))).map(({ field, values }) => [field, values]));
        const sum = (field: string, count: 'samples' | 'annotations'): number =>
          (byField.get(field) ?? []).reduce((total, value) => total + value[count], 0);
        // Every sample has one split (or none) and one image state; every annotation one label set and at most one class.
        for (const field of ['split', 'image']) {
          const { rows, annotations } = answer(samples, withoutField(query, field));
          expect([sum(field, 'samples'), sum(field, 'annotations')]).toEqual([rows.length, annotations]);
        }
        // `class:a+b` may be satisfied by two sets together and by neither alone.
        const isAllOf = query.clauses.some((clause) => clause.kind === 'class' && clause.mode === 'all' && clause.names.length > 1);
        const ofSets = answer(samples, withoutField(query, 'set')).annotations;
        expect(sum('set', 'annotations')).toBeLessThanOrEqual(ofSets);
        expect(isAllOf || sum('set', 'annotations') === ofSets).toBe(true);
        const others = withoutField(query, 'class');
        const classed = samples.flatMap((sample, row) => (samplePasses(sample, row, others) ? brightOf(sample, others) : []));
        expect(sum('class', 'annotations')).toBe(classed.filter(({ name }) => name !== undefined).length);
      }),
      { numRuns: 150 },
    );
  });

  it('list classes that nothing has, once per name', async () => {
    const [facet] = await facets(tableOf([]), { clauses: [] }, {}, ['class']);
    expect(facet?.values.map(({ value }) => value)).toEqual(['dog', 'cat', 'bird', '行人', 'never']);
  });

  it('are empty for a field that has no values to choose from', async () => {
    expect(await facets(tableOf([]), { clauses: [] }, {}, ['nofield', 'name'])).toEqual([
      { field: 'nofield', values: [] },
      { field: 'name', values: [] },
    ]);
  });

  it('give the same totals again after another question', async () => {
    const samples = fc.sample(anySamples, { numRuns: 5, seed: 7 }).flat();
    const table = tableOf(samples);
    const totals = async (text: string): Promise<unknown> =>
      (await facets(table, parseQuery(text).query, contextOf(samples))).map(({ values }) =>
        values.map(({ value, totalSamples, totalAnnotations }) => [value, totalSamples, totalAnnotations]),
      );
    const first = await totals('');
    expect(await totals('class:dog split:val')).toEqual(first);
    expect(await totals('-set:truth')).not.toEqual(first);
    expect(samples.some((sample) => visibleOf(sample, { clauses: [] }).length > 0)).toBe(true);
  });
});
