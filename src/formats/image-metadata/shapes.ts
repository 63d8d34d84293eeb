/** What a record about a picture says of it: boxes with their classes, and captions. */
import { kindBit, type Annotation, type FieldValue } from '../../model/annotation.ts';
import type { Box } from '../../model/box.ts';
import type { RecordFields } from '../record-container.ts';
import { isList, isObject, look, numberOf, parsed, textOf } from '../records/values.ts';

/** An annotation before it has a row. */
export interface Described {
  readonly shape: { readonly kind: 'box'; readonly box: Box } | { readonly kind: 'caption'; readonly text: string };
  /** Name of the class, or its number as text. */
  readonly category: string | undefined;
}

const OBJECTS = ['objects', 'annotations'] as const;
const BOXES = ['bbox', 'bboxes', 'boxes', 'box'] as const;
const CLASSES = ['categories', 'category', 'labels', 'label', 'class', 'classes', 'category_id', 'category_ids'] as const;
const CAPTIONS = ['caption', 'captions', 'text', 'texts', 'description', 'descriptions', 'prompt', 'sentence', 'sentences'] as const;

/** Fields that are annotations: they are no columns. */
export function isAnnotationField(field: string): boolean {
  return (OBJECTS as readonly string[]).includes(field) || (BOXES as readonly string[]).includes(field);
}

/** In the order of the record: boxes as `x y width height` (https://huggingface.co/docs/datasets/image_dataset#object-detection), then captions. */
export function describedIn(record: RecordFields): Described[] {
  const objects = parsed(look(record, OBJECTS));
  const boxes = isList(objects)
    ? objects.flatMap((item) => (isObject(item) ? boxesOf(item) : []))
    : boxesOf(isObject(objects) ? objects : record);
  const caption = parsed(look(record, CAPTIONS));
  const captions = (isList(caption) ? caption : [caption]).flatMap((text): Described[] =>
    typeof text === 'string' && text.trim() !== '' ? [{ shape: { kind: 'caption', text }, category: undefined }] : [],
  );
  return [...boxes, ...captions];
}

/** Boxes of parallel lists, or of one object. */
function boxesOf(value: RecordFields): Described[] {
  const written = parsed(look(value, BOXES));
  const classes = parsed(look(value, CLASSES));
  const single = boxOf(written);
  if (single) return [{ shape: { kind: 'box', box: single }, category: textOf(classes) }];
  if (!isList(written)) return [];
  return written.flatMap((item, at): Described[] => {
    const box = boxOf(item);
    return box ? [{ shape: { kind: 'box', box }, category: textOf(isList(classes) ? classes[at] : classes) }] : [];
  });
}

function boxOf(value: FieldValue): Box | undefined {
  if (!isList(value) || value.length !== 4) return undefined;
  const [x, y, width, height] = value.map((number) => numberOf(number));
  return x === undefined || y === undefined || width === undefined || height === undefined ? undefined : [x, y, width, height];
}

export function kindsOf({ shape }: Described): number {
  return kindBit(shape.kind);
}

/** Annotations in full, one for each of `refs`, in their order. */
export function annotationsOf(
  record: RecordFields,
  refs: readonly { readonly row: number; readonly category: number; readonly labelSet: number }[],
): Annotation[] {
  const described = describedIn(record);
  return refs.map(({ row, category, labelSet }, at): Annotation => {
    const shape = described[at]?.shape;
    return { row, category, labelSet, flags: [], shapes: shape ? [shape] : [], fields: {} };
  });
}
