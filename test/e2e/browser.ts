/**
 * The browser that the tests drive: the pinned Chromium that comes inside an npm package, so that Linux x64 needs nothing
 * but Node; elsewhere an installed Chrome, Edge or Chromium. No browser is a failure that says so, never a skip.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import decompress from 'woff2-encoder/decompress';

export interface FoundBrowser {
  readonly executablePath: string;
  /** The pinned build with its own fonts: the only one whose pixels compare between machines. */
  readonly bundled: boolean;
  readonly env: Readonly<Record<string, string>>;
}

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chrome.exe',
  'microsoft-edge',
  'msedge.exe',
  'brave-browser',
];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** What the search looks at; another machine's in tests. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  exists(path: string): boolean;
}

/**
 * `CHROME_PATH`; on Linux x64 the bundled build; else a browser on PATH, in the usual places, or Playwright's own.
 * @throws Error where there is none
 */
export async function findBrowser(machine: Machine = { ...pick(process), exists: existsSync }): Promise<FoundBrowser> {
  const given = machine.env['CHROME_PATH'] ?? '';
  if (given !== '') {
    if (!machine.exists(given)) throw new Error(`CHROME_PATH names ${given}, which does not exist.`);
    return { executablePath: given, bundled: false, env: {} };
  }
  if (machine.platform === 'linux' && machine.arch === 'x64') return unpackBundled();
  const onPath = (machine.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const executablePath = [...onPath, ...PLACES, chromium.executablePath()].find((path) => path !== '' && machine.exists(path));
  if (executablePath !== undefined) return { executablePath, bundled: false, env: {} };
  throw new Error(
    `No browser found on ${machine.platform} ${machine.arch}: install Chrome, Edge or Chromium, or set CHROME_PATH to one. ` +
      '(Only for Linux x64 does a browser come with the packages.)',
  );
}

const pick = ({ platform, arch, env }: NodeJS.Process): Omit<Machine, 'exists'> => ({ platform, arch, env });

async function unpackBundled(): Promise<FoundBrowser> {
  const require = createRequire(import.meta.url);
  const packed = packageFolder(require.resolve('@sparticuz/chromium'), 'chromium');
  const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as { version: string };
  const home = join(import.meta.dirname, '../../node_modules/.cache', `chromium-${version}`);
  const executablePath = join(home, 'chromium');
  if (!existsSync(executablePath)) {
    // Into a folder of our own first: two test runs that start together must not meet half a browser.
    const draft = `${home}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    for (const name of ['al2023', 'fonts']) {
      execFileSync('tar', ['-xf', '-', '-C', draft], { input: brotliDecompressSync(readFileSync(join(packed, 'bin', `${name}.tar.br`))) });
    }
    writeFileSync(join(draft, 'chromium'), brotliDecompressSync(readFileSync(join(packed, 'bin/chromium.br'))));
    chmodSync(join(draft, 'chromium'), 0o755);
    await unpackChinese(join(draft, 'fonts'), require.resolve('@fontsource-variable/noto-sans-sc'));
    if (existsSync(executablePath)) rmSync(draft, { recursive: true });
    else renameSync(draft, home);
  }
  // Its own fonts only, so that text measures the same on every machine; a bare machine would draw none at all.
  const config = join(home, 'fonts.conf');
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(home, 'fonts')}</dir><cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>`;
  if (!existsSync(config) || readFileSync(config, 'utf8') !== text) writeFileSync(config, text);
  return { executablePath, bundled: true, env: { FONTCONFIG_FILE: config, ...libraries(executablePath, join(home, 'lib')) } };
}

/** The browser's package draws no Chinese, and Chromium reads no WOFF2 as a system font: hence TrueType, unpacked here. */
async function unpackChinese(folder: string, styleSheet: string): Promise<void> {
  const packed = join(dirname(styleSheet), 'files');
  for (const name of readdirSync(packed)) {
    const font = await decompress(readFileSync(join(packed, name)));
    writeFileSync(join(folder, name.replace('.woff2', '.ttf')), font);
  }
}

/** Folder of an installed package, from any file in it. */
function packageFolder(file: string, name: string): string {
  let folder = dirname(file);
  while (!folder.endsWith(name) || !existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** The package's own NSS and expat, only where the machine lacks them: system libraries fit the system better. */
function libraries(executablePath: string, folder: string): Record<string, string> {
  let listed: string;
  try {
    listed = execFileSync('ldd', [executablePath], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return { LD_LIBRARY_PATH: folder };
  }
  return listed.includes('not found') ? { LD_LIBRARY_PATH: folder } : {};
}

/**
 * Starts the browser; close it when done.
 * @throws Error where there is none, or where it does not start
 */
export async function launch(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const starting = chromium.launch({
    executablePath,
    // Chromium reads names of files in the encoding of the locale: where none is set, those that are not ASCII cannot be opened.
    env: { ...Object.fromEntries(inherited), ...env, LC_ALL: 'C.UTF-8' },
    args: [
      '--no-sandbox', // containers and root have no user namespaces; the only pages opened are our own
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--force-color-profile=srgb',
      '--font-render-hinting=none',
      '--disable-lcd-text',
    ],
  });
  return starting.catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The browser ${executablePath} does not start. Set CHROME_PATH to one that does. It said: ${why}`);
  });
}

/**
 * Drops real files and folders of this disk, as a person would: Chromium itself builds the DataTransfer, so entries and
 * handles are the true ones.
 * @param paths absolute
 * @param selector where to; the middle of what it finds
 */
export async function drop(page: Page, paths: readonly string[], selector = 'body'): Promise<void> {
  // A page that has just been loaded again takes nothing before the app stands.
  await page.locator('#root > *').first().waitFor({ state: 'attached' });
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`not visible: ${selector}`);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: box.x + box.width / 2, y: box.y + box.height / 2, data });
  }
  await session.detach();
}
