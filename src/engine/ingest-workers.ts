/** Workers that read large files: started before they are needed, and kept, since a new one has to compile everything anew. */
import { connect, type Endpoint } from '../base/rpc.ts';
import { ReadError } from '../files/byte-source.ts';
import type { IngestApi } from './ingest-protocol.ts';

/** What is used of a Worker. */
export interface IngestWorker extends Endpoint {
  addEventListener(type: 'message' | 'messageerror' | 'error', listener: (event: Event) => void): void;
  terminate(): void;
}

/** One that reads. */
export interface Reader {
  readonly api: IngestApi;
  /** Rejects what is being asked of it. */
  fail(error: Error): void;
  /** Ends it at once, whatever it does. */
  end(): void;
}

export class IngestWorkers {
  readonly #spawn: () => IngestWorker;
  readonly #dead = new WeakSet<Reader>();
  #idle: Reader | undefined;

  constructor(spawn: () => IngestWorker) {
    this.#spawn = spawn;
  }

  /** One that reads nothing: the one that was kept, or a new one. */
  take(): Reader {
    const reader = this.#idle ?? this.#start();
    this.#idle = undefined;
    return reader;
  }

  /** It has read its file to the end. One is kept. */
  giveBack(reader: Reader): void {
    if (this.#idle || this.#dead.has(reader)) reader.end();
    else this.#idle = reader;
  }

  #start(): Reader {
    const worker = this.#spawn();
    const { api, fail } = connect<IngestApi>(['scan', 'taken'], worker);
    const reader = { api, fail, end: () => worker.terminate() };
    worker.addEventListener('error', () => {
      this.#dead.add(reader);
      if (this.#idle === reader) this.#idle = undefined;
      fail(new ReadError('file-unreadable', 'The worker that reads the file ended'));
    });
    return reader;
  }
}
