import { defineConfig } from 'vitest/config';
import Summary from './test/fuzz/summary.ts';
import { wasm } from './vite.wasm.ts';

/** Long random tests (`npm run fuzz`): one after the other, each for its share of the minutes of the run. */
export default defineConfig({
  plugins: [wasm()],
  test: {
    include: ['test/fuzz/**/*.fuzz.ts'],
    environment: 'node',
    reporters: ['default', new Summary()],
    testTimeout: Number(process.env['FUZZ_MINUTES'] ?? 1) * 60_000 + 120_000,
  },
});
