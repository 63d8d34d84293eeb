import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { launch } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the served app, with a slash at the end. */
    url: string;
    /** Folder of the built app that is served there. */
    dist: string;
    /** The app as one file. */
    single: string;
  }
}

/** Builds the app twice (served, single file) into a folder of this run, serves it on a free port as `npm start` does. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-viewer-e2e-'));
  const dist = join(folder, 'dist');
  // Here, once: test files must not race to unpack it, and without a browser there is no point in building.
  await (await launch()).close();
  await Promise.all([build(dist, 'vite.config.ts'), build(join(folder, 'single'), 'vite.single.ts')]);
  const server = await serve(dist);
  project.provide('url', server.url);
  project.provide('dist', dist);
  project.provide('single', join(folder, 'single', 'datasets.viewer.html'));
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  };
}

/** As on the command line: inside the test runner `NODE_ENV` is `test`, and what it builds is not what people get. */
export async function build(outDir: string, config: string, logLevel: 'warn' | 'error' = 'warn'): Promise<void> {
  const { NODE_ENV: _ours, ...env } = process.env;
  const vite = join(import.meta.dirname, '../../node_modules/vite/bin/vite.js');
  const options = ['-c', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', logLevel];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [vite, 'build', ...options], { env });
  process.stdout.write(stdout + stderr);
}

/** Serves a built app as `npm start` does, on a free port. */
export async function serve(dist: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = await preview({ build: { outDir: dist }, preview: { port: 0, strictPort: false }, logLevel: 'silent' });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the preview server has no address');
  return { url, close: () => server.close() };
}
