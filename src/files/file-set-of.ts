import { assert } from '../base/assert.ts';
import { firstWhere } from '../base/binary-search.ts';
import { Lru } from '../base/lru.ts';
import { pacer } from '../base/pause.ts';
import { mapPooled } from '../base/pool.ts';
import type { ByteSource } from './byte-source.ts';
import type { FileSet, Resolution } from './file-set.ts';
import { normalisePath } from './reference.ts';
import { Resolver } from './resolver.ts';

/** A handle of the browser, as far as files are told apart by it. */
export interface FileHandle {
  isSameEntry(other: FileHandle): Promise<boolean>;
}

/** A file before it has an index. */
export interface FileEntry {
  /** Starts with the dropped folder's name; normalised when it is appended. */
  readonly path: string;
  readonly source: ByteSource;
  /** Of the dropped folder or file that it is opened through, where the browser has handles. */
  readonly handle?: FileHandle;
}

/** What one file's first bytes came to. */
interface FirstBytes {
  readonly file: number;
  readonly bytes: Uint8Array | Error;
}

export const HEAD_BYTES = 64 * 1024;
/** Heads kept, bytes. */
const HEADS_KEPT = 32 * 1024 * 1024;
/** Files read in one round trip, and round trips under way (design/performance.md 6: four times as fast as one by one). */
const BATCH_FILES = 100;
const BATCHES_IN_FLIGHT = 4;
/** A batch is not larger than this, however many bytes of each file are asked for. */
const BATCH_BYTES = 8 * 1024 * 1024;
/** Reads of single files under way in each batch, where files are no Blobs. */
const READS_PER_BATCH = 8;

/** All files of all drops. */
export class Files implements FileSet {
  readonly #paths: string[] = [];
  readonly #sources: ByteSource[] = [];
  readonly #handles: (FileHandle | undefined)[] = [];
  readonly #index = new Map<string, number>();
  readonly #heads = new Lru<number, Uint8Array>(HEADS_KEPT, (head) => head.length);
  /** Heads that come at once (of files in memory) must not keep the event loop from its turn: formats look at thousands in a row. */
  readonly #pace = pacer();
  readonly #headsUnderWay = new Map<number, Promise<Uint8Array>>();
  /** Built when first needed and dropped by the next `append`. */
  #resolver: Resolver | undefined;
  #inOrder: number[] | undefined;

  get paths(): readonly string[] {
    return this.#paths;
  }

  /**
   * Adds files and returns the index of each, in order. A path that is there already keeps its index and gets the new source: dropping a
   * folder again shows its files as they are now. Different files of one name come under different paths (`uniqueNames`, `namesBeside`).
   */
  append(entries: readonly FileEntry[]): number[] {
    this.#resolver = undefined;
    this.#inOrder = undefined;
    return entries.map(({ path, source, handle }) => {
      const normal = normalisePath(path);
      const known = this.#index.get(normal);
      const file = known ?? this.#paths.length;
      if (known === undefined) {
        this.#paths.push(normal);
        this.#index.set(normal, file);
      } else {
        this.#heads.delete(file);
        this.#headsUnderWay.delete(file);
      }
      this.#sources[file] = source;
      this.#handles[file] = handle;
      return file;
    });
  }

  source(file: number): ByteSource {
    const source = this.#sources[file];
    assert(source, `there are ${this.#sources.length} files, and none at ${file}`);
    return source;
  }

  /** The handle that came with the file. */
  handle(file: number): FileHandle | undefined {
    return this.#handles[file];
  }

  indexOf(path: string): number | undefined {
    return this.#index.get(path) ?? this.#index.get(normalisePath(path));
  }

  head(file: number): Promise<Uint8Array> {
    const kept = this.#heads.get(file);
    if (kept) return Promise.resolve(kept);
    const underWay = this.#headsUnderWay.get(file);
    if (underWay) return underWay;
    const reading = this.#readHead(file).finally(() => {
      if (this.#headsUnderWay.get(file) === reading) this.#headsUnderWay.delete(file);
    });
    this.#headsUnderWay.set(file, reading);
    return reading;
  }

  async *firstBytes(files: readonly number[], bytes: number, signal: AbortSignal): AsyncGenerator<FirstBytes> {
    const perBatch = Math.max(1, Math.min(BATCH_FILES, Math.floor(BATCH_BYTES / Math.max(1, bytes))));
    const inFlight: Promise<FirstBytes[]>[] = [];
    let next = 0;
    const start = (): void => {
      if (next >= files.length) return;
      inFlight.push(this.#firstBytesOf(files.slice(next, next + perBatch), bytes));
      next += perBatch;
    };
    for (let count = 0; count < BATCHES_IN_FLIGHT; count += 1) start();
    for (let batch = inFlight.shift(); batch; batch = inFlight.shift()) {
      signal.throwIfAborted();
      const results = await batch;
      signal.throwIfAborted();
      start();
      yield* results;
    }
  }

  resolve(reference: string, folder: string, among: 'images' | 'all'): Resolution {
    this.#resolver ??= new Resolver(this.#paths, this.#index);
    return this.#resolver.resolve(reference, folder, among);
  }

  under(folder: string): readonly number[] {
    const paths = this.#paths;
    this.#inOrder ??= [...paths.keys()].sort((a, b) => ((paths[a] ?? '') < (paths[b] ?? '') ? -1 : 1));
    const order = this.#inOrder;
    if (folder === '') return order;
    const pathAt = (place: number): string => paths[order[place] ?? 0] ?? '';
    // '0' follows '/' in Unicode: everything of the folder lies between the two.
    const first = firstWhere(order.length, (place) => pathAt(place) >= `${folder}/`);
    const end = firstWhere(order.length, (place) => pathAt(place) >= `${folder}0`);
    return order.slice(first, end);
  }

  async #readHead(file: number): Promise<Uint8Array> {
    const source = this.source(file);
    await this.#pace();
    const head = await source.read(0, HEAD_BYTES);
    if (this.#sources[file] === source) this.#heads.set(file, head);
    return head;
  }

  /** Never rejects: what cannot be read is an error in its place. */
  async #firstBytesOf(files: readonly number[], bytes: number): Promise<FirstBytes[]> {
    if (files.every((file) => this.source(file).isBlob)) {
      const joined = await this.#joinedBlobs(files, bytes);
      if (joined) return joined;
    }
    return mapPooled(files, READS_PER_BATCH, async (file) => ({ file, bytes: await orError(this.source(file).read(0, bytes)) }));
  }

  /** All in one read. Undefined where that fails: then one of them has gone, and they are read one by one to find out which. */
  async #joinedBlobs(files: readonly number[], bytes: number): Promise<FirstBytes[] | undefined> {
    const parts = await mapPooled(files, READS_PER_BATCH * BATCHES_IN_FLIGHT, (file) => orError(this.source(file).wholeBlob()));
    // A slice is one more Blob for the browser to register: a file that is short enough goes in as it is.
    const slices = parts.map((part) => (part instanceof Error || part.size <= bytes ? part : part.slice(0, bytes)));
    const total = slices.reduce((sum, slice) => sum + (slice instanceof Error ? 0 : slice.size), 0);
    const joined = await orError(new Blob(slices.filter((slice) => slice instanceof Blob)).arrayBuffer());
    if (joined instanceof Error || joined.byteLength !== total) return undefined;
    let at = 0;
    return slices.map((slice, place) => {
      const file = files[place] ?? 0;
      if (slice instanceof Error) return { file, bytes: slice };
      const start = at;
      at += slice.size;
      return { file, bytes: new Uint8Array(joined.slice(start, at)) };
    });
  }
}

async function orError<T>(promise: Promise<T>): Promise<T | Error> {
  try {
    return await promise;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
