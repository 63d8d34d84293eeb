import type { Box } from './box.ts';
import type { Rle } from './rle.ts';

/** The kinds of shape. Each has an overlay in `canvas/overlays`; a new one must fail to compile until it has. */
export const SHAPE_KINDS = ['classification', 'box', 'polygon', 'mask', 'keypoints', 'caption'] as const;
export type ShapeKind = (typeof SHAPE_KINDS)[number];

/** One shape of an annotation. Pixels from the top left of the frame that the labels use. */
export type Shape =
  /** The whole image has this class. */
  | { readonly kind: 'classification' }
  /** `angle`: radians clockwise about the centre. `corners`: the four points as written, for rotated boxes that are not quite rectangles. */
  | { readonly kind: 'box'; readonly box: Box; readonly angle?: number; readonly corners?: readonly number[] }
  /** Rings `x0 y0 x1 y1 …`; they add up (union, not even-odd), as in COCO. */
  | { readonly kind: 'polygon'; readonly rings: readonly (readonly number[])[] }
  | { readonly kind: 'mask'; readonly rle: Rle }
  /** `x y v` for each point; v: 0 not labelled, 1 labelled and hidden, 2 visible, else a confidence. */
  | { readonly kind: 'keypoints'; readonly points: readonly number[] }
  | { readonly kind: 'caption'; readonly text: string };

/** Bits of the `flags` column. */
export const FLAG = { crowd: 1, difficult: 2, occluded: 4, truncated: 8, ignore: 16 } as const;
export type Flag = keyof typeof FLAG;

/** Bit of a shape kind in the `kinds` column. */
export function kindBit(kind: ShapeKind): number {
  return 1 << SHAPE_KINDS.indexOf(kind);
}

/** A field of a record that we keep but give no meaning: shown in the inspector. */
export type FieldValue = string | number | boolean | bigint | undefined | readonly FieldValue[] | { readonly [key: string]: FieldValue };

/**
 * One annotation in full, read from its byte range when its sample is looked at.
 * `row` is its row in the annotation table, so that list, canvas and filter speak of the same thing.
 */
export interface Annotation {
  readonly row: number;
  /** Row in the category table; -1: none (captions, unknown class). */
  readonly category: number;
  /** Row in the label set table. */
  readonly labelSet: number;
  /** Absent on truth. */
  readonly score?: number;
  readonly flags: readonly Flag[];
  /** Never empty. */
  readonly shapes: readonly Shape[];
  /** The record's other fields, as written. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Box derived from the other shapes where none is written; absent for classifications and captions. */
  readonly bounds?: Box;
}

/** A category as a dataset declares it. */
export interface Category {
  readonly name: string;
  /** As written in the file: `18`, `person`. */
  readonly key: string;
  /** Names of the keypoints in order, where declared. */
  readonly keypoints?: readonly string[];
  /** Pairs of 0-based keypoint indices. */
  readonly skeleton?: readonly (readonly [number, number])[];
  readonly supercategory?: string;
}

/** truth: what people labelled; prediction: what a model said, with scores. */
export type LabelRole = 'truth' | 'prediction';

/** One source of annotations over the samples: the truth, or one model's results. */
export interface LabelSet {
  readonly name: string;
  readonly role: LabelRole;
  /** Path of its file, where it is one file. */
  readonly file?: string;
}
