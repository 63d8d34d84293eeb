import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openApp } from '../harness.ts';
import {
  answered,
  column,
  currentRow,
  gallery,
  head,
  header,
  inspector,
  names,
  openDropped,
  query,
  row,
  rowCount,
  sample,
  typeQuery,
  value,
} from '../screen.ts';

const SHELVES = sample('yolo/shelves');

it('restores query, order and sample in a fresh page where the same folder is dropped', async () => {
  const { page } = await openDropped([SHELVES]);
  await typeQuery(page, 'class:can');
  await head(page, 'Labels').click();
  await answered(page);
  await row(page, 4).click();
  await expect.poll(() => currentRow(page)).toBe(4);
  const name = (await names(page))[3] ?? '';
  await expect.poll(() => page.url()).toContain(encodeURIComponent(name));
  const labels = await column(page, 'Labels');

  const { hash } = new URL(page.url());
  const fresh = await openDropped([SHELVES], { hash });
  await expect.poll(() => query(fresh.page)).toBe('class:can');
  await expect.poll(() => currentRow(fresh.page)).toBe(4);
  await inspector(fresh.page).getByRole('heading', { name }).waitFor();
  await expect.poll(() => header(fresh.page, 'Labels').getAttribute('aria-sort')).toBe('descending');
  await expect.poll(() => column(fresh.page, 'Labels')).toEqual(labels);
  await expect.poll(() => new URL(fresh.page.url()).hash).toBe(hash);
});

it('leads to a record of a list that is all on one line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-viewer-address-'));
  try {
    const path = join(folder, 'tasks.json');
    writeFileSync(path, JSON.stringify(['one', 'two', 'three', 'four'].map((input) => ({ input, target: input.length }))));
    const { page } = await openDropped([path]);
    await expect.poll(() => names(page)).toEqual(['#1', '#2', '#3', '#4']);
    await row(page, 3).click();
    const asked = (): URLSearchParams => new URLSearchParams(new URL(page.url()).hash.slice(1));
    await expect.poll(() => asked().get('s')).toBe('#3');
    // By its name, and by its key.
    for (const link of ['#3', 'tasks.json#3']) {
      const fresh = await openDropped([path], { hash: `#${new URLSearchParams({ d: asked().get('d') ?? '', s: link }).toString()}` });
      await expect.poll(() => currentRow(fresh.page)).toBe(3);
      await inspector(fresh.page).getByRole('heading', { name: '#3' }).waitFor();
      await inspector(fresh.page).getByText('three').first().waitFor();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('restores the view', async () => {
  const { page } = await openDropped([SHELVES]);
  await page.getByRole('radio', { name: 'Gallery' }).click();
  await gallery(page).waitFor();
  await expect.poll(() => page.url()).toContain('view=gallery');
  const { hash } = new URL(page.url());
  const fresh = await openDropped([SHELVES], { hash });
  await gallery(fresh.page).waitFor();
  await fresh.page.getByRole('button', { name: /^Problems \(/ }).click();
  await expect.poll(() => fresh.page.url()).toContain('problems');
  const third = await openApp({ hash: new URL(fresh.page.url()).hash });
  await third.dropPaths([SHELVES]);
  await third.page.getByRole('region', { name: 'Problems' }).waitFor();
  await expect.poll(() => new URLSearchParams(new URL(third.page.url()).hash.slice(1)).get('view')).toBe('gallery');
});

it('holds no data, only what was asked', async () => {
  const { page } = await openDropped([SHELVES]);
  await typeQuery(page, 'class:can');
  const asked = (): URLSearchParams => new URLSearchParams(new URL(page.url()).hash.slice(1));
  await expect.poll(() => [...asked().keys()].toSorted()).toEqual(['d', 'q', 's']);
});

it('goes back to the question before, and forth again, by the buttons of the browser', async () => {
  const { page } = await openDropped([SHELVES]);
  await value(page, 'Class', 'carton').click();
  await expect.poll(() => rowCount(page)).toBe(6);
  await value(page, 'Split', 'val').click();
  await expect.poll(() => rowCount(page)).toBeLessThan(6);
  await page.goBack();
  await expect.poll(() => rowCount(page)).toBe(6);
  await expect.poll(() => value(page, 'Split', 'val').getAttribute('aria-checked')).toBe('false');
  await page.goBack();
  await expect.poll(() => rowCount(page)).toBe(19);
  await expect.poll(() => query(page)).toBe('');
  await page.goForward();
  await expect.poll(() => rowCount(page)).toBe(6);
  await expect.poll(() => value(page, 'Class', 'carton').getAttribute('aria-checked')).toBe('true');
});

it('does not break on an address that makes no sense', async () => {
  const { page } = await openDropped([SHELVES], { hash: '#q=side%3E%3Dmany+class%3Acan&sort=nothing&s=gone&view=cinema' });
  await expect.poll(() => rowCount(page)).toBe(13);
  await expect.poll(() => currentRow(page)).toBe(1);
});

it('keeps the question about another dataset until that one is opened', async () => {
  const { page, dropPaths } = await openDropped([sample('yolo/fruit-seg')], { hash: '#d=shelves&q=class%3Acan' });
  await expect.poll(() => rowCount(page)).toBe(8);
  await expect.poll(() => query(page)).toBe('');
  await dropPaths([SHELVES]);
  await expect.poll(() => query(page)).toBe('class:can');
  await expect.poll(() => rowCount(page)).toBe(13);
});
