/** Whole pictures of the sample that is looked at and its neighbours: decoded ahead, bounded by bytes, closed when they go. */
import type { PictureRequest, Pictures } from '../engine/pictures.ts';
import type { FileIndex, Frame } from '../model/dataset.ts';

/** About two 50-megapixel pictures, or a hundred usual ones. */
const MAX_BYTES = 420 << 20;

type Size = NonNullable<PictureRequest['size']>;

/** What a large picture is decoded to until somebody looks closer: enough for most screens, and a twelfth of 50 megapixels. */
const SMALL: Size = { width: 2000, height: 2000 };

/** Whether a picture comes with fewer pixels first. */
export function isLarge({ width, height }: Size): boolean {
  return width * height > 2 * SMALL.width * SMALL.height;
}

interface Entry {
  readonly controller: AbortController;
  readonly promise: Promise<ImageBitmap>;
  bytes: number;
}

export class PictureWindow {
  readonly #pictures: Pick<Pictures, 'picture'>;
  readonly #entries = new Map<string, Entry>();

  constructor(pictures: Pick<Pictures, 'picture'>) {
    this.#pictures = pictures;
  }

  /**
   * The picture in this frame; with the size that it has, one that is large comes with fewer pixels. It stays open until other pictures
   * push it out: draw it, do not close it.
   */
  get(file: FileIndex, frame: Frame, size?: Size): Promise<ImageBitmap> {
    const small = size !== undefined && isLarge(size);
    const key = `${file} ${frame}${small ? ' small' : ''}`;
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.promise;
    }
    const controller = new AbortController();
    const promise = this.#pictures.picture({ file, frame, ...(small ? { fit: SMALL, size } : {}) }, { signal: controller.signal });
    const entry: Entry = { controller, promise, bytes: 0 };
    this.#entries.set(key, entry);
    promise.then(
      (bitmap) => {
        entry.bytes = bitmap.width * bitmap.height * 4;
        this.#shrink(key);
      },
      // Failures are not kept: the file may come back, or be added by a later drop.
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return promise;
  }

  /** Decodes ahead; a failure shows when the picture is looked at. */
  preload(file: FileIndex, frame: Frame, size?: Size): void {
    this.get(file, frame, size).catch(() => undefined);
  }

  /** Numbers may stand for other files now, or files have other contents: what is shown stays, what is asked for next is read anew. */
  forget(): void {
    // Not closed: one of them may be on the screen.
    this.#entries.clear();
  }

  #shrink(newest: string): void {
    let bytes = 0;
    for (const entry of this.#entries.values()) bytes += entry.bytes;
    for (const [key, entry] of this.#entries) {
      if (bytes <= MAX_BYTES) return;
      if (key === newest || entry.bytes === 0) continue;
      bytes -= entry.bytes;
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    entry.controller.abort();
    entry.promise.then(
      (bitmap) => bitmap.close(),
      () => undefined,
    );
  }
}
