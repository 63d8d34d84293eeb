/** Pictures that EXIF turns: the box encloses what is painted in the picture, whichever pixels the labels mean. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, it } from 'vitest';
import { openContext } from '../harness.ts';
import { plainHost } from '../hosts.ts';
import { cocoText, emptyFolder, folderOf } from '../made.ts';
import { openDropped, thumbnailColours } from '../screen.ts';
import { canvas, classColour, distance, edgesOf, look, nearest, shoot, type Edges, type Shot } from './canvas.ts';

/** Stored size, and a red block in it, image pixels. */
const WIDTH = 320;
const HEIGHT = 240;
const BLOCK = [64, 48, 120, 56] as const;

let stored: Uint8Array;
beforeAll(async () => {
  const context = await openContext();
  const page = await context.newPage();
  const bytes = await page.evaluate(
    async ([width, height, block]) => {
      const made = new OffscreenCanvas(width, height);
      const pen = made.getContext('2d');
      if (!pen) return [];
      pen.fillStyle = 'rgb(128 128 128)';
      pen.fillRect(0, 0, width, height);
      pen.fillStyle = 'rgb(230 20 20)';
      pen.fillRect(...block);
      return [...new Uint8Array(await (await made.convertToBlob({ type: 'image/jpeg', quality: 1 })).arrayBuffer())];
    },
    [WIDTH, HEIGHT, BLOCK] as const,
  );
  stored = Uint8Array.from(bytes);
  await context.close();
});

/** Puts an EXIF segment with an orientation behind the first marker (CIPA DC-008, 4.5). */
function turned(jpeg: Uint8Array, orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  const body = [...new TextEncoder().encode('Exif'), 0, 0, ...tiff];
  return Uint8Array.from([...jpeg.subarray(0, 2), 0xff, 0xe1, 0, body.length + 2, ...body, ...jpeg.subarray(2)]);
}

/** The block in the upright picture. */
function upright([x, y, width, height]: typeof BLOCK, orientation: number): number[] {
  return orientation === 6 ? [HEIGHT - y - height, x, height, width] : [y, WIDTH - x - width, height, width];
}

function dataset(orientation: number, frame: 'stored' | 'upright'): string {
  const isStored = frame === 'stored';
  return folderOf({
    'labels.json': cocoText(
      [['turned.jpg', isStored ? WIDTH : HEIGHT, isStored ? HEIGHT : WIDTH]],
      ['first', 'second'],
      [{ category: 2, bbox: isStored ? [...BLOCK] : upright(BLOCK, orientation) }],
    ),
    'turned.jpg': turned(stored, orientation),
  });
}

async function shown(page: Page): Promise<{ shot: Shot; block: Edges }> {
  await look(page, 'turned.jpg');
  const names = page.getByRole('toolbar', { name: 'Display' }).getByRole('button', { name: 'Names' });
  if ((await names.getAttribute('aria-pressed')) === 'true') await names.click();
  const shot = await shoot(page);
  const block = edgesOf(shot, (colour) => distance(colour, [230, 20, 20]) < 40);
  if (!block) throw new Error('the block is not in sight');
  return { shot, block };
}

/** How many of the four sides of the painted block have the line of the class on them. */
function linedSides({ shot, block: { left, top, right, bottom } }: { shot: Shot; block: Edges }): number {
  const places = [
    [(left + right) / 2, top],
    [(left + right) / 2, bottom],
    [left, (top + bottom) / 2],
    [right, (top + bottom) / 2],
  ] as const;
  return places.filter(([x, y]) => nearest(shot, { x, y }, classColour(1), 4) < 40).length;
}

it.each([
  [6, 'stored'],
  [8, 'stored'],
  [6, 'upright'],
  [8, 'upright'],
] as const)('draws on a picture of orientation %d whose labels mean the %s pixels', async (orientation, frame) => {
  const { page } = await openDropped([dataset(orientation, frame)]);
  const { shot, block } = await shown(page);
  expect(linedSides({ shot, block })).toBe(4);
  // As stored the block lies, upright it stands.
  expect(block.right - block.left > block.bottom - block.top).toBe(frame === 'stored');
  const host = await canvas(page).boundingBox();
  await page.mouse.move((host?.x ?? 0) + block.left, (host?.y ?? 0) + block.top);
  await page.mouse.wheel(0, -150);
  await page.mouse.move(1, 1);
  const near = await shown(page);
  expect(near.block.right - near.block.left).toBeGreaterThan((block.right - block.left) * 1.2);
  expect(linedSides(near)).toBe(4);
});

it('turns the picture under the labels when the other pixels are chosen', async () => {
  const { page } = await openDropped([dataset(6, 'stored')]);
  expect(linedSides(await shown(page))).toBe(4);
  const more = page.getByRole('toolbar', { name: 'Display' }).getByRole('button', { name: 'Display' });
  await more.click();
  await page
    .getByRole('radio', { name: 'the picture turned upright (EXIF)' })
    .or(page.getByRole('button', { name: 'the picture turned upright (EXIF)' }))
    .click();
  await page.keyboard.press('Escape');
  await expect
    .poll(async () => {
      const { block } = await shown(page);
      return block.right - block.left < block.bottom - block.top;
    })
    .toBe(true);
  expect(linedSides(await shown(page))).toBeLessThan(3);
});

it('has thumbnails in a browser without ImageDecoder, too', async () => {
  const dist = emptyFolder('dist');
  cpSync(inject('dist'), dist, { recursive: true });
  const worker = readdirSync(join(dist, 'assets')).find((name) => /^decode-worker.*\.js$/.test(name)) ?? 'none';
  const path = join(dist, 'assets', worker);
  writeFileSync(path, `delete globalThis.ImageDecoder;${readFileSync(path, 'utf8')}`);
  const host = await plainHost(dist);
  try {
    const app = await openDropped([dataset(6, 'stored')], { url: host.url });
    await expect.poll(() => thumbnailColours(app.page)).toEqual(['128 128 128']);
    expect(host.asked).toContain(`/assets/${worker}`);
    await app.close();
  } finally {
    await host.close();
  }
});
