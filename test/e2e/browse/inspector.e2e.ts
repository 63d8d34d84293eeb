import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { App } from '../harness.ts';
import {
  answered,
  currentRow,
  grid,
  inspector,
  names,
  openDropped,
  picturesNamed,
  restingPixels,
  row,
  sample,
  settled,
  typeQuery,
} from '../screen.ts';

const SHELVES = sample('yolo/shelves');
const STREET = sample('coco/street');

const picture = (page: Page): Locator => inspector(page).getByRole('img', { name: /annotations?$/ });
const list = (page: Page): Locator => inspector(page).getByRole('listbox', { name: 'Annotations' });
const options = (page: Page): Locator => list(page).getByRole('option');
const tab = (page: Page, name: string): Locator => inspector(page).getByRole('tab', { name: new RegExp(`^${name}`) });
const scale = (page: Page): Promise<string> =>
  inspector(page)
    .getByText(/^[\d.,]+%$/)
    .last()
    .innerText();

/** What is drawn; the pointer is taken away first, as it may hover something. */
async function pixels(page: Page): Promise<string> {
  await expect.poll(() => picture(page).getAttribute('aria-busy')).toBe('false');
  return restingPixels(picture(page));
}

async function clipboardOf(app: App): Promise<() => Promise<string>> {
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return () => app.page.evaluate(() => navigator.clipboard.readText());
}

describe('the sample', () => {
  it('is followed by the next and the one before, up to the ends', async () => {
    const { page } = await openDropped([SHELVES]);
    const listed = await names(page);
    const next = inspector(page).getByRole('button', { name: 'Next sample' });
    const previous = inspector(page).getByRole('button', { name: 'Previous sample' });
    await inspector(page).getByText('1 of 19', { exact: true }).waitFor();
    await expect.poll(() => previous.isDisabled()).toBe(true);
    await next.click();
    await inspector(page).getByText('2 of 19', { exact: true }).waitFor();
    await inspector(page)
      .getByRole('heading', { name: listed[1] ?? '' })
      .waitFor();
    await previous.click();
    await inspector(page).getByText('1 of 19', { exact: true }).waitFor();
    await page.keyboard.press('End');
    await inspector(page).getByText('19 of 19', { exact: true }).waitFor();
    await expect.poll(() => next.isDisabled()).toBe(true);
    // The last one is the label file without an image.
    await inspector(page).getByText('The image is not in the folder').waitFor();
    await picture(page)
      .and(page.getByRole('img', { name: /aisle9_0999.*, 2 annotations$/ }))
      .waitFor();
  });

  it('gives its path, closes and opens by key', async () => {
    const app = await openDropped([SHELVES]);
    const clipboard = await clipboardOf(app);
    await inspector(app.page).getByRole('button', { name: 'Copy the path' }).click();
    await expect.poll(clipboard).toBe('shelves/images/train/aisle1_0104.jpg');
    await app.page.keyboard.press(']');
    await expect.poll(() => inspector(app.page).count()).toBe(0);
    await app.page.keyboard.press(']');
    await inspector(app.page).waitFor();
  });
});

describe('the list of labels', () => {
  it('has an option for each, which hover and clicks share with the picture', async () => {
    const { page } = await openDropped([STREET]);
    await expect.poll(() => options(page).count()).toBe(9);
    await page.getByRole('img', { name: 'cam03_0612_081955.jpg, 9 annotations' }).waitFor();
    await expect.poll(() => options(page).first().getAttribute('aria-setsize')).toBe('9');
    await expect.poll(() => options(page).nth(2).getAttribute('aria-posinset')).toBe('3');
    const first = await options(page).first().innerText();
    expect(first).toMatch(/person\s+#1/);
    expect(first).toContain('43 × 119');

    const before = await pixels(page);
    await options(page).nth(4).hover();
    await expect.poll(() => pixels(page)).not.toBe(before);
    await page.mouse.move(700, 5);
    await expect.poll(() => pixels(page)).toBe(before);
    await options(page).nth(4).click();
    await expect.poll(() => options(page).nth(4).getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => pixels(page)).not.toBe(before);
    await list(page).press('ArrowDown');
    await expect.poll(() => options(page).nth(5).getAttribute('aria-selected')).toBe('true');
    const sixth = await options(page).nth(5).getAttribute('id');
    await expect.poll(() => list(page).getAttribute('aria-activedescendant')).toBe(sixth);
    await expect.poll(() => currentRow(page)).toBe(1);
  });

  it('selects what is clicked on the picture', async () => {
    const { page } = await openDropped([STREET]);
    await pixels(page);
    const box = await picture(page).boundingBox();
    const percent = Number((await scale(page)).replace('%', '')) / 100;
    // The bicycle at (11, 423), 191 × 108, in a picture of 800 × 600 that is centred.
    const x = (box?.x ?? 0) + (box?.width ?? 0) / 2 + (40 - 400) * percent;
    const y = (box?.y ?? 0) + (box?.height ?? 0) / 2 + (500 - 300) * percent;
    await page.mouse.click(x, y);
    await expect.poll(() => list(page).getByRole('option', { selected: true }).innerText()).toContain('bicycle');
  });

  it('puts those that match first and dims the others under a filter', async () => {
    const { page } = await openDropped([STREET]);
    const before = await pixels(page);
    await typeQuery(page, 'class:car');
    await inspector(page).getByText('2 match').waitFor();
    await inspector(page).getByText('7 others, dimmed').waitFor();
    await expect.poll(() => options(page).count()).toBe(9);
    await expect.poll(() => options(page).nth(0).innerText()).toContain('car');
    await expect.poll(() => options(page).nth(1).innerText()).toContain('car');
    await expect.poll(() => options(page).nth(2).innerText()).not.toContain('car');
    await expect.poll(() => pixels(page)).not.toBe(before);
  });

  it('says why it is empty', async () => {
    const { page } = await openDropped([SHELVES]);
    await typeQuery(page, 'labels:empty');
    await inspector(page).getByText('The label file is empty.').waitFor();
    await page.getByRole('button', { name: 'Clear the query' }).click();
    await typeQuery(page, 'labels:missing');
    await inspector(page).getByText('There is no label file for this image.').waitFor();
    await expect.poll(() => list(page).count()).toBe(0);
  });
});

describe('the raw source', () => {
  /** Texts of the records, as they are copied. */
  async function copied(app: App): Promise<string[]> {
    const clipboard = await clipboardOf(app);
    const texts: string[] = [];
    for (const button of await inspector(app.page).getByRole('button', { name: 'Copy', exact: true }).all()) {
      await button.click();
      await expect.poll(clipboard).not.toBe(texts.at(-1));
      texts.push(await clipboard());
    }
    return texts;
  }

  it('is the label file, line by line', async () => {
    const app = await openDropped([SHELVES]);
    const text = readFileSync(join(SHELVES, 'labels/train/aisle1_0104.txt'), 'utf8');
    await tab(app.page, 'Raw').click();
    const shown = inspector(app.page).getByRole('group', { name: 'Raw' });
    await shown.getByText('labels/train/aisle1_0104.txt, from line 1').waitFor();
    await shown.locator('pre').first().waitFor();
    const lines = await shown
      .locator('pre > span')
      .evaluateAll((spans) => spans.map((span) => [...span.children].map((part) => part.textContent ?? '')));
    expect(lines).toEqual(
      text
        .trimEnd()
        .split('\n')
        .map((line, at) => [String(at + 1), line]),
    );
    expect((await copied(app)).join('').trimEnd()).toBe(text.trimEnd());
  });

  it('is each record of a COCO file, byte for byte', async () => {
    const app = await openDropped([STREET]);
    const file = readFileSync(join(STREET, 'annotations/instances_train.json'));
    await tab(app.page, 'Raw').click();
    const shown = inspector(app.page).getByRole('group', { name: 'Raw' });
    await shown.locator('pre').first().waitFor();
    const records = await shown.locator('section').evaluateAll((sections) =>
      sections.map((section) => ({
        where: section.querySelector('header')?.textContent ?? '',
        text: section.querySelector('pre')?.textContent ?? '',
      })),
    );
    expect(records).toHaveLength(10);
    for (const { where, text } of records) {
      const [, start = 0, end = 0] =
        /instances_train\.json, bytes (\d+) to (\d+)/.exec(where.replaceAll(',', ',').replaceAll(/(\d),(\d)/g, '$1$2'))?.map(Number) ?? [];
      expect(text).toBe(file.subarray(start, end).toString());
    }
    expect(records[0]?.text).toContain('"file_name":"cam03_0612_081955.jpg"');
  });

  it('is the line of a JSONL file and the record of a CSV file', async () => {
    const chats = await openDropped([sample('jsonl/support-chats')]);
    const jsonl = readFileSync(join(sample('jsonl/support-chats'), 'support-chats.jsonl'), 'utf8').split('\n');
    await row(chats.page, 3).click();
    await tab(chats.page, 'Raw').click();
    await inspector(chats.page).getByText('support-chats.jsonl, from line 3').waitFor();
    expect((await copied(chats)).map((text) => text.trimEnd())).toEqual([jsonl[2]]);
    await chats.close();

    const plants = await openDropped([sample('csv/plants')]);
    const csv = readFileSync(join(sample('csv/plants'), 'plants.csv'), 'utf8').split('\n');
    await row(plants.page, 2).click();
    await tab(plants.page, 'Raw').click();
    await inspector(plants.page).getByText('plants.csv, from line 3').waitFor();
    expect((await copied(plants)).map((text) => text.trimEnd())).toEqual([csv[2]?.trimEnd()]);
  });
});

it('shows the fields of a record with their values', async () => {
  const { page } = await openDropped([sample('csv/plants')]);
  await row(page, 2).click();
  const fields = inspector(page).getByRole('group', { name: 'Fields' });
  await fields.getByText('Monstera').waitFor();
  const pairs = await fields
    .locator('dt')
    .evaluateAll((terms) => terms.map((term) => [term.textContent, term.nextElementSibling?.textContent]));
  expect(pairs).toEqual([
    ['id', '2'],
    ['name', 'Monstera'],
    ['中文名', '龟背竹'],
    ['family', 'Araceae'],
    ['height_cm', '180'],
    ['light', 'half'],
    ['water_days', '8'],
    ['edible', 'no'],
    ['note', 'The holes come with age; "fenestration" is the word'],
  ]);
});

it('has tabs that arrow keys and r change', async () => {
  const { page } = await openDropped([STREET]);
  await tab(page, 'Labels').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => tab(page, 'Raw').getAttribute('aria-selected')).toBe('true');
  await expect.poll(() => tab(page, 'Raw').evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => tab(page, 'Fields').getAttribute('aria-selected')).toBe('true');
  await inspector(page).getByText('date_captured').waitFor();
  await page.keyboard.press('r');
  await expect.poll(() => tab(page, 'Raw').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('r');
  await expect.poll(() => tab(page, 'Labels').getAttribute('aria-selected')).toBe('true');
  await expect.poll(() => currentRow(page)).toBe(1);
});

describe('the picture', () => {
  it('is zoomed by keys, buttons and the wheel, to one label after the other by z', async () => {
    const { page } = await openDropped([STREET]);
    await pixels(page);
    const fitted = await scale(page);
    await grid(page).focus();
    await page.keyboard.press('1');
    await expect.poll(() => scale(page)).toBe('100%');
    await page.keyboard.press('f');
    await expect.poll(() => scale(page)).toBe(fitted);
    await page.keyboard.press('z');
    await expect.poll(() => options(page).nth(0).getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => scale(page)).not.toBe(fitted);
    await page.keyboard.press('z');
    await expect.poll(() => options(page).nth(1).getAttribute('aria-selected')).toBe('true');
    await inspector(page).getByRole('button', { name: 'Fit' }).click();
    await expect.poll(() => scale(page)).toBe(fitted);
    await picture(page).hover();
    await page.mouse.wheel(0, -300);
    await expect.poll(() => scale(page)).not.toBe(fitted);
    await page.mouse.dblclick(...(await middle(picture(page))));
    await expect.poll(() => scale(page)).toBe(fitted);
  });

  it('shows and leaves out boxes, masks, keypoints and names by key', async () => {
    const { page } = await openDropped([STREET]);
    await answered(page);
    await grid(page).focus();
    let before = await pixels(page);
    for (const [key, name] of [
      ['n', 'Names'],
      ['s', 'Keypoints'],
      ['m', 'Masks and polygons'],
      ['b', 'Boxes'],
    ] as const) {
      const toggle = inspector(page).getByRole('button', { name, exact: true });
      await expect.poll(() => toggle.getAttribute('aria-pressed')).toBe('true');
      await page.keyboard.press(key);
      await expect.poll(() => toggle.getAttribute('aria-pressed')).toBe('false');
      await expect.poll(() => pixels(page), { message: name }).not.toBe(before);
      before = await pixels(page);
    }
  });

  it('is called busy from the moment that its sample is named', async () => {
    const { page } = await openDropped([SHELVES]);
    await expect.poll(() => picture(page).getAttribute('aria-busy')).toBe('false');
    const named = await picturesNamed(page);
    for (const at of [2, 3, 4]) {
      await page.keyboard.press('j');
      // The name comes a moment after the number of the row.
      await expect.poll(async () => (await named()).length).toBe(at);
      await expect.poll(() => picture(page).getAttribute('aria-busy')).toBe('false');
    }
    const [first, ...others] = await named();
    expect(first).toMatch(/annotations? false$/);
    expect(others).toEqual([1, 2, 3].map(() => expect.stringMatching(/annotations? true$/) as unknown));
  });

  it('is drawn with the opacity and line width that are chosen, also after a reload', async () => {
    const app = await openDropped([STREET]);
    const { page } = app;
    const popover = page.getByRole('dialog', { name: 'Display' });
    const show = (): Promise<void> => inspector(page).getByRole('button', { name: 'Display' }).click();
    const before = await pixels(page);
    await show();
    await popover.getByRole('slider', { name: /^Opacity/ }).fill('0.9');
    await page.keyboard.press('Escape');
    await expect.poll(() => pixels(page)).not.toBe(before);
    const opaque = await pixels(page);
    await show();
    await popover.getByRole('slider', { name: /^Line width/ }).fill('5');
    await popover.getByRole('checkbox', { name: 'Scores' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => pixels(page)).not.toBe(opaque);
    await page.reload();
    await app.dropPaths([STREET]);
    await settled(page);
    await show();
    await expect.poll(() => popover.getByRole('slider', { name: /^Opacity/ }).inputValue()).toBe('0.9');
    await expect.poll(() => popover.getByRole('slider', { name: /^Line width/ }).inputValue()).toBe('5');
    await expect.poll(() => popover.getByRole('checkbox', { name: 'Scores' }).isChecked()).toBe(false);
  });
});

async function middle(locator: Locator): Promise<[number, number]> {
  const box = await locator.boundingBox();
  return [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
}
