import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import type { SpanRelation } from '../../model/record-form.ts';
import { arcPaths, LANE, type Anchor, type Arcs as Drawn } from './arc-paths.ts';
import { placed } from './placed.ts';
import styles from './Text.module.css';

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
      makeRoom(element, arcsOf(element, relations));
      setDrawn(arcsOf(element, relations));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
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

/** Parts the lines of each paragraph as far as they must; where their words stand in them stays the same. */
function makeRoom(host: HTMLElement, { lanes }: Drawn): void {
  const origin = host.getBoundingClientRect().top;
  const rooms = Array.from(host.querySelectorAll<HTMLElement>('[data-line]'), (line) => {
    const { top, bottom } = line.getBoundingClientRect();
    let most = 0;
    for (const [at, n] of lanes) if (at >= top - origin && at < bottom - origin) most = Math.max(most, n);
    return { line, room: `${most * LANE}px` };
  });
  for (const { line, room } of rooms) line.style.setProperty('--arcs', room);
}

function arcsOf(host: HTMLElement, relations: readonly SpanRelation[]): Drawn {
  const origin = host.getBoundingClientRect();
  const anchors = new Map<string, Anchor>();
  for (const element of host.querySelectorAll<HTMLElement>('[data-begins]')) {
    const [box] = element.getClientRects();
    if (!box) continue;
    const at = { x: Math.round(box.left + box.width / 2 - origin.left), top: Math.round(box.top - origin.top) };
    for (const mark of element.dataset['begins']?.split(' ') ?? []) anchors.set(mark, at);
  }
  const ends = relations.flatMap(({ from, to, label }) => {
    const [a, b] = [anchors.get(String(from)), anchors.get(String(to))];
    return a && b ? [{ from: a, to: b, label }] : [];
  });
  return arcPaths(ends, Math.round(origin.width));
}
