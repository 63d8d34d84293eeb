/** One browser and two served builds: the app, and the page of the benchmark. Every sample has a fresh page in a process of its own. */
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { drop, launch } from '../e2e/browser.ts';
import { serve } from '../e2e/setup.ts';
import type { Measure, TaskOptions } from './measure.ts';
import { watchMemory, type MemoryWatch } from './memory.ts';

/** A measure with what the page and its process took meanwhile. */
export interface Sample extends Measure {
  /** Peak above the start, megabytes. */
  readonly megabytes: number | undefined;
  /** The longest task of the page's own thread, milliseconds; 0: none over 50. */
  readonly longest: number;
}

/** When the app showed what after a drop, milliseconds. */
export interface Shown {
  /** The first row with its name. */
  readonly rows: number;
  /** The page says that all files are read. */
  readonly said: number;
  /** That, and the table shows the answer about all of it. */
  readonly read: number;
  /** What the status bar counts. */
  readonly status: string;
}

export interface DropOptions {
  /** How long the page has been open before the drop, milliseconds: after two seconds it makes itself ready for the first file. */
  readonly openFor?: number;
}

export interface Lab {
  readonly version: string;
  /** Bytes of a file. */
  sizeOf(path: string): number;
  /** A task of the benchmark's own page on these files. `use` goes on with the page; what it returns is added to the values. */
  task(name: string, paths: readonly string[], options?: TaskOptions, use?: (page: Page) => Promise<Measure['values']>): Promise<Sample>;
  /** Drops files or folders on the built app. `use` goes on with the page; what it returns is added to the values. */
  dropOnApp(
    paths: readonly string[],
    findings: (shown: Shown) => Measure['findings'],
    use?: (page: Page) => Promise<Measure['values']>,
    options?: DropOptions,
  ): Promise<Sample>;
  close(): Promise<void>;
}

const LIMIT_MS = 240_000;

export async function openLab(): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-viewer-bench-build-'));
  build('vite.config.ts', join(folder, 'app'));
  build('test/bench/vite.config.ts', join(folder, 'bench'));
  const app = await serve(join(folder, 'app'));
  const bench = await serve(join(folder, 'bench'));
  const browser = await launch();

  async function sampled(
    url: string,
    paths: readonly string[],
    work: (page: Page, memory: MemoryWatch) => Promise<Measure>,
    openFor = 0,
  ): Promise<Sample> {
    let memory: MemoryWatch | undefined;
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(LIMIT_MS);
      const died = new Promise<never>((_, reject) => {
        page.on('crash', () => reject(new Error('the page crashed')));
        page.on('pageerror', reject);
      });
      died.catch(() => undefined);
      // What tsx compiles calls this helper; functions sent to the page leave it behind.
      await page.addInitScript('globalThis.__name = (value) => value;');
      await page.addInitScript(watchPage);
      await page.goto(url);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      for (const path of paths) await warm(path);
      // Whatever the start left to do must not count.
      await page.waitForTimeout(Math.max(300, openFor));
      await page.evaluate(() => void ((globalThis as unknown as Watched).watched.long.length = 0));
      memory = await watchMemory(browser);
      try {
        const measure = await Promise.race([work(page, memory), died]);
        const longest = await page.evaluate(() => Math.max(0, ...(globalThis as unknown as Watched).watched.long));
        return { ...measure, longest, megabytes: memory.peak() };
      } finally {
        memory.stop();
      }
    } finally {
      await context.close();
      await memory?.ended();
    }
  }

  return {
    version: browser.version(),
    sizeOf: (path) => statSync(path).size,
    task: (name, paths, options = {}, use) =>
      sampled(`${bench.url}test/bench/page/`, paths, async (page) => {
        if (paths.length > 0) await page.locator('input').setInputFiles([...paths]);
        const call = page.evaluate(
          ([task, taskOptions]) =>
            (globalThis as unknown as { bench(task: string, options: TaskOptions): Promise<Measure> }).bench(task, taskOptions),
          [name, options] as const,
        );
        const measure = await within(call, `${name} took longer than ${LIMIT_MS / 1000} s`);
        const values = await use?.(page);
        return { ...measure, values: { ...measure.values, ...values } };
      }),
    dropOnApp: (paths, findings, use, { openFor } = {}) =>
      sampled(
        app.url,
        paths,
        async (page, memory) => {
          await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
          await drop(page, paths);
          const shown = await page.evaluate(
            (limit) =>
              new Promise<Shown>((resolve, reject) => {
                const { watched } = globalThis as unknown as Watched;
                watched.done = resolve;
                setTimeout(
                  () => reject(new Error(`not read after ${limit / 1000} s: ${document.querySelector('footer')?.textContent}`)),
                  limit,
                );
              }),
            LIMIT_MS,
          );
          const loaded = memory.peak();
          const values = await use?.(page);
          return {
            ms: shown.read,
            findings: findings(shown),
            values: { rows: shown.rows, said: shown.said, ...(loaded === undefined ? {} : { loaded }), ...values },
          };
        },
        openFor,
      ),
    async close() {
      await browser.close();
      await app.close();
      await bench.close();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Watched {
  readonly watched: { readonly long: number[]; done: ((shown: Shown) => void) | undefined };
}

/** In the page, before its own scripts: hears of long tasks, and looks in every frame after a drop at what a person would see. */
function watchPage(): void {
  const watched: Watched['watched'] = { long: [], done: undefined };
  Object.assign(globalThis, { watched });
  new PerformanceObserver((list) => watched.long.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
    buffered: true,
  });
  let dropped = 0;
  let rows = 0;
  let said = 0;
  let shown: Shown | undefined;
  const look = (): void => {
    const grid = document.querySelector('[role=grid][aria-label=Samples]');
    if (rows === 0) {
      const cells = [...(grid?.querySelectorAll('[role=row][aria-rowindex="2"] [role=gridcell]') ?? [])].slice(1);
      if (cells.some((cell) => cell.textContent.trim() !== '')) rows = performance.now() - dropped;
    }
    const footer = document.querySelector('footer');
    if (said === 0 && footer?.textContent.includes('All files read in')) said = performance.now() - dropped;
    if (said > 0 && !shown && grid?.getAttribute('aria-busy') === 'false') {
      shown = { rows, said, read: performance.now() - dropped, status: footer?.querySelector('[role=status]')?.textContent ?? '' };
    }
    if (shown && watched.done) watched.done(shown);
    else requestAnimationFrame(look);
  };
  addEventListener(
    'drop',
    () => {
      dropped = performance.now();
      watched.long.length = 0;
      requestAnimationFrame(look);
    },
    true,
  );
}

/** Into the system's cache of files, so that no contender pays for the disk. Folders are left as they are. */
async function warm(path: string): Promise<void> {
  if (!statSync(path).isFile()) return;
  const stream = createReadStream(path, { highWaterMark: 4 << 20 });
  stream.resume();
  await new Promise<void>((resolve, reject) => {
    stream.on('end', () => resolve());
    stream.on('error', reject);
  });
}

function within<T>(work: Promise<T>, otherwise: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(otherwise)), LIMIT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** As on the command line. */
function build(config: string, outDir: string): void {
  const root = join(import.meta.dirname, '../..');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '-c', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'], {
    cwd: root,
    stdio: 'inherit',
  });
}
