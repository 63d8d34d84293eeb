/** Sizes of images in the frame of YOLO labels: upright, as Ultralytics turns them (`exif_size`). */
import { ReadError } from '../../files/byte-source.ts';
import type { FileSet } from '../../files/file-set.ts';
import { imageHeaderOf, readImageHeader, type ImageHeader } from '../../files/image-size.ts';
import type { FileIndex } from '../../model/dataset.ts';

/** Enough for most; a JPEG with a long EXIF block is asked again. */
const ROUNDS = [2 * 1024, 64 * 1024];

/** The headers of the images that have one; what cannot be read is left out (the engine finds out why). */
export async function readHeaders(files: FileSet, images: readonly FileIndex[], signal: AbortSignal): Promise<Map<FileIndex, ImageHeader>> {
  const found = new Map<FileIndex, ImageHeader>();
  let open = images;
  for (const size of ROUNDS) {
    const more: FileIndex[] = [];
    for await (const { file, bytes } of files.firstBytes(open, size, signal)) {
      const header = bytes instanceof Error ? undefined : imageHeaderOf(bytes);
      if (header !== 'more' && header !== undefined) found.set(file, header);
      else if (header === 'more' && !(bytes instanceof Error) && bytes.length >= size) more.push(file);
    }
    open = more;
  }
  for (const file of open) {
    signal.throwIfAborted();
    try {
      const header = await readImageHeader(files.source(file));
      if (header !== undefined) found.set(file, header);
    } catch (error) {
      // The engine reads the headers that are still unknown, and reports what fails.
      if (!(error instanceof ReadError)) throw error;
    }
  }
  return found;
}

/** Width and height after the EXIF turn. */
export function uprightSize({ width, height, orientation }: ImageHeader): readonly [width: number, height: number] {
  return orientation >= 5 ? [height, width] : [width, height];
}
