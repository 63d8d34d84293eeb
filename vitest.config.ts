import { defineConfig } from 'vitest/config';
import { ranks } from './vite.ranks.ts';
import { wasm } from './vite.wasm.ts';

const covered = (folder: string): Record<string, { lines: number }> => ({ [`src/${folder}/**`]: { lines: 95 } });

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    // Two files at a time on two cores, each browser test file with a browser of its own.
    maxWorkers: 2,
    // Groups run one after another: the browser tests need the processor for themselves.
    projects: [
      {
        plugins: [wasm(), ranks()],
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/corpus/**', 'test/e2e/**', '**/node_modules/**'],
          environment: 'node',
          // Seconds on a busy machine, where tests run that take tenths alone; what hangs is still told.
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [wasm(), ranks()],
        test: {
          name: 'corpus',
          include: ['test/corpus/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          environment: 'node',
          globalSetup: ['test/e2e/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // What comes soon on an idle machine may take seconds on a busy one.
          expect: { poll: { timeout: 10_000 } },
          sequence: { groupOrder: 2 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/formats/**', 'src/syntax/**', 'src/table/**'],
      // They run as WebAssembly, which is not instrumented; that they agree with the plain code is tested.
      exclude: ['**/*.as.ts'],
      reporter: [['text', { skipFull: true }]],
      thresholds: { ...covered('formats'), ...covered('syntax'), ...covered('table') },
    },
  },
});
