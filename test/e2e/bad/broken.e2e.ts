/** What breaks under the page: the reader, the decoder, a person's patience. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Worker } from 'playwright-core';
import { expect, it } from 'vitest';
import { openApp, theBrowser } from '../harness.ts';
import { emptyFolder } from '../made.ts';
import { mainTasks } from '../main-tasks.ts';
import { answered, counts, openDropped, queryInput, rowCount, sample, settled, status, typeQuery, value } from '../screen.ts';

/** Ends workers whose address matches, by an exception that nobody catches. */
async function crash(page: Page, which: RegExp): Promise<void> {
  const hit = (): Worker[] => page.workers().filter((worker) => which.test(worker.url()));
  await expect.poll(() => hit().length).toBeGreaterThan(0);
  for (const worker of hit())
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('made to fail');
      });
    });
}

it('says that the reader stopped, and opens everything again', async () => {
  const app = await openDropped([sample('yolo/shelves'), sample('csv/plants')]);
  const { page } = app;
  app.expectTrouble(/made to fail/);
  await typeQuery(page, 'class:can');
  const before = { status: await status(page), rows: await rowCount(page), classes: await counts(page, 'Class') };
  await crash(page, /\/worker/);
  await page.getByText('The reader stopped. What was open is being read again.').waitFor();
  await expect
    .poll(async () => ({ status: await status(page), rows: await rowCount(page), classes: await counts(page, 'Class') }))
    .toEqual(before);
  await value(page, 'Class', 'can').click();
  await value(page, 'Class', 'jar').click();
  await expect.poll(() => rowCount(page)).toBe(11);
  await expect.poll(() => page.getByRole('img', { name: /annotations$/ }).getAttribute('aria-busy')).toBe('false');
  await page.getByRole('button', { name: /^Switch dataset/ }).click();
  await page.getByRole('menuitem').getByText('plants.csv').click();
  await expect.poll(() => status(page)).toBe('60 of 60 records');
});

it('shows a question that failed as a card, which asks it again', async () => {
  const app = await openDropped([sample('yolo/shelves')]);
  const { page } = app;
  const reader = page.workers().find((worker) => /\/worker/.test(worker.url()));
  if (!reader) throw new Error('no reader');
  // Every question looks at the clock to give way to others.
  await reader.evaluate(() => {
    performance.now = () => {
      throw new Error('made to fail');
    };
  });
  await queryInput(page).fill('class:can');
  await queryInput(page).press('Enter');
  const card = page.getByRole('alert').filter({ hasText: 'made to fail' });
  await card.waitFor();
  await app.axe();
  await app.shot('broken-card');
  await reader.evaluate(() => void Reflect.deleteProperty(performance, 'now'));
  await card.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => card.count()).toBe(0);
  await expect.poll(() => rowCount(page)).toBe(13);
  await expect.poll(() => status(page)).toMatch(/^13 of 19 images/);
});

it('decodes on when a decoder stopped', async () => {
  const app = await openDropped([sample('yolo/shelves')]);
  const { page } = app;
  app.expectTrouble(/made to fail/);
  await expect.poll(() => page.getByRole('img', { name: /annotations$/ }).getAttribute('aria-busy')).toBe('false');
  await crash(page, /decode/);
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('j');
  await expect.poll(() => page.getByRole('img', { name: /annotations$/ }).getAttribute('aria-busy')).toBe('false');
  await expect.poll(() => page.getByText('The image does not decode').count()).toBe(0);
});

/**
 * Makes every worker of the page rest between its tasks, so that there is time to look at what happens while a file is read,
 * however fast the machine is. Gives the way back.
 */
async function slow(page: Page): Promise<() => Promise<void>> {
  const rest = (worker: Worker): Promise<unknown> =>
    worker.evaluate(() => {
      const cell = new Int32Array(new SharedArrayBuffer(4));
      Object.assign(globalThis, { resting: setInterval(() => Atomics.wait(cell, 0, 0, 50)) });
    });
  // One that ends meanwhile needs no rest.
  const restNew = (worker: Worker): void => void rest(worker).catch(() => undefined);
  page.on('worker', restNew);
  await Promise.all(page.workers().map(rest));
  return async () => {
    page.off('worker', restNew);
    for (const worker of page.workers())
      await worker.evaluate(() => clearInterval((globalThis as unknown as { resting?: number }).resting)).catch(() => undefined);
  };
}

/** A COCO file of so many images with ten boxes each, its annotations last. */
function coco(images: number): string {
  const path = join(emptyFolder('large'), 'instances.json');
  const file = openSync(path, 'w');
  const write = (count: number, item: (at: number) => string): void => {
    for (let from = 0; from < count; from += 10_000)
      writeSync(
        file,
        Array.from({ length: Math.min(10_000, count - from) }, (_, at) => (from + at === 0 ? '' : ',\n') + item(from + at)).join(''),
      );
  };
  writeSync(file, '{"categories":[{"id":1,"name":"cat"},{"id":2,"name":"dog"}],"images":[');
  write(images, (at) => `{"id":${at},"file_name":"${String(at).padStart(12, '0')}.jpg","width":640,"height":480}`);
  writeSync(file, '],"annotations":[');
  write(
    images * 10,
    (at) =>
      `{"id":${at + 1},"image_id":${Math.floor(at / 10)},"category_id":${1 + (at % 2)},"bbox":[${at % 500},${at % 300},${10 + (at % 90)},20.5],"area":1000,"iscrowd":0}`,
  );
  writeSync(file, ']}');
  closeSync(file);
  return path;
}

it('keeps what was read when an opening is cancelled', async () => {
  const app = await openApp();
  const { page } = app;
  const release = await slow(page);
  await app.dropPaths([coco(17_000)]);
  await page
    .getByRole('contentinfo')
    .getByRole('status')
    .filter({ hasText: / of [1-9]/ })
    .waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled. What was read so far is shown.').waitFor();
  await release();
  await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
  await answered(page);
  const read = Number(/of ([\d,]+) annotations/.exec(await status(page))?.[1]?.replaceAll(',', ''));
  expect(read).toBeGreaterThan(0);
  await expect.poll(() => rowCount(page)).toBeGreaterThan(0);
  await page.getByRole('contentinfo').getByText('not read to the end').waitFor();
  // What was told last is what is there: the facets count the same labels.
  await expect.poll(async () => (await counts(page, 'Label kind'))['box']).toEqual([read]);
  await page.keyboard.press('p');
  await page.getByRole('region', { name: 'Problems' }).getByText('Not read to the end').waitFor();
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Read again' }).click();
  await settled(page);
  await expect.poll(() => status(page)).toBe('17,000 of 17,000 images · 170,000 of 170,000 annotations');
  expect(await page.getByRole('button', { name: 'Read again' }).count()).toBe(0);
});

it('answers and stays smooth while 20 MB are read, with rows before the end', async () => {
  const app = await openApp();
  const { page } = app;
  const path = coco(17_000);
  const browser = await theBrowser();
  const release = await slow(page);
  await browser.startTracing(page, { categories: ['toplevel'] });
  await app.dropPaths([path]);
  await page.locator('[role=row][aria-rowindex="2"]').waitFor();
  await page.getByText('still reading').waitFor();
  await release();
  await settled(page);
  await expect.poll(() => status(page)).toBe('17,000 of 17,000 images · 170,000 of 170,000 annotations');
  const tasks = mainTasks(await browser.stopTracing());
  expect(tasks.length).toBeGreaterThan(50);
  expect(tasks.filter((task) => task > 100)).toEqual([]);
});
