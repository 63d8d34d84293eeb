/** The menu of datasets: their names, the one that is looked at, what can be chosen there. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { answered } from '../screen.ts';

const button = (page: Page) => page.getByRole('button', { name: /^Switch dataset: / });

/** Name of the dataset that is looked at. */
export async function current(page: Page): Promise<string> {
  return (await button(page).locator('[title]').first().getAttribute('title')) ?? '';
}

/** Names of all that are open, as the menu lists them. */
export async function datasets(page: Page): Promise<string[]> {
  await button(page).click();
  const group = page.getByRole('menu').getByRole('group');
  await group.waitFor();
  const names = await group
    .getByRole('menuitem')
    .evaluateAll((items) => items.map((item) => item.querySelector('[class*=strong]')?.textContent ?? ''));
  await closeMenu(page);
  return names;
}

/** Clicks the item of this text, e.g. a dataset's name or `Close all`; the `at`-th where several have it. */
export async function chooseInMenu(page: Page, text: string, at = 0): Promise<void> {
  await button(page).click();
  const names = page
    .getByRole('menu')
    .getByRole('group')
    .getByRole('menuitem')
    .filter({ has: page.getByText(text, { exact: true }) });
  const others = page.getByRole('menuitem', { name: text, exact: true });
  await page.getByRole('menu').waitFor();
  await ((await names.count()) > 0 ? names.nth(Math.min(at, (await names.count()) - 1)) : others.first()).click();
  await expect.poll(() => page.getByRole('menu').count()).toBe(0);
  if ((await page.getByRole('grid').count()) > 0) await answered(page);
}

async function closeMenu(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('menu').count()).toBe(0);
}
