import type { Problem } from '../model/problem.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { countSamples } from './summary.ts';

/**
 * Where there are more or fewer samples than a description says.
 * @param declared rows by split; '': of the whole
 * @param by path of the description
 */
export function rowsThatDiffer(table: DatasetTable, declared: Readonly<Record<string, number>>, by: string | undefined): Problem[] {
  const { splits } = countSamples(table);
  return Object.entries(declared).flatMap(([split, rows]): Problem[] => {
    const found = split === '' ? table.sampleCount : (splits[split] ?? 0);
    if (found === rows) return [];
    const values = { ...(split === '' ? {} : { split }), declared: rows, found };
    return [{ code: 'rows-differ', ...(by === undefined ? {} : { file: by }), values }];
  });
}
