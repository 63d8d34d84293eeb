/** Corners: Back across datasets, fields of the data called like built-in ones, chips that are opened and left. */
import { expect, it } from 'vitest';
import { cocoText, fileOf, folderOf } from '../made.ts';
import { chooseInMenu, current } from '../open/datasets.ts';
import { answered, column, facet, filters, head, openDropped, query, row, rowCount, sample, typeQuery, value } from '../screen.ts';

it('goes back to the dataset that was looked at before, with its query', async () => {
  const { page } = await openDropped([sample('yolo/fruit-seg'), sample('yolo/people-pose')]);
  const first = await current(page);
  await typeQuery(page, 'side>=64');
  const rows = await rowCount(page);
  await chooseInMenu(page, first === 'fruit-seg' ? 'people-pose' : 'fruit-seg');
  await expect.poll(() => current(page)).not.toBe(first);
  await expect.poll(() => query(page)).toBe('');
  await page.goBack();
  await expect.poll(() => current(page)).toBe(first);
  await expect.poll(() => query(page)).toBe('side>=64');
  await expect.poll(() => rowCount(page)).toBe(rows);
});

it('comes back to a dataset as it was left, also where another one was opened meanwhile', async () => {
  const app = await openDropped([sample('yolo/fruit-seg')]);
  const { page } = app;
  await typeQuery(page, 'class:apple');
  await head(page, 'Labels').click();
  await answered(page);
  const first = await column(page, 'Name');
  await row(page, 3).click();
  await expect.poll(() => row(page, 3).getAttribute('aria-selected')).toBe('true');
  await app.dropPaths([sample('yolo/people-pose')]);
  await expect.poll(() => current(page)).toBe('people-pose');
  await expect.poll(() => query(page)).toBe('');
  await chooseInMenu(page, 'fruit-seg');
  await expect.poll(() => query(page)).toBe('class:apple');
  await expect.poll(() => column(page, 'Name')).toEqual(first);
  await expect.poll(() => row(page, 3).getAttribute('aria-selected')).toBe('true');
});

it('sorts, plots and filters fields that are called like built-in ones', async () => {
  const lines = [0.5, 0.9, 0.1].map((score, at) => JSON.stringify({ id: `r${at}`, score, labels: at + 7, '': at }));
  const { page } = await openDropped([fileOf('scores.jsonl', lines.join('\n'))]);
  await head(page, 'score').click();
  await answered(page);
  await expect.poll(() => column(page, 'score')).toEqual(['0.9', '0.5', '0.1']);
  await expect.poll(() => facet(page, 'score').locator('rect').count()).toBeGreaterThan(0);
  await expect.poll(() => column(page, 'labels')).toEqual(['8', '7', '9']);
  await typeQuery(page, '.score>=0.5');
  await expect.poll(() => rowCount(page)).toBe(2);
  await filters(page).getByRole('group', { name: '(no name)' }).waitFor();
});

it('offers the column that is called like a built-in field where that finds nothing', async () => {
  const line = (split: string): string => JSON.stringify({ split, text: 'words' });
  const folder = folderOf({ 'train.jsonl': ['a', 'b', 'a'].map(line).join('\n'), 'val.jsonl': line('a') });
  const { page } = await openDropped([folder]);
  await typeQuery(page, 'split:a');
  await expect.poll(() => rowCount(page)).toBe(0);
  await page.getByText('A field of the data is called the same: .split:a finds 3 samples.').waitFor();
  await page.getByRole('button', { name: 'Ask for .split:a' }).click();
  await expect.poll(() => query(page)).toBe('.split:a');
  await expect.poll(() => rowCount(page)).toBe(3);
});

it('says which of the names in a query nothing is called by', async () => {
  const { page } = await openDropped([sample('yolo/shelves')]);
  await typeQuery(page, 'class:cann sorce:web');
  await page.getByText('No class is called “cann”.').waitFor();
  await page.getByText('No field is called “sorce”.').waitFor();
  await expect.poll(() => rowCount(page)).toBe(0);
});

it('leads from the number of files that nothing could read to their names, and Escape back', async () => {
  const { page } = await openDropped([folderOf({ 'ok.jsonl': '{"name":"first"}\n', 'notes.docx': 'PK no' })]);
  await page.getByRole('button', { name: '1 file not read' }).click();
  const problems = page.getByRole('region', { name: 'Problems' });
  await problems.getByText(/notes\.docx$/).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => problems.count()).toBe(0);
});

it('shows blanks of class names that nobody would see', async () => {
  const boxes = [1, 2].map((category) => ({ bbox: [1, 1, 9, 9], category }));
  const app = await openDropped([fileOf('labels.json', cocoText([['a.png', 40, 30]], ['car', 'car '], boxes))]);
  for (const name of ['car', 'car·']) await value(app.page, 'Class', name).waitFor();
  await value(app.page, 'Class', 'car·').click();
  await expect.poll(() => query(app.page)).toBe('class:"car "');
  await app.shot('names-with-blanks');
});

it('keeps a clause that was opened for editing and left as it was', async () => {
  const { page } = await openDropped([sample('yolo/shelves')]);
  await typeQuery(page, 'class:can');
  await page.getByRole('button', { name: 'class:can', exact: true }).click();
  await expect.poll(() => query(page)).toBe('');
  await head(page, 'Labels').click();
  await expect.poll(() => query(page)).toBe('class:can');
  await page.getByRole('button', { name: 'class:can', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect.poll(() => query(page)).toBe('class:can');
});
