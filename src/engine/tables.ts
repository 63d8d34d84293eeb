/** Tables are decoded in a worker that is ended when it takes too long: a few flipped bits can keep the decoder busy for ever. */
import { spawnTables } from '#spawn-tables';
import { connect, RemoteError, serve, transfer, type Connection, type Endpoint } from '../base/rpc.ts';
import { ReadError, type ByteSource, type ReadErrorCode } from '../files/byte-source.ts';
import type { TableDecoder } from '../syntax/table-file.ts';
import type { BytesApi, TableKind, TableRef, TablesApi } from './tables-protocol.ts';

/** Milliseconds that one column of one group, or a footer, may take: some, and more for each byte read and each row. */
export interface DecodeLimits {
  readonly base: number;
  readonly perByte: number;
  readonly perRow: number;
  readonly most: number;
}

/** Generous: a column that is decoded in vain costs less than one that is given up. */
const LIMITS: DecodeLimits = { base: 4000, perByte: 0.000_25, perRow: 0.004, most: 60_000 };

/** What is used of a Worker. */
interface TablesWorker extends Endpoint {
  addEventListener(type: 'message' | 'messageerror' | 'error', listener: (event: Event) => void): void;
  terminate(): void;
}

/** One worker for both kinds. `spawn` is another in tests. */
export function decodeElsewhere(
  spawn: () => TablesWorker = spawnTables,
  limits: DecodeLimits = LIMITS,
): Readonly<Record<TableKind, TableDecoder>> {
  const tables = new Tables(spawn, limits);
  const decoder = (kind: TableKind): TableDecoder => ({
    footer: (source) => tables.ask(kind, source, 0, (api, ref) => api.footer(ref)),
    column: (source, part) => tables.ask(kind, source, part.end - part.start, (api, ref) => api.column({ ...ref, ...part })),
  });
  return { parquet: decoder('parquet'), arrow: decoder('arrow') };
}

interface Running {
  readonly connection: Connection<TablesApi>;
  end(): void;
}

class Tables {
  readonly #spawn: () => TablesWorker;
  readonly #limits: DecodeLimits;
  readonly #ids = new WeakMap<ByteSource, number>();
  readonly #sources = new Map<number, ByteSource>();
  /** Files whose footer was not read in time: they are not tried again. */
  readonly #endless = new WeakMap<ByteSource, Error>();
  #running: Running | undefined;
  /** One call at a time: who ends the worker ends no other's work. The newest goes first, as what is looked at now is. */
  readonly #waiting: (() => Promise<unknown>)[] = [];
  #isBusy = false;
  /** Bytes and milliseconds of reading, during the call at hand. */
  #bytesRead = 0;
  #readMs = 0;
  /** What went wrong with reading the file, during the call at hand. */
  #readError: ReadError | undefined;

  constructor(spawn: () => TablesWorker, limits: DecodeLimits) {
    this.#spawn = spawn;
    this.#limits = limits;
  }

  /** @param rows that are decoded; 0: the footer */
  ask<T>(kind: TableKind, source: ByteSource, rows: number, call: (api: TablesApi, ref: TableRef) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => this.#askNow(kind, source, rows, call).then(resolve, reject));
      void this.#askNext();
    });
  }

  async #askNext(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) await next();
    this.#isBusy = false;
  }

  async #askNow<T>(kind: TableKind, source: ByteSource, rows: number, call: (api: TablesApi, ref: TableRef) => Promise<T>): Promise<T> {
    const known = this.#endless.get(source);
    if (known) throw known;
    const ref: TableRef = { kind, id: this.#idOf(source), size: await source.size() };
    const { connection } = this.#start();
    this.#bytesRead = 0;
    this.#readMs = 0;
    this.#readError = undefined;
    const started = performance.now();
    const watch = setInterval(() => {
      const { base, perByte, perRow, most } = this.#limits;
      const limit = Math.min(most, base + this.#bytesRead * perByte + rows * perRow);
      if (performance.now() - started - this.#readMs < limit) return;
      const seconds = Math.round(limit / 1000);
      const error = new ReadError(`${kind}-broken`, `Decoding did not end within ${seconds} s`);
      if (rows === 0) this.#endless.set(source, error);
      this.#end(rows === 0 ? error : new Error(error.message));
    }, 50);
    this.#sources.set(ref.id, source);
    try {
      return await call(connection.api, ref);
    } catch (error) {
      throw this.#readError ?? readErrorOf(error, kind);
    } finally {
      clearInterval(watch);
      this.#sources.delete(ref.id);
    }
  }

  #idOf(source: ByteSource): number {
    const id = this.#ids.get(source) ?? nextId();
    this.#ids.set(source, id);
    return id;
  }

  #start(): Running {
    if (this.#running) return this.#running;
    const worker = this.#spawn();
    const connection = connect<TablesApi>(['begin', 'footer', 'column'], worker);
    worker.addEventListener('error', () => this.#end(new Error('The worker that decodes tables ended')));
    const { port1, port2 } = new MessageChannel();
    const stop = serve({ read: (input: Parameters<BytesApi['read']>[0]) => this.#read(input) }, port1);
    const end = (): void => {
      stop();
      port1.close();
      worker.terminate();
    };
    const running: Running = { connection, end };
    this.#running = running;
    // Calls are answered in their order: nobody waits for this one.
    connection.api.begin(transfer({ port: port2 }, [port2])).catch(() => undefined);
    return running;
  }

  #end(error: Error): void {
    const running = this.#running;
    this.#running = undefined;
    running?.end();
    running?.connection.fail(error);
  }

  async #read({ id, start, end }: Parameters<BytesApi['read']>[0]): Promise<Uint8Array> {
    const started = performance.now();
    try {
      const bytes = (await this.#sources.get(id)?.read(start, end)) ?? new Uint8Array(0);
      this.#bytesRead += bytes.length;
      this.#readMs += performance.now() - started;
      return bytes;
    } catch (error) {
      if (error instanceof ReadError) this.#readError = error;
      throw error;
    }
  }
}

let lastId = 0;

function nextId(): number {
  lastId += 1;
  return lastId;
}

/** A `ReadError` of the other thread is one here. */
function readErrorOf(error: unknown, kind: TableKind): unknown {
  if (!(error instanceof RemoteError) || error.name !== 'ReadError') return error;
  return new ReadError((error.data as ReadErrorCode | undefined) ?? `${kind}-broken`, error.message, error);
}
