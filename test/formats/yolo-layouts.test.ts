import { describe, expect, it } from 'vitest';
import { yolo } from '../../src/formats/yolo.ts';
import { countsOf, detailOf, drop, jpeg, kindsOf, openAll, placesOf, png, splitsOf, type Seen, type Tree } from './yolo-drop.ts';

const BOX = '0 .5 .5 .2 .4\n';
const P = png(100, 50);

async function only(tree: Tree): Promise<Seen> {
  const found = await openAll(yolo, drop(tree));
  expect(found.map(({ match }) => match.name)).toHaveLength(1);
  const [seen] = found;
  if (!seen) throw new Error('nothing was found');
  for (const [path, { read, shown, rejected }] of seen.accounts) expect([path, shown + rejected]).toEqual([path, read]);
  return seen;
}

/** Two images with labels in train and val, and this data.yaml. */
const twoSplits = (yaml: string): Tree => ({
  'd/data.yaml': yaml,
  'd/images/train/a.png': P,
  'd/images/val/b.png': P,
  'd/labels/train/a.txt': BOX,
  'd/labels/val/b.txt': BOX,
});

describe('data.yaml', () => {
  it('says where splits and what classes are', async () => {
    const seen = await only(twoSplits('path: ../datasets/d\ntrain: images/train\nval: images/val\ntest:\nnames:\n  0: person\n  1: car\n'));
    expect(seen.match).toMatchObject({ name: 'd', why: { code: 'yolo-yaml', values: { file: 'data.yaml', classes: 2 } } });
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
    expect(countsOf(seen)).toEqual(['person=2', 'car=0']);
    expect(seen.problems).toEqual([]);
    expect(seen.facts).toMatchObject({ frame: 'upright', visual: true });
  });

  it.each([
    ['a list', 'names: [no, 12]'],
    ['a block list', 'names:\n- no\n- 12\n'],
    ['a mapping', 'names: {0: no, 1: 12}'],
    ['a mapping with text keys, out of order', "names: {'1': 12, '0': no}"],
    ['a mapping turned round', 'names: {"no": 0, x12: 1}'],
    ['a list of mappings', 'names: [{id: 0, name: no}, {id: 1, name: 12}]'],
  ])('reads names as %s', async (_, names) => {
    const seen = await only(twoSplits(`train: images/train\nval: images/val\n${names}\n`));
    expect(seen.categories.map(({ key, name }) => `${key}:${name.replace('x', '')}`)).toEqual(['0:no', '1:12']);
  });

  it('keeps numbers of a mapping with gaps', async () => {
    const seen = await only(twoSplits('train: images/train\nval: images/val\nnames: {7: g, 0: a}\n'));
    expect(seen.categories.map(({ key, name }) => `${key}:${name}`)).toEqual(['0:a', '7:g']);
  });

  it('makes names where only nc is given', async () => {
    const seen = await only(twoSplits('train: images/train\nval: images/val\nnc: 2\n'));
    expect(countsOf(seen)).toEqual(['class_0=2', 'class_1=0']);
  });

  it('reads names from the file that it names', async () => {
    const seen = await only({
      ...twoSplits('train: images/train\nval: images/val\nnames: data/my.names\nnc: 3\n'),
      'd/my.names': 'person\ncar\n',
    });
    expect(countsOf(seen)).toEqual(['person=2', 'car=0']);
    expect(placesOf(seen, 'class-count-differs')).toEqual(['data.yaml']);
  });

  it('reports a count of names that differs from nc', async () => {
    const seen = await only(twoSplits('train: images/train\nval: images/val\nnc: 3\nnames: [a, b]\n'));
    expect(seen.problems).toEqual([{ code: 'class-count-differs', file: 'd/data.yaml', values: { names: 2, nc: 3 } }]);
  });

  it('reports classes that it does not name, and shows them by number', async () => {
    const seen = await only({
      ...twoSplits('train: images/train\nval: images/val\nnames: [a]\n'),
      'd/labels/val/b.txt': '0 .5 .5 .1 .1\n7 .5 .5 .1 .1\n',
    });
    expect(countsOf(seen)).toEqual(['a=2', '7=1']);
    expect(seen.problems).toMatchObject([
      { code: 'class-unknown', file: 'd/labels/val/b.txt', at: { line: 2 }, values: { class: 7, classes: 1 } },
    ]);
  });

  it.each(['valid', 'validation', 'val'])('knows %s as val', async (key) => {
    const seen = await only(twoSplits(`train: images/train\n${key}: images/val\nnames: [a]\n`));
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
  });

  it('reads lists of folders, minival and patterns', async () => {
    const seen = await only(twoSplits('train: [images/train, images/none]\nminival: ./images/val/*.png\nnames: [a]\n'));
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:minival']);
    expect(seen.problems).toMatchObject([{ code: 'folder-missing', file: 'd/data.yaml', values: { split: 'train', path: 'images/none' } }]);
  });

  it('reads single images', async () => {
    const seen = await only({ ...twoSplits('train: [images/all/a.png]\nval: [images/all/b.png]\nnames: [x]\n'), ...moved('all') });
    expect(splitsOf(seen).slice(0, 2)).toEqual(['a.png:train', 'b.png:val']);
  });

  it('drops the ../ that Roboflow writes', async () => {
    const seen = await only({
      'r/data.yaml': "train: ../train/images\nval: ../valid/images\ntest: ../test/images\nnc: 1\nnames: ['a']\n",
      'r/train/images/a.jpg': P,
      'r/train/labels/a.txt': BOX,
      'r/valid/images/b.jpg': P,
      'r/valid/labels/b.txt': BOX,
    });
    expect(splitsOf(seen)).toEqual(['a.jpg:train', 'b.jpg:val']);
    expect(seen.problems).toMatchObject([{ code: 'folder-missing', values: { split: 'test', path: '../test/images' } }]);
  });

  it.each(['/content/datasets/d/images', 'C:\\data\\d\\images', 'file:///home/me/d/images'])(
    'matches %s of another machine by its end',
    async (path) => {
      const slash = path.includes('\\') ? '\\' : '/';
      const seen = await only({
        ...twoSplits(''),
        'd/data.yaml': `train: '${path}${slash}train'\nval: '${path}${slash}val'\nnames: [a]\n`,
      });
      expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
      expect(seen.problems).toEqual([]);
    },
  );

  it('finds a dataset beside the folder that it lies in', async () => {
    const { 'd/data.yaml': _, ...rest } = twoSplits('');
    const elsewhere = Object.fromEntries(Object.entries(rest).map(([path, content]) => [`p/datasets/${path}`, content]));
    const seen = await only({
      ...elsewhere,
      'p/configs/d.yaml': 'path: ../datasets/d\ntrain: images/train\nval: images/val\nnames: [person]\n',
    });
    expect(countsOf(seen)).toEqual(['person=2']);
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
  });

  it('reads lists of images, and reports those that are not there', async () => {
    const seen = await only({
      ...twoSplits('train: train.txt\nval: [val.txt, gone.txt]\nnames: [x]\n'),
      'd/train.txt': './images/train/a.png\r\n\r\n./images/train/lost.png\r\n',
      'd/val.txt': '/home/me/d/images/val/b.png\n',
    });
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val', 'lost.png:train']);
    expect(placesOf(seen, 'image-missing')).toEqual(['train.txt:3']);
    expect(placesOf(seen, 'folder-missing')).toEqual(['data.yaml']);
    expect(seen.samples[2]?.image).toBe(undefined);
  });

  it('gives the split of a list to the label file whose image is missing', async () => {
    const seen = await only({
      ...twoSplits('train: train.txt\nnames: [x]\n'),
      'd/train.txt': 'images/train/lost.png\n',
      'd/labels/val/lost.txt': BOX,
    });
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val', 'lost.txt:train']);
  });

  it('takes the first split where two name the same folder', async () => {
    const seen = await only(twoSplits('train: images/train\nval: images/train\nnames: [a]\n'));
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
  });

  it('whose folders are not there belongs to the labels beneath it', async () => {
    const seen = await only({
      's/data.yaml': 'train: ../train/images\nval: ../valid/images\nnc: 1\nnames: [ship]\n',
      's/validate/images/a.jpg': P,
      's/validate/labels/a.txt': BOX,
      's/validate/labels/#temp': 'x',
      's/README.roboflow.txt': 'about this dataset\n',
    });
    expect(splitsOf(seen)).toEqual(['a.jpg:val']);
    expect(seen.problems.map(({ code }) => code)).toEqual(['folder-missing', 'folder-missing']);
  });

  it('names keypoints', async () => {
    const yaml =
      'train: images/train\nval: images/val\nnames: [person]\nkpt_shape: [2, 3]\nflip_idx: [1, 0]\nkpt_names: {0: [left, right]}\n';
    const pose = '0 .5 .5 .2 .4 .5 .5 2 0 0 0\n';
    const seen = await only({ ...twoSplits(yaml), 'd/labels/train/a.txt': pose, 'd/labels/val/b.txt': pose });
    expect(seen.categories[0]).toEqual({ key: '0', name: 'person', keypoints: ['left', 'right'] });
    expect(seen.annotations.map(({ cells }) => kindsOf(cells.kinds))).toEqual([
      ['box', 'keypoints'],
      ['box', 'keypoints'],
    ]);
  });

  it('with a kpt_shape that is none is reported', async () => {
    const seen = await only(twoSplits('train: images/train\nval: images/val\nnames: [a]\nkpt_shape: many\n'));
    expect(seen.problems).toMatchObject([{ code: 'value-invalid', file: 'd/data.yaml' }]);
  });

  it('that is no YAML is reported, and the layout speaks for itself', async () => {
    const seen = await only(twoSplits('names: [a, b\ntrain: images/train\n'));
    expect(seen.problems).toMatchObject([{ code: 'yaml-syntax', file: 'd/data.yaml', at: { line: 2 } }]);
    expect(seen.match.why).toEqual({ code: 'yolo-layout' });
    expect(seen.samples).toHaveLength(2);
  });

  it('is not any YAML: models, workflows and hyperparameters are none', async () => {
    for (const yaml of ['nc: 80\nbackbone: []\nhead: []\n', 'name: test\non: push\n', 'lr0: 0.01\n', '- a\n- b\n', 'nc: 3\n']) {
      expect(await openAll(yolo, drop({ 'd/data.yaml': yaml, 'd/images/a.png': P }))).toEqual([]);
    }
  });

  it('beside a better one is no dataset of its own; names that differ are reported', async () => {
    const seen = await only({
      ...twoSplits('train: images/train\nval: images/val\nnames: [a]\n'),
      'd/old.yaml': 'train: images/train\nnames: [b]\n',
      'd/classes.txt': 'a\n',
    });
    expect(countsOf(seen)).toEqual(['a=2']);
    expect(seen.problems).toMatchObject([{ code: 'class-names-conflict', file: 'd/old.yaml' }]);
  });

  it('whose images have no labels at all is a dataset all the same', async () => {
    const seen = await only({ 'd/data.yaml': 'test: images/test\nnames: [a]\n', 'd/images/test/a.png': P });
    expect(seen.match.confidence).toBeLessThan(0.6);
    expect(seen.samples).toMatchObject([{ name: 'a.png', split: 'test', labels: 'missing' }]);
  });
});

describe('several data.yaml without data', () => {
  it('are class lists, not datasets, and do not take the images beside them', async () => {
    const files = drop({
      'y/coco.yaml':
        'path: ../datasets/coco\ntrain: train2017.txt\nval: val2017.txt\nnames: {0: person, 1: bicycle}\ndownload: |\n  import os\n  # anything: [\n',
      'y/VisDrone.yaml': 'path: ../datasets/VisDrone\ntrain: VisDrone2019-DET-train/images\nnames: {0: pedestrian}\n',
      'y/imagenet.yaml': 'path: ../datasets/imagenet\ntrain: train\nval: val\nnames: {0: tench}\n',
      'y/images/bus.jpg': P,
    });
    const matches = await yolo.match(files, new AbortController().signal);
    expect(matches).toHaveLength(1);
    expect(matches[0]?.classLists?.map(({ file, classes }) => `${files.paths[file]} ${classes.join()}`)).toEqual([
      'y/VisDrone.yaml pedestrian',
      'y/coco.yaml person,bicycle',
      'y/imagenet.yaml tench',
    ]);
    expect(matches[0]?.claims).toHaveLength(3);
    expect(await openAll(yolo, files)).toEqual([]);
  });
});

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
    const seen = await only(tree);
    expect(seen.match.why).toEqual({ code: 'yolo-darknet', values: { file: 'obj.data', classes: 2 } });
    expect(splitsOf(seen)).toEqual(['a.jpg:train', 'b.jpeg:train', 'c.jpg:val']);
    expect(countsOf(seen)).toEqual(['cat=1', 'dog=1']);
    expect(seen.samples.map(({ labels }) => labels)).toEqual(['present', 'empty', 'present']);
    expect(placesOf(seen, 'label-empty')).toEqual(['b.txt']);
  });

  it('reads train.txt and valid.txt that nothing describes', async () => {
    const { 'k/obj.data': _, ...rest } = tree;
    expect(splitsOf(await only(rest))).toEqual(['a.jpg:train', 'b.jpeg:train', 'c.jpg:val']);
  });

  it('keeps two exports apart that have the same names inside', async () => {
    const other = Object.fromEntries(Object.entries(tree).map(([path, content]) => [path.replace('k/', 'm/'), content]));
    const found = await openAll(yolo, drop({ ...tree, ...other }));
    expect(found.map(({ match, samples }) => `${match.name} ${samples.length}`)).toEqual(['k 3', 'm 3']);
  });

  it('does with obj.names alone, and with _darknet.labels', async () => {
    const { 'k/obj.data': _, 'k/train.txt': __, 'k/valid.txt': ___, ...rest } = tree;
    expect(countsOf(await only(rest))).toEqual(['cat=1', 'dog=1']);
    const seen = await only({
      'l/test/a.jpg': P,
      'l/test/a.txt': BOX,
      'l/test/_darknet.labels': 'Bulto',
      'l/README.roboflow.txt': 'words\n',
    });
    expect(countsOf(seen)).toEqual(['Bulto=1']);
    expect(splitsOf(seen)).toEqual(['a.jpg:test']);
  });

  it('whose names disagree with its count is reported', async () => {
    const seen = await only({ ...tree, 'k/obj.data': 'classes=3\nnames=obj.names\ntrain=train.txt\n' });
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
    const seen = await only({ [`${images}a.png`]: P, [`${images}b.png`]: P, [`${labels}a.txt`]: BOX, [`${labels}b.txt`]: BOX });
    expect(splitsOf(seen)).toEqual([`a.png:${split}`, `b.png:${split}`]);
    expect(seen.annotations).toHaveLength(2);
    expect(seen.problems).toEqual([]);
    expect(seen.match.name).toBe('d');
  });

  it.each(['classes.txt', 'labels.txt', 'my.names', 'predefined_classes.txt'])('takes names from %s', async (name) => {
    expect(countsOf(await only({ 'd/images/a.png': P, 'd/labels/a.txt': BOX, [`d/${name}`]: 'logo\r\ncamera\r\n' }))).toEqual([
      'logo=1',
      'camera=0',
    ]);
    expect(countsOf(await only({ 'd/images/a.png': P, 'd/labels/a.txt': BOX, [`d/labels/${name}`]: '\uFEFFlogo\n' }))).toEqual(['logo=1']);
  });

  it('reports lists of names that differ and goes by the surest', async () => {
    const seen = await only({ 'd/images/a.png': P, 'd/labels/a.txt': BOX, 'd/classes.txt': 'x\n', 'd/obj.names': 'y\n' });
    expect(countsOf(seen)).toEqual(['y=1']);
    expect(placesOf(seen, 'class-names-conflict')).toEqual(['classes.txt']);
  });

  it('reads names in GB18030', async () => {
    const seen = await only({ 'd/images/a.png': P, 'd/labels/a.txt': BOX, 'd/classes.txt': Uint8Array.from([0xc8, 0xcb, 0x0d, 0x0a]) });
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
    const seen = await only({ 'train/images/1.png': P, 'train/labels/1.txt': BOX, 'valid/images/2.png': P, 'valid/labels/2.txt': BOX });
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
    const seen = await only({
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
    expect(placesOf(seen, 'image-missing')).toEqual(['a.txt', 'b.txt']);
    // Without a size in pixels shapes are drawn in a square that the sample names.
    const detail = await detailOf(yolo, files, seen, 'a.txt');
    expect(detail.fields).toEqual({ nominalFrame: [1000, 1000] });
    expect(detail.annotations[0]?.shapes).toEqual([{ kind: 'box', box: [400, 300, 200, 400] }]);
  });
});

describe('images and label files', () => {
  const base = { 'd/data.yaml': 'train: images\nnames: [a, b]\n', 'd/images/x.png': P, 'd/labels/x.txt': BOX };

  it('replaces the last images of a path, and the last extension', async () => {
    const seen = await only({ 'images/d/images/a.b.jpg': P, 'images/d/labels/a.b.txt': BOX, 'images/d/labels/a.txt': BOX });
    expect(seen.samples.map(({ name, image }) => `${name} ${image !== undefined}`)).toEqual(['a.b.jpg true', 'a.txt false']);
  });

  it('tells a missing label file from an empty one and from a label file without image', async () => {
    const seen = await only({ ...base, 'd/images/y.png': P, 'd/images/z.png': P, 'd/labels/z.txt': ' \n\n', 'd/labels/orphan.txt': BOX });
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
    const seen = await only({ ...base, 'd/images/x.jpg': P });
    expect(seen.problems).toEqual([{ code: 'label-shared', file: 'd/labels/x.txt', values: { images: 'x.jpg, x.png' } }]);
    expect(seen.samples.map(({ key }) => key)).toEqual(['d/images/x', 'd/images/x.png']);
    expect(seen.annotations).toHaveLength(1);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 1, shown: 1, rejected: 0 });
  });

  it('does not take masks beside labels for images', async () => {
    const seen = await only({ ...base, 'd/masks/x.png': P });
    expect(seen.samples).toHaveLength(1);
  });

  it('shows a split without labels', async () => {
    const seen = await only({ 'd/images/train/a.png': P, 'd/labels/train/a.txt': BOX, 'd/images/test/b.png': P });
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
    const seen = await only({ ...base, 'd/images/x.png': 'no image' });
    expect(seen.samples[0]).toMatchObject({ name: 'x.png', labels: 'present' });
    expect(seen.samples[0]?.width).toBe(undefined);
    expect(seen.annotations[0]?.cells.box).toBe(undefined);
  });

  it('leaves out what systems leave behind', async () => {
    const seen = await only({
      ...base,
      'd/images/._x.png': P,
      'd/labels/.DS_Store': 'x',
      '__MACOSX/d/labels/x.txt': BOX,
      'd/labels.cache': 'x',
    });
    expect(seen.samples).toHaveLength(1);
  });
});

describe('lines of a label file', () => {
  const labelled = (text: string | Uint8Array): Promise<Seen> =>
    only({
      'd/data.yaml': 'train: images\nnames: [a, b]\n',
      'd/images/x.png': P,
      'd/labels/x.txt': text,
      'd/images/y.png': P,
      'd/labels/y.txt': BOX.repeat(1),
    });

  it('are counted without blank ones; bad ones are rejected alone', async () => {
    const seen = await labelled(
      '0 .5 .5 .1 .1\n\nnan 1 2 3 4\n1 .5 .5 .2\n-1 .5 .5 .1 .1\n1 .5 inf .1 .1\nzebra .5 .5 .1 .1\n1 .5 .5 .1 .1',
    );
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 7, shown: 2, rejected: 5 });
    expect(placesOf(seen, 'row-invalid')).toEqual(['x.txt:4', 'x.txt:6']);
    expect(placesOf(seen, 'class-invalid')).toEqual(['x.txt:3', 'x.txt:5', 'x.txt:7']);
    expect(seen.annotations.filter(({ sample }) => sample === 0).map(({ at }) => at)).toMatchObject([
      { start: 0, end: 13, line: 1 },
      { line: 8 },
    ]);
  });

  it('may say a class by its name', async () => {
    expect(countsOf(await labelled('b .5 .5 .1 .1\n'))).toEqual(['a=1', 'b=1']);
  });

  it('that are written twice are noted and shown', async () => {
    const seen = await labelled('0 .5 .5 .1 .1\n1 .2 .2 .1 .1\n0  .5 .5 .1 .1\n');
    expect(seen.problems).toMatchObject([{ code: 'row-duplicate', at: { line: 3 }, values: { first: 1 } }]);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 3, shown: 3, rejected: 0 });
  });

  it('that mix boxes and polygons are reported, each read by its own length', async () => {
    const seen = await labelled('0 .5 .5 .1 .1\n0 .1 .1 .9 .1 .5 .9\n1 .5 .5 .2 .2\n');
    expect(seen.problems).toMatchObject([{ code: 'rows-mixed', file: 'd/labels/x.txt', sample: 0, values: { boxes: 2, polygons: 1 } }]);
    expect(seen.annotations.filter(({ sample }) => sample === 0).map(({ cells }) => kindsOf(cells.kinds))).toEqual([
      ['box'],
      ['polygon'],
      ['box'],
    ]);
  });

  it('outside of the image, with no or negative size are reported and shown', async () => {
    const seen = await labelled('0 1.2 .5 .1 .1\n0 .5 .5 0 .1\n0 .5 .5 -.1 .1\n');
    expect([placesOf(seen, 'box-out-of-bounds'), placesOf(seen, 'box-degenerate'), placesOf(seen, 'box-negative')]).toEqual([
      ['x.txt:1'],
      ['x.txt:2'],
      ['x.txt:3'],
    ]);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 3, shown: 3, rejected: 0 });
  });

  it('with decimal commas are read, and reported once', async () => {
    const seen = await labelled('0 0,5 0,5 0,1 0,1\n1 0,25 0,5 0,1 0,1\n');
    expect(seen.problems).toMatchObject([{ code: 'value-invalid', file: 'd/labels/x.txt' }]);
    expect(seen.annotations[1]?.cells.box?.[0]).toBeCloseTo(20);
  });

  it('are read from UTF-16 with a byte order mark, in index and in detail', async () => {
    const text = Uint8Array.from(
      [...'\uFEFF1 .5 .5 .2 .4\r\n0 .1 .1 .1 .1\r\n'].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]),
    );
    const files = drop({ 'd/images/x.png': P, 'd/labels/x.txt': text, 'd/classes.txt': 'a\nb\n' });
    const [seen] = await openAll(yolo, files);
    if (!seen) throw new Error('nothing was found');
    expect(countsOf(seen)).toEqual(['a=1', 'b=1']);
    expect((await detailOf(yolo, files, seen, 'x.png')).annotations[0]?.shapes).toEqual([{ kind: 'box', box: [40, 15, 20, 20] }]);
  });

  it('of a binary file or a Git LFS pointer are rejected as what they are', async () => {
    expect(placesOf(await labelled(Uint8Array.from({ length: 400 }, (_, i) => (i * 7919) % 251)), 'file-binary').length).toBeGreaterThan(0);
    const seen = await labelled('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n');
    expect(placesOf(seen, 'lfs-pointer')).toEqual(['x.txt:1', 'x.txt:2', 'x.txt:3']);
  });

  it('are all read from a file longer than a piece', async () => {
    const many = Array.from({ length: 8000 }, (_, i) => `${i % 2} .5 .5 .1 0.${String(i + 1).padStart(5, '0')}`).join('\n');
    const seen = await labelled(many);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: 8000, shown: 8000, rejected: 0 });
    expect(seen.annotations.findLast(({ sample }) => sample === 0)?.at.line).toBe(8000);
  });

  it('are read in pieces from a file of many megabytes, and a line without end costs itself alone', async () => {
    const row = '0 .5 .5 .1 .1\n';
    const long = `0 ${'.5 '.repeat(3_000_000)}\n`;
    const count = 20_000;
    const seen = await labelled(row.repeat(count) + long + row);
    expect(seen.accounts.get('d/labels/x.txt')).toEqual({ read: count + 2, shown: count + 1, rejected: 1 });
    expect(placesOf(seen, 'line-too-long')).toEqual([`x.txt:${count + 1}`]);
    expect(seen.annotations.findLast(({ sample }) => sample === 0)?.at).toMatchObject({
      line: count + 2,
      start: row.length * count + long.length,
    });
  });
});

describe('predictions', () => {
  const truth = {
    'p/d/images/val/a.png': P,
    'p/d/images/val/b.png': P,
    'p/d/labels/val/a.txt': BOX,
    'p/d/labels/val/b.txt': BOX,
    'p/d/classes.txt': 'cat\n',
  };

  it('beside a truth are a second label set over the same images', async () => {
    const files = drop({
      ...truth,
      'p/runs/detect/predict/labels/a.txt': '0 .5 .5 .2 .3 0.9\n0 .1 .1 .1 .1 0.25\n',
      'p/runs/detect/predict/a.png': P,
    });
    const found = await openAll(yolo, files);
    expect(found).toHaveLength(1);
    const [seen] = found;
    if (!seen) throw new Error('nothing was found');
    expect(seen.labelSets).toEqual([
      { name: 'labels', role: 'truth' },
      { name: 'predict', role: 'prediction' },
    ]);
    expect(seen.samples).toHaveLength(2);
    expect(seen.samples.map(({ labels }) => labels)).toEqual(['present', 'present']);
    expect(seen.annotations.map(({ cells }) => [cells.labelSet, cells.score])).toEqual([
      [0, undefined],
      [0, undefined],
      [1, 0.9],
      [1, 0.25],
    ]);
    expect(seen.facts).toMatchObject({ unreferencedImages: 1 });
    const detail = await detailOf(yolo, files, seen, 'a.png');
    expect(detail.annotations.map(({ labelSet, score }) => [labelSet, score])).toEqual([
      [0, undefined],
      [1, 0.9],
      [1, 0.25],
    ]);
  });

  it('of two runs are two label sets', async () => {
    const row = '0 .5 .5 .2 .3 0.9\n';
    const seen = await only({ ...truth, 'p/runs/detect/predict/labels/a.txt': row, 'p/runs/detect/predict2/labels/b.txt': row });
    expect(seen.labelSets.map(({ name }) => name)).toEqual(['labels', 'predict', 'predict2']);
  });

  it('alone are a dataset of predictions, with the pictures beside them', async () => {
    const seen = await only({ 'runs/predict/a.jpg': P, 'runs/predict/labels/a.txt': '0 .5 .5 .2 .3 0.9\n' });
    expect(seen.match.predictionsOnly).toBe(true);
    expect(seen.labelSets).toMatchObject([{ role: 'prediction' }]);
    expect(seen.problems).toMatchObject([{ code: 'results-without-truth' }]);
    expect(seen.samples).toMatchObject([{ name: 'a.jpg', labels: 'present' }]);
  });

  it('of a pose model are read by the kpt_shape of the truth', async () => {
    const yaml = 'train: images/val\nkpt_shape: [2, 3]\nnames: [person]\n';
    const pose = '0 .5 .5 .2 .4 .5 .5 2 .1 .1 2';
    const seen = await only({
      ...truth,
      'p/d/data.yaml': yaml,
      'p/d/labels/val/a.txt': `${pose}\n`,
      'p/d/labels/val/b.txt': `${pose}\n`,
      'p/out/labels/a.txt': `${pose} 0.8\n`,
    });
    expect(seen.labelSets.map(({ role }) => role)).toEqual(['truth', 'prediction']);
    expect(kindsOf(seen.annotations.at(-1)?.cells.kinds ?? 0)).toEqual(['box', 'keypoints']);
    expect(seen.annotations.at(-1)?.cells.score).toBe(0.8);
  });

  it('without scores are known by the name of their folder', async () => {
    const seen = await only({ ...truth, 'p/runs/segment/predict/labels/a.txt': '0 .1 .1 .9 .1 .5 .9\n' });
    expect(seen.labelSets.map(({ role }) => role)).toEqual(['truth', 'prediction']);
  });

  it('for images that the truth does not have are samples whose image is missing', async () => {
    const row = '0 .5 .5 .2 .3 0.9\n';
    const seen = await only({ ...truth, 'p/pred/labels/a.txt': row, 'p/pred/labels/b.txt': row, 'p/pred/labels/other.txt': row });
    expect(seen.samples.map(({ name }) => name)).toEqual(['a.png', 'b.png', 'other.txt']);
    expect(placesOf(seen, 'image-missing')).toEqual(['other.txt']);
  });

  it('a second set of labels within the dataset is a second truth', async () => {
    const seen = await only({ ...truth, 'p/d/second/a.txt': '0 .5 .5 .1 .1\n', 'p/d/second/b.txt': '0 .5 .5 .1 .1\n' });
    expect(seen.labelSets).toEqual([
      { name: 'labels', role: 'truth' },
      { name: 'second', role: 'truth' },
    ]);
    expect(seen.samples).toHaveLength(2);
  });

  it('truth in which some rows have a score keeps it as a field', async () => {
    const files = drop({ ...truth, 'p/d/labels/val/a.txt': '0 .5 .5 .2 .2 0.9\n' });
    const [seen] = await openAll(yolo, files);
    if (!seen) throw new Error('nothing was found');
    expect(seen.annotations[0]?.cells.score).toBe(undefined);
    expect((await detailOf(yolo, files, seen, 'a.png')).annotations[0]?.fields).toEqual({ confidence: 0.9 });
  });
});

describe('detail', () => {
  it('gives every form exactly, with what has no name as fields', async () => {
    const files = drop({
      'd/data.yaml': 'train: images\nnames: [a]\ntask: obb\n',
      'd/images/x.png': P,
      'd/labels/x.txt': '0 .1 .2 .3 .2 .3 .4 .1 .4\n0 .5 .5 .2 .4 0.5 7\n\n0 .1 .1 .9 .1 .9 .9 .5 .95 .3 .9\n',
      'd/images/y.png': P,
      'd/labels/y.txt': '0 .33 .58 .57 .84 95 175 1 35 1\n0 .33 .58 .57 .84 70 160 0 20 1\n',
    });
    const [seen] = await openAll(yolo, files);
    if (!seen) throw new Error('nothing was found');
    const { annotations } = await detailOf(yolo, files, seen, 'x.png');
    expect(annotations.map(({ shapes }) => shapes[0]?.kind)).toEqual(['box', 'box', 'polygon']);
    expect(annotations[0]).toMatchObject({ shapes: [{ angle: 0, corners: [10, 10, 30, 10, 30, 20, 10, 20] }], category: 0, row: 0 });
    expect(annotations[0]?.bounds?.map(Math.round)).toEqual([10, 10, 20, 10]);
    expect((await detailOf(yolo, files, seen, 'y.png')).annotations[0]?.fields).toEqual({ attributes: [95, 175, 1, 35, 1] });
  });

  it('yields the kinds and boxes that index counted', async () => {
    const files = drop({
      'd/images/x.png': P,
      'd/labels/x.txt': '0 .1 .2 .3 .2 .3 .45 .1 .4 .2 .6\n1 .5 .5 .2 .4\n1 .1 .1 .2 .1 .3 .5 .4\n',
    });
    const [seen] = await openAll(yolo, files);
    if (!seen) throw new Error('nothing was found');
    for (const { row, shapes, bounds } of (await detailOf(yolo, files, seen, 'x.png')).annotations) {
      const cells = seen.annotations[row]?.cells;
      expect(shapes.map(({ kind }) => kind)).toEqual(kindsOf(cells?.kinds ?? 0));
      const box = shapes.flatMap((shape) => (shape.kind === 'box' ? [shape.box] : []))[0] ?? bounds;
      expect(box).toEqual(cells?.box);
    }
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

function moved(folder: string): Tree {
  return {
    [`d/images/${folder}/a.png`]: P,
    [`d/images/${folder}/b.png`]: P,
    [`d/labels/${folder}/a.txt`]: BOX,
    [`d/labels/${folder}/b.txt`]: BOX,
  };
}
