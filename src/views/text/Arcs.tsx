import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import type { SpanRelation } from '../../model/record-form.ts';
import { arcPaths, LANE, type Anchor, type Arcs as Drawn } from './arc-paths.ts';
import { placed } from './placed.ts';
import styles from './Text.module.css';

/** Lanes over broken lines; with more, the lines of a paragraph are too far apart to be read, and it stands in one. */
const BROKEN_LANES = 6;
const NONE: Drawn = { arcs: [], lanes: new Map() };

/** Relations over the words that they join; measured once the text is laid out, and again when its width changes. */
export function Arcs({
  host,
  relations,
}: {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly relations: readonly SpanRelation[];
}): ReactNode {
  const [{ arcs }, setDrawn] = useState(NONE);
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const measure = (): void => {
      for (const line of element.querySelectorAll<HTMLElement>('[data-line]')) delete line.dataset['whole'];
      const broken = arcsOf(element, relations);
      makeRoom(element, straighten(element, broken) ? arcsOf(element, relations) : broken);
      setDrawn(arcsOf(element, relations));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('keydown', scrollSideways);
    return () => {
      observer.disconnect();
      element.removeEventListener('keydown', scrollSideways);
    };
  }, [host, relations]);
  return (
    <svg className={styles.arcs} aria-hidden="true">
      {placed(arcs).map(({ key, item: { path, x, y, label, tip } }) => (
        <g key={key}>
          <path d={path} />
          <path className={styles.arcTip} d={`M${tip.x} ${tip.top}l-3 -5h6z`} />
          <text x={x} y={y + 3} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Where there is something to scroll, the keys are the browser's, not those that lead to the next record. */
function scrollSideways(event: KeyboardEvent): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const { scrollWidth, clientWidth } = event.currentTarget;
  if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && scrollWidth > clientWidth) event.stopPropagation();
}

/** Most lanes of the lines of each paragraph, from lines that lie as they did when these arcs were made. */
function lanesByLine(host: HTMLElement, { lanes }: Drawn): { readonly line: HTMLElement; readonly most: number }[] {
  const origin = host.getBoundingClientRect().top;
  return Array.from(host.querySelectorAll<HTMLElement>('[data-line]'), (line) => {
    const { top, bottom } = line.getBoundingClientRect();
    let most = 0;
    for (const [at, n] of lanes) if (at >= top - origin && at < bottom - origin) most = Math.max(most, n);
    return { line, most };
  });
}

/** Lets paragraphs with many arcs stand in one line each, to be scrolled sideways, as trees of words are drawn. True where there are any. */
function straighten(host: HTMLElement, broken: Drawn): boolean {
  const many = lanesByLine(host, broken).filter(({ most }) => most > BROKEN_LANES);
  for (const { line } of many) line.dataset['whole'] = '';
  return many.length > 0;
}

/** Parts the lines of each paragraph as far as they must; where their words stand in them stays the same. */
function makeRoom(host: HTMLElement, arcs: Drawn): void {
  for (const { line, most } of lanesByLine(host, arcs)) line.style.setProperty('--arcs', `${most * LANE}px`);
}

function arcsOf(host: HTMLElement, relations: readonly SpanRelation[]): Drawn {
  const origin = host.getBoundingClientRect();
  const anchors = new Map<string, Anchor>();
  for (const element of host.querySelectorAll<HTMLElement>('[data-begins]')) {
    const [box] = element.getClientRects();
    if (!box) continue;
    const at = { x: Math.round(box.left + box.width / 2 - origin.left + host.scrollLeft), top: Math.round(box.top - origin.top) };
    for (const mark of element.dataset['begins']?.split(' ') ?? []) anchors.set(mark, at);
  }
  const ends = relations.flatMap(({ from, to, label }) => {
    const [a, b] = [anchors.get(String(from)), anchors.get(String(to))];
    return a && b ? [{ from: a, to: b, label }] : [];
  });
  return arcPaths(ends, Math.round(origin.width));
}
