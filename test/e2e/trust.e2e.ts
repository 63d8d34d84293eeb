import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { filesUnder } from '../../vite.trust.ts';
import { openApp, openContext } from './harness.ts';
import { foreignHost, plainHost, type Host } from './hosts.ts';
import { keptOffline } from './screen.ts';

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob: data:; media-src blob:; " +
  "style-src 'self' 'unsafe-inline'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";

const SAMPLE = join(import.meta.dirname, '../../samples/coco');

/** Which refusals the attempts below leave in the console. */
const REFUSALS = /Content Security Policy|violates the following/;

let foreign: Host;
beforeAll(async () => {
  foreign = await foreignHost();
});
afterAll(() => foreign.close());

interface Outcome {
  readonly eval: string;
  readonly newFunction: string;
  readonly fetch: string;
  /** Directives that refused, as the browser's events name them. */
  readonly refusedBy: readonly string[];
}

/** Runs in the page or in a worker: tries what the policy forbids. */
async function attempt(address: string): Promise<Outcome> {
  const refusedBy: string[] = [];
  const scope: EventTarget = typeof document === 'undefined' ? globalThis : document;
  scope.addEventListener('securitypolicyviolation', (event) => refusedBy.push((event as SecurityPolicyViolationEvent).effectiveDirective));
  // From a timer: what the debugger itself runs may be exempt.
  const later = (run: () => unknown): Promise<string> =>
    new Promise((resolve) => {
      setTimeout(() => {
        try {
          run();
          resolve('ran');
        } catch (error) {
          resolve((error as Error).name);
        }
      });
    });
  const outcome = {
    eval: await later(() => Reflect.apply(eval, undefined, ['1 + 1'])),
    newFunction: await later(() => Reflect.construct(Function, ['return 1'])),
    fetch: await fetch(address).then(
      (answer) => `answered ${answer.status}`,
      () => 'refused',
    ),
  };
  // The events arrive as tasks of their own, those of a worker by way of another process.
  for (let waits = 0; new Set(refusedBy).size < 2 && waits < 250; waits += 1)
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  return { ...outcome, refusedBy };
}

async function expectRefused(where: { evaluate(run: typeof attempt, address: string): Promise<Outcome> }): Promise<void> {
  const before = foreign.asked.length;
  const outcome = await where.evaluate(attempt, `${foreign.url}upload?secret`);
  expect(outcome).toMatchObject({ eval: 'EvalError', newFunction: 'EvalError', fetch: 'refused' });
  expect(new Set(outcome.refusedBy)).toEqual(new Set(['script-src', 'connect-src']));
  expect(foreign.asked.length).toBe(before);
}

/** Opens a sample and waits for its table, so that every kind of worker has been started. */
async function workersOf(page: Page, dropPaths: (paths: readonly string[]) => Promise<void>): Promise<Worker[]> {
  await dropPaths([SAMPLE]);
  await page.getByRole('grid', { name: 'Samples' }).waitFor();
  await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  return page.workers();
}

describe('the served app', () => {
  it('sends the policy and isolation with every file, and with what is not there', async () => {
    const paths = filesUnder(inject('dist'));
    expect(paths).toEqual(
      expect.arrayContaining(['index.html', 'sw.js', 'icon.svg', 'manifest.webmanifest', expect.stringMatching(/^assets\/.*\.js$/)]),
    );
    for (const path of ['', ...paths, 'no-such-file.js', 'no/such/page']) {
      const { headers } = await fetch(inject('url') + path);
      const sent = Object.fromEntries(headers);
      expect({ path, ...sent }).toMatchObject({
        'content-security-policy': POLICY,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect({ path, ...sent }).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('repeats the policy in the page, for hosts that send no headers, and has no script of its own in it', () => {
    const html = readFileSync(join(inject('dist'), 'index.html'), 'utf8');
    expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="${POLICY}" />`);
    expect(html.indexOf('http-equiv')).toBeLessThan(html.indexOf('<script'));
    expect(html).not.toMatch(/<script(?![^>]* src=)/);
    expect(html).not.toMatch(/ on[a-z]+=/);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it('lets the page neither evaluate text nor call another server', async () => {
    const app = await openApp({ offline: true });
    app.expectTrouble(REFUSALS);
    app.expectTrouble(new RegExp(`^foreign request: ${foreign.url}`));
    await expectRefused(app.page);
    expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  it('lets no worker evaluate text or call another server', async () => {
    const app = await openApp({ offline: true });
    const workers = await workersOf(app.page, app.dropPaths);
    app.expectTrouble(REFUSALS);
    app.expectTrouble(new RegExp(`^foreign request: ${foreign.url}`));
    for (const worker of workers) await expectRefused(worker);
  });
});

describe('the offline app', () => {
  /** How many tabs the worker that serves them sees. */
  const tabsOf = async (context: BrowserContext): Promise<number | undefined> => {
    const [serving] = context.serviceWorkers();
    return serving?.evaluate(async () => {
      const { clients } = globalThis as unknown as { clients: { matchAll(of: { type: 'window' }): Promise<readonly unknown[]> } };
      return (await clients.matchAll({ type: 'window' })).length;
    });
  };

  it('starts with the server gone, under the policy and isolated, though its host never sent a header', async () => {
    const host = await plainHost(inject('dist'));
    const context = await openContext({ offline: true });
    const first = await openApp({ url: host.url, context });
    await keptOffline(first.page);
    await first.close();
    await host.close();

    const second = await openApp({ url: host.url, context });
    const answer = await second.page.reload();
    expect(answer?.fromServiceWorker()).toBe(true);
    expect(answer?.headers()).toMatchObject({ 'content-security-policy': POLICY, 'cross-origin-embedder-policy': 'require-corp' });
    expect(await second.page.evaluate(() => crossOriginIsolated)).toBe(true);
    await second.page.locator('#root > *').first().waitFor();
    const files = filesUnder(inject('dist')).flatMap((path) =>
      ['sw.js', 'screenshot.png'].includes(path) ? [] : [path === 'index.html' ? './' : path],
    );
    const kept = await second.page.evaluate((paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)), files);
    expect(kept).toEqual(files.map(() => 200));
    await second.close();
    await context.close();
  });

  it('is kept at the next try where a file of it did not arrive', async () => {
    const asked = { worker: 0, cut: 0 };
    const host = await plainHost(inject('dist'), (path) => {
      if (path.endsWith('/sw.js')) asked.worker += 1;
      const isCut = asked.worker === 1 && path.includes('/MathText-');
      if (isCut) asked.cut += 1;
      return isCut;
    });
    const context = await openContext({ offline: true });
    const app = await openApp({ url: host.url, context });
    await keptOffline(app.page);
    expect(asked.worker).toBe(2);
    expect(asked.cut).toBeGreaterThan(0);
    await app.close();
    await host.close();
    await context.close();
  });

  it('takes a new build when the last tab of the old one is reloaded, not before, and forgets the old', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'datasets-viewer-update-'));
    cpSync(inject('dist'), folder, { recursive: true });
    const host = await plainHost(folder);
    const context = await openContext({ offline: true });
    const one = await openApp({ url: host.url, context });
    await keptOffline(one.page);
    const two = await openApp({ url: host.url, context });

    const edit = (path: string, from: RegExp, to: string): void =>
      writeFileSync(join(folder, path), readFileSync(join(folder, path), 'utf8').replace(from, to));
    edit('index.html', /<title>.*<\/title>/, '<title>the next build</title>');
    edit('sw.js', /"version":"[^"]*"/, '"version":"next"');
    await one.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
    });
    await expect.poll(() => one.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)).toBe(true);

    await two.page.reload();
    expect(await two.page.title()).not.toBe('the next build');
    await one.close();
    // A tab that was closed counts for a moment more: a reload within it is not yet that of the last one.
    await expect.poll(() => tabsOf(context)).toBe(1);
    const answer = await two.page.reload();
    expect(answer?.fromServiceWorker()).toBe(true);
    expect(answer?.headers()).toMatchObject({ 'content-security-policy': POLICY, 'cross-origin-embedder-policy': 'require-corp' });
    await two.page.locator('#root > *').first().waitFor();
    expect(await two.page.title()).toBe('the next build');
    // Nothing of it came from the host: it answers on without it.
    await host.close();
    await two.page.reload();
    expect(await two.page.title()).toBe('the next build');
    // The old one goes when it has nothing to do, which the browser judges.
    const kept = async (): Promise<string[]> => {
      await two.page.reload();
      expect(await two.page.title()).toBe('the next build');
      return two.page.evaluate(() => caches.keys());
    };
    await expect.poll(kept, { timeout: 30_000, interval: 500 }).toEqual(['datasets-viewer-next']);

    await two.close();
    await context.close();
    rmSync(folder, { recursive: true });
  });
});

describe('the single file', () => {
  const url = (): string => pathToFileURL(inject('single')).href;

  it('opens from disk without asking for anything', async () => {
    const app = await openApp({ url: url() });
    expect(await app.page.title()).toContain('datasets.viewer');
    expect(readFileSync(inject('single'), 'utf8')).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; worker-src blob:; [^"]*connect-src 'none';/,
    );
    expect(await app.page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length)).catch(() => 0)).toBe(0);
  });

  it('lets neither the page nor a worker evaluate text or call anybody', async () => {
    const app = await openApp({ url: url() });
    const workers = await workersOf(app.page, app.dropPaths);
    app.expectTrouble(REFUSALS);
    app.expectTrouble(new RegExp(`^foreign request: ${foreign.url}`));
    await expectRefused(app.page);
    for (const worker of workers) await expectRefused(worker);
  });
});
