/**
 * The page's own thread is never busy for long, whatever is opened and done: 50 ms is where people begin to notice. Counted is the
 * processor time of each task, not the time that passes, so that a busy machine measures about the same.
 */
import { crc32, deflateSync } from 'node:zlib';
import type { CDPSession, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openApp, theBrowser, type App } from '../harness.ts';
import { mainTasks } from '../main-tasks.ts';
import { cocoText, fileOf, folderOf, type MadeAnnotation } from '../made.ts';
import { canvas } from '../pixels/canvas.ts';
import { answered, currentRow, facet, gallery, grid, openDropped, row, rowCount, sample, settled, status } from '../screen.ts';

/**
 * Milliseconds of processor time. Alone on the machine no task takes 50; here two browsers share two cores and what is in their caches, and
 * the same task was seen to take 61.
 */
const LONG = 100;

/** Runs `act` and says what each task of the page's thread took meanwhile. */
async function tasksOf(page: Page, act: () => Promise<void>): Promise<number[]> {
  const browser = await theBrowser();
  await browser.startTracing(page, { categories: ['toplevel'] });
  await act().catch(async (error: unknown) => {
    await browser.stopTracing();
    throw error;
  });
  const tasks = mainTasks(await browser.stopTracing());
  expect(tasks.length).toBeGreaterThan(20);
  return tasks;
}

async function expectShort(page: Page, act: () => Promise<void>): Promise<void> {
  expect((await tasksOf(page, act)).filter((task) => task > LONG)).toEqual([]);
}

/**
 * The most elements that one piece of the screen has brought since. Two pieces that are quick come in one task: what tells them apart is that between them
 * elements are put together that are not in the document yet.
 */
async function countAdded(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const added = { most: 0 };
    Object.assign(globalThis, { added });
    let piece = 0;
    const sizeOf = (node: Node): number => (node instanceof Element ? 1 + node.querySelectorAll('*').length : 0);
    const see = (parent: Node, node: Node): void => {
      if (!parent.isConnected) piece = 0;
      else if (!node.isConnected) piece += sizeOf(node);
      added.most = Math.max(added.most, piece);
    };
    const { appendChild, insertBefore } = Node.prototype;
    Node.prototype.appendChild = function append<T extends Node>(this: Node, node: T): T {
      see(this, node);
      return appendChild.call(this, node) as T;
    };
    Node.prototype.insertBefore = function insert<T extends Node>(this: Node, node: T, before: Node | null): T {
      see(this, node);
      return insertBefore.call(this, node, before) as T;
    };
  });
  return () => page.evaluate(() => (globalThis as unknown as { added: { most: number } }).added.most);
}

const frames = (page: Page, count: number): Promise<void> =>
  page.evaluate(async (n) => {
    for (let at = 0; at < n; at += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, count);

/** Boxes spread over pictures and classes, the same each time. */
function scattered(images: number, boxes: number, width: number, height: number): string {
  const annotations = Array.from({ length: boxes }, (_, at): MadeAnnotation => ({
    image: 1 + (at % images),
    category: 1 + ((at * 7) % 40),
    bbox: [(at * 131) % (width - 90), (at * 89) % (height - 60), 8 + ((at * 37) % 80), 8 + ((at * 53) % 50)],
  }));
  const names = Array.from({ length: images }, (_, at) => [`picture ${at + 1}.jpg`, width, height] as const);
  return cocoText(
    names,
    Array.from({ length: 40 }, (_, at) => `class ${at + 1}`),
    annotations,
  );
}

describe('the page stays fluid', () => {
  const browse = async (app: App): Promise<void> => {
    const { page } = app;
    await answered(page);
    for (const key of ['j', 'j', 'g', 't', 'p', 'p', 'd', '[', '[']) {
      await page.keyboard.press(key);
      await frames(page, 4);
    }
    await facet(page, 'Class').getByRole('checkbox').first().click();
    await answered(page);
    await grid(page).focus();
    await page.keyboard.press('End');
    await frames(page, 4);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
  };

  it('from the drop of a folder on, in every view', async () => {
    const app = await openApp();
    app.page.setDefaultTimeout(10_000);
    await expectShort(app.page, async () => {
      await app.dropPaths([sample('coco/street')]);
      await settled(app.page);
      await browse(app);
    });
  });

  it('while a file with 60,000 boxes is read, and after', async () => {
    const path = fileOf('boxes.json', scattered(6000, 60_000, 640, 480));
    const app = await openApp();
    app.page.setDefaultTimeout(10_000);
    await expectShort(app.page, async () => {
      await app.dropPaths([path]);
      await settled(app.page);
      await browse(app);
    });
    await expect.poll(() => rowCount(app.page)).toBeGreaterThan(100);
  });

  it('and draws a screen in pieces, none of them large', async () => {
    const app = await openApp();
    const most = await countAdded(app.page);
    await app.dropPaths([fileOf('boxes.json', scattered(2000, 8000, 640, 480))]);
    await settled(app.page);
    await expect.poll(() => rowCount(app.page)).toBe(2000);
    await expect.poll(() => app.page.evaluate(() => document.querySelectorAll('#root *').length)).toBeGreaterThan(1000);
    const largest = await most();
    expect(largest).toBeGreaterThan(100);
    expect(largest).toBeLessThan(350);
  });

  it('with 10,000 boxes in one picture that is moved and zoomed', async () => {
    const app = await openDropped([fileOf('crowd.json', scattered(1, 10_000, 1920, 1080))]);
    const { page } = app;
    await page.getByRole('listbox', { name: 'Annotations' }).waitFor();
    await page.locator('[role=img][aria-busy=false]').waitFor();
    await frames(page, 10);
    const box = await canvas(page).boundingBox();
    if (!box) throw new Error('there is no canvas');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    const tasks = await tasksOf(page, async () => {
      await page.mouse.down();
      for (let step = 1; step <= 12; step += 1) {
        await page.mouse.move(x + 4 * step, y - 3 * step);
        await frames(page, 1);
      }
      await page.mouse.up();
      for (let step = 0; step < 8; step += 1) {
        await page.mouse.wheel(0, step < 4 ? -60 : 60);
        await frames(page, 1);
      }
      await page.waitForTimeout(300);
    });
    expect(tasks.filter((task) => task > LONG)).toEqual([]);
    // The two longest may be what draws it well once it rests.
    expect(tasks.toSorted((a, b) => b - a)[2]).toBeLessThan(25);
  });

  it('with a picture of 50 megapixels, from afar and at 100 %', async () => {
    const app = await openDropped([folderOf({ 'large.png': largePng(8660, 5773), 'small.png': largePng(64, 48) })]);
    const { page } = app;
    await expectShort(page, async () => {
      await page.locator('[role=img][aria-busy=false]').waitFor();
      await page.keyboard.press('1');
      await expect.poll(() => page.getByText('100%', { exact: true }).count()).toBeGreaterThan(1);
      await page.locator('[role=img][aria-busy=false]').waitFor();
      await frames(page, 10);
      await page.keyboard.press('f');
      await page.keyboard.press('j');
      await page.keyboard.press('k');
      await page.locator('[role=img][aria-busy=false]').waitFor();
      await frames(page, 10);
    });
  });
});

/** A grey PNG with a pattern, of any size: one byte a pixel. */
function largePng(width: number, height: number): Uint8Array {
  const line = Buffer.alloc(width + 1);
  for (let x = 0; x < width; x += 1) line[x + 1] = 96 + ((x >> 5) & 63);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) line.copy(rows, y * (width + 1));
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const sized = Buffer.alloc(body.length + 8);
    sized.writeUInt32BE(data.length, 0);
    body.copy(sized, 4);
    sized.writeUInt32BE(crc32(body), body.length + 4);
    return sized;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('two million rows', () => {
  /** Ten million go the same way, in more time than a test has: then one pixel of the bar is fifty rows, here ten. */
  const ROWS = 2_000_000;

  it('are reached by key, wheel and bar, row by row, and take no memory of the page', { timeout: 60_000 }, async () => {
    const app = await openApp();
    const { page } = app;
    app.page.setDefaultTimeout(20_000);
    const session = await page.context().newCDPSession(page);
    // What the driver puts into the page to look at it is not the page's: more than half a megabyte.
    await page.locator('body').innerText();
    await page.locator('body').evaluate((body) => body.childElementCount);
    const before = await heap(session);
    await app.dropPaths([fileOf('many.jsonl', '1\n'.repeat(ROWS))]);
    await settled(page, 60_000);
    await expect.poll(() => status(page)).toBe('2,000,000 of 2,000,000 records');
    await expect.poll(() => rowCount(page)).toBe(ROWS);
    const isWhole = (at: number): Promise<boolean> =>
      grid(page).evaluate((element, index) => {
        const box = element.querySelector(`[role=row][aria-rowindex="${index}"]`)?.getBoundingClientRect();
        const heads = element.querySelector('[role=columnheader]')?.getBoundingClientRect();
        return (
          box !== undefined && heads !== undefined && box.top >= heads.bottom && box.bottom <= element.getBoundingClientRect().bottom + 1
        );
      }, at + 1);

    await grid(page).focus();
    await page.keyboard.press('End');
    await expect.poll(() => isWhole(ROWS)).toBe(true);
    await expect.poll(() => row(page, ROWS).getByRole('gridcell').first().innerText()).toBe('2,000,000');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => currentRow(page)).toBe(ROWS - 2);
    await page.keyboard.press('PageUp');
    const above = await currentRow(page);
    expect(above).toBeLessThan(ROWS - 10);
    await expect.poll(() => isWhole(above)).toBe(true);

    // In the middle, where one pixel of the bar is ten rows: a wheel's line is a line.
    await grid(page).evaluate((element) => {
      element.scrollTop = (element.scrollHeight - element.clientHeight) / 2;
    });
    const top = (): Promise<number> =>
      grid(page).evaluate((element) => {
        const edge = element.querySelector('[role=columnheader]')?.getBoundingClientRect().bottom ?? 0;
        const rows = [...element.querySelectorAll('[role=row][aria-selected]')];
        const seen = rows
          .filter((each) => each.getBoundingClientRect().bottom > edge + 1)
          .map((each) => Number(each.getAttribute('aria-rowindex')));
        return Math.min(...seen) - 1;
      });
    await expect.poll(async () => Math.abs((await top()) - ROWS / 2) < 12).toBe(true);
    await grid(page).hover();
    const middle = await top();
    await page.mouse.wheel(0, 400);
    await expect.poll(top).toBe(middle + 10);
    await page.mouse.wheel(0, -40);
    await expect.poll(top).toBe(middle + 9);

    await page.keyboard.press('Home');
    await expect.poll(() => isWhole(1)).toBe(true);
    // What was let go is swept a moment later.
    await expect.poll(async () => (await heap(session)) - before).toBeLessThan(5e6);
  });
});

/** Bytes of the page's own heap, after what is not used any more has gone. */
async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return usedSize + (backingStorageSize ?? 0);
}

it('a picture is moved by one finger and zoomed by two', async () => {
  const app = await openDropped([sample('coco/street')]);
  const { page } = app;
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('there is no canvas');
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: readonly (readonly [number, number])[]): Promise<unknown> =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x: box.x + x, y: box.y + y, id })) });
  const scale = async (): Promise<number> =>
    Number.parseFloat(
      await page
        .getByRole('toolbar', { name: 'Display' })
        .getByText(/^[\d.]+%$/)
        .last()
        .innerText(),
    );
  const picture = async (): Promise<string> => (await canvas(page).screenshot()).toString('base64');

  await page.keyboard.press('1');
  await expect.poll(scale).toBe(100);
  const before = await picture();
  await touch('touchStart', [200, 120]);
  await touch('touchMove', [230, 140]);
  await touch('touchMove', [260, 160]);
  await touch('touchEnd');
  await expect.poll(picture).not.toBe(before);
  await expect.poll(() => scale()).toBe(100);

  await touch('touchStart', [180, 120], [220, 120]);
  await touch('touchMove', [160, 120], [240, 120]);
  await touch('touchMove', [120, 120], [280, 120]);
  await touch('touchEnd');
  // Four times as far apart.
  await expect.poll(scale).toBeCloseTo(400, -1);
  await expect.poll(() => gallery(page).count()).toBe(0);
});
