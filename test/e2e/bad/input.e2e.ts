/** What bad input gets: a problem with file and place, and everything around it on the screen. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApp } from '../harness.ts';
import { addFiles, cocoText, fileOf, folderOf, greyPng, yoloFiles } from '../made.ts';
import { column, counts, gallery, grid, inspector, names, openDropped, row, rowCount, sample, settled, status } from '../screen.ts';
import { problemLines } from './problems.ts';

const PICTURE = greyPng(40, 30);
const POINTER =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 132735\n';

/** Text as UTF-16, with the mark of its byte order. */
const utf16 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'));

describe('a file', () => {
  it('that is cut off keeps the records before the cut', async () => {
    const images = Array.from({ length: 5 }, (_, at) => [`p${at}.png`, 40, 30] as const);
    const text = cocoText(
      images,
      ['cat'],
      images.map((_, at) => ({ image: at + 1, bbox: [1, 1, 9, 9] })),
    );
    const cut = text.slice(0, text.lastIndexOf('"bbox"'));
    const { page } = await openDropped([folderOf({ 'labels.json': cut, ...Object.fromEntries(images.map(([name]) => [name, PICTURE])) })]);
    await expect.poll(() => status(page)).toBe('5 of 5 images · 4 of 4 annotations');
    await expect
      .poll(async () => (await problemLines(page)).join('\n'))
      .toMatch(/labels\.json.*ends at byte \d+, in the middle of “annotations”/);
    await page.getByText('Every record is accounted for').waitFor();
    await page.getByText(/10 read = 9 shown \+ 1 rejected|11 read = 10 shown \+ 1 rejected/).waitFor();
  });

  it('that is empty, binary or a bad line is told by name and line, and the others are there', async () => {
    const folder = folderOf(yoloFiles(6, ['a'], PICTURE));
    addFiles(folder, {
      'labels/train/p1.txt': '',
      'labels/train/p2.txt': Uint8Array.from({ length: 600 }, (_, at) => (at * 7) % 32),
      'labels/train/p3.txt': '0 0.5 0.5 0.2 0.2\n0 0.5 zero 0.2 0.2\n0 0.5\n0 0.4 0.4 0.1 0.1\n',
      'labels/train/p4.txt': '7 0.5 0.5 0.2 0.2\n',
    });
    const { page } = await openDropped([folder]);
    await expect.poll(() => rowCount(page)).toBe(6);
    const lines = (await problemLines(page)).join('\n');
    expect(lines).toMatch(/p1\.txt.*empty/);
    expect(lines).toMatch(/p2\.txt.*binary/);
    expect(lines).toMatch(/p3\.txt:2 Value 3 of 5 is no number: “zero”/);
    expect(lines).toMatch(/p3\.txt:3 2 values are too few/);
    expect(lines).toMatch(/p4\.txt:1 Class 7, but .*names 1 class/);
    await page.getByText('Every record is accounted for').waitFor();
  });

  it('of Parquet that would be decoded for ever loses that column alone, and nothing else waits for it', async () => {
    const bytes = readFileSync(join(sample('parquet/plants'), 'plants.parquet'));
    // The decoder of this bit's column loops; it was found by flipping all of them.
    bytes.writeUInt8(bytes.readUInt8(13_546 >> 3) ^ (1 << (13_546 & 7)), 13_546 >> 3);
    const { page } = await openDropped([folderOf({ 'plants.parquet': bytes })]);
    await expect.poll(() => rowCount(page)).toBe(60);
    await row(page, 1).click();
    await inspector(page).getByText('family', { exact: true }).first().waitFor();
    const lines = (await problemLines(page)).join('\n');
    expect(lines).toMatch(/plants\.parquet.*column “name” cannot be decoded.*did not end within 4 s/);
  });

  it('in another encoding is read, and which one is said', async () => {
    const gb = Uint8Array.from([...Buffer.from('name,city\n'), 0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0xb1, 0xb1, 0xbe, 0xa9, 0x0a]);
    const folder = folderOf({
      'wide.jsonl': utf16('{"name":"雪"}\n{"name":"été"}\n'),
      'gb.csv': gb,
      'mark.csv': '\ufeffname,city\nzoé,北京\n',
    });
    const { page } = await openDropped([folder]);
    const found: Record<string, string[]> = {};
    for (const name of ['wide.jsonl', 'gb.csv', 'mark.csv']) {
      await page.getByRole('button', { name: /^Switch dataset/ }).click();
      await page.getByRole('menuitem').getByText(name.replace(/\..*/, ''), { exact: false }).first().click();
      await settled(page);
      found[name] = await column(page, 'name');
    }
    expect(found).toEqual({ 'wide.jsonl': ['雪', 'été'], 'gb.csv': ['张三'], 'mark.csv': ['zoé'] });
    await expect.poll(async () => (await problemLines(page)).length).toBe(0);
  });

  it('of other text is told of with the encoding it was read as', async () => {
    const { page } = await openDropped([fileOf('wide.jsonl', utf16('{"name":"雪"}\n{"name":"été"}\n'))]);
    await expect.poll(async () => (await problemLines(page)).join('\n')).toMatch(/wide\.jsonl.*UTF-16.*not UTF-8/i);
  });

  it('with a gigantic line loses that line only', async () => {
    const gigantic = `{"name":"${'x'.repeat(68_000_000)}"}`;
    const { page } = await openDropped([fileOf('rows.jsonl', `{"name":"first"}\n${gigantic}\n{"name":"last"}\n`)]);
    // It keeps its row, with nothing in it that could be read.
    await expect.poll(() => column(page, 'name')).toEqual(['first', '', 'last']);
    await expect
      .poll(async () => (await problemLines(page)).join('\n'))
      .toMatch(/rows\.jsonl:2 68,000,01\d bytes in one record; up to 67,108,864 are read/);
  });

  it('with a record too long to be shown at once lets it be read to its end', async () => {
    const long = `{"text":"${'many words '.repeat(250_000)}the end"}`;
    const { page } = await openDropped([folderOf({ 'long.jsonl': `{"text":"short"}\n${long}\n{"text":"after"}\n` })]);
    await row(page, 2).click();
    const tab = inspector(page);
    await tab.getByRole('tab', { name: 'Raw' }).click();
    await tab.getByText('Bytes 0 to 1,048,576 of 2,750,018').waitFor();
    await tab.getByRole('button', { name: 'Next part' }).click();
    await tab.getByText('Bytes 1,048,576 to 2,097,152 of 2,750,018').waitFor();
    await tab.getByRole('button', { name: 'Last part' }).click();
    await tab.getByText('Bytes 1,701,442 to 2,750,018 of 2,750,018').waitFor();
    await expect.poll(() => tab.getByRole('button', { name: 'Last part' }).isDisabled()).toBe(true);
    await tab.getByRole('button', { name: 'Previous part' }).click();
    await tab.getByText('Bytes 1,048,576 to 2,097,152 of 2,750,018').waitFor();
  });

  it('that is a Git LFS pointer is told as what it is, and how to fetch it', async () => {
    const { page } = await openDropped([folderOf({ ...yoloFiles(2, ['a'], PICTURE), 'images/train/p1.png': POINTER })]);
    await expect.poll(() => rowCount(page)).toBe(2);
    await expect
      .poll(async () => (await problemLines(page)).join('\n'))
      .toMatch(/p1\.png.*A Git LFS pointer, not the file itself, which has 132,735 bytes\. Fetch it with “git lfs pull”/);
  });

  it('that is deleted after the drop is a problem of its sample', async () => {
    const folder = folderOf(yoloFiles(3, ['a'], PICTURE));
    const { page } = await openDropped([folder]);
    rmSync(join(folder, 'images/train/p3.png'));
    await row(page, 3).click();
    await page.getByText('The image does not decode').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Problems \([1-9]/ }).count()).toBe(1);
    await row(page, 1).click();
    await expect.poll(() => page.getByText('The image does not decode').count()).toBe(0);
    await row(page, 3).click();
    await inspector(page)
      .getByText(/changed or deleted after it was opened/)
      .waitFor();
    await expect.poll(() => rowCount(page)).toBe(3);
    await expect.poll(async () => (await problemLines(page)).join('\n')).toMatch(/p3\.png.*changed or deleted/);
  });

  it('of records that is deleted after the drop is told where the record would be', async () => {
    const file = fileOf('rows.jsonl', Array.from({ length: 50 }, (_, at) => `{"a":${at}}`).join('\n'));
    const { page } = await openDropped([file]);
    writeFileSync(file, '{"other":1}\n');
    await row(page, 7).click();
    await inspector(page)
      .getByText(/changed or deleted/)
      .first()
      .waitFor();
    await expect.poll(() => rowCount(page)).toBe(50);
  });
});

describe('an image', () => {
  it('that does not decode says so on its tile, in the inspector and in the list, and the others are drawn', async () => {
    const folder = folderOf({
      'good.png': PICTURE,
      'broken.png': Buffer.concat([PICTURE.subarray(0, 40), Buffer.from('not a picture')]),
      'text.jpg': 'hello',
    });
    const { page } = await openDropped([folder]);
    await expect.poll(() => rowCount(page)).toBe(3);
    await expect.poll(() => grid(page).getByText('This image does not decode').count()).toBe(2);
    await page
      .getByRole('radio', { name: 'Gallery' })
      .or(page.getByRole('button', { name: 'Gallery' }))
      .first()
      .click();
    await expect.poll(() => gallery(page).getByText('This image does not decode').count()).toBe(2);
    await gallery(page).getByText('broken.png').click();
    await page.getByText('The image does not decode').first().waitFor();
    await expect.poll(async () => (await problemLines(page)).join('\n')).toMatch(/broken\.png.*(does not decode|cannot be read)/);
  });

  it('of a name that two images have is told with both', async () => {
    const folder = folderOf({
      'labels.json': cocoText([['a.png', 40, 30]], ['cat'], [{ bbox: [1, 1, 9, 9] }]),
      'one/a.png': PICTURE,
      'two/a.png': PICTURE,
    });
    const { page } = await openDropped([folder]);
    const lines = (await problemLines(page)).join('\n');
    expect(lines).toMatch(/a\.png matches 2 images: .*one\/a\.png/);
    expect(lines).toMatch(/two\/a\.png/);
  });

  it('that is not there leaves a row, and the problem selects it', async () => {
    const folder = folderOf({
      'labels.json': cocoText(
        [
          ['a.png', 40, 30],
          ['gone.png', 40, 30],
        ],
        ['cat'],
        [{ image: 2, bbox: [1, 1, 9, 9] }],
      ),
      'a.png': PICTURE,
    });
    const { page } = await openDropped([folder]);
    await expect.poll(async () => (await names(page)).map((name) => name.split(' ')[0])).toEqual(['a.png', 'gone.png']);
    await problemLines(page);
    await page.getByRole('region', { name: 'Problems' }).getByRole('button').filter({ hasText: 'gone.png is not among the files' }).click();
    await inspector(page).getByRole('heading', { name: 'gone.png' }).waitFor();
    await page.getByText('The image is not in the folder').waitFor();
    await expect.poll(() => status(page)).toBe('2 of 2 images · 1 of 1 annotations');
  });
});

describe('a folder', () => {
  it('with nothing recognised says what was looked for and what was found', async () => {
    const { page, dropPaths } = await openApp();
    await dropPaths([folderOf({ 'readme.md': '# hello', 'src/a.c': 'int x;', 'src/b.c': 'int y;', LICENSE: 'text' })]);
    await page.getByRole('heading', { name: 'Nothing here was recognised' }).waitFor();
    const text = await page.getByRole('region', { name: 'Nothing here was recognised' }).innerText();
    expect(text).toContain('None of 4 files was recognised');
    expect(text).toContain('2 files .c');
    expect(text).toContain('1 file .md');
    expect(text).toContain('1 file without extension');
    for (const name of ['COCO', 'YOLO', 'ImageFolder', 'Images', 'JSONL', 'CSV']) expect(text).toContain(name);
    await page.getByRole('button', { name: 'Back to the start' }).click();
    await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
  });

  it('of Git LFS pointers alone says so for each', async () => {
    const { page, dropPaths } = await openApp();
    await dropPaths([folderOf({ 'a.csv': POINTER, 'b.jsonl': POINTER, 'c.json': POINTER })]);
    await page.getByRole('heading', { name: 'Nothing here was recognised' }).waitFor();
    await expect.poll(() => page.getByText(/A Git LFS pointer, not the file itself/).count()).toBe(3);
  });
});

describe('a drop of several datasets', () => {
  it('tells of the errors in those that are not looked at, and leads there', async () => {
    const whole = readFileSync(join(sample('parquet/plants'), 'plants.parquet'));
    const cut = whole.subarray(0, whole.length - 100);
    const folder = folderOf({ 'ok.jsonl': '{"name":"first"}\n{"name":"second"}\n', 'one.parquet': cut, 'two.parquet': cut });
    for (const [language, theme] of [
      ['zh', 'dark'],
      ['en', 'light'],
    ] as const) {
      const app = await openDropped([folder], { language, theme });
      const { page } = app;
      const [problems, others] =
        language === 'en'
          ? (['Problems (0) · 2 errors in other datasets', 'Other datasets with errors'] as const)
          : (['问题（0） · 其他数据集中有 2 个错误', '有错误的其他数据集'] as const);
      await page.getByRole('button', { name: /^(Switch dataset|切换数据集)/ }).click();
      const menu = page.getByRole('menu').getByRole('group');
      await menu.waitFor();
      await expect.poll(() => menu.getByTitle(language === 'en' ? '1 error' : '1 个错误').count()).toBe(2);
      await app.shot(`datasets-counted-${language}`);
      await app.axe();
      await menu.getByText('ok.jsonl', { exact: true }).click();
      await page.getByRole('button', { name: problems, exact: true }).click();
      const lines = page.getByRole('group', { name: others }).getByRole('button');
      await expect
        .poll(() => lines.allInnerTexts())
        .toEqual([expect.stringMatching(/^one\.parquet\s/), expect.stringMatching(/^two\.parquet\s/)]);
      await app.shot(`problems-elsewhere-${language}`);
      await app.axe();
      await lines.filter({ hasText: 'two.parquet' }).click();
      await page
        .getByRole('button', {
          name: language === 'en' ? 'Problems (1) · 1 error in other datasets' : '问题（1） · 其他数据集中有 1 个错误',
        })
        .waitFor();
      await expect.poll(() => lines.allInnerTexts()).toEqual([expect.stringMatching(/^one\.parquet\s/)]);
      // Who was led here is still in the panel: the next Tab is in it.
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.closest('section')?.ariaLabel))
        .toBe(language === 'en' ? 'Problems' : '问题');
    }
  });
});

describe('labels that are each in order', () => {
  it('are told of where two boxes are one, or two classes, and counted beside the other problems', async () => {
    const boxes = Array.from({ length: 20 }, (_, at) => ({ image: 1, category: 1, bbox: [at * 10, 1, 8, 8] }));
    const text = cocoText(
      [
        ['a.png', 400, 300],
        ['b.png', 400, 300],
      ],
      ['person', 'Person '],
      [...boxes, { image: 2, category: 2, bbox: [5, 5, 40, 40] }, { image: 2, category: 2, bbox: [5, 5, 40, 41] }],
    );
    const { page } = await openDropped([fileOf('labels.json', text)]);
    await page.getByRole('button', { name: 'Problems (3)' }).waitFor();
    await expect.poll(async () => (await counts(page, 'Problems'))['box-doubled']).toEqual([1]);
    const lines = (await problemLines(page)).join('\n');
    expect(lines).toMatch(/labels\.json.*Another box of “Person ” is already there, IoU 0\.98/);
    expect(lines).toMatch(/“Person ” \(2 labels\) beside “person” \(20\)/);
  });
});
