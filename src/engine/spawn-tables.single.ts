import TablesWorker from './tables-worker.ts?worker&inline';

/** As `spawn-tables.ts`, for the single file: from a blob:, which inherits the page's policy. */
export const spawnTables = (): Worker => new TablesWorker({ name: 'tables' });
