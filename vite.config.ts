import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { ISOLATION, offline, trust } from './vite.trust.ts';
import { ranks } from './vite.ranks.ts';
import { wasm } from './vite.wasm.ts';

/**
 * A worker's first script does nothing but import the rest: Safari (seen in WebKit 2.50) runs it a second time when one that is loaded later imports
 * from it, and then two engines answer every question, one of which knows of no dataset.
 */
const NO_ENTRY = /^(?!.*[\\/](?:\w+-)?worker\.ts)/;

export default defineConfig({
  // Relative, so that the build can lie in any folder of any static host.
  base: './',
  // No guessing at pages: an address that is not there is a 404.
  appType: 'mpa',
  plugins: [wasm(), ranks(), react(), trust(), offline()],
  server: { host: '127.0.0.1', headers: ISOLATION },
  preview: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 4173), strictPort: true, cors: false },
  worker: {
    format: 'es',
    plugins: () => [wasm(), ranks()],
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'in-worker', tags: ['$initial'], test: NO_ENTRY }] } } },
  },
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    // The policy allows no font from a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
});
