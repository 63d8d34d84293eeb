import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binFinder, doublingEdges, linearEdges } from '../../src/table/bins.ts';
import { select } from '../../src/table/filter.ts';
import { histogram, rangeOfBins } from '../../src/table/histogram.ts';
import { setRange, withoutField } from '../../src/table/query-edit.ts';
import { parseQuery, printQuery } from '../../src/table/query-text.ts';
import {
  answer,
  anyQuestion,
  anySamples,
  brightOf,
  contextOf,
  numberOfAnnotation,
  numberOfSample,
  samplePasses,
  tableOf,
  visibleOf,
} from './oracle.ts';

const OF_ANNOTATIONS = ['side', 'area', 'score', 'boxwidth', 'boxheight'];
const OF_SAMPLES = ['width', 'height', 'labels', 'classes', 'smallest', 'speed'];
const sum = (counts: ArrayLike<number>): number => Array.from(counts).reduce((total, count) => total + count, 0);

describe('histograms', { timeout: 60_000 }, () => {
  it('count every visible value once, and those that pass the other clauses', async () => {
    await fc.assert(
      fc.asyncProperty(anySamples, anyQuestion, fc.constantFrom(...OF_ANNOTATIONS, ...OF_SAMPLES), async (samples, query, field) => {
        const found = await histogram(tableOf(samples), query, field, contextOf(samples));
        const others = withoutField(query, field);
        const isAnnotation = OF_ANNOTATIONS.includes(field);
        const all = samples.flatMap((sample) =>
          isAnnotation ? visibleOf(sample, query).map((one) => numberOfAnnotation(one, field)) : [numberOfSample(sample, field, query)],
        );
        const passing = samples
          .filter((sample, row) => samplePasses(sample, row, others))
          .flatMap((sample) =>
            isAnnotation ? brightOf(sample, others).map((one) => numberOfAnnotation(one, field)) : [numberOfSample(sample, field, query)],
          );
        const values = all.filter((value) => value !== undefined);
        expect(found === undefined).toBe(values.length === 0);
        if (found === undefined) return;
        expect([sum(found.all), sum(found.passing)]).toEqual([values.length, passing.filter((value) => value !== undefined).length]);
        expect([found.min, found.max]).toEqual([Math.min(...values) + 0, Math.max(...values) + 0]);
      }),
      { numRuns: 300 },
    );
  });

  it('can be brushed: the range, typed as text, selects what the bins count', async () => {
    const ends = fc.tuple(fc.nat(), fc.nat());
    await fc.assert(
      fc.asyncProperty(
        anySamples,
        anyQuestion,
        fc.constantFrom(...OF_ANNOTATIONS, ...OF_SAMPLES),
        ends,
        async (samples, query, field, [a, b]) => {
          const table = tableOf(samples);
          const context = contextOf(samples);
          const found = await histogram(table, query, field, context);
          // With `class:a+b` a range of annotations changes which samples have both: bins do not add up there.
          const isAllOf = query.clauses.some((clause) => clause.kind === 'class' && clause.mode === 'all' && clause.names.length > 1);
          if (found === undefined || (isAllOf && found.scope === 'annotation')) return;
          const bins = found.all.length;
          const [from, to] = [Math.min(a % bins, b % bins), Math.max(a % bins, b % bins)];
          const brushed = setRange(withoutField(query, field), field, rangeOfBins(found, from, to));
          const retyped = parseQuery(printQuery(brushed));
          expect(retyped).toEqual({ query: brushed, errors: [] });
          const selection = await select(table, retyped.query, undefined, context);
          const counted = sum(found.passing.subarray(from, to + 1));
          expect(found.scope === 'annotation' ? selection.annotations : selection.rows.length).toBe(counted);
          expect([...selection.rows]).toEqual(answer(samples, brushed).rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('have none for what is no number', async () => {
    const table = tableOf([]);
    for (const field of ['split', 'nofield', 'threshold', 'set', 'width'])
      expect(await histogram(table, { clauses: [] }, field)).toBeUndefined();
  });
});

/** The bin of a value, looking at every edge. */
function binByEye(edges: Float64Array, value: number): number {
  const last = edges.length - 1;
  if (value === edges[last]) return last - 1;
  return edges.findLastIndex((edge, i) => edge <= value && i < last && value <= (edges[last] ?? 0));
}

describe('edges', { timeout: 60_000 }, () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -1000, max: 10000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );

  it('rise, hold all values, and are not many', () => {
    const holds = (a: number, b: number, edges: Float64Array): void => {
      const [min, max] = [Math.min(a, b), Math.max(a, b)];
      expect(edges.length).toBeGreaterThan(1);
      expect(edges.length).toBeLessThan(300);
      for (let i = 1; i < edges.length; i++) expect(edges[i]).toBeGreaterThan(edges[i - 1] ?? Number.NaN);
      const find = binFinder(edges);
      for (const value of [min, max, min + (max - min) * 0.37, ...edges]) expect(find(value)).toBe(binByEye(edges, value));
      expect([find(min), find(max)]).not.toContain(-1);
    };
    fc.assert(
      fc.property(number, number, (a, b) => {
        const whole = Number.isInteger(a) && Number.isInteger(b);
        holds(a, b, linearEdges(Math.min(a, b), Math.max(a, b), whole));
      }),
      { numRuns: 3000 },
    );
    const size = fc.double({ min: -10, max: Math.fround(3e38), noNaN: true });
    fc.assert(fc.property(size, size, fc.boolean(), (a, b, halves) => holds(a, b, doublingEdges(Math.min(a, b), Math.max(a, b), halves))));
  });

  it('are numbers that people write', () => {
    expect([...linearEdges(0, 1, false, 10)]).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect([...linearEdges(3, 6, true)]).toEqual([3, 4, 5, 6, 7]);
    expect([...linearEdges(5, 5, true)]).toEqual([5, 6]);
    expect([...doublingEdges(20, 100, true)]).toEqual([16, 24, 32, 48, 64, 96, 128]);
    expect([...doublingEdges(0, 5, false)]).toEqual([0, 1, 2, 4, 8]);
    expect([...doublingEdges(-1.5, 2, false)]).toEqual([-2, 0, 1, 2, 4]);
  });
});
