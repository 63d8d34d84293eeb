import { fieldOfColumn } from '../../table/query-normal.ts';
import type { TableColumn } from './columns.tsx';

/** What a sort, a histogram and a clause call the column; a field of the data that is called like a built-in one is told apart. */
export function sortName(column: TableColumn): string {
  return column.extra ? fieldOfColumn(column.label ?? '') : column.id;
}
