const MOST_TRIES = 3;

/**
 * Lets the browser keep the app for the next visit, also without a network (public/sw.js). Only the built and served app does:
 * in development it would serve yesterday's code, and the single file needs none.
 * @param leisure resolves when nobody waits for anything: keeping the app costs a second processor for as long as that may take
 */
export async function keepOffline(leisure: () => Promise<void>): Promise<void> {
  if (!import.meta.env.PROD || import.meta.env.MODE === 'single') return;
  if (!location.protocol.startsWith('http') || !('serviceWorker' in navigator)) return;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    await leisure();
    if (await isKept()) return;
  }
}

/**
 * False where the app did not arrive whole: nothing of it is kept then, and the browser would ask again at the next visit only. A private window
 * or a full disk looks the same: the app works as well, only not offline.
 */
async function isKept(): Promise<boolean> {
  try {
    const { installing } = await navigator.serviceWorker.register('./sw.js');
    if (!installing) return true;
    return await new Promise((resolve) => {
      installing.addEventListener('statechange', () => resolve(installing.state !== 'redundant'));
    });
  } catch {
    return false;
  }
}
