/** `npm ci` fetches packages and does nothing else, from wherever packages come. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8');
const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { hasInstallScript?: boolean; resolved?: string }>;
};

it('has a lock file without addresses', () => {
  expect(Object.keys(packages).length).toBeGreaterThan(50);
  expect(Object.entries(packages).flatMap(([name, { resolved }]) => (resolved === undefined ? [] : [name]))).toEqual([]);
  expect(read('.npmrc')).toMatch(/^omit-lockfile-registry-resolved=true$/m);
});

it('has a lock file without addresses for what the benchmark compares with, too', () => {
  const { packages: peers } = JSON.parse(read('test/bench/package-lock.json')) as { packages: typeof packages };
  expect(Object.entries(peers).flatMap(([name, { resolved }]) => (resolved === undefined ? [] : [name]))).toEqual([]);
  expect(read('test/bench/.npmrc')).toBe(read('.npmrc'));
});

it('runs no install script, and only esbuild (whose binary is a package of its own) would have one', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  expect(Object.keys(packages).filter((name) => packages[name]?.hasInstallScript)).toEqual(['node_modules/esbuild']);
});

it('is tested by the command of the README', () => {
  expect(read('.ci/run').trim().split('\n').at(-1)).toBe('npm ci && npm test');
  expect(read('README.md')).toContain('npm ci && npm test');
  expect(read('README.md')).toContain('npm ci && npm start');
});
