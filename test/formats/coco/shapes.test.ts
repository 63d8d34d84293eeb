import { describe, expect, it } from 'vitest';
import { box, IMAGES, read, truth, type Reading } from './reading.ts';

async function readOne(annotation: Readonly<Record<string, unknown>>): Promise<Reading> {
  return read({ ...IMAGES, 'set/labels.json': truth([annotation]) });
}

describe('a COCO annotation', () => {
  it('is a box in pixels with class, area and place in the file', async () => {
    const reading = await readOne(box());
    expect(reading.annotations).toMatchObject([
      { sample: '1', category: 'cat', box: [10, 20, 30, 40], area: 1200, score: undefined, kinds: ['box'], flags: [] },
    ]);
    const { start = 0, end = 0, file = 0 } = reading.annotations[0] ?? {};
    const bytes = await reading.files.source(file).read(start, end);
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(box());
    expect(reading.problems).toEqual([]);
  });

  it('has its other fields as written', async () => {
    const reading = await readOne(box({ attributes: { occluded: false, note: 'x' }, big: null, track_id: 9 }));
    const { annotations, fields } = await reading.detail('1');
    expect(annotations[0]?.fields).toEqual({ id: 11, area: 1200, attributes: { occluded: false, note: 'x' }, big: undefined, track_id: 9 });
    expect(fields).toEqual({ id: 1, file_name: 'a.jpg', width: 100, height: 80 });
  });

  it('has all parts of its polygon', async () => {
    const segmentation = [
      [10, 20, 40, 20, 40, 60],
      [1.5, 2, 3, 4, 5, 6, 7, 8],
    ];
    const reading = await readOne(box({ segmentation }));
    expect(reading.annotations[0]?.kinds).toEqual(['box', 'polygon']);
    expect((await reading.detail('1')).annotations[0]?.shapes).toEqual([
      { kind: 'box', box: [10, 20, 30, 40] },
      { kind: 'polygon', rings: segmentation },
    ]);
    expect(reading.problems).toEqual([]);
  });

  it.each([[[]], [[[]]], [null], [undefined]])('has no polygon where segmentation is %j', async (segmentation) => {
    const reading = await readOne(box({ segmentation }));
    expect(reading.annotations[0]?.kinds).toEqual(['box']);
    expect(reading.problems).toEqual([]);
  });

  it('keeps what is readable of a polygon and tells the rest', async () => {
    const odd = await readOne(box({ segmentation: [[1, 2, 3, 4, 5, 6, 7]] }));
    expect(odd.annotations[0]?.kinds).toEqual(['box', 'polygon']);
    expect(odd.problem('polygon-odd')).toMatchObject({ values: { numbers: 7 }, sample: 0, file: 'set/labels.json' });
    expect((await odd.detail('1')).annotations[0]?.shapes[1]).toEqual({ kind: 'polygon', rings: [[1, 2, 3, 4, 5, 6]] });

    const short = await readOne(box({ segmentation: [[1, 2, 3, 4]] }));
    expect([short.annotations[0]?.kinds, short.codes]).toEqual([['box'], ['polygon-too-short']]);
    const text = await readOne(box({ segmentation: [['a', 2, 3, 4, 5, 6]] }));
    expect([text.annotations[0]?.kinds, text.codes]).toEqual([['box'], ['polygon-invalid']]);
    expect((await text.detail('1')).annotations[0]?.fields['segmentation']).toEqual([['a', 2, 3, 4, 5, 6]]);
    const flat = await readOne(box({ segmentation: [1, 2, 3, 4, 5, 6] }));
    expect([flat.annotations[0]?.kinds, flat.codes]).toEqual([['box', 'polygon'], ['polygon-invalid']]);
    const pairs = await readOne(
      box({
        segmentation: [
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
        ],
      }),
    );
    expect([pairs.annotations[0]?.kinds, pairs.codes]).toEqual([['box', 'polygon'], []]);
    for (const segmentation of ['text', [true], 5]) expect((await readOne(box({ segmentation }))).codes).toEqual(['polygon-invalid']);
  });

  it('has a box around its polygon where none is written, which is not counted', async () => {
    const reading = await readOne(box({ bbox: undefined, segmentation: [[10, 20, 40, 20, 40, 60]] }));
    expect(reading.annotations).toMatchObject([{ box: [10, 20, 30, 40], kinds: ['polygon'] }]);
    expect((await reading.detail('1')).annotations[0]).toMatchObject({ bounds: [10, 20, 30, 40], shapes: [{ kind: 'polygon' }] });
  });

  it('shows a polygon of two points where nothing else is there', async () => {
    const reading = await readOne(box({ bbox: undefined, segmentation: [[1, 2, 3, 4]] }));
    expect(reading.annotations).toMatchObject([{ kinds: ['polygon'], box: [1, 2, 2, 2] }]);
    expect(reading.codes).toEqual(['polygon-too-short']);
  });

  it('has a mask of counts, of a compressed string, and of text that Python wrote for bytes', async () => {
    const counts = [81, 3, 7996];
    // pycocotools 2.0.11: frPyObjects({'size': [80, 101], 'counts': [81, 3, 7996]}, 80, 101)['counts']
    for (const written of [counts, 'a23li7', "b'a23li7'"]) {
      const reading = await readOne(
        box({ bbox: undefined, area: undefined, iscrowd: 1, segmentation: { size: [80, 101], counts: written } }),
      );
      expect(reading.annotations).toMatchObject([{ kinds: ['mask'], box: [1, 1, 1, 3], area: 3, flags: ['crowd'] }]);
      const [shape] = (await reading.detail('1')).annotations[0]?.shapes ?? [];
      expect(shape).toEqual({ kind: 'mask', rle: { height: 80, width: 101, counts: Uint32Array.from(counts) } });
      // Image 1 is 80 × 100.
      expect(reading.codes).toEqual(['area-missing', 'mask-size-differs']);
    }
  });

  it('tells masks that cannot be, and keeps the annotation', async () => {
    const short = await readOne(box({ segmentation: { size: [80, 100], counts: [10, 5] } }));
    expect(short.annotations[0]?.kinds).toEqual(['box', 'mask']);
    expect(short.problem('mask-invalid').values).toMatchObject({ pixels: 15, expected: 8000 });
    for (const segmentation of [
      { size: [80, 100], counts: '~~~' },
      { size: [80, 100], counts: [-1, 5] },
      { size: [80], counts: [1] },
      { size: [80, 0], counts: [] },
      { counts: 'abc' },
      { size: [80, 100] },
    ]) {
      const reading = await readOne(box({ segmentation }));
      expect([reading.annotations[0]?.kinds, reading.codes]).toEqual([['box'], ['mask-invalid']]);
    }
  });

  it('may have polygons and a crowd, a mask and none, or several masks', async () => {
    const mask = { size: [80, 100], counts: [0, 5, 7995] };
    expect((await readOne(box({ iscrowd: 1, segmentation: [[1, 2, 3, 4, 5, 6]] }))).annotations).toMatchObject([
      { kinds: ['box', 'polygon'], flags: ['crowd'] },
    ]);
    expect((await readOne(box({ segmentation: mask }))).annotations).toMatchObject([{ kinds: ['box', 'mask'], flags: [] }]);
    const several = await readOne(box({ segmentation: [mask, mask] }));
    expect((await several.detail('1')).annotations[0]?.shapes.map(({ kind }) => kind)).toEqual(['box', 'mask', 'mask']);
  });

  it('has keypoints, and a box around the labelled ones where none is written', async () => {
    const keypoints = [10, 20, 2, 0, 0, 0, 30, 25, 1];
    const reading = await readOne(box({ keypoints, num_keypoints: 2 }));
    expect(reading.annotations).toMatchObject([{ kinds: ['box', 'keypoints'], box: [10, 20, 30, 40] }]);
    const derived = await readOne(box({ bbox: undefined, keypoints }));
    expect(derived.annotations).toMatchObject([{ kinds: ['keypoints'], box: [10, 20, 20, 5] }]);
    expect((await derived.detail('1')).annotations[0]?.shapes).toEqual([{ kind: 'keypoints', points: keypoints }]);
    const hidden = await readOne(box({ bbox: undefined, keypoints: [0, 0, 0] }));
    expect(hidden.annotations).toMatchObject([{ kinds: ['keypoints'], box: undefined }]);
  });

  it('keeps whole points of keypoints that are no triples', async () => {
    const reading = await readOne(box({ keypoints: [10, 20, 2, 5] }));
    expect([reading.annotations[0]?.kinds, reading.codes]).toEqual([['box', 'keypoints'], ['keypoints-invalid']]);
    const text = await readOne(box({ keypoints: ['x'] }));
    expect([text.annotations[0]?.kinds, text.codes]).toEqual([['box'], ['keypoints-invalid']]);
    expect((await readOne(box({ keypoints: [] }))).annotations[0]?.kinds).toEqual(['box']);
  });

  it('is a caption where it has no class', async () => {
    const reading = await readOne({ id: 1, image_id: 1, caption: 'A "cat"\n.' });
    expect(reading.annotations).toMatchObject([{ kinds: ['caption'], category: undefined, box: undefined, area: undefined }]);
    expect((await reading.detail('1')).annotations[0]?.shapes).toEqual([{ kind: 'caption', text: 'A "cat"\n.' }]);
    expect(reading.problems).toEqual([]);
    const datumaro = await readOne({ id: 1, image_id: 1, category_id: 0, caption: 'x' });
    expect([datumaro.annotations[0]?.category, datumaro.problems]).toEqual([undefined, []]);
    expect((await datumaro.detail('1')).annotations[0]?.fields).toEqual({ id: 1, category_id: 0 });
  });

  it('is a class for the whole image where it has nothing else', async () => {
    const reading = await readOne({ id: 1, image_id: 1, category_id: 7 });
    expect(reading.annotations).toMatchObject([{ kinds: ['classification'], category: 'dog', box: undefined }]);
  });

  it('has flags from its own fields and from CVAT attributes', async () => {
    const reading = await readOne(box({ ignore: 1, difficult: true, truncated: 0.7, attributes: { occluded: true } }));
    expect(reading.annotations[0]?.flags).toEqual(['difficult', 'occluded', 'truncated', 'ignore']);
  });

  it('is a turned box where CVAT says so', async () => {
    const reading = await readOne(box({ attributes: { rotation: 90 } }));
    expect((await reading.detail('1')).annotations[0]?.shapes).toEqual([{ kind: 'box', box: [10, 20, 30, 40], angle: Math.PI / 2 }]);
  });

  it('has the area of its mask or polygon, else of its box, where none is written', async () => {
    expect((await readOne(box({ area: undefined }))).annotations[0]?.area).toBe(1200);
    const reading = await readOne(box({ area: 0, segmentation: [[0, 0, 10, 0, 10, 10]] }));
    expect(reading.annotations[0]?.area).toBe(50);
    expect(reading.problem('area-missing').values).toEqual({ count: 1 });
  });

  it('is rejected where nothing of it can be read', async () => {
    const nan = await read({ ...IMAGES, 'set/labels.json': JSON.stringify(truth([box({ bbox: [1, 2, 3, 'X'] })])).replace('"X"', 'NaN') });
    expect([nan.annotations, nan.codes]).toEqual([[], ['box-invalid', 'json-not-finite']]);
    expect(nan.accounts).toEqual({ 'set/labels.json': { unit: 'items', read: 3, shown: 2, rejected: 1 } });
    for (const bbox of [[1, 2, 3], [1, 2, 3, 4, 5], 'x', [1, 2, 3, {}]]) {
      expect((await readOne(box({ bbox }))).codes).toEqual(['box-invalid']);
    }
    expect((await readOne({ id: 1, image_id: 1 })).codes).toEqual(['row-shape']);
    expect((await readOne(box({ bbox: undefined, segmentation: 'x' }))).codes).toEqual(['row-shape']);
  });

  it('keeps its polygon where its box cannot be read', async () => {
    const reading = await readOne(box({ bbox: [1, 2], segmentation: [[10, 20, 40, 20, 40, 60]] }));
    expect(reading.annotations).toMatchObject([{ kinds: ['polygon'], box: [10, 20, 30, 40] }]);
    expect(reading.codes).toEqual(['box-invalid']);
    expect((await reading.detail('1')).annotations[0]?.fields['bbox']).toEqual([1, 2]);
  });

  it.each([
    '[10,20,30,40]',
    '[ 10.0 , 2e1, 3.0E+1,\n 400e-1 ]',
    '["10", "20", "30", "40"]',
    '[10.000000000000000000001, 20, 30, 40]',
    '[1e1, 20000000000000000000000e-21, 30, 40]',
  ])('has the box %s', async (text) => {
    const json = JSON.stringify(truth([box({ bbox: 'HERE' })])).replace('"HERE"', text);
    expect((await read({ ...IMAGES, 'set/labels.json': json })).annotations).toMatchObject([{ box: [10, 20, 30, 40], kinds: ['box'] }]);
  });
});
