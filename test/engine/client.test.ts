import { afterEach, describe, expect, it } from 'vitest';
import { serve } from '../../src/base/rpc.ts';
import { createClient, type EngineWorker } from '../../src/engine/client.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { EngineApi } from '../../src/engine/protocol.ts';
import type { DropBatch } from '../../src/files/drop-batch.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { YOLO } from './drop.ts';

/** A worker in this thread: the real engine behind a real channel, which can be made to crash. */
function threads() {
  const started: { crash(message: string): void; terminated: boolean }[] = [];
  const ports: MessagePort[] = [];
  const spawn = (): EngineWorker => {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    serve(createEngine(), port1);
    const errors = new EventTarget();
    const state = {
      terminated: false,
      crash: (message: string) => errors.dispatchEvent(Object.assign(new Event('error'), { message })),
    };
    started.push(state);
    return {
      postMessage: (message, transfer) => port2.postMessage(message, transfer),
      addEventListener: (type, listener) => (type === 'error' ? errors : port2).addEventListener(type, listener),
      removeEventListener: (type, listener) => port2.removeEventListener(type, listener),
      start: () => port2.start(),
      terminate() {
        state.terminated = true;
        port1.close();
      },
    };
  };
  return { spawn, started, close: () => ports.forEach((port) => port.close()) };
}

function batch(): DropBatch {
  const entries = Object.entries(YOLO);
  return {
    paths: entries.map(([path]) => path),
    files: entries.map(([path, content]) => new File([typeof content === 'string' ? content : content.slice()], path)),
    rootOf: [],
    roots: [],
    ignored: 0,
    failed: [],
  };
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function client() {
  const { spawn, started, close } = threads();
  closers.push(close);
  return { engine: createClient(spawn), started };
}

const ALL: Parameters<EngineApi['select']>[0] = { dataset: 1, query: EMPTY_QUERY, sort: undefined };

describe('the client', () => {
  it('opens and asks across the thread', async () => {
    const { engine } = client();
    await engine.add(batch());
    const phases = new Set<string>();
    const result = await engine.open({}, { onProgress: ({ phase }) => phases.add(phase) });
    expect(result.datasets).toMatchObject([{ format: 'yolo', samples: 3 }]);
    expect(phases).toContain('done');
    expect([...(await engine.select(ALL)).rows]).toEqual([0, 1, 2]);
    const tiles = await engine.tiles({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(0) });
    expect(tiles[0]?.box).toHaveLength(8);
    const cells = await engine.rows({ dataset: 1, query: EMPTY_QUERY, rows: Uint32Array.of(0), columns: [] });
    expect((await engine.blob({ file: cells[0]?.image ?? -1 })).size).toBe(64);
  });

  it('rejects what is pending when the worker crashes, and tells its listeners', async () => {
    const { engine, started } = client();
    const crashes: string[] = [];
    engine.onCrash(({ name, message }) => crashes.push(`${name}: ${message}`));
    const pending = engine.open({});
    started[0]?.crash('out of memory');
    await expect(pending).rejects.toMatchObject({ name: 'EngineCrashed', message: 'The engine stopped: out of memory' });
    await expect(engine.select(ALL)).rejects.toMatchObject({ name: 'EngineCrashed' });
    expect(crashes).toEqual(['EngineCrashed: The engine stopped: out of memory']);
    expect(started[0]?.terminated).toBe(true);
  });

  it('restarts with the files and datasets it had, under the same ids', async () => {
    const { engine, started } = client();
    await engine.add(batch());
    await engine.open({});
    await engine.setFrame({ dataset: 1, frame: 'stored' });
    started[0]?.crash('');
    const result = await engine.restart();
    expect(started).toHaveLength(2);
    expect(result?.datasets).toMatchObject([{ id: 1, samples: 3, annotations: 3 }]);
    expect([...(await engine.select(ALL)).rows]).toEqual([0, 1, 2]);
  });

  it('opens after a restart what was listed and not yet open when it crashed', async () => {
    const { engine, started } = client();
    await engine.add(batch());
    const opening = engine.open({});
    started[0]?.crash('');
    await expect(opening).rejects.toMatchObject({ name: 'EngineCrashed' });
    expect((await engine.restart())?.datasets).toMatchObject([{ samples: 3 }]);
  });

  it('has nothing to open after all was closed', async () => {
    const { engine, started } = client();
    await engine.add(batch());
    await engine.open({});
    await engine.close({});
    started[0]?.crash('');
    expect(await engine.restart()).toBeUndefined();
  });

  it('stops for good', async () => {
    const { engine, started } = client();
    engine.stop();
    expect(started[0]?.terminated).toBe(true);
    await expect(engine.path({ file: 0 })).rejects.toMatchObject({ name: 'EngineCrashed' });
  });
});
