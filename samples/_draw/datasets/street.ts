import { account, ClassCounts, type Dataset } from '../output.ts';
import { random, type Random } from '../random.ts';
import { runLengths, runLengthText, seenThings, type Seen } from '../raster.ts';
import type { Renderer } from '../render.ts';
import { town, type Place } from '../scenes/town.ts';
import { JOINTS, SKELETON } from '../things/person.ts';

/** Ids with gaps, as COCO's own; `kite` is declared and never used. */
const CATEGORIES = [
  { id: 1, name: 'person', supercategory: 'person', keypoints: JOINTS, skeleton: SKELETON },
  { id: 2, name: 'bicycle', supercategory: 'vehicle' },
  { id: 3, name: 'car', supercategory: 'vehicle' },
  { id: 6, name: 'bus', supercategory: 'vehicle' },
  { id: 10, name: 'traffic light', supercategory: 'outdoor' },
  { id: 15, name: 'bench', supercategory: 'outdoor' },
  { id: 18, name: 'dog', supercategory: 'animal' },
  { id: 28, name: 'umbrella', supercategory: 'accessory' },
  { id: 38, name: 'kite', supercategory: 'sports' },
] as const;
const idOf = (label: string): number => CATEGORIES.find((c) => c.name === label)?.id ?? 0;

const PICTURES: readonly (readonly [file: string, place: Place, width: number, height: number, split: 'train' | 'val'])[] = [
  ['cam03_0612_081955.jpg', 'street', 800, 600, 'train'],
  ['cam03_0612_082310.jpg', 'street', 800, 600, 'train'],
  ['cam03_0614_120233.jpg', 'street', 800, 600, 'train'],
  ['cam03_0614_121846.jpg', 'street', 800, 600, 'train'],
  ['cam05_0619_201458.jpg', 'street', 960, 540, 'train'],
  ['cam05_0621_073012.jpg', 'street', 960, 540, 'train'],
  ['cam08_0530_174410.jpg', 'rain', 800, 600, 'train'],
  ['cam08_0530_175102.jpg', 'rain', 800, 600, 'train'],
  ['cam11_0703_221905.jpg', 'night', 800, 600, 'train'],
  ['cam11_0704_001217.jpg', 'night', 800, 600, 'train'],
  ['lawn_0093.jpg', 'park', 800, 600, 'train'],
  ['lawn_0118.jpg', 'park', 800, 600, 'train'],
  ['path_0210.jpg', 'park', 640, 480, 'train'],
  ['pier_0027.jpg', 'quay', 800, 600, 'train'],
  ['pier_0031.jpg', 'quay', 800, 600, 'train'],
  ['自行车.jpg', 'bicycle', 800, 600, 'train'],
  ['cam03_0615_090114.jpg', 'street', 800, 600, 'val'],
  ['cam03_0615_091530.jpg', 'street', 800, 600, 'val'],
  ['cam05_0622_180540.jpg', 'street', 960, 540, 'val'],
  ['cam08_0602_101020.jpg', 'rain', 800, 600, 'val'],
  ['cam11_0705_230144.jpg', 'night', 800, 600, 'val'],
  ['lawn_0131.jpg', 'park', 800, 600, 'val'],
  ['path_0215.jpg', 'park', 640, 480, 'val'],
  ['pier_0044.jpg', 'quay', 800, 600, 'val'],
];

/** COCO instances with keypoints in two splits, and the results of a model on val. */
export async function street(draw: Renderer): Promise<Dataset> {
  const files = new Map<string, Buffer | string>();
  const counts = new ClassCounts(CATEGORIES.map((c) => c.name));
  const byKind = { box: 0, polygon: 0, mask: 0, keypoints: 0 };
  const results: string[] = [];
  const accounts = [];
  let id = 0;
  for (const split of ['train', 'val'] as const) {
    const images: string[] = [];
    const annotations: string[] = [];
    for (const [number, [file, place, width, height, its]] of PICTURES.entries()) {
      if (its !== split) continue;
      const image = 1001 + number * 7;
      const picture = town(`street ${file}`, place, width, height);
      files.set(`images/${split}/${file}`, await draw.encode(picture, 'image/jpeg'));
      images.push(
        JSON.stringify({
          id: image,
          file_name: file,
          width,
          height,
          date_captured: `2026-0${5 + (number % 3)}-${10 + number} 08:19:55`,
          license: 1,
        }),
      );
      const seen = seenThings(picture, 110);
      for (const one of seen) {
        const shape = segmentation(one);
        byKind.box++;
        byKind[shape.kind]++;
        counts.add(one.thing.label, file);
        if (one.keypoints) byKind.keypoints++;
        annotations.push(
          JSON.stringify({
            id: ++id,
            image_id: image,
            category_id: idOf(one.thing.label),
            bbox: one.box,
            area: one.area,
            iscrowd: one.thing.crowd ? 1 : 0,
            segmentation: shape.value,
            ...(one.keypoints
              ? { num_keypoints: one.keypoints.filter((v, i) => i % 3 === 2 && v > 0).length, keypoints: one.keypoints }
              : {}),
          }),
        );
      }
      if (split === 'val') results.push(...predictions(random(`model-a ${file}`), seen, image, width, height));
    }
    const head = {
      info: { description: 'A small town, drawn for datasets.viewer', version: '1.0', year: 2026 },
      licenses: [{ id: 1, name: 'MIT' }],
    };
    const text = `{"info":${JSON.stringify(head.info)},\n"licenses":${JSON.stringify(head.licenses)},\n"images":[\n${images.join(',\n')}\n],\n"annotations":[\n${annotations.join(',\n')}\n],\n"categories":[\n${CATEGORIES.map((c) => JSON.stringify(c)).join(',\n')}\n]}\n`;
    files.set(`annotations/instances_${split}.json`, text);
    accounts.push(account(`annotations/instances_${split}.json`, 'items', images.length + annotations.length));
  }
  const resultsPath = 'predictions/model-a_results.json';
  files.set(resultsPath, `[\n${results.join(',\n')}\n]\n`);
  accounts.push(account(resultsPath, 'rows', results.length));
  const expected = {
    format: 'coco',
    samples: PICTURES.length,
    images: { present: PICTURES.length, missing: 0, unreferenced: 0 },
    annotations: counts.total,
    byKind,
    splits: { train: PICTURES.filter((p) => p[4] === 'train').length, val: PICTURES.filter((p) => p[4] === 'val').length },
    categories: counts.list(),
    labelSets: [
      { role: 'truth', annotations: counts.total, byKind },
      { name: 'model-a_results', role: 'prediction', file: resultsPath, annotations: results.length, byKind: { box: results.length } },
    ],
    files: accounts,
    read: accounts.reduce((sum, a) => sum + a.read, 0),
    rejected: 0,
    problems: [],
  };
  return { path: 'coco/street', files, expected };
}

/** Crowds as plain run lengths, what has holes as compressed ones, the rest as polygons. */
function segmentation(one: Seen): { readonly kind: 'polygon' | 'mask'; readonly value: unknown } {
  const size = [one.mask.height, one.mask.width];
  if (one.thing.crowd) return { kind: 'mask', value: { size, counts: runLengths(one.mask) } };
  if (one.thing.label === 'bus' || one.thing.label === 'bench')
    return { kind: 'mask', value: { size, counts: runLengthText(runLengths(one.mask)) } };
  return { kind: 'polygon', value: one.outlines.map((ring) => ring.flat()) };
}

const TAKEN_FOR: Readonly<Record<string, string>> = {
  car: 'bus',
  bus: 'car',
  dog: 'bicycle',
  bicycle: 'bench',
  umbrella: 'kite',
  'traffic light': 'person',
  bench: 'bicycle',
  person: 'traffic light',
};

/** What a fair detector would say: some misses, doubles, confusions and ghosts. */
function predictions(r: Random, seen: readonly Seen[], image: number, width: number, height: number): string[] {
  const out: string[] = [];
  const say = (label: string, box: readonly number[], score: number): void => {
    out.push(
      JSON.stringify({
        image_id: image,
        category_id: idOf(label),
        bbox: box.map((v) => Math.round(v * 100) / 100),
        score: Math.round(score * 10000) / 10000,
      }),
    );
  };
  const near = (box: Seen['box'], by: number): number[] => {
    const [x, y, w, h] = box;
    const left = Math.max(0, x + r.between(-by, by) * w);
    const top = Math.max(0, y + r.between(-by, by) * h);
    return [left, top, Math.min(width - left, w * (1 + r.between(-by, by))), Math.min(height - top, h * (1 + r.between(-by, by)))];
  };
  for (const { thing, box, area } of seen) {
    const small = area < 1500;
    if (thing.crowd || r.chance(small ? 0.3 : 0.06)) continue;
    const score = small ? r.between(0.28, 0.82) : r.between(0.62, 0.99);
    const wrong = r.chance(0.07) ? TAKEN_FOR[thing.label] : undefined;
    say(wrong ?? thing.label, near(box, small ? 0.09 : 0.035), wrong ? score * 0.7 : score);
    if (r.chance(0.09)) say(thing.label, near(box, 0.13), score * r.between(0.3, 0.6));
  }
  for (let i = r.whole(0, 3); i > 0; i--) {
    const w = r.between(24, 120);
    const h = r.between(30, 150);
    say(
      r.pick(['person', 'person', 'car', 'dog', 'traffic light', 'kite']),
      [r.between(0, width - w), r.between(0, height - h), w, h],
      r.between(0.05, 0.46),
    );
  }
  return out;
}
