/** Searches in the texts of records: how much they found, how they end. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fileOf } from '../made.ts';
import { openDropped, query, queryInput, row, status, typeQuery } from '../screen.ts';

const lines = (texts: readonly string[]): string => texts.map((text, i) => JSON.stringify({ id: `r${i}`, text })).join('\n');
const ENDLESS = `${'a'.repeat(40)}!`;

/** Without waiting for the answer. */
async function search(page: Page, text: string): Promise<void> {
  await queryInput(page).fill(text);
  await queryInput(page).press('Enter');
}

describe('a search', () => {
  it('tells how many records hold the text, and how often', async () => {
    const app = await openDropped([fileOf('fish.jsonl', lines(['one fish, two fish', 'red fish', 'bird', 'بحث عن سمكة', '鱼在水里，鱼']))]);
    const { page } = app;
    await typeQuery(page, 'fish');
    await expect.poll(() => status(page)).toBe('2 of 5 records');
    await expect.poll(() => page.getByText('3 matches', { exact: true }).isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Clear the query' }).click();
    await typeQuery(page, '鱼');
    await expect.poll(() => status(page)).toBe('1 of 5 records');
    await page.getByText('2 matches', { exact: true }).waitFor();
    await app.axe();
  });

  it('by an expression that never ends holds nobody up, and says what it left out', async () => {
    const app = await openDropped([fileOf('endless.jsonl', lines(['aaa', ENDLESS, 'bbb', 'baa']))]);
    const { page } = app;
    await search(page, '/(a+)+$/');
    await page.getByRole('progressbar').waitFor();
    // The inspector goes on meanwhile.
    await row(page, 2).click();
    await page.getByRole('complementary', { name: 'Sample' }).getByText(ENDLESS).first().waitFor();
    await page.getByText('The expression took too long in 1 record, which is left out').waitFor();
    await expect.poll(() => status(page)).toBe('2 of 4 records');
    await app.axe();
    await app.shot('text-search-endless');
  });

  it('that is cancelled leaves the answer before it', async () => {
    const { page } = await openDropped([fileOf('endless.jsonl', lines(['aaa', ENDLESS, ENDLESS, ENDLESS, 'bbb', 'baa']))]);
    await typeQuery(page, 'bbb');
    await expect.poll(() => status(page)).toBe('1 of 6 records');
    await search(page, '/(a+)+$/');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    await expect.poll(() => status(page)).toBe('1 of 6 records');
    await expect.poll(() => query(page)).toBe('bbb');
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
    // The next search is not the worse for it.
    await page.getByRole('button', { name: 'Clear the query' }).click();
    await typeQuery(page, 'baa');
    await expect.poll(() => status(page)).toBe('1 of 6 records');
    await expect.poll(() => row(page, 1).innerText()).toContain('baa');
  });
});
