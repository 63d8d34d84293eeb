/** Opens files of records with the engine and says what it shows. */
import type { SampleDetail } from '../../src/engine/protocol.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import type { Problem } from '../../src/model/problem.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { opened, type Contents } from '../engine/drop.ts';

export interface Shown {
  readonly summary: DatasetSummary;
  readonly names: readonly string[];
  readonly details: readonly SampleDetail[];
  readonly raw: readonly string[];
  /** Cells of the columns, by row. */
  readonly cells: readonly Readonly<Record<string, unknown>>[];
  readonly problems: readonly Problem[];
}

export async function shown(contents: Contents): Promise<readonly Shown[]> {
  const { engine, result } = await opened(contents);
  return Promise.all(
    result.datasets.map(async (summary): Promise<Shown> => {
      const dataset = summary.id;
      const rows = Uint32Array.from({ length: summary.samples }, (_, row) => row);
      const cells = await engine.rows({ dataset, query: EMPTY_QUERY, rows, columns: summary.columns.map(({ name }) => name) });
      const details = await Promise.all([...rows].map((row) => engine.detail({ dataset, query: EMPTY_QUERY, row })));
      const raw = await Promise.all([...rows].map((row) => engine.raw({ dataset, row })));
      const problems = await Promise.all(
        summary.problems.map(
          async ({ code, count }) => (await engine.problems({ dataset, code: code as Problem['code'], from: 0, to: count })).problems,
        ),
      );
      return {
        summary,
        names: cells.map(({ name }) => name),
        cells: cells.map(({ extra }) => extra),
        details,
        raw: raw.map((records) => records.map(({ text }) => text).join('')),
        problems: problems.flat(),
      };
    }),
  );
}

export async function only(contents: Contents): Promise<Shown> {
  const datasets = await shown(contents);
  if (datasets.length !== 1 || !datasets[0]) throw new Error(`${datasets.length} datasets`);
  return datasets[0];
}
