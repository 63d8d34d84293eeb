import { afterEach, describe, expect, it } from 'vitest';
import { connect, RemoteError, serve, transfer } from '../../src/base/rpc.ts';

interface Call {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: number) => void;
}
interface Api {
  double(input: number, call?: Call): Promise<number>;
  count(input: { readonly to: number }, call?: Call): Promise<string>;
  wait(input: undefined, call?: Call): Promise<void>;
  numbers(input: { readonly length: number }, call?: Call): Promise<Uint32Array>;
  measure(input: { readonly bytes: Uint8Array }, call?: Call): Promise<number>;
  fail(input: string, call?: Call): Promise<void>;
  unsendable(input: undefined, call?: Call): Promise<unknown>;
}
const METHODS = ['double', 'count', 'wait', 'numbers', 'measure', 'fail', 'unsendable'] as const;

let aborted = 0;
let sent: Uint32Array | undefined;
const implementation: Api = {
  double: async (input) => input * 2,
  async count({ to }, call) {
    for (let i = 1; i <= to; i++) call?.onProgress?.(i);
    return 'counted';
  },
  wait: (_, call) =>
    new Promise((_resolve, reject) => {
      call?.signal?.addEventListener('abort', () => {
        aborted++;
        reject(new Error('aborted'));
      });
    }),
  async numbers({ length }) {
    sent = Uint32Array.from({ length }, (_, i) => i);
    return transfer(sent, [sent.buffer]);
  },
  measure: async ({ bytes }) => bytes.length,
  async fail(input) {
    throw new RemoteError({ name: 'FileChanged', message: input, data: { file: 'a.txt' } });
  },
  unsendable: async () => () => 1,
};

const open: MessageChannel[] = [];
function channel() {
  const pair = new MessageChannel();
  open.push(pair);
  const stop = serve(implementation, pair.port1);
  return { ...connect<Api>(METHODS, pair.port2), stop };
}
afterEach(() => {
  for (const pair of open.splice(0)) {
    pair.port1.close();
    pair.port2.close();
  }
});

describe('rpc over a MessageChannel', () => {
  it('answers calls, each with its own result', async () => {
    const { api } = channel();
    expect(await Promise.all([api.double(1), api.double(2), api.double(3)])).toEqual([2, 4, 6]);
  });

  it('reports progress before the reply', async () => {
    const { api } = channel();
    const seen: number[] = [];
    expect(await api.count({ to: 3 }, { onProgress: (n) => seen.push(n) })).toBe('counted');
    expect(seen).toEqual([1, 2, 3]);
  });

  it('transfers marked buffers of results instead of copying them', async () => {
    const { api } = channel();
    const numbers = await api.numbers({ length: 4 });
    expect([...numbers]).toEqual([0, 1, 2, 3]);
    expect(sent?.length).toBe(0);
  });

  it('transfers marked buffers of inputs', async () => {
    const { api } = channel();
    const bytes = new Uint8Array(5);
    expect(await api.measure(transfer({ bytes }, [bytes.buffer]))).toBe(5);
    expect(bytes.length).toBe(0);
  });

  it('turns errors into plain data with name, message and data', async () => {
    const { api } = channel();
    const error = await api.fail('gone').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({ name: 'FileChanged', message: 'gone', data: { file: 'a.txt' } });
  });

  it('rejects when the result cannot be sent', async () => {
    const { api } = channel();
    await expect(api.unsendable(undefined)).rejects.toMatchObject({ name: 'DataCloneError' });
  });

  it('cancels by id: rejects at once and aborts the other side', async () => {
    const { api } = channel();
    aborted = 0;
    const controller = new AbortController();
    const call = api.wait(undefined, { signal: controller.signal });
    await api.double(1);
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await api.double(1);
    expect(aborted).toBe(1);
  });

  it('does not send a call whose signal is aborted already', async () => {
    const { api } = channel();
    const seen: number[] = [];
    await expect(api.count({ to: 1 }, { signal: AbortSignal.abort(), onProgress: (n) => seen.push(n) })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await api.double(1);
    expect(seen).toEqual([]);
  });

  it('rejects pending and later calls when the other side dies', async () => {
    const { api, fail } = channel();
    const call = api.wait(undefined);
    fail(new Error('The worker died'));
    await expect(call).rejects.toThrow('The worker died');
    await expect(api.double(1)).rejects.toThrow('The worker died');
  });

  it('aborts what is running when serving stops', async () => {
    const { api, stop } = channel();
    aborted = 0;
    void api.wait(undefined).catch(() => undefined);
    await api.double(1);
    stop();
    expect(aborted).toBe(1);
  });
});
