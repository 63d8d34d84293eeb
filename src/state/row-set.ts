/** A set of selected rows that can also be "all but these": a bit for each row at most, and nothing for all of a million. */
import { Bitset } from '../base/bitset.ts';

export interface RowSet {
  readonly inverted: boolean;
  /** Never changed once it is here. */
  readonly rows: Readonly<Pick<Bitset, 'has' | 'size' | 'copy'>>;
}

export const NO_ROWS: RowSet = { inverted: false, rows: new Bitset() };
export const ALL_ROWS: RowSet = { inverted: true, rows: new Bitset() };

export function hasRow(set: RowSet, row: number): boolean {
  return set.inverted !== set.rows.has(row);
}

/** @param total rows that pass the query */
export function countRows(set: RowSet, total: number): number {
  return set.inverted ? total - set.rows.size : set.rows.size;
}

export function toggleRow(set: RowSet, row: number): RowSet {
  const rows = set.rows.copy();
  if (!rows.delete(row)) rows.add(row);
  return { inverted: set.inverted, rows };
}

/** Adds rows, e.g. a shift-click range. */
export function addRows(set: RowSet, added: Iterable<number>): RowSet {
  const rows = set.rows.copy();
  for (const row of added) {
    if (set.inverted) rows.delete(row);
    else rows.add(row);
  }
  return { inverted: set.inverted, rows };
}
