/** Where the columns of the table stand now: made anew only when one of them moves, so that rows and heads may be remembered. */
import type { CSSProperties } from 'react';
import type { Column } from '@tanstack/react-table';
import type { TableColumn } from './columns.tsx';
import type { features } from './features.ts';
import styles from './Table.module.css';

export type Leaf = Column<typeof features, never>;

/** Both sides of a cell together, CSS pixels. */
const CELL_PADDING = 16;

export interface Place {
  readonly column: TableColumn;
  readonly pinned: boolean;
  readonly resizing: boolean;
  /** CSS pixels: of the column, and of what a cell may write on. */
  readonly size: number;
  readonly inner: number;
  /** Of a cell; of the head. */
  readonly style: CSSProperties;
  readonly headStyle: CSSProperties;
  readonly grows: boolean;
  /** Of the column among all that are shown, from 1. */
  readonly index: number;
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
  return ordered.flatMap((leaf, k) => {
    const column = byId.get(leaf.id);
    if (!column) return [];
    const pinned = leaf.getIsPinned() === 'start';
    const size = leaf.getSize();
    const grows = leaf.id === grower;
    const edge = leaf.id === lastPinned ? styles.pinEdge : '';
    return {
      column,
      pinned,
      resizing: leaf.getIsResizing(),
      grows,
      index: k + 1,
      size,
      inner: size - CELL_PADDING + (grows ? Math.max(0, spare) : 0),
      style: { width: size, ...(grows ? { flexGrow: 1 } : {}) },
      headStyle: { width: size, ...(grows ? { flexGrow: 1 } : {}), ...(pinned ? { insetInlineStart: leaf.getStart('start') } : {}) },
      cellClass: `${styles.cell} ${column.plain ? styles.plain : styles.rich} ${edge} ${column.numeric ? styles.right : ''} ${column.tone ?? ''}`,
      headClass: `${styles.headCell} ${pinned ? styles.pinned : ''} ${edge} ${column.numeric ? styles.numeric : ''}`,
    };
  });
}

/** The cells that rows draw. */
export interface Cells {
  /** Those that stay at the left, in a frame of their own. */
  readonly pins: readonly Place[];
  readonly pinsClass: string;
  /** The others. */
  readonly loose: readonly Place[];
}

/** Part of the width of a table, CSS pixels of its content. */
export interface Sight {
  readonly left: number;
  readonly right: number;
}

/**
 * @param sticks whether something scrolls below the pinned cells: what sticks is a layer of its own in every row, which costs
 * @param sight columns outside of it are left out; undefined: none
 */
export function cellsOf(places: readonly Place[], sticks: boolean, sight: Sight | undefined): Cells {
  const pins = places.filter(({ pinned }) => pinned);
  const all = places.filter(({ pinned }) => !pinned);
  const pinsClass = `${styles.pins} ${sticks ? styles.pinned : ''} ${pins.some(({ grows }) => grows) ? styles.grows : ''}`;
  if (!sight) return { pins, pinsClass, loose: all };
  const pinned = pins.reduce((sum, { size }) => sum + size, 0);
  let start = pinned;
  let before = 0;
  const loose: Place[] = [];
  for (const place of all) {
    const end = start + place.size;
    if (end > sight.left + pinned && start < sight.right) loose.push(place);
    else if (loose.length === 0) before += place.size;
    start = end;
  }
  const [first, ...others] = loose;
  const moved = first && before > 0 ? [{ ...first, style: { ...first.style, marginInlineStart: before } }, ...others] : loose;
  return { pins, pinsClass, loose: moved };
}
