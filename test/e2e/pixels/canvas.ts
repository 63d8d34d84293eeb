/** The picture of the inspector as pixels, and where points of the image lie on it: found by marks that are painted in the image. */
import { PNG } from 'pngjs';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { colourOf, rgbOf } from '../../../src/canvas/palette.ts';
import { greyPng, GREY } from '../made.ts';
import { answered, grid } from '../screen.ts';

export type Rgb = readonly [number, number, number];

/** Two near the edges, two near the middle, which are still there when the picture is enlarged. In no shape's colour. */
const MARKS: readonly (readonly [colour: Rgb, left: number, top: number])[] = [
  [[255, 0, 0], 8, 220],
  [[0, 0, 255], 306, 16],
  [[0, 255, 0], 136, 104],
  [[255, 128, 0], 180, 132],
];
/** Side of a mark, image pixels. */
const MARK = 4;
/** Size of the pictures, image pixels. */
export const WIDTH = 320;
export const HEIGHT = 240;

/** A grey picture with marks by which its place on the screen is found. */
export const MARKED = greyPng(
  WIDTH,
  HEIGHT,
  (x, y) => MARKS.find(([, left, top]) => x >= left && x < left + MARK && y >= top && y < top + MARK)?.[0],
);

export const canvas = (page: Page): Locator => page.getByRole('complementary', { name: 'Sample' }).getByRole('img');

/** Looks at the sample of this name and waits for its picture. */
export async function look(page: Page, name: string): Promise<void> {
  await answered(page);
  await grid(page)
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
    .click();
  await page
    .getByRole('img', { name: new RegExp(`^${name.replaceAll('.', '\\.')}, `) })
    .and(page.locator('[aria-busy=false]'))
    .waitFor();
}

export interface Shot {
  readonly png: PNG;
  /** The colour at a place of the canvas; undefined outside. */
  at(x: number, y: number): Rgb;
}

/** The canvas once it rests: two pictures that are the same. */
export async function shoot(page: Page): Promise<Shot> {
  let before: Buffer | undefined;
  for (let tries = 0; tries < 20; tries += 1) {
    const now = await canvas(page).screenshot();
    if (before?.equals(now)) return shotOf(PNG.sync.read(now));
    before = now;
  }
  throw new Error('the canvas never rests');
}

function shotOf(png: PNG): Shot {
  return {
    png,
    at(x, y) {
      const at = (Math.round(y) * png.width + Math.round(x)) * 4;
      return [png.data[at] ?? -1, png.data[at + 1] ?? -1, png.data[at + 2] ?? -1];
    },
  };
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** How image points lie on the canvas. */
export interface Mapping {
  readonly scale: number;
  (x: number, y: number): Place;
}

/** Found by two marks alone, so that nothing of the app's own arithmetic is in it. `near`: the two in the middle. */
export function mappingOf(shot: Shot, near = false): Mapping {
  const [one, two] = MARKS.slice(near ? 2 : 0).map(([colour, left, top]) => ({
    left,
    top,
    ...middleOf(shot, (found) => distance(found, colour) < 60),
  }));
  if (one?.x === undefined || two?.x === undefined || one.y === undefined || two.y === undefined) throw new Error('a mark is not in sight');
  const scale = Math.hypot(two.x - one.x, two.y - one.y) / Math.hypot(two.left - one.left, two.top - one.top);
  const { x: atX, y: atY, left, top } = { ...one, x: one.x, y: one.y };
  const map = (x: number, y: number): Place => ({ x: atX + (x - left - MARK / 2) * scale, y: atY + (y - top - MARK / 2) * scale });
  return Object.assign(map, { scale });
}

/** Middle of the pixels that pass, in places where a pixel's middle is at a half. */
function middleOf(shot: Shot, passes: (colour: Rgb) => boolean): Place | undefined {
  const edges = edgesOf(shot, passes);
  return edges && { x: (edges.left + edges.right) / 2, y: (edges.top + edges.bottom) / 2 };
}

export interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Around all pixels that pass. */
export function edgesOf({ png, at }: Shot, passes: (colour: Rgb) => boolean): Edges | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let y = 0; y < png.height; y += 1) {
    for (let x = 0; x < png.width; x += 1) {
      if (!passes(at(x, y))) continue;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return right < 0 ? undefined : { left, top, right, bottom };
}

export function distance(a: Rgb, b: Rgb): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
}

/** Line colour of the class in this row of the classes. */
export const classColour = (category: number): Rgb => {
  const [r, g, b] = rgbOf(colourOf(category).line);
  return [r, g, b];
};

const PLAIN: Rgb = [GREY, GREY, GREY];
export const isGrey = (colour: Rgb): boolean => distance(colour, PLAIN) <= 3;

/** How far the nearest pixel within `reach` of a place is from a colour. */
export function nearest(shot: Shot, { x, y }: Place, colour: Rgb, reach = 1): number {
  let least = 255;
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) least = Math.min(least, distance(shot.at(Math.floor(x) + dx, Math.floor(y) + dy), colour));
  }
  return least;
}

/** The outline has the colour of its class: nearer to it than half way from the grey, for thin lines are blended with what is beside them. */
export function expectLine(shot: Shot, place: Place, colour: Rgb, reach = 1): void {
  const far = nearest(shot, place, colour, reach) / distance(colour, PLAIN);
  expect({ ...place, far }).toSatisfy((found: { far: number }) => found.far < 0.5);
}

/** Nothing is drawn here. */
export function expectGrey(shot: Shot, { x, y }: Place): void {
  expect({ x, y, colour: shot.at(Math.floor(x), Math.floor(y)) }).toSatisfy(({ colour }: { colour: Rgb }) => isGrey(colour));
}

/** A pale fill of the class: `share` of its colour over the grey. */
export function expectFill(shot: Shot, { x, y }: Place, colour: Rgb, share = 0.16): void {
  const blend = (at: 0 | 1 | 2): number => GREY + (colour[at] - GREY) * share;
  expect({ x, y, far: distance(shot.at(Math.floor(x), Math.floor(y)), [blend(0), blend(1), blend(2)]) }).toSatisfy(
    ({ far }: { far: number }) => far <= 6,
  );
}
