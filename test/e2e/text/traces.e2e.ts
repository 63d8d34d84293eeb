/** What agents did in thousands of turns: read, folded to one line each, jumped through, searched. */
import { expect, it } from 'vitest';
import { fileOf, greyPng } from '../made.ts';
import { inspector, openDropped, typeQuery } from '../screen.ts';

const STEPS = 900;

function trace(): string {
  const picture = greyPng(40, 30).toString('base64');
  const steps = Array.from({ length: STEPS }, (_, i) => [
    {
      role: 'assistant',
      content: i % 3 === 0 ? `Step ${i}. **Look** first.\n\n${'A line about it.\n\n'.repeat(i === 6 ? 80 : 1)}` : null,
      reasoning_content: `Think about part ${i}.`,
      tool_calls: [{ id: `c${i}`, function: { name: 'run', arguments: JSON.stringify({ command: `grep part${i} src` }) } }],
      usage: { prompt_tokens: 1000 + i, completion_tokens: 31 },
    },
    {
      role: 'tool',
      tool_call_id: `c${i}`,
      duration_ms: 1500,
      content:
        i === 1
          ? [
              { type: 'text', text: 'The screen' },
              { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } },
            ]
          : `src/a.py: part${i}\n`.repeat(1 + (i % 20)),
    },
  ]).flat();
  return `${JSON.stringify({ messages: [{ role: 'user', content: 'Mend the lamp.' }, ...steps] })}\n`;
}

it('two thousand messages of an agent are read, folded, jumped through and searched', async () => {
  const app = await openDropped([fileOf('trace.jsonl', trace())]);
  const { page } = app;
  const turns = inspector(page).getByRole('list', { name: 'Transcript' }).locator('> li');
  await expect.poll(() => turns.count()).toBe(STEPS + 1);
  await expect
    .poll(() => turns.nth(1).innerText())
    .toMatch(/Assistant\s+1,000 in\s+31 out[\s\S]*Reasoning[\s\S]*Look first[\s\S]*run[\s\S]*Result\s+1\.5 s/);
  // Only those near what is seen are drawn.
  await expect.poll(async () => (await turns.nth(500).innerText()).includes('part500')).toBe(false);
  await expect.poll(() => turns.nth(2).getByRole('img').getAttribute('aria-busy')).toBe('false');
  await app.shot('text-trace-light');

  // A tall turn is cut, until one wants all of it.
  await page.keyboard.press('Shift+J');
  const top = (): Promise<string> =>
    page.evaluate(() => {
      const edge = document.querySelector('[data-scrolls]')?.getBoundingClientRect().top ?? 0;
      const rows = [...document.querySelectorAll('[data-turns] > li')];
      return String(rows.findIndex((row) => Math.abs(row.getBoundingClientRect().top - edge) <= 1));
    });
  for (let at = 1; at <= 7; at += 1) {
    await expect.poll(top).toBe(String(at));
    if (at < 7) await page.keyboard.press('Shift+J');
  }
  const all = turns.nth(7).getByRole('button', { name: 'Show all of this turn' });
  const height = async (): Promise<number> => (await turns.nth(7).boundingBox())?.height ?? 0;
  await all.waitFor();
  await expect.poll(() => height()).toBeLessThan(800);
  await all.click();
  await expect.poll(height).toBeGreaterThan(2000);
  await page.keyboard.press('Shift+K');
  await expect.poll(top).toBe('6');

  // One line a turn, and back: what was looked at stays in sight.
  await page.keyboard.press('u');
  await expect.poll(top).toBe('6');
  await expect.poll(() => turns.nth(6).innerText()).toMatch(/^Assistant\s+run\(grep part5 src\)\s+7$/);
  await app.axe();
  await page.keyboard.press('l');
  await page.keyboard.press('d');
  await app.shot('text-trace-outline-dark-zh');
  await page.keyboard.press('l');
  await turns.nth(6).getByRole('button').click();
  await turns.nth(6).getByText('grep part5 src').waitFor();

  // A match far down opens its turn.
  await typeQuery(page, 'part777');
  await page.keyboard.press('Enter');
  await expect.poll(() => turns.nth(778).getByText('grep part777 src').isVisible()).toBe(true);
  await expect.poll(() => page.evaluate(() => CSS.highlights.get('match-now')?.size)).toBe(1);
  await expect.poll(() => inspector(page).getByRole('group', { name: 'Matches' }).innerText()).toMatch(/^1 of 19 matches/);
  await page.keyboard.press('F3');
  await expect.poll(() => inspector(page).getByRole('group', { name: 'Matches' }).innerText()).toMatch(/^2 of 19 matches/);
});
