import EngineWorker from './worker.ts?worker&inline';

/** As `spawn.ts`, for the single file: from a blob:, which inherits the page's policy. */
export const spawnEngine = (): Worker => new EngineWorker({ name: 'engine' });
