/** What the first bytes of an image file say. Pixels as stored, before any turn. */
export interface ImageHeader {
  readonly format: 'jpeg' | 'png' | 'gif' | 'webp' | 'bmp' | 'tiff' | 'avif' | 'heic' | 'ico' | 'svg';
  readonly width: number;
  readonly height: number;
  /** EXIF orientation 1 to 8 (tag 0x0112); 1 where there is none. AVIF and HEIC: their own turn, in the same numbers. */
  readonly orientation: number;
}

/**
 * A parser asks for ranges, `[start, end)`, one at a time, and gets their bytes; fewer at the end of the file. So one parser serves bytes
 * in memory and files of which only a few ranges are read.
 */
export type HeaderParser = Generator<readonly [start: number, end: number], ImageHeader | undefined, Uint8Array>;
