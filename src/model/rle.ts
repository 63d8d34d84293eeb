/**
 * COCO run-length masks. https://github.com/cocodataset/cocoapi/blob/master/common/maskApi.c
 * Runs go column by column (Fortran order); the first run is background and may be 0.
 */
import type { Box } from './box.ts';

export interface Rle {
  readonly height: number;
  readonly width: number;
  readonly counts: Uint32Array;
}

/** First printable character of the compressed form: each character holds six bits above it. */
const BASE = 48;
const MAX_COUNT = 0xffff_ffff;

/**
 * The compressed form of the counts: five bits a character, lowest first, the sixth bit says that more follow, the last group
 * is sign-extended; from the fourth count on, a count is written as its difference to the count two before.
 * The text `b'…'`, which careless dumps of Python bytes leave, is understood too.
 * @returns undefined where the text is no such string or a count would be negative
 */
export function rleFromString(text: string, height: number, width: number): Rle | undefined {
  const source = /^b(['"]).*\1$/s.test(text) ? text.slice(2, -1).replaceAll('\\\\', '\\') : text;
  const counts: number[] = [];
  let at = 0;
  while (at < source.length) {
    let count = 0;
    let unit = 1;
    let bits: number;
    do {
      bits = source.charCodeAt(at) - BASE;
      if (!(bits >= 0 && bits < 64)) return undefined;
      at += 1;
      count += (bits & 0x1f) * unit;
      unit *= 32;
      if (unit > 2 ** 40) return undefined;
    } while ((bits & 0x20) !== 0 && at < source.length);
    if ((bits & 0x20) !== 0) return undefined;
    if ((bits & 0x10) !== 0) count -= unit;
    if (counts.length > 2) count += counts[counts.length - 2] ?? 0;
    if (count < 0 || count > MAX_COUNT) return undefined;
    counts.push(count);
  }
  return { height, width, counts: Uint32Array.from(counts) };
}

/** The compressed form, character for character as pycocotools writes it. */
export function rleToString({ counts }: Rle): string {
  let text = '';
  for (let i = 0; i < counts.length; i += 1) {
    let rest = (counts[i] ?? 0) - (i > 2 ? (counts[i - 2] ?? 0) : 0);
    for (;;) {
      const bits = ((rest % 32) + 32) % 32;
      rest = Math.floor(rest / 32);
      const more = (bits & 0x10) === 0 ? rest !== 0 : rest !== -1;
      text += String.fromCharCode(BASE + (more ? bits | 0x20 : bits));
      if (!more) break;
    }
  }
  return text;
}

/** Counts as a list of numbers; undefined where one is no whole number that a run can have. */
export function rleFromCounts(counts: readonly unknown[], height: number, width: number): Rle | undefined {
  const runs = new Uint32Array(counts.length);
  for (let i = 0; i < counts.length; i += 1) {
    const count = counts[i];
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > MAX_COUNT) return undefined;
    runs[i] = count;
  }
  return { height, width, counts: runs };
}

/** Pixels that the runs speak of: height times width where the mask is valid. */
export function rleTotal({ counts }: Rle): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

/** Foreground pixels. Runs past the end of the image do not count. */
export function rleArea(rle: Rle): number {
  let area = 0;
  for (const [start, end] of foregroundRuns(rle)) area += end - start;
  return area;
}

/**
 * Foreground as ranges of column-major pixel positions, `start` inclusive, `end` exclusive, cut at the image's end. None is empty, and
 * between two there is background.
 */
export function* foregroundRuns({ counts, height, width }: Rle): Generator<readonly [start: number, end: number]> {
  const pixels = height * width;
  let at = 0;
  // Of the run that is open; a background of no pixels does not end it.
  let start = -1;
  for (let i = 0; i < counts.length && at < pixels; i += 1) {
    const end = Math.min(pixels, at + (counts[i] ?? 0));
    if (i % 2 === 1 && end > at && start < 0) start = at;
    if (i % 2 === 0 && end > at && start >= 0) {
      yield [start, at];
      start = -1;
    }
    at = end;
  }
  if (start >= 0) yield [start, at];
}

/** Smallest box around the foreground; undefined where there is none. */
export function rleBounds(rle: Rle): Box | undefined {
  const { height } = rle;
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const [start, end] of foregroundRuns(rle)) {
    const firstColumn = Math.floor(start / height);
    const lastColumn = Math.floor((end - 1) / height);
    const whole = firstColumn !== lastColumn;
    left = Math.min(left, firstColumn);
    right = Math.max(right, lastColumn + 1);
    top = Math.min(top, whole ? 0 : start % height);
    bottom = Math.max(bottom, whole ? height : ((end - 1) % height) + 1);
  }
  return right > left ? [left, top, right - left, bottom - top] : undefined;
}

/** Where each run ends, in column-major pixels: what `rleCovers` searches. Keep it where one mask is asked often. */
export function runEnds({ counts }: Rle): Float64Array {
  const ends = new Float64Array(counts.length);
  let at = 0;
  for (let run = 0; run < ends.length; run += 1) {
    at += counts[run] ?? 0;
    ends[run] = at;
  }
  return ends;
}

/** Whether the pixel that holds the point is foreground. */
export function rleCovers(rle: Rle, x: number, y: number, ends = runEnds(rle)): boolean {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 0 || row < 0 || column >= rle.width || row >= rle.height) return false;
  const pixel = column * rle.height + row;
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? Infinity) > pixel) high = middle;
    else low = middle + 1;
  }
  return low < ends.length && low % 2 === 1;
}

/** One byte a pixel, row by row, 1 for foreground. */
export function rleToBitmap(rle: Rle): Uint8Array {
  const { height, width } = rle;
  const bitmap = new Uint8Array(height * width);
  for (const [start, end] of foregroundRuns(rle)) {
    let x = Math.floor(start / height);
    let y = start % height;
    for (let at = start; at < end; at += 1) {
      bitmap[y * width + x] = 1;
      y += 1;
      if (y === height) {
        y = 0;
        x += 1;
      }
    }
  }
  return bitmap;
}

/** The mask of a bitmap of one byte a pixel, row by row; everything but 0 is foreground. */
export function rleFromBitmap(bitmap: Uint8Array, height: number, width: number): Rle {
  const counts: number[] = [];
  let run = 0;
  let foreground = false;
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) {
      if ((bitmap[y * width + x] !== 0) !== foreground) {
        counts.push(run);
        run = 0;
        foreground = !foreground;
      }
      run += 1;
    }
  }
  counts.push(run);
  return { height, width, counts: Uint32Array.from(counts) };
}

/** Pixels of either mask; both have the size of `a`. */
export function rleUnion(a: Rle, b: Rle): Rle {
  const counts: number[] = [];
  const pixels = a.height * a.width;
  const inA = cursor(a);
  const inB = cursor(b);
  let at = 0;
  let foreground = false;
  let run = 0;
  while (at < pixels) {
    const covered = inA.foreground() || inB.foreground();
    const step = Math.min(inA.left(), inB.left(), pixels - at);
    if (covered !== foreground) {
      counts.push(run);
      run = 0;
      foreground = covered;
    }
    run += step;
    at += step;
    inA.skip(step);
    inB.skip(step);
  }
  counts.push(run);
  return { height: a.height, width: a.width, counts: Uint32Array.from(counts) };
}

/** Walks the runs of a mask; background for ever after the last one. */
function cursor({ counts }: Rle): { foreground(): boolean; left(): number; skip(pixels: number): void } {
  let run = -1;
  let rest = 0;
  const settle = (): void => {
    while (rest === 0 && run < counts.length) {
      run += 1;
      rest = run < counts.length ? (counts[run] ?? 0) : Infinity;
    }
  };
  settle();
  return {
    foreground: () => run < counts.length && run % 2 === 1,
    left: () => rest,
    skip(pixels) {
      rest -= pixels;
      settle();
    },
  };
}
