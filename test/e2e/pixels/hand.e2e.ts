/** The picture under the hand: hover, click, cycling, zoom at the pointer, drag, fit, zoom to an object. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { cocoText, folderOf } from '../made.ts';
import { drag, openDropped } from '../screen.ts';
import {
  canvas,
  classColour,
  distance,
  edgesOf,
  expectLine,
  HEIGHT,
  look,
  MARKED,
  mappingOf,
  nearest,
  shoot,
  WIDTH,
  type Edges,
  type Mapping,
} from './canvas.ts';

let folder: string;
beforeAll(() => {
  folder = folderOf({
    'labels.json': cocoText(
      [['a.png', WIDTH, HEIGHT]],
      ['large', 'small', 'other'],
      [
        { category: 1, bbox: [40, 40, 160, 150] },
        { category: 2, bbox: [60, 60, 60, 60] },
        { category: 3, bbox: [240, 150, 50, 50] },
      ],
    ),
    'a.png': MARKED,
  });
});

async function open(): Promise<{ page: Page; map: Mapping; at(x: number, y: number): Promise<[number, number]> }> {
  const { page } = await openDropped([folder]);
  await look(page, 'a.png');
  await page.getByRole('toolbar', { name: 'Display' }).getByRole('button', { name: 'Names' }).click();
  const map = mappingOf(await shoot(page));
  return {
    page,
    map,
    /** Where an image point of the fitted picture is on the page. */
    async at(x, y) {
      const host = await canvas(page).boundingBox();
      const place = map(x, y);
      return [(host?.x ?? 0) + place.x, (host?.y ?? 0) + place.y];
    },
  };
}

const NOWHERE: Edges = { left: 0, top: 0, right: 0, bottom: 0 };

const label = (page: Page, name: string): Locator =>
  page.getByRole('listbox', { name: 'Annotations' }).getByRole('option').filter({ hasText: name });
const selected = (page: Page): Promise<string[]> =>
  page
    .getByRole('listbox', { name: 'Annotations' })
    .getByRole('option', { selected: true })
    .evaluateAll((rows) => rows.map((row) => row.textContent?.split(' ')[0] ?? ''));

it('highlights the box under the pointer and its row, and the box of the row under the pointer', async () => {
  const { page, map, at } = await open();
  const plain = await shoot(page);
  // A line of two pixels gets three, and one more on the way to the grey.
  const width = (shot: typeof plain): number =>
    Array.from({ length: 13 }, (_, step) => distance(shot.at(map(258, 150).x, map(258, 150).y - 6 + step), classColour(2)) < 60).filter(
      Boolean,
    ).length;
  await page.mouse.move(...(await at(265, 175)));
  await expect.poll(() => label(page, 'other').getAttribute('data-hover')).toBe('');
  await expect.poll(async () => width(await shoot(page))).toBeGreaterThan(width(plain));
  await page.mouse.move(...(await at(310, 100)));
  await expect.poll(() => label(page, 'other').getAttribute('data-hover')).toBeNull();

  await label(page, 'other').hover();
  await expect.poll(async () => width(await shoot(page))).toBeGreaterThan(width(plain));
});

it('selects by a click, with grips on the box, and a click beside it lets go', async () => {
  const { page, map, at } = await open();
  await page.mouse.click(...(await at(265, 175)));
  await expect.poll(() => selected(page)).toEqual(['other']);
  await page.mouse.move(1, 1);
  const corners = [
    [240, 150],
    [290, 150],
    [290, 200],
    [240, 200],
  ] as const;
  await expect
    .poll(async () => {
      const shot = await shoot(page);
      return Math.max(...corners.map(([x, y]) => nearest(shot, map(x, y), [255, 255, 255], 2)));
    })
    .toBeLessThan(10);
  await page.mouse.click(...(await at(310, 100)));
  await expect.poll(() => selected(page)).toEqual([]);
});

it('selects the box of a row that is clicked', async () => {
  const { page, map } = await open();
  await label(page, 'other').click();
  await page.mouse.move(1, 1);
  await expect.poll(async () => nearest(await shoot(page), map(240, 150), [255, 255, 255], 2)).toBeLessThan(10);
});

it('goes through boxes that lie on each other, the smallest first, by clicks at one place', async () => {
  const { page, at } = await open();
  for (const name of ['small', 'large', 'small']) {
    await page.mouse.click(...(await at(90, 90)));
    await expect.poll(() => selected(page)).toEqual([name]);
    // Slower than a double click.
    await page.waitForTimeout(450);
  }
});

it('zooms at the pointer by the wheel', async () => {
  const { page, at } = await open();
  const map = mappingOf(await shoot(page), true);
  await page.mouse.move(...(await at(150, 110)));
  await page.mouse.wheel(0, -200);
  const scale = async (): Promise<number> => mappingOf(await shoot(page), true).scale / map.scale;
  await expect.poll(scale).toBeGreaterThan(1.3);
  const near = mappingOf(await shoot(page), true);
  expect(Math.hypot(near(150, 110).x - map(150, 110).x, near(150, 110).y - map(150, 110).y)).toBeLessThan(1.5);
  await page.mouse.wheel(0, 400);
  await expect.poll(scale).toBeLessThan(1);
});

it('moves with a drag, and a double click shows the whole picture again', async () => {
  const { page, at } = await open();
  const map = mappingOf(await shoot(page), true);
  const from = await at(220, 100);
  await drag(page, from, [from[0] + 40, from[1] - 25]);
  await expect.poll(async () => mappingOf(await shoot(page), true)(0, 0).x - map(0, 0).x).toBeCloseTo(40, 0);
  const moved = mappingOf(await shoot(page), true);
  expect(moved.scale).toBeCloseTo(map.scale, 1);
  expect(moved(0, 0).y - map(0, 0).y).toBeCloseTo(-25, 0);
  await expect.poll(() => selected(page)).toEqual([]);
  await page.mouse.dblclick(...from);
  await expect.poll(async () => Math.abs(mappingOf(await shoot(page), true)(0, 0).x - map(0, 0).x)).toBeLessThan(1);
  const fitted = mappingOf(await shoot(page), true);
  expect(fitted.scale).toBeCloseTo(map.scale, 1);
  expect(Math.hypot(fitted(0, 0).x - map(0, 0).x, fitted(0, 0).y - map(0, 0).y)).toBeLessThan(1);
});

it('shows one pixel on one at 100 %, and fits again by F', async () => {
  const { page, map } = await open();
  await page.keyboard.press('1');
  await expect.poll(async () => mappingOf(await shoot(page)).scale).toBeCloseTo(1, 1);
  await page.keyboard.press('f');
  await expect.poll(async () => mappingOf(await shoot(page)).scale).toBeCloseTo(map.scale, 1);
});

it('goes from object to object by z, each large in the middle, and then the whole again', async () => {
  const { page, map } = await open();
  for (const category of [0, 1, 2]) {
    await page.keyboard.press('z');
    await expect.poll(() => selected(page)).toEqual([['large', 'small', 'other'][category]]);
    const drawn = async (): Promise<{ share: number; middle: readonly [number, number] }> => {
      const shot = await shoot(page);
      const { width, height } = shot.png;
      const { left, top, right, bottom } = edgesOf(shot, (colour) => distance(colour, classColour(category)) < 30) ?? NOWHERE;
      return {
        share: Math.max((right - left) / width, (bottom - top) / height),
        middle: [(left + right) / 2 / width, (top + bottom) / 2 / height],
      };
    };
    // Six tenths of the side that has less room.
    await expect.poll(async () => (await drawn()).share).toBeCloseTo(0.6, 1);
    const { middle } = await drawn();
    expect(middle[0]).toBeCloseTo(0.5, 1);
    expect(middle[1]).toBeCloseTo(0.5, 1);
  }
  await page.keyboard.press('z');
  await expect.poll(async () => mappingOf(await shoot(page)).scale).toBeCloseTo(map.scale, 1);
  expectLine(await shoot(page), map(40, 100), classColour(0));
});
