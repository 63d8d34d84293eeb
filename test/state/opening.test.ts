import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../src/engine/client.ts';
import type { OpenProgress, OpenResult } from '../../src/engine/protocol.ts';
import type { DropRoots } from '../../src/files/drop.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import type { Asking } from '../../src/state/asking.ts';
import { createOpening, type Opening } from '../../src/state/opening.ts';
import { createAppStore, type AppStore } from '../../src/state/store.ts';

const NOTHING: OpenResult = {
  phase: 'done',
  done: 1,
  total: 1,
  datasets: [],
  unclaimed: { count: 0, paths: [] },
  problems: [],
  classLists: [],
  recognised: true,
  extensions: [],
};

function openingWith(engine: EngineClient): { opening: Opening; store: AppStore; cancelled: () => number } {
  let cancelled = 0;
  const asking = { ask: () => Promise.resolve(), grow: () => undefined } as unknown as Asking;
  const store = createAppStore();
  store.setState({ datasets: [{ id: 1 } as DatasetSummary] });
  const hooks = {
    begins: () => undefined,
    opened: () => Promise.resolve(),
    changed: () => undefined,
    grew: () => undefined,
    cancelled: () => (cancelled += 1),
    rowsShown: () => Promise.resolve(),
    filesChanged: () => undefined,
  };
  return { opening: createOpening(engine, store, asking, hooks), store, cancelled: () => cancelled };
}

describe('opening and closing', () => {
  it('goes on after something that could not be done', async () => {
    const added: string[][] = [];
    const engine = {
      close: () => Promise.reject(new Error('no dataset 1')),
      add: async ({ paths }: { paths: string[] }) => ({ files: added.push(paths) }),
      open: async () => NOTHING,
    } as unknown as EngineClient;
    const { opening, store } = openingWith(engine);
    await opening.close(1);
    expect(store.getState().broken).toContain('no dataset 1');
    await opening.open({ kind: 'input', files: [new File(['x'], 'a.csv')] });
    expect(added).toEqual([['a.csv']]);
  });

  it('as another format can be cancelled once it has told how far it is', async () => {
    let told = (): void => undefined;
    const progress = new Promise<void>((resolve) => {
      told = resolve;
    });
    const engine = {
      discard: () => Promise.resolve({ datasets: [], unclaimed: { count: 0, paths: [] } }),
      openAs: (_: unknown, { signal, onProgress }: { signal: AbortSignal; onProgress(progress: OpenProgress): void }) => {
        onProgress({ ...NOTHING, phase: 'indexing' });
        told();
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    } as unknown as EngineClient;
    const { opening, store } = openingWith(engine);
    const reading = opening.openAs(1, 'coco');
    await progress;
    store.getState().activity?.cancel();
    await reading;
    expect(store.getState().activity).toBeUndefined();
  });

  /** An engine that reads until it is stopped, and writes down what happens. */
  function endless(events: string[]): EngineClient {
    return {
      add: async () => ({ files: 1 }),
      discard: () => Promise.resolve({ datasets: [], unclaimed: { count: 0, paths: [] } }),
      open: (_: unknown, { signal, onProgress }: { signal: AbortSignal; onProgress(progress: OpenProgress): void }) => {
        events.push('reading');
        onProgress({ ...NOTHING, phase: 'indexing', datasets: [1, 2].map((id) => ({ id, complete: id === 1 }) as DatasetSummary) });
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            events.push('stopped');
            reject(signal.reason);
          }),
        );
      },
      close: async ({ dataset }: { dataset?: number }) => {
        events.push(`closed ${dataset}`);
        return NOTHING;
      },
    } as unknown as EngineClient;
  }

  it.each([
    ['all', undefined],
    ['what is being read', 2],
  ])('stops reading at once where %s is closed, and does not call that cancelled', async (_what, dataset) => {
    const events: string[] = [];
    const { opening, store, cancelled } = openingWith(endless(events));
    const opened = opening.open({ kind: 'input', files: [new File(['x'], 'a.csv')] });
    await expect.poll(() => events).toEqual(['reading']);
    await opening.close(dataset);
    await opened;
    expect(events).toEqual(['reading', 'stopped', `closed ${dataset}`]);
    expect(cancelled()).toBe(0);
    expect(store.getState().activity).toBeUndefined();
  });

  it('reads on where another dataset is closed', async () => {
    const events: string[] = [];
    const { opening, store, cancelled } = openingWith(endless(events));
    const opened = opening.open({ kind: 'input', files: [new File(['x'], 'a.csv')] });
    await expect.poll(() => events).toEqual(['reading']);
    const closed = opening.close(1);
    await new Promise((resolve) => setTimeout(resolve));
    expect(events).toEqual(['reading']);
    store.getState().activity?.cancel();
    await Promise.all([opened, closed]);
    expect(events).toEqual(['reading', 'stopped', 'closed 1']);
    expect(cancelled()).toBe(1);
  });

  it('leaves no failure that nobody hears of where it is cancelled while files are on their way to the reader', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const engine = {
      add: (_: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      discard: () => Promise.resolve({ datasets: [], unclaimed: { count: 0, paths: [] } }),
    } as unknown as EngineClient;
    const { opening, store, cancelled } = openingWith(engine);
    const batch = { paths: ['a.csv'], files: [], rootOf: [], roots: [], ignored: 0, failed: [] };
    const opened = opening.open({
      kind: 'sample',
      name: 'growing',
      async *list(signal) {
        yield batch;
        // The next batch takes longer than the cancelling.
        store.getState().activity?.cancel();
        await new Promise((resolve) => setTimeout(resolve, 5));
        signal.throwIfAborted();
      },
    });
    await opened;
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
    expect(cancelled()).toBe(1);
  });

  it('says that it is under way before the browser has given the handles of what was dropped', async () => {
    const { opening, store } = openingWith(endless([]));
    store.setState({ openedIn: 1 });
    const handle = new Promise<undefined>(() => undefined);
    void opening.open({ kind: 'drop', roots: [{ entry: undefined, handle, file: undefined }] as unknown as DropRoots });
    await Promise.resolve();
    expect(store.getState()).toMatchObject({ activity: { kind: 'listing' }, openedIn: undefined });
  });
});
