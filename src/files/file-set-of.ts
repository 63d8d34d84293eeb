import { assert } from '../base/assert.ts';
import { firstWhere } from '../base/binary-search.ts';
import { Growable } from '../base/growable.ts';
import { Lru } from '../base/lru.ts';
import { pacer } from '../base/pause.ts';
import { mapPooled } from '../base/pool.ts';
import { reopenedSource } from './blob-source.ts';
import type { ByteSource, FileStamp } from './byte-source.ts';
import type { FileSet, Resolution } from './file-set.ts';
import { answerWithin, patienceFor } from './patience.ts';
import { PathOrder } from './path-order.ts';
import { normalisePath } from './reference.ts';
import { Resolver } from './resolver.ts';

/** A handle of the browser, as far as files are told apart by it. */
export interface FileHandle {
  isSameEntry(other: FileHandle): Promise<boolean>;
}

/** Opens the files of one dropped folder: shared by all of them, so that a file costs no object of its own. */
export interface FileOpener {
  readonly handle: FileHandle;
  /** @param inner path within the folder, as the system writes it */
  open(inner: string): Promise<Blob>;
}

/** A file before it has an index. */
export interface FileEntry {
  /** Starts with the dropped folder's name; normalised when it is appended. */
  readonly path: string;
  readonly source: ByteSource;
  /** Of the dropped folder or file that it is opened through, where the browser has handles. */
  readonly handle?: FileHandle;
  /** What `source` reads with, where that is shared. */
  readonly opener?: FileOpener;
}

/** The same file under another path; it must stay the same within its dropped folder. */
export function movedEntry({ source, handle, opener }: FileEntry, path: string): FileEntry {
  return { path, source, ...(handle ? { handle } : {}), ...(opener ? { opener } : {}) };
}

/** A path within its dropped folder. */
export function innerPath(path: string): string {
  return path.slice(path.indexOf('/') + 1);
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
/** Files of a batch that are asked for at the same time. */
const OPENS_PER_BATCH = 64;

/** Sources of files behind handles that are kept. */
const SOURCES_KEPT = 1024;

/** All files of all drops. A file is its path, a number and who opens it: there may be hundreds of thousands. */
export class Files implements FileSet {
  readonly #paths: string[] = [];
  readonly #readers: (ByteSource | FileOpener)[] = [];
  /** Of files with a source of their own. */
  readonly #handles = new Map<number, FileHandle>();
  /** Of the others: the same one each time, as far as possible, so that who reads a file may keep beside it what it learned. */
  readonly #reopened = new Lru<number, ByteSource>(SOURCES_KEPT);
  /** Paths as the system writes them, of files that are opened by theirs and have another one here. */
  readonly #inner = new Map<number, string>();
  /** What each opened file was when it was first read; -1: not yet. */
  readonly #sizes = new Growable<Float64Array>(Float64Array, -1);
  readonly #modified = new Growable<Float64Array>(Float64Array, 0);
  readonly #index = new Map<string, number>();
  readonly #heads = new Lru<number, Uint8Array>(HEADS_KEPT, (head) => head.length);
  /** Heads that come at once (of files in memory) must not keep the event loop from its turn: formats look at thousands in a row. */
  readonly #pace = pacer();
  readonly #headsUnderWay = new Map<number, Promise<Uint8Array>>();
  readonly #order = new PathOrder(this.#paths);
  /** Built when first needed and dropped by the next `append`. */
  #resolver: Resolver | undefined;

  get paths(): readonly string[] {
    return this.#paths;
  }

  /**
   * Adds files and returns the index of each, in order. A path that is there already keeps its index and gets the new source: dropping a
   * folder again shows its files as they are now. Different files of one name come under different paths (`uniqueNames`, `namesBeside`).
   */
  append(entries: readonly FileEntry[]): number[] {
    this.#resolver = undefined;
    const added: number[] = [];
    const files = entries.map((entry) => {
      const normal = normalisePath(entry.path);
      const known = this.#index.get(normal);
      const file = known ?? this.#paths.length;
      if (known === undefined) {
        this.#paths.push(normal);
        this.#index.set(normal, file);
        added.push(file);
      } else this.#forget(file);
      this.#put(file, normal, entry);
      return file;
    });
    this.#order.add(added);
    return files;
  }

  source(file: number): ByteSource {
    const reader = this.#readers[file];
    assert(reader, `there are ${this.#readers.length} files, and none at ${file}`);
    if (!isOpener(reader)) return reader;
    const known = this.#reopened.get(file);
    if (known) return known;
    const source = reopenedSource(
      () => reader.open(this.#inner.get(file) ?? innerPath(this.#paths[file] ?? '')),
      new ColumnStamp(this.#sizes, this.#modified, file),
    );
    this.#reopened.set(file, source);
    return source;
  }

  /** The handle that came with the file. */
  handle(file: number): FileHandle | undefined {
    const reader = this.#readers[file];
    return reader && isOpener(reader) ? reader.handle : this.#handles.get(file);
  }

  #forget(file: number): void {
    this.#reopened.delete(file);
    this.#heads.delete(file);
    this.#headsUnderWay.delete(file);
    this.#handles.delete(file);
    this.#inner.delete(file);
    if (this.#sizes.at(file) >= 0) this.#sizes.set(file, -1);
  }

  #put(file: number, normal: string, entry: FileEntry): void {
    const { opener } = entry;
    if (!opener) {
      this.#readers[file] = entry.source;
      if (entry.handle) this.#handles.set(file, entry.handle);
      return;
    }
    this.#readers[file] = opener;
    const inner = innerPath(entry.path);
    if (inner !== innerPath(normal)) this.#inner.set(file, inner);
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

  async *firstBytes(files: Iterable<number>, bytes: number, signal: AbortSignal): AsyncGenerator<FirstBytes> {
    const perBatch = Math.max(1, Math.min(BATCH_FILES, Math.floor(BATCH_BYTES / Math.max(1, bytes))));
    const rest = files[Symbol.iterator]();
    const inFlight: Promise<FirstBytes[]>[] = [];
    const start = (): void => {
      const batch: number[] = [];
      for (let next = rest.next(); !next.done; next = rest.next()) {
        batch.push(next.value);
        if (batch.length === perBatch) break;
      }
      if (batch.length > 0) inFlight.push(this.#firstBytesOf(batch, bytes));
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
    const order = this.#order.all();
    if (folder === '') return order;
    const pathAt = (place: number): string => paths[order[place] ?? 0] ?? '';
    // '0' follows '/' in Unicode: everything of the folder lies between the two.
    const first = firstWhere(order.length, (place) => pathAt(place) >= `${folder}/`);
    const end = firstWhere(order.length, (place) => pathAt(place) >= `${folder}0`);
    return order.slice(first, end);
  }

  async #readHead(file: number): Promise<Uint8Array> {
    const reader = this.#readers[file];
    const source = this.source(file);
    await this.#pace();
    const head = await source.read(0, HEAD_BYTES);
    if (this.#readers[file] === reader) this.#heads.set(file, head);
    return head;
  }

  /** Never rejects: what cannot be read is an error in its place. */
  async #firstBytesOf(files: readonly number[], bytes: number): Promise<FirstBytes[]> {
    const sources = files.map((file) => this.source(file));
    if (sources.every(({ isBlob }) => isBlob)) {
      const joined = await this.#joinedBlobs(files, sources, bytes);
      if (joined) return joined;
    }
    return mapPooled(sources, READS_PER_BATCH, async (source, at) => ({
      file: files[at] ?? 0,
      bytes: await orError(source.read(0, bytes)),
    }));
  }

  /** All in one read. Undefined where that fails: then one of them has gone, and they are read one by one to find out which. */
  async #joinedBlobs(files: readonly number[], sources: readonly ByteSource[], bytes: number): Promise<FirstBytes[] | undefined> {
    const parts = await mapPooled(sources, OPENS_PER_BATCH, (source) => orError(source.wholeBlob()));
    // A slice is one more Blob for the browser to register: a file that is short enough goes in as it is.
    const slices = parts.map((part) => (part instanceof Error || part.size <= bytes ? part : part.slice(0, bytes)));
    const total = slices.reduce((sum, slice) => sum + (slice instanceof Error ? 0 : slice.size), 0);
    const whole = new Blob(slices.filter((slice) => slice instanceof Blob));
    const joined = await orError(answerWithin(patienceFor(total), whole.arrayBuffer()));
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

function isOpener(reader: ByteSource | FileOpener): reader is FileOpener {
  return 'open' in reader;
}

/** Size and time of one file, in the columns of all. */
class ColumnStamp implements FileStamp {
  readonly #sizes: Growable<Float64Array>;
  readonly #modified: Growable<Float64Array>;
  readonly #file: number;

  constructor(sizes: Growable<Float64Array>, modified: Growable<Float64Array>, file: number) {
    this.#sizes = sizes;
    this.#modified = modified;
    this.#file = file;
  }

  get size(): number {
    return this.#sizes.at(this.#file);
  }

  set size(size: number) {
    this.#sizes.set(this.#file, size);
  }

  get modified(): number {
    return this.#modified.at(this.#file);
  }

  set modified(modified: number) {
    this.#modified.set(this.#file, modified);
  }
}

async function orError<T>(promise: Promise<T>): Promise<T | Error> {
  try {
    return await promise;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
