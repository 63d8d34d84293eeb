/**
 * What the app promises about trust, in the terms of the browser: the Content-Security-Policy and its companions, and the
 * list that the offline worker keeps. The measures behind the choices: src/decisions/.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';

/** The served app: nothing but its own origin, in the page and in every worker. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "img-src 'self' blob: data:",
  'media-src blob:',
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The one file on disk: its only script by hash, and no connection at all. Blob workers inherit it. */
export const singlePolicy = (scriptHash: string): string =>
  [
    "default-src 'none'",
    `script-src '${scriptHash}' 'wasm-unsafe-eval'`,
    'worker-src blob:',
    'img-src blob: data:',
    'media-src blob:',
    "style-src 'unsafe-inline'",
    'font-src data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** The page may share memory between its threads (and nobody else may embed or read it). */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** On every file of the served app: a `<meta>` policy binds the page only, a worker obeys the headers of its own script. */
export const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  ...ISOLATION,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** A `<meta>` with this policy. */
export const policyMeta = (policy: string): string => `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;

/** Headers on every answer of `vite preview` (also the 404), the policy in every built page. Dev keeps its inline scripts. */
export function trust(): Plugin {
  return {
    name: 'trust',
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
        next();
      });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html, context) => (context.bundle ? html.replace('<head>', () => `<head>\n    ${policyMeta(POLICY)}`) : html),
    },
  };
}

/** Tells the built `sw.js` what to keep, under a name made of the content of all of it, and which headers to answer with. */
export function offline(): Plugin {
  let folder = '';
  return {
    name: 'offline',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      order: 'post',
      handler() {
        const worker = join(folder, 'sw.js');
        // The picture is for the README.
        const paths = filesUnder(folder).filter((path) => path !== 'sw.js' && path !== 'screenshot.png');
        const hash = createHash('sha256');
        for (const path of [...paths, 'sw.js']) hash.update(path).update(readFileSync(join(folder, path)));
        const build = {
          version: hash.digest('hex').slice(0, 16),
          // The page itself is asked for as the folder.
          files: paths.map((path) => (path === 'index.html' ? './' : `./${encodeURI(path)}`)),
          headers: HEADERS,
        };
        writeFileSync(worker, `self.BUILD = ${JSON.stringify(build)};\n${readFileSync(worker, 'utf8')}`);
      },
    },
  };
}

/** Every file below, with `/`, in a fixed order. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
