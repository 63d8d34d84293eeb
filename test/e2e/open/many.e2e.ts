/** Very many files in one drop. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openApp, type App } from '../harness.ts';
import { emptyFolder } from '../made.ts';
import { settled, status } from '../screen.ts';
import { datasets } from './datasets.ts';

const FILES = 100_000;
const FOLDERS = 100;

let many: string;
beforeAll(() => {
  many = emptyFolder('many');
  writeFileSync(join(many, 'data.yaml'), 'train: images\nnames: [thing]\n');
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    const place = join(many, 'images', `part ${folder}`);
    mkdirSync(place, { recursive: true });
    for (let file = 0; file < FILES / FOLDERS; file += 1) writeFileSync(join(place, `${file}.png`), '');
  }
});

const progress = (page: Page): Promise<string> => page.getByRole('progressbar').locator('xpath=..').innerText({ timeout: 500 });

/** Drops the folder and collects what is said of the progress until `enough`. */
async function follow(app: App, enough: (said: string) => boolean): Promise<string[]> {
  const said: string[] = [];
  await app.dropPaths([many]);
  await expect
    .poll(
      async () => {
        said.push(await progress(app.page).catch(() => ''));
        return said.some(enough);
      },
      { timeout: 60_000, interval: 30 },
    )
    .toBe(true);
  return said;
}

it('lists 100,000 files with their number growing, and shows them while they are read', { timeout: 120_000 }, async () => {
  const app = await openApp();
  const said = await follow(app, (text) => /Reading/.test(text));
  const listed = said.flatMap((text) => /Listing files · ([\d,]+) found/.exec(text)?.[1]?.replaceAll(',', '') ?? []).map(Number);
  expect(new Set(listed).size).toBeGreaterThan(3);
  expect(listed).toEqual(listed.toSorted((a, b) => a - b));
  await expect.poll(() => status(app.page), { timeout: 60_000 }).toMatch(/ of 100,000 images/);
});

it('stops listing when it is cancelled, and the next drop finds nothing of it', { timeout: 120_000 }, async () => {
  const app = await openApp();
  await follow(app, (text) => /Listing files · [1-9]/.test(text));
  await app.page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => app.page.getByRole('progressbar').count()).toBe(0);
  await app.page.getByRole('button', { name: 'Open folder', exact: true }).waitFor();
  const small = emptyFolder('small');
  writeFileSync(join(small, 'rows.jsonl'), '{"a":1}\n');
  await app.dropPaths([small]);
  await expect.poll(() => app.page.getByRole('button', { name: /^Switch dataset/ }).count()).toBe(1);
  await settled(app.page);
  await expect.poll(() => datasets(app.page)).toEqual(['rows.jsonl']);
});
