/** What the app does while nobody does anything. */
import { expect, it } from 'vitest';
import { openApp } from '../harness.ts';
import { grid, sample, settled } from '../screen.ts';

it('warms up without a trace, and shows what is dropped meanwhile', async () => {
  const app = await openApp();
  await app.page.waitForRequest(/warm-up/);
  await app.dropPaths([sample('yolo/shelves')]);
  await settled(app.page);
  expect(await grid(app.page).count()).toBe(1);
  expect(await app.page.getByText('made-up').count()).toBe(0);
  // The folder that was dropped may have looked for its columns of the last time.
  const kept = await app.page.evaluate(async () => {
    const filesIn = async (folder: FileSystemDirectoryHandle): Promise<string[]> => {
      const names: string[] = [];
      for await (const entry of folder.values()) names.push(...(entry.kind === 'file' ? [entry.name] : await filesIn(entry)));
      return names;
    };
    return filesIn(await navigator.storage.getDirectory());
  });
  expect(kept).toEqual([]);
});
