import { expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { OpenResult } from '../../src/engine/protocol.ts';
import { warmUp } from '../../src/engine/warm-up.ts';
import { add, YOLO } from './drop.ts';

it('reads made-up files that are right in all that is read of them', async () => {
  const engine = createEngine();
  const results: OpenResult[] = [];
  const open = engine.open.bind(engine);
  engine.open = async (...call) => {
    const result = await open(...call);
    results.push(result);
    return result;
  };
  await warmUp(engine, new AbortController().signal);
  const coco = { format: 'coco', samples: 20_000, annotations: 12_000, rejected: 0, problems: ['images-absent'] };
  const text = { samples: 4_000, annotations: 0, rejected: 0, problems: [] };
  const read = results.map(({ datasets }) =>
    datasets.map(({ format, samples, annotations, rejected, problems }) => ({
      format,
      samples,
      annotations,
      rejected,
      problems: problems.map(({ code }) => code),
    })),
  );
  expect(read).toEqual([[coco], [coco], [coco], [coco], [{ format: 'jsonl', ...text }], [{ format: 'csv', ...text }]]);
  expect(results[4]?.datasets[0]?.record?.schema).toBe('chat-messages');
});

it('leaves nothing in the engine, and ends when somebody opens something', async () => {
  const engine = createEngine();
  const opening = new AbortController();
  const warming = engine.warmUp(undefined, { signal: opening.signal });
  add(engine, YOLO);
  opening.abort();
  await expect(warming).rejects.toThrow('abort');
  const { datasets } = await engine.open({});
  expect(datasets.map(({ id, format }) => ({ id, format }))).toEqual([{ id: 1, format: 'yolo' }]);
});
