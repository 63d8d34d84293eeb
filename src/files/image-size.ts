import type { ByteSource } from './byte-source.ts';
import { parserOf } from './image-formats.ts';
import type { ImageHeader } from './image-header.ts';

export type { ImageHeader } from './image-header.ts';

/** Read first: enough for nearly every image. */
const HEAD_BYTES = 64 * 1024;
/** Ranges read beyond the head before a file is given up: a JPEG with 200 segments before its frame is broken or hostile. */
const MOST_READS = 200;
/** Ranges asked for are read with what follows them, for the next question. */
const READ_BYTES = 16 * 1024;
/** Larger than any decoder takes; what claims more is garbage. */
const LARGEST_SIDE = 1 << 24;

/**
 * The size and orientation of an image, from its header; undefined for what is no image that we know, or is broken before its size. Rejects
 * only where the source does.
 */
export async function readImageHeader(source: ByteSource): Promise<ImageHeader | undefined> {
  let bytes = await source.read(0, HEAD_BYTES);
  let from = 0;
  const parser = parserOf(bytes);
  if (!parser) return undefined;
  let step = parser.next();
  for (let reads = 0; !step.done && reads < MOST_READS;) {
    const [start, end] = step.value;
    const isHere = start >= from && end <= from + bytes.length;
    // A head shorter than asked for is the whole file.
    if (!isHere && !(from === 0 && bytes.length < HEAD_BYTES)) {
      reads += 1;
      from = start;
      bytes = await source.read(start, Math.max(end, start + READ_BYTES));
    }
    step = parser.next(bytes.subarray(Math.max(0, start - from), Math.max(0, end - from)));
  }
  return step.done ? plausible(step.value) : undefined;
}

/**
 * The same from the first bytes alone. 'more': the answer lies beyond them, or, if they are all there is, the file is cut short. Never throws.
 */
export function imageHeaderOf(bytes: Uint8Array): ImageHeader | 'more' | undefined {
  const parser = parserOf(bytes);
  if (!parser) return bytes.length < 12 && bytes.length > 0 ? 'more' : undefined;
  let step = parser.next();
  while (!step.done) {
    const [start, end] = step.value;
    if (end > bytes.length) return 'more';
    step = parser.next(bytes.subarray(start, end));
  }
  return plausible(step.value);
}

function plausible(header: ImageHeader | undefined): ImageHeader | undefined {
  if (!header) return undefined;
  const { width, height } = header;
  return width > 0 && height > 0 && width < LARGEST_SIDE && height < LARGEST_SIDE ? header : undefined;
}
