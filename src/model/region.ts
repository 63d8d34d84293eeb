/** Boxes, points and outlines that are written in a text, in whatever numbers its writer used for places of a picture. */
import type { Shape } from './annotation.ts';

/** What the numbers mean: pixels, thousandths, hundredths or parts of the width and the height. `grid`: of 1,024. */
export const COORDINATES = ['pixels', 'thousand', 'unit', 'percent', 'grid'] as const;
export type Coordinates = (typeof COORDINATES)[number];

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

/** The region in pixels of a picture of this size. */
export function regionShape({ shape, numbers }: Region, coordinates: Coordinates, width: number, height: number): Shape {
  const full = { pixels: 0, thousand: 1000, unit: 1, percent: 100, grid: 1024 }[coordinates];
  const at = numbers.map((value, i) => (full === 0 ? value : (value / full) * (i % 2 === 0 ? width : height)));
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
