import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { findBrowser, type Machine } from './browser.ts';
import { openContext } from './harness.ts';

const machine = (platform: string, arch: string, present: readonly string[], env: Machine['env'] = {}): Machine => ({
  platform,
  arch,
  env,
  exists: (path) => present.includes(path),
});

it('takes the browser of the packages on Linux x64, whatever is installed', async () => {
  const chrome = join('/usr/bin', 'google-chrome');
  expect(await findBrowser(machine('linux', 'x64', [chrome], { PATH: '/usr/bin' }))).toMatchObject({ bundled: true });
});

it('takes an installed browser elsewhere', async () => {
  const chromium = join('/opt/b', 'chromium');
  const found = await findBrowser(machine('linux', 'arm64', [chromium], { PATH: ['/opt/a', '/opt/b'].join(delimiter) }));
  expect(found).toEqual({ executablePath: chromium, bundled: false, env: {} });
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(await findBrowser(machine('darwin', 'arm64', [mac]))).toMatchObject({ executablePath: mac });
});

it('takes the browser that CHROME_PATH names, before all others', async () => {
  expect(await findBrowser(machine('linux', 'x64', ['/my/chrome'], { CHROME_PATH: '/my/chrome' }))).toMatchObject({
    executablePath: '/my/chrome',
  });
});

it('fails, and says what to do, where there is none', async () => {
  await expect(findBrowser(machine('linux', 'arm64', [], { PATH: '/usr/bin' }))).rejects.toThrow(
    /linux arm64.*install Chrome.*CHROME_PATH/,
  );
  await expect(findBrowser(machine('linux', 'x64', [], { CHROME_PATH: '/gone' }))).rejects.toThrow('/gone, which does not exist');
});

it('draws Chinese, not boxes', async () => {
  const context = await openContext();
  const page = await context.newPage();
  await page.setContent('<p style="font: 40px sans-serif">数</p><p style="font: 40px sans-serif">据</p>');
  const [first, second] = await Promise.all([0, 1].map((n) => page.locator('p').nth(n).screenshot()));
  // Two missing glyphs look the same; two characters do not.
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
  await context.close();
});
