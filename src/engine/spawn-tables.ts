/** Starts the worker that decodes tables. Its script is a file of the app, so that it obeys the headers sent with it. */
export const spawnTables = (): Worker => new Worker(new URL('./tables-worker.ts', import.meta.url), { type: 'module', name: 'tables' });
