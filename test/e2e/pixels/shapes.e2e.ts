/** Every kind of shape is drawn where the file says, in the colour of its class, and nowhere else. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { cocoText, folderOf, greyPng, type MadeAnnotation } from '../made.ts';
import { openDropped, typeQuery, value } from '../screen.ts';
import {
  canvas,
  classColour,
  distance,
  expectFill,
  expectGrey,
  expectLine,
  look,
  mappingOf,
  MARKED,
  WIDTH,
  HEIGHT,
  nearest,
  shoot,
  type Mapping,
  type Shot,
} from './canvas.ts';
import { compressed, runsOf } from './rle.ts';

/** A disc, as pixels of a mask. */
const isInDisc = (x: number, y: number): boolean => Math.hypot(x - 160, y - 120) < 60;
const DISC = { size: [HEIGHT, WIDTH], counts: runsOf(WIDTH, HEIGHT, isInDisc) };

const ANNOTATIONS: Readonly<Record<string, readonly MadeAnnotation[]>> = {
  'box.png': [{ category: 1, bbox: [60, 50, 160, 100] }],
  'polygon.png': [
    {
      category: 2,
      segmentation: [
        [40, 40, 120, 40, 120, 120, 40, 120],
        [200, 120, 280, 120, 240, 200],
      ],
    },
  ],
  'mask.png': [{ category: 3, segmentation: DISC }],
  'compressed.png': [{ category: 4, segmentation: { ...DISC, counts: compressed(DISC.counts) } }],
  'crowd.png': [{ category: 5, iscrowd: 1, segmentation: DISC }],
  'keypoints.png': [{ category: 6, num_keypoints: 3, keypoints: [80, 60, 2, 240, 60, 2, 240, 180, 1, 0, 0, 0] }],
  'two.png': [
    { category: 1, bbox: [40, 60, 90, 120] },
    { category: 2, bbox: [190, 60, 90, 120] },
  ],
  'predicted.png': [],
};
const NAMES = Object.keys(ANNOTATIONS);
const POSE = {
  name: 'pose',
  keypoints: ['a', 'b', 'c', 'd'],
  skeleton: [
    [1, 2],
    [2, 3],
    [3, 4],
  ],
};

let folder: string;
beforeAll(() => {
  folder = folderOf({
    'labels.json': cocoText(
      NAMES.map((name) => [name, WIDTH, HEIGHT]),
      ['box', 'polygon', 'mask', 'compressed', 'crowd', POSE],
      NAMES.flatMap((name, at) => (ANNOTATIONS[name] ?? []).map((annotation) => ({ image: at + 1, ...annotation }))),
    ),
    'results.json': JSON.stringify([
      { image_id: NAMES.indexOf('predicted.png') + 1, category_id: 4, bbox: [60, 50, 160, 100], score: 0.75 },
    ]),
    ...Object.fromEntries(NAMES.map((name) => [name, MARKED])),
  });
});

/** The picture of a sample, without names on it. */
async function shown(page: Page, name: string): Promise<{ shot: Shot; map: Mapping }> {
  await look(page, name);
  const names = page.getByRole('toolbar', { name: 'Display' }).getByRole('button', { name: 'Names' });
  if ((await names.getAttribute('aria-pressed')) === 'true') await names.click();
  const shot = await shoot(page);
  return { shot, map: mappingOf(shot) };
}

async function zoomed(page: Page, x: number, y: number, map: Mapping): Promise<{ shot: Shot; map: Mapping }> {
  const host = await canvas(page).boundingBox();
  const at = map(x, y);
  await page.mouse.move((host?.x ?? 0) + at.x, (host?.y ?? 0) + at.y);
  await page.mouse.wheel(0, -150);
  await page.mouse.move(1, 1);
  const shot = await shoot(page);
  return { shot, map: mappingOf(shot, true) };
}

function expectBox(shot: Shot, map: Mapping, [x, y, width, height]: readonly [number, number, number, number], category: number): void {
  const colour = classColour(category);
  for (const share of [0.13, 0.5, 0.87]) {
    expectLine(shot, map(x + width * share, y), colour);
    expectLine(shot, map(x + width * share, y + height), colour);
    expectLine(shot, map(x, y + height * share), colour);
    expectLine(shot, map(x + width, y + height * share), colour);
  }
  const away = 6 / map.scale;
  for (const [px, py] of [
    [x - away, y + height / 2],
    [x + away, y + height / 2],
    [x + width + away, y],
    [x + width / 2, y + height - away],
    [x + width / 2, y + height / 2],
    [x - away, y - away],
  ] as const)
    expectGrey(shot, map(px, py));
}

describe('COCO', () => {
  it('draws a box on its four sides, at fit and enlarged', async () => {
    const { page } = await openDropped([folder]);
    const fit = await shown(page, 'box.png');
    expectBox(fit.shot, fit.map, [60, 50, 160, 100], 0);
    const near = await zoomed(page, 160, 120, fit.map);
    expect(near.map.scale).toBeGreaterThan(fit.map.scale);
    expectBox(near.shot, near.map, [60, 50, 160, 100], 0);
  });

  it('draws both parts of a polygon, and nothing between them', async () => {
    const { page } = await openDropped([folder]);
    const { shot, map } = await shown(page, 'polygon.png');
    const colour = classColour(1);
    for (const [x, y] of [
      [80, 40],
      [120, 80],
      [80, 120],
      [40, 80],
      [240, 120],
      [220, 160],
      [260, 160],
    ] as const)
      expectLine(shot, map(x, y), colour);
    for (const [x, y] of [
      [80, 80],
      [60, 100],
      [240, 150],
    ] as const)
      expectFill(shot, map(x, y), colour);
    for (const [x, y] of [
      [160, 120],
      [160, 80],
      [205, 160],
      [240, 215],
      [20, 80],
    ] as const)
      expectGrey(shot, map(x, y));
  });

  it.each([
    ['uncompressed', 'mask.png', 2],
    ['compressed', 'compressed.png', 3],
  ] as const)('draws a mask of %s runs, at fit and enlarged', async (_name, name, category) => {
    const { page } = await openDropped([folder]);
    const fit = await shown(page, name);
    const colour = classColour(category);
    for (const { shot, map } of [fit, await zoomed(page, 160, 120, fit.map)]) {
      for (const angle of [0, 0.7, 1.6, 2.9, 4, 5.5]) {
        expectLine(shot, map(160 + 60 * Math.cos(angle), 120 + 60 * Math.sin(angle)), colour, 2);
        expectFill(shot, map(160 + 50 * Math.cos(angle), 120 + 50 * Math.sin(angle)), colour);
        expectGrey(shot, map(160 + 68 * Math.cos(angle), 120 + 68 * Math.sin(angle)));
      }
      expectFill(shot, map(160, 120), colour);
    }
  });

  it('hatches a crowd', async () => {
    const { page } = await openDropped([folder]);
    const { shot, map } = await shown(page, 'crowd.png');
    const colour = classColour(4);
    // Across the stripes there are some of more colour and some of less.
    const across = Array.from({ length: 60 }, (_, at) =>
      distance(shot.at(map(140 + at / 2, 100 + at / 2).x, map(140 + at / 2, 100 + at / 2).y), colour),
    );
    expect(Math.max(...across) - Math.min(...across)).toBeGreaterThan(8);
    for (const angle of [0, 2, 4]) {
      expectLine(shot, map(160 + 60 * Math.cos(angle), 120 + 60 * Math.sin(angle)), colour, 2);
      expectGrey(shot, map(160 + 68 * Math.cos(angle), 120 + 68 * Math.sin(angle)));
    }
  });

  it('draws keypoints with the bones between those that are there', async () => {
    const { page } = await openDropped([folder]);
    const { shot, map } = await shown(page, 'keypoints.png');
    const colour = classColour(5);
    for (const [x, y] of [
      [160, 60],
      [120, 60],
      [240, 120],
      [240, 150],
    ] as const)
      expectLine(shot, map(x, y), colour);
    // A visible joint is full, a hidden one hollow, an absent one has no bone.
    expect(nearest(shot, map(80, 60), [255, 255, 255])).toBeLessThan(24);
    expect(nearest(shot, map(240, 180), [255, 255, 255], 0)).toBeGreaterThan(40);
    expect(nearest(shot, map(240, 180), [255, 255, 255], 4)).toBeLessThan(60);
    for (const [x, y] of [
      [120, 90],
      [160, 120],
      [60, 45],
      [160, 66],
      [234, 120],
    ] as const)
      expectGrey(shot, map(x, y));
  });

  it('dashes what a model said', async () => {
    const { page } = await openDropped([folder]);
    const { shot, map } = await shown(page, 'predicted.png');
    const colour = classColour(3);
    const along = Array.from(
      { length: 100 },
      (_, at) =>
        nearest(shot, { x: map(80, 50).x + at, y: map(80, 50).y }, colour, 0) <= 24 ||
        nearest(shot, { x: map(80, 50).x + at, y: map(80, 50).y - 1 }, colour, 0) <= 24,
    );
    const share = along.filter(Boolean).length / along.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.8);
    expectGrey(shot, map(140, 100));
  });

  it('dims what does not pass the filter and leaves the others bright', async () => {
    const { page } = await openDropped([folder]);
    const before = await shown(page, 'two.png');
    expectBox(before.shot, before.map, [40, 60, 90, 120], 0);
    expectBox(before.shot, before.map, [190, 60, 90, 120], 1);
    await typeQuery(page, 'class:box');
    const side = before.map(190, 120);
    // The sample is read again a moment after the rows.
    await expect.poll(async () => nearest(await shoot(page), side, classColour(1))).toBeGreaterThan(40);
    const { shot, map } = await shown(page, 'two.png');
    expectBox(shot, map, [40, 60, 90, 120], 0);
    expect(nearest(shot, side, classColour(1))).toBeGreaterThan(40);
    expect(distance(shot.at(side.x, side.y), [128, 128, 128])).toBeGreaterThan(12);
    await value(page, 'Class', 'box').click();
    await expect.poll(async () => nearest(await shoot(page), side, classColour(1))).toBeLessThan(24);
    const after = await shown(page, 'two.png');
    expectBox(after.shot, after.map, [190, 60, 90, 120], 1);
  });
});

it('draws a rotated box on its own sides, not around them', async () => {
  const corners = [160, 40, 260, 120, 160, 200, 60, 120];
  const obb = folderOf({
    'data.yaml': 'train: images\nnames: [a, b]\n',
    'images/turned.png': MARKED,
    'labels/turned.txt': `1 ${corners.map((number, at) => number / (at % 2 === 0 ? WIDTH : HEIGHT)).join(' ')}\n`,
  });
  const { page } = await openDropped([obb]);
  const fit = await shown(page, 'turned.png');
  const colour = classColour(1);
  for (const { shot, map } of [fit, await zoomed(page, 160, 120, fit.map)]) {
    for (const [x, y] of [
      [210, 80],
      [210, 160],
      [110, 160],
      [110, 80],
    ] as const)
      expectLine(shot, map(x, y), colour);
    for (const [x, y] of [
      [80, 60],
      [240, 60],
      [80, 180],
      [240, 180],
      [160, 120],
    ] as const)
      expectGrey(shot, map(x, y));
  }
});

it('writes the class of a whole image in its corner', async () => {
  const classes = folderOf({
    'cat/one.png': MARKED,
    'cat/two.png': MARKED,
    'dog/three.png': MARKED,
    'dog/four.png': greyPng(WIDTH, HEIGHT),
  });
  const { page } = await openDropped([classes]);
  await look(page, 'three.png');
  const shot = await shoot(page);
  const map = mappingOf(shot);
  const corner = map(0, 0);
  // The tag's own edge: the text lies further in.
  expectLine(shot, { x: corner.x + 8, y: corner.y + 14 }, classColour(1), 2);
  expectGrey(shot, map(160, 120));
  expectGrey(shot, map(250, 12));
});
