/** Keypoints `x y v …` as in COCO. https://cocodataset.org/#format-data */
import type { Box } from './box.ts';

/**
 * Pairs of 0-based indices from a skeleton as written. COCO counts from 1, some exporters from 0: an index 0 anywhere means
 * from 0; else an index as high as the number of points means from 1, and so does no evidence. Pairs that name no point go.
 * @param count number of keypoints of the category; 0: not known
 */
export function skeletonFromZero(skeleton: unknown, count: number): readonly (readonly [number, number])[] {
  if (!Array.isArray(skeleton)) return [];
  const pairs: (readonly [number, number])[] = [];
  for (const pair of skeleton as readonly unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2) continue;
    const [from, to] = pair as readonly unknown[];
    if (typeof from === 'number' && typeof to === 'number' && Number.isInteger(from) && Number.isInteger(to)) pairs.push([from, to]);
  }
  const base = pairs.some(([from, to]) => from === 0 || to === 0) ? 0 : 1;
  const known = (index: number): boolean => index >= 0 && (count === 0 || index < count);
  return pairs.map(([from, to]) => [from - base, to - base] as const).filter(([from, to]) => known(from) && known(to));
}

/** How many points are labelled (v above 0). */
export function labelledKeypoints(points: readonly number[]): number {
  let labelled = 0;
  for (let i = 2; i < points.length; i += 3) if ((points[i] ?? 0) > 0) labelled += 1;
  return labelled;
}

/** Smallest box around the labelled points; undefined where none is. */
export function keypointBounds(points: readonly number[]): Box | undefined {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i + 2 < points.length; i += 3) {
    if (!((points[i + 2] ?? 0) > 0)) continue;
    left = Math.min(left, points[i] ?? NaN);
    right = Math.max(right, points[i] ?? NaN);
    top = Math.min(top, points[i + 1] ?? NaN);
    bottom = Math.max(bottom, points[i + 1] ?? NaN);
  }
  return right >= left && bottom >= top ? [left, top, right - left, bottom - top] : undefined;
}
