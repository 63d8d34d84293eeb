/** Tells what is around a match, though it is drawn, to show it. Bubbles. */
export const REVEAL_EVENT = 'reveal-match';

/** CSS pixels between a match and the edge of what scrolls. */
const MARGIN = 24;
/** Where in a scrolled pane a match comes to stand that was out of sight: a part of its height and width. */
const PLACE = 0.3;

/** Scrolls whatever scrolls around a range, up to `root`, as little as it takes to see its beginning. */
export function reveal(range: StaticRange, root: Element): void {
  const start = document.createRange();
  start.setStart(range.startContainer, range.startOffset);
  if (range.startContainer === range.endContainer) start.setEnd(range.endContainer, range.endOffset);
  const from = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement;
  for (let box = from; box && root.contains(box); box = box.parentElement) {
    if (box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth) continue;
    const { overflowX, overflowY } = getComputedStyle(box);
    const view = box.getBoundingClientRect();
    if (/auto|scroll/.test(overflowY)) {
      const { top, bottom } = firstRect(start);
      if (top < view.top + MARGIN || bottom > view.bottom - MARGIN) box.scrollTop += top - view.top - view.height * PLACE;
    }
    if (/auto|scroll/.test(overflowX)) {
      const { left, right } = firstRect(start);
      if (left < view.left || right > view.right - MARGIN) box.scrollLeft += left - view.left - view.width * PLACE;
    }
  }
}

/** Where a match breaks over lines, its first. */
function firstRect(range: Range): DOMRect {
  return [...range.getClientRects()].find(({ width }) => width > 0) ?? range.getBoundingClientRect();
}
