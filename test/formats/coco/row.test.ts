import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnnotation, kindsOf, shapesOf } from '../../../src/formats/coco/record.ts';
import { emptyRow, readRow, type Row } from '../../../src/formats/coco/row.ts';
import { scanJson } from '../../../src/syntax/json-scan.ts';
import type { JsonItem } from '../../../src/syntax/json-visitor.ts';
import { parseJson, type JsonObject } from '../../../src/syntax/json-value.ts';

async function onItem(text: string, visit: (item: JsonItem) => void): Promise<void> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(`[${text}]`);
  }
  await scanJson(pieces(), {
    section: () => true,
    item: (_, item) => visit(item),
    broken: () => {
      throw new Error(`broken: ${text}`);
    },
    problem: () => {
      throw new Error(`problem: ${text}`);
    },
  });
}

/** The row where it was read without an object. */
async function fastRow(text: string): Promise<Row | undefined> {
  let row: Row | undefined;
  await onItem(text, (item) => {
    const read = emptyRow();
    if (readRow(item, read)) row = { ...read };
  });
  return row;
}

const usually = <T, U>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: unusual });
const number = usually(
  fc.oneof(
    fc.integer({ min: -5, max: 5000 }),
    fc.integer({ min: 0, max: 99_999 }).map((hundredths) => hundredths / 100),
  ),
  fc.oneof(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.constantFrom(0, 1e-7, 123456789012)),
);
const id = usually(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom('12', '007', 'x', 1.5, 1e21, null, -3, ''));
const points = fc.integer({ min: 3, max: 6 }).chain((n) => fc.array(number, { minLength: n * 2, maxLength: n * 2 }));
const annotation = fc.record(
  {
    id,
    image_id: id,
    category_id: id,
    bbox: usually(
      fc.array(number, { minLength: 4, maxLength: 4 }),
      fc.oneof(fc.array(number, { maxLength: 5 }), fc.constantFrom(null, 'x', [1, 2, '3', 4])),
    ),
    area: usually(fc.integer({ min: 1, max: 5000 }), fc.oneof(number, fc.constantFrom(null, 'x'))),
    score: usually(number, fc.constantFrom(null, '0.5')),
    iscrowd: usually(fc.constantFrom(0, 1), fc.constantFrom(true, false, null, '1')),
    segmentation: usually(
      fc.array(points, { maxLength: 3 }),
      fc.oneof(
        fc.array(fc.array(number, { maxLength: 9 })),
        fc.constantFrom(null, 'x', [[]], { size: [2, 2], counts: [1, 3] }, [1, 2, 3, 4, 5, 6]),
      ),
    ),
    keypoints: usually(
      fc.constantFrom([], [1, 2, 2], [0.5, 1e2, 0, 3, 4, 1]),
      fc.oneof(fc.array(number, { maxLength: 7 }), fc.constantFrom(null, [1, 2, 'a'])),
    ),
    caption: usually(fc.string(), fc.constant(null)),
    attributes: fc.constantFrom({}, { occluded: true }, { occluded: false, rotation: 25.5 }, { truncated: 1 }),
    note: fc.string(),
  },
  { requiredKeys: ['image_id', 'bbox', 'area'] },
);

describe('an annotation read from its bytes', () => {
  it('is what parsing it would give', async () => {
    let fast = 0;
    await fc.assert(
      fc.asyncProperty(annotation, fc.constantFrom(undefined, 1), async (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const row = await fastRow(text);
        if (!row) return;
        fast += 1;
        const parsed = parseJson(text);
        const record = readAnnotation((parsed.ok ? parsed.value : {}) as JsonObject);
        expect(record.findings).toEqual([]);
        expect([row.id, row.image, row.category]).toEqual([record.id, record.image, record.category]);
        expect([row.kinds, row.flags, row.points * 3]).toEqual([kindsOf(shapesOf(record)), record.flags, record.keypoints.length]);
        const [x = NaN, y = NaN, width = NaN, height = NaN] = record.box ?? [];
        const expected = [x, y, width, height, record.area ?? NaN, record.score ?? NaN];
        expect(Float32Array.of(row.x, row.y, row.width, row.height, row.area, row.score)).toEqual(Float32Array.from(expected));
      }),
      { numRuns: 600 },
    );
    expect(fast).toBeGreaterThan(50);
  });

  it.each([
    '{"image_id":1,"category_id":1,"bbox":[1,2,3,4],"area":12.5,"iscrowd":0,"id":5,"segmentation":[[1,2,3,4,5,6]]}',
    '{ "segmentation": [ [ 1.5, 2e0 , 3,4,5,6 ] , [1,2,3,4,5,6,7,8] ], "area": 1.25e+2, "image_id": "42", "bbox": [ 1 ,2, 3.25,\n4 ], "category_id": 18, "id": 900100002299 }',
    '{"image_id":42,"category_id":18,"bbox":[258.15,41.29,348.26,243.78],"score":0.23612345678901234}',
    '{"image_id":1,"bbox":[1,2,3,4],"area":1,"segmentation":{ "counts" : [ 0, 1,2 ], "size": [1 ,3] }}',
    '{"image_id":1,"id":2,"caption":"a \\"quoted\\" cat"}',
    '{"image_id":1,"category_id":1,"keypoints":[1,2,2,0,0,0],"num_keypoints":1,"bbox":[1,2,3,4],"area":1}',
  ])('needs no object for %s', async (text) => {
    expect(await fastRow(text)).toBeDefined();
  });

  it.each([
    ['an escaped key', String.raw`{"image\u005fid":1,"bbox":[1,2,3,4],"area":1}`],
    ['a text id', '{"image_id":"a","bbox":[1,2,3,4],"area":1}'],
    ['a mask as text', '{"image_id":1,"bbox":[1,2,3,4],"area":1,"segmentation":{"size":[1,1],"counts":"1"}}'],
    ['a mask of three sides', '{"image_id":1,"bbox":[1,2,3,4],"area":1,"segmentation":{"size":[1,1,1],"counts":[1]}}'],
    ['a mask without counts', '{"image_id":1,"bbox":[1,2,3,4],"area":1,"segmentation":{"size":[1,1],"size":[1,1]}}'],
    ['a mask of fractions', '{"image_id":1,"bbox":[1,2,3,4],"area":1,"segmentation":{"size":[1,1],"counts":[0.5]}}'],
    ['a polygon without area', '{"image_id":1,"bbox":[1,2,3,4],"segmentation":[[1,2,3,4,5,6]]}'],
    ['no box', '{"image_id":1,"category_id":3}'],
    ['NaN', '{"image_id":1,"bbox":[1,2,NaN,4],"area":1}'],
    ['a far exponent', '{"image_id":1,"bbox":[1,2,1e300,4],"area":1}'],
    ['an exponent without digits', '{"image_id":1,"bbox":[1,2,1e,4],"area":1}'],
    ['too many digits', '{"image_id":1,"bbox":[1,2,12345678901234567890,4],"area":1}'],
    ['no object', '[1]'],
  ])('is parsed where it has %s', async (_, text) => {
    expect(await fastRow(text)).toBeUndefined();
  });
});
