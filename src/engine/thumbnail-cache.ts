import type { FileIndex, Frame } from '../model/dataset.ts';

const THUMBNAIL_BYTES = 96 << 20;
/** Three frames of a screen: a page that draws in each of them has less time to decode. */
const TELL_MS = 50;

export interface ThumbnailRequest {
  readonly file: FileIndex;
  readonly frame: Frame;
  /** Device pixels to fit into; use few different sizes, each is cached apart. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the whole picture in `frame`, where known: decoding is faster. */
  readonly size?: { readonly width: number; readonly height: number };
}

function keyOf({ file, frame, width, height }: ThumbnailRequest): string {
  return `${file} ${frame} ${width} ${height}`;
}

interface Kept {
  readonly bitmap: ImageBitmap;
  /** Of its pixels, also when it has been drawn, which may empty it. */
  readonly bytes: number;
}

/** Gives the memory of a bitmap back that nobody may draw any more. */
export type Release = (bitmap: ImageBitmap) => void;

/** Thumbnails by file, frame and size; the ones used last are kept, up to a number of bytes; bitmaps are released when they go. */
export class ThumbnailCache {
  readonly #decode: (request: ThumbnailRequest, signal: AbortSignal) => Promise<ImageBitmap>;
  readonly #release: Release;
  readonly #maxBytes: number;
  readonly #bitmaps = new Map<string, Kept>();
  readonly #undecodable = new Set<string>();
  readonly #pending = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  #bytes = 0;
  #version = 0;
  #toldVersion = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = -Infinity;

  constructor(
    decode: (request: ThumbnailRequest, signal: AbortSignal) => Promise<ImageBitmap>,
    release: Release,
    maxBytes = THUMBNAIL_BYTES,
  ) {
    this.#decode = decode;
    this.#release = release;
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
    const kept = this.#bitmaps.get(key);
    if (!kept) return undefined;
    this.#bitmaps.delete(key);
    this.#bitmaps.set(key, kept);
    return kept.bitmap;
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
    for (const { bitmap } of this.#bitmaps.values()) this.#release(bitmap);
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
    const bytes = bitmap.width * bitmap.height * 4;
    this.#bitmaps.set(key, { bitmap, bytes });
    this.#bytes += bytes;
    for (const [oldest, old] of this.#bitmaps) {
      if (this.#bytes <= this.#maxBytes || oldest === key) return;
      this.#bitmaps.delete(oldest);
      this.#bytes -= old.bytes;
      this.#release(old.bitmap);
    }
  }

  /** The first and the last at once, what comes between together: each telling makes the page draw. */
  #changed(): void {
    this.#version++;
    const wait = this.#pending.size === 0 ? 0 : this.#told + TELL_MS - performance.now();
    if (wait <= 0) queueMicrotask(() => this.#tell());
    else this.#timer ??= setTimeout(() => this.#tell(), wait);
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#toldVersion === this.#version) return;
    this.#toldVersion = this.#version;
    this.#told = performance.now();
    for (const listener of this.#listeners) listener();
  }
}
