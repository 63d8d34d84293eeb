/** Looks at written boxes: each for itself, and all together for what a whole file has wrong (corners, fractions). */
import { sidesOutside } from '../../model/box.ts';
import type { AnnotationRows } from '../../syntax/scan/coco.ts';
import type { IntakeRun } from '../../syntax/scan/coco-intake.ts';
import type { Sink } from '../format.ts';
import type { Places } from './places.ts';

/** Boxes of annotators and models end a fraction of a pixel outside often enough. */
const TOLERANCE = 0.5;
/** Boxes needed, and the share of them, before we speak of all. */
const ENOUGH = 5;
const ALMOST_ALL = 0.98;
/** Boxes outside that are kept until we know whether corners were meant: nine numbers each. */
const KEPT = 50_000;

/** What is looked at of rows: their boxes as the columns hold them, and where they stand. */
export type BoxRows = Pick<AnnotationRows, 'box' | 'base' | 'start' | 'size'>;

export class BoxChecks {
  readonly #sink: Sink;
  readonly #file: string;
  readonly #places: Places;
  #boxes = 0;
  #fractions = 0;
  /** Of boxes in images of known size. */
  #sized = 0;
  #outside = 0;
  #asCorners = 0;
  /** start, end, sample, x, y, width, height, image's width and height of boxes outside, until it is clear what they are. */
  #kept: number[] = [];
  #isDecided = false;

  constructor(sink: Sink, file: string, places: Places) {
    this.#sink = sink;
    this.#file = file;
    this.#places = places;
  }

  /** One box: `box` in the place of the only row. @param place of its image */
  check(row: BoxRows, place: number): void {
    const [x = 0, y = 0, width = 0, height = 0] = row.box;
    this.#boxes += 1;
    if (x <= 1 && y <= 1 && width <= 1 && height <= 1 && x >= 0 && y >= 0 && width > 0 && height > 0) this.#fractions += 1;
    if (width <= 0 || height <= 0) return this.#tellEmpty(row, 0, place);
    const imageWidth = this.#places.widthOf(place);
    const imageHeight = this.#places.heightOf(place);
    if (imageWidth === 0 || imageHeight === 0) return;
    this.#sized += 1;
    const right = imageWidth + TOLERANCE;
    const bottom = imageHeight + TOLERANCE;
    const begins = x >= -TOLERANCE && y >= -TOLERANCE;
    if (begins && width > x && height > y && width <= right && height <= bottom) this.#asCorners += 1;
    if (!begins || !(x + width <= right && y + height <= bottom)) this.#keep(row, 0, place);
  }

  /** Boxes that compiled code has looked at, in the same way. */
  checked(rows: BoxRows, { sample, places, fractions, sized, asCorners, oddBoxes }: IntakeRun): void {
    const sizedBefore = this.#sized;
    const cornersBefore = this.#asCorners;
    this.#boxes += sample.length;
    this.#fractions += fractions;
    for (let at = 0; at < oddBoxes.length; at += 3) {
      const i = oddBoxes[at] as number;
      const isEmpty = (rows.box[i * 4 + 2] as number) <= 0 || (rows.box[i * 4 + 3] as number) <= 0;
      if (isEmpty) {
        this.#tellEmpty(rows, i, places[i] as number);
        continue;
      }
      // What is decided with this one is decided by those up to it.
      this.#sized = sizedBefore + (oddBoxes[at + 1] as number);
      this.#asCorners = cornersBefore + (oddBoxes[at + 2] as number);
      this.#keep(rows, i, places[i] as number);
    }
    this.#sized = sizedBefore + sized;
    this.#asCorners = cornersBefore + asCorners;
  }

  /** Tells what is to be told of all boxes, and of those kept. */
  finish(): void {
    if (!this.#isDecided) this.#decide();
    if (this.#boxes >= ENOUGH && this.#fractions >= this.#boxes * ALMOST_ALL) {
      this.#sink.problem({ code: 'box-normalised', file: this.#file, values: { count: this.#fractions, total: this.#boxes } });
    }
  }

  #tellEmpty(rows: BoxRows, i: number, place: number): void {
    const [x = 0, y = 0, width = 0, height = 0] = boxOf(rows, i);
    const code = width < 0 || height < 0 ? 'box-negative' : 'box-degenerate';
    const start = rows.base + (rows.start[i] as number);
    const at = { byte: start, end: start + (rows.size[i] as number) };
    const sample = this.#places.rowOf(place);
    this.#sink.problem({ code, file: this.#file, at, sample, values: { x, y, width, height } });
  }

  #keep(rows: BoxRows, i: number, place: number): void {
    const places = this.#places;
    const start = rows.base + (rows.start[i] as number);
    this.#outside += 1;
    this.#kept.push(start, start + (rows.size[i] as number), places.rowOf(place));
    this.#kept.push(...boxOf(rows, i), places.widthOf(place), places.heightOf(place));
    if (this.#isDecided) this.#tellKept();
    else if (this.#outside === KEPT) this.#decide();
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

/** Digits that a number of 32 bits holds. */
const DIGITS = 7;

/** As a person wrote it, as far as the columns know: 12.34, not 12.34000015258789. */
function boxOf({ box }: BoxRows, i: number): number[] {
  return Array.from(box.subarray(i * 4, i * 4 + 4), (side) => Number(side.toPrecision(DIGITS)));
}
