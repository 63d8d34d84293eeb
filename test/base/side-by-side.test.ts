import { describe, expect, it } from 'vitest';
import { sideBySide } from '../../src/base/side-by-side.ts';

/** A part that gives a value whenever it is told to, and says what became of it. */
function part(name: string, count: number, log: string[], fails = false): () => AsyncGenerator<string> {
  return async function* give() {
    log.push(`${name} begins`);
    try {
      for (let i = 0; i < count; i += 1) {
        await Promise.resolve();
        yield `${name}${i}`;
      }
      if (fails) throw new Error(name);
    } finally {
      log.push(`${name} ends`);
    }
  };
}

async function all(values: AsyncIterable<string>): Promise<string[]> {
  const seen: string[] = [];
  for await (const value of values) seen.push(value);
  return seen;
}

describe('parts side by side', () => {
  it('give their values in order, whatever they have, in however many lanes', async () => {
    const counts = [3, 0, 1, 7, 0, 2];
    const expected = counts.flatMap((count, i) => Array.from({ length: count }, (_, at) => `${'abcdef'[i]}${at}`));
    for (const lanes of [1, 2, 3, 10]) {
      const parts = counts.map((count, i) => part('abcdef'[i] ?? '', count, []));
      expect(await all(sideBySide(parts, lanes, 2))).toEqual(expected);
    }
    expect(await all(sideBySide([], 2))).toEqual([]);
  });

  it('begin with the first alone until it has given something, and are at work together then', async () => {
    const log: string[] = [];
    const values = sideBySide([part('a', 100, log), part('b', 100, log), part('c', 1, log)], 2);
    expect(await values.next()).toEqual({ done: false, value: 'a0' });
    expect(log).toEqual(['a begins', 'b begins']);
    await all(values);
    expect(log.indexOf('c begins')).toBeGreaterThan(Math.min(log.indexOf('a ends'), log.indexOf('b ends')));
  });

  it('wait where nobody takes what they give', async () => {
    let given = 0;
    const endless = async function* endless(): AsyncGenerator<string> {
      for (;;) {
        given += 1;
        yield 'x';
        await Promise.resolve();
      }
    };
    const values = sideBySide([endless, endless], 2, 5);
    await values.next();
    for (let i = 0; i < 200; i += 1) await Promise.resolve();
    expect(given).toBeLessThanOrEqual(2 * 5 + 1);
    await values.return(undefined);
  });

  it('fail where one fails, after all that stands before it', async () => {
    const log: string[] = [];
    const seen: string[] = [];
    const failing = async (): Promise<void> => {
      for await (const value of sideBySide([part('a', 9, log), part('b', 1, log, true), part('c', 9, log), part('d', 9, log)], 2))
        seen.push(value);
    };
    await expect(failing()).rejects.toThrow('b');
    expect(seen).toEqual([...Array.from({ length: 9 }, (_, i) => `a${i}`), 'b0']);
    expect(log).not.toContain('d begins');
  });

  it('are ended where whoever takes their values stops', async () => {
    const log: string[] = [];
    for await (const value of sideBySide([part('a', 50, log), part('b', 50, log)], 2, 3)) if (value === 'a4') break;
    await expect.poll(() => log.filter((line) => line.endsWith('ends')).toSorted()).toEqual(['a ends', 'b ends']);
  });
});
