import { Bitset } from '../base/bitset.ts';
import type { CategoryRow, FileIndex } from '../model/dataset.ts';
import type { Breath } from './breath.ts';
import type { DatasetTable } from './dataset-table.ts';
import { rowsIn, segmentsOf } from './row-bits.ts';
import { categoriesAt, samplesAt } from './segments.ts';

/** Samples that have an annotation of one of these categories; with `file` only annotations whose record stands there. */
export async function samplesWith(
  table: DatasetTable,
  categories: readonly CategoryRow[],
  file: FileIndex | undefined,
  breath: Breath,
): Promise<Bitset> {
  const found = new Bitset(table.sampleCount);
  const wanted = new Uint8Array(table.categories.length + 1);
  for (const category of categories) wanted[category + 1] = 1;
  const rows = table.annotationCount;
  for (let s = 0; s < segmentsOf(rows); s++) {
    const codes = categoriesAt(table, s);
    const owners = samplesAt(table, s);
    const count = rowsIn(s, rows);
    for (let i = 0; i < count; i++) {
      if (wanted[(codes[i] ?? -1) + 1] !== 1) continue;
      if (file === undefined || table.annotations.range(s * 65_536 + i).file === file) found.add(owners[i] ?? 0);
    }
    await breath.take();
  }
  return found;
}
