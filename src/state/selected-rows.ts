/** A set of selected rows that can also be "all but these": a bit for each row at most, and nothing for all of a million. */
import { Bitset } from '../base/bitset.ts';

export interface SelectedRows {
  readonly inverted: boolean;
  /** Never changed once it is here. */
  readonly rows: Readonly<Pick<Bitset, 'has' | 'size' | 'copy'>>;
}

export const NO_ROWS: SelectedRows = { inverted: false, rows: new Bitset() };
export const ALL_ROWS: SelectedRows = { inverted: true, rows: new Bitset() };

export function hasRow(set: SelectedRows, row: number): boolean {
  return set.inverted !== set.rows.has(row);
}

/** @param total rows that pass the query */
export function countRows(set: SelectedRows, total: number): number {
  return set.inverted ? total - set.rows.size : set.rows.size;
}

export function toggleRow(set: SelectedRows, row: number): SelectedRows {
  const rows = set.rows.copy();
  if (!rows.delete(row)) rows.add(row);
  return { inverted: set.inverted, rows };
}

/** Adds rows, e.g. a shift-click range. */
export function addRows(set: SelectedRows, added: Iterable<number>): SelectedRows {
  const rows = set.rows.copy();
  for (const row of added) {
    if (set.inverted) rows.delete(row);
    else rows.add(row);
  }
  return { inverted: set.inverted, rows };
}
