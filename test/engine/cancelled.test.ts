/** What was read before a person stopped it is there, and is counted. */
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { OpenProgress } from '../../src/engine/protocol.ts';
import { memorySource } from '../../src/files/memory-source.ts';

describe('an opening that was cancelled', () => {
  it('counts what it has shown', async () => {
    const boxes = Array.from(
      { length: 60_000 },
      (_, i) => `{"id":${i + 1},"image_id":${i % 7},"category_id":1,"bbox":[1,2,3,4],"area":12}`,
    );
    const json = `{"images":[{"id":1,"file_name":"a.jpg","width":9,"height":9}],"annotations":[${boxes.join(',')}],"categories":[]}`;
    const engine = createEngine();
    engine.addEntries([{ path: 'instances.json', source: memorySource(json) }]);
    const controller = new AbortController();
    const onProgress = ({ done, datasets }: OpenProgress): void => {
      if (datasets.length > 0 && done > 0) controller.abort();
    };
    await expect(engine.open({}, { signal: controller.signal, onProgress })).rejects.toThrow('abort');
    const { complete, files } = await engine.ready({ dataset: 1, columns: [] });
    expect(complete).toBe(false);
    const [{ read, shown, rejected } = { read: 0, shown: 0, rejected: 0 }] = files;
    expect(shown).toBeGreaterThan(100);
    expect(shown + rejected).toBe(read);
  });
});
