import 'vitest';
import { writeSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** Name of the real dataset that a corpus test opens; several tests may carry the same. */
    dataset?: string;
  }
}

/**
 * Ends the run with two plain lines that any CI can read: `N passed, N failed, N skipped`, then `corpus: N of N opened`
 * or `corpus: absent`. They are written when the process ends, after the coverage table.
 */
export default class PlainLines implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      count.failed += module.errors().length;
    }
    const counts = `${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped`;
    const lines: string[] = [];
    const corpus = modules.filter((module) => module.project.name === 'corpus');
    if (corpus.length > 0) lines.push(corpusLine(corpus.flatMap((module) => [...module.children.allTests()])));
    process.once('exit', (code) => {
      // No browser, too little covered: nothing that counts as a test has failed.
      const otherwise = code !== 0 && count.failed === 0 ? '; the run failed for the reason above' : '';
      writeSync(1, `\n${[counts + otherwise, ...lines].join('\n')}\n`);
    });
  }
}

/** A dataset counts as opened when every test that carries its name passed. */
function corpusLine(tests: readonly TestCase[]): string {
  const opened = new Map<string, boolean>();
  for (const test of tests) {
    const name = test.meta().dataset;
    if (name !== undefined) opened.set(name, (opened.get(name) ?? true) && test.result().state === 'passed');
  }
  if (opened.size === 0) return 'corpus: absent';
  return `corpus: ${[...opened.values()].filter(Boolean).length} of ${opened.size} opened`;
}
