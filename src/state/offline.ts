/** Who came to open something does so first. */
const REST_MS = 2_000;

/**
 * Lets the browser keep the app for the next visit, also without a network (public/sw.js). Only the built and served app does:
 * in development it would serve yesterday's code, and the single file needs none.
 * @param isBusy whether something is being opened: keeping the app costs a second processor for as long as that may take
 */
export function registerOffline(isBusy: () => boolean): void {
  if (!import.meta.env.PROD || import.meta.env.MODE === 'single') return;
  if (!location.protocol.startsWith('http') || !('serviceWorker' in navigator)) return;
  // After `load`, so that keeping the app does not slow its first start.
  addEventListener('load', () => void register(isBusy));
}

async function register(isBusy: () => boolean): Promise<void> {
  for (let wasBusy = false, isQuiet = false; !isQuiet;) {
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    // What was just opened is looked at first.
    isQuiet = !wasBusy && !isBusy();
    wasBusy = isBusy();
  }
  await navigator.serviceWorker.register('./sw.js').catch(() => {
    // A private window, a full disk, a host without https: the app works as well, only not offline.
  });
}
