/** The page of the benchmark: our engine as the app has it, and the alternatives. Built with the app's own settings and policy. */
import { join } from 'node:path';
import { defineConfig, mergeConfig, type Plugin } from 'vite';
import app from '../../vite.config.ts';
import { missingPeers } from './peers.ts';

const here = import.meta.dirname;

/** A peer that is not installed is a module that says so when it is asked for: its row of the table then tells the same. */
function optionalPeers(): Plugin {
  const names = missingPeers();
  const missing = (id: string): string | undefined => names.find((name) => id === name || id.startsWith(`${name}/`));
  return {
    name: 'optional-peers',
    enforce: 'pre',
    resolveId: (id) => (missing(id) === undefined ? undefined : `\0missing:${missing(id)}`),
    load: (id) =>
      id.startsWith('\0missing:')
        ? `throw new Error(${JSON.stringify(`${id.slice('\0missing:'.length)} is not installed`)}); export default '';`
        : undefined,
  };
}

export default mergeConfig(
  app,
  defineConfig({
    root: join(here, '../..'),
    plugins: [optionalPeers()],
    // The peers bring a React of their own.
    resolve: { dedupe: ['react', 'react-dom'] },
    worker: { plugins: () => [optionalPeers()] },
    build: { rollupOptions: { input: join(here, 'page/index.html') } },
  }),
);
