/** Pictures for the page: a small pool of decoding workers and a cache of thumbnails. The newest wish is served first. */
import type { FileIndex, Frame } from '../model/dataset.ts';
import { DecodePool, type DecodeWish, type DecodeWorker, type OpenFiles } from './decode-pool.ts';
import type { Call, EngineApi } from './protocol.ts';
import { ThumbnailCache, type Release, type ThumbnailRequest } from './thumbnail-cache.ts';
import { spawnDecode } from '#spawn-decode';

export type { ThumbnailRequest } from './thumbnail-cache.ts';

export interface PictureRequest {
  readonly file: FileIndex;
  readonly frame: Frame;
  /** Pixels to fit into; absent: all there are. */
  readonly fit?: { readonly width: number; readonly height: number };
  /** Pixels of the whole picture in `frame`, where known. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface Pictures {
  /**
   * The thumbnail, if it is here; `undecodable` if there is none to wait for. Draw it at once: it may be released after the next `want`.
   * Whoever empties it by drawing it finds what it was drawn on by the bitmap, which stays the same.
   */
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

/** What decodes SVG: only the page can, workers have no document. `fit`: device pixels to fit into; absent: its own size. */
export type SvgDecoder = (blob: Blob, fit: { readonly width: number; readonly height: number } | undefined) => Promise<ImageBitmap>;

/** Pictures of an engine's files. @param release what becomes of thumbnails that are no longer kept */
export function createPictures(
  engine: Pick<EngineApi, 'blob' | 'blobs'>,
  decodeSvg: SvgDecoder,
  release: Release = (bitmap) => bitmap.close(),
  spawn: () => DecodeWorker = spawnDecode,
): Pictures {
  const open: OpenFiles = async (files, signal) => {
    // One alone says what is wrong with it.
    const [only] = files;
    if (only !== undefined && files.length === 1) return [await engine.blob({ file: only }, { signal })];
    const blobs = await engine.blobs({ files }, { signal });
    return files.map((file, i) => blobs[i] ?? new Error(`File ${file} cannot be read`));
  };
  const pool = new DecodePool(spawn, open);
  const decode = async (wish: DecodeWish, signal: AbortSignal): Promise<ImageBitmap> => {
    try {
      return await pool.decode(wish, signal);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'undecodable') throw error;
      const blob = await engine.blob({ file: wish.file }, { signal });
      if (!(await isSvg(blob))) throw error;
      return decodeSvg(blob, wish.fit);
    }
  };
  const cache = new ThumbnailCache(
    ({ file, frame, width, height, size }, signal) => decode({ file, frame, fit: { width, height }, ...(size ? { size } : {}) }, signal),
    release,
  );
  return {
    thumbnail: (request) => cache.get(request),
    want: (requests) => cache.want(requests),
    picture: (request, call) => decode(request, call?.signal ?? new AbortController().signal),
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
