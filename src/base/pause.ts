/** Lets the event loop take a turn: messages, cancellation. Timers would do too, but browsers stretch nested ones to 4 ms. */
export function pause(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}

/** Work for at most this long, in milliseconds, before `pause`. */
const SLICE_MS = 8;

/** Pauses where the last pause is long enough ago. Call it between pieces of work of a millisecond or so. */
export function pacer(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < SLICE_MS) return undefined;
    return pause().then(() => {
      last = performance.now();
    });
  };
}

/** Does `each` for every item, with pauses where it takes long. */
export type Slices = <T>(items: Iterable<T>, each: (item: T, at: number) => void) => Promise<void>;

/** Items between two looks at the clock. */
const UNWATCHED = 64;

/**
 * Loops that share one clock, so that short ones in a row pause, too. They end with the signal's reason where it is aborted.
 * @param signal absent: they go on to the end
 */
export function slices(signal?: AbortSignal): Slices {
  const pace = pacer();
  return async (items, each) => {
    let at = 0;
    for (const item of items) {
      each(item, at);
      at += 1;
      if (at % UNWATCHED !== 0) continue;
      const pausing = pace();
      if (!pausing) continue;
      await pausing;
      signal?.throwIfAborted();
    }
  };
}
