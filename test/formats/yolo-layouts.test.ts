import { describe, expect, it } from 'vitest';
import { yolo } from '../../src/formats/yolo.ts';
import { BOX, P, countsOf, detailOf, drop, jpeg, kindsOf, onlyYolo, openAll, placesOf, splitsOf } from './yolo-drop.ts';

describe('darknet', () => {
  const tree = {
    'k/obj.data': 'classes = 2\ntrain = data/train.txt\nvalid = data/valid.txt\nnames = data/obj.names\nbackup = backup/\n',
    'k/obj.names': 'cat\ndog\n\n',
    'k/train.txt': 'data/obj_train_data/a.jpg\ndata/obj_train_data/b.jpeg\n',
    'k/valid.txt': 'data/obj_valid_data/c.jpg\n',
    'k/obj_train_data/a.jpg': P,
    'k/obj_train_data/a.txt': '1 .5 .5 .2 .2\n',
    'k/obj_train_data/b.jpeg': P,
    'k/obj_train_data/b.txt': '',
    'k/obj_valid_data/c.jpg': P,
    'k/obj_valid_data/c.txt': '0 .5 .5 .2 .2\n',
  };

  it('is obj.data with lists and names, the folder data/ left out', async () => {
    const seen = await onlyYolo(tree);
    expect(seen.match.why).toEqual({ code: 'yolo-darknet', values: { file: 'obj.data', classes: 2 } });
    expect(splitsOf(seen)).toEqual(['a.jpg:train', 'b.jpeg:train', 'c.jpg:val']);
    expect(countsOf(seen)).toEqual(['cat=1', 'dog=1']);
    expect(seen.samples.map(({ labels }) => labels)).toEqual(['present', 'empty', 'present']);
    expect(placesOf(seen, 'label-empty')).toEqual(['b.txt']);
  });

  it('reads train.txt and valid.txt that nothing describes', async () => {
    const { 'k/obj.data': _, ...rest } = tree;
    expect(splitsOf(await onlyYolo(rest))).toEqual(['a.jpg:train', 'b.jpeg:train', 'c.jpg:val']);
  });

  it('keeps two exports apart that have the same names inside', async () => {
    const other = Object.fromEntries(Object.entries(tree).map(([path, content]) => [path.replace('k/', 'm/'), content]));
    const found = await openAll(yolo, drop({ ...tree, ...other }));
    expect(found.map(({ match, samples }) => `${match.name} ${samples.length}`)).toEqual(['k 3', 'm 3']);
  });

  it('does with obj.names alone, and with _darknet.labels', async () => {
    const { 'k/obj.data': _, 'k/train.txt': __, 'k/valid.txt': ___, ...rest } = tree;
    expect(countsOf(await onlyYolo(rest))).toEqual(['cat=1', 'dog=1']);
    const seen = await onlyYolo({
      'l/test/a.jpg': P,
      'l/test/a.txt': BOX,
      'l/test/_darknet.labels': 'Bulto',
      'l/README.roboflow.txt': 'words\n',
    });
    expect(countsOf(seen)).toEqual(['Bulto=1']);
    expect(splitsOf(seen)).toEqual(['a.jpg:test']);
  });

  it('whose names disagree with its count is reported', async () => {
    const seen = await onlyYolo({ ...tree, 'k/obj.data': 'classes=3\nnames=obj.names\ntrain=train.txt\n' });
    expect(placesOf(seen, 'class-count-differs')).toEqual(['obj.data']);
  });

  it('without data is a class list', async () => {
    const files = drop({ 'v/obj.data': tree['k/obj.data'], 'v/obj.names': tree['k/obj.names'], 'v/annotations.xml': '<a/>' });
    expect((await yolo.match(files, new AbortController().signal))[0]?.classLists).toMatchObject([{ classes: ['cat', 'dog'] }]);
  });
});

describe('no description at all', () => {
  it.each([
    ['images/ and labels/', 'd/images/', 'd/labels/', '-'],
    ['train/images and train/labels', 'd/train/images/', 'd/train/labels/', 'train'],
    ['images/train and labels/train', 'd/images/train/', 'd/labels/train/', 'train'],
    ['images/val2017 and labels/val2017', 'd/images/val2017/', 'd/labels/val2017/', 'val'],
    ['side by side', 'd/', 'd/', '-'],
    ['side by side in a split', 'd/test/', 'd/test/', 'test'],
    ['labels in a folder within', 'd/', 'd/labels/', '-'],
    ['labels in a folder beside', 'd/pictures/', 'd/labels/', '-'],
    ['other words in any case', 'd/JPEGImages/', 'd/Labels/', '-'],
    ['two folders of any name', 'd/pics/', 'd/txts/', '-'],
  ])('%s', async (_, images, labels, split) => {
    const seen = await onlyYolo({ [`${images}a.png`]: P, [`${images}b.png`]: P, [`${labels}a.txt`]: BOX, [`${labels}b.txt`]: BOX });
    expect(splitsOf(seen)).toEqual([`a.png:${split}`, `b.png:${split}`]);
    expect(seen.annotations).toHaveLength(2);
    expect(seen.problems).toEqual([]);
    expect(seen.match.name).toBe('d');
  });

  it.each(['classes.txt', 'labels.txt', 'my.names', 'predefined_classes.txt'])('takes names from %s', async (name) => {
    expect(countsOf(await onlyYolo({ 'd/images/a.png': P, 'd/labels/a.txt': BOX, [`d/${name}`]: 'logo\r\ncamera\r\n' }))).toEqual([
      'logo=1',
      'camera=0',
    ]);
    expect(countsOf(await onlyYolo({ 'd/images/a.png': P, 'd/labels/a.txt': BOX, [`d/labels/${name}`]: '\uFEFFlogo\n' }))).toEqual([
      'logo=1',
    ]);
  });

  it('reports lists of names that differ and goes by the surest', async () => {
    const seen = await onlyYolo({ 'd/images/a.png': P, 'd/labels/a.txt': BOX, 'd/classes.txt': 'x\n', 'd/obj.names': 'y\n' });
    expect(countsOf(seen)).toEqual(['y=1']);
    expect(placesOf(seen, 'class-names-conflict')).toEqual(['classes.txt']);
  });

  it('reads names in GB18030', async () => {
    const seen = await onlyYolo({ 'd/images/a.png': P, 'd/labels/a.txt': BOX, 'd/classes.txt': Uint8Array.from([0xc8, 0xcb, 0x0d, 0x0a]) });
    expect(countsOf(seen)).toEqual(['人=1']);
  });

  it('keeps two datasets in one drop apart', async () => {
    const found = await openAll(
      yolo,
      drop({ 'p/a/images/1.png': P, 'p/a/labels/1.txt': BOX, 'p/b/images/1.png': P, 'p/b/labels/1.txt': BOX }),
    );
    expect(found.map(({ match, samples }) => `${match.name} ${samples.length}`)).toEqual(['a 1', 'b 1']);
  });

  it('puts the splits of two dropped folders into one dataset', async () => {
    const seen = await onlyYolo({ 'train/images/1.png': P, 'train/labels/1.txt': BOX, 'valid/images/2.png': P, 'valid/labels/2.txt': BOX });
    expect(splitsOf(seen)).toEqual(['1.png:train', '2.png:val']);
  });

  it('a folder of images with a README is not YOLO', async () => {
    for (const text of ['These are my images.\n', '1 2 3 4 5 6\n', '', '2019 0.5 0.5 0.5 lorem\n']) {
      expect(await openAll(yolo, drop({ 'd/a.png': P, 'd/b.png': P, 'd/README.txt': text, 'd/notes.txt': text }))).toEqual([]);
    }
  });

  it('KITTI, MOT, DOTA, VOC lists and detections by name are not YOLO', async () => {
    const lines = [
      'Car 0.00 0 1.85 387.63 181.54 423.81 203.12 1.67 1.87 3.69 -16.53 2.39 58.49 1.57',
      '1,1,912,484,97,109,0,7,1',
      'imagesource:GoogleEarth',
      '000001',
      'person 0.88 0.1 0.1 0.2 0.2',
    ];
    for (const line of lines) {
      expect(await openAll(yolo, drop({ 'd/images/a.png': P, 'd/labels/a.txt': `${line}\n`, 'd/label_2/a.txt': `${line}\n` }))).toEqual([]);
    }
    expect(await openAll(yolo, drop({ 'd/images/a.png': P, 'd/labelTxt/a.txt': '10 10 30 10 30 20 10 20 ship 0\n' }))).toEqual([]);
  });

  it('DOTA rows of a dataset with data.yaml are rotated boxes by name', async () => {
    const seen = await onlyYolo({
      'd/data.yaml': 'train: ../train/images\nnames: [ship]\n',
      'd/train/images/a.png': P,
      'd/train/labelTxt/a.txt': '10 10 30 10 30 20 10 20 ship 1\n',
    });
    expect(countsOf(seen)).toEqual(['ship=1']);
    expect(seen.annotations[0]?.cells).toMatchObject({ box: [10, 10, 20, 10], flags: 2 });
  });

  it('labels without any image are a dataset whose images are missing', async () => {
    const files = drop({ 'y/a.txt': BOX, 'y/b.txt': '0 .1 .1 .6 .1 .1 .6\n', 'y/classes.txt': 'bird\n' });
    const [seen] = await openAll(yolo, files);
    if (!seen) throw new Error('nothing was found');
    expect(seen.match.why).toEqual({ code: 'yolo-labels', values: { labels: 2 } });
    expect(seen.annotations.map(({ cells }) => [cells.box, cells.area, kindsOf(cells.kinds)])).toEqual([
      [undefined, undefined, ['box']],
      [undefined, undefined, ['polygon']],
    ]);
    expect(seen.problems).toEqual([{ code: 'images-absent', file: 'y', values: { images: 2 } }]);
    expect(seen.samples.map(({ image }) => image)).toEqual([undefined, undefined]);
    // Without a size in pixels shapes are drawn in a square that the sample names.
    const detail = await detailOf(yolo, files, seen, 'a.txt');
    expect(detail.fields).toEqual({ nominalFrame: [1000, 1000] });
    expect(detail.annotations[0]?.shapes).toEqual([{ kind: 'box', box: [400, 300, 200, 400] }]);
  });
});

describe('images and label files', () => {
  const base = { 'd/data.yaml': 'train: images\nnames: [a, b]\n', 'd/images/x.png': P, 'd/labels/x.txt': BOX };

  it('replaces the last images of a path, and the last extension', async () => {
    const seen = await onlyYolo({ 'images/d/images/a.b.jpg': P, 'images/d/labels/a.b.txt': BOX, 'images/d/labels/a.txt': BOX });
    expect(seen.samples.map(({ name, image }) => `${name} ${image !== undefined}`)).toEqual(['a.b.jpg true', 'a.txt false']);
  });

  it('tells a missing label file from an empty one and from a label file without image', async () => {
    const seen = await onlyYolo({
      ...base,
      'd/images/y.png': P,
      'd/images/z.png': P,
      'd/labels/z.txt': ' \n\n',
      'd/labels/orphan.txt': BOX,
    });
    expect(seen.samples.map(({ name, labels }) => `${name} ${labels}`)).toEqual([
      'x.png present',
      'y.png missing',
      'z.png empty',
      'orphan.txt present',
    ]);
    expect([placesOf(seen, 'label-missing'), placesOf(seen, 'label-empty'), placesOf(seen, 'image-missing')]).toEqual([
      ['y.png'],
      ['z.txt'],
      ['orphan.txt'],
    ]);
  });

  it('reports two images that share a label file and shows its lines once', async () => {
    const seen = await onlyYolo({ ...base, 'd/images/x.jpg': P });
    expect(seen.problems).toEqual([{ code: 'label-shared', file: 'd/labels/x.txt', values: { images: 'x.jpg, x.png' } }]);
    expect(seen.samples.map(({ key }) => key)).toEqual(['d/images/x', 'd/images/x.png']);
    expect(seen.annotations).toHaveLength(1);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 1, shown: 1, rejected: 0 });
  });

  it('does not take masks beside labels for images', async () => {
    const seen = await onlyYolo({ ...base, 'd/masks/x.png': P });
    expect(seen.samples).toHaveLength(1);
  });

  it('shows a split without labels', async () => {
    const seen = await onlyYolo({ 'd/images/train/a.png': P, 'd/labels/train/a.txt': BOX, 'd/images/test/b.png': P });
    expect(seen.samples.map(({ name, split, labels }) => [name, split, labels])).toEqual([
      ['b.png', 'test', 'missing'],
      ['a.png', 'train', 'present'],
    ]);
  });

  it('knows sizes from headers, turned images upright', async () => {
    const files = drop({ ...base, 'd/images/x.png': P, 'd/images/t.jpg': jpeg(40, 20, 6), 'd/labels/t.txt': BOX });
    const [seen] = await openAll(yolo, files);
    expect(
      seen?.samples.map(({ name, width, height, header }) => [
        name,
        width,
        height,
        typeof header === 'object' ? header.orientation : undefined,
      ]),
    ).toEqual([
      ['t.jpg', 20, 40, 6],
      ['x.png', 100, 50, 1],
    ]);
    expect(seen?.annotations[0]?.cells.box?.map(Math.round)).toEqual([8, 12, 4, 16]);
  });

  it('leaves the size of a broken image open', async () => {
    const seen = await onlyYolo({ ...base, 'd/images/x.png': 'no image' });
    expect(seen.samples[0]).toMatchObject({ name: 'x.png', labels: 'present' });
    expect(seen.samples[0]?.width).toBe(undefined);
    expect(seen.annotations[0]?.cells.box).toBe(undefined);
  });

  it('leaves out what systems leave behind', async () => {
    const seen = await onlyYolo({
      ...base,
      'd/images/._x.png': P,
      'd/labels/.DS_Store': 'x',
      '__MACOSX/d/labels/x.txt': BOX,
      'd/labels.cache': 'x',
    });
    expect(seen.samples).toHaveLength(1);
  });
});

describe('cancelling', () => {
  it('stops match and index', async () => {
    const files = drop({ 'd/images/x.png': P, 'd/labels/x.txt': BOX });
    const control = new AbortController();
    control.abort();
    await expect(openAll(yolo, files, control.signal)).rejects.toThrow(/abort/i);
  });
});
