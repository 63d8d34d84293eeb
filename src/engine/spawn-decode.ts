/** Starts one worker of the pool that decodes images. */
export const spawnDecode = (): Worker => new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module', name: 'decode' });
