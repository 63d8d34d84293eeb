import type { FileIndex } from './dataset.ts';

/**
 * Many annotations at once, column by column: the fast way into a Sink. All arrays have `length` entries
 * (`box` four times as many: x y width height). The receiver keeps or copies them; the sender must not reuse them.
 */
export interface AnnotationBlock {
  readonly length: number;
  /** Sample rows. */
  readonly sample: Uint32Array;
  /** Category rows; -1: none. */
  readonly category: Int32Array;
  /** Label set row, the same for the block. */
  readonly labelSet: number;
  /** Pixels; NaN where there is no box (classification, caption). */
  readonly box: Float32Array;
  /** Pixels squared, as the file says or derived; NaN: unknown. */
  readonly area: Float32Array;
  /** NaN: none. */
  readonly score: Float32Array;
  /** Bits of `kindBit`: the shapes as written in the file. */
  readonly kinds: Uint8Array;
  /** Bits of `FLAG`. */
  readonly flags: Uint8Array;
  readonly file: FileIndex;
  /** Where each record stands in `file`: `start` inclusive, `end` exclusive. */
  readonly start: Float64Array;
  readonly end: Float64Array;
}
