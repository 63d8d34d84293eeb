/**
 * Lets the browser keep the app for the next visit, also without a network (public/sw.js). Only the built and served app does:
 * in development it would serve yesterday's code, and the single file needs none.
 * @param leisure resolves when nobody waits for anything: keeping the app costs a second processor for as long as that may take
 */
export async function keepOffline(leisure: () => Promise<void>): Promise<void> {
  if (!import.meta.env.PROD || import.meta.env.MODE === 'single') return;
  if (!location.protocol.startsWith('http') || !('serviceWorker' in navigator)) return;
  await leisure();
  await navigator.serviceWorker.register('./sw.js').catch(() => {
    // A private window, a full disk, a host without https: the app works as well, only not offline.
  });
}
