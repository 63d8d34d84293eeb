import { useEffect, useState } from 'react';
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
 * The width that the names of the first screen of rows need, CSS pixels: as soon as they are all there, then the same for good, so that
 * nothing moves while somebody scrolls. Undefined: not known yet.
 * @param cellsNow of the rows in sight, as far as they are there; asked for only until the width is known. Undefined: more rows are to come
 * @param tableWidth CSS pixels; 0: not measured yet
 */
export function useNameWidth(cellsNow: () => readonly (RowCells | undefined)[] | undefined, tableWidth: number): number | undefined {
  const [width, setWidth] = useState<number>();
  const [hasFont, setHasFont] = useState(false);
  useEffect(() => {
    const go = (): void => setHasFont(true);
    // What is not to be had is drawn in another font for good.
    document.fonts.load(fontOf(document.body)).then(go, go);
  }, []);
  useEffect(() => {
    // Measured in another font it would be another width, on one visit and not on the next.
    if (width !== undefined || !hasFont || tableWidth === 0) return;
    const cells = cellsNow() ?? [];
    const known = cells.filter((each) => each !== undefined);
    if (known.length > 0 && known.length === cells.length) setWidth(widthFor(known, tableWidth));
  }, [cellsNow, hasFont, tableWidth, width]);
  return width;
}

function fontOf(element: Element): string {
  const { fontSize, fontFamily } = getComputedStyle(element);
  return `${fontSize} ${fontFamily}`;
}

function widthFor(cells: readonly RowCells[], tableWidth: number): number {
  // Not by a canvas: it goes on for a while with the font that it had before the right one was loaded.
  const box = document.createElement('div');
  box.style.cssText = 'position: absolute; visibility: hidden; width: max-content; white-space: pre';
  for (const { name, imageState } of cells) {
    const line = document.createElement('div');
    line.textContent = visibleText(name);
    if (imageState === 'missing') line.style.paddingRight = `${SIGN}px`;
    box.append(line);
  }
  document.body.append(box);
  const longest = box.getBoundingClientRect().width;
  box.remove();
  return Math.round(Math.max(LEAST, Math.min(longest + EDGES, tableWidth * SHARE, MOST)));
}
