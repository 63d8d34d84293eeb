/** Starts the worker that reads a large file. Its script is a file of the app, so that it obeys the headers sent with it. */
export const spawnIngest = (): Worker => new Worker(new URL('./ingest-worker.ts', import.meta.url), { type: 'module', name: 'ingest' });
