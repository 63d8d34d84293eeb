import type { Match } from './find-matches.ts';

/** Elements that stand for a text as a whole (formulas) are marked by an attribute: a highlight would hide the letters of MathML. */
const WHOLE = 'data-match';
const whole = new Set<Element>();

/** Names of `::highlight()` in `base.css`. */
const MATCH = 'match';
const NOW = 'match-now';

/**
 * Marks matches without a change of the page's elements, over whatever else they have: https://www.w3.org/TR/css-highlight-api-1/.
 * A browser that has no such highlights still counts them and goes from one to the next.
 */
export function paintMatches(matches: readonly Match[], current: number): void {
  clearWhole();
  for (const [at, match] of matches.entries()) {
    if (match.kind !== 'drawn' || !(match.range.startContainer instanceof Element)) continue;
    match.range.startContainer.setAttribute(WHOLE, at === current ? 'now' : '');
    whole.add(match.range.startContainer);
  }
  if (!('highlights' in CSS)) return;
  const all = new Highlight();
  const now = new Highlight();
  now.priority = 1;
  for (const [at, match] of matches.entries()) {
    if (match.kind === 'drawn' && !(match.range.startContainer instanceof Element)) (at === current ? now : all).add(match.range);
  }
  CSS.highlights.set(MATCH, all);
  CSS.highlights.set(NOW, now);
}

export function paintNothing(): void {
  clearWhole();
  if (!('highlights' in CSS)) return;
  CSS.highlights.delete(MATCH);
  CSS.highlights.delete(NOW);
}

function clearWhole(): void {
  for (const element of whole) element.removeAttribute(WHOLE);
  whole.clear();
}
