/** Scrolls the grid of a page and reads what its thread and its heap did. */
import type { CDPSession, Page } from 'playwright-core';

/** CSS pixels of content a step: a fast wheel. */
const FAST = 1400;

/** Per step of the wheel and per jump: milliseconds of the page's own thread; the heap after; whether the last row can be reached. */
export async function scrollMeters(page: Page, steps: number): Promise<Record<string, number>> {
  await page.locator('[role=grid]').first().waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const perStep = async (kind: 'wheel' | 'jump'): Promise<number> => {
    const before = await meter(session, 'TaskDuration');
    await page.evaluate(scroll, { kind, steps, pixels: FAST });
    return ((await meter(session, 'TaskDuration')) - before) * (1000 / steps);
  };
  const step = await perStep('wheel');
  const jump = await perStep('jump');
  await page.evaluate(scroll, { kind: 'end', steps: 1, pixels: 0 } as const);
  const reached = await page.evaluate(() => {
    const grid = document.querySelector('[role=grid]');
    const last = Number(grid?.getAttribute('aria-rowcount') ?? 0);
    return last === 0 || grid?.querySelector(`[role=row][aria-rowindex="${last}"]`) ? 1 : 0;
  });
  await session.detach();
  return { step, jump, reached, heap: await heapOf(page) };
}

/** Megabytes of JavaScript objects that are in use. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const bytes = await meter(session, 'JSHeapUsedSize');
  await session.detach();
  return bytes / 1e6;
}

async function meter(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === name)?.value ?? 0;
}

interface Scroll {
  readonly kind: 'wheel' | 'jump' | 'end';
  readonly steps: number;
  readonly pixels: number;
}

/** In the page. A wheel that the page does not take for itself scrolls, as the browser would. */
async function scroll({ kind, steps, pixels }: Scroll): Promise<void> {
  const grid = document.querySelector('[role=grid]');
  if (!grid) throw new Error('there is no grid');
  const end = grid.scrollHeight - grid.clientHeight;
  for (let turn = 0; turn < steps; turn += 1) {
    if (kind === 'wheel') {
      const taken = !grid.dispatchEvent(new WheelEvent('wheel', { deltaY: pixels, bubbles: true, cancelable: true }));
      if (!taken) grid.scrollTop += pixels;
    } else grid.scrollTop = kind === 'end' ? end : ((turn * 7919) % 1000) * (end / 1000);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
