import ExpressionWorker from './expression-worker.ts?worker&inline';

/** As `spawn-expression.ts`, for the single file: from a blob:, which inherits the page's policy. */
export const spawnExpression = (): Worker => new ExpressionWorker({ name: 'expression' });
