/** The JSON test suite (https://github.com/nst/JSONTestSuite), each file by itself through the whole opening. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import type { Problem } from '../../src/model/problem.ts';
import { absent, factsOf, open, SHARED } from './corpus.ts';

/** Says that a file is no JSON. */
const REFUSALS: ReadonlySet<string> = new Set([
  'json-syntax',
  'json-truncated',
  'json-shape',
  'json-not-finite',
  'json-control',
  'text-invalid',
  'file-empty',
]);
/** Of the slowest, which nests 100,000 lists. */
const MOST_MS = 5_000;

interface Opening {
  readonly name: string;
  readonly records: number;
  readonly refusals: readonly Problem[];
  readonly ms: number;
}

async function openingOf(name: string, bytes: Uint8Array): Promise<Opening> {
  const started = performance.now();
  const engine = createEngine();
  engine.addEntries([{ path: name, source: memorySource(bytes) }]);
  const { datasets, problems } = await engine.open({});
  const refusals = problems.filter(({ code }) => REFUSALS.has(code));
  for (const { id, problems: groups } of datasets) {
    for (const { code, count } of groups.filter((group) => REFUSALS.has(group.code)))
      refusals.push(...(await engine.problems({ dataset: id, code: code as Problem['code'], from: 0, to: count })).problems);
  }
  return { name, refusals, records: datasets.reduce((sum, { samples }) => sum + samples, 0), ms: performance.now() - started };
}

describe('the JSON test suite', () => {
  if (SHARED === undefined) return absent();
  const folder = join(SHARED, 'datasets/nasty/json-test-suite');
  it(
    'is read where it must be, refused with a place where it must be, and never hangs',
    { meta: { dataset: 'nasty/json-test-suite' } },
    async () => {
      const openings: Opening[] = [];
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.json')))
        openings.push(await openingOf(name, new Uint8Array(readFileSync(join(folder, name)))));
      const of = (prefix: string): Opening[] => openings.filter(({ name }) => name.startsWith(prefix));
      const facts = factsOf('nasty/json-test-suite') as Record<string, number>;
      expect([of('y_').length, of('n_').length, of('i_').length]).toEqual([
        facts['must_accept(y_)'],
        facts['must_reject(n_)'],
        facts['implementation_defined(i_)'],
      ]);
      expect(
        of('y_').flatMap(({ name, records, refusals }) => (records > 0 && refusals.length === 0 ? [] : [{ name, records, refusals }])),
      ).toEqual([]);
      // An empty file has no place but itself.
      const placed = ({ at, file, code }: Problem): boolean => at !== undefined || (code === 'file-empty' && file !== undefined);
      expect(of('n_').flatMap(({ name, records, refusals }) => (refusals.some(placed) ? [] : [{ name, records, refusals }]))).toEqual([]);
      expect(of('i_').filter(({ records, refusals }) => records === 0 && refusals.length === 0)).toEqual([]);
      expect(openings.filter(({ ms }) => ms > MOST_MS)).toEqual([]);
    },
  );

  it('is read and refused the same where its folder is dropped', { meta: { dataset: 'nasty/json-test-suite' } }, async () => {
    const { engine, result } = await open('nasty/json-test-suite');
    const read = new Map<string, number>();
    const refused = new Map<string, Problem>();
    const take = (problem: Problem): void => {
      const name = problem.file?.replace(/^.*\//, '') ?? '';
      if (REFUSALS.has(problem.code) && (problem.at !== undefined || problem.code === 'file-empty')) refused.set(name, problem);
    };
    for (const { id, files, problems } of result.datasets) {
      for (const { path, read: records } of files) read.set(path.replace(/^.*\//, ''), records);
      for (const { code, count } of problems)
        (await engine.problems({ dataset: id, code: code as Problem['code'], from: 0, to: count })).problems.forEach(take);
    }
    result.problems.forEach(take);
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const of = (prefix: string): string[] => names.filter((name) => name.startsWith(prefix));
    expect(of('y_').filter((name) => (read.get(name) ?? 0) === 0 || refused.has(name))).toEqual([]);
    expect(of('n_').filter((name) => !refused.has(name))).toEqual([]);
    expect(of('i_').filter((name) => !read.has(name) && !refused.has(name))).toEqual([]);
  });
});
