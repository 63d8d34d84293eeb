import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { App } from '../harness.ts';
import { answered, names, openDropped, query, queryInput, rowCount, sample, status, typeQuery, value } from '../screen.ts';
import { count, shelves } from './recount.ts';

const SHELVES = sample('yolo/shelves');
const open = (): Promise<App> => openDropped([SHELVES], { height: 1200 });
const labels = shelves();

const chip = (page: Page, text: string): Locator => page.getByRole('banner').getByRole('button', { name: text, exact: true });

describe('typing', () => {
  it('sets the facets, as facets set the text', async () => {
    const app = await open();
    const { page } = app;
    await typeQuery(page, 'class:can,jar split:val side>=40');
    await expect.poll(() => query(page)).toBe('class:can,jar split:val side>=40');
    for (const [facetName, name, checked] of [
      ['Class', 'can', 'true'],
      ['Class', 'jar', 'true'],
      ['Class', 'bottle', 'false'],
      ['Split', 'val', 'true'],
      ['Split', 'train', 'false'],
    ] as const) {
      await expect.poll(() => value(page, facetName, name).getAttribute('aria-checked')).toBe(checked);
    }
    await page.getByText('≥ 40 px').waitFor();
    await expect
      .poll(async () => Number(await page.getByRole('slider', { name: 'Box side: From' }).getAttribute('aria-valuenow')))
      .toBe(40);
    await value(page, 'Class', 'jar').click();
    await chip(page, 'class:can').waitFor();
    await expect.poll(() => query(page)).toBe('class:can split:val side>=40');
    const passing = labels.filter(({ name, split, width, height }) => name === 'can' && split === 'val' && Math.sqrt(width * height) >= 40);
    await expect.poll(() => status(page)).toBe(`${count(passing)[0]} of 19 images · ${passing.length} of 535 annotations`);
  });

  it('adds to the clauses that are there', async () => {
    const { page } = await open();
    await typeQuery(page, 'split:train');
    await typeQuery(page, 'class:carton');
    await expect.poll(() => query(page)).toBe('split:train class:carton');
    await chip(page, 'split:train').waitFor();
    await chip(page, 'class:carton').waitFor();
  });

  it('asks for numbers of labels, for their absence, and for words', async () => {
    const { page } = await open();
    const perSample = (name: string): number[] =>
      [...new Set(labels.map((label) => label.sample))].map(
        (file) => labels.filter((label) => label.sample === file && label.name === name).length,
      );
    for (const [text, rows] of [
      ['count(class:jar)>=12', perSample('jar').filter((n) => n >= 12).length],
      ['-class:jar', 19 - perSample('jar').filter((n) => n > 0).length],
      ['-split:val', 14],
      ['AISLE4', 4],
      ['-aisle4', 15],
      ['labels:none', 2],
      ['aisle1 -aisle1_0104 split:train', 3],
    ] as const) {
      await typeQuery(page, text);
      await expect.poll(() => rowCount(page), { message: text }).toBe(rows);
      await expect.poll(() => query(page)).toBe(text);
      await page.getByRole('button', { name: 'Clear the query' }).click();
      await expect.poll(() => rowCount(page)).toBe(19);
    }
  });

  it('searches the text of records without regard to case, and marks what it found', async () => {
    const { page, shot } = await openDropped([sample('csv/plants')]);
    await typeQuery(page, 'FENESTRATION');
    await expect.poll(() => rowCount(page)).toBe(1);
    await expect.poll(() => status(page)).toBe('1 of 60 records');
    await page.getByRole('button', { name: 'Clear the query' }).click();
    await typeQuery(page, '/[A-Z]raceae/');
    await expect.poll(() => page.getByRole('grid').locator('mark').first().textContent()).toMatch(/^[A-Z]raceae$/);
    await shot('query-marks');
    await page.getByRole('button', { name: 'Clear the query' }).click();
    await typeQuery(page, '龟背竹');
    await expect.poll(() => rowCount(page)).toBe(1);
  });

  it('says what is wrong with it, and keeps the answer', async () => {
    const { page } = await open();
    const alert = page.getByRole('alert').filter({ hasText: /\S/ });
    const said = new Set<string>();
    const malformed = ['side>=many', 'class:', 'split>=3', '"unclosed', 'count(class:can', '-side>=32'];
    for (const text of malformed) {
      await queryInput(page).fill(text);
      await expect.poll(() => alert.count()).toBe(0);
      await queryInput(page).press('Enter');
      said.add(await alert.innerText());
      await expect.poll(() => queryInput(page).getAttribute('aria-invalid')).toBe('true');
      await expect.poll(() => queryInput(page).inputValue()).toBe(text);
      await expect.poll(() => rowCount(page)).toBe(19);
    }
    expect(said.size).toBe(malformed.length);
    await queryInput(page).fill('class:can');
    await expect.poll(() => queryInput(page).getAttribute('aria-invalid')).not.toBe('true');
    await expect.poll(() => alert.count()).toBe(0);
  });

  it('is completed by keyboard, fields and values', async () => {
    const { page } = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('spl');
    await page.getByRole('option', { name: /^split/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => queryInput(page).inputValue()).toBe('split:');
    await page.keyboard.type('v');
    await page.getByRole('option', { name: 'val', exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => queryInput(page).inputValue()).toBe('split:val');
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page)).toBe('split:val');
    await expect.poll(() => rowCount(page)).toBe(5);
  });
});

describe('chips', () => {
  it('are removed one by one, and all at once', async () => {
    const { page } = await open();
    await typeQuery(page, 'class:can split:train aisle1');
    await page.getByRole('button', { name: 'Remove split:train' }).click();
    await expect.poll(() => query(page)).toBe('class:can aisle1');
    await page.getByRole('button', { name: 'Clear the query' }).click();
    await expect.poll(() => query(page)).toBe('');
    await expect.poll(() => rowCount(page)).toBe(19);
  });

  it('are edited as text, by a click or by Backspace', async () => {
    const { page } = await open();
    await typeQuery(page, 'split:train class:jar');
    await chip(page, 'split:train').click();
    await expect.poll(() => queryInput(page).inputValue()).toBe('split:train');
    await queryInput(page).fill('split:val');
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page)).toBe('class:jar split:val');
    await page.keyboard.press('Backspace');
    await expect.poll(() => queryInput(page).inputValue()).toBe('split:val');
    await expect.poll(() => query(page)).toBe('class:jar');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Edit as text' }).click();
    await expect.poll(() => queryInput(page).inputValue()).toBe('class:jar split:val');
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page)).toBe('class:jar split:val');
  });
});

describe('an empty answer', () => {
  it('names the clause to blame, whose removal brings rows back', async () => {
    const { page } = await open();
    await typeQuery(page, 'class:can');
    const cans = await names(page);
    await typeQuery(page, 'side>=5000');
    await page.getByText(`No sample passes. Without side>=5000 there would be ${cans.length}.`).waitFor();
    await expect.poll(() => status(page)).toBe('0 of 19 images · 0 of 535 annotations');
    await page.getByRole('note').getByRole('button', { name: 'Remove side>=5000' }).click();
    await answered(page);
    await expect.poll(() => names(page)).toEqual(cans);
    await expect.poll(() => query(page)).toBe('class:can');
  });

  it('offers to clear the query where no single clause is to blame', async () => {
    const { page } = await open();
    await typeQuery(page, 'nowhere side>=5000');
    await page.getByText('No sample passes.', { exact: true }).waitFor();
    await page.getByRole('note').getByRole('button', { name: 'Clear the query' }).click();
    await expect.poll(() => rowCount(page)).toBe(19);
  });

  it('says the same in the gallery', async () => {
    const { page } = await open();
    await page.getByRole('radio', { name: 'Gallery' }).click();
    await typeQuery(page, 'nowhere');
    await page.getByText('No sample passes. Without nowhere there would be 19.').waitFor();
    await expect.poll(() => status(page)).toBe('0 of 19 images · 0 of 535 annotations');
  });
});
