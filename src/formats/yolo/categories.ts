/** Classes of a YOLO dataset in a sink: declared ones in the order of their numbers, others as rows mention them. */
import type { CategoryRow } from '../../model/dataset.ts';
import type { Sink } from '../format.ts';
import type { YoloPlan } from './plan.ts';

export interface Categories {
  /** Number of classes that the dataset declares; 0: none, so that every number is fine. */
  readonly declared: number;
  /** The category of a row's first token; undefined for a name that no class has. */
  of(category: number | string, mayBeNew: boolean): CategoryRow | undefined;
  isDeclared(category: number | string): boolean;
}

export function declareCategories(plan: YoloPlan, sink: Sink): Categories {
  const rows = new Map<string, CategoryRow>();
  const byName = new Map<string, CategoryRow>();
  for (const { key, name } of plan.classes) {
    const keypoints = plan.kptNames?.[key] ?? plan.kptNames?.['*'];
    const row = sink.category(key, { name, ...(keypoints === undefined ? {} : { keypoints }) });
    rows.set(key, row);
    if (!byName.has(name)) byName.set(name, row);
  }
  const declared = rows.size;
  const keys = new Set(rows.keys());
  return {
    declared,
    of(category, mayBeNew) {
      const key = String(category);
      const known = rows.get(key) ?? (typeof category === 'string' ? byName.get(key) : undefined);
      if (known !== undefined || (typeof category === 'string' && !mayBeNew)) return known;
      const row = sink.category(key);
      rows.set(key, row);
      return row;
    },
    isDeclared: (category) => keys.has(String(category)) || byName.has(String(category)),
  };
}
