import type { FileSet } from '../files/file-set.ts';
import type { SampleRef } from '../formats/format.ts';
import type { FileIndex, SampleRow } from '../model/dataset.ts';
import { encodeShared } from '../table/column.ts';
import type { DatasetTable } from '../table/dataset-table.ts';

/** Records whose names are compared one by one. */
const MOST_COMPARED = 200_000;

/** The row whose key, whose name or whose image's path it is; else the first whose name ends with it after a `/`. */
export function findSample(table: DatasetTable, files: FileSet, name: string): SampleRow | undefined {
  const byKey = table.keys.find(name);
  if (byKey !== undefined) return byKey;
  const bytes = encodeShared(name).slice();
  for (let row = 0; row < table.sampleCount; row++) if (table.samples.name.equals(row, bytes)) return row;
  const image = files.indexOf(name);
  const [byPath] = image === undefined ? [] : rowsOfImage(table, image);
  if (byPath !== undefined) return byPath;
  const tail = `/${name}`;
  for (let row = 0; row < table.sampleCount; row++) if (table.name(row).endsWith(tail)) return row;
  return undefined;
}

/**
 * A record by its key, by its line or number (`#12`), or by the value that names it, where that is at hand.
 * @param titles columns that name records, best first
 * @param after of several records with this number, one a file, the next behind this row
 */
export function findRecord(table: DatasetTable, titles: readonly string[], name: string, after = -1): SampleRow | undefined {
  const byKey = table.keys.find(name);
  if (byKey !== undefined) return byKey;
  const { sampleCount, extra } = table;
  const number = Number(/^#(\d+)$/.exec(name)?.[1] ?? 0);
  for (let step = 1; number > 0 && step <= sampleCount; step++) {
    const row = (after + step) % sampleCount;
    if (table.number(row) === number) return row;
  }
  // Of more records values are compared by a search, which somebody has to ask for.
  if (sampleCount > MOST_COMPARED) return undefined;
  for (const title of titles) {
    const column = extra.get(title);
    if (column) for (let row = 0; row < sampleCount; row++) if (column.text(row) === name) return row;
  }
  return undefined;
}

/** Rows whose image is this file. */
export function rowsOfImage({ samples, sampleCount }: DatasetTable, file: FileIndex): SampleRow[] {
  const rows: SampleRow[] = [];
  for (let row = 0; row < sampleCount; row++) if (samples.image.at(row) === file) rows.push(row);
  return rows;
}

/** Everything recorded about one sample, for its format. @param most of its annotations, the first so many */
export function sampleRef(table: DatasetTable, row: SampleRow, most: number): SampleRef {
  const { samples, annotations } = table;
  const image = samples.image.at(row);
  return {
    row,
    key: table.key(row),
    name: table.name(row),
    image: image < 0 ? undefined : image,
    width: samples.width.at(row),
    height: samples.height.at(row),
    at: table.range(row),
    annotations: Array.from(table.annotationsOf(row).subarray(0, most), (annotation) => ({
      ...annotations.range(annotation),
      row: annotation,
      category: annotations.category.at(annotation),
      labelSet: annotations.labelSet.at(annotation),
    })),
    categories: table.categories,
  };
}
