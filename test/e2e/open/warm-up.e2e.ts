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
  const kept = await app.page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names;
  });
  expect(kept).toEqual([]);
});
