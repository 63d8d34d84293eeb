/** What the app shows after a drop, seen from inside its page in every frame, and how long its thread was busy. */
import type { Page } from 'playwright-core';

/** When the app showed what after a drop, milliseconds. */
export interface Shown {
  /** The first row with its name. */
  readonly rows: number;
  /** The page says that all files are read. */
  readonly said: number;
  /** That, and the table shows the answer about all of it. */
  readonly read: number;
  /** What the status bar counts. */
  readonly status: string;
}

interface Watched {
  readonly watched: { readonly long: number[]; done: ((shown: Shown) => void) | undefined };
}

/** Before the page is loaded. */
export async function watch(page: Page): Promise<void> {
  // What tsx compiles calls this helper; functions sent to the page leave it behind.
  await page.addInitScript('globalThis.__name = (value) => value;');
  await page.addInitScript(watchPage);
}

/** Tasks that were long until now do not count. */
export async function forgetLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => void ((globalThis as unknown as Watched).watched.long.length = 0));
}

/** The longest since it was last forgotten, milliseconds; 0: none over 50. */
export function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, ...(globalThis as unknown as Watched).watched.long));
}

/** @throws Error where not all is read within so many milliseconds */
export function allShown(page: Page, limit: number): Promise<Shown> {
  return page.evaluate(
    (most) =>
      new Promise<Shown>((resolve, reject) => {
        (globalThis as unknown as Watched).watched.done = resolve;
        setTimeout(() => reject(new Error(`not read after ${most / 1000} s: ${document.querySelector('footer')?.textContent}`)), most);
      }),
    limit,
  );
}

/** In the page, before its own scripts: hears of long tasks, and looks in every frame after a drop at what a person would see. */
function watchPage(): void {
  const watched: Watched['watched'] = { long: [], done: undefined };
  Object.assign(globalThis, { watched });
  new PerformanceObserver((list) => watched.long.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
    buffered: true,
  });
  let dropped = 0;
  let rows = 0;
  let said = 0;
  let shown: Shown | undefined;
  const look = (): void => {
    const grid = document.querySelector('[role=grid][aria-label=Samples]');
    if (rows === 0) {
      const cells = [...(grid?.querySelectorAll('[role=row][aria-rowindex="2"] [role=gridcell]') ?? [])].slice(1);
      if (cells.some((cell) => cell.textContent.trim() !== '')) rows = performance.now() - dropped;
    }
    const footer = document.querySelector('footer');
    if (said === 0 && footer?.textContent.includes('All files read in')) said = performance.now() - dropped;
    if (said > 0 && !shown && grid?.getAttribute('aria-busy') === 'false') {
      shown = { rows, said, read: performance.now() - dropped, status: footer?.querySelector('[role=status]')?.textContent ?? '' };
    }
    if (shown && watched.done) watched.done(shown);
    else requestAnimationFrame(look);
  };
  addEventListener(
    'drop',
    () => {
      dropped = performance.now();
      watched.long.length = 0;
      requestAnimationFrame(look);
    },
    true,
  );
}
