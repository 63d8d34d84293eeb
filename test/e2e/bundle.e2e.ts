/** What a first visit costs, in the built app. Kilobytes are of 1,000 bytes, after gzip. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, inject, it } from 'vitest';
import { filesUnder } from '../../vite.trust.ts';

/** React, the UI kit, the table, Konva and our own code; lazy parts and the engine's worker are not in it. */
const FIRST_SCREEN_KB = 330;
/** The engine with every format, container and compiled scanner. It is fetched beside the first screen, which does not wait for it. */
const WORKER_KB = 250;
const FONT_KB = 60;

const read = (path: string): Buffer => readFileSync(join(inject('dist'), path));
const kilobytes = (paths: readonly string[]): number => paths.reduce((sum, path) => sum + gzipSync(read(path)).length, 0) / 1000;

it('loads its first screen with less than the budget of script and style', () => {
  const html = read('index.html').toString();
  const first = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path);
  expect(first.some((path) => path.endsWith('.js'))).toBe(true);
  expect(kilobytes(first)).toBeLessThan(FIRST_SCREEN_KB);
});

it('keeps each worker below its budget', () => {
  const workers = filesUnder(inject('dist')).filter((path) => /^assets\/[\w-]*worker[\w-]*\.js$/.test(path));
  for (const path of workers)
    expect({ path, kilobytes: kilobytes([path]) }).toSatisfy((worker: { kilobytes: number }) => worker.kilobytes < WORKER_KB);
});

it('lets no script import from the first one of a worker, which Safari would run a second time', () => {
  const scripts = filesUnder(inject('dist')).filter((path) => path.endsWith('.js'));
  const first = new Set(
    scripts.flatMap((path) =>
      [
        ...read(path)
          .toString()
          .matchAll(/new Worker\(new URL\([^)]*?([\w-]+\.js)/g),
      ].map(([, name = '']) => name),
    ),
  );
  expect(first.size).toBe(5);
  for (const path of scripts) {
    const imported = [
      ...read(path)
        .toString()
        .matchAll(/(?:from|import)\s*\(?\s*["'`]\.\/([\w-]+\.js)["'`]/g),
    ].map(([, name = '']) => name);
    expect({ path, first: imported.filter((name) => first.has(name)) }).toEqual({ path, first: [] });
  }
});

it('ships latin text in a font below its budget, and nothing of Node', () => {
  const paths = filesUnder(inject('dist'));
  for (const path of paths.filter((name) => name.includes('latin-wght'))) expect(read(path).length / 1000).toBeLessThan(FONT_KB);
  const scripts = paths.filter((path) => path.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  for (const path of scripts) expect(read(path).toString()).not.toMatch(/has been externalized for browser compatibility|from\s*["']node:/);
});
