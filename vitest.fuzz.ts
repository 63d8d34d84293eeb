import { defineConfig } from 'vitest/config';
import { wasm } from './vite.wasm.ts';

/** Long random tests (`npm run fuzz`): each has the minutes of the run for itself. */
export default defineConfig({
  plugins: [wasm()],
  test: {
    include: ['test/fuzz/**/*.fuzz.ts'],
    environment: 'node',
    testTimeout: Number(process.env['FUZZ_MINUTES'] ?? 1) * 60_000 + 120_000,
  },
});
