import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../src/engine/client.ts';
import type { OpenResult } from '../../src/engine/protocol.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import type { Asking } from '../../src/state/asking.ts';
import { createOpening } from '../../src/state/opening.ts';
import { createAppStore } from '../../src/state/store.ts';

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

describe('opening and closing', () => {
  it('goes on after something that could not be done', async () => {
    const added: string[][] = [];
    const engine = {
      close: () => Promise.reject(new Error('no dataset 1')),
      add: async ({ paths }: { paths: string[] }) => ({ files: added.push(paths) }),
      open: async () => NOTHING,
    } as unknown as EngineClient;
    const asking = { ask: () => Promise.resolve(), grow: () => undefined } as unknown as Asking;
    const store = createAppStore();
    store.setState({ datasets: [{ id: 1 } as DatasetSummary] });
    const hooks = { opened: () => Promise.resolve(), grew: () => undefined, cancelled: () => undefined, filesChanged: () => undefined };
    const opening = createOpening(engine, store, asking, hooks);
    await opening.close(1);
    expect(store.getState().broken).toContain('no dataset 1');
    await opening.open({ kind: 'input', files: [new File(['x'], 'a.csv')] });
    expect(added).toEqual([['a.csv']]);
  });
});
