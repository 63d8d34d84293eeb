/** Whole pictures of the sample that is looked at and its neighbours: decoded ahead, bounded by bytes, closed when they go. */
import type { Pictures } from '../engine/pictures.ts';
import type { FileIndex, Frame } from '../model/dataset.ts';

/** About two 50-megapixel pictures, or a hundred usual ones. */
const MAX_BYTES = 420 << 20;

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

  /** The picture in this frame. It stays open until other pictures push it out: draw it, do not close it. */
  get(file: FileIndex, frame: Frame): Promise<ImageBitmap> {
    const key = `${file} ${frame}`;
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.promise;
    }
    const controller = new AbortController();
    const promise = this.#pictures.picture({ file, frame }, { signal: controller.signal });
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
  preload(file: FileIndex, frame: Frame): void {
    this.get(file, frame).catch(() => undefined);
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
