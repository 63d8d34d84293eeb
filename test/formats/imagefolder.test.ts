import { describe, expect, it } from 'vitest';
import { imagefolder } from '../../src/formats/imagefolder.ts';
import { countsOf, detailOf, drop, kindsOf, openAll, png, splitsOf, type Seen, type Tree } from './yolo-drop.ts';

const P = png(4, 4);
const tree = (...paths: readonly string[]): Tree => Object.fromEntries(paths.map((path) => [path, P]));

async function only(of: Tree): Promise<Seen> {
  const [seen, ...others] = await openAll(imagefolder, drop(of));
  expect(others).toEqual([]);
  if (!seen) throw new Error('nothing was found');
  for (const [path, account] of seen.accounts) expect([path, account]).toEqual([path, { read: 1, shown: 1, rejected: 0 }]);
  return seen;
}

describe('ImageFolder', () => {
  it('makes each folder a class, sorted by name, and each image one classification', async () => {
    const files = drop(tree('pets/dog/1.JPEG', 'pets/cat/1.jpg', 'pets/cat/2.jpg'));
    const [seen] = await openAll(imagefolder, files);
    if (!seen) throw new Error('nothing was found');
    expect(seen.match).toMatchObject({ name: 'pets', why: { code: 'imagefolder', values: { classes: 2 } } });
    expect(countsOf(seen)).toEqual(['cat=2', 'dog=1']);
    expect(seen.annotations[0]).toMatchObject({ at: { start: 0, end: 0 } });
    expect(kindsOf(seen.annotations[0]?.cells.kinds ?? 0)).toEqual(['classification']);
    const detail = await detailOf(imagefolder, files, seen, '2.jpg');
    expect(detail.annotations).toEqual([{ row: 1, category: 0, labelSet: 0, flags: [], shapes: [{ kind: 'classification' }], fields: {} }]);
  });

  it.each([
    ['train', 'val'],
    ['train', 'valid'],
    ['training', 'validation'],
  ])('knows the splits %s and %s', async (train, val) => {
    const seen = await only(
      tree(`d/${train}/a/1.jpg`, `d/${train}/b/2.jpg`, `d/${val}/a/3.jpg`, `d/${val}/b/4.jpg`, 'd/testing/a/5.jpg', 'd/testing/b/6.jpg'),
    );
    expect(seen.match.name).toBe('d');
    expect(splitsOf(seen)).toEqual(['5.jpg:test', '6.jpg:test', '1.jpg:train', '2.jpg:train', '3.jpg:val', '4.jpg:val']);
    expect(countsOf(seen)).toEqual(['a=3', 'b=3']);
    expect(seen.problems).toEqual([]);
  });

  it('notes splits whose classes differ', async () => {
    const seen = await only(tree('d/train/a/1.jpg', 'd/train/b/2.jpg', 'd/val/a/3.jpg', 'd/val/c/3.jpg'));
    expect(seen.problems).toEqual([
      { code: 'split-classes-differ', values: { split: 'train', classes: 'c', count: 1 } },
      { code: 'split-classes-differ', values: { split: 'val', classes: 'b', count: 1 } },
    ]);
  });

  it('takes a single class in splits', async () => {
    expect(countsOf(await only(tree('d/train/ship/1.jpg', 'd/test/ship/2.jpg')))).toEqual(['ship=2']);
  });

  it('declares a class whose folder is kept empty', async () => {
    expect(countsOf(await only({ ...tree('d/a/1.jpg', 'd/b/2.jpg'), 'd/none/.gitkeep': '' }))).toEqual(['a=1', 'b=1', 'none=0']);
  });

  it('counts folders within a class to it', async () => {
    const seen = await only(tree('d/cat/1.jpg', 'd/cat/2.jpg', 'd/cat/more/3.jpg', 'd/dog/4.jpg'));
    expect(countsOf(seen)).toEqual(['cat=3', 'dog=1']);
  });

  it('finds classes above a folder images, in splits', async () => {
    expect(countsOf(await only(tree('t/train/n01/images/1.jpg', 't/train/n02/images/2.jpg')))).toEqual(['n01=1', 'n02=1']);
  });

  it('reads two levels of classes with the first as supercategory', async () => {
    const seen = await only(tree('z/animals/cat/1.jpg', 'z/animals/dog/2.jpg', 'z/plants/oak/3.jpg', 'z/plants/rose/4.jpg'));
    expect(seen.categories).toEqual([
      { key: 'animals/cat', name: 'cat', supercategory: 'animals' },
      { key: 'animals/dog', name: 'dog', supercategory: 'animals' },
      { key: 'plants/oak', name: 'oak', supercategory: 'plants' },
      { key: 'plants/rose', name: 'rose', supercategory: 'plants' },
    ]);
  });

  it('tells classes of one name on two levels apart', async () => {
    const seen = await only(tree('z/red/big/1.jpg', 'z/red/small/2.jpg', 'z/blue/big/3.jpg', 'z/blue/small/4.jpg'));
    expect(seen.categories.map(({ name }) => name)).toEqual(['blue/big', 'blue/small', 'red/big', 'red/small']);
  });

  it('takes dates and numbers for classes, in any script', async () => {
    expect(countsOf(await only(tree('d/2024-01-01/1.jpg', 'd/2024-01-02/2.jpg', 'd/西瓜/3.jpg')))).toEqual([
      '2024-01-01=1',
      '2024-01-02=1',
      '西瓜=1',
    ]);
  });

  it('puts dropped class folders together', async () => {
    expect(countsOf(await only(tree('drop/cat/1.jpg', 'drop/dog/2.jpg', 'drop/README.md')))).toEqual(['cat=1', 'dog=1']);
  });

  it.each([
    ['one folder', ['d/cat/1.jpg', 'd/cat/2.jpg']],
    ['images without a folder', ['1.jpg', '2.jpg']],
    ['splits of images', ['d/train2017/1.jpg', 'd/val2017/2.jpg']],
    ['images beside masks', ['d/images/1.jpg', 'd/masks/1.png', 'd/photos/2.jpg']],
    ['a tree of masks', ['d/gtFine/train/aachen/1.png', 'd/gtFine/val/ulm/2.png']],
  ])('is not %s', async (_, paths) => {
    expect(await openAll(imagefolder, drop(tree(...paths)))).toEqual([]);
  });

  it('is not folders whose images have label files, or that hold other things', async () => {
    const text = { 'd/a/1.txt': '0 .5 .5 .1 .1', 'd/b/2.txt': '0 .5 .5 .1 .1' };
    expect(await openAll(imagefolder, drop({ ...tree('d/a/1.jpg', 'd/b/2.jpg'), ...text }))).toEqual([]);
    expect(await openAll(imagefolder, drop({ ...tree('d/a/1.jpg', 'd/b/2.jpg'), 'd/a/x.json': '{}', 'd/b/y.json': '{}' }))).toEqual([]);
  });

  it('is not a few folders of images among many others', async () => {
    const others = Object.fromEntries(['c', 'd', 'e', 'f'].map((name) => [`p/${name}/data.json`, '{}']));
    expect(await openAll(imagefolder, drop({ ...tree('p/a/1.jpg', 'p/b/2.jpg'), ...others }))).toEqual([]);
  });

  it('is not cameras under images beside labels', async () => {
    expect(
      await openAll(imagefolder, drop({ ...tree('d/images/cam1/1.jpg', 'd/images/cam2/2.jpg'), 'd/annotations/all.json': '{}' })),
    ).toEqual([]);
  });

  it('is surer of splits than of folders alone, and never as sure as of label files', async () => {
    const folders = await only(tree('d/a/1.jpg', 'd/b/2.jpg'));
    const splits = await only(tree('d/train/a/1.jpg', 'd/train/b/2.jpg'));
    expect(folders.match.confidence).toBeLessThan(splits.match.confidence);
    expect(splits.match.confidence).toBeLessThan(0.75);
  });

  it('shows what the engine left of its claims', async () => {
    const files = drop(tree('d/a/1.jpg', 'd/a/2.jpg', 'd/b/3.jpg'));
    const [match] = await imagefolder.match(files, new AbortController().signal);
    expect(match?.claims).toHaveLength(3);
  });
});
