/** One browser and two served builds: the app, and the page of the benchmark. Every sample has a fresh page in a process of its own. */
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Page } from 'playwright-core';
import { drop, launch } from '../e2e/browser.ts';
import { build, serve } from '../e2e/setup.ts';
import type { Measure, TaskOptions } from './measure.ts';
import { watchMemory, type MemoryWatch } from './memory.ts';
import { allShown, forgetLongTasks, longestTask, watch, type Shown } from './shown.ts';

/** A measure with what the page and its process took meanwhile. */
export interface Sample extends Measure {
  /** Peak above the start, megabytes. */
  readonly megabytes: number | undefined;
  /** The longest task of the page's own thread, milliseconds; 0: none over 50. */
  readonly longest: number;
  /** What it costs to have one more such sample: with opening and closing its page, milliseconds. */
  readonly cost: number;
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
/** Whatever the start of a page leaves to do must not count. */
const SETTLED_MS = 300;

export async function openLab(): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-viewer-bench-build-'));
  await Promise.all([
    build(join(folder, 'app'), 'vite.config.ts', 'error'),
    build(join(folder, 'bench'), 'test/bench/vite.config.ts', 'error'),
  ]);
  const app = await serve(join(folder, 'app'));
  const bench = await serve(join(folder, 'bench'));
  let browser = await launch();
  const version = browser.version();

  async function sampled(
    url: string,
    paths: readonly string[],
    work: (page: Page, memory: MemoryWatch) => Promise<Measure>,
    openFor = 0,
  ): Promise<Sample> {
    await Promise.all(paths.map(warm));
    const started = performance.now();
    // Whoever brought the browser down is out; the others go on.
    if (!browser.isConnected()) browser = await launch();
    let memory: MemoryWatch | undefined;
    let taken: Omit<Sample, 'cost'>;
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(LIMIT_MS);
      const died = new Promise<never>((_, reject) => {
        page.on('crash', () => reject(new Error('the page crashed')));
        page.on('pageerror', reject);
      });
      died.catch(() => undefined);
      await watch(page);
      await page.goto(url);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      await page.waitForTimeout(Math.max(SETTLED_MS, openFor));
      await forgetLongTasks(page);
      memory = await watchMemory(browser);
      try {
        const measure = await Promise.race([work(page, memory), died]);
        taken = { ...measure, longest: await longestTask(page), megabytes: memory.peak() };
      } finally {
        memory.stop();
      }
    } finally {
      await context.close();
      await memory?.ended();
    }
    return { ...taken, cost: performance.now() - started };
  }

  return {
    version,
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
          const shown = await allShown(page, LIMIT_MS);
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

/** Into the system's cache of files, so that no contender pays for the disk. Of a folder all that is in it. */
async function warm(path: string): Promise<void> {
  if (statSync(path).isFile()) {
    await finished(createReadStream(path, { highWaterMark: 4 << 20 }).resume());
    return;
  }
  // Small files, and very many: a stream for each would take longer than reading it.
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) readFileSync(join(entry.parentPath, entry.name));
}

function within<T>(work: Promise<T>, otherwise: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(otherwise)), LIMIT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
