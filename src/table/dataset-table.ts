import type { Category, LabelSet } from '../model/annotation.ts';
import type { ByteRange, Column, ImageState, LabelState } from '../model/dataset.ts';
import { Lazy } from './breath.ts';
import type { Breath } from './breath.ts';
import { CodeColumn } from './code-column.ts';
import { DictionaryColumn, f32, i32, u16, u32, u8 } from './column.ts';
import type { ExtraColumn } from './extra-column.ts';
import type { KeyIndex } from './key-index.ts';
import { NameColumn } from './name-column.ts';
import { PlaceColumn } from './place-column.ts';
import { RunColumn } from './run-column.ts';
import { annotationsOf, bytesOfIndex, indexTable } from './sample-index.ts';
import type { TableIndex } from './sample-index.ts';

/** Codes of the `labels` column; 0: nobody said, which means `inline`. A larger one is better evidence and wins. */
export const LABEL_STATES = [undefined, 'missing', 'empty', 'inline', 'present'] as const satisfies readonly (LabelState | undefined)[];

/** Codes of the `header` column: what became of reading the image's size. */
export const HEADER = { unknown: 0, read: 1, unreadable: 2 } as const;

/** One row per sample. */
export class SampleColumns {
  readonly name = new NameColumn();
  /** File index; -1: no image was found, or none is meant. */
  readonly image = i32(-1);
  /** Pixels in the labels' frame; 0: not known. */
  readonly width = u32();
  readonly height = u32();
  /** Pixels as the image file stores them; 0: not known. */
  readonly storedWidth = u32();
  readonly storedHeight = u32();
  /** EXIF orientation 1 to 8; 0: not known. */
  readonly orientation = u8();
  /** `HEADER`. */
  readonly header = u8();
  readonly split = new DictionaryColumn();
  /** Index into `LABEL_STATES`. */
  readonly labels = u8();
  /** Where the sample's own record stands; file -1: nowhere. */
  readonly file = new RunColumn(Int32Array, -1, 0);
  readonly place = new PlaceColumn();
  /** From 1; 0: the format does not think in lines. */
  readonly line = new RunColumn(Uint32Array, 0, 1);

  get bytes(): number {
    return sumBytes(this);
  }
}

/** One row per annotation, in the order in which they came. */
export class AnnotationColumns {
  readonly sample = u32();
  /** Category row; -1: none. */
  readonly category = new CodeColumn();
  /** Label set row. */
  readonly labelSet = u16();
  /** x y width height in pixels; NaN: no box. */
  readonly box = f32(Number.NaN, 4);
  /** Pixels squared; NaN: not known. */
  readonly area = f32();
  /** NaN: none. */
  readonly score = f32();
  /** Bits of `kindBit`. */
  readonly kinds = u8();
  /** Bits of `FLAG`. */
  readonly flags = u8();
  readonly file = u32();
  /** Where each record stands in its file. */
  readonly place = new PlaceColumn();

  get length(): number {
    return this.sample.length;
  }

  get bytes(): number {
    return sumBytes(this);
  }

  /** The record's byte range in its file. */
  range(row: number): ByteRange {
    const start = this.place.startOf(row);
    return { file: this.file.at(row), start, end: start + this.place.sizeOf(row) };
  }
}

/** The table set of one dataset: what ten million samples and annotations are. A `Builder` fills it; everyone else reads. */
export class DatasetTable {
  readonly samples = new SampleColumns();
  readonly annotations = new AnnotationColumns();
  readonly keys: KeyIndex;
  readonly categories: readonly Category[];
  readonly labelSets: readonly LabelSet[];
  readonly extra: ReadonlyMap<string, ExtraColumn>;
  readonly #facts: { readonly visual: boolean; readonly version: number; readonly resized: number };
  #index: { readonly samples: number; readonly annotations: number; readonly made: Lazy<TableIndex> } | undefined;

  constructor(parts: {
    readonly keys: KeyIndex;
    readonly categories: readonly Category[];
    readonly labelSets: readonly LabelSet[];
    readonly extra: ReadonlyMap<string, ExtraColumn>;
    readonly facts: { readonly visual: boolean; readonly version: number; readonly resized: number };
  }) {
    this.keys = parts.keys;
    this.categories = parts.categories;
    this.labelSets = parts.labelSets;
    this.extra = parts.extra;
    this.#facts = parts.facts;
  }

  get sampleCount(): number {
    return this.keys.length;
  }

  get annotationCount(): number {
    return this.annotations.length;
  }

  /** Whether samples are images. */
  get visual(): boolean {
    return this.#facts.visual;
  }

  /** Changes whenever anything is added; equal numbers mean equal answers. */
  get version(): number {
    return this.#facts.version;
  }

  /** Changes whenever boxes that were there as fractions become pixels. */
  get resized(): number {
    return this.#facts.resized;
  }

  /** Bytes held by the columns. */
  get bytes(): number {
    let bytes = this.samples.bytes + this.annotations.bytes + this.keys.bytes;
    for (const column of this.extra.values()) bytes += column.bytes;
    const index = this.#index?.made.known;
    return bytes + (index ? bytesOfIndex(index) : 0);
  }

  /** Extra columns with their kinds as far as the values tell by now. */
  get columns(): readonly Column[] {
    return this.#described(({ measure }) => measure === undefined);
  }

  /** Extra columns that are no fields: measures of the texts of each record. */
  get measures(): readonly Column[] {
    return this.#described(({ measure }) => measure !== undefined);
  }

  #described(which: (column: ExtraColumn) => boolean): Column[] {
    return Array.from(this.extra.values()).flatMap((column) => {
      if (!which(column)) return [];
      const { name, kind, lazy, measure, epoch } = column;
      return {
        name,
        kind,
        ...(lazy ? { lazy } : {}),
        ...(epoch === undefined ? {} : { epoch }),
        ...(measure === undefined ? {} : { measure }),
      };
    });
  }

  key(row: number): string {
    return this.keys.text(row);
  }

  /** The name; the key where no name came. */
  name(row: number): string {
    return this.samples.name.get(row) ?? this.key(row);
  }

  imageState(row: number): ImageState {
    if (this.samples.image.at(row) >= 0) return 'present';
    return this.visual ? 'missing' : 'none';
  }

  labelState(row: number): LabelState {
    return LABEL_STATES[this.samples.labels.at(row)] ?? 'inline';
  }

  /** What a record is counted by: its number among those of its file where it is known by that, else the line it begins on; 0: neither. */
  number(row: number): number {
    return this.keys.itemAt(row) || this.samples.line.at(row);
  }

  /** Where the sample's own record stands. */
  range(row: number): ByteRange | undefined {
    const file = this.samples.file.at(row);
    if (file < 0) return undefined;
    const start = this.samples.place.startOf(row);
    const line = this.samples.line.at(row);
    const item = this.keys.itemAt(row);
    const range = { file, start, end: start + this.samples.place.sizeOf(row), ...(line > 0 ? { line } : {}) };
    return item > 0 ? { ...range, item } : range;
  }

  /** Annotations by sample and samples by category, where they are known of everything that is there now. */
  get index(): TableIndex | undefined {
    return this.#index?.samples === this.sampleCount && this.#index.annotations === this.annotationCount
      ? this.#index.made.known
      : undefined;
  }

  /** Makes the index anew where rows were added since. It may know more than what was there at the time of the call. */
  makeIndex(breath: Breath): Promise<TableIndex> {
    const samples = this.sampleCount;
    const annotations = this.annotationCount;
    if (this.#index?.samples !== samples || this.#index.annotations !== annotations) {
      this.#index = { samples, annotations, made: new Lazy((turn) => indexTable(this, turn)) };
    }
    return this.#index.made.get(breath);
  }

  /** Annotation rows of one sample, ascending. */
  annotationsOf(row: number): Uint32Array {
    return this.annotationsOfAll([row])[0] ?? new Uint32Array(0);
  }

  /** Annotation rows of each of these samples, ascending. */
  annotationsOfAll(rows: ArrayLike<number>): Uint32Array[] {
    return annotationsOf(this, this.#index?.made.known?.bySample, rows);
  }
}

/** A column, as far as it can be kept and restored. */
interface KeptColumn {
  readonly state: object;
  restore(state: object | undefined): void;
}

export type ColumnStates = Readonly<Record<string, object>>;

/** What the columns of an object hold, by their names. */
export function statesOf(columns: object): ColumnStates {
  return Object.fromEntries((Object.entries(columns) as [string, KeptColumn][]).map(([name, column]) => [name, column.state]));
}

/** Makes the columns of an object hold what `statesOf` said of others of the same names. */
export function restoreColumns(columns: object, states: ColumnStates): void {
  for (const [name, column] of Object.entries(columns) as [string, KeptColumn][]) column.restore(states[name]);
}

function sumBytes(columns: object): number {
  let bytes = 0;
  for (const column of Object.values(columns) as { readonly bytes: number }[]) bytes += column.bytes;
  return bytes;
}
