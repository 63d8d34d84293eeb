/** Columns that are worked out of the texts of records. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileOf } from '../made.ts';
import { answered, facet, filters, openDropped, query, rowCount, sample, typeQuery, value } from '../screen.ts';

it('are facets of their own, and filter by a click', async () => {
  const app = await openDropped([sample('jsonl/support-chats')]);
  const { page } = app;
  await expect.poll(() => facet(page, 'Roles').getByRole('checkbox').count()).toBeGreaterThan(2);
  await value(page, 'Script', 'Han').click();
  await answered(page);
  await expect.poll(() => rowCount(page)).toBe(48);
  await typeQuery(page, 'characters>1 has-tool:true roles:"s u a t a u a"');
  await answered(page);
  await expect.poll(() => rowCount(page)).toBe(10);
  await app.axe();
});

it('counts tokens when somebody asks, by what we bring along or by what was dropped', async () => {
  const reference = JSON.parse(readFileSync(join(import.meta.dirname, '../../engine/tokens/reference.json'), 'utf8')) as {
    readonly tokenizers: Readonly<Record<string, unknown>>;
  };
  const tokenizer = fileOf('tokenizer.json', JSON.stringify(reference.tokenizers['llama3']));
  const app = await openDropped([sample('jsonl/support-chats/support-chats.jsonl'), tokenizer]);
  const { page } = app;
  const tokens = facet(page, 'Tokens');
  await tokens.getByRole('button', { name: 'Count tokens by o200k' }).click();
  await tokens.getByRole('slider').first().waitFor();
  await typeQuery(page, 'tokens>150');
  await answered(page);
  const byO200k = await rowCount(page);
  expect(byO200k).toBeGreaterThan(0);
  await tokens.getByRole('button', { name: 'Tokenizer: o200k_base' }).click();
  await page.getByRole('menuitemradio', { name: 'tokenizer.json' }).click();
  await tokens.getByRole('button', { name: 'Tokenizer: tokenizer.json' }).waitFor();
  await expect.poll(() => rowCount(page)).toBeGreaterThan(byO200k);
  await filters(page).evaluate((element) => element.scrollTo(0, 0));
  await app.axe();
  await app.shot('text-tokens');
});

it('spreads dates over days, and filters by them as they are written', async () => {
  const line = (i: number): string =>
    JSON.stringify({
      made: `2024-05-${String((i % 20) + 1).padStart(2, '0')}`,
      text: `note ${i} of the day`,
    });
  const app = await openDropped([fileOf('notes.jsonl', Array.from({ length: 60 }, (_, i) => line(i)).join('\n'))]);
  const { page } = app;
  const from = facet(page, 'made').getByRole('slider', { name: 'made: from' });
  await from.focus();
  await from.press('ArrowRight');
  await from.press('ArrowRight');
  await expect.poll(() => query(page)).toBe('made>=2024-05-03');
  await answered(page);
  await expect.poll(() => rowCount(page)).toBe(54);
  await expect.poll(() => facet(page, 'made').innerText()).toContain('≥ 2024-05-03');
  await app.axe();
  await app.shot('text-dates');
});
