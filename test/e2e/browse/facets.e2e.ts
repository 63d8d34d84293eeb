import { describe, expect, it } from 'vitest';
import type { App } from '../harness.ts';
import {
  answered,
  counts,
  expectRetyped,
  facet,
  inspector,
  openDropped,
  query,
  restingPixels,
  rowCount,
  sample,
  status,
  value,
} from '../screen.ts';
import { count, countClasses, shelves, SHELF_CLASSES, street, type Label } from './recount.ts';

const SHELVES = sample('yolo/shelves');
const STREET = sample('coco/street');
const TALL = { height: 1400 };

const line = (samples: number, of: number, annotations: number, all: number): string =>
  `${samples} of ${of} images · ${annotations} of ${all} annotations`;
async function expectStatus(app: App, text: string): Promise<void> {
  await expect.poll(() => status(app.page)).toBe(text);
}

/** Opens a facet that is folded at first. */
async function unfold({ page }: App, name: string): Promise<void> {
  const fold = facet(page, name).getByRole('button', { name, exact: true });
  if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
}

async function click(app: App, facetName: string, name: string, only = false): Promise<void> {
  await value(app.page, facetName, name).click(only ? { modifiers: ['Alt'] } : {});
  await answered(app.page);
}

describe('the class facet', () => {
  const labels = shelves();
  const of = (name: string): Label[] => labels.filter((label) => label.name === name);
  const samplesOf = (name: string): Set<string> => new Set(of(name).map((label) => label.sample));

  it('asks for any, all or none of the chosen classes', async () => {
    const app = await openDropped([SHELVES], TALL);
    const { page } = app;
    await click(app, 'Class', 'jar');
    await expect.poll(() => query(page)).toBe('class:jar');
    await expectStatus(app, line(samplesOf('jar').size, 19, of('jar').length, 535));

    await click(app, 'Class', 'carton');
    const either = labels.filter(({ name }) => name === 'jar' || name === 'carton');
    await expectStatus(app, line(count(either)[0], 19, either.length, 535));
    await expectRetyped(app, [SHELVES]);

    const both = [...samplesOf('jar')].filter((name) => samplesOf('carton').has(name));
    expect(both.length).toBeGreaterThan(0);
    await facet(page, 'Class').getByRole('radio', { name: 'all' }).click();
    await expectStatus(app, line(both.length, 19, either.filter((label) => both.includes(label.sample)).length, 535));
    await expectRetyped(app, [SHELVES]);

    const neither = 19 - count(either)[0];
    await facet(page, 'Class').getByRole('radio', { name: 'none' }).click();
    await expect.poll(() => rowCount(page)).toBe(neither);
    await expect.poll(() => query(page)).toBe('-class:jar,carton');
    await expectRetyped(app, [SHELVES]);

    // A click takes a class out again; without any, nothing is asked.
    await click(app, 'Class', 'jar');
    await expect.poll(() => rowCount(page)).toBe(19 - samplesOf('carton').size);
    await click(app, 'Class', 'carton');
    await expect.poll(() => query(page)).toBe('');
  });

  it('leaves only the class that is alt-clicked, and all of them at the second time', async () => {
    const app = await openDropped([SHELVES], TALL);
    await click(app, 'Class', 'jar');
    await click(app, 'Class', 'can', true);
    await expect.poll(() => query(app.page)).toBe('class:can');
    await expect.poll(() => value(app.page, 'Class', 'jar').getAttribute('aria-checked')).toBe('false');
    await expect.poll(() => value(app.page, 'Class', 'can').getAttribute('aria-checked')).toBe('true');
    await expectRetyped(app, [SHELVES]);
    await click(app, 'Class', 'can', true);
    await expect.poll(() => query(app.page)).toBe('');
  });

  it('works by keyboard', async () => {
    const app = await openDropped([SHELVES], TALL);
    await value(app.page, 'Class', 'bottle').focus();
    await app.page.keyboard.press('Space');
    await expectStatus(app, line(samplesOf('bottle').size, 19, of('bottle').length, 535));
    await facet(app.page, 'Class').getByRole('radio', { name: 'any' }).focus();
    await app.page.keyboard.press('ArrowRight');
    await app.page.keyboard.press('ArrowRight');
    await expect.poll(() => query(app.page)).toBe('-class:bottle');
  });

  it('is searched, and ordered by count, by name and as in the file', async () => {
    const { page } = await openDropped([SHELVES], TALL);
    const shown = async (): Promise<string[]> => Object.keys(await counts(page, 'Class'));
    const order = facet(page, 'Class').getByRole('button', { name: /^Order of the classes/ });
    await expect.poll(() => shown()).toEqual(SHELF_CLASSES.toSorted((a, b) => of(b).length - of(a).length));
    await order.click();
    await expect.poll(() => shown()).toEqual(SHELF_CLASSES.toSorted());
    await order.click();
    await expect.poll(() => shown()).toEqual(SHELF_CLASSES);
    await facet(page, 'Class').getByRole('searchbox', { name: 'Find a class' }).fill('CA');
    await expect.poll(() => shown()).toEqual(['can', 'carton']);
    await facet(page, 'Class').getByRole('searchbox', { name: 'Find a class' }).fill('zebra');
    await facet(page, 'Class').getByText('Nothing found for “zebra”').waitFor();
  });

  it('counts under the other filters, not under its own', async () => {
    const app = await openDropped([SHELVES], TALL);
    await click(app, 'Split', 'val');
    const val = labels.filter(({ split }) => split === 'val');
    await expect.poll(() => counts(app.page, 'Class')).toEqual(countClasses(val, SHELF_CLASSES));
    await click(app, 'Class', 'can');
    await expectStatus(
      app,
      line(count(val.filter(({ name }) => name === 'can'))[0], 19, val.filter(({ name }) => name === 'can').length, 535),
    );
    await expect.poll(() => counts(app.page, 'Class')).toEqual(countClasses(val, SHELF_CLASSES));
    const cans = (split: string): number => count(labels.filter((label) => label.name === 'can' && label.split === split))[0];
    await expect.poll(() => counts(app.page, 'Split')).toEqual({ train: [cans('train')], val: [cans('val')] });
    await expectRetyped(app, [SHELVES]);
  });

  it('hides a class on the picture, which filters nothing', async () => {
    const app = await openDropped([STREET], TALL);
    const { page } = app;
    const picture = inspector(page).getByRole('img', { name: /annotations$/ });
    await page.mouse.move(700, 5);
    await expect.poll(() => picture.getAttribute('aria-busy')).toBe('false');
    const before = {
      status: await status(page),
      counts: await counts(page, 'Class'),
      pixels: await restingPixels(picture),
    };
    await facet(page, 'Class').getByRole('button', { name: 'Hide person on the picture' }).click();
    await page.mouse.move(700, 5);
    await expect.poll(() => restingPixels(picture)).not.toBe(before.pixels);
    await expect
      .poll(async () => ({ status: await status(page), counts: await counts(page, 'Class') }))
      .toEqual({ status: before.status, counts: before.counts });
    await expect.poll(() => query(page)).toBe('');
    await facet(page, 'Class').getByRole('button', { name: 'Show person on the picture' }).click();
    await page.mouse.move(700, 5);
    await expect.poll(() => restingPixels(picture)).toBe(before.pixels);
  });

  it('gives a class one colour, in every view and under every filter', async () => {
    const app = await openDropped([STREET], TALL);
    const { page } = app;
    /** Computed colours of the swatches beside a name. */
    const colours = (scope: string): Promise<string[]> =>
      page.locator(scope).evaluateAll((elements) =>
        elements
          .flatMap((element) => [...element.querySelectorAll<HTMLElement>('[style*="--c"]')])
          .filter((swatch) => /^car\b/.test(swatch.nextElementSibling?.textContent ?? ''))
          .map((swatch) => getComputedStyle(swatch).backgroundColor),
      );
    await expect.poll(() => colours('nav')).toHaveLength(1);
    const facetColour = await colours('nav');
    await click(app, 'Class', 'car');
    await click(app, 'Split', 'val');
    const everywhere = async (): Promise<string[]> => [
      ...(await colours('nav')),
      ...(await colours('[role=grid]')),
      ...(await colours('[role=listbox]')),
    ];
    await expect.poll(async () => (await everywhere()).length).toBeGreaterThan(5);
    const filtered = await everywhere();
    await page.getByRole('radio', { name: 'Gallery' }).click();
    await answered(page);
    await expect.poll(async () => (await colours('[role=grid]')).length).toBeGreaterThan(0);
    const inGallery = await colours('[role=grid]');
    expect(new Set([...facetColour, ...filtered, ...inGallery]).size).toBe(1);
    await click(app, 'Class', 'car');
    await click(app, 'Class', 'dog');
    await expect.poll(() => colours('nav')).toEqual(facetColour);
  });
});

describe('the other facets', () => {
  const { truth, predictions } = street();
  const all = [...truth, ...predictions];

  it('filter by split', async () => {
    const app = await openDropped([SHELVES], TALL);
    await click(app, 'Split', 'val');
    await expectStatus(app, line(5, 19, shelves().filter(({ split }) => split === 'val').length, 535));
    await expect.poll(() => query(app.page)).toBe('split:val');
    await expectRetyped(app, [SHELVES]);
  });

  it('filter by the kind of label', async () => {
    const app = await openDropped([STREET], TALL);
    await click(app, 'Label kind', 'mask');
    const masks = truth.filter(({ mask }) => mask);
    await expectStatus(app, line(count(masks)[0], 24, masks.length, all.length));
    await expectRetyped(app, [STREET]);
    await click(app, 'Label kind', 'polygon');
    const shaped = truth.filter(({ mask, polygon }) => mask || polygon);
    await expectStatus(app, line(count(shaped)[0], 24, shaped.length, all.length));
    await expectRetyped(app, [STREET]);
  });

  it('filter by label set, and hide a set as if it were not there', async () => {
    const app = await openDropped([STREET], TALL);
    await click(app, 'Label set', 'model-a_results');
    await expectStatus(app, line(count(predictions)[0], 24, predictions.length, all.length));
    await expectRetyped(app, [STREET]);
    await click(app, 'Label set', 'model-a_results');
    await app.page.getByRole('button', { name: 'Hide label set model-a_results' }).click();
    await expect.poll(() => counts(app.page, 'Class')).toEqual(countClasses(truth, street().classes));
    await expect.poll(() => query(app.page)).toBe('-set:model-a_results');
    await expectRetyped(app, [STREET]);
    await app.page.getByRole('button', { name: 'Show label set model-a_results' }).click();
    await expect.poll(() => counts(app.page, 'Class')).toEqual(countClasses(all, street().classes));
  });

  it('take predictions below a score out, and leave truth', async () => {
    const app = await openDropped([STREET], TALL);
    await facet(app.page, 'Label set').getByRole('slider', { name: 'Smallest score shown' }).fill('0.7');
    const kept = [...truth, ...predictions.filter(({ score = 0 }) => score >= 0.7)];
    expect(kept.length).toBeLessThan(all.length - 10);
    await expect.poll(() => counts(app.page, 'Class')).toEqual(countClasses(kept, street().classes));
    await expect.poll(() => query(app.page)).toBe('threshold>=0.7');
    await expectRetyped(app, [STREET]);
    // By keyboard, in steps of a hundredth.
    await facet(app.page, 'Label set').getByRole('slider', { name: 'Smallest score shown' }).press('ArrowRight');
    await expect.poll(() => query(app.page)).toBe('threshold>=0.71');
  });

  it('filter by flag', async () => {
    const app = await openDropped([STREET], TALL);
    await unfold(app, 'Flags');
    await click(app, 'Flags', 'crowd');
    const crowds = truth.filter(({ crowd }) => crowd);
    expect(crowds.length).toBeGreaterThan(0);
    await expectStatus(app, line(count(crowds)[0], 24, crowds.length, all.length));
    await expectRetyped(app, [STREET]);
  });

  it('filter by the state of labels and of images, and by problem', async () => {
    const app = await openDropped([SHELVES], TALL);
    for (const [facetName, name, text] of [
      ['Labels of an image', 'empty label file', 'labels:empty'],
      ['Labels of an image', 'no label file', 'labels:missing'],
      ['Image file', 'missing', 'image:missing'],
      ['Problems', 'label-empty', 'problem:label-empty'],
    ] as const) {
      await unfold(app, facetName);
      await expect.poll(async () => (await counts(app.page, facetName))[name]).toEqual([1]);
      await click(app, facetName, name);
      await expect.poll(() => rowCount(app.page)).toBe(1);
      await expect.poll(() => query(app.page)).toBe(text);
      await expectRetyped(app, [SHELVES]);
      await click(app, facetName, name);
      await expect.poll(() => rowCount(app.page)).toBe(19);
    }
  });

  it('filter records by a column, together with others', async () => {
    const app = await openDropped([sample('csv/plants')], TALL);
    await click(app, 'light', 'sun');
    await expect.poll(() => rowCount(app.page)).toBe(37);
    await click(app, 'edible', 'yes');
    await expect.poll(() => rowCount(app.page)).toBeLessThan(37);
    await expectRetyped(app, [sample('csv/plants')]);
    // A value that is not there has a name and a query text too.
    await app.page.getByRole('button', { name: 'Clear the query' }).click();
    await click(app, 'family', '(none)');
    await expect.poll(() => rowCount(app.page)).toBe(1);
    await expectRetyped(app, [sample('csv/plants')]);
  });

  it('fold, and stay folded after a reload', async () => {
    const app = await openDropped([SHELVES], TALL);
    const fold = facet(app.page, 'Split').getByRole('button', { name: 'Split', exact: true });
    await fold.click();
    await expect.poll(() => value(app.page, 'Split', 'val').count()).toBe(0);
    await app.page.reload();
    await app.dropPaths([SHELVES]);
    await value(app.page, 'Class', 'can').waitFor();
    await expect.poll(() => fold.getAttribute('aria-expanded')).toBe('false');
  });
});
