/** The alternatives are dependencies of this folder alone, and of nobody who does not run the benchmark. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;

/** Names of the packages that are not installed. */
export function missingPeers(): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  return Object.keys(dependencies).filter((name) => !existsSync(join(here, 'node_modules', name, 'package.json')));
}

/** Once, on demand. What cannot be had is said, and the rows that need it say so too. */
export function installPeers(say: (line: string) => void): void {
  if (missingPeers().length === 0) return;
  const started = performance.now();
  say('installing the alternatives (once): npm ci --prefix test/bench');
  try {
    // Without a network npm would try for minutes.
    execFileSync('npm', ['ci', '--prefix', here, '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=20000'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
  } catch (error) {
    const told = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    say(`  npm: ${/^npm error (.*)$/m.exec(told)?.[1] ?? told.trim().split('\n')[0]}`);
  }
  const missing = missingPeers();
  if (missing.length > 0) say(`NOT INSTALLED: ${missing.join(', ')}. What is measured with them will say so; everything else is measured.`);
  else say(`  ${Math.round((performance.now() - started) / 1000)} s`);
}
