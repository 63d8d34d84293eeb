import { useEffect, useState, type ReactNode, type RefObject } from 'react';
import type { SpanRelation } from '../../model/record-form.ts';
import { placed } from './placed.ts';
import styles from './Text.module.css';

interface Arc {
  readonly path: string;
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

/** Pixels that an arc rises, and more for those that reach far. */
const RISE = 12;
const MOST_RISE = 26;

/** Relations over the words that they join; measured once the text is laid out, and again when its width changes. */
export function Arcs({
  host,
  relations,
}: {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly relations: readonly SpanRelation[];
}): ReactNode {
  const [arcs, setArcs] = useState<readonly Arc[]>([]);
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const measure = (): void => setArcs(arcsOf(element, relations));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [host, relations]);
  return (
    <svg className={styles.arcs} aria-hidden="true">
      {placed(arcs).map(({ key, item: { path, x, y, label } }) => (
        <g key={key}>
          <path d={path} />
          <text x={x} y={y} textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}

function arcsOf(host: HTMLElement, relations: readonly SpanRelation[]): Arc[] {
  const origin = host.getBoundingClientRect();
  const tops = new Map<string, { readonly x: number; readonly y: number }>();
  for (const element of host.querySelectorAll<HTMLElement>('[data-begins]')) {
    const [box] = element.getClientRects();
    if (!box) continue;
    const at = { x: box.left + box.width / 2 - origin.left, y: box.top - origin.top };
    for (const mark of element.dataset['begins']?.split(' ') ?? []) tops.set(mark, at);
  }
  return relations.flatMap(({ from, to, label }): Arc[] => {
    const [a, b] = [tops.get(String(from)), tops.get(String(to))];
    if (!a || !b) return [];
    const rise = Math.min(MOST_RISE, RISE + Math.abs(a.x - b.x) / 16);
    const top = Math.min(a.y, b.y) - rise;
    return [{ path: `M${a.x} ${a.y}C${a.x} ${top} ${b.x} ${top} ${b.x} ${b.y}`, x: (a.x + b.x) / 2, y: top + rise / 4 - 1, label }];
  });
}
