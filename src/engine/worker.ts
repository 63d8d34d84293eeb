/** Entry of the worker that holds the datasets. */
import { spawnExpression } from '#spawn-expression';
import { serve } from '../base/rpc.ts';
import { formatsWith } from '../formats/index.ts';
import { startMachine } from '../syntax/scan/machine.ts';
import { createEngine } from './engine.ts';
import { scanElsewhere } from './ingest.ts';
import type { KeptColumns } from './kept-columns.ts';
import { decodeElsewhere } from './tables.ts';

/** Loaded with the first folder that is opened. */
async function kept(): Promise<KeptColumns | undefined> {
  const [{ columnStore }, { KeptColumns }] = await Promise.all([import('./column-store.ts'), import('./kept-columns.ts')]);
  // The script's address changes with every build.
  const store = columnStore(globalThis.location.href);
  return store && new KeptColumns(store);
}

serve(
  createEngine(formatsWith(scanElsewhere(), decodeElsewhere()), { spawnExpression, kept }),
  globalThis as unknown as Parameters<typeof serve>[1],
);
// Compiled before a file comes.
startMachine(0)?.end();
