/** Pictures and sounds in cells of the table: the first that a record names or holds in a column, and where it lies. */
import { ownValue } from '../base/own-value.ts';
import { folderOf } from '../files/file-set.ts';
import type { ShownRecord } from '../formats/record-container.ts';
import type { FileIndex, SampleRow } from '../model/dataset.ts';
import type { Media } from '../model/record-form.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { located, type MediaRoots } from './media-files.ts';
import type { MediaCell, MediaCells } from './protocol.ts';

/** A larger picture is left to the inspector: UTF-16 units of its address. */
const MOST_DATA = 2 << 20;

/** By row, of those of these columns that are of pictures or sounds. */
export async function mediaCells(
  records: ReadonlyMap<SampleRow, ShownRecord>,
  columns: readonly string[],
  table: DatasetTable,
  roots: MediaRoots,
): Promise<ReadonlyMap<SampleRow, MediaCells>> {
  const wanted = columns.flatMap((name) => {
    const kind = table.extra.get(name)?.kind;
    return kind === 'image' || kind === 'audio' ? [{ name, kind }] : [];
  });
  const cells = new Map<SampleRow, MediaCells>();
  if (wanted.length === 0) return cells;
  const { mediaOf } = await import('../formats/records/media.ts');
  for (const [row, { fields }] of records) {
    const file: FileIndex = table.samples.file.at(row);
    const folder = file < 0 ? '' : folderOf(roots.files.paths[file] ?? '');
    const own = wanted.flatMap(({ name, kind }): [string, MediaCell][] => {
      const media = mediaOf(kind, ownValue(fields, name));
      const [first] = media;
      return first ? [[name, { medium: light(located(first, roots, folder)), count: media.length }]] : [];
    });
    cells.set(row, Object.fromEntries(own));
  }
  return cells;
}

function light(medium: Media): Media {
  if ((medium.data?.length ?? 0) <= MOST_DATA) return medium;
  const { data: _data, ...rest } = medium;
  return rest;
}
