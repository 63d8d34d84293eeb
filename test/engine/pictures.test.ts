import { describe, expect, it, vi } from 'vitest';
import { serve } from '../../src/base/rpc.ts';
import { fitted } from '../../src/engine/decode-protocol.ts';
import { DecodePool, ThumbnailCache, type DecodeWorker, type ThumbnailRequest } from '../../src/engine/pictures.ts';

/** As much of an ImageBitmap as a cache handles: Node has none. */
class Bitmap implements ImageBitmap {
  width: number;
  height: number;
  closed = false;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  close(): void {
    this.closed = true;
  }
}

const request = (file: number): ThumbnailRequest => ({ file, frame: 'upright', width: 10, height: 10 });

/** A cache whose decodings are answered by hand. */
function cacheOf(maxBytes?: number) {
  const jobs = new Map<number, { resolve(bitmap: ImageBitmap): void; reject(error: Error): void; signal: AbortSignal }>();
  const order: number[] = [];
  const cache = new ThumbnailCache(
    ({ file }, signal) =>
      new Promise((resolve, reject) => {
        order.push(file);
        jobs.set(file, { resolve, reject, signal });
      }),
    maxBytes,
  );
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  return { cache, jobs, order, settled };
}

describe('ThumbnailCache', () => {
  it('asks for what is wanted once, the most wanted last, as the pool serves the newest first', () => {
    const { cache, order } = cacheOf();
    cache.want([request(1), request(2)]);
    cache.want([request(1), request(2)]);
    expect(order).toEqual([2, 1]);
  });

  it('keeps what arrives and tells of it', async () => {
    const { cache, jobs, settled } = cacheOf();
    let told = 0;
    cache.subscribe(() => told++);
    cache.want([request(1)]);
    expect(cache.get(request(1))).toBeUndefined();
    const bitmap = new Bitmap(10, 10);
    jobs.get(1)?.resolve(bitmap);
    await settled();
    expect(cache.get(request(1))).toBe(bitmap);
    expect(told).toBe(1);
    expect(cache.bytes).toBe(400);
  });

  it('cancels what is scrolled away, and closes it should it still come', async () => {
    const { cache, jobs, settled } = cacheOf();
    cache.want([request(1)]);
    cache.want([request(2)]);
    expect(jobs.get(1)?.signal.aborted).toBe(true);
    const late = new Bitmap(10, 10);
    jobs.get(1)?.resolve(late);
    await settled();
    expect(late.closed).toBe(true);
    expect(cache.get(request(1))).toBeUndefined();
  });

  it('closes the thumbnails used longest ago when there are too many bytes', async () => {
    const { cache, jobs, settled } = cacheOf(1000);
    const bitmaps = [0, 1, 2].map(() => new Bitmap(10, 10));
    cache.want([0, 1, 2].map(request));
    for (const [file, bitmap] of bitmaps.entries()) {
      jobs.get(file)?.resolve(bitmap);
      await settled();
    }
    expect(bitmaps.map(({ closed }) => closed)).toEqual([true, false, false]);
    expect(cache.bytes).toBe(800);
  });

  it('remembers what does not decode', async () => {
    const { cache, jobs, order, settled } = cacheOf();
    cache.want([request(1)]);
    jobs.get(1)?.reject(new Error('undecodable'));
    await settled();
    cache.want([request(1)]);
    expect(cache.get(request(1))).toBe('undecodable');
    expect(order).toEqual([1]);
  });

  it('closes and forgets everything on clear', async () => {
    const { cache, jobs, settled } = cacheOf();
    const bitmap = new Bitmap(10, 10);
    cache.want([request(1)]);
    jobs.get(1)?.resolve(bitmap);
    await settled();
    cache.clear();
    expect(bitmap.closed).toBe(true);
    expect(cache.bytes).toBe(0);
    expect(cache.get(request(1))).toBeUndefined();
  });
});

describe('fitted', () => {
  it('keeps the shape and never enlarges', () => {
    expect(fitted(400, 200, { width: 100, height: 100 })).toEqual({ width: 100, height: 50 });
    expect(fitted(200, 400, { width: 100, height: 100 })).toEqual({ width: 50, height: 100 });
    expect(fitted(20, 10, { width: 100, height: 100 })).toEqual({ width: 20, height: 10 });
    expect(fitted(5000, 1, { width: 100, height: 100 })).toEqual({ width: 100, height: 1 });
  });
});

describe('DecodePool', () => {
  /** Decoding workers behind real channels; each decoding waits for its turn to be answered. */
  function workers() {
    const running: { file: string; answer(): void }[] = [];
    const spawned: { crash(): void; terminated: boolean }[] = [];
    const ports: MessagePort[] = [];
    const spawn = (): DecodeWorker => {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      const decode = async ({ blob }: { blob: Blob }): Promise<unknown> => {
        const file = await blob.text();
        return new Promise((resolve) => running.push({ file, answer: () => resolve({ width: 1, height: 1 }) }));
      };
      serve({ decode }, port1);
      const errors = new EventTarget();
      const state = { terminated: false, crash: () => errors.dispatchEvent(new Event('error')) };
      spawned.push(state);
      return {
        postMessage: (message, transfer) => port2.postMessage(message, transfer),
        addEventListener: (type, listener) => (type === 'error' ? errors : port2).addEventListener(type, listener),
        removeEventListener: (type, listener) => port2.removeEventListener(type, listener),
        start: () => port2.start(),
        terminate: () => (state.terminated = true),
      };
    };
    return { spawn, running, spawned, close: () => ports.forEach((port) => port.close()) };
  }
  const job = (name: string) => async () => ({ blob: new Blob([name]), frame: 'upright' as const });
  const never = new AbortController().signal;

  it('serves the newest wish first once its workers are busy', async () => {
    const { spawn, running, close } = workers();
    const pool = new DecodePool(spawn, 1);
    const all = ['1', '2', '3', '4'].map((name) => pool.decode(job(name), never));
    await vi.waitFor(() => expect(running.map(({ file }) => file)).toEqual(['1', '2']));
    running[0]?.answer();
    await vi.waitFor(() => expect(running.map(({ file }) => file)).toEqual(['1', '2', '4']));
    for (let i = 1; i < 4; i++) {
      await vi.waitFor(() => expect(running.length).toBeGreaterThan(i));
      running[i]?.answer();
    }
    await Promise.all(all);
    expect(running.map(({ file }) => file)).toEqual(['1', '2', '4', '3']);
    close();
  });

  it('does not fetch what was cancelled while it waited', async () => {
    const { spawn, running, close } = workers();
    const pool = new DecodePool(spawn, 1);
    const busy = ['1', '2'].map((name) => pool.decode(job(name), never));
    const controller = new AbortController();
    const cancelled = pool.decode(() => Promise.reject(new Error('was fetched')), controller.signal);
    controller.abort();
    await vi.waitFor(() => expect(running).toHaveLength(2));
    for (const { answer } of running) answer();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    await Promise.all(busy);
    close();
  });

  it('replaces a worker that dies; only its own pictures are lost', async () => {
    const { spawn, running, spawned, close } = workers();
    const pool = new DecodePool(spawn, 1);
    const lost = pool.decode(job('1'), never);
    await vi.waitFor(() => expect(running).toHaveLength(1));
    spawned[0]?.crash();
    await expect(lost).rejects.toMatchObject({ name: 'undecodable' });
    const next = pool.decode(job('2'), never);
    await vi.waitFor(() => expect(running).toHaveLength(2));
    running[1]?.answer();
    expect(await next).toEqual({ width: 1, height: 1 });
    expect(spawned).toMatchObject([{ terminated: true }, { terminated: false }]);
    close();
  });
});
