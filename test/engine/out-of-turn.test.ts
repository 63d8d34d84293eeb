/** Rows that somebody looks at are read before the rest. */
import { describe, expect, it } from 'vitest';
import { createEngine, type LocalEngine } from '../../src/engine/engine.ts';
import type { ByteSource } from '../../src/files/byte-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { png } from './drop.ts';

const COUNT = 2000;

/** A disk that answers one question at a time, and none about labels until it is told to go on. */
function slowDisk(): { engine: LocalEngine; asked: string[]; goOn(): void } {
  const engine = createEngine();
  const asked: string[] = [];
  let goOn = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const source = (path: string, content: string | Uint8Array): ByteSource => {
    const memory = memorySource(content);
    const at = Number(/(\d+)\.\w+$/.exec(path)?.[1]);
    return {
      ...memory,
      async read(start, end) {
        asked.push(path);
        // Of the labels in order none comes after the first few hundred; those in the middle do.
        if (path.includes('/labels/') && (at < 1000 || at > 1100) && asked.length > 200) await gate;
        return memory.read(start, end);
      },
    };
  };
  const entries = [['d/data.yaml', 'train: images\nnames: [a, b]\n'] as const];
  const name = (i: number): string => String(i).padStart(5, '0');
  const files = Array.from({ length: COUNT }, (_, i) => [
    [`d/images/${name(i)}.png`, png(100, 50)] as const,
    [`d/labels/${name(i)}.txt`, `${i % 2} .5 .5 .2 .2\n`] as const,
  ]).flat();
  engine.addEntries([...entries, ...files].map(([path, content]) => ({ path, source: source(path, content) })));
  return { engine, asked, goOn };
}

/** A promise of a dataset's id, and how to keep it. */
function latch(): { promise: Promise<number>; resolve(id: number): void } {
  let resolve = (_id: number): void => undefined;
  const promise = new Promise<number>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('rows that are looked at while a folder is read', () => {
  it('come with labels and sizes before the rest has been read', async () => {
    const { engine, goOn } = slowDisk();
    const begun = latch();
    const opening = engine.open({}, { onProgress: ({ datasets }) => datasets[0] && begun.resolve(datasets[0].id) });
    const dataset = await begun.promise;
    while ((await engine.select({ dataset, query: EMPTY_QUERY, sort: undefined })).rows.length < COUNT) await new Promise(setImmediate);

    const cells = await engine.rows({ dataset, query: EMPTY_QUERY, rows: Uint32Array.of(1005, 1050), columns: [] });
    expect(cells).toMatchObject([
      { row: 1005, labels: 'present', annotations: 1, width: 100, height: 50, smallest: expect.closeTo(Math.sqrt(200)) },
      { row: 1050, labels: 'present', annotations: 1, width: 100, height: 50, smallest: expect.closeTo(Math.sqrt(200)) },
    ]);
    const detail = await engine.detail({ dataset, query: EMPTY_QUERY, row: 1010 });
    expect(detail.annotations.map(({ shapes }) => shapes)).toEqual([[{ kind: 'box', box: [40, 20, 20, 10] }]]);
    expect((await engine.select({ dataset, query: EMPTY_QUERY, sort: undefined })).complete).toBe(false);

    goOn();
    const { datasets } = await opening;
    expect(datasets).toMatchObject([{ complete: true, samples: COUNT, annotations: COUNT, read: COUNT, rejected: 0 }]);
    const [last] = await engine.rows({ dataset, query: EMPTY_QUERY, rows: Uint32Array.of(COUNT - 1), columns: [] });
    expect(last).toMatchObject({ annotations: 1, smallest: expect.closeTo(Math.sqrt(200)) });
  });

  it('say what they can where they were cancelled', async () => {
    const { engine, goOn } = slowDisk();
    const controller = new AbortController();
    const begun = latch();
    const opening = engine.open(
      {},
      { signal: controller.signal, onProgress: ({ datasets }) => datasets[0] && begun.resolve(datasets[0].id) },
    );
    const dataset = await begun.promise;
    while ((await engine.select({ dataset, query: EMPTY_QUERY, sort: undefined })).rows.length < COUNT) await new Promise(setImmediate);
    const asked = engine.rows({ dataset, query: EMPTY_QUERY, rows: Uint32Array.of(1500), columns: [] });
    controller.abort();
    goOn();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    expect(await asked).toMatchObject([{ row: 1500, name: '01500.png' }]);
  });
});
