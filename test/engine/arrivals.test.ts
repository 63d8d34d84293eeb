import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { OpenProgress } from '../../src/engine/protocol.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { add, opened, png, YOLO } from './drop.ts';

const ALL = { query: EMPTY_QUERY, sort: undefined };

describe('a look at a drop that is still listed', () => {
  it('has the pictures by their names, and gives way to what they are under the same id', async () => {
    const engine = createEngine();
    const entries = Object.entries(YOLO);
    add(engine, Object.fromEntries(entries.filter(([path]) => path.includes('/images/'))));
    const seen: OpenProgress[] = [];
    await engine.preview(undefined, { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ datasets }) => datasets)).toMatchObject([[{ id: 1, format: 'images', complete: false, standIn: 'preview' }]]);
    expect((await engine.select({ dataset: 1, ...ALL })).complete).toBe(false);

    add(engine, Object.fromEntries(entries.filter(([path]) => !path.includes('/images/'))));
    const { datasets, extended } = await engine.open({});
    const whole = await opened(YOLO);
    expect(extended).toBeUndefined();
    expect(datasets).toEqual(whole.result.datasets);
    expect(datasets[0]?.standIn).toBeUndefined();
  });

  it('gives way to what has labels, also where more pictures lie beside it', async () => {
    const engine = createEngine();
    const loose = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`loose/${i}.png`, png(8, 8)]));
    add(engine, { ...loose, ...YOLO });
    await engine.preview(undefined);
    const { datasets } = await engine.open({});
    expect(datasets.map(({ id, format, samples }) => [id, format, samples])).toEqual([
      [1, 'yolo', 3],
      [2, 'images', 12],
    ]);
  });

  it('stays on screen until what takes its place has a row', async () => {
    const engine = createEngine();
    add(engine, YOLO);
    await engine.preview(undefined);
    const counts: number[] = [];
    await engine.open({}, { onProgress: ({ datasets }) => counts.push(datasets[0]?.samples ?? 0) });
    expect(Math.min(...counts)).toBe(3);
  });

  it('is not taken where something is open, or where there are no pictures', async () => {
    const { engine } = await opened({ 'd/rows.jsonl': '{"a":1}\n' });
    add(engine, YOLO);
    const seen: OpenProgress[] = [];
    await engine.preview(undefined, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([]);
    const fresh = createEngine();
    add(fresh, { 'd/rows.jsonl': '{"a":1}\n' });
    await fresh.preview(undefined, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([]);
  });
});

describe('a second drop that is cancelled while its layout is looked for', () => {
  it('leaves nothing behind for the next opening', async () => {
    const { engine, result } = await opened(YOLO);
    add(engine, { 'more/a.jpg': png(8, 6), 'more/b.jsonl': '{"a":1}\n', 'set/images/train/late.jpg': png(8, 6) });
    const controller = new AbortController();
    const opening = engine.open({}, { signal: controller.signal, onProgress: ({ phase }) => phase === 'matching' && controller.abort() });
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });

    add(engine, { 'other/rows.jsonl': '{"b":1}\n' });
    const next = await engine.open({});
    expect(next.datasets.map(({ name, samples }) => [name, samples])).toEqual([
      [result.datasets[0]?.name, 3],
      ['rows.jsonl', 1],
    ]);
    expect(next.unclaimed).toEqual({ count: 0, paths: [] });
  });

  it('opens when it is dropped again', async () => {
    const { engine } = await opened(YOLO);
    const more = { 'more/b.jsonl': '{"a":1}\n' };
    add(engine, more);
    const controller = new AbortController();
    const opening = engine.open({}, { signal: controller.signal, onProgress: ({ phase }) => phase === 'matching' && controller.abort() });
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    add(engine, more);
    expect((await engine.open({})).datasets.map(({ name }) => name)).toContain('b.jsonl');
  });
});
