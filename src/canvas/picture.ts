import type { Pen } from './pen.ts';
import { turnTransform, type Affine, type Turn } from './turn.ts';
import { PIXELATED_FROM, type Size, type View } from './viewport.ts';

export type Picture = ImageBitmap | HTMLImageElement | HTMLCanvasElement;

/** Images above so many pixels get smaller levels: drawing all of a 50 MP bitmap in every frame would stutter. */
const LEVELS_FROM = 4_000_000;
/** No level is smaller than this on its long side. */
const SMALLEST_LEVEL = 1024;

interface Level {
  readonly source: CanvasImageSource;
  readonly size: Size;
}

/** The pixels of one sample, with smaller levels made one by one while nothing else is to do. */
export class PictureLevels {
  readonly #levels: Level[];
  readonly #changed: () => void;
  #closed = false;
  #busy = false;

  /** `changed` is called when a better level is there. The picture itself stays the caller's; it is never closed here. */
  constructor(picture: Picture, changed: () => void) {
    this.#levels = [{ source: picture, size: pictureSize(picture) }];
    this.#changed = changed;
  }

  /**
   * Draws the picture so that, turned, it fills the frame (image pixels). `ratio`: device pixels per CSS pixel.
   * The context must accept `transform`; it is restored.
   */
  draw(pen: Pen & Pick<CanvasRenderingContext2D, 'transform'>, view: View, frame: Size, turn: Turn, ratio: number): void {
    const { source, size } = this.#levelFor((view.scale * ratio * frame.width) / (turn >= 5 ? this.#full.height : this.#full.width));
    pen.save();
    pen.transform(...placed(turnTransform(turn, size, frame), view));
    pen.imageSmoothingEnabled = view.scale < PIXELATED_FROM;
    pen.imageSmoothingQuality = 'medium';
    pen.drawImage(source, 0, 0);
    pen.restore();
  }

  /** Stops making levels and frees them. */
  close(): void {
    this.#closed = true;
    for (const { source } of this.#levels.splice(1)) if (source instanceof ImageBitmap) source.close();
  }

  get #full(): Size {
    return this.#levels[0]?.size ?? { width: 1, height: 1 };
  }

  /** The smallest level that still has a pixel for each device pixel; asks for the next one where it is too large. */
  #levelFor(scale: number): Level {
    const full = this.#full;
    const enough = this.#levels.findLast(({ size }) => size.width >= full.width * scale) ?? this.#levels[0];
    const level = enough ?? { source: new Image(), size: full };
    const wasteful = level === this.#levels.at(-1) && level.size.width * 0.5 >= full.width * scale;
    if (wasteful && full.width * full.height > LEVELS_FROM && Math.max(level.size.width, level.size.height) > SMALLEST_LEVEL)
      this.#makeNext(level);
    return level;
  }

  async #makeNext(from: Level): Promise<void> {
    if (this.#busy || this.#closed) return;
    this.#busy = true;
    const size = { width: Math.max(1, Math.round(from.size.width / 2)), height: Math.max(1, Math.round(from.size.height / 2)) };
    let source: ImageBitmap;
    try {
      source = await createImageBitmap(from.source, { resizeWidth: size.width, resizeHeight: size.height, resizeQuality: 'medium' });
    } catch {
      // Not enough memory, or the caller closed its bitmap: the full picture is drawn, only slower. It stays busy and is not tried again.
      return;
    }
    this.#busy = false;
    if (this.#closed) {
      source.close();
      return;
    }
    this.#levels.push({ source, size });
    this.#changed();
  }
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
