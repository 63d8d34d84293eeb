/** Very many files in one drop. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openApp } from '../harness.ts';
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

/** Everything that is said of the progress, in order, from now on; a button of this name is pressed when it says so. */
async function follow(page: Page, press?: { readonly name: string; readonly when: string }): Promise<() => Promise<string[]>> {
  await page.evaluate((pressed) => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    new MutationObserver(() => {
      const bar = document.querySelector('[role=progressbar]')?.parentElement;
      const text = bar?.innerText ?? '';
      if (text === '' || text === said.at(-1)) return;
      said.push(text);
      // Here and not by the driver: by the time it hears of it, the listing may have ended.
      if (!pressed || !new RegExp(pressed.when).test(text)) return;
      const buttons = [...document.querySelectorAll('button')];
      buttons.find(({ innerText, ariaLabel }) => innerText === pressed.name || ariaLabel === pressed.name)?.click();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, press);
  return () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
}

it('lists 100,000 files with their number growing, and shows them while they are read', { timeout: 120_000 }, async () => {
  const app = await openApp();
  const heard = await follow(app.page);
  await app.dropPaths([many]);
  await expect.poll(() => status(app.page), { timeout: 100_000 }).toMatch(/ of 100,000 images/);
  const said = await heard();
  const listed = said.flatMap((text) => /Listing files · ([\d,]+) found/.exec(text)?.[1]?.replaceAll(',', '') ?? []).map(Number);
  expect(new Set(listed).size).toBeGreaterThan(3);
  expect(listed).toEqual(listed.toSorted((a, b) => a - b));
  expect(said.some((text) => text.includes('Reading'))).toBe(true);
});

it('stops listing when it is cancelled, and the next drop finds nothing of it', { timeout: 120_000 }, async () => {
  const app = await openApp();
  const heard = await follow(app.page, { name: 'Cancel', when: 'Listing files · [1-9]' });
  await app.dropPaths([many]);
  await expect.poll(async () => (await heard()).some((text) => /Listing files · [1-9]/.test(text)), { timeout: 60_000 }).toBe(true);
  await expect.poll(() => app.page.getByRole('progressbar').count()).toBe(0);
  await app.page.getByRole('button', { name: 'Open folder', exact: true }).waitFor();
  const small = emptyFolder('small');
  writeFileSync(join(small, 'rows.jsonl'), '{"a":1}\n');
  await app.dropPaths([small]);
  await expect.poll(() => app.page.getByRole('button', { name: /^Switch dataset/ }).count()).toBe(1);
  await settled(app.page);
  await expect.poll(() => datasets(app.page)).toEqual(['rows.jsonl']);
});
