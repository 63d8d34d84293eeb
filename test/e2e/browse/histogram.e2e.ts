import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { answered, boxOf, drag, expectRetyped, facet, openDropped, query, rowCount, sample, status } from '../screen.ts';
import { fileOf } from '../made.ts';
import { count, shelves, street } from './recount.ts';
import type { App } from '../harness.ts';

const SHELVES = sample('yolo/shelves');
const STREET = sample('coco/street');
const TALL = { height: 1400 };

const handle = (page: Page, name: string, end: 'From' | 'To') => page.getByRole('slider', { name: `${name}: ${end}` });

/** Drags over a part of a histogram; 0 and 1 are its ends. */
async function brush(page: Page, name: string, from: number, to: number): Promise<void> {
  const first = await boxOf(handle(page, name, 'From'));
  const last = await boxOf(handle(page, name, 'To'));
  const left = first.x + first.width / 2;
  const right = last.x + last.width / 2;
  const y = first.y + 8;
  await drag(page, [left + (right - left) * from, y], [left + (right - left) * to, y]);
  await answered(page);
}

/** What the query says of a field. */
async function rangeOf(page: Page, field: string): Promise<{ min: number; max: number }> {
  const text = await query(page);
  return {
    min: Number(new RegExp(`${field}>=([\\d.]+)`).exec(text)?.[1] ?? -Infinity),
    max: Number(new RegExp(`${field}<([\\d.]+)`).exec(text)?.[1] ?? Infinity),
  };
}

async function open(path: string, name: string): Promise<App> {
  const app = await openDropped([path], TALL);
  const fold = facet(app.page, name).getByRole('button', { name, exact: true });
  if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
  await handle(app.page, name, 'From').waitFor();
  return app;
}

it('asks for the box sides that are brushed, and counts as a plain recount does', async () => {
  const app = await open(SHELVES, 'Box side');
  const { page } = app;
  await brush(page, 'Box side', 0.3, 0.7);
  const { min, max } = await rangeOf(page, 'side');
  expect(min).toBeGreaterThan(0);
  expect(max).toBeLessThan(Infinity);
  const inside = shelves().filter(({ width, height }) => Math.sqrt(width * height) >= min && Math.sqrt(width * height) < max);
  expect(inside.length).toBeGreaterThan(0);
  expect(inside.length).toBeLessThan(535);
  await expect.poll(() => status(page)).toBe(`${count(inside)[0]} of 19 images · ${inside.length} of 535 annotations`);
  await expectRetyped(app, [SHELVES]);
});

it('asks for the bar that is pointed at, also where there are few', async () => {
  const lines = [1, 1, 1, 2, 3, 3].map((n, at) => JSON.stringify({ id: `r${at}`, n }));
  const { page } = await openDropped([fileOf('few.jsonl', lines.join('\n'))]);
  const bars = facet(page, 'n').locator('svg[viewBox] rect[class*=in]');
  await expect.poll(() => bars.count()).toBe(3);
  for (const [at, rows] of [3, 1, 2].entries()) {
    const { x, y, width, height } = await boxOf(bars.nth(at));
    await drag(page, [x + width * 0.35, y + height / 2], [x + width * 0.8, y + height / 2]);
    await expect.poll(() => rowCount(page)).toBe(rows);
    await page.getByRole('button', { name: 'Clear the query' }).click();
    await expect.poll(() => rowCount(page)).toBe(6);
  }
});

it('makes the bars outside of the brush pale, and all of them bright again after a click', async () => {
  const { page } = await open(SHELVES, 'Box side');
  const fills = (): Promise<string[]> =>
    facet(page, 'Box side')
      .locator('svg[viewBox] rect')
      .evaluateAll((bars) => bars.map((bar) => `${bar.getAttribute('x')} ${getComputedStyle(bar).fill}`));
  const before = await fills();
  const colours = (list: readonly string[]): Set<string> => new Set(list.map((fill) => fill.slice(fill.indexOf(' '))));
  await brush(page, 'Box side', 0.4, 1);
  await page.mouse.move(700, 5);
  await expect.poll(() => query(page)).toMatch(/^side>=\d+(\.\d+)?$/);
  await expect
    .poll(async () => {
      const brushed = await fills();
      const first = [...colours(brushed.filter((fill) => fill.startsWith('0 ')))];
      const [last = ''] = colours(brushed.slice(-1));
      return {
        firstHas: first.length,
        firstIsBright: first.some((colour) => colours(before).has(colour)),
        lastIsBright: colours(before).has(last),
      };
    })
    .toEqual({ firstHas: 1, firstIsBright: false, lastIsBright: true });
  // A click without a move takes the range away.
  const { x, y } = await boxOf(handle(page, 'Box side', 'To'));
  await page.mouse.click(x - 30, y + 4);
  await expect.poll(() => query(page)).toBe('');
  await expect.poll(fills).toEqual(before);
});

it('is brushed by arrow keys on its ends', async () => {
  const app = await open(SHELVES, 'Box side');
  const { page } = app;
  const from = handle(page, 'Box side', 'From');
  const before = Number(await from.getAttribute('aria-valuenow'));
  await from.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await rangeOf(page, 'side')).min).toBeGreaterThan(0);
  const { min } = await rangeOf(page, 'side');
  await expect.poll(async () => Number(await from.getAttribute('aria-valuenow'))).toBe(min);
  expect(min).toBeGreaterThanOrEqual(before);
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await rangeOf(page, 'side')).min).toBeGreaterThan(min);
  await handle(page, 'Box side', 'To').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await rangeOf(page, 'side')).max).toBeLessThan(Infinity);
  await expectRetyped(app, [SHELVES]);
  await from.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await handle(page, 'Box side', 'To').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => query(page)).toBe('');
});

it('has ends that can be dragged', async () => {
  const { page } = await open(SHELVES, 'Box side');
  const { x, y, width, height } = await boxOf(handle(page, 'Box side', 'From'));
  await drag(page, [x + width / 2, y + height / 2], [x + 100, y + height / 2]);
  await expect.poll(async () => (await rangeOf(page, 'side')).min).toBeGreaterThan(0);
  expect((await rangeOf(page, 'side')).max).toBe(Infinity);
});

it('asks for image widths and heights', async () => {
  const app = await open(STREET, 'Image width');
  const { page } = app;
  await brush(page, 'Image width', 0.6, 1);
  await expect.poll(() => query(page)).toMatch(/^width>=\d+$/);
  await expect.poll(() => rowCount(page)).toBeLessThan(24);
  await expect.poll(() => rowCount(page)).toBeGreaterThan(0);
  await expectRetyped(app, [STREET]);
  await page.getByRole('button', { name: 'Clear the query' }).click();
  await facet(page, 'Image height').getByRole('button', { name: 'Image height', exact: true }).click();
  await handle(page, 'Image height', 'From').waitFor();
  await brush(page, 'Image height', 0.6, 1);
  await expect.poll(() => query(page)).toMatch(/^height>=\d+$/);
  await expect.poll(() => rowCount(page)).toBeLessThan(24);
  await expect.poll(() => rowCount(page)).toBeGreaterThan(0);
  await expectRetyped(app, [STREET]);
});

it('asks for scores of predictions', async () => {
  const app = await open(STREET, 'Score');
  const { page } = app;
  await brush(page, 'Score', 0.5, 1);
  const { min } = await rangeOf(page, 'score');
  const high = street().predictions.filter(({ score = 0 }) => score >= min);
  await expect.poll(() => status(page)).toBe(`${count(high)[0]} of 24 images · ${high.length} of 298 annotations`);
  await expectRetyped(app, [STREET]);
});

it('follows the other filters', async () => {
  const { page } = await open(SHELVES, 'Box side');
  const passing = (): Promise<string[]> =>
    facet(page, 'Box side')
      .locator('svg[viewBox] rect')
      .evaluateAll((bars) => bars.map((bar) => bar.getAttribute('height') ?? ''));
  const before = await passing();
  await page.getByRole('checkbox', { name: 'carton', exact: true }).click();
  await expect.poll(passing).not.toEqual(before);
});

it('asks for numbers of records', async () => {
  const app = await open(sample('csv/plants'), 'height_cm');
  // From within the first bar: its edge is the handle of the other end.
  await brush(app.page, 'height_cm', 0.04, 0.25);
  await expect.poll(() => query(app.page)).toMatch(/^height_cm<\d+$/);
  await expect.poll(() => rowCount(app.page)).toBeLessThan(60);
  await expectRetyped(app, [sample('csv/plants')]);
});
