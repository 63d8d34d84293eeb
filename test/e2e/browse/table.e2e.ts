import { describe, expect, it } from 'vitest';
import {
  answered,
  boxOf,
  column,
  currentRow,
  drag,
  grid,
  head,
  header,
  names,
  openDropped,
  row,
  rowTexts,
  sample,
  status,
} from '../screen.ts';
import type { App } from '../harness.ts';
import { cocoText, fileOf } from '../made.ts';

const SHELVES = sample('yolo/shelves');
const open = (): Promise<App> => openDropped([SHELVES], { height: 1100 });

describe('sorting', () => {
  it('sorts numbers large first, then small first, then in file order, by clicks on the head', async () => {
    const { page } = await open();
    const inFile = await names(page);
    const largest = (await column(page, 'Labels')).map(Number).toSorted((a, b) => b - a);

    await head(page, 'Labels').click();
    await answered(page);
    await expect.poll(() => header(page, 'Labels').getAttribute('aria-sort')).toBe('descending');
    await expect.poll(async () => (await column(page, 'Labels')).map(Number)).toEqual(largest);

    await head(page, 'Labels').click();
    await answered(page);
    await expect.poll(() => header(page, 'Labels').getAttribute('aria-sort')).toBe('ascending');
    await expect.poll(async () => (await column(page, 'Labels')).map(Number)).toEqual(largest.toReversed());

    await head(page, 'Labels').click();
    await answered(page);
    await expect.poll(() => header(page, 'Labels').getAttribute('aria-sort')).toBe('none');
    await expect.poll(() => names(page)).toEqual(inFile);
  });

  it('sorts text from its beginning first', async () => {
    const { page } = await open();
    const byName = (await names(page)).toSorted();
    await head(page, 'Name').click();
    await answered(page);
    await expect.poll(() => header(page, 'Name').getAttribute('aria-sort')).toBe('ascending');
    await expect.poll(() => names(page)).toEqual(byName);
    await head(page, 'Name').click();
    await answered(page);
    await expect.poll(() => names(page)).toEqual(byName.toReversed());
  });

  it('keeps the looked-at sample when the order changes', async () => {
    const { page } = await open();
    await row(page, 4).click();
    const name = (await names(page))[3] ?? '';
    await head(page, 'Name').click();
    await expect.poll(async () => (await names(page))[(await currentRow(page)) - 1]).toBe(name);
  });
});

describe('columns', () => {
  const width = async ({ page }: App, name: string): Promise<number> => Math.round((await boxOf(header(page, name))).width);
  const labels = async ({ page }: App): Promise<string[]> =>
    grid(page)
      .getByRole('columnheader')
      .evaluateAll((heads) =>
        heads.map((each) => each.querySelector('button[title]')?.textContent?.trim() ?? '').filter((text) => text !== ''),
      );
  const choose = async ({ page }: App, name: string, item: string): Promise<void> => {
    await header(page, name).hover();
    await page.getByRole('button', { name: `Column ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  it('are as wide as their edge is dragged, and as before after a double click', async () => {
    const app = await open();
    const before = await width(app, 'Size');
    const edge = app.page.getByRole('separator', { name: 'Width of Size' });
    const { x, y, width: thick } = await boxOf(edge);
    await drag(app.page, [x + thick / 2, y + 20], [x + thick / 2 + 60, y + 20]);
    await expect.poll(() => width(app, 'Size')).toBe(before + 60);
    await edge.dblclick();
    await expect.poll(() => width(app, 'Size')).toBe(before);
  });

  it('stand as they were arranged when another view was shown meanwhile', async () => {
    const app = await open();
    const before = await width(app, 'Size');
    await app.page.getByRole('separator', { name: 'Width of Size' }).focus();
    await app.page.keyboard.press('ArrowRight');
    await expect.poll(() => width(app, 'Size')).toBe(before + 16);
    await choose(app, 'Labels', 'Move left');
    await choose(app, 'Split', 'Hide column');
    await expect.poll(() => labels(app)).not.toContain('Split');
    const arranged = await labels(app);
    await app.page.getByRole('radio', { name: 'Gallery' }).click();
    await grid(app.page).waitFor({ state: 'detached' });
    await app.page.getByRole('radio', { name: 'Table' }).click();
    await expect.poll(() => labels(app)).toEqual(arranged);
    await expect.poll(() => width(app, 'Size')).toBe(before + 16);
  });

  it('give names the width that they need, within what the others can spare', async () => {
    const opened = (...lengths: readonly number[]): Promise<App> =>
      openDropped([
        fileOf(
          'made.json',
          cocoText(
            lengths.map((length, at) => [`${'a'.repeat(length)}${at}.png`, 40, 30]),
            ['thing'],
            lengths.map((_, at) => ({ image: at + 1, bbox: [1, 1, 9, 9] })),
          ),
        ),
      ]);
    const [short, long, longest] = [await opened(4, 2), await opened(20, 12), await opened(140, 20)];
    await expect.poll(async () => (await width(short, 'Name')) < (await width(long, 'Name'))).toBe(true);
    await expect.poll(async () => (await width(long, 'Name')) < (await width(longest, 'Name'))).toBe(true);
    await expect.poll(async () => (await width(longest, 'Name')) / (await boxOf(grid(longest.page))).width).toBeLessThan(0.4);
  });

  it('are resized by arrow keys on their edge, which Tab reaches', async () => {
    const app = await open();
    const before = await width(app, 'Size');
    await head(app.page, 'Size').focus();
    const edge = app.page.getByRole('separator', { name: 'Width of Size' });
    for (let tabs = 0; tabs < 3 && !(await edge.evaluate((element) => element === document.activeElement)); tabs++)
      await app.page.keyboard.press('Tab');
    await app.page.keyboard.press('ArrowRight');
    await app.page.keyboard.press('ArrowRight');
    await app.page.keyboard.press('ArrowLeft');
    await expect.poll(() => width(app, 'Size')).toBe(before + 16);
    await expect.poll(async () => Number(await edge.getAttribute('aria-valuenow'))).toBe(before + 16);
  });

  it('are hidden by their own menu and shown again by the menu of columns', async () => {
    const app = await open();
    const before = await labels(app);
    await choose(app, 'Classes', 'Hide column');
    await expect.poll(() => labels(app)).toEqual(before.filter((name) => name !== 'Classes'));
    await app.page.getByRole('button', { name: 'Columns' }).click();
    await app.page.getByRole('menuitemcheckbox', { name: 'Classes' }).click();
    await app.page.keyboard.press('Escape');
    await expect.poll(() => labels(app)).toEqual(before);
  });

  it('are pinned to the left, where they stay when the others scroll', async () => {
    const app = await open();
    await choose(app, 'Smallest', 'Pin to the left');
    await expect.poll(async () => (await labels(app)).indexOf('Smallest')).toBe((await labels(app)).indexOf('Name') + 1);
    const before = await boxOf(header(app.page, 'Smallest'));
    await grid(app.page).evaluate((element) => {
      element.scrollLeft = 200;
    });
    await expect.poll(async () => (await boxOf(header(app.page, 'Smallest'))).x).toBeCloseTo(before.x, 0);
    await choose(app, 'Smallest', 'Unpin');
    await expect.poll(async () => (await labels(app)).indexOf('Smallest')).toBeGreaterThan((await labels(app)).indexOf('Classes'));
  });

  it('are moved left and right, and put back by the reset', async () => {
    const app = await open();
    const before = await labels(app);
    await choose(app, 'Labels', 'Move left');
    await expect.poll(async () => (await labels(app)).indexOf('Labels')).toBe(before.indexOf('Labels') - 1);
    await choose(app, 'Labels', 'Move right');
    await choose(app, 'Labels', 'Move right');
    await expect.poll(async () => (await labels(app)).indexOf('Labels')).toBe(before.indexOf('Labels') + 1);
    await choose(app, 'Split', 'Hide column');
    await app.page.getByRole('button', { name: 'Columns' }).click();
    await app.page.getByRole('menuitem', { name: 'Reset columns' }).click();
    await expect.poll(() => labels(app)).toEqual(before);
  });

  it('have their menus within reach of the keyboard', async () => {
    const app = await open();
    const before = await labels(app);
    await head(app.page, 'Split').focus();
    await app.page.keyboard.press('Tab');
    await app.page.keyboard.press('Enter');
    await app.page.getByRole('menuitem', { name: 'Sort ascending' }).waitFor();
    await app.page.keyboard.press('End');
    await app.page.keyboard.press('Enter');
    await expect.poll(() => labels(app)).toEqual(before.filter((name) => name !== 'Split'));
  });

  it('are all there again after a far jump, and the pinned ones stay when the others scroll', async () => {
    const fields = Array.from({ length: 9 }, (_, at) => `field${at}`);
    const lines = Array.from({ length: 3000 }, (_, line) => fields.map((__, at) => line * 10 + at).join(','));
    const { page } = await openDropped([fileOf('wide.csv', [fields.join(','), ...lines].join('\n'))]);
    const texts = (at: number): Promise<string[]> => row(page, at).getByRole('gridcell').allInnerTexts();
    for (const at of [1500, 2900, 40]) {
      await grid(page).evaluate(
        (element, top) => {
          element.scrollTop = top;
        },
        (at - 4) * 40,
      );
      await expect.poll(async () => (await texts(at)).slice(2)).toEqual(fields.map((_, k) => String((at - 1) * 10 + k)));
    }
    await answered(page);
    const before = await boxOf(row(page, 40).getByRole('gridcell').nth(1));
    await grid(page).evaluate((element) => {
      element.scrollLeft = 300;
    });
    const last = row(page, 40).getByRole('gridcell').last();
    await expect.poll(async () => (await boxOf(row(page, 40).getByRole('gridcell').nth(1))).x).toBeCloseTo(before.x, 0);
    await expect.poll(async () => (await boxOf(last)).x - (await boxOf(header(page, 'field8'))).x).toBeCloseTo(0, 0);
    await expect.poll(() => last.getAttribute('aria-colindex')).toBe(await grid(page).getAttribute('aria-colcount'));
  });

  it('show in their heads how their values are spread', async () => {
    const { page } = await open();
    await expect.poll(() => header(page, 'Labels').locator('svg rect').count()).toBeGreaterThan(4);
    await expect.poll(() => header(page, 'Smallest').locator('svg rect').count()).toBeGreaterThan(2);
  });
});

describe('keyboard and selection', () => {
  /** Rows with a tick in place of their number. */
  const ticked = async ({ page }: App): Promise<number[]> => {
    await answered(page);
    const cells = await grid(page).evaluate((element) =>
      [...element.querySelectorAll('[role=row][aria-selected=true]')].map(
        (each) => [Number(each.getAttribute('aria-rowindex')) - 1, each.querySelector('[role=gridcell]')?.textContent ?? ''] as const,
      ),
    );
    return cells.flatMap(([at, number]) => (number === '' ? [at] : [])).toSorted((a, b) => a - b);
  };

  it('moves by arrows, Home, End and pages', async () => {
    const { page } = await openDropped([SHELVES], { height: 600 });
    await grid(page).focus();
    const at = (): Promise<number> => currentRow(page);
    await expect.poll(() => at()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(at).toBe(3);
    await page.keyboard.press('ArrowUp');
    await expect.poll(at).toBe(2);
    await page.keyboard.press('End');
    await expect.poll(at).toBe(19);
    await page.keyboard.press('PageUp');
    await expect.poll(at).toBeLessThan(14);
    await page.keyboard.press('Home');
    await expect.poll(at).toBe(1);
    await page.keyboard.press('PageDown');
    await expect.poll(at).toBeGreaterThan(6);
    const active = await grid(page).getAttribute('aria-activedescendant');
    expect(Number(await page.locator(`#${active}`).getAttribute('aria-rowindex')) - 1).toBe(await at());
  });

  it('selects with shift and arrows, space, ctrl-click, shift-click and ctrl-A, and Escape lets go', async () => {
    const app = await open();
    const { page } = app;
    await row(page, 3).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(() => ticked(app)).toEqual([3, 4, 5]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect.poll(() => ticked(app)).toEqual([3, 4, 5, 7]);
    await page.keyboard.press('Space');
    await expect.poll(() => ticked(app)).toEqual([3, 4, 5]);
    await row(page, 10).click({ modifiers: ['Control'] });
    await expect.poll(() => ticked(app)).toEqual([3, 4, 5, 10]);
    await row(page, 12).click({ modifiers: ['Shift'] });
    await expect.poll(() => ticked(app)).toEqual([3, 4, 5, 10, 11, 12]);
    await page.getByRole('contentinfo').getByText('6 selected').waitFor();
    await page.keyboard.press('Control+a');
    await expect.poll(() => ticked(app)).toEqual(Array.from({ length: 19 }, (_, at) => at + 1));
    await page.keyboard.press('Escape');
    await expect.poll(() => ticked(app)).toEqual([]);
    await expect.poll(() => status(page)).toMatch(/^19 of 19 images/);
  });

  it('copies the path of the row, or of all that are selected', async () => {
    const app = await open();
    const { page } = app;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    const listed = await names(page);
    await row(page, 2).click();
    await page.keyboard.press('Control+c');
    await page.getByText('1 path copied').waitFor();
    await expect.poll(() => clipboard()).toBe(`shelves/images/train/${listed[1]}`);
    await row(page, 3).click({ modifiers: ['Control'] });
    await row(page, 1).click({ modifiers: ['Control'] });
    await page.keyboard.press('Control+c');
    await page.getByText('2 paths copied').waitFor();
    await expect
      .poll(async () => (await clipboard()).split('\n'))
      .toEqual([listed[0], listed[2]].map((name) => `shelves/images/train/${name}`));
  });
});

describe('going to a row', () => {
  const goTo = async ({ page }: App, text: string): Promise<void> => {
    // The dialog of the last time may still be on its way out.
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('Control+g');
    await page.getByRole('textbox', { name: 'Row number or name' }).fill(text);
    await page.keyboard.press('Enter');
  };

  it('takes its number', async () => {
    const app = await open();
    await goTo(app, '7');
    await expect.poll(() => currentRow(app.page)).toBe(7);
    await expect.poll(() => app.page.getByRole('dialog').count()).toBe(0);
  });

  it('takes its name, and says when there is none', async () => {
    const app = await open();
    await expect.poll(async () => (await names(app.page))[11] ?? '').not.toBe('');
    const [name = ''] = (await names(app.page)).slice(11);
    await goTo(app, name);
    await expect.poll(() => currentRow(app.page)).toBe(12);
    await goTo(app, 'no-such-sample');
    await app.page.getByRole('dialog').getByText('No sample is called “no-such-sample”.').waitFor();
    await app.page.keyboard.press('Escape');
    await expect.poll(() => app.page.getByRole('dialog').count()).toBe(0);
    await expect.poll(() => currentRow(app.page)).toBe(12);
    await expect.poll(async () => (await rowTexts(app.page)).length).toBe(19);
  });
});
