import type { App } from '../../state/app.ts';
import { hasRow } from '../../state/row-set.ts';
import { currentRow, type AppState } from '../../state/store.ts';

/** More than this many paths is no clipboard's work. */
const LIMIT = 100_000;

/** Copies the paths of the selected rows, or of the sample that is looked at; returns how many. */
export async function copySelectedPaths(app: App): Promise<number> {
  const state = app.store.getState();
  const dataset = state.current;
  if (dataset === undefined) return 0;
  const chosen = chosenRows(state);
  const row = currentRow(state);
  const rows = chosen.length > 0 ? chosen : row === undefined ? chosen : Uint32Array.of(row);
  const cells = await app.engine.rows({ dataset, query: state.query, rows, columns: [] });
  const paths = await Promise.all(
    cells.map(async (cell) => (cell.image === undefined ? cell.name : app.engine.path({ file: cell.image }))),
  );
  await navigator.clipboard.writeText(paths.join('\n'));
  app.toast({ tone: 'plain', message: 'table.copied', values: { n: paths.length } });
  return paths.length;
}

function chosenRows({ rows, selected }: AppState): Uint32Array {
  const chosen: number[] = [];
  for (let at = 0; at < rows.length && chosen.length < LIMIT; at++) {
    const row = rows.at(at) ?? 0;
    if (hasRow(selected, row)) chosen.push(row);
  }
  return Uint32Array.from(chosen);
}
