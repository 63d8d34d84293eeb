/** Looks at written boxes: each for itself, and all together for what a whole file has wrong (corners, fractions). */
import { sidesOutside } from '../../model/box.ts';
import type { Sink } from '../format.ts';

/** Boxes of annotators and models end a fraction of a pixel outside often enough. */
const TOLERANCE = 0.5;
/** Boxes needed, and the share of them, before we speak of all. */
const ENOUGH = 5;
const ALMOST_ALL = 0.98;
/** Boxes outside that are kept until we know whether corners were meant: nine numbers each. */
const KEPT = 50_000;

export class BoxChecks {
  readonly #sink: Sink;
  readonly #file: string;
  #boxes = 0;
  #fractions = 0;
  /** Of boxes in images of known size. */
  #sized = 0;
  #outside = 0;
  #asCorners = 0;
  /** start, end, sample, x, y, width, height, image's width and height of boxes outside, until it is clear what they are. */
  #kept: number[] = [];
  #isDecided = false;

  constructor(sink: Sink, file: string) {
    this.#sink = sink;
    this.#file = file;
  }

  check(
    start: number,
    end: number,
    sample: number,
    x: number,
    y: number,
    width: number,
    height: number,
    imageWidth: number,
    imageHeight: number,
  ): void {
    this.#boxes += 1;
    if (x <= 1 && y <= 1 && width <= 1 && height <= 1 && x >= 0 && y >= 0 && width > 0 && height > 0) this.#fractions += 1;
    if (width <= 0 || height <= 0) {
      const code = width < 0 || height < 0 ? 'box-negative' : 'box-degenerate';
      this.#sink.problem({ code, file: this.#file, at: { byte: start, end }, sample, values: { x, y, width, height } });
      return;
    }
    if (imageWidth === 0 || imageHeight === 0) return;
    this.#sized += 1;
    const right = imageWidth + TOLERANCE;
    const bottom = imageHeight + TOLERANCE;
    if (width > x && height > y && width <= right && height <= bottom && x >= -TOLERANCE && y >= -TOLERANCE) this.#asCorners += 1;
    if (x >= -TOLERANCE && y >= -TOLERANCE && x + width <= right && y + height <= bottom) return;
    this.#outside += 1;
    this.#kept.push(start, end, sample, x, y, width, height, imageWidth, imageHeight);
    if (this.#isDecided) this.#tellKept();
    else if (this.#outside === KEPT) this.#decide();
  }

  /** Tells what is to be told of all boxes, and of those kept. */
  finish(): void {
    if (!this.#isDecided) this.#decide();
    if (this.#boxes >= ENOUGH && this.#fractions >= this.#boxes * ALMOST_ALL) {
      this.#sink.problem({ code: 'box-normalised', file: this.#file, values: { count: this.#fractions, total: this.#boxes } });
    }
  }

  /** Corners, if that is what nearly all boxes can be and half of them cannot be sides. */
  #decide(): void {
    this.#isDecided = true;
    if (this.#outside >= ENOUGH && this.#outside * 2 >= this.#sized && this.#asCorners >= this.#sized * ALMOST_ALL) {
      this.#kept = [];
      this.#sink.problem({ code: 'box-corners', file: this.#file, values: { count: this.#outside, total: this.#sized } });
    } else this.#tellKept();
  }

  #tellKept(): void {
    const kept = this.#kept;
    for (let i = 0; i < kept.length; i += 9) {
      const [start, end, sample, x = 0, y = 0, width = 0, height = 0, imageWidth = 0, imageHeight = 0] = kept.slice(i, i + 9);
      this.#sink.problem({
        code: 'box-out-of-bounds',
        file: this.#file,
        at: { byte: start ?? 0, end: end ?? 0 },
        ...(sample === undefined ? {} : { sample }),
        values: { ...sidesOutside([x, y, width, height], imageWidth, imageHeight), imageWidth, imageHeight, x, y, width, height },
      });
    }
    this.#kept = [];
  }
}
