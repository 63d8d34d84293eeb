/** Boxes, points and outlines that are written in a text, in whatever numbers its writer used for places of a picture. */
import type { Shape } from './annotation.ts';

/**
 * What the numbers mean: pixels, thousandths, hundredths or parts of the width and the height. `grid`: of 1,024. `resized`: pixels of the
 * picture as Qwen2.5-VL sees it.
 */
export const COORDINATES = ['pixels', 'resized', 'thousand', 'unit', 'percent', 'grid'] as const;
export type Coordinates = (typeof COORDINATES)[number];

/** In which order: `corners` is x y x y, `yx` y x y x, `size` x y width height. */
export const ORDERS = ['corners', 'yx', 'size'] as const;
export type RegionOrder = (typeof ORDERS)[number];

/** How a person reads the regions of a dataset; what is absent is as recognised. */
export interface RegionReading {
  readonly coordinates?: Coordinates;
  readonly order?: RegionOrder;
}

export interface Region {
  readonly shape: 'box' | 'point' | 'polygon';
  /** `x y x y …` as written, in this order whatever the dialect's. */
  readonly numbers: readonly number[];
  readonly label: string;
  /** What the dialect fixes; undefined where several are possible. */
  readonly coordinates: Coordinates | undefined;
  /** Index in the form's media. */
  readonly media: number;
}

/** How the numbers of regions are read where neither their dialect nor a person says: by how large they get. */
export function guessCoordinates(regions: readonly Region[], width: number, height: number): Coordinates {
  let most = 0;
  for (const { numbers } of regions) for (const value of numbers) most = Math.max(most, value);
  if (most <= 1) return 'unit';
  if (most > 1000) return 'pixels';
  // A picture smaller than the numbers cannot be what they count.
  return most > Math.max(width, height) || width === 0 ? 'thousand' : 'pixels';
}

/** How the numbers of a region are read: as a person says, else as its dialect fixes, else by the guess. */
export function coordinatesOf({ coordinates }: Region, reading: RegionReading, guess: Coordinates): Coordinates {
  return reading.coordinates ?? coordinates ?? guess;
}

/** The region in pixels of a picture of this size. */
export function regionShape(region: Region, coordinates: Coordinates, width: number, height: number, order?: RegionOrder): Shape {
  const { shape } = region;
  const numbers = ordered(region, order);
  const [wide, high] = sizeOf(coordinates, width, height);
  const at = numbers.map((value, i) => (i % 2 === 0 ? (value / wide) * width : (value / high) * height));
  switch (shape) {
    case 'box': {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = at;
      return { kind: 'box', box: [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)] };
    }
    case 'polygon':
      return { kind: 'polygon', rings: [at] };
    case 'point': {
      const points: number[] = [];
      for (let i = 0; i + 1 < at.length; i += 2) points.push(at[i] ?? 0, at[i + 1] ?? 0, 2);
      return { kind: 'keypoints', points };
    }
  }
}

function ordered({ numbers, shape }: Region, order: RegionOrder | undefined): readonly number[] {
  if (order === 'yx') return numbers.map((_, i) => numbers[i % 2 === 0 ? i + 1 : i - 1] ?? 0);
  if (order !== 'size' || shape !== 'box') return numbers;
  const [x = 0, y = 0, width = 0, height = 0] = numbers;
  return [x, y, x + width, y + height];
}

/** What the width and the height of the picture are in these numbers. */
function sizeOf(coordinates: Coordinates, width: number, height: number): readonly [number, number] {
  switch (coordinates) {
    case 'pixels':
      return [width, height];
    case 'resized':
      return qwenSize(width, height);
    case 'thousand':
      return [1000, 1000];
    case 'unit':
      return [1, 1];
    case 'percent':
      return [100, 100];
    case 'grid':
      return [1024, 1024];
  }
}

/** Pixels of the squares that Qwen2.5-VL cuts a picture into, and how many pixels it takes at least and at most. */
const QWEN_PATCH = 28;
const QWEN_LEAST = 4 * QWEN_PATCH ** 2;
const QWEN_MOST = 16_384 * QWEN_PATCH ** 2;

/** The size that Qwen2.5-VL gives a picture before it looks: `smart_resize` of https://github.com/QwenLM/Qwen2.5-VL. */
function qwenSize(width: number, height: number): readonly [number, number] {
  const whole = (pixels: number, round: (value: number) => number): number => Math.max(1, round(pixels / QWEN_PATCH)) * QWEN_PATCH;
  const [wide, high] = [whole(width, toEven), whole(height, toEven)];
  if (wide * high > QWEN_MOST) {
    const factor = Math.sqrt((width * height) / QWEN_MOST);
    return [whole(width / factor, Math.floor), whole(height / factor, Math.floor)];
  }
  if (wide * high < QWEN_LEAST) {
    const factor = Math.sqrt(QWEN_LEAST / Math.max(1, width * height));
    return [whole(width * factor, Math.ceil), whole(height * factor, Math.ceil)];
  }
  return [wide, high];
}

/** As Python rounds: a half to the even side. */
function toEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 ? below + (below % 2) : Math.round(value);
}
