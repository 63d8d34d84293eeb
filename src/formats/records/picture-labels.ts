/** Boxes and outlines that a record lists of the picture that it names: doccano's bounding boxes and segmentation. https://doccano.github.io/doccano/ */
import type { FieldValue } from '../../model/annotation.ts';
import type { Region } from '../../model/region.ts';
import { captionMedia } from './media.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { isList, isObject, keyOf, listOf, look, numberOf, textOf } from './values.ts';

const LISTS = ['bbox', 'bboxes', 'boxes', 'segmentation', 'polygons', 'objects', 'annotations'] as const;

/** What a picture shows and where, in its pixels. */
export const pictureLabels: RecordSchema = {
  id: 'picture-labels',
  fits(record) {
    if (!captionMedia(record).media.some(({ kind }) => kind === 'image')) return lacks('filename');
    const key = keyOf(record, LISTS);
    const items = key === undefined ? undefined : listOf(record[key]);
    if (key === undefined || !items) return lacks('bbox');
    const wrong = items.findIndex((item) => regionOf(item) === undefined);
    return wrong < 0 ? (items.length > 0 ? 0.93 : 0.6) : lacks(`${key}[${wrong}].points`);
  },
  read(record) {
    const regions = (listOf(look(record, LISTS)) ?? []).flatMap((item) => regionOf(item) ?? []);
    return { kind: 'text', text: '', media: captionMedia(record).media, regions };
  },
};

/** `{ x, y, width, height, label }`, or `{ points: [x, y, …], label }`. */
function regionOf(value: FieldValue): Region | undefined {
  if (!isObject(value)) return undefined;
  const label = textOf(look(value, ['label', 'category', 'class', 'name'])) ?? '';
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => numberOf(value[key]));
  if (x !== undefined && y !== undefined && width !== undefined && height !== undefined)
    return { shape: 'box', numbers: [x, y, x + width, y + height], label, coordinates: 'pixels', media: 0 };
  const points = pointsOf(value);
  return points && { shape: 'polygon', numbers: points, label, coordinates: 'pixels', media: 0 };
}

/** A list of numbers, or of pairs of them. */
function pointsOf({ points }: Fields): readonly number[] | undefined {
  if (!isList(points)) return undefined;
  const numbers = points.flatMap((point) => (isList(point) ? point : [point])).map(numberOf);
  const found = numbers.filter((number) => number !== undefined);
  return found.length === numbers.length && found.length >= 6 && found.length % 2 === 0 ? found : undefined;
}
