/** `npm run fuzz -- --minutes N`: the properties of the unit tests on other input each time, for as long as is asked for. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } });
const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'vitest.fuzz.ts'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_MINUTES: values.minutes },
});
process.exitCode = status ?? 1;
