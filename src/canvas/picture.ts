import type { Pen } from './pen.ts';
import { turnTransform, type Affine, type Turn } from './turn.ts';
import { PIXELATED_FROM, type Size, type View } from './viewport.ts';

export type Picture = ImageBitmap | HTMLImageElement | HTMLCanvasElement;

/** Images above so many pixels get smaller levels: drawing all of a 50 MP bitmap in every frame would stutter. */
const LEVELS_FROM = 4_000_000;
/** No level is smaller than this on its long side. */
const SMALLEST_LEVEL = 1024;
/** Pixels that are halved at a time. */
const STRIP_PIXELS = 1_000_000;

interface Level {
  readonly source: CanvasImageSource;
  readonly size: Size;
}

/** The pixels of one sample, with smaller levels made one by one while nothing else is to do. */
export class PictureLevels {
  readonly #full: Level;
  /** Each half the one before. */
  readonly #smaller: Level[] = [];
  readonly #changed: () => void;
  #closed = false;
  #busy = false;

  /** `changed` is called when a better level is there. The picture itself stays the caller's; it is never closed here. `smaller`: a level that is there already. */
  constructor(picture: Picture, changed: () => void, smaller?: Picture) {
    this.#full = { source: picture, size: pictureSize(picture) };
    this.#changed = changed;
    if (smaller) this.#smaller.push({ source: smaller, size: pictureSize(smaller) });
  }

  /**
   * Draws the picture so that, turned, it fills the frame (image pixels). `ratio`: device pixels per CSS pixel.
   * The context must accept `transform`; it is restored.
   */
  draw(pen: Pen & Pick<CanvasRenderingContext2D, 'transform'>, view: View, frame: Size, turn: Turn, ratio: number): void {
    if (isGone(this.#full.source)) return;
    const across = turn >= 5 ? this.#full.size.height : this.#full.size.width;
    const { source, size } = this.#levelFor((view.scale * ratio * frame.width) / across);
    pen.save();
    pen.transform(...placed(turnTransform(turn, size, frame), view));
    pen.imageSmoothingEnabled = view.scale < PIXELATED_FROM;
    // Better than low builds smaller copies of the whole picture first: 0.4 s at 50 MP, and that is what the levels are for.
    pen.imageSmoothingQuality = size.width * size.height > LEVELS_FROM ? 'low' : 'medium';
    pen.drawImage(source, 0, 0);
    pen.restore();
  }

  /** Whether the picture was decoded smaller than its frame and the view asks for more pixels than it has. */
  isCoarse(view: View, frame: Size, turn: Turn, ratio: number): boolean {
    const across = turn >= 5 ? this.#full.size.height : this.#full.size.width;
    return across > 0 && across < frame.width && view.scale * ratio * frame.width > across;
  }

  /** Stops making levels and lets them go. */
  close(): void {
    this.#closed = true;
    this.#smaller.length = 0;
  }

  /** The smallest level that still has a pixel for each device pixel; asks for the next one where it is too large. */
  #levelFor(scale: number): Level {
    const { size } = this.#full;
    const wanted = size.width * scale;
    const level = this.#smaller.findLast((one) => one.size.width >= wanted && !isGone(one.source)) ?? this.#full;
    const isLast = level === (this.#smaller.at(-1) ?? this.#full);
    const isLarge = size.width * size.height > LEVELS_FROM && Math.max(level.size.width, level.size.height) > SMALLEST_LEVEL;
    if (isLast && isLarge && level.size.width >= 2 * wanted) void this.#makeNext(level);
    return level;
  }

  /** Halves a level in strips of a few milliseconds: `createImageBitmap` with a size blocks the page for half a second at 50 MP. */
  async #makeNext(from: Level): Promise<void> {
    if (this.#busy || this.#closed) return;
    this.#busy = true;
    const size = { width: Math.ceil(from.size.width / 2), height: Math.ceil(from.size.height / 2) };
    const canvas = document.createElement('canvas');
    canvas.width = size.width;
    canvas.height = size.height;
    const pen = canvas.getContext('2d');
    if (!pen) return;
    // Linear filtering at exactly one half is the mean of four pixels.
    pen.imageSmoothingQuality = 'low';
    const rows = Math.max(16, Math.round(STRIP_PIXELS / from.size.width / 2) * 2);
    for (let top = 0; top < from.size.height; top += rows) {
      await pause();
      if (this.#closed || isGone(from.source)) return;
      const height = Math.min(rows, from.size.height - top);
      pen.drawImage(from.source, 0, top, from.size.width, height, 0, top / 2, from.size.width / 2, height / 2);
    }
    this.#busy = false;
    this.#smaller.push({ source: canvas, size });
    this.#changed();
  }
}

/** A bitmap that its owner closed, or an image that never came: drawing it would throw. */
function isGone(source: CanvasImageSource): boolean {
  return ('naturalWidth' in source ? source.naturalWidth : 'width' in source ? source.width : 1) === 0;
}

/** Lets the page draw and answer. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 4);
  });
}

/** Pixels of a picture as it is drawn: for an `<img>` those of the file, not of the layout. */
export function pictureSize(picture: Picture): Size {
  return 'naturalWidth' in picture
    ? { width: picture.naturalWidth, height: picture.naturalHeight }
    : { width: picture.width, height: picture.height };
}

function placed([a, b, c, d, e, f]: Affine, { scale, x, y }: View): Affine {
  return [a * scale, b * scale, c * scale, d * scale, e * scale + x, f * scale + y];
}
