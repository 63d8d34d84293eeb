import { pacer } from '../../base/pause.ts';
import type { App } from '../../state/app.ts';
import { hasRow } from '../../state/selected-rows.ts';
import { currentRow, type AppState } from '../../state/store.ts';

/** More than this many paths is no clipboard's work. */
const LIMIT = 100_000;
/** Rows that are asked for at a time, and rows that are looked at between two looks at the clock: a millisecond or so each. */
const ASKED = 500;
const LOOKED_AT = 50_000;

/** Copies the paths of the selected rows, or of the sample that is looked at; returns how many. */
export async function copySelectedPaths(app: App): Promise<number> {
  const state = app.store.getState();
  const dataset = state.current;
  if (dataset === undefined) return 0;
  const chosen = await chosenRows(state);
  const row = currentRow(state);
  const rows = chosen.length > 0 ? chosen : row === undefined ? chosen : Uint32Array.of(row);
  const paths: string[] = [];
  for (let from = 0; from < rows.length; from += ASKED) {
    const cells = await app.engine.rows({ dataset, query: state.query, rows: rows.slice(from, from + ASKED), columns: [] });
    const some = cells.map(async (cell) => (cell.image === undefined ? cell.name : app.engine.path({ file: cell.image })));
    paths.push(...(await Promise.all(some)));
  }
  await navigator.clipboard.writeText(paths.join('\n'));
  app.toast({ tone: 'plain', message: 'table.copied', values: { n: paths.length } });
  return paths.length;
}

async function chosenRows({ rows, selected }: AppState): Promise<Uint32Array> {
  const chosen: number[] = [];
  const pace = pacer();
  for (let at = 0; at < rows.length && chosen.length < LIMIT; at++) {
    const row = rows.at(at) ?? 0;
    if (hasRow(selected, row)) chosen.push(row);
    if (at % LOOKED_AT === LOOKED_AT - 1) await pace();
  }
  return Uint32Array.from(chosen);
}
