import { expect, it } from 'vitest';
import { openApp } from '../harness.ts';
import { currentRow, filters, gallery, grid, inspector, openDropped, query, queryInput, rowCount, sample, typeQuery } from '../screen.ts';

const SHELVES = sample('yolo/shelves');

it('runs any command by name, from the keyboard alone', async () => {
  const { page } = await openDropped([SHELVES]);
  const choose = async (text: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    // It has the focus a moment after it is there.
    await page
      .locator('[role=combobox]:focus')
      .and(page.getByRole('combobox', { name: 'Command' }))
      .waitFor();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  };
  await choose('gallery');
  await gallery(page).waitFor();
  await choose('show the table');
  await grid(page).waitFor();
  await choose('next sample');
  await expect.poll(() => currentRow(page)).toBe(2);
  await choose('hide the filters');
  await expect.poll(() => filters(page).getByRole('checkbox').count()).toBe(0);
  await choose('hide the filters');
  await expect.poll(() => filters(page).getByRole('checkbox').count()).toBeGreaterThan(0);
});

it('finds commands by any part of their name, and says when there is none', async () => {
  const { page } = await openDropped([SHELVES]);
  await page.keyboard.press('Control+k');
  const commands = page.getByRole('listbox', { name: 'Command palette' }).getByRole('option');
  await expect.poll(() => commands.count()).toBeGreaterThan(20);
  const all = await commands.count();
  await page
    .locator('[role=combobox]:focus')
    .and(page.getByRole('combobox', { name: 'Command' }))
    .waitFor();
  await page.keyboard.type('picture');
  await expect.poll(() => commands.count()).toBeLessThan(all);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type(' nonsense');
  await page.getByText('Nothing found').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
});

it('offers on the start screen only what can be done there', async () => {
  const { page } = await openApp();
  await page.keyboard.press('Control+k');
  const commands = page.getByRole('listbox', { name: 'Command palette' });
  await commands.getByRole('option', { name: 'Open folder' }).waitFor();
  await expect.poll(() => commands.getByRole('option', { name: 'Next sample' }).count()).toBe(0);
});

it('lists every shortcut', async () => {
  const { page } = await openDropped([SHELVES]);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const text of [
    'Write a query',
    'Show the gallery',
    'Next sample',
    'Go to a row or name…',
    'Zoom to the next label',
    'Select all rows',
  ]) {
    await dialog.getByText(text, { exact: true }).waitFor();
  }
  await page.keyboard.press('Escape');
  await expect.poll(() => dialog.count()).toBe(0);
});

it('reaches everything on the screen by Tab', async () => {
  const { page } = await openDropped([SHELVES]);
  const reached = new Set<string>();
  for (let presses = 0; presses < 160; presses++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      return element === document.body
        ? ''
        : `${element?.getAttribute('role') ?? element?.tagName} ${element?.getAttribute('aria-label') ?? element?.textContent}`;
    });
    reached.add(name);
    if (name === '' && presses > 20) break;
  }
  for (const name of [
    'BUTTON Switch dataset: shelves YOLO',
    'combobox Query',
    'radio Table',
    'BUTTON Problems (3)',
    'BUTTON Settings',
    'checkbox can',
    'slider Box side: From',
    'grid Samples',
    'BUTTON Column Labels',
    'separator Width of Labels',
    'BUTTON Next sample',
    'tab Labels34',
    'listbox Annotations',
  ]) {
    expect([...reached]).toContain(name);
  }
});

it('writes a query with / and clears it with Backspace, and types letters where letters belong', async () => {
  const { page } = await openDropped([SHELVES]);
  await page.keyboard.press('/');
  await expect.poll(() => queryInput(page).evaluate((element) => element === document.activeElement)).toBe(true);
  // g, t, p and z are letters here, not commands.
  await page.keyboard.type('gtpz');
  await expect.poll(() => queryInput(page).inputValue()).toBe('gtpz');
  await expect.poll(() => grid(page).count()).toBe(1);
  await queryInput(page).fill('');
  await typeQuery(page, 'class:can');
  await grid(page).focus();
  await page.keyboard.press('Backspace');
  await expect.poll(() => query(page)).toBe('');
  await expect.poll(() => rowCount(page)).toBe(19);
  await page.keyboard.press('j');
  await expect.poll(() => currentRow(page)).toBe(2);
  await page.keyboard.press('k');
  await expect.poll(() => currentRow(page)).toBe(1);
  await inspector(page).waitFor();
});
