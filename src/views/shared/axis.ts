/** What stands below a histogram. */
import type { T } from './use-t.ts';

export function ticks(edges: readonly number[]): readonly number[] {
  const last = edges.length - 1;
  return [...new Set([0, 0.25, 0.5, 0.75, 1].map((part) => edges[Math.round(part * last)] ?? 0))];
}

export function shortNumber(t: T, value: number): string {
  return t.number(value, value >= 10_000 ? { notation: 'compact', maximumSignificantDigits: 3 } : { maximumSignificantDigits: 3 });
}
