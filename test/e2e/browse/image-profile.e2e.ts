/** The profile of images: what it says is what the table counts, and every bar of it asks for what it counts. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cocoText, fileOf } from '../made.ts';
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

describe('of many classes', () => {
  /** Class 1 has sixteen labels, class 16 has one; sides are 3, 13, 23 … px, so that no bar ends at 8. */
  const CLASSES = 16;
  const labels = Array.from({ length: CLASSES }, (_, at) =>
    Array.from({ length: CLASSES - at }, (__, n) => ({ category: at + 1, bbox: [0, 0, 3 + 10 * n, 3 + 10 * n] })),
  ).flat();
  const open = async () => {
    const names = Array.from({ length: CLASSES }, (_, at) => `class ${at + 1}`);
    const app = await openDropped([fileOf('made.json', cocoText([['a.png', 400, 300]], names, labels))]);
    await app.page.getByRole('radio', { name: 'Profile' }).click();
    return app;
  };

  it('names each class of the slope by arrow keys and by the pointer, and asks for it', async () => {
    const { page, axe } = await open();
    const slope = profile(page).getByRole('slider', { name: 'Classes by their number of labels' });
    await slope.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => slope.getAttribute('aria-valuetext')).toBe('class 2 · 15 labels · 2 of 16');
    await page.keyboard.press('End');
    await expect.poll(() => slope.getAttribute('aria-valuetext')).toBe('class 16 · 1 label · 16 of 16');
    await profile(page).getByText('class 16 · 1 label · 16 of 16').waitFor();
    await axe();
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page)).toBe('class:"class 16"');
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page)).toBe('');
    const box = await slope.boundingBox();
    await slope.hover({ position: { x: ((box?.width ?? 0) * 2.5) / CLASSES, y: 80 } });
    await profile(page).getByText('class 3 · 14 labels · 3 of 16').waitFor();
  });

  it('counts tiny boxes to the pixel, as asking for them does', async () => {
    const { page } = await open();
    const tiny = profile(page).getByRole('button', { name: `Tiny boxes: ${CLASSES}` });
    await tiny.click();
    await expect.poll(() => query(page)).toBe('side<8');
    await expect.poll(() => status(page)).toContain(` ${CLASSES} of ${labels.length} annotations`);
    await tiny.click();
    await expect.poll(() => query(page)).toBe('');
  });
});
