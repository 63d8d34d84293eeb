import type { FileIndex } from './dataset.ts';

/**
 * Many annotations at once, column by column: the fast way into a Sink. All arrays have `length` entries
 * (`box` four times as many: x y width height), and are only looked at during the call.
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
  /** NaN: none; absent: none has one. */
  readonly score?: Float32Array;
  /** Bits of `kindBit`: the shapes as written in the file. */
  readonly kinds: Uint8Array;
  /** Bits of `FLAG`; absent: none has any. */
  readonly flags?: Uint8Array;
  readonly file: FileIndex;
  /** Where each record stands in `file`: from `base + start` on, `size` bytes. */
  readonly base: number;
  readonly start: Uint32Array;
  readonly size: Uint32Array;
}

/** Texts in UTF-8, one after the other: text `i` ends at `ends[i]`, where the next one begins. */
export interface Texts {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text `i` of many. */
export function textAt({ bytes, ends }: Texts, i: number): string {
  return decoder.decode(bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]));
}

/** How the samples of a block are known. */
export type SampleKeys =
  /** By a whole number: the key is its text. `areNew`: the sender knows that none of them was mentioned before. */
  | { readonly kind: 'number'; readonly values: Float64Array; readonly areNew?: boolean }
  /** By text. */
  | ({ readonly kind: 'text' } & Texts)
  /** By the file and line of their record: always new samples, and no memory for the key (`line` must be there). */
  | { readonly kind: 'line' }
  /** By the file and number of their record in it, where several may stand on a line: as `line` else. `first`: number of the first, from 1. */
  | { readonly kind: 'item'; readonly first: number };

/**
 * Many samples at once, column by column: the fast way into a Sink. All arrays have `length` entries. What is absent stays as it is and costs
 * nothing. A sample mentioned before gets what is not known of it yet. The receiver keeps or copies the arrays; the sender must not reuse them.
 */
export interface SampleBlock {
  readonly length: number;
  readonly keys: SampleKeys;
  /** Absent: the key's text is the name (of kinds 'line' and 'item': the record's title, made when shown). */
  readonly names?: Texts;
  /** Of all samples of the block. */
  readonly split?: string;
  /** File index; -1: no image was found. */
  readonly image?: Int32Array;
  /** Pixels in the labels' frame; 0: not known. */
  readonly width?: Uint32Array;
  readonly height?: Uint32Array;
  /** Where each record stands in `file`: `start`, and `size` in bytes. */
  readonly file: FileIndex;
  readonly start: Float64Array;
  readonly size: Uint32Array;
  /** From 1. */
  readonly line?: Uint32Array;
  /** Further columns, which are made where they are not there yet. */
  readonly extra?: readonly ExtraValues[];
}

/** Values of one further column. NaN and the empty text are no value. */
export interface ExtraValues {
  readonly name: string;
  /** The samples that have one, by their place in the block, ascending; absent: all have. */
  readonly at?: Uint32Array;
  readonly values: Float64Array | Texts;
}
