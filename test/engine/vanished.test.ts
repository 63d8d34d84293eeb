/** One of several files of records goes while they are open. */
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { ReadError, type ByteSource } from '../../src/files/byte-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { parseQuery } from '../../src/table/query-text.ts';

const LINES = Array.from({ length: 50 }, (_, i) => (i < 45 ? `{"a": ${i}, "t": "red"}` : '{"a": nope}')).join('\n');

/** May be streamed so many times. */
function vanishing(streams: number): ByteSource {
  const memory = memorySource(LINES);
  let left = streams;
  return {
    ...memory,
    stream(start, end) {
      left -= 1;
      if (left < 0) throw new ReadError('file-changed', 'gone');
      return memory.stream(start, end);
    },
  };
}

describe('a file of records that goes', () => {
  it('costs only what is in it, and is named', async () => {
    const engine = createEngine();
    engine.addEntries([
      { path: 'd/data-00000-of-00002.jsonl', source: vanishing(1) },
      { path: 'd/data-00001-of-00002.jsonl', source: memorySource(LINES) },
    ]);
    const { datasets } = await engine.open({});
    expect(datasets[0]?.files).toMatchObject([
      { read: 50, shown: 50 },
      { read: 50, shown: 45, rejected: 5 },
    ]);
    for (const text of ['red', 'a>3']) {
      const { rows } = await engine.select({ dataset: 1, query: parseQuery(text).query, sort: undefined });
      expect(rows.every((row) => row >= 50)).toBe(true);
      expect(rows.length).toBe(text === 'red' ? 45 : 41);
    }
    const { problems } = await engine.problems({ dataset: 1, code: 'file-changed', from: 0, to: 9 });
    expect(problems).toEqual([{ code: 'file-changed', file: 'd/data-00000-of-00002.jsonl', values: { reason: 'gone' } }]);
  });
});
