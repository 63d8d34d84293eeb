/** A second drop: it extends what is open or adds to it, and can be taken back. Reading as another format. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openApp } from '../harness.ts';
import { cocoText, emptyFolder, folderOf, greyPng, yoloFiles } from '../made.ts';
import { counts, expectedOf, facet, openDropped, rowCount, sample, settled, status, thumbnailColours } from '../screen.ts';
import { chooseInMenu, current, datasets } from './datasets.ts';

const PICTURE = greyPng(40, 30);

/** The sample `coco/street` in a folder of its own, without some of its folders. */
function streetWithout(...left: readonly string[]): string {
  const folder = emptyFolder('street');
  cpSync(sample('coco/street'), folder, {
    recursive: true,
    filter: (path) => !left.some((name) => path.startsWith(join(sample('coco/street'), name))),
  });
  return folder;
}

const said = (page: Page, text: string): Promise<void> => page.getByRole('log').getByText(text).waitFor();

describe('a second drop', () => {
  it('of predictions extends the dataset that they are about', async () => {
    const { page, dropPaths } = await openDropped([streetWithout('predictions')]);
    await expect.poll(() => status(page)).toBe('24 of 24 images · 211 of 211 annotations');
    await dropPaths([join(sample('coco/street'), 'predictions')]);
    await said(page, 'street was extended.');
    await settled(page);
    await expect.poll(() => datasets(page)).toEqual(['street']);
    await expect.poll(() => status(page)).toBe('24 of 24 images · 298 of 298 annotations');
    await facet(page, 'Label set').getByRole('checkbox', { name: 'model-a_results', exact: true }).waitFor();
  });

  it('of a missing folder of images fills them in', async () => {
    const { page, dropPaths } = await openDropped([streetWithout('predictions', 'images')]);
    await expect.poll(() => status(page)).toBe('24 of 24 images · 211 of 211 annotations');
    await page.getByRole('button', { name: 'Problems (2)' }).waitFor();
    await page.getByText('The image is not in the folder').waitFor();
    await dropPaths([join(sample('coco/street'), 'images')]);
    await said(page, 'street was extended.');
    await settled(page);
    await expect.poll(() => datasets(page)).toEqual(['street']);
    await expect.poll(() => rowCount(page)).toBe(24);
    await expect.poll(() => page.getByText('The image is not in the folder').count()).toBe(0);
    await expect.poll(async () => (await thumbnailColours(page)).filter((colour) => colour !== '0 0 0').length).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Problems (0)' }).waitFor();
  });

  it('of something else adds a dataset and shows it, and is taken back', async () => {
    const { page, dropPaths } = await openDropped([sample('yolo/darknet-dice')]);
    await dropPaths([sample('csv/plants')]);
    await said(page, 'plants.csv was added.');
    await settled(page);
    await expect.poll(() => current(page)).toBe('plants.csv');
    await expect.poll(() => status(page)).toBe('60 of 60 records');
    await page.getByRole('log').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => current(page)).toBe('darknet-dice');
    await settled(page);
    await expect.poll(() => datasets(page)).toEqual(['darknet-dice']);
    await expect.poll(() => status(page)).toBe('6 of 6 images · 32 of 32 annotations');
  });

  it('that extended a dataset is taken back', async () => {
    const { page, dropPaths } = await openDropped([streetWithout('predictions')]);
    await dropPaths([join(sample('coco/street'), 'predictions')]);
    await said(page, 'street was extended.');
    await settled(page);
    await page.getByRole('log').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => status(page)).toBe('24 of 24 images · 211 of 211 annotations');
  });

  it('of the same folder changes nothing', async () => {
    const { page, dropPaths } = await openDropped([sample('yolo/shelves')]);
    const before = { status: await status(page), classes: await counts(page, 'Class') };
    await dropPaths([sample('yolo/shelves')]);
    await settled(page);
    await expect.poll(() => datasets(page)).toEqual(['shelves']);
    await expect.poll(async () => ({ status: await status(page), classes: await counts(page, 'Class') })).toEqual(before);
  });

  it('of a folder that was closed opens it again', async () => {
    const { page, dropPaths } = await openDropped([sample('yolo/darknet-dice'), sample('csv/plants')]);
    await chooseInMenu(page, 'plants.csv');
    await chooseInMenu(page, 'Close plants.csv');
    await expect.poll(() => datasets(page)).toEqual(['darknet-dice']);
    await dropPaths([sample('csv/plants')]);
    await settled(page);
    await expect.poll(async () => (await datasets(page)).toSorted()).toEqual(['darknet-dice', 'plants.csv']);
  });

  it('waits while the first is being opened, and both are there', async () => {
    const { page, dropPaths } = await openApp();
    await dropPaths([sample('yolo/shelves')]);
    await dropPaths([sample('csv/plants')]);
    await dropPaths([sample('imagefolder/fruit')]);
    await expect.poll(() => page.getByRole('button', { name: /^Switch dataset: fruit/ }).count()).toBe(1);
    await settled(page);
    await expect.poll(() => datasets(page)).toEqual(['shelves', 'plants.csv', 'fruit']);
    await chooseInMenu(page, 'shelves');
    await expect.poll(() => status(page)).toBe('19 of 19 images · 535 of 535 annotations');
  });

  it('of two more folders of the same name keeps them apart', async () => {
    const one = folderOf(yoloFiles(2, ['first'], PICTURE), 'data');
    const two = folderOf(yoloFiles(3, ['second'], PICTURE), 'data');
    const { page } = await openDropped([one, two]);
    await expect.poll(() => datasets(page)).toHaveLength(2);
    const found: string[] = [];
    for (const at of [0, 1]) {
      await chooseInMenu(page, (await datasets(page))[at] ?? '', at);
      found.push(await status(page));
    }
    expect(found.toSorted()).toEqual(['2 of 2 images · 2 of 2 annotations', '3 of 3 images · 3 of 3 annotations']);
  });
});

describe('reading as another format', () => {
  it('is a choice of the menu, and the way back too', async () => {
    const { page } = await openDropped([sample('imagefolder/fruit')]);
    await chooseInMenu(page, 'Open fruit as Images');
    await settled(page);
    await expect.poll(() => status(page)).toBe('24 of 24 images · 0 of 0 annotations');
    await chooseInMenu(page, 'Open fruit as ImageFolder');
    await settled(page);
    await expect.poll(() => status(page)).toBe('24 of 24 images · 24 of 24 annotations');
    await expect
      .poll(() => counts(page, 'Class'))
      .toEqual(
        Object.fromEntries(
          expectedOf('imagefolder/fruit').categories.map(({ name, samples, annotations }) => [name, [samples, annotations]]),
        ),
      );
  });

  it('is offered for labels that two formats understand', async () => {
    const folder = folderOf({
      'rows.jsonl': '{"a":1}\n{"a":2}\n',
      'i.json': cocoText([['a.png', 40, 30]], ['cat'], [{ bbox: [1, 1, 9, 9] }]),
      'a.png': PICTURE,
    });
    const { page } = await openDropped([folder]);
    await expect.poll(() => datasets(page)).toHaveLength(2);
  });
});
