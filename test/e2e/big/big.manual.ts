/**
 * Opens a generated COCO file of 450 MB in the built app and says how it went: `npx tsx test/e2e/big/big.manual.ts [megabytes]`.
 * Not part of `npm test`: it takes minutes and a gigabyte of disk.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { drop, launch } from '../browser.ts';
import { mainTasks } from '../main-tasks.ts';
import { serve } from '../setup.ts';

const MEGABYTES = Number(process.argv[2] ?? 450);
const CLASSES = 80;

/** https://github.com/bryc/code/blob/master/jshash/PRNGs.md: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Images first, as COCO has them; then annotations with a polygon each, until the file is large enough. */
function generate(path: string): { images: number; annotations: number } {
  const random = randomOf(7);
  const file = openSync(path, 'w');
  const images = Math.round(MEGABYTES * 262);
  let pending: string[] = [];
  let bytes = 0;
  const put = (text: string): void => {
    pending.push(text);
    if (pending.length < 5000) return;
    bytes += writeSync(file, pending.join(''));
    pending = [];
  };
  put('{"info":{"description":"generated"},"images":[');
  for (let id = 1; id <= images; id += 1)
    put(
      `${id > 1 ? ', ' : ''}{"license": 3, "file_name": "${String(id).padStart(12, '0')}.jpg", "height": 480, "width": 640, "date_captured": "2013-11-14 17:02:52", "id": ${id}}`,
    );
  put('], "annotations": [');
  let annotations = 0;
  while (bytes < MEGABYTES * 1e6 - 1e5) {
    annotations += 1;
    const x = random() * 500;
    const y = random() * 380;
    const width = 5 + random() * 120;
    const height = 5 + random() * 90;
    const points = Array.from(
      { length: 6 + Math.floor(random() * 40) },
      () => `${(x + random() * width).toFixed(2)}, ${(y + random() * height).toFixed(2)}`,
    );
    put(
      `${annotations > 1 ? ', ' : ''}{"segmentation": [[${points.join(', ')}]], "area": ${(width * height).toFixed(4)}, "iscrowd": 0, "image_id": ${1 + Math.floor(random() * images)}, ` +
        `"bbox": [${x.toFixed(2)}, ${y.toFixed(2)}, ${width.toFixed(2)}, ${height.toFixed(2)}], "category_id": ${1 + Math.floor(random() ** 2 * CLASSES)}, "id": ${annotations}}`,
    );
  }
  put(`], "categories": [${Array.from({ length: CLASSES }, (_, at) => `{"id": ${at + 1}, "name": "class ${at + 1}"}`).join(', ')}]}`);
  writeSync(file, pending.join(''));
  closeSync(file);
  return { images, annotations };
}

/** Resident megabytes of the largest renderer among our descendants: the page with its workers. */
function rendererMegabytes(): number {
  const parents = new Map<number, number>();
  const renderers: { pid: number; megabytes: number }[] = [];
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer'))
        renderers.push({ pid: Number(name), megabytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1000 });
    } catch {
      // It ended while we looked.
    }
  }
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  return Math.max(0, ...renderers.filter(({ pid }) => isOurs(pid)).map(({ megabytes }) => megabytes));
}

interface Heard {
  readonly long: number[];
  readonly answers: { name: string; duration: number }[];
}

/** Long tasks, and how long after each press of a key or a button the page showed the next picture. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: Heard = { long: [], answers: [] };
    Object.assign(globalThis, { heard });
    new PerformanceObserver((list) => heard.long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    const options = { type: 'event', durationThreshold: 16 };
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries())
        if (/^(click|keydown|pointerdown|pointerup)$/.test(name)) heard.answers.push({ name, duration });
    }).observe(options);
  });
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const folder = mkdtempSync(join(tmpdir(), 'datasets-viewer-big-'));
const path = join(folder, 'instances_big.json');
const made = generate(path);
say(`${(statSync(path).size / 1e6).toFixed(0)} MB: ${made.images} images, ${made.annotations} annotations`);
const dist = join(folder, 'dist');
execFileSync(
  process.execPath,
  [join(import.meta.dirname, '../../../node_modules/vite/bin/vite.js'), 'build', '--outDir', dist, '--emptyOutDir', '--logLevel', 'error'],
  { stdio: 'inherit' },
);
const server = await serve(dist);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(server.url);
await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
await listen(page);
const before = rendererMegabytes();
let peak = 0;
const sampler = setInterval(() => {
  peak = Math.max(peak, rendererMegabytes());
}, 200);

await browser.startTracing(page, { categories: ['toplevel'] });
const started = performance.now();
const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
await drop(page, [path]);
await page.locator('[role=row][aria-rowindex="2"]').waitFor({ timeout: 120_000 });
say(`first rows after ${seconds()}`);
const isReady = async (): Promise<boolean> => (await page.getByText(/^All files read in/).count()) > 0;
let turns = 0;
while (!(await isReady())) {
  turns += 1;
  const boxes = page.getByRole('group', { name: 'Class', exact: true }).getByRole('checkbox');
  if ((await boxes.count()) > 3)
    await boxes
      .nth(turns % 3)
      .click({ timeout: 2000 })
      .catch(() => undefined);
  await page
    .getByRole('grid')
    .getByRole('button', { name: 'Labels', exact: true })
    .click({ timeout: 2000 })
    .catch(() => undefined);
  await page.keyboard.press('d');
  await page.keyboard.press('j');
  await page.waitForTimeout(150);
}
const readAfter = seconds();
await page.waitForTimeout(2000);
await page.locator('[role=grid][aria-busy=false]').waitFor();
say(`read after ${readAfter}, with ${turns} rounds of class, sort, theme and next sample meanwhile`);
say(
  `under ${decodeURIComponent(new URL(page.url()).hash)} the status says: ${await page.getByRole('contentinfo').getByRole('status').innerText()}`,
);
clearInterval(sampler);
const { long, answers } = await page.evaluate(() => (globalThis as unknown as { heard: Heard }).heard);
const top = (values: readonly number[]): string =>
  `${values.length}, the longest ${values
    .toSorted((a, b) => b - a)
    .slice(0, 5)
    .map((value) => value.toFixed(0))
    .join(', ')} ms`;
say(`tasks over 50 ms, on this machine with what else it does: ${top(long)}`);
const tasks = mainTasks(await browser.stopTracing());
say(`tasks over 50 ms of processor time: ${top(tasks.filter((task) => task > 50))}, of ${tasks.length} traced`);
say(`answers to keys and clicks over 16 ms: ${top(answers.map(({ duration }) => duration))}`);
say(`renderer process: ${before.toFixed(0)} MB before, ${peak.toFixed(0)} MB at its peak, ${rendererMegabytes().toFixed(0)} MB after`);
await browser.close();
await server.close();
rmSync(folder, { recursive: true });
const slow = answers.filter(({ duration }) => duration > 100);
say(slow.length === 0 ? 'PASS: every key and click was answered within 100 ms' : `FAIL: ${slow.length} answers took longer than 100 ms`);
process.exitCode = slow.length === 0 ? 0 : 1;
