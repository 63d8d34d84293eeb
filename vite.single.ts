/** The app as one HTML file that opens from disk: nothing beside it, nothing fetched (`npm run build:single`). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { policyMeta, singlePolicy } from './vite.trust.ts';
import { ranks } from './vite.ranks.ts';
import { wasm } from './vite.wasm.ts';

const FILE = 'datasets.viewer.html';

/** Puts the script, the styles and the icon inside the page, and the hash of the script into its policy. */
function inline(): Plugin {
  return {
    name: 'inline',
    enforce: 'post',
    generateBundle: {
      // Last of all: Vite's own plugins still change the code here.
      order: 'post',
      handler(_options, bundle) {
        let html = '';
        let script = '';
        let styles = '';
        for (const [name, file] of Object.entries(bundle)) {
          if (file.type === 'chunk' && file.isEntry) script = file.code;
          else if (name.endsWith('.html') && file.type === 'asset') html = String(file.source);
          else if (name.endsWith('.css') && file.type === 'asset') styles += String(file.source);
          else this.error(`${name} would be a second file`);
          delete bundle[name];
        }
        this.emitFile({ type: 'asset', fileName: FILE, source: onePage(html, inScript(script), styles) });
      },
    },
  };
}

function onePage(html: string, script: string, styles: string): string {
  const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
  const icon = `data:image/svg+xml,${encodeURIComponent(readFileSync('public/icon.svg', 'utf8'))}`;
  return html
    .replace(/\s*<link rel="(?:manifest|stylesheet)"[^>]*>/g, '')
    .replace(/\s*<script type="module"[^>]*><\/script>/, '')
    .replace(/(<link rel="icon"[^>]*href=")[^"]*"/, (_all, start: string) => `${start}${icon}"`)
    .replace('<head>', () => `<head>\n    ${policyMeta(singlePolicy(hash))}`)
    .replace('</head>', () => `  <style>${styles.replaceAll('</style', '<\\/style')}</style>\n  </head>`)
    .replace('</body>', () => `  <script type="module">${script}</script>\n  </body>`);
}

/** What ends or changes the meaning of a script element is escaped; line ends are as the parser will make them for the hash. */
function inScript(code: string): string {
  return code
    .replace(/\r\n?/g, '\n')
    .replace(/<(\/script)/gi, '<\\$1')
    .replaceAll('<!--', '<\\!--');
}

const oneFile = { output: { codeSplitting: false } };

export default defineConfig({
  base: './',
  mode: 'single',
  publicDir: false,
  plugins: [wasm(), ranks(), react(), inline()],
  // Workers start from inlined code: see "imports" in package.json.
  resolve: { conditions: ['single', 'module', 'browser', 'production'] },
  worker: { format: 'iife', plugins: () => [wasm(), ranks()], rolldownOptions: oneFile },
  build: {
    target: 'es2023',
    outDir: 'dist-single',
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: oneFile,
  },
});
