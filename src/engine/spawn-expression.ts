/** Starts the worker that looks for a regular expression. Its script is a file of the app, so that it obeys the headers sent with it. */
export const spawnExpression = (): Worker =>
  new Worker(new URL('./expression-worker.ts', import.meta.url), { type: 'module', name: 'expression' });
