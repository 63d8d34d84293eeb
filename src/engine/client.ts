/** The page's side of the engine: a worker behind the same interface, which can die and be restarted. */
import { connect, errorData, type Connection, type Endpoint, type ErrorData } from '../base/rpc.ts';
import { ENGINE_METHODS, type Call, type EngineApi, type OpenProgress, type OpenResult } from './protocol.ts';
import { spawnEngine } from '#spawn';

export interface EngineClient extends EngineApi {
  /** Hears once of every crash; pending calls have been rejected with an `EngineCrashed` error by then. Returns the unsubscriber. */
  onCrash(listener: (error: ErrorData) => void): () => void;
  /**
   * Starts a new worker and repeats what opened the current state (files, opens, choices of format and frame), so that dataset
   * ids stay. Resolves with the last opening; `undefined` where nothing was open.
   */
  restart(call?: Call<OpenProgress>): Promise<OpenResult | undefined>;
  /**
   * Takes the last drop back: a new worker repeats everything but its files and their opening. Resolves with what is open then;
   * `undefined` where nothing was open before that drop.
   */
  undoOpen(call?: Call<OpenProgress>): Promise<OpenResult | undefined>;
  /** Ends the worker for good. */
  stop(): void;
}

/** What a client needs of a Worker. */
export interface EngineWorker extends Endpoint {
  terminate(): void;
  addEventListener(type: 'message' | 'messageerror' | 'error', listener: (event: Event) => void): void;
}

/** Calls that change what is open: repeated in order after a crash. */
const REPEATED = ['add', 'open', 'openAs', 'close', 'setFrame'] as const;
type Repeated = {
  [Method in (typeof REPEATED)[number]]: { readonly method: Method; readonly input: Parameters<EngineApi[Method]>[0] };
}[(typeof REPEATED)[number]];

function isRepeated(method: string): method is Repeated['method'] {
  return (REPEATED as readonly string[]).includes(method);
}

function crashError(event: Event): Error {
  const reason = 'message' in event && typeof event.message === 'string' ? event.message : '';
  const error = new Error(reason === '' ? 'The engine stopped' : `The engine stopped: ${reason}`);
  error.name = 'EngineCrashed';
  return error;
}

/** Starts a worker and talks to it. `spawn` is another worker in tests. */
export function createClient(spawn: () => EngineWorker = spawnEngine): EngineClient {
  const listeners = new Set<(error: ErrorData) => void>();
  let done: Repeated[] = [];
  let worker: EngineWorker;
  let connection: Connection<EngineApi>;

  function start(): void {
    const started = spawn();
    worker = started;
    connection = connect<EngineApi>(ENGINE_METHODS, started);
    started.addEventListener('error', (event) => {
      if (worker !== started) return;
      const error = crashError(event);
      started.terminate();
      connection.fail(error);
      for (const listener of listeners) listener(errorData(error));
    });
  }
  start();

  async function callAndRemember(method: string, input: unknown, call?: Call<unknown>): Promise<unknown> {
    const target = connection.api[method as keyof EngineApi] as (input: unknown, call?: Call<unknown>) => Promise<unknown>;
    if (method === 'discard') done.splice(done.findLastIndex((entry) => entry.method !== 'add') + 1);
    if (!isRepeated(method)) return target(input, call);
    const entry = { method, input } as Repeated;
    // Files are remembered before they arrive: a crash while they are listed must not lose them.
    if (method === 'add') done.push(entry);
    const result = await target(input, call).catch((error: unknown) => {
      // What was read before a person stopped it is there.
      if (method === 'open' && call?.signal?.aborted) done.push(entry);
      throw error;
    });
    if (method === 'close' && (input as { dataset?: number }).dataset === undefined) done = [];
    else if (method !== 'add') done.push(entry);
    return result;
  }

  const api = Object.fromEntries(
    ENGINE_METHODS.map((method) => [method, (input: unknown, call?: Call<unknown>) => callAndRemember(method, input, call)]),
  ) as unknown as EngineApi;

  async function restart(call?: Call<OpenProgress>): Promise<OpenResult | undefined> {
    worker.terminate();
    const crashed = new Error('The engine was restarted');
    crashed.name = 'EngineCrashed';
    connection.fail(crashed);
    start();
    let last: OpenResult | undefined;
    // A copy: what comes meanwhile is sent once, by itself.
    const repeated = [...done];
    // A crash in the middle of an opening leaves files without an `open`.
    if (repeated.at(-1)?.method === 'add') repeated.push({ method: 'open', input: {} });
    for (const { method, input } of repeated) {
      const target = connection.api[method] as (input: unknown, call?: Call<OpenProgress>) => Promise<unknown>;
      const result = await target(input, call);
      if (method === 'open' || method === 'openAs' || method === 'close') last = result as OpenResult;
    }
    return last;
  }

  return {
    ...api,
    onCrash(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restart,
    undoOpen(call) {
      const opened = done.findLastIndex(({ method }) => method === 'open');
      const before = done.slice(0, Math.max(0, opened)).findLastIndex(({ method }) => method !== 'add');
      // What was chosen after that drop (another format, a frame) went with it.
      done = done.slice(0, before + 1);
      return restart(call);
    },
    stop() {
      const stopped = new Error('The engine was stopped');
      stopped.name = 'EngineCrashed';
      connection.fail(stopped);
      worker.terminate();
    },
  };
}
