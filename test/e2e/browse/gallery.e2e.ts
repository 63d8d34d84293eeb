import { expect, it } from 'vitest';
import { answered, boxOf, currentRow, gallery, inspector, openDropped, restingPixels, sample } from '../screen.ts';
import type { App } from '../harness.ts';
import type { Locator, Page } from 'playwright-core';

const SHELVES = sample('yolo/shelves');
/** The one label file without an image comes last. */
const MISSING = 'aisle9_0999';

async function open(): Promise<App> {
  const app = await openDropped([SHELVES], { height: 1300 });
  await app.page.getByRole('radio', { name: 'Gallery' }).click();
  await gallery(app.page).waitFor();
  await answered(app.page);
  return app;
}

const tiles = (page: Page): Locator => gallery(page).getByRole('gridcell');
const tick = (page: Page, name: string): Locator => gallery(page).getByRole('checkbox', { name: `Select ${name}` });
const lines = async (page: Page): Promise<number[]> => [
  Number(await gallery(page).getAttribute('aria-rowcount')),
  Number(await gallery(page).getAttribute('aria-colcount')),
];

it('shows every sample as a tile, in rows and columns that are counted', async () => {
  const { page } = await open();
  const [rows = 0, columns = 0] = await lines(page);
  expect(columns).toBeGreaterThan(1);
  expect(rows).toBe(Math.ceil(19 / columns));
  await expect.poll(() => tiles(page).count()).toBe(19);
  await expect.poll(() => gallery(page).getByRole('row').first().getAttribute('aria-rowindex')).toBe('1');
  await page.getByText('19 images', { exact: true }).waitFor();
  await expect.poll(() => tiles(page).first().innerText()).toContain('aisle1_0104.jpg');
  await expect.poll(() => tiles(page).first().innerText()).toMatch(/\n34\n/);
});

it('selects tiles by their tick, by ctrl- and shift-click, and by keys', async () => {
  const { page } = await open();
  const [, columns = 0] = await lines(page);
  await tiles(page).first().hover();
  await tick(page, 'aisle1_0104.jpg').click();
  await expect.poll(() => tick(page, 'aisle1_0104.jpg').getAttribute('aria-checked')).toBe('true');
  await tiles(page)
    .nth(3)
    .click({ modifiers: ['Control'] });
  await tiles(page)
    .nth(5)
    .click({ modifiers: ['Shift'] });
  await page.getByText('4 selected').first().waitFor();
  await page.getByRole('button', { name: 'Clear the selection' }).first().click();
  await expect.poll(() => page.getByText(/\d selected/).count()).toBe(0);

  await tiles(page).first().click();
  await gallery(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => currentRow(page)).toBe(2 + columns);
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByText('2 selected').first().waitFor();
  await page.keyboard.press('End');
  await expect.poll(() => currentRow(page)).toBe(19);
  await page.keyboard.press('Home');
  await expect.poll(() => currentRow(page)).toBe(1);
});

it('shows the sample of the tile that is clicked', async () => {
  const { page } = await open();
  await tiles(page).nth(6).click();
  const name = /\S+\.jpg/.exec(await tiles(page).nth(6).innerText())?.[0] ?? '';
  await inspector(page).getByRole('heading', { name }).waitFor();
  await expect.poll(() => currentRow(page)).toBe(7);
});

it('makes tiles larger and smaller', async () => {
  const { page } = await open();
  const [, before = 0] = await lines(page);
  await page.getByRole('slider', { name: 'Tile size' }).fill('420');
  await expect.poll(async () => (await lines(page))[1]).toBeLessThan(before);
  await page.getByRole('slider', { name: 'Tile size' }).fill('120');
  await expect.poll(async () => (await lines(page))[1]).toBeGreaterThan(before);
});

it('draws boxes and names, or leaves them out', async () => {
  const { page } = await open();
  const tile = tiles(page).first();
  // Boxes lie on a canvas over the picture's own.
  await expect.poll(() => tile.locator('canvas').count()).toBe(2);
  await page.mouse.move(1, 1);
  const boxes = page.getByRole('button', { name: 'Boxes', exact: true }).first();
  const names = page.getByRole('button', { name: 'Names', exact: true }).first();
  await expect.poll(() => page.getByText('Decoding').count()).toBe(0);
  const both = await restingPixels(tile);
  await names.click();
  await expect.poll(() => names.getAttribute('aria-pressed')).toBe('false');
  await expect.poll(() => restingPixels(tile)).not.toBe(both);
  const unnamed = await restingPixels(tile);
  await boxes.click();
  await expect.poll(() => boxes.getAttribute('aria-pressed')).toBe('false');
  await expect.poll(() => tile.locator('canvas').count()).toBe(1);
  await expect.poll(async () => [both, unnamed].includes(await restingPixels(tile))).toBe(false);
  await boxes.click();
  await names.click();
  await expect.poll(() => restingPixels(tile)).toBe(both);
});

it('keeps the place of a missing image and says why there is none', async () => {
  const { page } = await open();
  const tile = tiles(page).filter({ hasText: MISSING });
  await expect.poll(() => tile.innerText()).toContain('Named in the label file, not in the folder');
  await expect.poll(() => tiles(page).last().innerText()).toContain(MISSING);
  const sizeOf = async (of: Locator): Promise<number[]> => {
    const { width, height } = await boxOf(of);
    return [width, height];
  };
  await expect.poll(async () => (await sizeOf(tile)).join()).toBe((await sizeOf(tiles(page).first())).join());
});
