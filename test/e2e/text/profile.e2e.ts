/** The profile of texts: what it says is counted, and every bar of it asks for what it counts. */
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { folderOf } from '../made.ts';
import { answered, openDropped, query, rowCount, sample, status } from '../screen.ts';

const profile = (page: Page): Locator => page.getByRole('region', { name: /^(Profile|概况)$/ });
const part = (page: Page, name: string): Locator => profile(page).getByRole('region', { name, exact: true });

/** Waits until the profile of the last question is whole. */
async function whole(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await page.locator('section[aria-busy=false]').waitFor();
}

/** Rows that the query leaves, as the table says. */
async function rowsLeft(page: Page): Promise<number> {
  await page.keyboard.press('v');
  await answered(page);
  const rows = await rowCount(page);
  await page.keyboard.press('v');
  await whole(page);
  return rows;
}

it('says what conversations are like, and filters by bars, terms and patterns of roles', async () => {
  const app = await openDropped([sample('jsonl/support-chats')]);
  const { page } = app;
  await page.getByRole('radio', { name: 'Profile' }).click();
  await whole(page);
  await expect
    .poll(() => profile(page).getByRole('heading', { level: 3 }).allInnerTexts())
    .toEqual([
      expect.stringMatching(/^Characters/),
      expect.stringMatching(/^Tokens/),
      expect.stringMatching(/^Words/),
      expect.stringMatching(/^Turns/),
      'Roles',
      'Script',
      'Contains',
      expect.stringMatching(/^Terms/),
    ]);
  await app.axe();
  await app.shot('profile-light');

  const pattern = part(page, 'Roles').getByRole('button', { name: 's u a t a u a: 36 records' });
  await pattern.click();
  await whole(page);
  await expect.poll(() => query(page)).toBe('roles:"s u a t a u a"');
  await expect.poll(() => status(page)).toMatch(/^36 of 120 records/);
  await expect.poll(() => rowsLeft(page)).toBe(36);
  await pattern.click();

  const bars = part(page, 'Turns').getByRole('toolbar').getByRole('button');
  await bars.nth(3).click();
  await whole(page);
  await expect.poll(() => query(page)).toBe('turns>=7 turns<8');
  await expect.poll(() => bars.nth(3).getAttribute('aria-pressed')).toBe('true');
  const counted = Number(/: (\d+) records/.exec((await bars.nth(3).getAttribute('aria-label')) ?? '')?.[1]);
  await expect.poll(() => rowsLeft(page)).toBe(counted);
  await bars.nth(3).press('ArrowLeft');
  await page.keyboard.press('Enter');
  await whole(page);
  await expect.poll(() => query(page)).toBe('turns>=6 turns<7');
  await page.keyboard.press('Backspace');
  await whole(page);

  const term = part(page, 'Terms').getByRole('button').first();
  const [, word = '', records] = /^(.+): (\d+) records$/.exec((await term.getAttribute('aria-label')) ?? '') ?? [];
  await term.click();
  await whole(page);
  await expect.poll(() => query(page)).toBe(`word:${word}`);
  await expect.poll(() => rowsLeft(page)).toBe(Number(records));
  await page.goBack();
});

it('counts the empty and the doubled, tells splits apart, and fits small, dark and Chinese', async () => {
  const line = (text: string): string => JSON.stringify({ text, label: 'x' });
  const texts = (of: string, n: number): string[] =>
    Array.from({ length: n }, (_, i) => line(`${of} ${'模型训练数据 '.repeat(i % 7)} ${i}`));
  const data = folderOf({
    'train.jsonl': [...texts('训练集的样本', 60), line(''), line('same'), line('same')].join('\n'),
    'test.jsonl': [...texts('test set sample', 20), line('same')].join('\n'),
  });
  const app = await openDropped([data], { theme: 'dark', language: 'zh', width: 1024, height: 700 });
  const { page } = app;
  await page.keyboard.press('v');
  await whole(page);
  await app.axe();
  await app.shot('profile-dark-zh-1024');
  const rows = part(page, '按划分').getByRole('row');
  await expect.poll(() => rows.nth(1).innerText()).toMatch(/^test\s+21\b/);
  await expect.poll(() => rows.nth(2).innerText()).toMatch(/^train\s+63\b.*\s1\s+2$/);
  await profile(page).getByRole('button', { name: '文本重复：3 条记录' }).click();
  await whole(page);
  await expect.poll(() => query(page)).toBe('copies>1');
  await expect.poll(() => status(page)).toMatch(/^3 /);
  await profile(page).getByRole('button', { name: '文本重复：3 条记录' }).click();
  await whole(page);
  await profile(page).getByRole('button', { name: '无文本：1 条记录' }).click();
  await whole(page);
  await expect.poll(() => query(page)).toBe('characters=0');
  await expect.poll(() => status(page)).toMatch(/^1 /);
});
