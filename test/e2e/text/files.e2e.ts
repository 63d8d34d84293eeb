/** Records that are not a line of one file: labels of pictures, sessions that are a file each, lines of several languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { folderOf } from '../made.ts';
import { inspector, openDropped, row, sample } from '../screen.ts';

const record = (page: Page, name: string): Locator => inspector(page).getByRole('group', { name, exact: true });

it('pictures have the boxes and outlines that records list of them', async () => {
  const labels = [
    { filename: 'balloon.png', bbox: [{ x: 10, y: 12, width: 40, height: 30, label: 'balloon' }] },
    { filename: 'balloon.png', segmentation: [{ points: [5, 5, 60, 8, 30, 50], label: 'balloon' }] },
  ];
  const app = await openDropped([
    folderOf({
      'labels.jsonl': labels.map((label) => `${JSON.stringify(label)}\n`).join(''),
      'balloon.png': readFileSync(join(sample('images/postcards'), 'balloon.png')),
    }),
  ]);
  const { page } = app;
  const picture = record(page, 'Text').getByRole('img');
  for (const at of [1, 2]) {
    await row(page, at).click();
    await expect.poll(() => picture.getAttribute('aria-label')).toBe('balloon.png, 1 annotation');
    await expect.poll(() => picture.getAttribute('aria-busy')).toBe('false');
    await app.axe();
    await app.shot(`text-picture-labels-${at}`);
  }
});

it('sessions are a row each, with their turns', async () => {
  const app = await openDropped([sample('sessions/garden')]);
  const { page } = app;
  await row(page, 1).click();
  await expect
    .poll(() => record(page, 'Transcript').innerText())
    .toMatch(/Which beds need water today\?[\s\S]*Read[\s\S]*beans,yes[\s\S]*Only the beans do\.[\s\S]*Danke!/);
  await app.axe();
  await app.shot('text-session-light');
});

it('languages stand beside each other, each in its direction', async () => {
  const app = await openDropped([sample('parallel/weather')]);
  const { page } = app;
  await row(page, 2).click();
  const text = (language: string): Locator => record(page, 'Translation').locator(`[lang=${language}] p`);
  // The texts of the row before may be there for a moment more.
  await expect.poll(() => text('ar').evaluate((p) => getComputedStyle(p).direction)).toBe('rtl');
  await expect.poll(() => text('en').evaluate((p) => getComputedStyle(p).direction)).toBe('ltr');
  await app.axe();
  await app.shot('text-parallel-light');
});
