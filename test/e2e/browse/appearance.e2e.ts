/** Every screen, in both themes and both languages: what axe says, what is left untranslated, and pictures to look at. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en, type MessageKey } from '../../../src/i18n/en.ts';
import { createTranslator, type Language } from '../../../src/i18n/translate.ts';
import { zh } from '../../../src/i18n/zh.ts';
import { filesUnder } from '../../../vite.trust.ts';
import { openApp, type App } from '../harness.ts';
import { answered, gallery, sample, settled } from '../screen.ts';

const STREET = sample('coco/street');
const SHELVES = sample('yolo/shelves');

const words = { en: createTranslator<MessageKey>('en', en), zh: createTranslator<MessageKey>('zh', zh) };

let strange = '';
beforeAll(() => {
  strange = mkdtempSync(join(tmpdir(), 'datasets-viewer-strange-'));
  writeFileSync(join(strange, 'thesis.docx'), 'PK not really');
});
afterAll(() => rmSync(strange, { recursive: true }));

interface Screen {
  readonly name: string;
  /** Comes from the screen before. */
  enter(app: App, t: (typeof words)['en']): Promise<void>;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();
const leave = (page: Page): Promise<void> => page.keyboard.press('Escape');

/** One after the other, each from where the one before has left the page. */
const SCREENS: readonly Screen[] = [
  { name: 'start', enter: async () => undefined },
  {
    name: 'nothing',
    enter: async (app, t) => {
      await app.dropPaths([strange]);
      await app.page.getByRole('heading', { name: t('open.nothing') }).waitFor();
    },
  },
  {
    name: 'table',
    enter: async (app) => {
      await app.dropPaths([STREET]);
      await settled(app.page);
      await app.page.locator('[role=option]').first().waitFor();
    },
  },
  {
    name: 'filtered',
    enter: async ({ page }, t) => {
      await page.getByRole('combobox', { name: t('query.name') }).fill('class:car,dog side>=40 -split:val count(class:person)>=2');
      await page.keyboard.press('Enter');
      await answered(page);
    },
  },
  {
    name: 'completion',
    enter: async ({ page }, t) => {
      await page.getByRole('combobox', { name: t('query.name') }).fill('s');
      await page.getByRole('option').filter({ hasText: 'split' }).waitFor();
    },
  },
  {
    name: 'refused',
    enter: async ({ page }, t) => {
      await page.getByRole('combobox', { name: t('query.name') }).fill('side>=many');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
    },
  },
  {
    name: 'empty',
    enter: async ({ page }, t) => {
      await page.getByRole('combobox', { name: t('query.name') }).fill('side>=5000');
      await page.keyboard.press('Enter');
      await page.getByRole('note').waitFor();
    },
  },
  {
    name: 'raw',
    enter: async ({ page }, t) => {
      await button(page, t('query.clear')).click();
      await answered(page);
      await page.locator('[role=tab]').nth(1).click();
      await page.getByRole('group', { name: t('inspector.raw') }).waitFor();
    },
  },
  {
    name: 'fields',
    enter: async ({ page }) => {
      await page.locator('[role=tab]').nth(2).click();
    },
  },
  {
    name: 'selection',
    enter: async ({ page }) => {
      await page.locator('[role=tab]').nth(0).click();
      await page.keyboard.press('Control+a');
    },
  },
  {
    name: 'palette',
    enter: async ({ page }) => {
      await leave(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'go-to',
    enter: async ({ page }, t) => {
      await leave(page);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Control+g');
      await page.getByRole('textbox', { name: t('command.goToHint') }).fill('nobody');
      await page.keyboard.press('Enter');
      await page.getByText(t('goTo.none', { text: 'nobody' })).waitFor();
    },
  },
  {
    name: 'shortcuts',
    enter: async ({ page }, t) => {
      await leave(page);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await button(page, t('top.shortcuts')).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'settings',
    enter: async ({ page }, t) => {
      await leave(page);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await button(page, t('top.settings')).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'datasets',
    enter: async ({ page }, t) => {
      await leave(page);
      await button(page, `${t('top.switch', { name: 'street' })} ${t('format.coco')}`).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'columns',
    enter: async ({ page }, t) => {
      await leave(page);
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await button(page, t('table.columns')).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'column',
    enter: async ({ page }, t) => {
      await leave(page);
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await button(page, t('table.columnMenu', { name: t('column.labels') })).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'display',
    enter: async ({ page }, t) => {
      await leave(page);
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await button(page, t('inspector.display')).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'second-dataset',
    enter: async (app) => {
      await leave(app.page);
      await app.page.getByRole('dialog').waitFor({ state: 'detached' });
      await app.dropPaths([SHELVES]);
      await app.page.locator('header').getByText('shelves').first().waitFor();
      await settled(app.page);
    },
  },
  {
    name: 'gallery',
    enter: async ({ page }) => {
      await leave(page);
      await page.keyboard.press('g');
      await answered(page);
      await page.locator('[role=gridcell] canvas').first().waitFor();
    },
  },
  {
    name: 'problems',
    enter: async ({ page }, t) => {
      await page.keyboard.press('p');
      await page.getByRole('region', { name: t('problems.name') }).waitFor();
    },
  },
];

async function walk(app: App, language: Language, each: (screen: string) => Promise<void>): Promise<void> {
  app.page.setDefaultTimeout(10_000);
  for (const { name, enter } of SCREENS) {
    await enter(app, words[language]);
    await restful(app.page);
    await each(name);
  }
}

/** Pictures and facets come a moment after the rows. */
async function restful(page: Page): Promise<void> {
  await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

const themeOf = ({ page }: App): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset['theme']);

describe('every screen', () => {
  it('is without fault to axe, light and dark', { timeout: 120_000 }, async () => {
    const app = await openApp({ theme: 'light' });
    const faults: Record<string, unknown> = {};
    await walk(app, 'en', async (name) => {
      for (const theme of ['light', 'dark'] as const) {
        await app.page.emulateMedia({ colorScheme: theme });
        await expect.poll(() => themeOf(app)).toBe(theme);
        await app.shot(`browse-${name}-${theme}`);
        // A theme is another set of colours for the same elements. All screens, also where the first one has a fault.
        await app.axe(theme === 'dark' ? 'colours' : undefined).catch((error: unknown) => {
          faults[`${name}, ${theme}`] = error instanceof Error && 'actual' in error ? error.actual : error;
        });
      }
      await app.page.emulateMedia({ colorScheme: 'light' });
    });
    expect(faults).toEqual({});
  });

  it('has no English left in Chinese', { timeout: 120_000 }, async () => {
    const app = await openApp({ language: 'zh' });
    const left: Record<string, string[]> = {};
    await walk(app, 'zh', async (name) => {
      await app.shot(`browse-${name}-zh`);
      const found = foreignWords(await visibleTexts(app.page));
      if (found.length > 0) left[name] = found;
    });
    expect(left).toEqual({});
    await expect.poll(() => app.page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  });
});

/** What is the same in every language: names of formats, units, keys, and the query language. */
const SAME = new Set(
  [
    'datasets viewer COCO LVIS YOLO Darknet ImageFolder JSONL CSV JSON Parquet Arrow CoNLL brat WebDataset Markdown TIFF EXIF zip ZIP Excel UTF',
    'px MB Ctrl Esc Alt Enter Home End PageUp PageDown English',
    'class side split val train person image name folder width height labels problem smallest classes kind set score area boxwidth boxheight flag threshold count field value word case column',
    'data yaml obj txt ann tar json images annotations categories image_id car dog many nobody thesis docx',
  ]
    .join(' ')
    .toLowerCase()
    .split(' '),
);

/** Words of the datasets themselves: of paths, classes and values. */
const DATA = new Set(
  [
    ...[STREET, SHELVES].flatMap((folder) => filesUnder(folder)),
    strange,
    'street shelves person bicycle car bus traffic light bench dog umbrella kite bottle can jar carton instances model a_results',
    'date_captured license id file_name iscrowd bbox area segmentation num_keypoints label-missing label-empty image-missing',
    '{"role": "system", "user", "assistant", "tool_calls", "tool"} messages name family height_cm light Monstera Araceae half Fern sword',
    'prompt Which ferry goes chosen rejected score_chosen context The harbour of question When was answers answer_start text',
    'Ada Lund runs entities start_offset end_offset label relations image conversations from human value gpt box',
  ]
    .join(' ')
    .toLowerCase()
    .split(/[^a-z]+/),
);

function foreignWords(texts: readonly string[]): string[] {
  return texts.filter((text) =>
    (text.match(/[A-Za-z]{2,}/g) ?? []).some((word) => !SAME.has(word.toLowerCase()) && !DATA.has(word.toLowerCase())),
  );
}

/** Texts, names and tooltips on the screen, but for source text of the data. */
function visibleTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = new Set<string>();
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('pre, script, style, kbd, dl') || !element.checkVisibility()) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) texts.add(element.getAttribute(name) ?? '');
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.add(node.textContent ?? '');
    }
    return [...texts].map((text) => text.trim()).filter((text) => text !== '');
  });
}

describe('theme', () => {
  const shown = themeOf;
  const paper = ({ page }: App): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  it('follows the system until one is chosen, which is kept', async () => {
    const app = await openApp();
    const { page } = app;
    await expect.poll(() => shown(app)).toBe('light');
    await expect.poll(() => paper(app)).not.toBe('rgba(0, 0, 0, 0)');
    const light = await paper(app);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => shown(app)).toBe('dark');
    await expect.poll(() => paper(app)).not.toBe(light);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'Light' }).click();
    await expect.poll(() => paper(app)).toBe(light);
    await page.keyboard.press('Escape');
    await page.reload();
    await expect.poll(() => shown(app)).toBe('light');
    await page.getByRole('button', { name: 'Settings' }).waitFor();
    await page.keyboard.press('d');
    await expect.poll(() => shown(app)).toBe('dark');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'System' }).click();
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(() => shown(app)).toBe('light');
  });
});

describe('language', () => {
  it('is the one of the browser until another is chosen, which is kept', async () => {
    const app = await openApp({ language: 'zh' });
    const { page } = app;
    const lang = (): Promise<string> => page.evaluate(() => document.documentElement.lang);
    await expect.poll(() => lang()).toBe('zh-CN');
    await page.getByRole('button', { name: words.zh('start.openFolder') }).waitFor();
    await page.getByRole('radio', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Open folder' }).waitFor();
    await expect.poll(() => lang()).toBe('en');
    await page.reload();
    await page.getByRole('button', { name: 'Open folder' }).waitFor();
    await page.keyboard.press('l');
    await page.getByRole('button', { name: words.zh('start.openFolder') }).waitFor();
    await expect.poll(() => lang()).toBe('zh-CN');
  });
});

describe('a window of 1024 × 700', () => {
  it('has a rail of icons that open one facet each', async () => {
    const app = await openApp({ width: 1024, height: 700 });
    const { page } = app;
    await app.shot('browse-start-1024');
    await app.dropPaths([STREET]);
    await settled(page);
    await app.shot('browse-table-1024');
    await app.axe();
    await page.getByRole('button', { name: 'Filters: Class' }).click();
    await page.getByRole('checkbox', { name: 'car', exact: true }).click();
    await app.shot('browse-rail-1024');
    await app.axe();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('contentinfo').getByRole('status').innerText()).toMatch(/^15 of 24 images/);
    await page.getByRole('button', { name: 'Filters: Box side' }).click();
    await page.getByRole('slider', { name: 'Box side: From' }).press('ArrowRight');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url()).toContain('side');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await gallery(page).waitFor();
    await answered(page);
    await restful(page);
    await app.shot('browse-gallery-1024');
    // Nothing is wider than the window.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024);
  });
});

/** Boxes of what is found, in CSS pixels. */
async function boxesOf(page: Page, selectors: readonly string[]) {
  const boxes = await Promise.all(selectors.map(async (selector) => page.locator(selector).first().boundingBox()));
  return boxes.map((box) => ({
    left: box?.x ?? -1,
    top: box?.y ?? -1,
    right: (box?.x ?? -1) + (box?.width ?? 0),
    bottom: (box?.y ?? -1) + (box?.height ?? 0),
  }));
}

describe('a window of 320 × 640, or a larger one that is zoomed', () => {
  it('shows panes one above the other, each view in full width, and nothing over anything else', async () => {
    const app = await openApp({ width: 320, height: 640 });
    const { page } = app;
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    const [opens] = await boxesOf(page, ['section button']);
    expect(opens?.right).toBeLessThanOrEqual(320);
    await app.dropPaths([STREET]);
    await settled(page);
    for (const key of ['t', 'g', 'v', 'p']) {
      await page.keyboard.press(key);
      await restful(page);
      const [query, views, main, aside, bar] = await boxesOf(page, [
        'header [role=combobox]',
        'header [role=radiogroup]',
        'main',
        'aside',
        'footer',
      ]);
      if (!query || !views || !main || !aside || !bar) throw new Error('nothing there');
      expect(Math.min(query.right, views.right) <= Math.max(query.left, views.left) || query.top >= views.bottom).toBe(true);
      expect(main.right - main.left).toBeGreaterThan(240);
      expect(aside.top).toBeGreaterThanOrEqual(main.bottom - 1);
      expect(bar.top).toBeGreaterThanOrEqual(aside.bottom - 1);
      expect(Math.max(main.right, aside.right)).toBeLessThanOrEqual(320);
      await app.shot(`browse-narrow-${key}`);
    }
    await app.axe();
  });
});

describe('colours that a person has chosen for all pages', () => {
  it('leave signs of what is focused, chosen and switched on', async () => {
    const app = await openApp();
    const { page } = app;
    await page.emulateMedia({ forcedColors: 'active' });
    await app.dropPaths([STREET]);
    await settled(page);
    const outline = (selector: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).outlineStyle);
    await expect.poll(() => outline('[role=row][data-current] > [role=gridcell]')).toBe('solid');
    await expect.poll(() => outline('[role=row]:not([data-current]) > [role=gridcell]')).toBe('none');
    await page.keyboard.press('Tab');
    await expect.poll(() => outline(':focus-visible')).toBe('solid');
    const ground = (selector: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await ground('[role=radio][aria-checked=true]')).not.toBe(await ground('[role=radio][aria-checked=false]'));
    await app.shot('browse-forced-colours');
  });
});
