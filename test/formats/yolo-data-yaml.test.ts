import { describe, expect, it } from 'vitest';
import { yolo } from '../../src/formats/yolo.ts';
import { BOX, P, countsOf, drop, kindsOf, onlyYolo, openAll, placesOf, splitsOf, type Seen, type Tree } from './yolo-drop.ts';

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
    const seen = await onlyYolo(
      twoSplits('path: ../datasets/d\ntrain: images/train\nval: images/val\ntest:\nnames:\n  0: person\n  1: car\n'),
    );
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
    const seen = await onlyYolo(twoSplits(`train: images/train\nval: images/val\n${names}\n`));
    expect(seen.categories.map(({ key, name }) => `${key}:${name.replace('x', '')}`)).toEqual(['0:no', '1:12']);
  });

  it('keeps numbers of a mapping with gaps', async () => {
    const seen = await onlyYolo(twoSplits('train: images/train\nval: images/val\nnames: {7: g, 0: a}\n'));
    expect(seen.categories.map(({ key, name }) => `${key}:${name}`)).toEqual(['0:a', '7:g']);
  });

  it('makes names where only nc is given', async () => {
    const seen = await onlyYolo(twoSplits('train: images/train\nval: images/val\nnc: 2\n'));
    expect(countsOf(seen)).toEqual(['class_0=2', 'class_1=0']);
  });

  it.each([
    ['neither names nor nc', 'train: images/train\nval: images/val\n'],
    ['nc that is no number', 'train: images/train\nval: images/val\nnc: many\n'],
    ['nc that no dataset has', 'train: images/train\nval: images/val\nnc: 2000000000\n'],
  ])('holds with its splits, and classes go by number: %s', async (_, yaml) => {
    const seen = await onlyYolo(twoSplits(yaml));
    expect(seen.match.why).toMatchObject({ code: 'yolo-yaml' });
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
    expect(countsOf(seen)).toEqual(['0=2']);
    const nc = /nc: (.*)/.exec(yaml)?.[1];
    expect(seen.problems).toEqual([
      nc === undefined
        ? { code: 'class-names-missing', file: 'd/data.yaml' }
        : { code: 'value-invalid', file: 'd/data.yaml', values: { field: 'nc', value: nc } },
    ]);
  });

  it('needs no names where a list of classes is there', async () => {
    const seen = await onlyYolo({ ...twoSplits('train: images/train\nval: images/val\n'), 'd/classes.txt': 'dog\n' });
    expect(countsOf(seen)).toEqual(['dog=2']);
    expect(seen.problems).toEqual([]);
  });

  it('is another file where it names neither classes nor anything in the drop', async () => {
    const seen = await onlyYolo({ ...twoSplits('nc: 1\ntrain: images/train\n'), 'd/ci.yaml': 'test: npm test\ntrain: 12\n' });
    expect(seen.match.claims).not.toContain(Object.keys(twoSplits('')).length);
  });

  it('is told where two splits name the same folder', async () => {
    const seen = await onlyYolo({
      'd/data.yaml': 'train: images\nval: images\nnames: [a]\n',
      'd/images/a.png': P,
      'd/labels/a.txt': BOX,
    });
    expect(splitsOf(seen)).toEqual(['a.png:train']);
    expect(seen.problems).toEqual([
      { code: 'split-shared', file: 'd/data.yaml', values: { split: 'val', other: 'train', path: 'd/images' } },
    ]);
  });

  it('gives a folder within another split its own', async () => {
    const seen = await onlyYolo(twoSplits('train: images\nval: images/val\nnames: [a]\n'));
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
  });

  it('is found among hundreds of others', async () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`a/run${i}/args.yaml`, 'nc: 1\ntrain: nowhere\n']));
    expect(countsOf(await onlyYolo({ ...many, ...twoSplits('train: images/train\nval: images/val\nnames: [dog]\n') }))).toEqual(['dog=2']);
  });

  it('reads names from the file that it names', async () => {
    const seen = await onlyYolo({
      ...twoSplits('train: images/train\nval: images/val\nnames: data/my.names\nnc: 3\n'),
      'd/my.names': 'person\ncar\n',
    });
    expect(countsOf(seen)).toEqual(['person=2', 'car=0']);
    expect(placesOf(seen, 'class-count-differs')).toEqual(['data.yaml']);
  });

  it('reports a count of names that differs from nc', async () => {
    const seen = await onlyYolo(twoSplits('train: images/train\nval: images/val\nnc: 3\nnames: [a, b]\n'));
    expect(seen.problems).toEqual([{ code: 'class-count-differs', file: 'd/data.yaml', values: { names: 2, nc: 3 } }]);
  });

  it('reports classes that it does not name, and shows them by number', async () => {
    const seen = await onlyYolo({
      ...twoSplits('train: images/train\nval: images/val\nnames: [a]\n'),
      'd/labels/val/b.txt': '0 .5 .5 .1 .1\n7 .5 .5 .1 .1\n',
    });
    expect(countsOf(seen)).toEqual(['a=2', '7=1']);
    expect(seen.problems).toMatchObject([
      { code: 'class-unknown', file: 'd/labels/val/b.txt', at: { line: 2 }, values: { class: 7, classes: 1 } },
    ]);
  });

  it.each(['valid', 'validation', 'val'])('knows %s as val', async (key) => {
    const seen = await onlyYolo(twoSplits(`train: images/train\n${key}: images/val\nnames: [a]\n`));
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
  });

  it('reads lists of folders, minival and patterns', async () => {
    const seen = await onlyYolo(twoSplits('train: [images/train, images/none]\nminival: ./images/val/*.png\nnames: [a]\n'));
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:minival']);
    expect(seen.problems).toMatchObject([{ code: 'folder-missing', file: 'd/data.yaml', values: { split: 'train', path: 'images/none' } }]);
  });

  it('reads single images', async () => {
    const seen = await onlyYolo({ ...twoSplits('train: [images/all/a.png]\nval: [images/all/b.png]\nnames: [x]\n'), ...moved('all') });
    expect(splitsOf(seen).slice(0, 2)).toEqual(['a.png:train', 'b.png:val']);
  });

  it('drops the ../ that Roboflow writes', async () => {
    const seen = await onlyYolo({
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
      const seen = await onlyYolo({
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
    const seen = await onlyYolo({
      ...elsewhere,
      'p/configs/d.yaml': 'path: ../datasets/d\ntrain: images/train\nval: images/val\nnames: [person]\n',
    });
    expect(countsOf(seen)).toEqual(['person=2']);
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
  });

  it('reads lists of images, and reports those that are not there', async () => {
    const seen = await onlyYolo({
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
    const seen = await onlyYolo({
      ...twoSplits('train: train.txt\nnames: [x]\n'),
      'd/train.txt': 'images/train/lost.png\n',
      'd/labels/val/lost.txt': BOX,
    });
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val', 'lost.txt:train']);
  });

  it('takes the first split where two name the same folder', async () => {
    const seen = await onlyYolo(twoSplits('train: images/train\nval: images/train\nnames: [a]\n'));
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:val']);
  });

  it('whose folders are not there belongs to the labels beneath it', async () => {
    const seen = await onlyYolo({
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
    const seen = await onlyYolo({ ...twoSplits(yaml), 'd/labels/train/a.txt': pose, 'd/labels/val/b.txt': pose });
    expect(seen.categories[0]).toEqual({ key: '0', name: 'person', keypoints: ['left', 'right'] });
    expect(seen.annotations.map(({ cells }) => kindsOf(cells.kinds))).toEqual([
      ['box', 'keypoints'],
      ['box', 'keypoints'],
    ]);
  });

  it('with a kpt_shape that is none is reported', async () => {
    const seen = await onlyYolo(twoSplits('train: images/train\nval: images/val\nnames: [a]\nkpt_shape: many\n'));
    expect(seen.problems).toMatchObject([{ code: 'value-invalid', file: 'd/data.yaml' }]);
  });

  it('joins the datasets that it names', async () => {
    const seen = await onlyYolo({
      'p/data.yaml': 'train: [one/images, two/images]\nnames: [a]\n',
      'p/one/images/a.png': P,
      'p/one/labels/a.txt': BOX,
      'p/two/images/b.png': P,
      'p/two/labels/b.txt': BOX,
    });
    expect(seen.match.name).toBe('p');
    expect(splitsOf(seen)).toEqual(['a.png:train', 'b.png:train']);
  });

  it('does not reach into another dataset for a split that it lacks', async () => {
    const other = { 'p/other/test/images/c.png': P, 'p/other/test/labels/c.txt': BOX };
    const tree = {
      'p/r/data.yaml': 'train: ../train/images\ntest: ../test/images\nnames: [a]\n',
      'p/r/train/images/a.png': P,
      'p/r/train/labels/a.txt': BOX,
    };
    const found = await openAll(yolo, drop({ ...other, ...tree }));
    expect(found.map(({ match, samples }) => `${match.name} ${samples.length}`)).toEqual(['other 1', 'r 1']);
    expect(placesOf(found[1] as Seen, 'folder-missing')).toEqual(['data.yaml']);
  });

  it('that is no YAML is reported, and the layout speaks for itself', async () => {
    const seen = await onlyYolo(twoSplits('names: [a, b\ntrain: images/train\n'));
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
    const seen = await onlyYolo({
      ...twoSplits('train: images/train\nval: images/val\nnames: [a]\n'),
      'd/old.yaml': 'train: images/train\nnames: [b]\n',
      'd/classes.txt': 'a\n',
    });
    expect(countsOf(seen)).toEqual(['a=2']);
    expect(seen.problems).toMatchObject([{ code: 'class-names-conflict', file: 'd/old.yaml' }]);
  });

  it('whose images have no labels at all is a dataset all the same', async () => {
    const seen = await onlyYolo({ 'd/data.yaml': 'test: images/test\nnames: [a]\n', 'd/images/test/a.png': P });
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

function moved(folder: string): Tree {
  return {
    [`d/images/${folder}/a.png`]: P,
    [`d/images/${folder}/b.png`]: P,
    [`d/labels/${folder}/a.txt`]: BOX,
    [`d/labels/${folder}/b.txt`]: BOX,
  };
}
