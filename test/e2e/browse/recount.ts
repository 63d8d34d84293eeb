/** Plain recounts of our own datasets, from their label files: what the facets must say. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sample } from '../screen.ts';

export interface Label {
  readonly sample: string;
  readonly split: string;
  readonly name: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly mask: boolean;
  readonly polygon: boolean;
  readonly crowd: boolean;
  /** Predictions only. */
  readonly score?: number;
}

/** Samples and annotations of these labels, as a facet counts them. */
export function count(labels: readonly Label[]): [samples: number, annotations: number] {
  return [new Set(labels.map((label) => label.sample)).size, labels.length];
}

/** Per class, for the class facet. */
export function countClasses(labels: readonly Label[], classes: readonly string[]): Record<string, number[]> {
  return Object.fromEntries(classes.map((name) => [name, count(labels.filter((label) => label.name === name))]));
}

export const SHELF_CLASSES = ['bottle', 'can', 'jar', 'carton'];

/** The labels of yolo/shelves in pixels; those of the label file without an image have none. */
export function shelves(): Label[] {
  return ['train', 'val'].flatMap((split) => {
    const folder = join(sample('yolo/shelves'), 'labels', split);
    return readdirSync(folder).flatMap((file) => {
      const [w, h] = jpegSize(join(sample('yolo/shelves'), 'images', split, file.replace('.txt', '.jpg')));
      return readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line): Label => {
          const [id = 0, , , width = 0, height = 0] = line.split(' ').map(Number);
          return { ...NOTHING, sample: file, split, name: SHELF_CLASSES[id] ?? '', width: width * w, height: height * h };
        });
    });
  });
}

/** Of the frame header, which a JPEG of ours has behind segments of known length. */
function jpegSize(path: string): readonly [width: number, height: number] {
  if (!existsSync(path)) return [Number.NaN, Number.NaN];
  const bytes = readFileSync(path);
  let at = 2;
  while (![0xc0, 0xc1, 0xc2].includes(bytes[at + 1] ?? 0)) at += 2 + bytes.readUInt16BE(at + 2);
  return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
}

const NOTHING: Label = { sample: '', split: '', name: '', width: 0, height: 0, mask: false, polygon: false, crowd: false };

interface Coco {
  readonly images: readonly { id: number; file_name: string }[];
  readonly categories: readonly { id: number; name: string }[];
  readonly annotations: readonly { image_id: number; category_id: number; bbox: number[]; iscrowd: number; segmentation?: unknown }[];
}

/** The truth and the predictions of coco/street. */
export function street(): {
  readonly truth: readonly Label[];
  readonly predictions: readonly Label[];
  readonly classes: readonly string[];
} {
  const folder = sample('coco/street');
  const files = ['train', 'val'].map((split) => ({
    split,
    coco: JSON.parse(readFileSync(join(folder, 'annotations', `instances_${split}.json`), 'utf8')) as Coco,
  }));
  const classes = new Map(files.flatMap(({ coco }) => coco.categories.map(({ id, name }) => [id, name] as const)));
  const split = new Map(files.flatMap((file) => file.coco.images.map(({ id }) => [id, file.split] as const)));
  const label = (row: { image_id: number; category_id: number; bbox: number[] }): Label => ({
    ...NOTHING,
    sample: String(row.image_id),
    split: split.get(row.image_id) ?? '',
    name: classes.get(row.category_id) ?? '',
    width: row.bbox[2] ?? 0,
    height: row.bbox[3] ?? 0,
  });
  const truth = files.flatMap(({ coco }) =>
    coco.annotations.map((row): Label => {
      const isMask = row.segmentation !== undefined && !Array.isArray(row.segmentation);
      return { ...label(row), mask: isMask, polygon: Array.isArray(row.segmentation), crowd: row.iscrowd === 1 };
    }),
  );
  const results = JSON.parse(readFileSync(join(folder, 'predictions/model-a_results.json'), 'utf8')) as {
    image_id: number;
    category_id: number;
    bbox: number[];
    score: number;
  }[];
  return { truth, predictions: results.map((row) => ({ ...label(row), score: row.score })), classes: [...new Set(classes.values())] };
}
