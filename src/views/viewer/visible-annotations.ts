import type { SampleDetail } from '../../engine/protocol.ts';
import type { Annotation } from '../../model/annotation.ts';

const known = new WeakMap<SampleDetail, readonly Annotation[]>();

/** Annotations of the visible label sets above the threshold, in file order; the same array for the same detail. */
export function visibleAnnotations(detail: SampleDetail): readonly Annotation[] {
  const before = known.get(detail);
  if (before) return before;
  const hidden = new Set(detail.hidden);
  const visible = detail.annotations.filter(({ row }) => !hidden.has(row));
  known.set(detail, visible);
  return visible;
}
