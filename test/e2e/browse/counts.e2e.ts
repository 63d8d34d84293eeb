import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { answered, counts, expectedOf, facet, grid, openDropped, rowCount, row, sample, status, value } from '../screen.ts';

/** Tall enough for all rows of our own datasets of images. */
const TALL = { height: 1400 };

describe.each(['coco/street', 'yolo/shelves', 'imagefolder/fruit', 'images/postcards'])('%s', (id) => {
  const expected = expectedOf(id);

  it('says in status line, grid and facets what the dataset holds', async () => {
    const { page } = await openDropped([sample(id)], TALL);
    const predictions = expected.labelSets.filter(({ role }) => role === 'prediction');
    for (const { name } of predictions) await page.getByRole('button', { name: `Hide label set ${name}` }).click();
    await answered(page);

    const all = expected.annotations + predictions.reduce((sum, set) => sum + set.annotations, 0);
    await expect
      .poll(() => status(page))
      .toMatch(
        new RegExp(
          `^${expected.samples} of ${expected.samples} images · ${expected.annotations} of (${expected.annotations}|${all}) annotations`,
        ),
      );
    await expect.poll(() => rowCount(page)).toBe(expected.samples);
    await row(page, expected.samples).waitFor();
    const indices = await grid(page)
      .getByRole('row')
      .evaluateAll((rows) => rows.map((each) => Number(each.getAttribute('aria-rowindex'))));
    expect(indices.toSorted((a, b) => a - b)).toEqual(Array.from({ length: expected.samples + 1 }, (_, at) => at + 1));

    const classes = Object.fromEntries(expected.categories.map(({ name, samples, annotations }) => [name, [samples, annotations]]));
    await expect.poll(() => counts(page, 'Class')).toEqual(classes);
    const single = (numbers: Readonly<Record<string, number>>): Record<string, number[]> =>
      Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, [n]]));
    await expect.poll(() => counts(page, 'Split')).toEqual(single(expected.splits));
    await expect.poll(() => counts(page, 'Label kind')).toEqual(single(expected.byKind));
    const problems = expected.problems.reduce((sum, { count }) => sum + count, 0);
    await expect.poll(() => page.getByRole('button', { name: `Problems (${problems})` }).count()).toBe(1);
  });
});

/** How many records have each value, most first, by a reader of our own. */
function recount(values: readonly unknown[]): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const each of values) found[String(each)] = [(found[String(each)]?.[0] ?? 0) + 1];
  return found;
}

it('says of a JSONL file how many records have which value', async () => {
  const lines = readFileSync(join(sample('jsonl/support-chats'), 'support-chats.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const records = lines.map((line) => JSON.parse(line) as { lang: string; topic: string });
  const { page } = await openDropped([sample('jsonl/support-chats')]);
  await expect.poll(() => status(page)).toBe(`${records.length} of ${records.length} records`);
  await expect.poll(() => rowCount(page)).toBe(expectedOf('jsonl/support-chats').samples);
  await value(page, 'lang', 'en').waitFor();
  await expect.poll(() => counts(page, 'lang')).toEqual(recount(records.map(({ lang }) => lang)));
});

it('says of a CSV file how many records have which value', async () => {
  const text = readFileSync(join(sample('csv/plants'), 'plants.csv'), 'utf8');
  const { data } = Papa.parse<{ family: string; light: string }>(text, { header: true, skipEmptyLines: true });
  const { page } = await openDropped([sample('csv/plants')]);
  await expect.poll(() => status(page)).toBe(`${data.length} of ${data.length} records`);
  await expect.poll(() => rowCount(page)).toBe(expectedOf('csv/plants').samples);
  await value(page, 'light', 'sun').waitFor();
  await expect.poll(() => counts(page, 'light')).toEqual(recount(data.map(({ light }) => light)));
  await facet(page, 'family').getByRole('button', { name: /more$/ }).click();
  await expect.poll(() => counts(page, 'family')).toEqual(recount(data.map(({ family }) => family || '(none)')));
});
