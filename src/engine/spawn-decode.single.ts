import DecodeWorker from './decode-worker.ts?worker&inline';

/** As `spawn-decode.ts`, for the single file: from a blob:, which inherits the page's policy. */
export const spawnDecode = (): Worker => new DecodeWorker({ name: 'decode' });
