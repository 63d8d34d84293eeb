import { describe, expect, it } from 'vitest';
import { box, IMAGES, matchAll, read, readAll, truth, type Drop, type Reading } from './reading.ts';

const LABELS = 'set/labels.json';
function readTruth(annotations: readonly unknown[], more: Readonly<Record<string, unknown>> = {}, images: Drop = IMAGES): Promise<Reading> {
  return read({ ...images, [LABELS]: truth(annotations, more) });
}

describe('ids in COCO', () => {
  it('are the same as number, text and fraction, and the mixture is told once', async () => {
    const reading = await readTruth([box({ image_id: '1' }), box({ id: 12, image_id: 2, category_id: '7' })]);
    expect(reading.annotations.map(({ sample, category }) => [sample, category])).toEqual([
      ['1', 'cat'],
      ['2', 'dog'],
    ]);
    expect(reading.problems).toMatchObject([{ code: 'id-mixed-types', values: { numbers: 3, texts: 1, count: 1 } }]);
    const text = JSON.stringify(truth([box({ image_id: 'HERE' })])).replace('"HERE"', '1.0');
    expect((await read({ ...IMAGES, [LABELS]: text })).annotations).toMatchObject([{ sample: '1' }]);
  });

  it('may be any text, huge, negative or a fraction', async () => {
    const ids = ['"000123"', '"3f2a-9"', '12345678901234567890', '-5', '1.5', '"ü\\u0041"'];
    const images = ids.map((id, i) => `{"id":${id},"file_name":"${i}.jpg"}`);
    const annotations = ids.map((id, i) => `{"id":${i + 1},"image_id":${id},"category_id":${id},"bbox":[1,2,3,4],"area":12}`);
    const categories = ids.map((id, i) => `{"id":${id},"name":"c${i}"}`);
    const reading = await read({
      [LABELS]: `{"images":[${images.join(',')}],"annotations":[${annotations.join(',')}],"categories":[${categories.join(',')}]}`,
    });
    expect(reading.annotations.map(({ sample, category }) => [sample, category])).toEqual([
      ['000123', 'c0'],
      ['3f2a-9', 'c1'],
      ['12345678901234567890', 'c2'],
      ['-5', 'c3'],
      ['1.5', 'c4'],
      ['üA', 'c5'],
    ]);
  });

  it('of annotations may be missing, twice or 0: told once each, with their number', async () => {
    const reading = await readTruth([
      box({ id: 0 }),
      box(),
      box(),
      box(),
      box({ id: undefined }),
      box({ id: null }),
      box({ id: 'x' }),
      box({ id: 'x' }),
    ]);
    expect(reading.annotations).toHaveLength(8);
    expect(reading.problems.map(({ code, values }) => [code, values?.['count']])).toEqual([
      ['id-zero', 1],
      ['id-duplicate', 3],
      ['id-missing', 2],
    ]);
  });

  it('of images that nothing declares reject the annotation', async () => {
    const reading = await readTruth([box({ image_id: 99 }), box({ image_id: undefined, id: 12 }), box({ id: 13 })]);
    expect(reading.annotations).toHaveLength(1);
    expect(reading.accounts[LABELS]).toEqual({ unit: 'items', read: 5, shown: 3, rejected: 2 });
    expect(reading.problems).toMatchObject([
      { code: 'image-unknown', values: { image: '99' } },
      { code: 'image-unknown', values: { field: 'image_id' } },
    ]);
  });

  it('of images may come twice: once more the same image, or another one', async () => {
    const images = [
      { id: 1, file_name: 'a.jpg' },
      { id: 1, file_name: 'a.jpg', width: 50 },
      { id: 1, file_name: 'b.jpg' },
      { file_name: 'c.jpg' },
      { id: 9, file_name: 'a.jpg' },
    ];
    const reading = await readTruth([box()], { images });
    expect(reading.samples.map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'a.jpg']);
    expect(reading.samples[0]?.width).toBe(0);
    expect(reading.annotations).toMatchObject([{ sample: '1' }]);
    expect(reading.codes).toEqual(['id-duplicate', 'id-missing', 'image-listed-twice', 'image-missing']);
    expect(reading.accounts[LABELS]).toEqual({ unit: 'items', read: 6, shown: 6, rejected: 0 });
  });
});

describe('categories in COCO', () => {
  it('may be sparse, unused and undeclared', async () => {
    const reading = await readTruth([box({ category_id: 90 }), box({ id: 12, category_id: 90 }), box({ id: 13, category_id: undefined })]);
    expect(reading.categories.map(({ name }) => name).sort()).toEqual(['90', 'cat', 'dog']);
    expect(reading.annotations.map(({ category }) => category)).toEqual(['90', '90', undefined]);
    expect(reading.problem('category-unknown').values).toEqual({ category: '90', count: 2 });
    expect(reading.problem('category-missing').values).toEqual({ count: 1 });
  });

  it('may be missing altogether', async () => {
    const reading = await readTruth([box()], { categories: undefined });
    expect([reading.annotations[0]?.category, reading.codes]).toEqual(['1', ['category-unknown']]);
  });

  it('may share an id or a name', async () => {
    const categories = [
      { id: 1, name: 'cat' },
      { id: 1, name: 'lion' },
      { id: 2, name: 'cat' },
      { name: 'x' },
      { id: 3 },
      'y',
      { id: 4, name: 5 },
    ];
    const reading = await readTruth([box()], { categories });
    expect(reading.categories.map(({ key, name }) => [key, name])).toEqual([
      ['1', 'cat'],
      ['2', 'cat'],
      ['x', 'x'],
      ['3', '3'],
      ['4', '5'],
    ]);
    expect(reading.problems.map(({ code }) => code).sort()).toEqual(['category-duplicate', 'category-duplicate', 'json-shape']);
  });

  it('name keypoints and their skeleton', async () => {
    const categories = [{ id: 1, name: 'cat', supercategory: 'animal', keypoints: ['nose', 'tail'], skeleton: [[1, 2]] }];
    const reading = await readTruth([box({ keypoints: [1, 2, 2, 3, 4, 2] }), box({ id: 12, keypoints: [1, 2, 2] })], { categories });
    expect(reading.categories).toEqual([
      { key: '1', name: 'cat', supercategory: 'animal', keypoints: ['nose', 'tail'], skeleton: [[0, 1]] },
    ]);
    expect(reading.problem('keypoints-count').values).toEqual({ category: '1', expected: 2, found: 1, count: 1 });
  });
});

describe('images of COCO', () => {
  async function imageOf(item: Readonly<Record<string, unknown>>, paths: readonly string[], labels = LABELS): Promise<Reading> {
    const images = Object.fromEntries(paths.map((path) => [path, '']));
    return read({ ...images, [labels]: truth([], { images: [{ id: 1, ...item }] }) });
  }

  it.each([
    [{ file_name: 'sub/a.jpg' }, 'set/sub/a.jpg'],
    [{ file_name: '/home/me/data/images/a.jpg' }, 'set/images/a.jpg'],
    [{ file_name: 'C:\\data\\images\\a.jpg' }, 'set/images/a.jpg'],
    [{ file_name: 'my%20cat.jpg' }, 'set/my cat.jpg'],
    [{ file_name: 'a' }, 'set/images/a.jpg'],
    [{ coco_url: 'http://images.cocodataset.org/val2017/000000397133.jpg?x=1' }, 'set/val2017/000000397133.jpg'],
    [{ path: '/datasets/x/a.jpg' }, 'set/images/a.jpg'],
  ])('are found as %j', async (item, path) => {
    const reading = await imageOf(item, [path, 'set/other.jpg']);
    expect(reading.files.paths[reading.samples[0]?.image ?? -1]).toBe(path);
    expect(reading.problems).toEqual([]);
  });

  it('are missing, each with its sample', async () => {
    const reading = await imageOf({ file_name: 'x.jpg' }, ['set/y.jpg']);
    expect(reading.problems).toMatchObject([{ code: 'image-missing', sample: 0, values: { name: 'x.jpg' }, file: LABELS }]);
    expect(reading.samples).toMatchObject([{ name: 'x.jpg', labels: 'inline' }]);
    expect((await imageOf({ height: 5 }, [])).problems).toMatchObject([{ code: 'image-missing' }]);
  });

  it('are named where several fit', async () => {
    const reading = await imageOf({ file_name: 'x.jpg' }, ['set/p/x.jpg', 'set/q/x.jpg']);
    expect(reading.samples[0]?.image).toBeUndefined();
    expect(reading.problem('image-ambiguous').values).toEqual({ name: 'x.jpg', candidates: 'set/p/x.jpg, set/q/x.jpg', count: 2 });
  });

  it('are those of their own split and dataset where several fit', async () => {
    const split = await imageOf({ file_name: 'x.jpg' }, ['set/images/train/x.jpg', 'set/images/val/x.jpg'], 'set/instances_val.json');
    expect(split.files.paths[split.samples[0]?.image ?? -1]).toBe('set/images/val/x.jpg');
    const own = await imageOf({ file_name: 'x.jpg' }, ['all/coco/images/x.jpg', 'all/yolo/images/x.jpg'], 'all/coco/annotations/i.json');
    expect(own.files.paths[own.samples[0]?.image ?? -1]).toBe('all/coco/images/x.jpg');
  });

  it('have their plain fields as columns and all fields in detail', async () => {
    const item = {
      file_name: 'a.jpg',
      width: 10,
      height: 20,
      date_captured: '2017',
      ok: true,
      neg_category_ids: [1, 2],
      coco_url: 'http://x/a.jpg',
    };
    const reading = await imageOf(item, ['set/a.jpg']);
    expect(reading.samples[0]).toMatchObject({ width: 10, height: 20, extra: { id: 1, date_captured: '2017', ok: true } });
    expect((await reading.detail('1')).fields).toEqual({ id: 1, ...item });
  });

  it('are claimed with the label file, and nothing else is', async () => {
    const [match] = await matchAll({ ...IMAGES, 'set/c.jpg': '', 'set/README.md': 'x', [LABELS]: truth([box()]) });
    const reading = await read({ ...IMAGES, [LABELS]: truth([box()]) });
    expect(match?.claims).toHaveLength(3);
    expect(match).toMatchObject({ confidence: 1, why: { code: 'coco-sections', values: { file: 'labels.json' } } });
    expect(new Set(reading.match.claims.map((file) => reading.files.paths[file]))).toEqual(new Set(['set/a.jpg', 'set/b.jpg', LABELS]));
  });
});

describe('boxes of COCO', () => {
  it('may be empty, negative or outside: each is told with its sample', async () => {
    const bboxes = [
      [1, 2, 0, 4],
      [1, 2, -3, 4],
      [90, 70, 20, 5],
      [-2, 0, 5, 5],
      [0, 0, 100.4, 80.4],
      [5, 5, 5, 5],
    ];
    const reading = await readTruth(bboxes.map((bbox, i) => box({ id: i + 1, bbox })));
    expect(reading.annotations).toHaveLength(6);
    expect(reading.problems.map(({ code, values, sample }) => [code, values?.['x'], sample])).toEqual([
      ['box-degenerate', 1, 0],
      ['box-negative', 1, 0],
      ['box-out-of-bounds', 90, 0],
      ['box-out-of-bounds', -2, 0],
    ]);
  });

  it('are corners by mistake where nearly all can be and half cannot be sides: told once', async () => {
    const corners = Array.from({ length: 20 }, (_, i) => box({ id: i + 1, bbox: [40 + i, 40, 80, 79], area: 1 }));
    const reading = await readTruth(corners);
    expect(reading.problems).toMatchObject([{ code: 'box-corners', values: { count: 20, total: 20 } }]);
  });

  it('are fractions by mistake where all are below 1: told once', async () => {
    const reading = await readTruth(Array.from({ length: 6 }, (_, i) => box({ id: i + 1, bbox: [0.1, 0.2, 0.3, 0.4] })));
    expect(reading.problems).toMatchObject([{ code: 'box-normalised', values: { count: 6, total: 6 } }]);
  });

  it('are not looked at for bounds where the size of the image is unknown', async () => {
    const reading = await readTruth([box({ bbox: [1000, 0, 5, 5] })], { images: [{ id: 1, file_name: 'a.jpg' }] });
    expect(reading.problems).toEqual([]);
  });
});

describe('files of COCO', () => {
  it('over the same images are one dataset with a label set each', async () => {
    const captions = { images: truth([])['images'], annotations: [{ id: 1, image_id: 2, caption: 'hello' }] };
    const reading = await read({ ...IMAGES, 'set/ann/instances.json': truth([box()]), 'set/ann/captions.json': captions });
    expect(reading.labelSets).toEqual([
      { name: 'captions', role: 'truth', file: 'set/ann/captions.json' },
      { name: 'instances', role: 'truth', file: 'set/ann/instances.json' },
    ]);
    expect(reading.samples).toHaveLength(2);
    expect(reading.annotations.map(({ set, sample, kinds }) => [set, sample, ...kinds])).toEqual([
      ['captions', '2', 'caption'],
      ['instances', '1', 'box'],
    ]);
    expect(reading.match.name).toBe('set');
  });

  it('over other images are datasets of their own', async () => {
    const other = truth([box()], { images: [{ id: 1, file_name: 'z.jpg' }] });
    const readings = await readAll({ 'set/one.json': truth([box()]), 'set/two.json': other });
    expect(readings.map(({ match, samples }) => [match.name, samples.length])).toEqual([
      ['one', 2],
      ['two', 1],
    ]);
  });

  it('of splits are one dataset, also where their ids are the same', async () => {
    const drop: Drop = {
      'd/train/_annotations.coco.json': truth([box()]),
      'd/train/a.jpg': '',
      'd/valid/_annotations.coco.json': truth([box({ category_id: 7 })], { images: [{ id: 1, file_name: 'v.jpg' }] }),
      'd/valid/v.jpg': '',
    };
    const reading = await read(drop);
    expect(reading.samples.map(({ key, name, split }) => [key, name, split])).toEqual([
      ['train:1', 'a.jpg', 'train'],
      ['train:2', 'b.jpg', 'train'],
      ['val:1', 'v.jpg', 'val'],
    ]);
    expect(reading.labelSets).toEqual([{ name: 'annotations.coco', role: 'truth' }]);
    expect(reading.annotations.map(({ sample, category }) => [sample, category])).toEqual([
      ['train:1', 'cat'],
      ['val:1', 'dog'],
    ]);
    expect(reading.match.name).toBe('d');
    const names = await read({
      'd/annotations/instances_train2017.json': truth([box()]),
      'd/annotations/instances_val2017.json': truth([box()], { images: [{ id: 3, file_name: 'v.jpg' }] }),
    });
    expect(names.labelSets).toEqual([{ name: 'instances', role: 'truth' }]);
    expect(names.samples.map(({ split }) => split)).toEqual(['train', 'train', 'val']);
  });

  it('that mean other classes by one id keep both, whatever comes first', async () => {
    const other = {
      categories: [
        { id: 1, name: 'dog' },
        { id: 7, name: 'cow' },
      ],
      images: [{ id: 5, file_name: 'v.jpg' }],
    };
    const { annotations, ...rest } = truth([box({ image_id: 5 }), box({ id: 12, image_id: 5, category_id: 7 })], other);
    const reading = await read({ 'd/instances_train.json': truth([box()]), 'd/instances_val.json': { annotations, ...rest } });
    expect(reading.annotations.map(({ category }) => category)).toEqual(['cat', 'dog', 'cow']);
    expect(reading.categories.map(({ name }) => name)).toEqual(['cat', 'dog', 'cow']);
    expect(reading.codes).toContain('class-names-conflict');
  });

  it('with annotations before images and categories are read as any others', async () => {
    const { images, annotations, categories } = truth([box(), box({ id: 12, image_id: 99 })]);
    const reading = await read({ ...IMAGES, [LABELS]: { annotations, categories, images } });
    expect(reading.annotations).toMatchObject([{ sample: '1', category: 'cat' }]);
    expect(reading.codes).toEqual(['image-unknown']);
    expect(reading.accounts[LABELS]).toEqual({ unit: 'items', read: 4, shown: 3, rejected: 1 });
  });

  it('of results join the truth that knows most of their images', async () => {
    const rows = [
      { image_id: 1, category_id: 7, bbox: [1, 2, 3, 4], score: 0.25 },
      { image_id: 3, category_id: 7, bbox: [1, 2, 3, 4], score: 0.5 },
    ];
    const other = truth([], {
      images: [
        { id: 3, file_name: 'z.jpg' },
        { id: 4, file_name: 'y.jpg' },
      ],
    });
    const [one, two] = await readAll({ 'd/one.json': truth([box()]), 'd/r.json': [...rows, rows[0]], 'd/two.json': other });
    expect(one?.labelSets).toMatchObject([{ role: 'truth' }, { name: 'r', role: 'prediction', file: 'd/r.json' }]);
    expect(two?.labelSets).toHaveLength(1);
    expect(one?.annotations.slice(1)).toMatchObject([{ sample: '1', category: 'dog', score: 0.25, set: 'r', area: 12 }, { sample: '1' }]);
    expect(one?.accounts['d/r.json']).toEqual({ unit: 'rows', read: 3, shown: 2, rejected: 1 });
    expect(one?.codes).toEqual(['image-unknown', 'images-absent']);
  });

  it('of results join the truth in their folder where two know them alike', async () => {
    const row = { image_id: 1, category_id: 1, bbox: [1, 2, 3, 4], score: 1 };
    const other = truth([], { images: [{ id: 1, file_name: 'z.jpg' }] });
    const readings = await readAll({ 'd/p/t.json': truth([]), 'd/q/t.json': other, 'd/q/results.json': [row] });
    expect(readings.map(({ labelSets }) => labelSets.length)).toEqual([1, 2]);
  });

  it('of results may be an object, or have images and scores', async () => {
    const rows = [{ image_id: 1, category_id: 7, bbox: [1, 2, 3, 4], score: 0.25 }];
    const reading = await read({
      ...IMAGES,
      'set/t.json': truth([box()]),
      'set/p.json': { annotations: rows },
      'set/q.json': truth([box({ score: 0.5 })]),
    });
    expect(reading.labelSets).toMatchObject([
      { name: 't', role: 'truth' },
      { name: 'q', role: 'prediction' },
      { name: 'p', role: 'prediction' },
    ]);
    expect(reading.annotations.map(({ score }) => score)).toEqual([undefined, 0.5, 0.25]);
    expect(reading.accounts['set/p.json']).toMatchObject({ unit: 'rows', read: 1 });
    expect(reading.accounts['set/q.json']).toMatchObject({ unit: 'items', read: 3 });
  });

  it('of results that count classes from 0 are told of', async () => {
    const categories = [1, 2, 3].map((id) => ({ id, name: `c${id}` }));
    const rows = [0, 2].map((category_id) => ({ image_id: 1, category_id, bbox: [1, 2, 3, 4], score: 1 }));
    const reading = await read({ ...IMAGES, 'set/t.json': truth([box()], { categories }), 'set/r.json': rows });
    expect(reading.codes).toEqual(['category-unknown', 'prediction-classes-shifted']);
  });

  it('of results without a truth are predictions over the images they name', async () => {
    const rows = [
      { image_id: 'img_1', category_id: 3, keypoints: [1, 2, 0.5, 9, 9, 0.1], score: 0.25 },
      { image_id: 42, category_id: 3, bbox: [1, 2, 3, 4], score: 1 },
    ];
    const reading = await read({ 'd/predictions.json': rows, 'd/img_1.jpg': '' });
    expect(reading.match).toMatchObject({ predictionsOnly: true, why: { code: 'coco-results' } });
    expect(reading.samples.map(({ key, name, image }) => [key, name, image === undefined])).toEqual([
      ['img_1', 'img_1', false],
      ['42', '42', true],
    ]);
    expect(reading.annotations).toMatchObject([{ box: [1, 2, 8, 7], kinds: ['keypoints'] }, { kinds: ['box'] }]);
    expect(reading.problem('results-without-truth')).toMatchObject({ file: 'd/predictions.json' });
    const two = await read({ 'd/p.json': rows, 'd/q.json': rows });
    expect(two.labelSets).toMatchObject([{ name: 'p' }, { name: 'q' }]);
  });

  it('name label sets apart by their folder where their names are the same', async () => {
    const row = { image_id: 1, category_id: 1, bbox: [1, 2, 3, 4], score: 1 };
    const reading = await read({ 'd/t.json': truth([box()]), 'd/m1/results.json': [row], 'd/m2/results.json': [row] });
    expect(reading.labelSets.map(({ name }) => name)).toEqual(['t', 'm1/results', 'm2/results']);
  });

  it.each([
    [
      'panoptic',
      { images: [{ id: 1, file_name: 'a.jpg' }], annotations: [{ image_id: 1, file_name: 'a.png', segments_info: [] }], categories: [] },
    ],
    ['labelme', { version: '5', shapes: [], imagePath: 'a.jpg', images: 'x' }],
    ['createml', [{ image: 'a.jpg', annotations: [{ label: 'x', coordinates: {} }] }]],
    ['via', { 'a.jpg1': { filename: 'a.jpg', regions: [] } }],
    ['sam', { image: { image_id: 1 }, annotations: Array.from({ length: 12 }, (_, id) => ({ id, bbox: [1, 2, 3, 4], segmentation: [] })) }],
    ['questions', [{ image_id: 1, question: 'what?' }]],
    ['words', { images: ['a.jpg'], annotations: ['b'] }],
    ['numbers', [1, 2, 3]],
    ['text', 'hello "images": []'],
    ['one value', '{"images": 5}'],
  ])('of %s are left to others', async (_, content) => {
    expect(await matchAll({ 'd/x.json': content })).toEqual([]);
  });

  it('without annotations are a dataset of images', async () => {
    const reading = await read({ 'd/info.json': { images: [{ id: 1, file_name: 'a.jpg' }], categories: [{ id: 1, name: 'x' }] } });
    expect([reading.samples.length, reading.annotations.length]).toEqual([1, 0]);
  });
});
