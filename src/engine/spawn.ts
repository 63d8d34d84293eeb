/** Starts the worker that holds the datasets. Its script is a file of the app, so that it obeys the headers sent with it. */
export const spawnEngine = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'engine' });
