import { describe, expect, it } from 'vitest';
import { ClassSamples } from '../../src/engine/class-samples.ts';
import { TableCounts } from '../../src/engine/summary.ts';
import { Breath } from '../../src/table/breath.ts';
import { Builder } from '../../src/table/builder.ts';
import { seeded } from '../formats/conformance.ts';

describe('samples of classes', () => {
  it.each([
    ['truth alone', ['truth']],
    ['predictions alone', ['prediction']],
    ['truth behind predictions', ['prediction', 'truth', 'prediction']],
  ] as const)('are counted as they come: %s', async (_, roles) => {
    const builder = new Builder();
    const random = seeded(7);
    const counts = new TableCounts(builder.table);
    for (let c = 0; c < 9; c++) builder.category(`c${c}`);
    const wanted = new Map<number, Set<number>>();
    const counting = (roles as readonly string[]).includes('truth') ? 'truth' : 'prediction';
    for (const role of roles) {
      const labelSet = builder.labelSet({ name: role, role });
      for (let block = 0; block < 4; block++) {
        const length = 9000;
        const sample = Uint32Array.from({ length }, () => builder.sample(String(Math.floor(random() * 5000))));
        const category = Int32Array.from({ length }, () => Math.floor(random() * 10) - 1);
        const numbers = { box: new Float32Array(length * 4), area: new Float32Array(length), kinds: new Uint8Array(length).fill(2) };
        const place = { base: 0, start: new Uint32Array(length), size: new Uint32Array(length) };
        builder.annotationBlock({ length, labelSet, file: 0, sample, category, ...numbers, ...place });
        // As a report of progress does.
        counts.categories();
        if (role !== counting) continue;
        for (const [i, code] of category.entries()) {
          if (code >= 0) wanted.set(code, (wanted.get(code) ?? new Set()).add(sample[i] ?? 0));
        }
      }
    }
    await counts.settle(new Breath());
    expect(builder.table.index, 'nobody needed it').toBeUndefined();
    expect(counts.categories().map(({ samples }) => samples)).toEqual(Array.from({ length: 9 }, (_unused, code) => wanted.get(code)?.size));
  });

  it('wait for whoever asks where there is no room to count them as they come', async () => {
    const builder = new Builder();
    const counts = new TableCounts(builder.table);
    const classes = 14_000;
    for (let c = 0; c < classes; c++) builder.category(`c${c}`);
    const labelSet = builder.labelSet({ name: 'truth', role: 'truth' });
    const length = 25_000;
    const sample = Uint32Array.from({ length }, (_, i) => builder.sample(String(i % 5000)));
    // The same class for the same sample, five times.
    const category = Int32Array.from({ length }, (_, i) => (i % 5000) % 7);
    const numbers = { box: new Float32Array(length * 4), area: new Float32Array(length), kinds: new Uint8Array(length).fill(2) };
    const place = { base: 0, start: new Uint32Array(length), size: new Uint32Array(length) };
    builder.annotationBlock({ length, labelSet, file: 0, sample, category, ...numbers, ...place });
    await counts.settle(new Breath());
    expect(counts.categories()[0]).toMatchObject({ annotations: 5 * 715, samples: undefined });
    expect(builder.table.index, 'nobody needed it').toBeUndefined();
    await counts.settle(new Breath(), true);
    expect(counts.categories()[0]).toMatchObject({ annotations: 5 * 715, samples: 715 });
    expect(counts.categories()[classes - 1]).toMatchObject({ annotations: 0, samples: 0 });
  });

  it('are not told where they would take too much memory', () => {
    const samples = new ClassSamples(1000);
    samples.grow(10, 320);
    const add = (owner: number): void => samples.add(Uint32Array.of(owner), Int32Array.of(3), new Uint16Array(1), 0, 1, [true]);
    add(319);
    add(319);
    expect(samples.counts()?.[3]).toBe(1);
    samples.grow(10, 100_000);
    add(99_999);
    expect(samples.counts()).toBeUndefined();
  });
});
