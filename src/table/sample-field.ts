/** Fields of a sample, as numbers, as few distinct values, or as text. */
import type { Breath } from './breath.ts';
import { DictionaryColumn } from './column.ts';
import { LABEL_STATES } from './dataset-table.ts';
import type { DatasetTable } from './dataset-table.ts';
import type { EpochUnit } from './epoch.ts';
import type { ExtraColumn } from './extra-column.ts';
import { columnOfField } from './query-normal.ts';
import type { VisibleCounts } from './visible-counts.ts';

export interface NumberField {
  /** Writes the numbers of samples `from` to `to` (exclusive) to the start of `out`; NaN: none. */
  readonly fill: (from: number, to: number, out: Float64Array) => void;
  /** Kept as float32: bounds must be rounded likewise. */
  readonly single: boolean;
  /** Milliseconds that a unit of the numbers in the file is, where `fill` writes instants. */
  readonly epoch?: EpochUnit;
}

/** Few distinct values. */
export interface CategoryField {
  /** Values by code; `''` stands for none. */
  readonly values: readonly string[];
  readonly codes: (row: number) => number;
}

/** The field as a number; `undefined`: it is none. */
export async function numberField(
  table: DatasetTable,
  field: string,
  counts: VisibleCounts,
  breath: Breath,
): Promise<NumberField | undefined> {
  switch (field) {
    case 'width':
      return pixels(table.samples.width);
    case 'height':
      return pixels(table.samples.height);
    case 'labels':
      return counted(await counts.labels(breath));
    case 'classes':
      return counted(await counts.classes(breath));
    case 'smallest': {
      const smallest = await counts.smallest(breath);
      return { fill: (from, to, out) => out.set(smallest.subarray(from, to)), single: true };
    }
    default: {
      const column = extraColumn(table, field);
      const kind = column?.kind;
      return column && (kind === 'number' || kind === 'date' || kind === 'boolean' || kind === 'embedding')
        ? extraNumbers(column)
        : undefined;
    }
  }
}

/** The field as one of few values; `undefined`: it is not of that kind. */
export function categoryField(table: DatasetTable, field: string): CategoryField | undefined {
  switch (field) {
    case 'split':
      return { values: table.samples.split.values, codes: (row) => table.samples.split.codes.at(row) };
    case 'image': {
      const values = ['present', 'missing', 'none'];
      return { values, codes: (row) => values.indexOf(table.imageState(row)) };
    }
    case 'folder':
      return folders(table);
    default: {
      const column = extraColumn(table, field);
      return column?.kind === 'category' || column?.kind === 'boolean' ? column.categories() : undefined;
    }
  }
}

/** The extra column that the field speaks of. */
export function extraColumn(table: DatasetTable, field: string): ExtraColumn | undefined {
  const name = columnOfField(field);
  return name === undefined ? undefined : table.extra.get(name);
}

/** Whether a value clause looks for a part of the text, not for the whole. */
export function isText({ kind }: ExtraColumn): boolean {
  return kind === 'text' || kind === 'list' || kind === 'json' || kind === 'image' || kind === 'audio';
}

/** The folder part of a name; empty for a name without one. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

/** Whether the label file is missing, or empty. */
export function labelStateIs(table: DatasetTable, state: 'missing' | 'empty'): (row: number) => boolean {
  const code = LABEL_STATES.indexOf(state);
  return (row) => table.samples.labels.at(row) === code;
}

function pixels(column: DatasetTable['samples']['width']): NumberField {
  return {
    single: false,
    fill(from, to, out) {
      for (let row = from; row < to; row++) out[row - from] = column.at(row) || Number.NaN;
    },
  };
}

function counted(counts: Uint32Array): NumberField {
  return { fill: (from, to, out) => out.set(counts.subarray(from, to)), single: false };
}

function extraNumbers(column: ExtraColumn): NumberField {
  const { epoch } = column;
  return { single: false, ...(epoch === undefined ? {} : { epoch }), fill: column.numbersOfMany() };
}

function folders(table: DatasetTable): CategoryField {
  const column = new DictionaryColumn();
  for (let row = 0; row < table.sampleCount; row++) {
    const folder = folderOf(table.name(row));
    if (folder !== '') column.set(row, folder);
  }
  return { values: column.values, codes: (row) => column.codes.at(row) };
}
