/** What makes the page faster the next time, done while nobody waits for anything: warming up, keeping the app for the next visit. */
import { isAbort } from '../base/abort.ts';
import type { EngineClient } from '../engine/client.ts';
import { keepOffline } from './offline.ts';
import { isCrash } from './opening.ts';
import type { AppState, AppStore } from './store.ts';

/** Who came to open something does so first; what was just opened is looked at first. */
const REST_MS = 2_000;
/** Half a second where nothing else runs. */
const MOST_MS = 10_000;

/** Begins when the page has been loaded. */
export async function spendLeisure(engine: EngineClient, store: AppStore): Promise<void> {
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  await leisure(store);
  await warmUp(engine, store);
  await keepOffline(() => leisure(store));
}

const isBusy = ({ activity, review }: Pick<AppState, 'activity' | 'review'>): boolean =>
  activity !== undefined || (review !== undefined && review !== 'stopped');

/** Until nothing has been opened for a while, and nothing else is to be done. */
async function leisure(store: AppStore): Promise<void> {
  let wasBusy = isBusy(store.getState());
  const stop = store.subscribe((state) => {
    wasBusy ||= isBusy(state);
  });
  do {
    wasBusy = isBusy(store.getState());
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  } while (wasBusy);
  stop();
  // Safari has none.
  if ('requestIdleCallback' in globalThis) await new Promise((resolve) => requestIdleCallback(resolve, { timeout: REST_MS }));
}

/** Whoever opens something stops it: it takes a processor for half a second. */
async function warmUp(engine: EngineClient, store: AppStore): Promise<void> {
  if (store.getState().phase !== 'start') return;
  const opening = new AbortController();
  // Nothing may wait for ever for what only makes the page faster.
  const late = setTimeout(() => opening.abort(), MOST_MS);
  const stop = store.subscribe((state) => {
    if (isBusy(state)) opening.abort();
  });
  try {
    await engine.warmUp(undefined, { signal: opening.signal });
  } catch (error) {
    // A crash is told, and mended, by whoever hears of it.
    if (!isAbort(error) && !isCrash(error)) throw error;
  } finally {
    clearTimeout(late);
    stop();
  }
}
