/** Real folders and files of this disk, dropped as a person drops them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApp, type App } from '../harness.ts';
import { cocoText, emptyFolder, fileOf, folderOf, greyPng, yoloFiles, type Contents } from '../made.ts';
import { names, openDropped, sample, settled, status, thumbnailColours } from '../screen.ts';
import { chooseInMenu, current, datasets } from './datasets.ts';

const PICTURE = greyPng(40, 30);

describe('a dropped folder', () => {
  it('opens with folders in folders, whatever their names', async () => {
    const deep = '数据 集/épreuve nº 1/Ünïcode/один/two words/c/d/e/f/g';
    const files: Record<string, string | Uint8Array> = {
      [`${deep}/data.yaml`]: 'path: .\ntrain: images/train\nval: images/val\nnames: [猫, "chien à poil"]\n',
    };
    for (const name of ['图 1', 'smile 😀', 'naïve', '한글']) {
      files[`${deep}/images/train/${name}.png`] = PICTURE;
      files[`${deep}/labels/train/${name}.txt`] = '0 0.5 0.5 0.2 0.2\n1 0.3 0.3 0.1 0.1\n';
    }
    files[`${deep}/images/val/a'b"c.png`] = PICTURE;
    files[`${deep}/labels/val/a'b"c.txt`] = '1 0.5 0.5 0.2 0.2\n';
    const { page } = await openDropped([folderOf(files, 'top folder ü')]);
    await expect.poll(() => status(page)).toBe('5 of 5 images · 9 of 9 annotations');
    const shown = (await names(page)).map((name) => name.slice(name.lastIndexOf('/') + 1));
    expect(shown.toSorted()).toEqual(['图 1.png', 'smile 😀.png', 'naïve.png', '한글.png', `a'b"c.png`].toSorted());
    await page.getByRole('checkbox', { name: 'chien à poil', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Problems (0)' }).waitFor();
  });

  it('opens with more entries in one folder than a browser gives at a time', async () => {
    const { page } = await openDropped([folderOf(yoloFiles(350, ['thing'], PICTURE))]);
    await expect.poll(() => status(page)).toBe('350 of 350 images · 350 of 350 annotations');
    await page.getByRole('button', { name: 'Problems (0)' }).waitFor();
  });

  it('opens where it is dropped, on the start screen, the table or the inspector', async () => {
    const { page, dropPaths } = await openDropped([sample('yolo/darknet-dice')]);
    await dropPaths([sample('csv/plants')], '[role=grid]');
    await expect.poll(() => datasets(page)).toEqual(['darknet-dice', 'plants.csv']);
    await settled(page);
    await dropPaths([sample('imagefolder/fruit')], 'aside, [role=complementary]');
    await expect.poll(() => datasets(page)).toEqual(['darknet-dice', 'plants.csv', 'fruit']);
  });
});

type DragItems = readonly { readonly mimeType: string; readonly data: string }[];
type Move = 'dragEnter' | 'dragOver' | 'dragCancel' | 'drop';

/** Holds files over the middle of the window; what it gives moves them on, lets them go or takes them away. */
async function hold(page: App['page'], files: readonly string[], items: DragItems = []): Promise<(type: Move) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [...items], files: [...files], dragOperationsMask: 1 };
  const move = async (type: Move): Promise<void> => {
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 450, data });
  };
  await move('dragEnter');
  await move('dragOver');
  return move;
}

describe('what is held over the window', () => {
  const hint = (page: App['page']): ReturnType<App['page']['getByText']> => page.getByText(/^Drop to /);

  it('is told that it can be dropped', async () => {
    const { page } = await openApp();
    const move = await hold(page, [sample('csv/plants')]);
    await page.getByText('Drop to open').waitFor();
    await move('drop');
    await settled(page);
    await expect.poll(() => hint(page).count()).toBe(0);
  });

  it('is opened also where all that was below it is gone when it is let go', async () => {
    const { page } = await openApp();
    await page.evaluate(() => {
      const leave = ({ target }: Event): void => {
        if (target instanceof Element && target.closest('#root > *')) target.remove();
      };
      for (const type of ['dragenter', 'dragover']) addEventListener(type, (event) => setTimeout(leave, 0, event));
    });
    const move = await hold(page, [sample('csv/plants')]);
    await page.locator('input[type=file]').last().setInputFiles(fileOf('rows.jsonl', '{"a":1}\n'));
    await settled(page);
    await move('dragOver');
    await page.getByText('Drop to add to what is open').waitFor();
    await move('drop');
    await expect.poll(() => datasets(page)).toEqual(['rows.jsonl', 'plants.csv']);
    await expect.poll(() => hint(page).count()).toBe(0);
  });

  it('leaves nothing behind when it is taken away, or is lost', async () => {
    const { page } = await openApp();
    for (const end of [
      // Chromium tells the page nothing of it.
      (move: (type: Move) => Promise<void>) => move('dragCancel'),
      () => page.keyboard.press('Escape'),
      // A pointer moves by itself only where it carries nothing.
      () => page.mouse.move(300, 300),
    ]) {
      const move = await hold(page, [sample('csv/plants')]);
      await hint(page).waitFor();
      await end(move);
      await expect.poll(() => hint(page).count()).toBe(0);
      await page.getByRole('button', { name: 'Open folder' }).hover();
    }
  });

  it('does not take the place of the app where it is a link', async () => {
    const { page } = await openApp();
    const move = await hold(page, [], [{ mimeType: 'text/uri-list', data: 'http://127.0.0.1:9/elsewhere' }]);
    await move('drop');
    await page.getByRole('button', { name: 'Open folder' }).hover();
    expect(await hint(page).count()).toBe(0);
    await expect.poll(() => page.url()).not.toContain('elsewhere');
  });
});

describe('dropped files', () => {
  const flat: Contents = {
    'labels.json': cocoText(
      [
        ['a.png', 40, 30],
        ['b.png', 40, 30],
      ],
      ['cat'],
      [{ bbox: [4, 4, 10, 10] }, { image: 2, bbox: [4, 4, 10, 10] }],
    ),
    'a.png': PICTURE,
    'b.png': PICTURE,
  };

  it('belong together as if they lay in one folder', async () => {
    const folder = folderOf(flat);
    const { page } = await openDropped(Object.keys(flat).map((name) => join(folder, name)));
    await expect.poll(() => status(page)).toBe('2 of 2 images · 2 of 2 annotations');
    await page.getByRole('button', { name: 'Problems (0)' }).waitFor();
    await expect.poll(() => datasets(page)).toEqual(['labels']);
  });

  it('open together with folders, each as what it is', async () => {
    const { page } = await openDropped([
      sample('yolo/darknet-dice'),
      join(sample('csv/plants'), 'plants.csv'),
      fileOf('lines.jsonl', '{"a":1}\n{"a":2}\n'),
    ]);
    await expect.poll(async () => (await datasets(page)).toSorted()).toEqual(['darknet-dice', 'lines.jsonl', 'plants.csv']);
  });

  it('that share a name do not hide each other', async () => {
    const one = fileOf('rows.jsonl', '{"a":1}\n');
    const two = fileOf('rows.jsonl', '{"a":1}\n{"a":2}\n');
    const { page } = await openDropped([one, two]);
    const counts: string[] = [];
    const opened = await datasets(page);
    expect(opened).toHaveLength(2);
    for (const at of [0, 1]) {
      await chooseInMenu(page, opened[at] ?? '', at);
      counts.push(await status(page));
    }
    expect(counts.toSorted()).toEqual(['1 of 1 records', '2 of 2 records']);
  });
});

describe('two datasets in one drop', () => {
  const open = (): Promise<App> => openDropped([sample('yolo/shelves'), sample('imagefolder/fruit')]);

  it('are switched by the menu with the name', async () => {
    const { page } = await open();
    await expect.poll(() => datasets(page)).toEqual(['shelves', 'fruit']);
    await chooseInMenu(page, 'fruit');
    await expect.poll(() => status(page)).toBe('24 of 24 images · 24 of 24 annotations');
    await page.getByRole('checkbox', { name: '西瓜', exact: true }).waitFor();
    await chooseInMenu(page, 'shelves');
    await expect.poll(() => status(page)).toBe('19 of 19 images · 535 of 535 annotations');
    await page.getByRole('checkbox', { name: 'bottle', exact: true }).waitFor();
  });

  it('are closed one by one, and then the start screen is there', async () => {
    const { page } = await open();
    await chooseInMenu(page, 'fruit');
    await chooseInMenu(page, 'Close fruit');
    await expect.poll(() => current(page)).toBe('shelves');
    await expect.poll(() => datasets(page)).toEqual(['shelves']);
    await expect.poll(() => status(page)).toBe('19 of 19 images · 535 of 535 annotations');
    await chooseInMenu(page, 'Close shelves');
    await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
  });

  it('are closed together, and what is opened then has its own pictures', async () => {
    const { page, dropPaths } = await open();
    await page.getByRole('img', { name: /annotations$/ }).waitFor();
    await chooseInMenu(page, 'Close all');
    await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();

    // Files get the numbers of those that are gone: a picture kept by its number would be the wrong one.
    const picture = greyPng(64, 48, () => [250, 20, 30]);
    await dropPaths([
      folderOf(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`${String(at).padStart(2, '0')}.png`, picture])), 'red'),
    ]);
    await settled(page);
    await expect.poll(() => status(page)).toBe('60 of 60 images · 0 of 0 annotations');
    await expect.poll(async () => [...new Set(await thumbnailColours(page))]).toEqual(['250 20 30']);
  });
});

describe('an empty drop', () => {
  it('says so', async () => {
    const { page, dropPaths } = await openApp();
    await dropPaths([emptyFolder('nothing in it')]);
    await page.getByText('The folder is empty.').waitFor();
    await expect.poll(() => page.getByText('What was looked for').count()).toBe(1);
    await page.getByRole('button', { name: 'Back to the start' }).click();
    await page.getByRole('heading', { name: 'Drop a folder, a file or a zip' }).waitFor();
  });
});

describe('the reason for a format', () => {
  it('is said beside each dataset of the menu', async () => {
    const { page } = await openDropped([sample('coco/street')]);
    const text = readFileSync(join(sample('coco/street'), 'expected.json'), 'utf8');
    expect(text).toContain('"format": "coco"');
    await page.getByRole('button', { name: /^Switch dataset/ }).click();
    await page
      .getByRole('menuitem')
      .getByText(/has images, annotations and categories/)
      .waitFor();
  });
});
