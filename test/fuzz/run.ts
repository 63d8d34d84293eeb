/**
 * `npm run fuzz -- --minutes N`: the properties of the unit tests on other input each time, for so many minutes in all.
 * `--seed N`: only the inputs of a seed, as a run before told it.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } } });
const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'vitest.fuzz.ts'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_MINUTES: values.minutes, ...(values.seed === undefined ? {} : { FUZZ_SEED: values.seed }) },
});
process.exitCode = status ?? 1;
