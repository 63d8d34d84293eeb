/**
 * Calls over a MessagePort-like endpoint: request, progress, reply, cancel by id. Errors travel as plain data; buffers named by
 * `transfer` change hands instead of being copied. No proxies of callbacks: a call has one input and one context.
 */

/** What both ends of a call agree on: `call.signal` cancels, `call.onProgress` hears of progress. */
interface CallContext {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: never) => void;
}

/** A MessagePort, a Worker, or a worker's global scope. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message' | 'messageerror', listener: (event: Event) => void): void;
  removeEventListener(type: 'message' | 'messageerror', listener: (event: Event) => void): void;
  /** MessagePorts wait for it. */
  start?(): void;
}

/** An error as it travels. `data` is whatever plain data the thrower attached. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly data?: unknown;
}

/** An error of the other side, or one with data for it. `name` tells kinds apart: messages are for people. */
export class RemoteError extends Error {
  readonly data: unknown;

  constructor(error: ErrorData) {
    super(error.message);
    this.name = error.name;
    this.data = error.data;
  }
}

type Message =
  | { readonly rpc: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly rpc: 'cancel'; readonly id: number }
  | { readonly rpc: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly rpc: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly rpc: 'error'; readonly id: number; readonly error: ErrorData };

const transfers = new WeakMap<object, readonly Transferable[]>();

/** Marks `value` so that `buffers` inside it are transferred, not copied, when it is sent. In-process it changes nothing. */
export function transfer<T extends object>(value: T, buffers: readonly Transferable[]): T {
  transfers.set(value, buffers);
  return value;
}

function transfersOf(value: unknown): Transferable[] {
  return typeof value === 'object' && value !== null ? [...(transfers.get(value) ?? [])] : [];
}

/** The error as plain data. */
export function errorData(error: unknown): ErrorData {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const data: unknown = 'data' in error ? error.data : undefined;
  return { name: error.name, message: error.message, ...(data === undefined ? {} : { data }) };
}

function messageOf(event: Event): Message | undefined {
  const data: unknown = 'data' in event ? event.data : undefined;
  return typeof data === 'object' && data !== null && 'rpc' in data ? (data as Message) : undefined;
}

/**
 * Answers calls on `endpoint` with the methods of `api`: `(input, {signal, onProgress}) => Promise`.
 * @returns stops answering and aborts what is running
 */
export function serve(api: object, endpoint: Endpoint): () => void {
  const running = new Map<number, AbortController>();
  const methods = api as Readonly<Record<string, unknown>>;

  async function answer(id: number, method: string, input: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    const onProgress = (progress: unknown): void => {
      if (!controller.signal.aborted) endpoint.postMessage({ rpc: 'progress', id, progress } satisfies Message, transfersOf(progress));
    };
    try {
      const call = methods[method];
      if (typeof call !== 'function') throw new TypeError(`There is no call named ${method}`);
      const value: unknown = await call.call(api, input, { signal: controller.signal, onProgress });
      if (!controller.signal.aborted) endpoint.postMessage({ rpc: 'reply', id, value } satisfies Message, transfersOf(value));
    } catch (error) {
      if (!controller.signal.aborted) endpoint.postMessage({ rpc: 'error', id, error: errorData(error) } satisfies Message, []);
    } finally {
      running.delete(id);
    }
  }

  const listener = (event: Event): void => {
    const message = messageOf(event);
    if (message?.rpc === 'call') void answer(message.id, message.method, message.input);
    else if (message?.rpc === 'cancel') running.get(message.id)?.abort();
  };
  endpoint.addEventListener('message', listener);
  endpoint.start?.();
  return () => {
    endpoint.removeEventListener('message', listener);
    for (const controller of running.values()) controller.abort();
  };
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  progress(value: unknown): void;
}

/** The other side's methods, and a way to end all pending calls when the other side is gone. */
export interface Connection<Api> {
  readonly api: Api;
  /** Rejects every pending and every later call with `error`. */
  fail(error: Error): void;
}

/**
 * Calls the api that `serve` answers at the other end of `endpoint`. A cancelled call rejects at once with its signal's reason;
 * whatever the other side still says about it is dropped.
 * @param methods names of the calls, so that the object is a plain one
 */
export function connect<Api extends object>(methods: readonly (keyof Api & string)[], endpoint: Endpoint): Connection<Api> {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let broken: Error | undefined;

  const fail = (error: Error): void => {
    broken = error;
    const calls = [...pending.values()];
    pending.clear();
    for (const call of calls) call.reject(error);
  };

  const listener = (event: Event): void => {
    const message = messageOf(event);
    if (!message) return;
    const call = pending.get(message.id);
    if (!call) return;
    if (message.rpc === 'progress') return call.progress(message.progress);
    if (message.rpc !== 'reply' && message.rpc !== 'error') return;
    pending.delete(message.id);
    if (message.rpc === 'reply') call.resolve(message.value);
    else call.reject(new RemoteError(message.error));
  };
  endpoint.addEventListener('message', listener);
  endpoint.addEventListener('messageerror', () => fail(new Error('A message could not be read')));
  endpoint.start?.();

  const send = (method: string, input: unknown, { signal, onProgress }: CallContext): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      if (signal?.aborted) return reject(signal.reason);
      const id = ++lastId;
      const cancel = (): void => {
        if (!pending.delete(id)) return;
        endpoint.postMessage({ rpc: 'cancel', id } satisfies Message, []);
        reject(signal?.reason);
      };
      const settle =
        <V>(then: (value: V) => void) =>
        (value: V): void => {
          signal?.removeEventListener('abort', cancel);
          then(value);
        };
      pending.set(id, {
        resolve: settle(resolve),
        reject: settle(reject),
        progress: (value) => onProgress?.(value as never),
      });
      signal?.addEventListener('abort', cancel);
      try {
        endpoint.postMessage({ rpc: 'call', id, method, input } satisfies Message, transfersOf(input));
      } catch (error) {
        pending.delete(id);
        settle(reject)(error);
      }
    });

  const api = Object.fromEntries(methods.map((method) => [method, (input: unknown, call: CallContext = {}) => send(method, input, call)]));
  return { api: api as unknown as Api, fail };
}
