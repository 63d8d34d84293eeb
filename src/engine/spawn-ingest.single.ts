import IngestWorker from './ingest-worker.ts?worker&inline';

/** As `spawn-ingest.ts`, for the single file: from a blob:, which inherits the page's policy. */
export const spawnIngest = (): Worker => new IngestWorker({ name: 'ingest' });
