/** Text of a dataset is text, whatever it says; and nothing in a whole session leaves the machine. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { drop } from '../browser.ts';
import { openApp, openContext, type App } from '../harness.ts';
import { cocoText, folderOf, greyPng } from '../made.ts';
import { answered, gallery, grid, keptOffline, names, sample, settled, status, typeQuery } from '../screen.ts';
import { foreignHost, plainHost, type Host } from '../hosts.ts';
import { pathToFileURL } from 'node:url';

const PICTURE = greyPng(40, 30);
const LONG = 'x'.repeat(10_000);

/** What somebody might write who wants a page to run it. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  '${alert(1)}{{7*7}}',
  '__proto__',
  'constructor',
  '\u202etxt.gpj\u202c',
  'nul\u0000byte',
  '=HYPERLINK("http://evil.invalid")',
  LONG,
];
/** Those that a file may be called. */
const FILE_NAMES = HOSTILE.filter((text) => !text.includes('/') && !text.includes('\0') && text.length < 200);

/** The app with ears for what must not happen: dialogs, and elements that nobody meant to make. */
async function guarded(paths: readonly string[]): Promise<App> {
  const context = await openContext();
  await context.addInitScript(() => {
    const ran: string[] = [];
    Object.assign(globalThis, { ran });
    for (const name of ['alert', 'confirm', 'prompt'] as const) Object.defineProperty(globalThis, name, { value: () => ran.push(name) });
  });
  const app = await openApp({ context });
  app.page.on('dialog', (dialog) => {
    void dialog.dismiss();
    throw new Error('a dialog opened');
  });
  await app.dropPaths(paths);
  await settled(app.page);
  return app;
}

/** Looks into every corner that shows text of the dataset, then asks what ran. */
async function expectOnlyText(app: App): Promise<void> {
  const { page } = app;
  const rows = Math.min(12, await grid(page).getByRole('row').count());
  for (let at = 1; at < rows; at += 1) await page.keyboard.press('j');
  for (const tab of ['Raw', 'Fields', 'Labels']) {
    const found = page.getByRole('tab', { name: new RegExp(`^${tab}`) });
    if ((await found.count()) > 0) await found.click();
  }
  await page.getByRole('button', { name: /^Problems \(/ }).click();
  await page.keyboard.press('p');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Switch dataset/ }).click();
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  // Keys belong to a menu as long as it is there.
  await page.getByRole('menu').waitFor({ state: 'detached' });
  const gallerySwitch = page
    .getByRole('toolbar')
    .or(page.getByRole('radiogroup', { name: 'View' }))
    .getByText('Gallery', { exact: true });
  if ((await gallerySwitch.count()) > 0) {
    await page.keyboard.press('g');
    await gallery(page).waitFor();
    await answered(page);
  }
  await expect.poll(() => page.evaluate(() => (globalThis as unknown as { ran: string[] }).ran)).toEqual([]);
  await expect
    .poll(() => page.locator('img[src=x], img[onerror], [onmouseover], script:not([src]), a[href^="javascript:" i], iframe').count())
    .toBe(0);
  await expect.poll(() => page.evaluate(() => Object.keys(Object.prototype).length)).toBe(0);
  expect(app.trouble).toEqual([]);
}

describe('hostile text', () => {
  it('in names of files and folders is shown as text', async () => {
    const files = folderOf(Object.fromEntries(FILE_NAMES.map((name) => [`${name}/${name}.png`, PICTURE])), '<b>bold<b>');
    const app = await guarded([files, folderOf({ 'a.png': PICTURE }, '<img src=x onerror=alert(1)>')]);
    await app.page.getByRole('button', { name: /^Switch dataset/ }).click();
    await app.page.getByRole('menuitem').getByText('<b>bold<b>', { exact: true }).first().click();
    await answered(app.page);
    const shown = (await names(app.page)).join('\n');
    expect(shown).toContain('<img src=x onerror=alert(1)>.png');
    expect(shown).toContain('__proto__.png');
    await expectOnlyText(app);
  });

  it('in a COCO file, as names of classes and images, captions and other fields, is shown as text', async () => {
    const labels = cocoText(
      HOSTILE.map((name, at) => [`${name}${at}.png`, 40, 30]),
      [...HOSTILE],
      HOSTILE.flatMap((text, at) => [
        { image: at + 1, category: at + 1, bbox: [1, 1, 9, 9], note: text, [text === '__proto__' ? 'proto' : text.slice(0, 40)]: text },
        { image: at + 1, caption: text },
      ]),
    );
    const app = await guarded([folderOf({ 'labels.json': labels })]);
    await expect
      .poll(() => status(app.page))
      .toBe(`${HOSTILE.length} of ${HOSTILE.length} images · ${2 * HOSTILE.length} of ${2 * HOSTILE.length} annotations`);
    await app.page.getByRole('checkbox', { name: '<img src=x onerror=alert(1)>', exact: true }).waitFor();
    await app.page.getByRole('checkbox', { name: '__proto__', exact: true }).waitFor();
    await typeQuery(app.page, 'class:"<img src=x onerror=alert(1)>"');
    await expect.poll(() => status(app.page)).toMatch(/^1 of 11 images/);
    await typeQuery(app.page, '');
    await expectOnlyText(app);
  });

  it('in YAML names and label files is shown as text', async () => {
    const classes = HOSTILE.filter((text) => !text.includes('\0'));
    const app = await guarded([
      folderOf({
        'data.yaml': `train: images\nnames: ${JSON.stringify(classes)}\n`,
        'images/a.png': PICTURE,
        'labels/a.txt': `${classes.map((_text, at) => `${at} 0.5 0.5 0.2 0.2`).join('\n')}\n<script>alert(1)</script> 1 2 3 4\n`,
      }),
    ]);
    await expect.poll(() => status(app.page)).toBe(`1 of 1 images · ${classes.length} of ${classes.length} annotations`);
    await app.page.getByRole('checkbox', { name: '"><script>alert(1)</script>', exact: true }).waitFor();
    await expectOnlyText(app);
  });

  it('in keys and values of records is shown as text', async () => {
    const lines = HOSTILE.map((text) => `{${JSON.stringify(text)}:${JSON.stringify(text)},"text":${JSON.stringify(text)}}`).join('\n');
    const app = await guarded([folderOf({ 'rows.jsonl': lines })]);
    await expect.poll(() => status(app.page)).toBe(`${HOSTILE.length} of ${HOSTILE.length} records`);
    await app.page.getByRole('columnheader').getByText('<img src=x onerror=alert(1)>', { exact: true }).first().waitFor();
    await expectOnlyText(app);
  });

  it('in heads and cells of a table is shown as text', async () => {
    const cell = (text: string): string => `"${text.replaceAll('"', '""').replaceAll('\0', '')}"`;
    const head = HOSTILE.map(cell).join(',');
    const values = HOSTILE.map((text) => cell(`of ${text}`)).join(',');
    const app = await guarded([folderOf({ 'rows.csv': `${head}\n${values}\n${values}\n` })]);
    await expect.poll(() => status(app.page)).toBe('2 of 2 records');
    await expectOnlyText(app);
  });

  it('in the address is only text', async () => {
    const context = await openContext();
    await context.addInitScript(() =>
      Object.defineProperty(globalThis, 'alert', { value: () => document.documentElement.setAttribute('data-ran', '') }),
    );
    const app = await openApp({
      context,
      hash: `#q=${encodeURIComponent(HOSTILE[0] ?? '')}&d=${encodeURIComponent(HOSTILE[1] ?? '')}&s=javascript:alert(1)`,
    });
    await app.dropPaths([sample('csv/plants')]);
    await settled(app.page);
    await expect.poll(() => app.page.locator('[data-ran]').count()).toBe(0);
  });
});

describe('a whole session', () => {
  let foreign: Host;
  beforeAll(async () => {
    foreign = await foreignHost();
  });
  afterAll(() => foreign.close());

  it('asks nobody but its own origin and leaves no error in the console', async () => {
    const app = await openApp({ offline: true });
    const { page } = app;
    const asked: string[] = [];
    page.context().on('request', (request) => asked.push(request.url()));
    await app.dropPaths([sample('coco/street')]);
    await settled(page);
    await page.getByRole('checkbox', { name: 'dog', exact: true }).click();
    await answered(page);
    await page.getByRole('grid').getByRole('button', { name: 'Labels', exact: true }).click();
    await answered(page);
    for (const key of ['j', 'j', 'k', 'z', 'z', '1', 'f', 'r', 'r', 'b', 'b', 'm', 'm', 'g']) await page.keyboard.press(key);
    await gallery(page).waitFor();
    await page.keyboard.press('t');
    await page.keyboard.press('p');
    await page.getByRole('region', { name: 'Problems' }).waitFor();
    await page.keyboard.press('p');
    await page.keyboard.press('d');
    await page.keyboard.press('l');
    await page.keyboard.press('l');
    await app.dropPaths([sample('jsonl/support-chats')]);
    await settled(page);
    await typeQuery(page, 'refund');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Switch dataset/ }).click();
    await page.getByRole('menuitem', { name: 'Close all' }).click();
    await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
    const home = new URL(inject('url')).origin;
    expect(asked.filter((url) => !url.startsWith(home) && !url.startsWith(`blob:${home}`) && !url.startsWith('data:'))).toEqual([]);
    expect(app.trouble).toEqual([]);
  });

  it('works offline after the first visit: dropped folders and samples', async () => {
    const host = await plainHost(inject('dist'));
    const context = await openContext({ offline: true });
    const first = await openApp({ url: host.url, context });
    await keptOffline(first.page);
    await first.close();
    await host.close();
    const second = await openApp({ url: host.url, context });
    await drop(second.page, [sample('yolo/shelves')]);
    await settled(second.page);
    await expect.poll(() => status(second.page)).toBe('19 of 19 images · 535 of 535 annotations');
    await pictureShown(second.page);
    await second.page.getByRole('button', { name: /^Switch dataset/ }).click();
    await second.page.getByRole('menuitem', { name: 'Close all' }).click();
    await second.page
      .getByRole('button')
      .filter({ has: second.page.getByText('Dice', { exact: true }) })
      .click();
    await settled(second.page);
    await expect.poll(() => status(second.page)).toBe('6 of 6 images · 32 of 32 annotations');
    await second.close();
    await context.close();
  });
});

const pictureShown = (page: Page): Promise<void> =>
  page
    .getByRole('img', { name: /annotations?$/ })
    .and(page.locator('[aria-busy=false]'))
    .waitFor();

describe('the single file', () => {
  it('opens a sample by a click, from disk', async () => {
    const app = await openApp({ url: pathToFileURL(inject('single')).href });
    await app.page
      .getByRole('button')
      .filter({ has: app.page.getByText('Street', { exact: true }) })
      .click();
    await settled(app.page);
    await expect.poll(() => status(app.page)).toBe('24 of 24 images · 298 of 298 annotations');
    await pictureShown(app.page);
    await expect.poll(() => app.page.getByText('The image does not decode').count()).toBe(0);
  });

  it('opens a dropped folder of folders, from disk', async () => {
    const app = await openApp({ url: pathToFileURL(inject('single')).href });
    await app.dropPaths([sample('yolo/shelves'), join(sample('csv/plants'), 'plants.csv')]);
    await settled(app.page);
    await expect.poll(() => status(app.page)).toBe('19 of 19 images · 535 of 535 annotations');
    await pictureShown(app.page);
    await typeQuery(app.page, 'class:can');
    await expect.poll(() => status(app.page)).toMatch(/^13 of 19 images/);
  });
});
