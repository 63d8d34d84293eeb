/** Where the columns of the table stand now: made anew only when one of them moves, so that rows and heads may be remembered. */
import type { CSSProperties } from 'react';
import type { Column } from '@tanstack/react-table';
import type { TableColumn, WindowRow } from './columns.tsx';
import type { features } from './features.ts';
import styles from './Table.module.css';

export type Leaf = Column<typeof features, WindowRow>;

/** Both sides of a cell together, CSS pixels. */
const CELL_PADDING = 16;

export interface Place {
  readonly column: TableColumn;
  readonly pinned: boolean;
  readonly resizing: boolean;
  /** CSS pixels: of the column, and of what a cell may write on. */
  readonly size: number;
  readonly inner: number;
  readonly style: CSSProperties;
  /** Of a cell; of the head. */
  readonly cellClass: string;
  readonly headClass: string;
}

/** Visible columns from left to right, pinned ones first. */
export function inOrder(leaves: readonly Leaf[]): readonly Leaf[] {
  const isPinned = (leaf: Leaf): boolean => leaf.getIsPinned() === 'start';
  return [...leaves.filter(isPinned), ...leaves.filter((leaf) => !isPinned(leaf))];
}

/** {@link placesOf} that answers with the same places for the same widths, pins and order. */
export function rememberPlaces(): typeof placesOf {
  let known: { readonly key: string; readonly byId: unknown; readonly places: readonly Place[] } | undefined;
  return (ordered, byId, spare) => {
    const leaves = ordered.map((leaf) => `${leaf.id} ${leaf.getSize()} ${String(leaf.getIsPinned())} ${leaf.getIsResizing()}`);
    const key = `${spare}\n${leaves.join('\n')}`;
    if (known?.key !== key || known.byId !== byId) known = { key, byId, places: placesOf(ordered, byId, spare) };
    return known.places;
  };
}

/** @param spare CSS pixels of the view that no column asks for */
function placesOf(ordered: readonly Leaf[], byId: ReadonlyMap<string, TableColumn>, spare: number): readonly Place[] {
  const lastPinned = ordered.findLast((leaf) => leaf.getIsPinned() === 'start')?.id;
  const grower = ordered.findLast((leaf) => byId.get(leaf.id)?.grows)?.id ?? ordered.at(-1)?.id;
  return ordered.flatMap((leaf) => {
    const column = byId.get(leaf.id);
    if (!column) return [];
    const pinned = leaf.getIsPinned() === 'start';
    const size = leaf.getSize();
    const grows = leaf.id === grower;
    const shared = `${pinned ? styles.pinned : ''} ${leaf.id === lastPinned ? styles.pinEdge : ''}`;
    return {
      column,
      pinned,
      resizing: leaf.getIsResizing(),
      size,
      inner: size - CELL_PADDING + (grows ? Math.max(0, spare) : 0),
      style: { width: size, ...(grows ? { flexGrow: 1 } : {}), ...(pinned ? { insetInlineStart: leaf.getStart('start') } : {}) },
      cellClass: `${styles.cell} ${shared} ${column.numeric ? styles.right : ''}`,
      headClass: `${styles.headCell} ${shared} ${column.numeric ? styles.numeric : ''}`,
    };
  });
}
