import { useState } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { visibleText } from '../shared/visible-text.ts';

/** CSS pixels: both sides of a cell with room for a number that grows, what a head needs for its word and signs, the sign of a missing image. */
const EDGES = 32;
const LEAST = 84;
const SIGN = 20;
/** Share of the table that names may take from the other columns, and the most that helps anybody. */
const SHARE = 0.32;
const MOST = 320;

/**
 * The width that the names of the first rows need, CSS pixels: as soon as there are any, then the same for good, so that nothing moves
 * while somebody scrolls. Undefined: not known yet.
 * @param cells of the rows in sight, as far as they are there
 * @param tableWidth CSS pixels; 0: not measured yet
 */
export function useNameWidth(cells: readonly (RowCells | undefined)[], tableWidth: number): number | undefined {
  const [width, setWidth] = useState<number>();
  if (width !== undefined) return width;
  const known = cells.filter((each) => each !== undefined);
  if (tableWidth === 0 || known.length === 0 || known.length < cells.length) return undefined;
  const made = widthFor(known, tableWidth);
  setWidth(made);
  return made;
}

function widthFor(cells: readonly RowCells[], tableWidth: number): number | undefined {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return undefined;
  const { fontSize, fontFamily } = getComputedStyle(document.body);
  context.font = `${fontSize} ${fontFamily}`;
  const longest = Math.max(
    ...cells.map(({ name, imageState }) => context.measureText(visibleText(name)).width + (imageState === 'missing' ? SIGN : 0)),
  );
  return Math.round(Math.max(LEAST, Math.min(longest + EDGES, tableWidth * SHARE, MOST)));
}
