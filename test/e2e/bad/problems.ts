/** The list of problems as a person reads it. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Lines of a group that are shown before one asks for more. */
const FIRST = 50;

/** Every problem, `file:line sentence`, with all groups opened. */
export async function problemLines(page: Page): Promise<string[]> {
  const panel = page.getByRole('region', { name: 'Problems' });
  if ((await panel.count()) === 0) await page.getByRole('button', { name: /^Problems \(/ }).click();
  await panel.waitFor();
  const closed = panel.locator('[aria-expanded=false]');
  // Groups come a moment after the panel, the lines of a group a moment after it is opened.
  await expect
    .poll(async () => {
      while ((await closed.count()) > 0) await closed.first().click();
      const { problems, unfinished } = await listed(panel);
      return { missing: (await promised(page)) - problems, unfinished };
    })
    .toEqual({ missing: 0, unfinished: [] });
  return panel.locator('button[class*=line]').evaluateAll((all) =>
    all.map((line) =>
      [...line.children]
        .map((part) => part.textContent?.trim() ?? '')
        .join(' ')
        .trim(),
    ),
  );
}

/** How many problems there are, as the button says that opens the list. */
async function promised(page: Page): Promise<number> {
  const name = await page.getByRole('button', { name: /^Problems \(/ }).getAttribute('aria-label');
  return Number(/\(([\d,]+)\)/.exec(name ?? '')?.[1]?.replaceAll(',', ''));
}

/** How many the heads of the groups count, with those that belong to no group; the groups whose lines are not all there. */
function listed(panel: Locator): Promise<{ problems: number; unfinished: string[] }> {
  return panel.evaluate((element, first) => {
    const groups = [...element.querySelectorAll('[aria-expanded]')].map((toggle) => {
      const group = toggle.parentElement?.parentElement;
      return {
        name: toggle.getAttribute('aria-label') ?? '',
        count: Number(toggle.nextElementSibling?.querySelector('[class*=strong]')?.textContent?.replaceAll(',', '')),
        lines: group?.querySelectorAll('button[class*=line]').length ?? 0,
      };
    });
    const lines = element.querySelectorAll('button[class*=line]').length;
    return {
      problems: groups.reduce((sum, group) => sum + group.count - group.lines, lines),
      unfinished: groups.filter((group) => group.lines !== Math.min(group.count, first)).map(({ name }) => name),
    };
  }, FIRST);
}
