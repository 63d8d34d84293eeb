/** What there is to tell of the labels of the current dataset. */
import { currentDataset, type AppState } from '../../state/store.ts';

export function isLabelled(state: AppState): boolean {
  return (currentDataset(state)?.annotations ?? 0) > 0;
}

/** Whether there are shapes with a side: boxes, and what has one around it. */
export function hasBoxes(state: AppState): boolean {
  const { box = 0, polygon = 0, mask = 0, keypoints = 0 } = currentDataset(state)?.byKind ?? {};
  return box + polygon + mask + keypoints > 0;
}

export function hasPredictions(state: AppState): boolean {
  return currentDataset(state)?.labelSets.some(({ role }) => role === 'prediction') ?? false;
}
