/** What the app's own page says of itself, as findings. */
import type { Page } from 'playwright-core';
import { inspect } from '../../e2e/big/look-through.ts';
import type { Findings } from '../measure.ts';
import type { Shown } from '../shown.ts';

/** `5 of 5 images · 7 of 7 annotations` */
export function imagesAndAnnotations({ status }: Shown): Findings {
  const [images = -1, , annotations = -1] = numbersOf(status);
  return { images, annotations };
}

/** `5 of 5 records`, under the name that the other contenders use. */
export const recordsAs =
  (name: string) =>
  ({ status }: Shown): Findings => ({ [name]: numbersOf(status)[0] ?? -1 });

const numbersOf = (text: string): number[] => (text.match(/[\d,]+/g) ?? []).map((part) => Number(part.replaceAll(',', '')));

/**
 * What a person does once a dataset is open: goes to the end and back, pages, scrolls, looks into a sample, picks a class, searches for a word
 * and takes it back, and filters where there is something to filter by (`filter`, as the query bar has it).
 */
export const browse =
  (word: string, filter?: string) =>
  async (page: Page): Promise<Record<string, number>> => {
    const started = performance.now();
    const grid = page.getByRole('grid', { name: 'Samples' });
    await grid.focus();
    for (const key of ['End', 'Home', 'PageDown', 'PageDown', 'PageUp', 'ArrowDown']) {
      await page.keyboard.press(key);
      await answered(page);
    }
    await grid.hover();
    for (let turn = 0; turn < 10; turn += 1) {
      await page.mouse.wheel(0, 1400);
      await page.waitForTimeout(30);
    }
    await inspect(page);
    const classes = page.getByRole('group', { name: 'Class', exact: true }).getByRole('checkbox');
    if ((await classes.count()) > 0) {
      await classes.first().click();
      await answered(page);
    }
    await ask(page, word);
    await takeBack(page);
    if (filter !== undefined) {
      const all = await rowsOf(page);
      await ask(page, filter);
      const left = await rowsOf(page);
      if (left === 0 || left === all) throw new Error(`${filter} leaves ${left} of ${all} rows`);
      await takeBack(page);
    }
    return { browsed: performance.now() - started };
  };

/** A class, a brush and two orders, each by the control that people use. */
export async function browseBoxes(page: Page): Promise<Record<string, number>> {
  const values = await browse('class')(page);
  const side = page.getByRole('slider', { name: 'Box side: From' });
  // Not whether the slider is there: of many boxes it comes a moment after its heading.
  const heading = page.getByRole('button', { name: 'Box side', exact: true });
  if ((await heading.getAttribute('aria-expanded')) === 'false') await heading.click();
  for (let step = 0; step < 5; step += 1) {
    await side.press('ArrowRight');
    await answered(page);
  }
  const head = page.getByRole('grid', { name: 'Samples' }).getByRole('columnheader').getByRole('button', { name: 'Smallest', exact: true });
  for (let turn = 0; turn < 2; turn += 1) {
    await head.click();
    await answered(page);
  }
  return values;
}

async function ask(page: Page, query: string): Promise<void> {
  const bar = page.getByRole('combobox', { name: 'Query' });
  await bar.fill(query);
  await bar.press('Enter');
  await answered(page);
}

async function takeBack(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Clear the query' }).first().click();
  await answered(page);
}

async function rowsOf(page: Page): Promise<number> {
  return Number(await page.getByRole('grid', { name: 'Samples' }).getAttribute('aria-rowcount')) - 1;
}

async function answered(page: Page): Promise<void> {
  await page.waitForTimeout(50);
  await page.locator('[role=grid][aria-busy=false]').first().waitFor();
}
