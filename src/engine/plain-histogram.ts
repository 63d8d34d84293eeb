import type { Histogram as TableHistogram } from '../table/histogram.ts';
import type { Histogram } from './protocol.ts';

/** Bins that widen by a factor are those of a logarithmic scale. */
function scaleOf(edges: readonly number[]): Histogram['scale'] {
  const [first = 0, second = 0] = edges;
  const [before = 0, last = 0] = edges.slice(-2);
  return edges.length > 2 && last - before > (second - first) * 1.5 ? 'log' : 'linear';
}

/** A histogram as the page gets it; a field without numbers has no bins. */
export function plainHistogram(field: string, answer: TableHistogram | undefined): Histogram {
  if (!answer) return { field, scale: 'linear', edges: [0], all: new Uint32Array(0), passing: new Uint32Array(0), min: 0, max: 0 };
  const { edges, all, passing, min, max } = answer;
  return { field, scale: scaleOf(edges), edges, all, passing, min, max };
}
