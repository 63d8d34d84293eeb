import { describe, expect, it, vi } from 'vitest';
import { serve } from '../../src/base/rpc.ts';
import { fitted } from '../../src/engine/decode-protocol.ts';
import { DecodePool, type DecodeWish, type DecodeWorker } from '../../src/engine/decode-pool.ts';
import type { DecodeRequest, Decoded } from '../../src/engine/decode-protocol.ts';
import { ThumbnailCache, type ThumbnailRequest } from '../../src/engine/thumbnail-cache.ts';

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
    (bitmap) => bitmap.close(),
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

  it('tells of the first at once, and of what comes soon after it together', async () => {
    const { cache, jobs, settled } = cacheOf();
    let told = 0;
    cache.subscribe(() => told++);
    cache.want([0, 1, 2, 3].map(request));
    jobs.get(0)?.resolve(new Bitmap(10, 10));
    await settled();
    expect(told).toBe(1);
    for (const file of [1, 2, 3]) {
      jobs.get(file)?.resolve(new Bitmap(10, 10));
      await settled();
    }
    expect(cache.version).toBe(4);
    await vi.waitFor(() => expect(told).toBe(2));
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

  it.each([
    ['closes the thumbnails used longest ago when there are too many bytes', false],
    ['counts the bytes of what was emptied by drawing it', true],
  ])('%s', async (_name, isDrawn) => {
    const { cache, jobs, settled } = cacheOf(1000);
    const bitmaps = [0, 1, 2].map(() => new Bitmap(10, 10));
    cache.want([0, 1, 2].map(request));
    for (const [file, bitmap] of bitmaps.entries()) {
      jobs.get(file)?.resolve(bitmap);
      await settled();
      if (isDrawn) Object.assign(bitmap, { width: 0, height: 0 });
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
  /** Decoding workers behind real channels; each batch waits for its turn to be answered, and each file holds its number. */
  function workers(open = async (files: readonly number[]): Promise<(Blob | Error)[]> => files.map((file) => new Blob([String(file)]))) {
    const running: { files: string[]; answer(): void }[] = [];
    const spawned: { crash(): void; terminated: boolean }[] = [];
    const ports: MessagePort[] = [];
    const asked: (readonly number[])[] = [];
    const spawn = (): DecodeWorker => {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      const decode = async (batch: readonly DecodeRequest[], { onProgress }: { onProgress(decoded: unknown): void }): Promise<unknown> => {
        const files = await Promise.all(batch.map(({ blob }) => blob.text()));
        const done = files.map((file, at) =>
          file === 'broken' ? { at, error: { name: 'undecodable', message: '' } } : { at, bitmap: { width: 1, height: 1, file } },
        );
        return new Promise((resolve) => {
          const answer = (): void => {
            onProgress(done.slice(0, 1));
            resolve(done.slice(1));
          };
          running.push({ files, answer });
        });
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
    const pool = new DecodePool(
      spawn,
      (files) => {
        asked.push(files);
        return open(files);
      },
      1,
    );
    return { pool, running, spawned, asked, close: () => ports.forEach((port) => port.close()) };
  }
  /** Whole pictures go alone. */
  const whole = (file: number): DecodeWish => ({ file, frame: 'upright' });
  const small = (file: number, side = 100): DecodeWish => ({
    file,
    frame: 'upright',
    fit: { width: 10, height: 10 },
    size: { width: side, height: side },
  });
  const never = new AbortController().signal;

  it('serves the newest wish first once its workers are busy', async () => {
    const { pool, running, close } = workers();
    const all = [1, 2].map((file) => pool.decode(whole(file), never));
    await vi.waitFor(() => expect(running.map(({ files }) => files)).toEqual([['2'], ['1']]));
    all.push(...[3, 4].map((file) => pool.decode(whole(file), never)));
    running[0]?.answer();
    await vi.waitFor(() => expect(running.map(({ files }) => files)).toEqual([['2'], ['1'], ['4']]));
    for (let i = 1; i < 4; i++) {
      await vi.waitFor(() => expect(running.length).toBeGreaterThan(i));
      running[i]?.answer();
    }
    await Promise.all(all);
    expect(running.map(({ files }) => files)).toEqual([['2'], ['1'], ['4'], ['3']]);
    close();
  });

  it('takes small pictures together, up to a number of pictures and of pixels', async () => {
    const { pool, running, asked, close } = workers();
    const few = Array.from({ length: 10 }, (_, file) => pool.decode(small(file), never));
    await vi.waitFor(() =>
      expect(asked).toEqual([
        [9, 8, 7, 6, 5, 4, 3, 2],
        [1, 0],
      ]),
    );
    const large = [10, 11, 12].map((file) => pool.decode(small(file, 1_400), never));
    await vi.waitFor(() => expect(running).toHaveLength(2));
    for (const { answer } of running) answer();
    expect((await Promise.all(few)).map((bitmap) => 'file' in bitmap && bitmap.file)).toEqual([...'0123456789']);
    await vi.waitFor(() => expect(asked.slice(2)).toEqual([[12, 11], [10]]));
    await vi.waitFor(() => expect(running).toHaveLength(4));
    for (const { answer } of running.slice(2)) answer();
    await Promise.all(large);
    close();
  });

  it('gives every picture of a batch its own outcome', async () => {
    const open = async (files: readonly number[]): Promise<(Blob | Error)[]> =>
      files.map((file) => (file === 2 ? new Error('gone') : new Blob([file % 2 === 1 ? 'broken' : 'well'])));
    const { pool, running, close } = workers(open);
    const controller = new AbortController();
    const outcomes = Promise.allSettled([0, 1, 2, 3].map((file) => pool.decode(small(file), file === 3 ? controller.signal : never)));
    await vi.waitFor(() => expect(running).toHaveLength(1));
    controller.abort();
    running[0]?.answer();
    expect(await outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { name: 'undecodable' } },
      { status: 'rejected', reason: { message: 'gone' } },
      { status: 'rejected', reason: { name: 'AbortError' } },
    ]);
    close();
  });

  it('closes a picture that comes when nobody wants it any more', async () => {
    const closed: string[] = [];
    const controller = new AbortController();
    const spawn = (): DecodeWorker => {
      const target = new EventTarget();
      const reply = (id: number): void => {
        controller.abort();
        const value: Decoded[] = [{ at: 0, bitmap: Object.assign(new Bitmap(1, 1), { close: () => closed.push('0') }) }];
        target.dispatchEvent(new MessageEvent('message', { data: { rpc: 'reply', id, value } }));
      };
      return {
        postMessage: (message) => setTimeout(() => reply((message as { id: number }).id)),
        addEventListener: (type, listener) => target.addEventListener(type, listener),
        removeEventListener: (type, listener) => target.removeEventListener(type, listener),
        terminate: () => undefined,
      };
    };
    const pool = new DecodePool(spawn, async (files) => files.map(() => new Blob(['0'])));
    await expect(pool.decode(small(0), controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(closed).toEqual(['0']);
  });

  it('does not fetch what was cancelled while it waited', async () => {
    const { pool, running, asked, close } = workers();
    const busy = [1, 2].map((file) => pool.decode(whole(file), never));
    const controller = new AbortController();
    const cancelled = pool.decode(small(3), controller.signal).catch((error: unknown) => error);
    controller.abort();
    await vi.waitFor(() => expect(running).toHaveLength(2));
    for (const { answer } of running) answer();
    expect(await cancelled).toMatchObject({ name: 'AbortError' });
    await Promise.all(busy);
    expect(asked).toEqual([[2], [1]]);
    close();
  });

  it('replaces a worker that dies; only its own pictures are lost', async () => {
    const { pool, running, spawned, close } = workers();
    const lost = pool.decode(whole(1), never);
    await vi.waitFor(() => expect(running).toHaveLength(1));
    spawned[0]?.crash();
    await expect(lost).rejects.toMatchObject({ name: 'undecodable' });
    const next = pool.decode(whole(2), never);
    await vi.waitFor(() => expect(running).toHaveLength(2));
    running[1]?.answer();
    expect(await next).toMatchObject({ width: 1, height: 1 });
    expect(spawned).toMatchObject([{ terminated: true }, { terminated: false }]);
    close();
  });
});
