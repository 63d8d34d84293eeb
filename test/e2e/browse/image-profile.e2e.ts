/** The profile of images: what it says is what the table counts, and every bar of it asks for what it counts. */
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openDropped, query, sample, status } from '../screen.ts';

const profile = (page: Page): Locator => page.getByRole('region', { name: /^(Profile|概况)$/ });
const bar = (page: Page, part: string, name: RegExp): Locator =>
  profile(page).getByRole('region', { name: part, exact: true }).getByRole('button', { name });

/** How many a bar or a number says it stands for. */
async function counted(button: Locator): Promise<number> {
  return Number(/: ([\d,]+)/.exec((await button.getAttribute('aria-label')) ?? '')?.[1]?.replaceAll(',', ''));
}

it('tells how classes, boxes and images are spread, and filters by what is clicked', async () => {
  const { page, axe, shot } = await openDropped([sample('coco/street')]);
  await page.getByRole('radio', { name: 'Profile' }).click();
  const first = bar(page, 'Classes', /labels?$/).first();
  await first.waitFor();
  await profile(page).getByRole('region', { name: 'Image width' }).waitFor();
  await axe();
  await shot('image-profile-light');

  const bin = bar(page, 'Labels per image', /images?$/).first();
  await bin.waitFor();
  const images = await counted(bin);
  const labels = await counted(first);
  const name = ((await first.getAttribute('aria-label')) ?? '').split(':')[0] ?? '';
  await first.click();
  await expect.poll(() => query(page)).toBe(`class:${name}`);
  await expect.poll(() => status(page)).toContain(`${labels} of `);
  await expect.poll(() => first.getAttribute('aria-pressed')).toBe('true');
  await first.click();
  await expect.poll(() => query(page)).toBe('');

  // Its bars follow the query a moment later.
  await expect.poll(() => counted(bin)).toBe(images);
  await bin.click();
  await expect.poll(() => status(page)).toMatch(new RegExp(`^${images} of 24 images`));
});

it('is reached by its key, and by its address', async () => {
  const { page } = await openDropped([sample('yolo/shelves')], { language: 'zh', theme: 'dark', width: 1024, height: 700 });
  await page.keyboard.press('v');
  await profile(page).waitFor();
  await expect.poll(() => page.url()).toContain('profile');
  await page.keyboard.press('v');
  await page.getByRole('grid', { name: '样本' }).waitFor();
});
