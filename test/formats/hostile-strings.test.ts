import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { allSamples } from './conformance.ts';
import { HOSTILE, hostileDrops } from './hostile-strings.ts';

/** Samples that are looked at in full. */
const ROWS = 40;

describe.each(allSamples())('$format/$name', (sample) => {
  const drops = hostileDrops(sample);

  it('has places for texts', () => {
    expect(drops.length).toBeGreaterThan(HOSTILE.length);
  });

  it.each(drops)('takes texts for texts: $place', async ({ contents, shown }) => {
    const engine = createEngine();
    engine.addEntries([...contents].map(([path, bytes]) => ({ path, source: memorySource(bytes) })));
    const { datasets } = await engine.open({});
    const seen = new Set<string>();
    for (const summary of datasets) {
      const dataset = summary.id;
      collect(summary, seen);
      const rows = Uint32Array.from({ length: Math.min(ROWS, summary.samples) }, (_, row) => row);
      collect(await engine.rows({ dataset, query: EMPTY_QUERY, rows, columns: summary.columns.map(({ name }) => name) }), seen);
      for (const row of rows) collect(await engine.detail({ dataset, query: EMPTY_QUERY, row }), seen);
      await engine.facets({ dataset, query: EMPTY_QUERY });
      for (const text of HOSTILE) {
        const { rows: having } = await engine.select({
          dataset,
          query: { clauses: [{ kind: 'class', mode: 'any', names: [text] }] },
          sort: undefined,
        });
        const category = summary.categories.find(({ name }) => name === text);
        // Samples of a class are those of the truth; a question finds predictions, too.
        expect(having.length).toBeGreaterThanOrEqual(category?.samples ?? 0);
        expect(having.length > 0 && category === undefined).toBe(false);
      }
      for (const { path, read, shown: kept, rejected } of summary.files) expect([path, kept + rejected]).toEqual([path, read]);
    }
    const all = [...seen];
    expect(shown.filter((text) => !all.some((one) => one === text || one.includes(text)))).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(12);
  });
});

/** All texts of a value, keys of objects too. */
function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, into);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const [key, item] of Object.entries(value)) {
      into.add(key);
      collect(item, into);
    }
  }
}
