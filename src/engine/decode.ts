/** Pixels of image files: what the browser decodes, and TIFF by our own means. Runs in a worker. */
import { mapPooled } from '../base/pool.ts';
import { errorData, transfer } from '../base/rpc.ts';
import { blobSource } from '../files/blob-source.ts';
import { answerWithin, NoAnswer } from '../files/patience.ts';
import { imageHeaderOf, readImageHeader, type ImageHeader } from '../files/image-size.ts';
import { fitted, type DecodeApi, type Decoded, type DecodeRequest } from './decode-protocol.ts';
import { readTogether } from './read-together.ts';

/** Larger pictures are refused before their pixels are allocated. */
const MAX_PIXELS = 400_000_000;
/** Of one batch: the browser decodes on other threads, which must not wait for what we do in between. */
const DECODED_AT_ONCE = 4;
/** What is there is sent no more often: a message for each thumbnail would cost the page more than drawing it. */
const SEND_MS = 8;
/** Enough for nearly every header. */
const HEAD_BYTES = 64 << 10;

/** A file that is not answered for must not keep the others waiting for ever. */
const MOST_MS = 60_000;

type Fit = NonNullable<DecodeRequest['fit']>;

export const decoder: DecodeApi = {
  async decode(batch, { onProgress } = {}) {
    let done: Decoded[] = [];
    let sent = performance.now();
    const parcel = (): readonly Decoded[] =>
      transfer(
        done,
        done.flatMap((one) => ('bitmap' in one ? [one.bitmap] : [])),
      );
    // Without a size to fit into, the browser reads the file itself: it may be too large for our memory.
    const small = batch.map(({ blob, fit }) => (fit && 'ImageDecoder' in globalThis ? blob : undefined));
    for await (const { from, bytes } of readTogether(small)) {
      await mapPooled(bytes, DECODED_AT_ONCE, async (read, i) => {
        const request = batch[from + i];
        if (!request) return;
        const one = await outcome(request, read, from + i);
        done.push(one);
        if (performance.now() - sent < SEND_MS) return;
        sent = performance.now();
        onProgress?.(parcel());
        done = [];
      });
    }
    return parcel();
  },
};

async function outcome(request: DecodeRequest, bytes: Uint8Array<ArrayBuffer> | undefined, at: number): Promise<Decoded> {
  try {
    return { at, bitmap: await answerWithin(MOST_MS, decodeOne(request, bytes)) };
  } catch (error) {
    return { at, error: errorData(undecodable(error)) };
  }
}

function undecodable(error: unknown): Error {
  const typed = new Error(error instanceof Error ? error.message : String(error));
  // Decoders say InvalidStateError or EncodingError; these come from reading the bytes.
  const isGone = error instanceof NoAnswer || (error instanceof DOMException && ['NotFoundError', 'NotReadableError'].includes(error.name));
  typed.name = isGone ? 'unreadable' : 'undecodable';
  return typed;
}

/** `bytes`: all of the file, where they were read already. */
async function decodeOne(request: DecodeRequest, bytes: Uint8Array<ArrayBuffer> | undefined): Promise<ImageBitmap> {
  const { blob, frame, fit, size } = request;
  const head = bytes ?? new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer());
  if (isTiff(head)) return decodeTiff(request);
  const header = await headerOf(blob, head);
  const orientation = frame === 'stored' ? turnOf(header) : 1;
  if (orientation === 1) return decodeUpright(blob, bytes, header, fit, size);
  /*
   * The pixels before EXIF turned them. Browsers turn whatever they are asked (`imageOrientation: 'none'` means `from-image` by now,
   * https://html.spec.whatwg.org/#dom-imagebitmapoptions-imageorientation), so the turn is taken back.
   */
  const swapped = (given: Fit | undefined): Fit | undefined =>
    given && orientation >= 5 ? { width: given.height, height: given.width } : given;
  const upright = await decodeUpright(blob, bytes, header, swapped(fit), swapped(size));
  return turn(upright, orientation === 6 ? 8 : orientation === 8 ? 6 : orientation);
}

async function headerOf(blob: Blob, head: Uint8Array): Promise<ImageHeader | undefined> {
  const header = imageHeaderOf(head);
  if (header !== 'more') return header;
  return head.length < blob.size ? readImageHeader(blobSource(blob)) : undefined;
}

/** What the browser turns by. AVIF and HEIC have no pixels before the turn. */
function turnOf(header: ImageHeader | undefined): number {
  return header && ['jpeg', 'png', 'webp'].includes(header.format) ? header.orientation : 1;
}

async function decodeUpright(
  blob: Blob,
  bytes: Uint8Array<ArrayBuffer> | undefined,
  header: ImageHeader | undefined,
  fit: Fit | undefined,
  size: Fit | undefined,
): Promise<ImageBitmap> {
  if (!fit) return createImageBitmap(blob);
  const small = bytes && header?.format === 'jpeg' ? await decodeJpeg(bytes, header, fit) : undefined;
  if (small) return small;
  if (size && size.width > 0 && size.height > 0) {
    const { width } = fitted(size.width, size.height, fit);
    // Only the width: the height follows the picture itself, should the size we were told be wrong.
    return createImageBitmap(blob, { resizeWidth: width, resizeQuality: 'medium' });
  }
  const full = await createImageBitmap(blob);
  return shrink(full, full.width, full.height, fit, () => full.close());
}

/** A JPEG decodes at so many eighths of its size, at a fraction of the cost of all of it: https://libjpeg-turbo.org/Documentation/Documentation */
const EIGHTHS = [1, 2, 3, 4, 5, 6, 7, 8];

/** A JPEG at the size that is asked for, turned by EXIF; undefined where the browser's decoder does not take it. */
async function decodeJpeg(data: Uint8Array<ArrayBuffer>, header: ImageHeader, fit: Fit): Promise<ImageBitmap | undefined> {
  const [width, height] = header.orientation >= 5 ? [header.height, header.width] : [header.width, header.height];
  const to = fitted(width, height, fit);
  // The decoder takes the largest of its sizes that is not above the one asked for: ask for the first that is not below ours.
  const eighths = EIGHTHS.find((eighth) => (width * eighth) / 8 >= to.width && (height * eighth) / 8 >= to.height) ?? 8;
  const jpeg = new ImageDecoder({
    data,
    type: 'image/jpeg',
    desiredWidth: Math.ceil((header.width * eighths) / 8),
    desiredHeight: Math.ceil((header.height * eighths) / 8),
  });
  try {
    const { image } = await jpeg.decode();
    try {
      return await createImageBitmap(image, { resizeWidth: to.width, resizeHeight: to.height, resizeQuality: 'medium' });
    } finally {
      image.close();
    }
  } catch {
    // What is broken may still be seen in part by the usual way, which also says what is wrong.
    return undefined;
  } finally {
    jpeg.close();
  }
}

async function shrink(source: ImageBitmap | ImageData, width: number, height: number, fit: Fit, release: () => void): Promise<ImageBitmap> {
  const to = fitted(width, height, fit);
  try {
    return await createImageBitmap(source, { resizeWidth: to.width, resizeHeight: to.height, resizeQuality: 'medium' });
  } finally {
    release();
  }
}

function isTiff(head: Uint8Array): boolean {
  const little = head[0] === 0x49 && head[1] === 0x49 && head[2] === 0x2a && head[3] === 0;
  const big = head[0] === 0x4d && head[1] === 0x4d && head[2] === 0 && head[3] === 0x2a;
  return little || big;
}

/** No browser but Safari decodes TIFF. The first picture of the file. */
async function decodeTiff({ blob, frame, fit }: DecodeRequest): Promise<ImageBitmap> {
  const { decode, decodeImage, toRGBA8 } = await import('utif');
  const buffer = await blob.arrayBuffer();
  const ifd = decode(buffer).find(({ t256, t257 }) => (t256?.[0] ?? 0) > 0 && (t257?.[0] ?? 0) > 0);
  if (!ifd) throw new Error('The TIFF holds no picture');
  if ((ifd.t256?.[0] ?? 0) * (ifd.t257?.[0] ?? 0) > MAX_PIXELS) throw new Error('The picture is too large');
  decodeImage(buffer, ifd);
  const rgba = toRGBA8(ifd);
  const pixels = new Uint8ClampedArray(ifd.width * ifd.height * 4);
  pixels.set(rgba.subarray(0, pixels.length));
  const stored = new ImageData(pixels, ifd.width, ifd.height);
  const orientation = ifd.t274?.[0] ?? 1;
  if (frame === 'upright' && orientation > 1 && orientation <= 8) {
    const upright = turn(await createImageBitmap(stored), orientation);
    return fit ? shrink(upright, upright.width, upright.height, fit, () => upright.close()) : upright;
  }
  return fit ? shrink(stored, ifd.width, ifd.height, fit, () => undefined) : createImageBitmap(stored);
}

/** EXIF orientation → matrix `a b c d` of the turn, in units of the picture; https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf */
const TURNS: Readonly<Record<number, readonly [number, number, number, number]>> = {
  2: [-1, 0, 0, 1],
  3: [-1, 0, 0, -1],
  4: [1, 0, 0, -1],
  5: [0, 1, 1, 0],
  6: [0, 1, -1, 0],
  7: [0, -1, -1, 0],
  8: [0, -1, 1, 0],
};

function turn(bitmap: ImageBitmap, orientation: number): ImageBitmap {
  const [a, b, c, d] = TURNS[orientation] ?? [1, 0, 0, 1];
  const swapped = orientation >= 5;
  const canvas = new OffscreenCanvas(swapped ? bitmap.height : bitmap.width, swapped ? bitmap.width : bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no 2D canvas');
  // About the centre of both pictures, so that only the turn is left to say.
  context.setTransform(a, b, c, d, canvas.width / 2, canvas.height / 2);
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
  bitmap.close();
  return canvas.transferToImageBitmap();
}
