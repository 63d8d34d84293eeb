import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../src/engine/client.ts';
import type { OpenProgress, OpenResult } from '../../src/engine/protocol.ts';
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

function openingWith(engine: EngineClient): { opening: Opening; store: AppStore } {
  const asking = { ask: () => Promise.resolve(), grow: () => undefined } as unknown as Asking;
  const store = createAppStore();
  store.setState({ datasets: [{ id: 1 } as DatasetSummary] });
  const hooks = {
    begins: () => undefined,
    opened: () => Promise.resolve(),
    changed: () => undefined,
    grew: () => undefined,
    cancelled: () => undefined,
    filesChanged: () => undefined,
  };
  return { opening: createOpening(engine, store, asking, hooks), store };
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
      discard: () => Promise.resolve(),
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
});
