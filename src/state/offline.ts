/**
 * Lets the browser keep the app for the next visit, also without a network (public/sw.js). Only the built and served app does:
 * in development it would serve yesterday's code, and the single file needs none.
 */
export function registerOffline(): void {
  if (!import.meta.env.PROD || import.meta.env.MODE === 'single') return;
  if (!location.protocol.startsWith('http') || !('serviceWorker' in navigator)) return;
  // After `load`, so that keeping the app does not slow its first start.
  addEventListener('load', () => {
    navigator.serviceWorker.register('./sw.js').catch(() => {
      // A private window, a full disk, a host without https: the app works as well, only not offline.
    });
  });
}
