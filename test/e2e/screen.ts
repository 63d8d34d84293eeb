/** What a person sees of the page, found by role and name as a screen reader would. English names, unless a test says otherwise. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openApp, type App, type AppOptions } from './harness.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');

/** What a sample's `expected.json` says, counted by the script that drew it. */
export interface Expected {
  readonly samples: number;
  readonly annotations: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly splits: Readonly<Record<string, number>>;
  readonly categories: readonly { readonly name: string; readonly annotations: number; readonly samples: number }[];
  readonly labelSets: readonly { readonly role: string; readonly name?: string; readonly annotations: number }[];
  readonly problems: readonly { readonly code: string; readonly count: number }[];
}

/** Folder of one of our own datasets, e.g. `yolo/shelves`. */
export const sample = (id: string): string => join(SAMPLES, id);
export const expectedOf = (id: string): Expected => JSON.parse(readFileSync(join(sample(id), 'expected.json'), 'utf8')) as Expected;

/** The app with these files and folders dropped on it, all of them read. */
export async function openDropped(paths: readonly string[], options?: AppOptions): Promise<App> {
  const app = await openApp(options);
  // Less than a test's own limit, so that a failure says what it waited for.
  app.page.setDefaultTimeout(10_000);
  await app.dropPaths(paths);
  await settled(app.page);
  return app;
}

/** Waits until everything is read and the table or the gallery shows the answer to the last question. */
export async function settled(page: Page, timeout = 20_000): Promise<void> {
  await expect.poll(() => page.getByText(/^All files read in|^全部文件已在.*读完/).count(), { timeout }).toBe(1);
  await answered(page);
}

/** Waits until the browser has kept the app for the next visit; which it does when the page has been at rest for a while. */
export async function keptOffline(page: Page): Promise<void> {
  const states = (): Promise<string> =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      if (!registration) return 'not registered';
      const { installing, waiting, active } = registration;
      return (active ?? waiting ?? installing)?.state ?? 'no worker';
    });
  await expect.poll(states, { timeout: 40_000 }).toBe('activated');
}

/** Waits until the table or the gallery shows the answer to the last question, and the facets count it. */
export async function answered(page: Page): Promise<void> {
  // The question is asked a moment after the click that asks it.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await page.locator('[role=grid][aria-busy=false]').first().waitFor();
  await page.locator('nav[aria-busy=true]').waitFor({ state: 'detached' });
}

export const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Samples' });
export const gallery = (page: Page): Locator => page.getByRole('grid', { name: 'Gallery' });
export const filters = (page: Page): Locator => page.getByRole('navigation', { name: 'Filters' });
export const facet = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true });
export const value = (page: Page, facetName: string, name: string): Locator =>
  facet(page, facetName).getByRole('checkbox', { name, exact: true });
export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Sample' });
export const queryInput = (page: Page): Locator => page.getByRole('combobox', { name: 'Query' });
export const header = (page: Page, name: string): Locator =>
  grid(page)
    .getByRole('columnheader')
    .filter({ has: page.getByRole('button', { name, exact: true }) });
/** The button that sorts by a column. */
export const head = (page: Page, name: string): Locator => header(page, name).getByRole('button', { name, exact: true });
export const row = (page: Page, at: number): Locator => grid(page).locator(`[role=row][aria-rowindex="${at + 1}"]`);

/** `24 of 24 images · 211 of 211 annotations` */
export const status = (page: Page): Promise<string> => page.getByRole('contentinfo').getByRole('status').innerText();

/** Rows that pass, as the grid tells a screen reader. */
export async function rowCount(page: Page): Promise<number> {
  return Number(await grid(page).getAttribute('aria-rowcount')) - 1;
}

/** The rows that are drawn, in order, each with the texts of its cells from the name on. */
export async function rowTexts(page: Page): Promise<string[][]> {
  await answered(page);
  const rows = await grid(page).evaluate((element) =>
    [...element.querySelectorAll('[role=row][aria-selected]')]
      .toSorted((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
      .map((each) =>
        [...each.querySelectorAll<HTMLElement>('[role=gridcell]')].map((cell) => cell.innerText.replaceAll(/\s+/g, ' ').trim()),
      ),
  );
  return rows.map((cells) => cells.slice(1));
}

/** The cells of one column of the rows that are drawn, in order. */
export async function column(page: Page, name: string): Promise<string[]> {
  const at = Number(await header(page, name).getAttribute('aria-colindex'));
  return (await rowTexts(page)).map((cells) => cells[at - 2] ?? '');
}

export const names = (page: Page): Promise<string[]> => column(page, 'Name');

/** Number of the row that the inspector shows, from 1. */
export async function currentRow(page: Page): Promise<number> {
  const text = await inspector(page)
    .getByText(/^[\d,]+ of [\d,]+$/)
    .innerText();
  return Number(text.split(' ')[0]?.replaceAll(',', ''));
}

/** Rows of a facet that are drawn: name, then its counts; nothing where there is no such facet. */
export async function counts(page: Page, facetName: string): Promise<Record<string, number[]>> {
  const rows = await facet(page, facetName)
    .getByRole('checkbox')
    .evaluateAll((boxes) =>
      boxes.map((box) => {
        const texts = box.parentElement?.innerText.split('\n').map((text) => text.trim()) ?? [];
        return [box.getAttribute('aria-label') ?? '', texts.filter((text) => /^[\d,]+$/.test(text))] as const;
      }),
    );
  return Object.fromEntries(rows.map(([name, numbers]) => [name, numbers.map((text) => Number(text.replaceAll(',', '')))]));
}

/** The query as the address says it; asked of the page itself, for the driver hears of a change a moment later. */
export async function query(page: Page): Promise<string> {
  return new URLSearchParams((await page.evaluate(() => location.hash)).slice(1)).get('q') ?? '';
}

/** Types a query into the bar, as it stands, and sends it. */
export async function typeQuery(page: Page, text: string): Promise<void> {
  await queryInput(page).fill(text);
  await queryInput(page).press('Enter');
  await answered(page);
}

const retypers = new WeakMap<App, Promise<App>>();

/**
 * The promise of the query bar: what facets and brushes have built, typed into a fresh page, gives the same rows.
 * Compares the status line and the text of every row that is drawn. Later checks of a test type into the same second page,
 * cleared before.
 */
export async function expectRetyped(app: App, paths: readonly string[]): Promise<void> {
  const text = await query(app.page);
  expect(text, 'a query to retype').not.toBe('');
  const expected = { rows: await rowTexts(app.page), status: await status(app.page) };
  const fresh = retypers.get(app) ?? openDropped(paths, { context: app.page.context() });
  retypers.set(app, fresh);
  const { page } = await fresh;
  await page.setViewportSize(app.page.viewportSize() ?? { width: 1440, height: 900 });
  if ((await query(page)) !== '') await page.getByRole('button', { name: 'Clear the query' }).click();
  await typeQuery(page, text);
  await expect.poll(() => query(page)).toBe(text);
  await expect.poll(async () => ({ rows: await rowTexts(page), status: await status(page) })).toEqual(expected);
}

/** Presses at one place and lets go at another, in steps as a hand does. */
export async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 6 });
  await page.mouse.up();
}

/** Names of the pictures that the inspector shows from now on, each with what it said of being busy when it got that name. */
export async function picturesNamed(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    const look = (): void => {
      const picture = document.querySelector('[role=img][aria-busy]');
      if (!picture) return;
      const [name, busy] = [picture.getAttribute('aria-label'), picture.getAttribute('aria-busy')];
      if (!said.some((text) => text.startsWith(`${name} `))) said.push(`${name} ${busy}`);
    };
    look();
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
}

/** What is drawn there, once it rests: two pictures that are the same. */
export async function restingPixels(locator: Locator): Promise<string> {
  const picture = async (): Promise<string> => (await locator.screenshot({ animations: 'disabled' })).toString('base64');
  let now = await picture();
  await expect
    .poll(async () => {
      const before = now;
      now = await picture();
      return now === before;
    })
    .toBe(true);
  return now;
}

export async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('not visible');
  return box;
}

/** Colours in the middle of the thumbnails that are in the table, `r g b`. */
export function thumbnailColours(page: Page): Promise<string[]> {
  return grid(page)
    .locator('canvas')
    .evaluateAll((all) =>
      all.map((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) return 'no canvas';
        // Their own contexts give no pixels.
        const pen = new OffscreenCanvas(1, 1).getContext('2d');
        pen?.drawImage(canvas, -Math.floor(canvas.width / 2), -Math.floor(canvas.height / 2));
        return [...(pen?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3).join(' ');
      }),
    );
}
