/**
 * A page of the built app with everything that goes wrong in it written down. A test that opens one is a test that no console
 * error, no refused policy and no foreign request happened in it: `afterEach` looks.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { drop, launch } from './browser.ts';

export interface AppOptions {
  /** `#` and what follows it in the address. */
  readonly hash?: string;
  readonly theme?: 'light' | 'dark';
  readonly language?: 'en' | 'zh';
  readonly width?: number;
  readonly height?: number;
  /** Another address than the served app's: the single file, an own server. */
  readonly url?: string;
  /** An own context, for tests that reopen the page in it. */
  readonly context?: BrowserContext;
  /**
   * With the service worker that keeps the app for the next visit. Without it only what it does is missing: in each test's
   * fresh profile it would fetch and store the whole app anew, which costs as much as the test itself.
   */
  readonly offline?: boolean;
}

export interface App {
  readonly page: Page;
  /** Everything that went wrong so far, in words. */
  readonly trouble: readonly string[];
  /** Troubles that match are the test's own doing. */
  expectTrouble(pattern: RegExp): void;
  /** Drops files and folders (absolute paths) into the middle of what `selector` finds. */
  dropPaths(paths: readonly string[], selector?: string): Promise<void>;
  /** Writes shots/<name>.png for people to look at. */
  shot(name: string): Promise<void>;
  /** Fails with what axe finds wrong on the page as it is now; `colours`: only what colours can be wrong about. */
  axe(only?: 'colours'): Promise<void>;
  /** Closes the page and fails where something went wrong in it. */
  close(): Promise<void>;
}

const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Rules of other groups: who says what a button shows must reach it. */
const AXE_ALSO = ['label-content-name-mismatch'];
/** The rules among them that look at colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const SHOTS = join(import.meta.dirname, '../../shots');

let browser: Promise<Browser> | undefined;
const open = new Set<App>();

/** The browser of this test file, started on first use and closed after the last test. */
export function theBrowser(): Promise<Browser> {
  browser ??= launch();
  return browser;
}

afterEach(async () => {
  // All of them, also where the first one fails: none may reach into the next test.
  const closed = await Promise.allSettled([...open].map((app) => app.close()));
  for (const result of closed) if (result.status === 'rejected') throw result.reason;
});
afterAll(async () => {
  await (await browser)?.close();
});

export async function openContext(options: AppOptions = {}): Promise<BrowserContext> {
  return (await theBrowser()).newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    serviceWorkers: options.offline ? 'allow' : 'block',
    colorScheme: options.theme ?? 'light',
    locale: options.language === 'zh' ? 'zh-CN' : 'en-US',
  });
}

/** Opens the app in a context of its own and waits until its first screen stands. */
export async function openApp(options: AppOptions = {}): Promise<App> {
  const context = options.context ?? (await openContext(options));
  const url = options.url ?? inject('url');
  const page = await context.newPage();
  const trouble: string[] = [];
  const expected: RegExp[] = [];
  record(page, new URL(url), (line) => {
    if (!expected.some((pattern) => pattern.test(line))) trouble.push(line);
  });
  const app: App = {
    page,
    trouble,
    expectTrouble: (pattern) => expected.push(pattern),
    dropPaths: (paths, selector) => drop(page, paths, selector),
    shot: async (name) => {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: 'disabled', caret: 'hide' });
    },
    axe: async (only) =>
      expect(await violations(page, only === 'colours' ? { only: COLOUR_RULES, also: [] } : { only: AXE_RULES, also: AXE_ALSO })).toEqual(
        [],
      ),
    close: async () => {
      if (!open.delete(app)) return;
      await (options.context ? page : context).close();
      expect(trouble).toEqual([]);
    },
  };
  open.add(app);
  await page.goto(url + (options.hash ?? ''));
  await page.locator('#root > *').first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return app;
}

/** Errors of the console (also of workers), exceptions, failed, refused and foreign requests. */
function record(page: Page, home: URL, note: (line: string) => void): void {
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => note(`exception: ${error.stack ?? error.message}`));
  page.on('crash', () => note('the page crashed'));
  page.context().on('request', (request) => {
    const to = new URL(request.url());
    // Every file has the same (no) origin: the single file may ask for itself only.
    const same = home.protocol === 'file:' ? to.pathname === home.pathname : to.origin === home.origin;
    const own = same || ['blob:', 'data:'].includes(to.protocol);
    if (!own) note(`foreign request: ${request.url()}`);
  });
  page.context().on('response', (response) => {
    if (response.status() >= 400) note(`${response.status()} for ${response.url()}`);
  });
}

async function violations(page: Page, rules: { readonly only: readonly string[]; readonly also: readonly string[] }): Promise<unknown[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  // Only what is wrong crosses over: what is right is a thousand times as much.
  const found = await page.evaluate(async ({ only, also }) => {
    const { axe: runner } = globalThis as unknown as { axe: { run(root: Document, options: object): Promise<axe.AxeResults> } };
    const enabled = Object.fromEntries(also.map((rule) => [rule, { enabled: true }]));
    return (await runner.run(document, { runOnly: only, rules: enabled, resultTypes: ['violations'] })).violations;
  }, rules);
  return found.map((violation) => ({
    rule: violation.id,
    help: violation.help,
    nodes: violation.nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  }));
}
