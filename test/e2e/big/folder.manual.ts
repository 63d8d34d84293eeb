/**
 * Drops a folder of very many files on the built app and says how it went: `npx tsx test/e2e/big/folder.manual.ts FOLDER [times]`.
 * Not part of `npm test`: it takes minutes. A second and further times open the same folder again in the same profile.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drop, launch } from '../browser.ts';
import { serve } from '../setup.ts';
import { rendererMegabytes } from './renderer-megabytes.ts';

/** When each thing was first seen on the page, milliseconds after the drop. */
interface Timeline {
  readonly start: number;
  readonly seen: Record<string, number>;
  readonly long: number[];
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const [path = '', times = '1'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'datasets-viewer-folder-'));
const dist = process.env['DIST'] ?? join(folder, 'dist');
if (process.env['DIST'] === undefined) {
  const vite = join(import.meta.dirname, '../../../node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--outDir', dist, '--emptyOutDir', '--logLevel', 'error'], { stdio: 'inherit' });
}
const server = await serve(dist);
const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
for (let time = 1; time <= Number(times); time += 1) {
  const page = await context.newPage();
  // What tsx writes into functions that keep their name.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
  const before = rendererMegabytes();
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, rendererMegabytes());
  }, 200);
  await page.evaluate(() => {
    const heard: Timeline = { start: 0, seen: {}, long: [] };
    Object.assign(globalThis, { heard });
    new PerformanceObserver((list) => heard.long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    addEventListener('drop', () => Object.assign(heard, { start: performance.now() }), true);
    const note = (what: string): void => {
      heard.seen[what] ??= Math.round(performance.now() - heard.start);
    };
    const look = (): void => {
      requestAnimationFrame(look);
      if (heard.start === 0) return;
      const row = document.querySelector<HTMLElement>('[role=row][aria-rowindex="2"]');
      if (row) note('first row');
      const foot = document.querySelector<HTMLElement>('footer')?.textContent ?? '';
      if (row && /[1-9][\d,]* annotations|[1-9][\d,]* of [1-9][\d,]* annotations/.test(foot)) note('first labels');
      for (const phase of ['Listing files', 'Recognising', 'Reading files', 'Reading image sizes', 'All files read'])
        if (foot.includes(phase)) note(phase);
    };
    look();
  });
  await drop(page, [path]);
  await page.getByText(/^All files read in/).waitFor({ timeout: 600_000 });
  await page.waitForTimeout(1000);
  clearInterval(sampler);
  const { seen, long } = await page.evaluate(() => (globalThis as unknown as { heard: Timeline }).heard);
  say(`opening ${time}: ${JSON.stringify(seen)}`);
  say(`  ${await page.getByRole('contentinfo').getByRole('status').innerText()}`);
  const longest = long.toSorted((a, b) => b - a).slice(0, 5);
  say(`  tasks over 50 ms on the page: ${long.length}, the longest ${longest.map((value) => value.toFixed(0)).join(', ')} ms`);
  say(`  renderer: ${before.toFixed(0)} MB before, ${peak.toFixed(0)} MB at its peak, ${rendererMegabytes().toFixed(0)} MB after`);
  await page.close();
}
await browser.close();
await server.close();
rmSync(folder, { recursive: true });
