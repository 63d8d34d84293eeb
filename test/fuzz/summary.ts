import 'vitest';
import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** What a random test tried. */
    inputs?: number;
    /** The seed with which it found a difference. */
    difference?: number;
  }
}

/** Ends a run with what was tried: a line for each test, then one for all. */
export default class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const lines = tests.map((test) => {
      const { inputs = 0, difference } = test.meta();
      const outcome = test.ok() ? 'no difference' : difference === undefined ? 'failed' : `a difference: --seed ${difference}`;
      return `${String(inputs).padStart(9)} inputs, ${outcome}: ${test.name}`;
    });
    const inputs = tests.reduce((sum, test) => sum + (test.meta().inputs ?? 0), 0);
    const differences = tests.filter((test) => !test.ok()).map((test) => `seed ${test.meta().difference ?? 'unknown'} of "${test.name}"`);
    lines.push(
      `${tests.length} tests, ${inputs} inputs, ${differences.length === 0 ? 'no difference' : `differences: ${differences.join('; ')}`}`,
    );
    process.once('exit', () => writeSync(1, `\n${lines.join('\n')}\n`));
  }
}
