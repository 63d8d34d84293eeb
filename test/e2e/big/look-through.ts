/** Looks through a large dataset in the page, as a person does, and says how long each took. */
import type { Page } from 'playwright-core';

const JUMPS = 30;
const WHEELS = 40;

/**
 * Goes to the last row and to places anywhere, turns the wheel, looks into samples, searches and filters.
 * @param needle a text to search for
 * @param filter a query about a column or about annotations
 */
export async function lookThrough(page: Page, needle: string, filter: string, say: (text: string) => void): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Samples' });
  const bar = page.getByRole('combobox', { name: 'Query' });
  const status = page.getByRole('contentinfo').getByRole('status');
  await grid.focus();
  const last = Number(await grid.getAttribute('aria-rowcount'));
  const ended = performance.now();
  await page.keyboard.press('End');
  await page.locator(`[role=row][aria-rowindex="${last}"] [role=gridcell]`).nth(2).filter({ hasText: /\S/ }).waitFor();
  say(`  last row of ${last - 1} ${(performance.now() - ended).toFixed(0)} ms`);
  say(`  the last sample in Raw ${(await timed(() => inspect(page))).toFixed(0)} ms`);
  const jumps: number[] = [];
  for (let turn = 1; turn <= JUMPS; turn += 1) jumps.push(await jumpTo(page, (turn * 0.618) % 1));
  jumps.sort((a, b) => a - b);
  say(`  ${JUMPS} jumps: median ${jumps[JUMPS >> 1]?.toFixed(0)} ms, longest ${jumps.at(-1)?.toFixed(0)} ms`);
  await grid.hover();
  for (let turn = 0; turn < WHEELS; turn += 1) {
    await page.mouse.wheel(0, 1400);
    await page.waitForTimeout(30);
  }
  await answered(page);
  for (const text of [needle, filter]) {
    const took = await timed(async () => {
      await bar.fill(text);
      await bar.press('Enter');
      await answered(page);
    });
    say(`  ${text}: ${took.toFixed(0)} ms, ${await status.innerText()}`);
    const found = Number(await grid.getAttribute('aria-rowcount')) > 1;
    if (found) say(`    its first sample in Raw ${(await timed(() => inspect(page))).toFixed(0)} ms`);
    await page.getByRole('button', { name: 'Clear the query' }).first().click();
    await answered(page);
  }
}

/** The source of the sample that is selected, and back to what it is shown as. */
export async function inspect(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Raw' }).click();
  await page.getByRole('tabpanel').filter({ hasText: /\S/ }).waitFor();
  await page.getByRole('tab').first().click();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Waits until the table shows the answer to the last question. */
async function answered(page: Page): Promise<void> {
  await page.waitForTimeout(50);
  await page.locator('[role=grid][aria-busy=false]').first().waitFor();
}

/** Milliseconds from a move of the scroll bar until the rows there are drawn with their names. */
function jumpTo(page: Page, place: number): Promise<number> {
  return page.evaluate(
    (part) =>
      new Promise<number>((resolve, reject) => {
        const table = document.querySelector('[role=grid][aria-label=Samples]');
        const scroller = [...document.querySelectorAll('[role=grid], [role=grid] *')].find(
          (each) => each.scrollHeight > each.clientHeight * 3,
        );
        if (!table || !scroller) {
          reject(new Error('nothing scrolls'));
          return;
        }
        const started = performance.now();
        const before = drawn(table);
        scroller.scrollTop = part * (scroller.scrollHeight - scroller.clientHeight);
        const look = (): void => {
          const now = drawn(table);
          if (now !== before && now !== '') resolve(performance.now() - started);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);

        /** The rows in sight, without their numbers; nothing while one is not filled. */
        function drawn(of: Element): string {
          const texts = [...of.querySelectorAll('[role=row][aria-selected]')].map((row) =>
            [...row.querySelectorAll('[role=gridcell]')]
              .slice(1)
              .map((cell) => cell.textContent.trim())
              .join(' '),
          );
          return texts.every((text) => text.trim() !== '') ? texts.join('\n') : '';
        }
      }),
    place,
  );
}
