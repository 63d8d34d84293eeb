/** Pictures for the page: a small pool of decoding workers and a cache of thumbnails. The newest wish is served first. */
import { connect, type Connection, type Endpoint } from '../base/rpc.ts';
import type { FileIndex, Frame } from '../model/dataset.ts';
import { DECODE_METHODS, type DecodeApi, type DecodeRequest } from './decode-protocol.ts';
import type { Call, EngineApi } from './protocol.ts';
import { spawnDecode } from '#spawn-decode';

const WORKERS = 2;
/** Two per worker: one decodes while the next one's bytes are on their way. */
const IN_FLIGHT_PER_WORKER = 2;
const THUMBNAIL_BYTES = 96 << 20;

export interface ThumbnailRequest {
  readonly file: FileIndex;
  readonly frame: Frame;
  /** Device pixels to fit into; use few different sizes, each is cached apart. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the whole picture in `frame`, where known: decoding is faster. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface PictureRequest {
  readonly file: FileIndex;
  readonly frame: Frame;
  /** Pixels to fit into; absent: all there are. */
  readonly fit?: { readonly width: number; readonly height: number };
  /** Pixels of the whole picture in `frame`, where known. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface Pictures {
  /** The thumbnail, if it is here; `undecodable` if there is none to wait for. Draw it at once: it may be closed after the next `want`. */
  thumbnail(request: ThumbnailRequest): ImageBitmap | 'undecodable' | undefined;
  /** What is visible now, most wanted first: the missing ones are decoded, whatever else was waiting is dropped. */
  want(requests: readonly ThumbnailRequest[]): void;
  /** A picture in its frame, whole or as large as `fit` allows; the caller closes it. Rejects with an error named `undecodable`. */
  picture(request: PictureRequest, call?: Call): Promise<ImageBitmap>;
  /** Hears of every thumbnail that arrived. Returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  /** Changes with every thumbnail that arrived. */
  readonly version: number;
  /** Files have other contents now (all was closed): forgets everything. */
  clear(): void;
}

/** A worker of the pool, as the pool needs it. */
export interface DecodeWorker extends Endpoint {
  terminate(): void;
  addEventListener(type: 'message' | 'messageerror' | 'error', listener: (event: Event) => void): void;
}

interface Job {
  readonly request: () => Promise<DecodeRequest>;
  readonly signal: AbortSignal;
  resolve(bitmap: ImageBitmap): void;
  reject(error: unknown): void;
}

/** Decodes in a few workers; the newest job goes first. A worker that dies costs its own jobs and is replaced. */
export class DecodePool {
  readonly #spawn: () => DecodeWorker;
  readonly #waiting: Job[] = [];
  readonly #slots: { connection: Connection<DecodeApi> | undefined; busy: number }[];

  constructor(spawn: () => DecodeWorker, workers = WORKERS) {
    this.#spawn = spawn;
    this.#slots = Array.from({ length: workers }, () => ({ connection: undefined, busy: 0 }));
  }

  /** `request` is made when its turn comes: bytes are not fetched for what is cancelled before. */
  decode(request: () => Promise<DecodeRequest>, signal: AbortSignal): Promise<ImageBitmap> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, signal, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    for (;;) {
      const slot = this.#slots.reduce((least, other) => (other.busy < least.busy ? other : least));
      if (slot.busy >= IN_FLIGHT_PER_WORKER) return;
      const job = this.#waiting.pop();
      if (!job) return;
      if (job.signal.aborted) job.reject(job.signal.reason);
      else void this.#run(slot, job);
    }
  }

  async #run(slot: { connection: Connection<DecodeApi> | undefined; busy: number }, job: Job): Promise<void> {
    slot.busy++;
    try {
      const request = await job.request();
      job.signal.throwIfAborted();
      slot.connection ??= this.#connect(slot);
      job.resolve(await slot.connection.api.decode(request, { signal: job.signal }));
    } catch (error) {
      job.reject(error);
    } finally {
      slot.busy--;
      this.#next();
    }
  }

  #connect(slot: { connection: Connection<DecodeApi> | undefined }): Connection<DecodeApi> {
    const worker = this.#spawn();
    const connection = connect<DecodeApi>(DECODE_METHODS, worker);
    worker.addEventListener('error', () => {
      worker.terminate();
      const error = new Error('The decoder stopped');
      error.name = 'undecodable';
      connection.fail(error);
      if (slot.connection === connection) slot.connection = undefined;
    });
    return connection;
  }
}

function keyOf({ file, frame, width, height }: ThumbnailRequest): string {
  return `${file} ${frame} ${width} ${height}`;
}

/** Thumbnails by file, frame and size; the ones used last are kept, up to a number of bytes; bitmaps are closed when they go. */
export class ThumbnailCache {
  readonly #decode: (request: ThumbnailRequest, signal: AbortSignal) => Promise<ImageBitmap>;
  readonly #maxBytes: number;
  readonly #bitmaps = new Map<string, ImageBitmap>();
  readonly #undecodable = new Set<string>();
  readonly #pending = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  #bytes = 0;
  #version = 0;

  constructor(decode: (request: ThumbnailRequest, signal: AbortSignal) => Promise<ImageBitmap>, maxBytes = THUMBNAIL_BYTES) {
    this.#decode = decode;
    this.#maxBytes = maxBytes;
  }

  get version(): number {
    return this.#version;
  }

  get bytes(): number {
    return this.#bytes;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(request: ThumbnailRequest): ImageBitmap | 'undecodable' | undefined {
    const key = keyOf(request);
    if (this.#undecodable.has(key)) return 'undecodable';
    const bitmap = this.#bitmaps.get(key);
    if (!bitmap) return undefined;
    this.#bitmaps.delete(key);
    this.#bitmaps.set(key, bitmap);
    return bitmap;
  }

  want(requests: readonly ThumbnailRequest[]): void {
    const wanted = new Map(requests.map((request) => [keyOf(request), request]));
    for (const [key, controller] of this.#pending) {
      if (wanted.has(key)) continue;
      this.#pending.delete(key);
      controller.abort();
    }
    // The pool serves the newest first: ask in reverse, so that the first of the list is the newest.
    for (const [key, request] of [...wanted].reverse()) {
      if (!this.#pending.has(key) && !this.#undecodable.has(key) && !this.#bitmaps.has(key)) void this.#fetch(key, request);
    }
  }

  clear(): void {
    for (const controller of this.#pending.values()) controller.abort();
    this.#pending.clear();
    for (const bitmap of this.#bitmaps.values()) bitmap.close();
    this.#bitmaps.clear();
    this.#undecodable.clear();
    this.#bytes = 0;
    this.#changed();
  }

  async #fetch(key: string, request: ThumbnailRequest): Promise<void> {
    const controller = new AbortController();
    this.#pending.set(key, controller);
    try {
      const bitmap = await this.#decode(request, controller.signal);
      if (controller.signal.aborted) return bitmap.close();
      this.#keep(key, bitmap);
    } catch {
      if (controller.signal.aborted) return;
      // Whatever the reason, there is nothing to show; asking again would fail again.
      this.#undecodable.add(key);
    } finally {
      if (this.#pending.get(key) === controller) this.#pending.delete(key);
    }
    this.#changed();
  }

  #keep(key: string, bitmap: ImageBitmap): void {
    this.#bitmaps.set(key, bitmap);
    this.#bytes += bytesOf(bitmap);
    for (const [oldest, old] of this.#bitmaps) {
      if (this.#bytes <= this.#maxBytes || oldest === key) return;
      this.#bitmaps.delete(oldest);
      this.#bytes -= bytesOf(old);
      old.close();
    }
  }

  #changed(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}

function bytesOf(bitmap: ImageBitmap): number {
  return bitmap.width * bitmap.height * 4;
}

/** What decodes SVG: only the page can, workers have no document. `fit`: device pixels to fit into; absent: its own size. */
export type SvgDecoder = (blob: Blob, fit: { readonly width: number; readonly height: number } | undefined) => Promise<ImageBitmap>;

/** Pictures of an engine's files. */
export function createPictures(engine: Pick<EngineApi, 'blob'>, decodeSvg: SvgDecoder, spawn: () => DecodeWorker = spawnDecode): Pictures {
  const pool = new DecodePool(spawn);
  const decode = async (request: () => Promise<DecodeRequest>, signal: AbortSignal): Promise<ImageBitmap> => {
    try {
      return await pool.decode(request, signal);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'undecodable') throw error;
      const { blob, fit } = await request();
      if (!(await isSvg(blob))) throw error;
      return decodeSvg(blob, fit);
    }
  };
  const cache = new ThumbnailCache(({ file, frame, width, height, size }, signal) =>
    decode(
      async () => ({ blob: await engine.blob({ file }, { signal }), frame, fit: { width, height }, ...(size ? { size } : {}) }),
      signal,
    ),
  );
  return {
    thumbnail: (request) => cache.get(request),
    want: (requests) => cache.want(requests),
    picture: ({ file, ...how }, call) => {
      const signal = call?.signal ?? new AbortController().signal;
      return decode(async () => ({ blob: await engine.blob({ file }, { signal }), ...how }), signal);
    },
    subscribe: cache.subscribe,
    get version() {
      return cache.version;
    },
    clear: () => cache.clear(),
  };
}

async function isSvg(blob: Blob): Promise<boolean> {
  return /<svg[\s>]/i.test(await blob.slice(0, 4096).text());
}
