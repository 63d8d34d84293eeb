import { rleBounds, type Rle } from '../model/rle.ts';
import { maskOutline, maskPixels } from './mask.ts';
import type { MaskArt } from './overlays/mask.ts';
import { rgbOf, type Colour } from './palette.ts';

/** Pixels of one mask picture; larger masks are drawn coarser. */
const MOST_PIXELS = 4_000_000;
/** Pixels of all pictures together (4 bytes each); the one unused for longest goes first. */
const BUDGET = 48_000_000;

/** Turns masks into pictures once, and keeps them while the sample is looked at. */
export class MaskArtist {
  readonly #kept = new Map<Rle, { readonly key: string; readonly art: MaskArt | undefined; readonly pixels: number }>();
  #pixels = 0;

  /** Undefined: the mask has no foreground. `hatch`: image pixels of a stripe; 0: none. */
  art(rle: Rle, colour: Colour, hatch: number): MaskArt | undefined {
    const key = `${colour.line}/${hatch}`;
    const kept = this.#kept.get(rle);
    if (kept?.key === key) {
      this.#kept.delete(rle);
      this.#kept.set(rle, kept); // the newest stands last
      return kept.art;
    }
    if (kept) this.#drop(rle);
    const made = paintMask(rle, colour, hatch);
    this.#kept.set(rle, { key, ...made });
    this.#pixels += made.pixels;
    for (const oldest of this.#kept.keys()) {
      if (this.#pixels <= BUDGET || oldest === rle) break;
      this.#drop(oldest);
    }
    return made.art;
  }

  clear(): void {
    this.#kept.clear();
    this.#pixels = 0;
  }

  #drop(rle: Rle): void {
    this.#pixels -= this.#kept.get(rle)?.pixels ?? 0;
    this.#kept.delete(rle);
  }
}

function paintMask(rle: Rle, colour: Colour, hatch: number): { art: MaskArt | undefined; pixels: number } {
  const box = rleBounds(rle);
  if (!box) return { art: undefined, pixels: 0 };
  const step = Math.ceil(Math.sqrt((box[2] * box[3]) / MOST_PIXELS));
  const { width, height, data } = maskPixels(rle, box, rgbOf(colour.line), step, hatch);
  const picture = document.createElement('canvas');
  picture.width = width;
  picture.height = height;
  picture.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  return { art: { box: [box[0], box[1], width * step, height * step], picture, outline: maskOutline(rle) }, pixels: width * height };
}
