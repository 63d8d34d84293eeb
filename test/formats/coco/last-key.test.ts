import { describe, expect, it } from 'vitest';
import { derivedArea, kindsOf, objectOf, readAnnotation, shapesOf } from '../../../src/formats/coco/record.ts';
import { scanCoco, scanPlainly } from '../../../src/formats/coco/scan.ts';
import { parseJson } from '../../../src/syntax/json-value.ts';
import { readBytes } from './both-ways.ts';

const FLAG_VALUES = ['0', '1', 'true'];
/** What a key may be written with, first and again. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  iscrowd: FLAG_VALUES,
  ignore: FLAG_VALUES,
  difficult: FLAG_VALUES,
  occluded: FLAG_VALUES,
  truncated: FLAG_VALUES,
  segmentation: ['[]', '[[0,0,4,0,4,4]]', '{"counts":[4],"size":[2,2]}', '{"size":[80,100],"counts":[8000]}', 'null', '7'],
  keypoints: ['[]', '[ ]', '[1,2,2]', '[1,2,2,3,4,1]', 'null', '{}', '12', '""', '123'],
  attributes: ['{}', '{"occluded":true}', '{"occluded":false}'],
  score: ['0.5', '0.25'],
  area: ['12', '13', '0'],
  bbox: ['[1,2,3,4]', '[5,6,7,8]', '[]'],
  category_id: ['1', '2'],
  caption: ['"a"', 'null'],
};
const TWICE = Object.entries(VALUES).flatMap(([key, values]) =>
  values.flatMap((first) => values.map((last) => `"${key}":${first},"note":"","${key}":${last}`)),
);
/** A flag of one annotation is none of the next. */
const ANNOTATIONS = TWICE.map(
  (fields, i) => `{"id":${i + 1},"image_id":1,"category_id":1,"bbox":[1,2,3,4],"area":12,${fields},"num_keypoints":0}`,
);

interface Reading {
  readonly annotations: readonly (readonly unknown[])[];
  readonly problems: Readonly<Record<string, readonly unknown[]>>;
}

function fileOf(annotations: readonly string[]): Uint8Array {
  const images = '"images":[{"id":1,"file_name":"b.jpg","width":100,"height":80}]';
  const categories = '"categories":[{"id":1,"name":"x","keypoints":["a"]},{"id":2,"name":"y"}]';
  return new TextEncoder().encode(`{${images},"annotations":[${annotations.join(',\n')}],${categories}}`);
}

function told({ problems }: Reading): unknown {
  return Object.fromEntries(Object.entries(problems).map(([code, each]) => [code, each.length]));
}

describe.each([
  ['compiled', scanCoco],
  ['plain', scanPlainly],
])('of a key that comes twice in an annotation the last one counts: %s', (_, scan) => {
  it('in columns as in what is shown of it', async () => {
    const bytes = fileOf(ANNOTATIONS);
    const { annotations } = (await readBytes(bytes, scan, { size: 1 << 20 })) as Reading;
    expect(annotations).toHaveLength(ANNOTATIONS.length);
    for (const cells of annotations) {
      const [category, box, area, score, kinds, flags] = [cells[1], cells.slice(3, 7), cells[7], cells[8], cells[9], cells[10]];
      const { start, end } = cells[11] as { start: number; end: number };
      const text = new TextDecoder().decode(bytes.subarray(start, end));
      const parsed = parseJson(text);
      const record = readAnnotation((parsed.ok && objectOf(parsed.value)) || {});
      expect([text, kinds, flags]).toEqual([text, kindsOf(shapesOf(record)), record.flags]);
      expect([text, category, score]).toEqual([text, Number(record.category) - 1, record.score ?? NaN]);
      const sides = record.box ?? [NaN, NaN, NaN, NaN];
      expect([text, box, area]).toEqual([text, sides, record.area ?? derivedArea(record) ?? sides[2] * sides[3]]);
    }
  });

  it('and as much is told as where it is written once', async () => {
    const once = ANNOTATIONS.map((text) => JSON.stringify(JSON.parse(text)));
    const twice = (await readBytes(fileOf(ANNOTATIONS), scan, { size: 1 << 20 })) as Reading;
    expect(told(twice)).toEqual(told((await readBytes(fileOf(once), scan, { size: 1 << 20 })) as Reading));
    const codes = ['keypoints-invalid', 'mask-size-differs', 'polygon-invalid', 'keypoints-count'];
    expect(Object.keys(twice.problems)).toEqual(expect.arrayContaining(codes));
  });
});

describe.each([
  ['compiled', scanCoco],
  ['plain', scanPlainly],
])('keypoints that are no list are told: %s', (_, scan) => {
  it.each(['12', '123', '""', '"ab"', 'true'])('%s', async (value) => {
    const annotation = `{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4],"area":12,"keypoints":${value}}`;
    const { problems } = (await readBytes(fileOf([annotation, annotation]), scan, { size: 1 << 20 })) as Reading;
    expect(problems['keypoints-invalid']).toHaveLength(2);
  });
});
