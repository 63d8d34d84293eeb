/** Columns by what their values are, and searches by who speaks. */
import { describe, expect, it } from 'vitest';
import { grid, head, header, inspector, openDropped, queryInput, row, status, typeQuery, value } from '../screen.ts';
import { fileOf, folderOf, greyPng } from '../made.ts';

const TALK = Array.from({ length: 12 }, (_, i) => ({
  messages: [
    { role: 'system', content: 'I cannot lie.' },
    { role: 'user', content: `Refund order ${i}. I cannot wait.` },
    { role: 'assistant', reasoning_content: 'I cannot say.', content: i % 3 === 0 ? 'Sorry, I cannot. I cannot!' : 'Done.' },
  ],
}));

describe('a search by who speaks', () => {
  it('finds and marks only what they say, in the table and beside it', async () => {
    const app = await openDropped([fileOf('talk.jsonl', TALK.map((each) => `${JSON.stringify(each)}\n`).join(''))]);
    const { page } = app;
    await queryInput(page).fill('assis');
    await page.getByRole('option', { name: /assistant.*said by the assistant/ }).waitFor();
    await typeQuery(page, 'assistant:"I cannot"');
    await expect.poll(() => status(page)).toBe('4 of 12 records');
    await page.getByText('8 matches', { exact: true }).waitFor();
    await expect.poll(() => row(page, 1).locator('mark').allInnerTexts()).toEqual(['I cannot', 'I cannot']);
    await expect.poll(() => row(page, 1).innerText()).toContain('Sorry, I cannot. I cannot!');
    await row(page, 1).click();
    await inspector(page).getByText('1 of 2 matches').waitFor();
    // Neither the system prompt nor the thoughts, which are folded.
    await expect.poll(() => inspector(page).getByText('1 match inside').count()).toBe(0);
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    await expect.poll(() => row(page, 2).getAttribute('aria-selected')).not.toBeNull();
    await app.axe();
    await app.shot('text-speakers');
    await page.getByRole('button', { name: 'Clear the query' }).click();
    await typeQuery(page, 'reasoning:"I cannot" user:"order 3"');
    await expect.poll(() => status(page)).toBe('1 of 12 records');
    await inspector(page).getByText('1 match inside').waitFor();
  });
});

describe('columns', () => {
  it('of a file of a few megabytes are counted by themselves once it is read, and its problems come', async () => {
    const text = 'what is said '.repeat(25);
    const rows = Array.from({ length: 15_000 }, (_, i) => `${i},kind ${i % 3},${text}${i === 14_000 ? ',one too many' : ''}`);
    const app = await openDropped([fileOf('middle.csv', ['id,label,said', ...rows].join('\n'))]);
    const { page } = app;
    await expect.poll(() => status(page)).toBe('15,000 of 15,000 records');
    await value(page, 'label', 'kind 2').waitFor();
    await page.getByRole('button', { name: 'Problems (1)' }).waitFor();
    await expect.poll(() => page.getByRole('progressbar').count()).toBe(0);
    await expect.poll(() => page.getByText(/^All files read in/).count()).toBe(1);
  });

  it('show pictures, sounds, vectors and instants as what they are', async () => {
    const vector = (norm: number): readonly number[] => Array.from({ length: 32 }, (_, i) => (i === 1 ? norm : 0));
    const lines = [0, 1, 2].map((i) =>
      JSON.stringify({
        picture: ['img/a.png', 'img/b.png', null][i],
        sound: `s${i}.wav`,
        vector: vector(i + 0.5),
        created_at: Date.UTC(2024, 4, 1 + i, 13) / 1000,
      }),
    );
    const app = await openDropped([folderOf({ 'x.jsonl': lines.join('\n'), 'img/a.png': greyPng(8, 6) })]);
    const { page } = app;
    await grid(page).getByText('b.png').waitFor();
    await expect.poll(() => row(page, 1).locator('canvas').count()).toBe(1);
    await expect.poll(() => row(page, 2).getByTitle('img/b.png · not in the folder').count()).toBe(1);
    await expect.poll(() => row(page, 2).innerText()).toContain('[32] ‖1.5‖');
    await expect.poll(() => row(page, 2).getByTitle('1714654800').innerText()).toBe('2024-05-02 13:00:00');
    await expect.poll(() => head(page, 'vector').getAttribute('title')).toBe('vector · Embedding');
    await header(page, 'picture')
      .getByRole('button', { name: /Column/ })
      .click();
    await page.getByRole('menuitem', { name: 'Only without a value' }).click();
    await expect.poll(() => status(page)).toBe('1 of 3 records');
    await app.axe();
    await app.shot('text-columns');
  });
});
