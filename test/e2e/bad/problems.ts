/** The list of problems as a person reads it. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Every problem, `file:line sentence`, with all groups opened. */
export async function problemLines(page: Page): Promise<string[]> {
  const panel = page.getByRole('region', { name: 'Problems' });
  if ((await panel.count()) === 0) await page.getByRole('button', { name: /^Problems \(/ }).click();
  await panel.waitFor();
  const closed = panel.locator('[aria-expanded=false]');
  await expect
    .poll(async () => {
      if ((await closed.count()) > 0) await closed.first().click();
      return closed.count();
    })
    .toBe(0);
  const lines = panel.locator('button[class*=line]');
  const groups = await panel.locator('[aria-expanded=true]').count();
  await expect.poll(() => lines.count()).toBeGreaterThanOrEqual(groups);
  return lines.evaluateAll((all) =>
    all.map((line) =>
      [...line.children]
        .map((part) => part.textContent?.trim() ?? '')
        .join(' ')
        .trim(),
    ),
  );
}
