/**
 * Where a search matches in what is drawn. What belongs to the data says so by `data-text`; inside it, `data-aside` is ours again (a
 * line number, the name of a span), and `data-written` says what stands in the data where another thing is drawn (a formula, the name
 * of an invisible character). `data-said` tells who says what is inside (empty: nobody). Words run on across inline elements and end with
 * every block.
 */
import type { Highlighter, TextOf } from '../../table/query-highlight.ts';

/** A part of the data that is not drawn: folded, cut, or further down. */
export interface Undrawn {
  /** How often the search matches in it. */
  readonly matches: number;
  /** Draws it, or as much of it as holds this match (from 0). */
  show(match: number): void;
}

export type Match =
  | { readonly kind: 'drawn'; readonly range: StaticRange }
  /** The match `nth` of a part that is not drawn. */
  | { readonly kind: 'undrawn'; readonly at: Element; readonly nth: number; readonly part: Undrawn };

/** Matches that are told apart; a record with more of them is read in another way. */
export const MOST_MATCHES = 10_000;

const INLINE = new Set(['SPAN', 'EM', 'STRONG', 'CODE', 'MARK', 'BDI', 'SUB', 'SUP']);
const OURS = new Set(['BUTTON', 'svg', 'INPUT', 'SELECT']);

/** A piece of a run of words: a text node, or an element that stands for a text as a whole. */
interface Piece {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
}

/** Matches below `root` in the order of the page, at most `MOST_MATCHES`. */
export function findMatches(root: Element, highlight: Highlighter, undrawn: ReadonlyMap<Element, Undrawn>): Match[] {
  const found: Match[] = [];
  let text = '';
  let pieces: Piece[] = [];
  const add = (node: Node, more: string): void => {
    if (more === '') return;
    pieces.push({ node, start: text.length, end: text.length + more.length });
    text += more;
  };
  const endRun = (whose: TextOf): void => {
    if (text !== '') {
      for (const { start, end } of highlight(text, whose, MOST_MATCHES)) {
        const range = rangeOf(pieces, start, end);
        if (range) found.push({ kind: 'drawn', range });
      }
    }
    text = '';
    pieces = [];
  };
  const visit = (node: Node, isText: boolean, whose: TextOf): void => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (isText) add(node, node.nodeValue ?? '');
      return;
    }
    if (!(node instanceof Element)) return;
    const part = undrawn.get(node);
    if (part) {
      endRun(whose);
      for (let nth = 0; nth < part.matches && found.length < MOST_MATCHES; nth++) found.push({ kind: 'undrawn', at: node, nth, part });
      return;
    }
    if (found.length >= MOST_MATCHES || OURS.has(node.nodeName) || node.hasAttribute('data-aside') || node.hasAttribute('hidden')) return;
    const written = node.getAttribute('data-written');
    if (written !== null) {
      if (isText) add(node, written);
      return;
    }
    const starts = !isText && node.hasAttribute('data-text');
    const isBlock = starts || !INLINE.has(node.nodeName);
    const said = node.getAttribute('data-said');
    const by = said === null ? whose.by : said || undefined;
    const own = { by, column: starts ? (node.getAttribute('data-text') ?? '') || undefined : whose.column };
    if (isText && isBlock) endRun(whose);
    for (const child of node.childNodes) visit(child, isText || starts, own);
    if ((isText || starts) && isBlock) endRun(own);
  };
  visit(root, false, {});
  return found.length > MOST_MATCHES ? found.slice(0, MOST_MATCHES) : found;
}

function rangeOf(pieces: readonly Piece[], start: number, end: number): StaticRange | undefined {
  const first = pieces.find((piece) => start < piece.end);
  const last = pieces.findLast((piece) => piece.start < end);
  if (!first || !last) return undefined;
  return new StaticRange({
    startContainer: first.node,
    startOffset: isWord(first.node) ? start - first.start : 0,
    endContainer: last.node,
    endOffset: isWord(last.node) ? end - last.start : last.node.childNodes.length,
  });
}

/** An element that stands for a text is marked whole. */
const isWord = (node: Node): boolean => node.nodeType === Node.TEXT_NODE;

/** Whether a match found anew is the one that was there before. */
export function isSameMatch(a: Match, b: Match): boolean {
  if (a.kind === 'undrawn') return b.kind === 'undrawn' && a.at === b.at && a.nth === b.nth;
  return b.kind === 'drawn' && a.range.startContainer === b.range.startContainer && a.range.startOffset === b.range.startOffset;
}
