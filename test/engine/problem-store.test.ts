import { describe, expect, it } from 'vitest';
import { Bitset } from '../../src/base/bitset.ts';
import { ProblemStore } from '../../src/engine/problem-store.ts';

describe('ProblemStore', () => {
  it('gives back what it was given', () => {
    const store = new ProblemStore();
    const problems = [
      { code: 'row-invalid', file: 'labels/7.txt', at: { line: 3 }, values: { text: 'a b' }, sample: 4 },
      { code: 'row-invalid', file: 'labels/8.txt', at: { byte: 10, end: 14 } },
      { code: 'row-invalid', file: 'labels/8.txt', at: { byte: 0 } },
      { code: 'row-invalid' },
    ] as const;
    for (const problem of problems) store.add(problem);
    expect(store.page('row-invalid', 0, 10)).toEqual({ problems, total: 4 });
    expect(store.page('row-invalid', 1, 2).problems).toEqual([problems[1]]);
    expect(store.page('json-syntax', 0, 10)).toEqual({ problems: [], total: 0 });
  });

  it('counts exactly and keeps the values of the first ten thousand', () => {
    const store = new ProblemStore();
    for (let i = 0; i < 25_000; i++)
      store.add({ code: 'box-negative', file: 'a.json', at: { byte: i }, values: { n: i }, sample: i % 100 });
    expect(store.summaries()).toEqual([{ code: 'box-negative', severity: 'warning', count: 25_000, samples: 100 }]);
    expect(store.page('box-negative', 9_999, 10_001).problems).toEqual([
      { code: 'box-negative', file: 'a.json', at: { byte: 9_999 }, values: { n: 9_999 }, sample: 99 },
      { code: 'box-negative', file: 'a.json', at: { byte: 10_000 }, sample: 0 },
    ]);
  });

  it('knows one problem of many samples', () => {
    const store = new ProblemStore();
    store.add({ code: 'category-unknown', file: 'a.json', sample: 3 }, Bitset.of([3, 70, 9]));
    store.add({ code: 'category-unknown', file: 'b.json', sample: 9 });
    expect(store.summaries()).toEqual([{ code: 'category-unknown', severity: 'warning', count: 2, samples: 3 }]);
    expect([3, 9, 70, 4].map((sample) => store.countOf(sample))).toEqual([1, 2, 1, 0]);
    expect(store.ofSample(70)).toEqual([{ code: 'category-unknown', file: 'a.json', sample: 3 }]);
    expect(store.ofSample(9).map(({ file }) => file)).toEqual(['a.json', 'b.json']);
    expect([...(store.samplesWith('category-unknown')?.rows() ?? [])]).toEqual([3, 9, 70]);
  });

  it('finds the problems of one sample among many', () => {
    const store = new ProblemStore();
    for (let i = 0; i < 1000; i++) store.add({ code: 'box-negative', sample: i });
    store.add({ code: 'label-empty', sample: 77 });
    expect(store.countOf(77)).toBe(2);
    expect(store.ofSample(77).map(({ code }) => code)).toEqual(['box-negative', 'label-empty']);
    expect(store.ofSample(5000)).toEqual([]);
    expect(store.samplesWith('label-empty')?.has(77)).toBe(true);
    expect(store.samplesWith('label-empty')?.has(78)).toBe(false);
    expect(store.samplesWith('no-such-code')).toBeUndefined();
  });

  it('lists errors before warnings before notes', () => {
    const store = new ProblemStore();
    for (const code of ['label-empty', 'box-negative', 'row-invalid'] as const) store.add({ code });
    expect(store.summaries().map(({ severity }) => severity)).toEqual(['error', 'warning', 'note']);
  });
});
