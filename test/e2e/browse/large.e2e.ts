/** Datasets too large to be drawn as a whole. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type App } from '../harness.ts';
import {
  counts,
  currentRow,
  expectRetyped,
  facet,
  grid,
  openDropped,
  query,
  row,
  rowCount,
  settled,
  status,
  typeQuery,
  value,
} from '../screen.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'datasets-viewer-large-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a table of 300,000 rows', () => {
  const ROWS = 300_000;
  let csv = '';
  beforeAll(() => {
    csv = join(folder, 'large.csv');
    const lines = Array.from({ length: ROWS }, (_, at) => `row-${at + 1},${(at * 7919) % 1000},${['red', 'green', 'blue'][at % 3]}`);
    writeFileSync(csv, `name,value,colour\n${lines.join('\n')}\n`);
  });

  async function open(): Promise<App> {
    const app = await openApp();
    app.page.setDefaultTimeout(10_000);
    await app.dropPaths([csv]);
    await settled(app.page, 60_000);
    return app;
  }
  const drawn = (page: Page): Promise<number> => grid(page).getByRole('row').count();
  /** Whether the whole row is drawn below the heads and above the lower edge. */
  const isInView = (page: Page, at: number): Promise<boolean> =>
    grid(page).evaluate((element, index) => {
      const box = element.querySelector(`[role=row][aria-rowindex="${index}"]`)?.getBoundingClientRect();
      const heads = element.querySelector('[role=columnheader]')?.getBoundingClientRect();
      return (
        box !== undefined && heads !== undefined && box.top >= heads.bottom && box.bottom <= element.getBoundingClientRect().bottom + 1
      );
    }, at + 1);

  it('shows its last row by End, by the wheel and by the scroll bar, and draws few', { timeout: 90_000 }, async () => {
    const { page } = await open();
    await expect.poll(() => status(page)).toBe('300,000 of 300,000 records');
    await expect.poll(() => rowCount(page)).toBe(ROWS);
    await expect.poll(() => drawn(page)).toBeLessThan(60);

    await grid(page).focus();
    await page.keyboard.press('End');
    await expect.poll(() => isInView(page, ROWS)).toBe(true);
    await expect.poll(() => row(page, ROWS).innerText()).toContain('row-300000');
    await expect.poll(() => currentRow(page)).toBe(ROWS);
    await page.keyboard.press('Home');
    await expect.poll(() => isInView(page, 1)).toBe(true);

    await grid(page).hover();
    await page.mouse.wheel(0, 400);
    await expect.poll(() => isInView(page, 11)).toBe(true);
    await expect.poll(() => isInView(page, 10)).toBe(false);
    await page.mouse.wheel(0, 40 * ROWS);
    await expect.poll(() => isInView(page, ROWS)).toBe(true);
    await page.mouse.wheel(0, -400);
    await expect.poll(() => isInView(page, ROWS)).toBe(false);

    // What dragging a scroll bar does; the browser of the tests hides its own.
    const scrollTo = (part: number): Promise<void> =>
      grid(page).evaluate((element, share) => {
        element.scrollTop = (element.scrollHeight - element.clientHeight) * share;
      }, part);
    await scrollTo(0);
    await expect.poll(() => isInView(page, 1)).toBe(true);
    await scrollTo(0.5);
    await expect.poll(() => isInView(page, ROWS / 2)).toBe(true);
    await scrollTo(1);
    await expect.poll(() => isInView(page, ROWS)).toBe(true);
    await expect.poll(() => drawn(page)).toBeLessThan(60);
  });

  it('is filtered, and a row in the middle is found by its name', { timeout: 90_000 }, async () => {
    const { page } = await open();
    await page.keyboard.press('Control+g');
    await page.getByRole('textbox', { name: 'Row number or name' }).fill('150000');
    await page.keyboard.press('Enter');
    await expect.poll(() => isInView(page, 150_000)).toBe(true);
    await value(page, 'colour', 'blue').click();
    await expect.poll(() => status(page)).toBe('100,000 of 300,000 records');
    await typeQuery(page, 'value<10');
    await expect.poll(() => status(page)).toBe('1,000 of 300,000 records');
  });
});

describe('1,230 classes', () => {
  const CLASSES = Array.from({ length: 1230 }, (_, at) => `thing ${String(at).padStart(4, '0')}`);
  const FILES = 41;
  let yolo = '';
  /** Classes of each label file. */
  const ids = Array.from({ length: FILES }, (_, file) => Array.from({ length: 60 }, (__, line) => (file * 30 + line) % 1229));
  beforeAll(() => {
    yolo = join(folder, 'many');
    mkdirSync(join(yolo, 'labels'), { recursive: true });
    writeFileSync(join(yolo, 'data.yaml'), `path: .\ntrain: images\nnames:\n${CLASSES.map((name, at) => `  ${at}: ${name}`).join('\n')}\n`);
    for (const [file, classes] of ids.entries()) {
      writeFileSync(join(yolo, 'labels', `a${file}.txt`), classes.map((id) => `${id} 0.5 0.5 0.1 0.1\n`).join(''));
    }
  });

  it('are folded, unfolded, searched and scrolled, and few are drawn', async () => {
    const app = await openDropped([yolo], { height: 1200 });
    const { page } = app;
    const rows = facet(page, 'Class').getByRole('checkbox');
    await expect.poll(() => rows.count()).toBe(14);
    await facet(page, 'Class').getByRole('button', { name: '1,216 more classes' }).click();
    await expect.poll(() => rows.count()).toBeGreaterThan(20);
    await expect.poll(() => rows.count()).toBeLessThan(50);

    const of = (id: number): [number, number] => [
      ids.filter((classes) => classes.includes(id)).length,
      ids.flat().filter((each) => each === id).length,
    ];
    await facet(page, 'Class').getByRole('searchbox', { name: 'Find a class' }).fill('0777');
    await expect.poll(() => counts(page, 'Class')).toEqual({ 'thing 0777': of(777) });
    await value(page, 'Class', 'thing 0777').click();
    await expect.poll(() => rowCount(page)).toBe(of(777)[0]);
    await expect.poll(() => query(page)).toBe('class:"thing 0777"');
    await expectRetyped(app, [yolo]);

    // By count, the tail is at the end: a class that is declared and never used.
    await facet(page, 'Class').getByRole('searchbox', { name: 'Find a class' }).fill('');
    await value(page, 'Class', 'thing 0000').waitFor();
    await rows.first().hover();
    await page.mouse.wheel(0, 40_000);
    await value(page, 'Class', 'thing 1229').waitFor();
    await expect.poll(async () => (await counts(page, 'Class'))['thing 1229']).toEqual([0, 0]);
    await expect.poll(() => rows.count()).toBeLessThan(50);
  });
});
