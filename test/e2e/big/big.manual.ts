/**
 * Drops large files into the built app and says how each went, beside a pure read of the same file in the same page:
 * `npx tsx test/e2e/big/big.manual.ts [--ask] [--rounds 3] [--look TEXT QUERY] <file>…`. With `--ask` somebody clicks and types while it loads; with
 * `--look` somebody scrolls, inspects, searches and filters afterwards. Not part of `npm test`. `DIST` names a folder of the app that is built already. The long cases, of data that `npm run bench` makes:
 *
 *     --rounds 1 --look 00012 'class:person side>=96' o365.json
 *     --rounds 1 --look 'xyzzy needle' lang:de 5g.jsonl
 *     --rounds 1 --look 'data model' .split:val 500m.csv
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { drop, launch } from '../browser.ts';
import { mainTasks } from '../main-tasks.ts';
import { serve } from '../setup.ts';
import { lookThrough } from './look-through.ts';
import { rendererMegabytes } from './renderer-megabytes.ts';

const given = process.argv.slice(2);
const asks = given.includes('--ask');
const rounds = given.includes('--rounds') ? Number(given[given.indexOf('--rounds') + 1]) : 3;
const lookAt = given.indexOf('--look');
const [needle, filter] = lookAt < 0 ? [] : given.slice(lookAt + 1, lookAt + 3);
const paths = given.filter(
  (argument, at) => !argument.startsWith('--') && given[at - 1] !== '--rounds' && !(lookAt >= 0 && at > lookAt && at <= lookAt + 2),
);
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

interface Heard {
  readonly long: number[];
  readonly answers: number[];
  dropped: number;
  rows: number;
  done: number;
}

/** Long tasks, how long after each key or click the next picture came, and when what was dropped was there. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: Heard = { long: [], answers: [], dropped: 0, rows: 0, done: 0 };
    Object.assign(globalThis, { heard });
    new PerformanceObserver((list) => heard.long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    const options = { type: 'event', durationThreshold: 16 };
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries())
        if (/^(click|keydown|pointerdown|pointerup)$/.test(name)) heard.answers.push(duration);
    }).observe(options);
    addEventListener(
      'drop',
      () => {
        heard.dropped = performance.now();
      },
      true,
    );
    setInterval(() => {
      if (heard.dropped === 0 || heard.done > 0) return;
      if (heard.rows === 0 && document.querySelector('[role=row][aria-rowindex="2"]')) heard.rows = performance.now() - heard.dropped;
      const status = document.querySelector('footer, [role=contentinfo]')?.textContent ?? '';
      if (/All files read in/.test(status)) heard.done = performance.now() - heard.dropped;
    }, 5);
  });
}

/** Milliseconds that a worker takes to read the file and do nothing. */
async function pureRead(page: Page, path: string): Promise<number> {
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', id: 'pure' });
    document.body.append(input);
  });
  await page.locator('#pure').setInputFiles(path);
  return page.evaluate(async () => {
    const read = `onmessage = async ({ data }) => {
      const reader = globalThis.rooted = data.stream().getReader({ mode: 'byob' });
      const started = performance.now();
      let buffer = new ArrayBuffer(1 << 18);
      for (;;) {
        const { done, value } = await reader.read(new Uint8Array(buffer));
        if (done) break;
        buffer = value.buffer;
      }
      postMessage(performance.now() - started);
    };`;
    const worker = new Worker(URL.createObjectURL(new Blob([read], { type: 'text/javascript' })));
    const input = document.querySelector<HTMLInputElement>('#pure');
    const took = await new Promise<number>((resolve) => {
      worker.addEventListener('message', ({ data }: MessageEvent<number>) => resolve(data));
      worker.postMessage(input?.files?.[0]);
    });
    worker.terminate();
    input?.remove();
    return took;
  });
}

async function ask(page: Page, turn: number): Promise<void> {
  const boxes = page.getByRole('group', { name: 'Class', exact: true }).getByRole('checkbox');
  const isThere = (await boxes.count()) > 3;
  if (isThere) {
    await boxes
      .nth(turn % 3)
      .click({ timeout: 2000 })
      .catch(() => undefined);
  }
  const labels = page.getByRole('grid').getByRole('button', { name: 'Labels', exact: true });
  await labels.click({ timeout: 2000 }).catch(() => undefined);
  await page.keyboard.press('j');
}

const top = (values: readonly number[]): string =>
  values.length === 0
    ? 'none'
    : `${values.length}, the longest ${values
        .toSorted((a, b) => b - a)
        .slice(0, 5)
        .map((value) => value.toFixed(0))
        .join(', ')} ms`;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

async function opened(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // What tsx compiles calls this helper; functions sent to the page leave it behind.
  await page.addInitScript('globalThis.__name = (value) => value;');
  await page.goto(url);
  return page;
}

/** In a page of its own, so that its garbage is not counted as the app's. */
async function readPurely(browser: Browser, url: string, path: string): Promise<number> {
  const page = await opened(browser, url);
  await pureRead(page, path);
  const read = await pureRead(page, path);
  await page.close();
  return read;
}

async function round(url: string, path: string): Promise<number> {
  const browser = await launch();
  const read = await readPurely(browser, url, path);
  const page = await opened(browser, url);
  await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
  await listen(page);
  const heard = (): Promise<Heard> => page.evaluate(() => (globalThis as unknown as { heard: Heard }).heard);
  const memory = watchMemory();
  await browser.startTracing(page, { categories: ['toplevel'] });
  await drop(page, [path]);
  for (let turn = 0; (await heard()).done === 0; turn += 1) {
    if (asks) await ask(page, turn);
    await page.waitForTimeout(asks ? 150 : 300);
  }
  await page.waitForTimeout(1500);
  const { long, answers, rows, done } = await heard();
  const tasks = mainTasks(await browser.stopTracing()).filter((task) => task > 50);
  say(
    `  pure read ${read.toFixed(0)} ms · load ${done.toFixed(0)} ms · ratio ${(done / read).toFixed(2)} · first rows ${rows.toFixed(0)} ms`,
  );
  say(`  memory of the load ${memory.tell()}`);
  say(`  long tasks ${top(long)} · over 50 ms of processor time ${top(tasks)} · answers to keys and clicks ${top(answers)}`);
  say(`  ${await page.getByRole('contentinfo').getByRole('status').innerText()}`);
  if (needle !== undefined && filter !== undefined) {
    page.setDefaultTimeout(120_000);
    await browser.startTracing(page, { categories: ['toplevel'] });
    await lookThrough(page, needle, filter, say);
    const later = await heard();
    const worked = mainTasks(await browser.stopTracing()).filter((task) => task > 50);
    say(
      `  meanwhile long tasks ${top(later.long.slice(long.length))} · over 50 ms of processor time ${top(worked)} · answers to keys and clicks ${top(later.answers.slice(answers.length))}`,
    );
    say(`  memory with all of it ${memory.tell()}`);
  }
  memory.stop();
  await browser.close();
  return done / read;
}

function watchMemory(): { tell(): string; stop(): void } {
  const before = rendererMegabytes();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, rendererMegabytes());
  }, 50);
  return {
    tell: () =>
      `+${(peak - before).toFixed(0)} MB at the peak, +${(rendererMegabytes() - before).toFixed(0)} MB now (${before.toFixed(0)} MB before)`,
    stop: () => clearInterval(timer),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'datasets-viewer-big-'));
const dist = process.env['DIST'] ?? join(folder, 'dist');
if (process.env['DIST'] === undefined) {
  const vite = join(import.meta.dirname, '../../../node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--outDir', dist, '--emptyOutDir', '--logLevel', 'error'], { stdio: 'inherit' });
}
const server = await serve(dist);
for (const path of paths) {
  say(`${basename(path)}, ${(statSync(path).size / 1e6).toFixed(0)} MB`);
  const ratios: number[] = [];
  for (let at = 0; at < rounds; at += 1) ratios.push(await round(server.url, path));
  say(`  load ÷ read: median ${median(ratios).toFixed(2)}, ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`);
}
await server.close();
rmSync(folder, { recursive: true });
