/** The same folder again: shown from the last time at once, then checked. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openApp, openContext } from '../harness.ts';
import { folderOf, yoloFiles } from '../made.ts';
import { openDropped, settled, status } from '../screen.ts';

/** Enough that opening them takes so long that they are kept. */
const IMAGES = 1_500;

/** Files that the page keeps in the browser's private file system: a file begins with its length, which is written last. */
function kept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    const look = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const handle of folder.values()) {
        if (handle.kind === 'directory') await look(handle, `${path}${handle.name}/`);
        else {
          const file = await handle.getFile();
          const [, length] = new Float64Array(await file.slice(0, 16).arrayBuffer());
          names.push(`${path}${handle.name} ${length === file.size ? 'whole' : 'in part'}`);
        }
      }
    };
    await look(await navigator.storage.getDirectory(), '');
    return names;
  });
}

/** Writes down what the status bar says, and how many rows there are then. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    new MutationObserver(() => {
      const text = `${document.querySelector('footer')?.textContent} ${document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')}`;
      if (text !== said.at(-1)) said.push(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
}

it('shows a large folder from the last time, says so until it is checked, tells what has changed, and forgets when asked', async () => {
  const folder = folderOf(yoloFiles(IMAGES, ['cup', 'plate']), 'shelf');
  const context = await openContext();
  const first = await openDropped([folder], { context });
  await expect.poll(() => kept(first.page)).toEqual([expect.stringMatching(/^columns\/.+ whole$/)]);
  await first.close();

  const second = await openApp({ context });
  const heard = await listen(second.page);
  await second.dropPaths([folder]);
  await settled(second.page);
  const said = await heard();
  const fromBefore = said.filter((text) => text.includes('shown from the last time; checking…'));
  expect(fromBefore).toContainEqual(expect.stringMatching(/1,500 of 1,500 images · 1,500 of 1,500 annotations.* 1501$/));
  // Read anew, and only then called read.
  expect(fromBefore.filter((text) => text.includes('All files read in'))).toEqual([]);
  expect(said.at(-1)).toContain('All files read in');
  await expect.poll(() => status(second.page)).toBe('1,500 of 1,500 images · 1,500 of 1,500 annotations');
  await expect.poll(() => second.page.getByText('is not what it was the last time').count()).toBe(0);
  await second.close();

  writeFileSync(join(folder, 'labels/train/p77.txt'), '1 0.5 0.5 0.5 0.5\n1 0.2 0.2 0.1 0.1\n');
  const third = await openDropped([folder], { context });
  await third.page.getByText('shelf is not what it was the last time. It is shown as it is now.').waitFor();
  await expect.poll(() => status(third.page)).toBe('1,500 of 1,500 images · 1,501 of 1,501 annotations');

  await third.page.getByRole('button', { name: 'Settings' }).click();
  await third.shot('settings-remember');
  await third.axe();
  await third.page.getByRole('button', { name: 'Forget what is remembered' }).click();
  await third.page.getByText('What was remembered of opened datasets is forgotten.').waitFor();
  await expect.poll(() => kept(third.page)).toEqual([]);
  await third.close();
  await context.close();
});
