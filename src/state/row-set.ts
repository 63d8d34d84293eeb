/** A set of selected rows that can also be "all but these": select-all of a million rows costs nothing. */
export interface RowSet {
  readonly inverted: boolean;
  readonly rows: ReadonlySet<number>;
}

export const NO_ROWS: RowSet = { inverted: false, rows: new Set() };
export const ALL_ROWS: RowSet = { inverted: true, rows: new Set() };

export function hasRow(set: RowSet, row: number): boolean {
  return set.inverted !== set.rows.has(row);
}

/** @param total rows that pass the query */
export function countRows(set: RowSet, total: number): number {
  return set.inverted ? total - set.rows.size : set.rows.size;
}

export function toggleRow(set: RowSet, row: number): RowSet {
  const rows = new Set(set.rows);
  if (!rows.delete(row)) rows.add(row);
  return { inverted: set.inverted, rows };
}

/** Adds rows, e.g. a shift-click range. */
export function addRows(set: RowSet, added: Iterable<number>): RowSet {
  const rows = new Set(set.rows);
  for (const row of added) {
    if (set.inverted) rows.delete(row);
    else rows.add(row);
  }
  return { inverted: set.inverted, rows };
}
