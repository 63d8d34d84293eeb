/** The other ways in: pickers, zip files, the clipboard, the samples of the start screen, folders opened before. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { drop } from '../browser.ts';
import { openApp, openContext, type App } from '../harness.ts';
import { cocoText, contentsOf, fileOf, folderOf, greyPng, yoloFiles, zipOf, type Contents } from '../made.ts';
import { counts, expectedOf, names, openDropped, sample, settled, status, thumbnailColours } from '../screen.ts';
import { current, datasets } from './datasets.ts';

const PICTURE = greyPng(40, 30);

describe('the pickers', () => {
  it('take a folder', async () => {
    const { page } = await openApp();
    await page.locator('input[type=file][webkitdirectory]').setInputFiles(sample('yolo/shelves'));
    await settled(page);
    await expect.poll(() => current(page)).toBe('shelves');
    await expect.poll(() => status(page)).toBe('19 of 19 images · 535 of 535 annotations');
  });

  it('take several files', async () => {
    const { page } = await openApp();
    const folder = folderOf({ 'labels.json': cocoText([['a.png', 40, 30]], ['cat'], [{ bbox: [4, 4, 10, 10] }]), 'a.png': PICTURE });
    await page.locator('input[type=file][multiple]').setInputFiles([join(folder, 'labels.json'), join(folder, 'a.png')]);
    await settled(page);
    await expect.poll(() => status(page)).toBe('1 of 1 images · 1 of 1 annotations');
    await page.getByRole('button', { name: 'Problems (0)' }).waitFor();
  });

  it('open from the buttons, and the same folder again after it was closed', async () => {
    const { page } = await openApp();
    for (let times = 0; times < 2; times += 1) {
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Open files', exact: true }).click();
      await (await choosing).setFiles(join(sample('csv/plants'), 'plants.csv'));
      await settled(page);
      await expect.poll(() => status(page)).toBe('60 of 60 records');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('combobox').fill('Close the dataset');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
    }
  });
});

describe('a zip', () => {
  const yolo: Contents = {
    ...yoloFiles(3, ['猫'], PICTURE),
    'images/train/图 4.png': PICTURE,
    'labels/train/图 4.txt': '0 0.5 0.5 0.5 0.5\n0 0.2 0.2 0.1 0.1\n',
  };
  const under = (folder: string, files: Contents): Contents =>
    Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));

  const check = async (page: Page, expected: string): Promise<void> => {
    await expect.poll(() => status(page)).toBe(expected);
    await page.getByRole('button', { name: 'Problems (0)' }).waitFor();
    await expect.poll(async () => [...new Set(await thumbnailColours(page))]).toEqual(['128 128 128']);
  };

  it.each([
    ['deflated', {}, yolo],
    ['stored', { stored: true }, yolo],
    ['with one more folder around it', {}, under('my data 数据', yolo)],
  ] as const)('of a YOLO folder opens, %s', async (_name, options, files) => {
    const { page } = await openDropped([fileOf('set.zip', await zipOf(files, options))]);
    await check(page, '4 of 4 images · 5 of 5 annotations');
    await expect.poll(async () => (await names(page)).some((name) => name.endsWith('图 4.png'))).toBe(true);
  });

  it.each([
    ['deflated', {}],
    ['stored', { stored: true }],
  ] as const)('of a COCO folder opens, %s', async (_name, options) => {
    const { page } = await openDropped([fileOf('街.zip', await zipOf(under('street', contentsOf(sample('coco/street'))), options))]);
    await expect.poll(() => status(page)).toBe('24 of 24 images · 298 of 298 annotations');
    await page.getByRole('button', { name: 'Problems (0)' }).waitFor();
    await expect.poll(() => page.getByRole('img', { name: /annotations$/ }).getAttribute('aria-busy')).toBe('false');
    await expect.poll(() => page.getByText('The image does not decode').count()).toBe(0);
  });

  it('opens beside folders and other zips, each a dataset', async () => {
    const one = fileOf('one.zip', await zipOf(yoloFiles(2, ['a'], PICTURE)));
    const two = fileOf('two.zip', await zipOf({ 'rows.csv': 'a,b\n1,2\n3,4\n' }));
    const { page } = await openDropped([one, two, sample('imagefolder/fruit')]);
    await expect.poll(() => datasets(page)).toHaveLength(3);
  });
});

describe('the clipboard', () => {
  it('gives files that open like dropped ones', async () => {
    const { page } = await openApp();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{"a":1}\n{"a":2}\n'], 'pasted.jsonl'));
      data.items.add(new File(['a,b\n1,2\n'], 'pasted.csv'));
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await settled(page);
    await expect.poll(async () => (await datasets(page)).toSorted()).toEqual(['pasted.csv', 'pasted.jsonl']);
  });

  it('with text in it opens nothing', async () => {
    const { page } = await openApp();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'some words');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
  });
});

describe('the samples of the start screen', () => {
  it.each([
    ['Street', 'coco/street'],
    ['Shelves', 'yolo/shelves'],
    ['Fruit bowls', 'yolo/fruit-seg'],
    ['People, poses', 'yolo/people-pose'],
    ['Harbour, from above', 'yolo/harbour-obb'],
    ['Dice', 'yolo/darknet-dice'],
    ['Fruit by folder', 'imagefolder/fruit'],
    ['Postcards', 'images/postcards'],
    ['Support chats', 'jsonl/support-chats'],
    ['Answers, judged', 'jsonl/answers'],
    ['Questions about shelves', 'jsonl/shelf-questions'],
    ['Plants', 'csv/plants'],
  ])('open by a click: %s', async (title, id) => {
    const { page } = await openApp();
    await page
      .getByRole('button')
      .filter({ has: page.getByText(title, { exact: true }) })
      .click();
    await settled(page);
    const expected = expectedOf(id);
    const predicted = expected.labelSets.filter(({ role }) => role === 'prediction').reduce((sum, set) => sum + set.annotations, 0);
    const all = expected.annotations + predicted;
    const isText = id.startsWith('jsonl') || id.startsWith('csv');
    await expect
      .poll(() => status(page))
      .toBe(
        isText
          ? `${expected.samples} of ${expected.samples} records`
          : `${expected.samples} of ${expected.samples} images · ${all} of ${all} annotations`,
      );
    // With predictions the facet counts both: those numbers are checked where the sets are switched.
    const classes = predicted === 0 && expected.categories.length > 0 ? await counts(page, 'Class') : {};
    const listed = expected.categories.filter(({ name }) => name in classes);
    expect(classes).toEqual(Object.fromEntries(listed.map(({ name, samples, annotations }) => [name, [samples, annotations]])));
    const problems = expected.problems.reduce((sum, { count }) => sum + count, 0);
    await page.getByRole('button', { name: `Problems (${problems})` }).waitFor();
  });
});

describe('folders opened before', () => {
  const recent = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name} `) });

  async function reopened(run: (app: App) => Promise<void>): Promise<void> {
    const context = await openContext();
    const app = await openApp({ context });
    await drop(app.page, [sample('yolo/shelves')]);
    await settled(app.page);
    await app.page.goto(app.page.url().split('#')[0] ?? '');
    await app.page.reload();
    await run(app);
    await app.close();
    await context.close();
  }

  it('are listed after a reload and open with one click', () =>
    reopened(async ({ page }) => {
      await recent(page, 'shelves').click();
      await settled(page);
      await expect.poll(() => current(page)).toBe('shelves');
      await expect.poll(() => status(page)).toBe('19 of 19 images · 535 of 535 annotations');
      await expect.poll(() => page.getByRole('img', { name: /annotations$/ }).getAttribute('aria-busy')).toBe('false');
    }));

  it('are forgotten on request', () =>
    reopened(async ({ page }) => {
      await page.getByRole('button', { name: 'Forget shelves' }).click();
      await page.getByText('Folders that you open will be listed here.').waitFor();
      await page.reload();
      await page.getByText('Folders that you open will be listed here.').waitFor();
      await expect.poll(() => recent(page, 'shelves').count()).toBe(0);
    }));

  it('are listed once, however often they were opened', () =>
    reopened(async ({ page }) => {
      await drop(page, [sample('yolo/shelves')]);
      await settled(page);
      await page.goto(page.url().split('#')[0] ?? '');
      await page.reload();
      await recent(page, 'shelves').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Forget shelves' }).count()).toBe(1);
    }));
});
